"""Sentences for what disks and files do to a library in a file."""

from __future__ import annotations

from pathlib import Path

from app.core.errors import UserError
from app.core.texts import N_, _

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("The disk is full; nothing was written to {path}. Free some space and try again."),
        ("disk is full",),
    ),
    (
        N_("The disk did not answer for {path}; nothing was changed. Check the disk and try again."),
        ("disk i/o error",),
    ),
    (N_("{path} is being written by another program; try again in a moment."), ("database is locked",)),
    (N_("{path} is read-only; nothing was changed."), ("readonly database",)),
    (N_("{path} cannot be opened; check that the folder exists and may be written."), ("unable to open",)),
    (
        N_(
            "{path} lacks a table or column that this version of Cartoteca needs; nothing was changed."
            " Open it with the version that wrote it, or restore a backup."
        ),
        ("no such table", "no such column"),
    ),
    (
        N_("{path} is damaged; nothing was changed. Restore a backup."),
        (
            "malformed",
            "corrupt",
            "could not decode",
            "no such module",
            "foreign key mismatch",
            "unsupported file format",
            "vtable constructor failed",
            "unknown tokenizer",
        ),
    ),
    (
        N_("{path} is not a Cartoteca file, or it is damaged; it was left as it is."),
        ("not a database",),
    ),
)
"""Each sentence with the words of the engine that it stands for."""


def known_error(error: BaseException, path: Path) -> BaseException:
    """The sentence for what disks and files do; other errors as they are."""
    if isinstance(error, UserError):
        return error
    # The driver cannot even read what the engine says of some damaged files.
    words = "malformed" if isinstance(error, UnicodeDecodeError) else str(error).lower()
    for sentence, signs in SENTENCES:
        if any(sign in words for sign in signs):
            return UserError(_(sentence).format(path=path))
    if isinstance(error, OSError):
        problem = error.strerror or error
        return UserError(_("{path} cannot be written: {error}.").format(path=path, error=problem))
    return error
