"""Files written whole: the old content or the new one, never half of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Waits before a replacement is tried again: on Windows antivirus or indexer hold new files."""


def flush(path: Path) -> None:
    """Make what a finished file holds last: after a power cut its name must not stand for an empty file."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def replace(source: Path, target: Path) -> None:
    """Put a finished file in the place of another, patiently."""
    for pause in (*PAUSES_S, None):
        try:
            source.replace(target)
            return
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)


def write_atomically(path: Path, text: str, mode: int = 0o666) -> None:
    """Write a text file through a temporary one beside it; ``mode``: rights, less what the umask takes."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
