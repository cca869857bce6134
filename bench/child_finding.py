"""Child: sorts, filters and counts in the services, and the same statements by the bare driver.

Words: the file and the number of rounds. Tells for every question the milliseconds of each round, both ways.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.blueprint.conditions import Condition, Conditions
from app.services.library import Library
from app.services.rows import ListQuery
from app.store.engine_file import CACHE_READ_KIB
from app.store.raw_file import connect_file
from bench.children import tell

FIRST = 128

SAVED: dict[str, tuple[Condition, ...]] = {
    "key clients": (Condition("grade", "one_of", ("a",)), Condition("city", "not_empty")),
    "no next step": (Condition("next_step", "empty"),),
    "birthday this month": (Condition("birthday", "coming_month"),),
    "no event for 30 days": (Condition("events", "not_last_days", 30),),
    "phone contains": (Condition("phones", "contains", "0721"),),
    "address contains": (Condition("addresses", "contains", "memorandum"),),
    "name contains": (Condition("title", "contains", "ionescu"),),
}

Act = Callable[[], object]


def questions(library: Library) -> dict[str, Act]:
    """What is asked, by name."""
    lists, section = library.lists, library.registry.section("contacts")
    own = next(each.key for each in section.fields if each.is_own)
    found: dict[str, Act] = {}

    def put(name: str, query: ListQuery, *, is_count: bool) -> None:
        if is_count:
            found[name] = lambda: lists.count(query)
        else:
            found[f"{name}, first page"] = lambda: lists.first_ids(query, FIRST)
            found[f"{name}, all ids"] = lambda: lists.ids(query)

    for whose, key in (("own", own), ("built-in", "city")):
        put(f"{whose} sort", ListQuery("contacts", sort=key, is_descending=False), is_count=False)
        for operator, text in (("is", "cluj-napoca"), ("contains", "poca")):
            asked = Conditions((Condition(key, operator, text),))
            query = ListQuery("contacts", conditions=asked)
            put(f"{whose} filter: {operator}, count", query, is_count=True)
    for name, parts in SAVED.items():
        query = ListQuery("contacts", conditions=Conditions(parts))
        put(f"saved filter “{name}”, count", query, is_count=True)
    return found


def main(path: Path, rounds: int) -> None:
    library = Library.open(path)
    raw = connect_file(path, "ro", CACHE_READ_KIB)
    asked = questions(library)
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_others: Any) -> None:
        heard.append((sql, tuple(parameters)))

    reader = library._database.reader
    event.listen(reader, "before_cursor_execute", hear)
    statements = {}
    for name, act in asked.items():
        heard.clear()
        act()
        statements[name] = list(heard)
    event.remove(reader, "before_cursor_execute", hear)

    def replay(name: str) -> None:
        for sql, parameters in statements[name]:
            raw.execute(sql, parameters).fetchall()

    ours: dict[str, list[float]] = {name: [] for name in asked}
    bare: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(rounds):
        for name, act in asked.items():
            bare[name].append(_milliseconds(lambda name=name: replay(name)))
            ours[name].append(_milliseconds(act))
    tell(ours=ours, bare=bare)


def _milliseconds(act: Act) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
