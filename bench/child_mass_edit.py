"""Child: one field of many contacts set by the program, and the same columns by the bare driver.

Words: the file (a copy, it is written to), how many contacts, how many rounds. Tells the milliseconds of
both, of the undo and of finding out what the contacts have in common, and the peak of memory.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.services.library import Library
from app.services.lists import ListQuery
from app.services.mass_edit import Wish
from app.store.raw_file import connect_file
from bench.children import peak_mib, tell

FIELD, COLUMNS = "hobby", ("hobby", "hobby_key", "updated_at")
CACHE_KIB = 512 * 1024
"""As the writing connection of the program may use."""


def main(path: Path, count: int, rounds: int) -> None:
    """Measure, one after the other, round by round."""
    library = Library.open(path)
    try:
        ids = library.lists.ids(ListQuery("contacts"))[:count]
        uids = library.lists.uids_of(ids)
        ours: list[float] = []
        undone: list[float] = []
        compared: list[float] = []
        bare: list[float] = []
        for number in range(rounds):
            wish = [Wish(FIELD, "set", f"bench {number}")]
            ours.append(_timed(lambda wish=wish: library.mass_edit.edit("contacts", uids, wish)))
            compared.append(_timed(lambda: library.mass_edit.common("contacts", uids, [FIELD])))
            undone.append(_timed(library.undo))
            bare.append(_timed(lambda number=number: _bare(path, list(ids), f"bare {number}")))
    finally:
        library.close()
    tell(ours=ours, undone=undone, compared=compared, bare=bare, peak=peak_mib())


def _bare(path: Path, ids: list[int], text: str) -> None:
    names = ", ".join(f"{name} = ?" for name in COLUMNS)
    statement = f"UPDATE contact SET {names} WHERE id = ?"  # noqa: S608 - names of columns
    with closing(connect_file(path, "rw", CACHE_KIB)) as raw:
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(statement, ((text, text, text, each) for each in ids))
        raw.commit()


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
