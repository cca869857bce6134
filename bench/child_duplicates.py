"""Child: a scan for duplicates by the services, the same rows by the bare driver, and a record being typed.

Words: the file and the number of rounds. Tells the milliseconds of each round, and of each typed record.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.services.library import Library
from app.services.lists import ListQuery
from app.store.engine_file import CACHE_READ_KIB
from app.store.raw_file import connect_file
from bench.children import peak_mib, tell

TYPED = 30


def main(path: Path, rounds: int) -> None:
    """Both ways in turns."""
    library, raw = Library.open(path), connect_file(path, "ro", CACHE_READ_KIB)

    def bare() -> None:
        for query in (
            "SELECT id, uid, title, sort_key, personal_code, city, birthday FROM contact",
            "SELECT record_id, field, key FROM contact_point WHERE field IN ('phones', 'emails')",
        ):
            for _row in raw.execute(query):
                pass

    ours, others = [], []
    for _round in range(rounds):
        ours.append(_timed(lambda: library.duplicates.scan("contacts")))
        others.append(_timed(bare))
    tell(ours=ours, bare=others, typed=_typed(library), peak=peak_mib())
    library.close()


def _typed(library: Library) -> list[float]:
    """Records of the file as if they were typed anew: the slowest answers to each are told."""
    ids = library.lists.ids(ListQuery("contacts"))
    uids = library.lists.uids_of(ids[:: max(1, len(ids) // TYPED)])
    times = []
    for record in library.get_many(uids).values():
        stored = library.registry.section("contacts").stored
        values = {each.key: record.values[each.key] for each in stored if each.key in record.values}
        library.duplicates.like("contacts", values)  # what an index needs is read once
        times.append(_timed(lambda: library.duplicates.like("contacts", values)))  # noqa: B023 - at once
    return sorted(times)[-3:]


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
