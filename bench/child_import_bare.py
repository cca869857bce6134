"""Child: the rows of a finished import once more, by the bare driver alone.

Their values are ready: nothing is read, understood, compared or made. Words: the finished file, an empty
folder. Tells milliseconds and rows.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from app.services.library import Library
from app.store.raw_file import connect_file
from bench.children import tell

TABLES = (
    "record_id", "organization", "contact", "contact_point", "address", "employment", "member", "search_text",
    "change",
)  # fmt: skip
"""Where an import writes rows, in the order in which they refer to each other."""

CACHE_KIB = 64 * 1024
CHUNK = 1_000
_SEARCH = "INSERT INTO search_fts(rowid, txt) VALUES(?, ?)"


def main(finished: Path, folder: Path) -> None:
    """Read all rows first, then write them in one transaction."""
    path = folder / f"{time.monotonic_ns()}.cartoteca"
    Library.create(path).close()
    source, target = connect_file(finished, "ro", CACHE_KIB), connect_file(path, "rw", CACHE_KIB)
    target.execute("PRAGMA foreign_keys = OFF")  # what the operation itself and the group are is left out
    known = {name: {row[0] for row in target.execute(f'SELECT rowid FROM "{name}"')} for name in TABLES}
    work = [_statement(source, name, known[name]) for name in TABLES]
    searched = source.execute("SELECT record_id, txt FROM search_text").fetchall()
    work.append((_SEARCH, [row for row in searched if row[0] not in known["search_text"]]))
    began = time.monotonic()
    target.execute("BEGIN")
    for statement, rows in work:
        for start in range(0, len(rows), CHUNK):
            target.executemany(statement, rows[start : start + CHUNK])
    target.execute("COMMIT")
    tell(ms=(time.monotonic() - began) * 1000, rows=sum(len(rows) for _statement, rows in work))


def _statement(source: Any, name: str, known: set[int]) -> tuple[str, list[tuple[Any, ...]]]:
    """What writes the rows of a table, without columns that are empty in all of them."""
    names = [row[1] for row in source.execute(f'PRAGMA table_info("{name}")')]
    counts = ", ".join(f'count("{each}")' for each in names)
    told = source.execute(f'SELECT {counts} FROM "{name}"').fetchone()
    filled = [each for each, count in zip(names, told, strict=True) if count]
    columns = ", ".join(f'"{each}"' for each in filled)
    rows = source.execute(f'SELECT rowid, {columns} FROM "{name}"').fetchall()
    places = ", ".join("?" * len(filled))
    return (
        f'INSERT INTO "{name}"({columns}) VALUES({places})',
        [row[1:] for row in rows if row[0] not in known],
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
