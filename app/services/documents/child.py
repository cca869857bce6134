"""The helper process that reads and fills templates: a job comes in, what it found goes out, frame by frame.

Templates may come from strangers: what they can use up or break is this process with its limits,
not the program.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.child import Job, bound, serve
from app.services.documents.problems import LONGEST_DETAIL, DocumentError

if TYPE_CHECKING:
    from app.services.documents.cleaning import Removed

MOST_NAMES = 200

Finding = dict[str, Any]


def main() -> int:
    """Serve one job."""
    return serve(_work)


def _work(job: Job) -> Iterator[Finding]:
    # Libraries first: the memory limit is for the template alone to hit.
    from app.services.documents import filling, joining, looking  # noqa: F401

    bound(job)
    task: Callable[[Job], Iterator[Finding]] = {"look": _look, "batch": _batch}.get(job.get("task", ""), _one)
    yield from _guarded(task(job))


def do(job: Job) -> Finding:
    """Fill ``template`` with ``context`` into the new file ``target``; problems are part of the answer."""
    from app.services.documents import filling  # noqa: F401

    bound(job)
    return next(_guarded(_one(job)))


def _guarded(frames: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from frames
    except DocumentError as problem:
        yield {"problem": problem.to_plain()}
    except (MemoryError, RecursionError):
        yield {"problem": DocumentError("memory").to_plain()}


def _one(job: Job) -> Iterator[Finding]:
    from app.services.documents.cleaning import clean_package
    from app.services.documents.filling import Filling
    from app.services.documents.package import pack, read_package

    parts = read_package(Path(job["template"]))
    removed = clean_package(parts)
    filling = Filling(pack(parts), job["context"])
    _write(Path(job["target"]), filling.fill())
    yield {
        "problem": None,
        "unknown": _bounded(sorted(filling.survey.unknown)),
        "empty": _bounded(sorted(filling.survey.empty)),
        "removed": told(removed + filling.removed),
    }


def _look(job: Job) -> Iterator[Finding]:
    from app.services.documents.looking import look

    yield look(job)


def _batch(job: Job) -> Iterator[Finding]:
    from app.services.documents.batch import fill_all

    yield from fill_all(job)


def told(removed: Removed) -> list[list[str]]:
    """What was left out, each once, of bounded length."""
    return [[kind, what[:LONGEST_DETAIL]] for kind, what in dict.fromkeys(removed)][:MOST_NAMES]


def _bounded(names: Iterable[str]) -> list[str]:
    return [name[:LONGEST_DETAIL] for name in names][:MOST_NAMES]


def _write(target: Path, content: bytes) -> None:
    try:
        with target.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise DocumentError("unwritable", error.strerror or str(error)) from error
