"""Sentences for what disks and files do to a library in a file."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

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
            "fts5: missing row",
        ),
    ),
    (
        N_("{path} is not a Cartoteca file, or it is damaged; it was left as it is."),
        ("not a database",),
    ),
)
"""Each sentence with the words of the engine that it stands for."""


NO_ROOM = 64 * 1024
"""Bytes the engine needs beside the file; where they are missing it tells of an I/O error."""


class DamagedError(Exception):
    """A stored value that no program wrote like this."""


def stored_json(text: str, kind: type) -> Any:
    """A value kept as JSON; DamagedError if it is none of that kind."""
    try:
        value = json.loads(text)
    except (TypeError, ValueError) as error:
        raise DamagedError(str(error)) from error
    if not isinstance(value, kind):
        raise DamagedError(f"{kind.__name__} expected")
    return value


def _words(error: BaseException, path: Path) -> str:
    """What the engine says, where that means what it says."""
    # The driver cannot even read what the engine says of some damaged files.
    if isinstance(error, (UnicodeDecodeError, DamagedError)):
        return "malformed"
    words = str(error).lower()
    if "disk i/o error" in words:
        with suppress(OSError):
            if shutil.disk_usage(path.parent).free < NO_ROOM:
                return "disk is full"
    return words


def known_error(error: BaseException, path: Path) -> BaseException:
    """The sentence for what disks and files do; other errors as they are."""
    if isinstance(error, UserError):
        return error
    words = _words(error, path)
    for sentence, signs in SENTENCES:
        if any(sign in words for sign in signs):
            return UserError(_(sentence).format(path=path))
    if isinstance(error, OSError):
        problem = error.strerror or error
        return UserError(_("{path} cannot be written: {error}.").format(path=path, error=problem))
    return error
