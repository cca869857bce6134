"""The first page again, by the bare driver: what a start shows before SQLAlchemy is imported.

The statement is not written here: the store compiled it when it read the page last time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlcipher3

from app.store.raw_file import connect_file, read_stamp

CACHE_KIB = 2_048


def replay(
    path: Path, statement: str, parameters: Sequence[Any], version: int
) -> list[tuple[Any, ...]] | None:
    """Rows of the statement; None if the file is not the one it was compiled for any more."""
    try:
        if read_stamp(path) != version:
            return None
        raw = connect_file(path, "ro", CACHE_KIB)
    except (OSError, sqlcipher3.Error, UnicodeDecodeError):
        return None
    try:
        found: list[tuple[Any, ...]] = raw.execute(statement, tuple(parameters)).fetchall()
    except (sqlcipher3.Error, UnicodeDecodeError):
        return None
    finally:
        raw.close()
    return found
