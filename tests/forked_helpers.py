"""The program's helper processes started sooner: forked from a process that has loaded their libraries.

Each is still a process of its own with the limits of its job. What is saved is the half second in which a
new Python loads libraries, for the hundreds of helpers that the tests start. Where a process cannot be forked
they start as in the program; a test marked ``own_python`` starts them so everywhere.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from multiprocessing import connection
from pathlib import Path
from threading import Lock
from typing import IO

HAS_FORK = sys.platform == "linux"
LIBRARIES = [
    "python_calamine", "xlrd", "app.services.exchange.child", "app.services.exchange.tables",
    "app.services.mail.filling", "app.services.documents.batch", "app.services.documents.looking",
    "app.services.documents.outline",
]  # fmt: skip
_LOCK = Lock()
"""Starting a process and asking whether it has ended both look at all processes there are."""


class ForkedHelper:
    """As much of ``subprocess.Popen`` as ``app.services.children`` uses."""

    def __init__(self, name: str, complaint: IO[bytes]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LIBRARIES)
        job, job_in = context.Pipe(duplex=False)
        frames_out, frames = context.Pipe(duplex=False)
        words = connection.Connection(os.dup(complaint.fileno()), readable=False)
        self._process = context.Process(
            target=_be_helper, args=(name, dict(os.environ), job, frames, words), daemon=True
        )
        with _LOCK:
            self._process.start()
        for each in (job, frames, words):
            each.close()
        self.stdin, self.stdout = _stream(job_in, "wb"), _stream(frames_out, "rb")

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def kill(self) -> None:
        with _LOCK:
            self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        if not connection.wait([self._process.sentinel], timeout):
            raise subprocess.TimeoutExpired("helper", timeout or 0)
        with _LOCK:
            self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def _stream(end: connection.Connection, mode: str) -> IO[bytes]:
    stream: IO[bytes] = os.fdopen(os.dup(end.fileno()), mode)
    end.close()
    return stream


def _be_helper(name: str, environment: dict[str, str], *ends: connection.Connection) -> None:
    """What ``python -m app --child NAME`` does."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(Path(__file__).resolve().parents[1])
    for number, end in enumerate(ends):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    from app.__main__ import main

    sys.exit(main(["--child", name]))
