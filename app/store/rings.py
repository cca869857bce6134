"""Records that stand above themselves along a reference that should make a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from app.blueprint.field import Field
from app.blueprint.section import Entity
from app.store.ids import chunks
from app.store.tables import table_of

Above = Mapping[int, int | None]
"""The id above each id."""


def all_above(connection: Connection, entity: Entity, field: Field) -> Above:
    """What stands above every record that has something above it."""
    table = table_of(entity)
    column = table.c[field.column_name]
    return {
        row[0]: row[1] for row in connection.execute(select(table.c.id, column).where(column.is_not(None)))
    }


def above(connection: Connection, entity: Entity, field: Field, ids: Iterable[int]) -> Above:
    """What stands above these records, and above that, up to the top."""
    table = table_of(entity)
    found: dict[int, int | None] = {}
    wanted = set(ids)
    while wanted:
        found.update(dict.fromkeys(wanted))
        for chunk in chunks(sorted(wanted)):
            query = select(table.c.id, table.c[field.column_name]).where(table.c.id.in_(chunk))
            found.update({row[0]: row[1] for row in connection.execute(query)})
        wanted = {each for each in found.values() if each is not None} - found.keys()
    return found


def rings(found: Above) -> list[list[int]]:
    """Each ring once, its members from below to above."""
    settled: set[int] = set()
    closed: list[list[int]] = []
    for start in found:
        path: dict[int, int] = {}
        place: int | None = start
        while place is not None and place not in settled and place not in path:
            path[place] = len(path)
            place = found.get(place)
        if place in path:
            closed.append(list(path)[path[place] :])
        settled.update(path)
    return closed
