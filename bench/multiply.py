"""A large demo file from a smaller one: every record copied with other ids, indexes and search made anew.

Writing a million contacts through the program takes the better part of an hour; this takes minutes, and
the tables, indexes and search text are the same as if the program had written them. Only the journal tells of
the first copy alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Table

from app.models.tables import METADATA
from app.store.ids import SHIFT
from app.store.raw_file import connect_file

STRIDE = 10_000_000
"""Distance of the ids of two copies inside the range of a section."""

RECORDS = ("contact", "organization", "task", "note", "link", "event")
PARTS = (
    "contact_point",
    "address",
    "bank_account",
    "employment",
    "record_reference",
    "record_tag",
    "member",
    "search_text",
)
CACHE_KIB = 2_000_000

DIGITS = "12345689abcdef"
"""What stands in the uids of the copies."""

_UID_PLACE = 13
"""The thirteenth digit of a version 7 uid is always 7; a copy has another one there."""


def multiply(path: Path, times: int) -> None:
    """Make ``times`` - 1 copies of every record of the file, in place."""
    raw = connect_file(path, "rw", CACHE_KIB)
    try:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("BEGIN")
        indexes = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _sql in indexes:
            raw.execute(f'DROP INDEX "{name}"')
        for copy in range(1, times):
            _copy(raw, copy)
            print(f"  copy {copy + 1} of {times}", flush=True)
        for _name, sql in indexes:
            raw.execute(sql)
        raw.execute("INSERT INTO search_fts(search_fts) VALUES('rebuild')")
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()


def _copy(raw: Any, copy: int) -> None:
    digit = DIGITS[copy - 1]
    first = _of_first_copy("id")
    uid = f"substr(uid, 1, {_UID_PLACE - 1}) || '{digit}' || substr(uid, {_UID_PLACE + 1})"
    raw.execute(
        f"INSERT INTO record_id(id, uid, section) SELECT id + {copy * STRIDE}, {uid}, section FROM record_id"
        f" WHERE section <= {len(RECORDS)} AND {first}"
    )
    for name in (*RECORDS, *PARTS):
        table = METADATA.tables[name]
        owner = "id" if name in RECORDS else "record_id"
        columns = [column.name for column in table.columns if not (name in PARTS and column.name == "id")]
        values = ", ".join(_value(table, column, copy, uid) for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        raw.execute(f"INSERT INTO {name}({names}) SELECT {values} FROM {name} WHERE {_of_first_copy(owner)}")


def _of_first_copy(column: str) -> str:
    return f"({column} & {(1 << SHIFT) - 1}) < {STRIDE}"


def _value(table: Table, column: str, copy: int, uid: str) -> str:
    """The column in the copy: ids of records move on, groups are shared, the rest stays."""
    if column == "uid":
        return uid
    is_reference = bool(table.columns[column].foreign_keys) or column == "id"
    if is_reference and column != "group_id":
        return f'"{column}" + {copy * STRIDE}'
    return f'"{column}"'
