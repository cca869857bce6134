"""Fresh processes that are measured: started here, they tell on one line of JSON what they saw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 600


def run_child(module: str, *words: str, home: Path) -> dict[str, Any]:
    """Run a module of this package to its end; what it told, with the moment of its start as ``began``."""
    command = [sys.executable, "-m", f"bench.{module}", *words]
    began = time.monotonic_ns()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        raise RuntimeError(f"{module} {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return {"began": began, **json.loads(lines[-1])}


def environment(home: Path) -> dict[str, str]:
    """A home of its own, English, and modules that stay compiled."""
    strangers = ("PYTHONDONTWRITEBYTECODE", "PYTHONOPTIMIZE", "PYTHONPROFILEIMPORTTIME")
    kept = {key: value for key, value in os.environ.items() if key not in strangers}
    return {**kept, "CARTOTECA_HOME": str(home), "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}


def tell(**found: Any) -> None:
    """Called in the child: its one line."""
    print(json.dumps(found), flush=True)


def milliseconds(found: dict[str, Any], name: str) -> float:
    """From the start of the process to the moment that the child told under this name."""
    return float(found[name] - found["began"]) / 1e6


def peak_mib() -> float:
    """Called in the child: the most memory it ever held."""
    return _status("VmHWM")


def settled_mib() -> float:
    """Called in the child: the memory it holds now."""
    return _status("VmRSS")


def _status(name: str) -> float:
    """From the kernel; on systems that tell it elsewhere memory is not measured."""
    try:
        lines: Sequence[str] = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("nan")
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), float("nan"))
