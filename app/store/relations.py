"""Who points to whom: every field of the blueprint that holds a reference, asked from the other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from app.blueprint.field import Field
from app.blueprint.registry import Registry
from app.blueprint.rows import Reference, References, Rows
from app.blueprint.section import Entity
from app.models.tables import METADATA
from app.store.ids import chunks, first_id, last_id
from app.store.tables import table_of


@dataclass(frozen=True)
class Pointer:
    """A field that can point to records, and the column in which it does."""

    entity: Entity
    field: Field
    table: Table
    source: str
    target: str

    def select_pairs(self, targets: Sequence[int]) -> Select[Any]:
        """(pointing id, target id) for these targets."""
        query = select(self.table.c[self.source], self.table.c[self.target])
        query = query.where(self.table.c[self.target].in_(targets))
        if "field" in self.table.c:
            query = query.where(self.table.c.field == self.field.key)
        if self.source == "record_id":
            low, high = first_id(self.entity.number), last_id(self.entity.number)
            query = query.where(self.table.c.record_id.between(low, high))
        return query


def pointers(registry: Registry, target: str | None = None) -> Iterator[Pointer]:
    """Every pointing field; with ``target`` only those that may point to that entity."""
    for entity in registry.entities.values():
        for field in entity.kept:
            for kind, table, source, column in _reference_columns(entity, field):
                if target is None or kind in (target, "*"):
                    yield Pointer(entity, field, table, source, column)


def _reference_columns(entity: Entity, field: Field) -> Iterator[tuple[str, Table, str, str]]:
    kind = field.kind
    if isinstance(kind, Reference):
        yield kind.section, table_of(entity), "id", field.column_name
    elif isinstance(kind, References):
        column = "group_id" if kind.name == "groups" else "target_id"
        yield kind.section, METADATA.tables[kind.table], "record_id", column
    elif isinstance(kind, Rows):
        for part in kind.parts:
            if isinstance(part.kind, Reference):
                yield part.kind.section, METADATA.tables[kind.table], "record_id", f"{part.key}_id"


def is_reference(field: Field) -> bool:
    """Can the field point to records?"""
    kind = field.kind
    is_row = isinstance(kind, Rows) and any(isinstance(part.kind, Reference) for part in kind.parts)
    return is_row or isinstance(kind, (Reference, References))


def referrers(
    connection: Connection,
    registry: Registry,
    targets: Iterable[int],
    fields: Iterable[Pointer] | None = None,
) -> list[tuple[Pointer, int, int]]:
    """(field, pointing id, target id) of everything that points to the targets."""
    wanted = list(targets)
    found: list[tuple[Pointer, int, int]] = []
    for pointer in pointers(registry) if fields is None else fields:
        for chunk in chunks(wanted):
            rows = connection.execute(pointer.select_pairs(chunk))
            found.extend((pointer, row[0], row[1]) for row in rows)
    return found


def without(field: Field, value: Any, gone: set[str]) -> Any:
    """The value of a referring field when some of what it points to is gone."""
    kind = field.kind
    if isinstance(kind, Reference):
        return None if value in gone else value
    if isinstance(kind, References):
        return [uid for uid in value or () if uid not in gone] or None
    if isinstance(kind, Rows):
        references = [part.key for part in kind.parts if isinstance(part.kind, Reference)]
        rows = [
            {key: item for key, item in row.items() if not (key in references and item in gone)}
            for row in value or ()
        ]
        return kind.normal(rows)
    return value


def referenced_uids(entity: Entity, values: dict[str, Any]) -> Iterator[str]:
    """Uids that the values of a record point to."""
    for key, parts in entity.referring.items():
        value = values.get(key)
        if value is None:
            continue
        if parts:
            yield from (row[part] for row in value for part in parts if row.get(part))
        elif isinstance(value, str):
            yield value
        else:
            yield from value
