"""The demo files that are measured: made once by the program itself, then kept in the cache of the user."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import platformdirs

from app.core.paths import APP_NAME, SUFFIX
from app.core.progress import Progress
from bench.multiply import multiply

ENV_FOLDER = "CARTOTECA_BENCH"
"""Environment variable: the folder in which the files are kept."""


LARGEST = 100_000
"""Contacts that are written through the program; larger files are copies of these."""


def folder() -> Path:
    """Where the files are kept."""
    chosen = os.environ.get(ENV_FOLDER)
    found = Path(chosen) if chosen else platformdirs.user_cache_path(APP_NAME, appauthor=False) / "bench"
    found.mkdir(parents=True, exist_ok=True)
    return found


def demo_file(size: int) -> Path:
    """The file with so many contacts; the largest takes some minutes, once."""
    path = folder() / f"demo-{size}{SUFFIX}"
    if not path.exists():
        print(f"making {path} with {size:,} contacts, once", flush=True)
        _make(path, size)
    return path


def _make(path: Path, size: int) -> None:
    """Under another name first: a file that was broken off is never taken for a whole one."""
    from app.services.demo import fill
    from app.services.library import Library

    unfinished = path.with_name(f"{path.name}.unfinished")
    _remove(unfinished)
    if size > LARGEST and size % LARGEST == 0:
        shutil.copy(demo_file(LARGEST), unfinished)
        multiply(unfinished, size // LARGEST)
    else:
        library = Library.create(unfinished)
        try:
            fill(library, size, progress=Progress(_teller()))
        finally:
            library.close()
    shutil.move(unfinished, path)


def _teller() -> object:
    told = -1

    def tell(done: int, total: int | None, _text: str) -> None:
        nonlocal told
        percent = done * 100 // total if total else 0
        if percent >= told + 5:
            told = percent
            print(f"  {percent} %", flush=True)

    return tell


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
