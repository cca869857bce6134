"""Children that stay: the parent sends one word a line and gets one line of JSON for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.children import ROOT, environment


def serve(answers: dict[str, Callable[[], Any]]) -> None:
    """In the child: answer until the parent closes the pipe, then end at once."""
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(answers[line.strip()]()), flush=True)
    os._exit(0)


class Server:
    """In the parent: a child that stays."""

    def __init__(self, module: str, *words: str, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"bench.{module}", *words], cwd=ROOT, env=environment(home),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        self._read()

    def ask(self, word: str) -> Any:
        """Send the word; its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args}: ended with {self._process.wait()}")
        return json.loads(line)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
