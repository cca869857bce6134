"""The file by the bare driver: its stamp, and the rules every connection obeys. Imports no SQLAlchemy."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3

from app.core.errors import FileTooNewError, UserError
from app.core.texts import _

SCHEMA_VERSION = 4
"""Version of the tables; a file with a higher one is refused untouched, one with a lower one is brought up
to date (see ``store.upgrade``)."""

APPLICATION_ID = 0x43415254
"""``CART`` in the header of the file (``PRAGMA application_id``)."""

BUSY_MS = 10_000

sqlcipher3.register_adapter(type(None), {}.get)
# The driver asks every None what it would rather be, and finds that it has nothing to say by two errors: that
# took four fifths of the time of writing a record, most of whose columns are empty. An answer is quicker.

FEW_KIB = 256
"""Page cache for a glance into a file."""


def file_uri(path: Path) -> str:
    """The place as the engine takes it, also a name that the language of this system cannot read."""
    return f"file:{quote(os.fsencode(path))}"


def connect_file(path: Path, mode: str, cache_kib: int, is_immutable: bool = False) -> Any:
    """A bare connection with the rules every connection obeys."""
    uri = f"{file_uri(path)}?mode={mode}" + ("&immutable=1" if is_immutable else "")
    raw = sqlcipher3.connect(
        uri, uri=True, check_same_thread=False, isolation_level=None, timeout=BUSY_MS / 1000
    )
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "foreign_keys = ON",
        "synchronous = FULL",
        "temp_store = MEMORY",
        f"busy_timeout = {BUSY_MS}",
        f"cache_size = -{cache_kib}",
    ):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def engine_versions() -> tuple[str, str]:
    """Versions of the engine and of its encryption; the latter is empty in an engine without."""
    with closing(sqlcipher3.connect(":memory:")) as raw:
        found = raw.execute("PRAGMA cipher_version").fetchone()
    return sqlcipher3.sqlite_version, str(found[0]) if found else ""


def encrypts(path: Path) -> str:
    """The version of the engine's encryption, empty if a file made there with a key can be read without."""
    raw = sqlcipher3.connect(str(path), isolation_level=None)
    try:
        raw.execute("PRAGMA key = 'self-test'")
        raw.execute("CREATE TABLE kept (text)")
        raw.execute("INSERT INTO kept VALUES ('plain words')")
        found = raw.execute("PRAGMA cipher_version").fetchone()
    finally:
        raw.close()
    data = path.read_bytes()
    is_sealed = not data.startswith(b"SQLite format 3") and b"plain words" not in data
    return str(found[0]) if found and is_sealed else ""


def read_stamp(path: Path) -> int:
    """The schema version of a file, read without touching it; UserError if it is none of ours."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        problem = error.strerror or error
        raise UserError(_("{path} cannot be read: {error}.").format(path=path, error=problem)) from error
    if not head:
        raise UserError(_("{path} is empty; it is not a Cartoteca file.").format(path=path))
    application = int.from_bytes(head[68:72], "big")
    version = int.from_bytes(head[60:64], "big")
    if not head.startswith(b"SQLite format 3\x00") or application != APPLICATION_ID:
        raise UserError(_("{path} is not a Cartoteca file; it was left as it is.").format(path=path))
    check_version(path, version)
    return version


def is_library(path: Path) -> bool:
    """Is it a file of this program, of whatever version?"""
    try:
        read_stamp(path)
    except FileTooNewError:
        return True
    except UserError:
        return False
    return True


def first_operation(path: Path) -> str | None:
    """What was done first in a library: the same in all its copies. None if nothing was; "" if unreadable."""
    return _operation(path, "SELECT uid FROM operation ORDER BY id LIMIT 1")


def last_operation(path: Path) -> str | None:
    """What was done last in a library, as ``first_operation``."""
    return _operation(path, "SELECT uid FROM operation ORDER BY id DESC LIMIT 1")


def _operation(path: Path, query: str) -> str | None:
    try:
        with closing(connect_file(path, "ro", FEW_KIB)) as raw:
            found = raw.execute(query).fetchone()
    except (sqlcipher3.Error, UnicodeDecodeError):
        return ""
    return found[0] if found else None


def check_version(path: Path | str, version: int) -> None:
    """FileTooNewError if a newer program wrote the file, or the tables on the server of this name."""
    if version > SCHEMA_VERSION:
        message = _(
            "{path} was written by a newer version of Cartoteca; it was left as it is. Please update."
        )
        raise FileTooNewError(message.format(path=path))
