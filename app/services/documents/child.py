"""The helper process that fills one template: the job comes in, the finding goes out as its one frame.

Templates may come from strangers: what they can use up or break is this process with its limits,
not the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.services.child import Job, bound, serve
from app.services.documents.problems import LONGEST_DETAIL, DocumentError

MOST_NAMES = 200

Finding = dict[str, Any]


def main() -> int:
    """Serve one job."""
    return serve(_work)


def _work(job: Job) -> Iterator[Finding]:
    yield do(job)


def do(job: Job) -> Finding:
    """Fill ``template`` with ``context`` into the new file ``target``; problems are part of the answer."""
    # Libraries first: the memory limit is for the template alone to hit.
    from app.services.documents import filling  # noqa: F401

    bound(job)
    try:
        return _fill(job)
    except DocumentError as problem:
        return {"problem": problem.to_plain()}
    except (MemoryError, RecursionError):
        return {"problem": DocumentError("memory").to_plain()}


def _fill(job: Job) -> Finding:
    from app.services.documents.cleaning import clean_package
    from app.services.documents.filling import Filling
    from app.services.documents.package import pack, read_package

    parts = read_package(Path(job["template"]))
    removed = clean_package(parts)
    filling = Filling(pack(parts), job["context"])
    _write(Path(job["target"]), filling.fill())
    return {
        "problem": None,
        "unknown": _bounded(sorted(filling.survey.unknown)),
        "empty": _bounded(sorted(filling.survey.empty)),
        "removed": [[kind, what[:LONGEST_DETAIL]] for kind, what in (removed + filling.removed)[:MOST_NAMES]],
    }


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
