"""The program's side of the helper process: hands in jobs, and tells what went wrong in a sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.children import ChildError, Limits, loaded, raw_frames
from app.services.documents.problems import DocumentError, sentence

SECONDS = 20.0
"""What one document may take."""
SECONDS_EACH = 0.5
"""Processor time that every further document of a batch adds."""
MEMORY_MB = 512
MEMORY_JOINED_MB = 2048
"""All documents in one are put together in memory."""


def frames(
    job: dict[str, Any], count: int = 1, progress: Progress | None = None, memory_mb: int = MEMORY_MB,
    seconds: float = SECONDS,
) -> Iterator[dict[str, Any]]:
    """What the helper found, frame by frame; DocumentError if it did not come to its end."""
    limits = Limits(
        seconds + count * SECONDS_EACH, memory_mb, patience=seconds, file_mb=2048, is_per_frame=True
    )
    asked = progress or Progress()
    try:
        for frame in raw_frames("documents", job, limits, asked.check):
            yield loaded(frame)
    except ChildError as failed:
        detail = f"{limits.patience:g}" if failed.kind == "time" else failed.detail
        raise DocumentError(failed.kind, detail) from failed


def first_frame(job: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """The one answer of a helper that gives one; DocumentError if that is a problem."""
    found = next(iter(list(frames(job, 1, progress))))
    if found["problem"]:
        raise DocumentError.from_plain(found["problem"])
    return found


@contextlib.contextmanager
def told_of(template: str, out: str = "") -> Iterator[None]:
    """A problem inside becomes a sentence that names the template."""
    try:
        yield
    except DocumentError as problem:
        raise UserError(sentence(problem, template, out)) from problem


def read(path: Path) -> bytes:
    """The bytes of a file; UserError if it cannot be read."""
    from app.core.texts import _

    try:
        return path.read_bytes()
    except OSError as error:
        problem = error.strerror or error
        raise UserError(_("{name} cannot be read: {error}.").format(name=path.name, error=problem)) from error
