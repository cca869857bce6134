"""What the helper process reads of a list, kept in a temporary file while somebody holds its table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary, finalize

from app.core.errors import UsageError, UserError
from app.core.progress import Progress
from app.core.texts import _, language
from app.services.children import ChildError, Limits, loaded, raw_frames
from app.services.exchange.child import UNCALCULATED
from app.services.exchange.number_formats import Uncalculated
from app.services.exchange.workbooks import damaged

MIB = 1024 * 1024
LEAST_MEMORY_MB, MOST_MEMORY_MB, MEMORY_PER_MB = 350, 4_000, 40
SECONDS, SECONDS_PER_MB = 2, 3
PATIENCE = 5
"""Wall time is this many times the processor time: other programs are at work too."""


_MAKERS = {UNCALCULATED: Uncalculated}


class KeptRows:
    """Frames of rows in a file without a name; read from the beginning as often as is wanted."""

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        """What is known of the table besides its rows."""
        self.count = 0
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the table
        finalize(self, self._file.close)
        self._lock = Lock()
        self._places: list[tuple[int, int]] = []
        self._end = 0

    def add(self, frame: bytes, rows: int) -> None:
        """Keep one more frame."""
        self.count += rows
        self._file.write(frame)
        self._places.append((self._end, len(frame)))
        self._end += len(frame)

    def __call__(self) -> Iterator[Any]:
        for place, size in self._places:
            with self._lock:
                self._file.seek(place)
                frame = self._file.read(size)
            for number, cells in loaded(frame, _MAKERS):
                yield number, tuple(cells)


_known: WeakValueDictionary[tuple[Any, ...], KeptRows] = WeakValueDictionary()


def kept_rows(
    path: Path, sheet: str | None, encoding: str | None, delimiter: str | None, progress: Progress
) -> KeptRows:
    """The table of a file as it is now: read once, found again while somebody holds it."""
    key = _key(path, sheet, encoding, delimiter)
    found = _known.get(key) if key else None
    if found is None:
        job = {
            "path": str(path.absolute()), "sheet": sheet, "encoding": encoding, "delimiter": delimiter,
            "language": language(),
        }  # fmt: skip
        found = _read(path, job, progress)
        if key:
            _known[key] = found
    return found


def _key(path: Path, *words: str | None) -> tuple[Any, ...] | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return (str(path.absolute()), now.st_mtime_ns, now.st_size, now.st_ino, language(), *words)


def _read(path: Path, job: dict[str, Any], progress: Progress) -> KeptRows:
    kept = KeptRows()
    limits = _limits(path)
    try:
        for frame in raw_frames("tables", job, limits, lambda: progress.step(kept.count)):
            content = loaded(frame)
            if isinstance(content, list):
                kept.add(frame, len(content))
            elif "refused" in content:
                raise (UsageError if content["is_usage"] else UserError)(content["refused"])
            else:
                kept.head = _head(content)
            progress.step(kept.count)
    except ChildError as failed:
        raise _sentence(path, failed, limits) from failed
    except OSError as problem:  # no room for the temporary file, no process to be had
        reason = problem.strerror or str(problem)
        told = _("“{file}” cannot be read: {reason}.").format(file=path, reason=reason)
        raise UserError(told) from problem
    return kept


def _head(found: dict[str, Any]) -> dict[str, Any]:
    """The head of a table as ``Table`` takes it."""
    lists = {"sheets": tuple(found["sheets"]), "headers": tuple(found["headers"])}
    return {**found, **lists, "made_up": frozenset(found["made_up"])}


def _limits(path: Path) -> Limits:
    """What reading may cost by the size of the file: a small one has no reason to take much."""
    try:
        size = path.stat().st_size // MIB
    except OSError:
        size = 0  # the helper says what is wrong with it
    seconds = SECONDS + SECONDS_PER_MB * size
    memory = min(MOST_MEMORY_MB, LEAST_MEMORY_MB + MEMORY_PER_MB * size)
    return Limits(seconds, memory, PATIENCE * seconds)


def _sentence(path: Path, failed: ChildError, limits: Limits) -> UserError:
    if failed.kind == "memory":
        told = _("“{file}” needs more than {size} MB of memory to be read. Save the rows as CSV.")
        return UserError(told.format(file=path.name, size=limits.memory_mb))
    if failed.kind == "time":
        told = _("“{file}” took too long to read and was stopped. Save the rows as CSV and try again.")
        return UserError(told.format(file=path.name))
    return damaged(path)
