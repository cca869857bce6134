"""What happened with a record or is planned with it: the records of a section that are joined to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, false, not_, or_, select

from app.blueprint.registry import Registry
from app.blueprint.section import Section
from app.store.ids import first_id, last_id
from app.store.relations import Pointer, pointers
from app.store.spans import Span
from app.store.tables import table_of


def happened(
    registry: Registry, section: Section, table: Table, source_key: str, span: Span | None, is_past: bool
) -> ColumnElement[bool]:
    """Condition on records of ``section``: something of ``source_key`` lies in the span.

    Without a span anything counts. In the past what was done counts, ahead what is planned.
    """
    source = registry.entities.get(source_key)
    if not isinstance(source, Section):
        return false()
    joined = table_of(source)
    wanted = _wanted(source, joined, span, is_past)
    found = [table.c.id.in_(query.where(wanted)) for query in _targets(registry, section, source, joined)]
    return or_(*found) if found else false()


def _wanted(source: Section, joined: Table, span: Span | None, is_past: bool) -> Any:
    if span is None:
        return joined.c.id.is_not(None)
    low, high = span
    when = joined.c[source.by_key[source.when].column_name]
    bounds = [when.is_not(None), when >= low, when < high]
    if source.open_when is not None:
        state = joined.c[source.by_key[source.open_when[0]].column_name]
        is_open = and_(state.is_not(None), state.in_(source.open_when[1]))
        bounds.append(not_(is_open) if is_past else is_open)
    return and_(*bounds)


def _targets(
    registry: Registry, section: Section, source: Section, joined: Table
) -> Iterator[Select[tuple[int]]]:
    """Ids of records that the source points to, and of those that point to it, by every field that can."""
    for pointer in pointers(registry, section.key):
        if pointer.entity is source:
            yield _pointed(pointer, joined)
    for pointer in pointers(registry, source.key):
        if pointer.entity is section:
            yield _pointing(pointer, section, joined)


def _pointed(pointer: Pointer, joined: Table) -> Select[Any]:
    target = pointer.table.c[pointer.target]
    if pointer.source == "id":
        return select(joined.c[pointer.target]).where(joined.c[pointer.target].is_not(None))
    query = select(target).select_from(
        pointer.table.join(joined, joined.c.id == pointer.table.c[pointer.source])
    )
    return query.where(target.is_not(None), *_of_field(pointer))


def _pointing(pointer: Pointer, section: Section, joined: Table) -> Select[Any]:
    source, target = pointer.table.c[pointer.source], pointer.table.c[pointer.target]
    query = select(source).select_from(pointer.table.join(joined, joined.c.id == target))
    low, high = first_id(section.number), last_id(section.number)
    return query.where(source.between(low, high), *_of_field(pointer))


def _of_field(pointer: Pointer) -> list[Any]:
    return [pointer.table.c.field == pointer.field.key] if "field" in pointer.table.c else []
