"""The table of an entity: as the models declare it, with the columns of the user's own fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, MetaData, Table, Text

from app.blueprint.field import Field
from app.blueprint.kinds import Storage
from app.blueprint.section import Entity
from app.models.base import KEY
from app.models.tables import METADATA

TYPES: dict[Storage, Any] = {"text": Text, "integer": BigInteger, "real": Float, "boolean": Boolean}

_tables: dict[int, tuple[Entity, Table]] = {}


def table_of(entity: Entity) -> Table:
    """The table of an entity; made once for each."""
    known = _tables.get(id(entity))
    if known is not None and known[0] is entity:
        return known[1]
    declared = METADATA.tables[entity.table]
    own = [column for field in (*entity.fields, *entity.gone) for column in own_columns(field)]
    table = declared
    if own:
        table = declared.to_metadata(MetaData())
        for column in own:
            table.append_column(column)
    _tables[id(entity)] = (entity, table)
    return table


def own_columns(field: Field) -> Iterator[Column[Any]]:
    """The columns of an own field: its value, and the key by which lists are sorted on it."""
    if field.is_own and field.column_name:
        yield Column(field.column_name, TYPES[field.kind.storage], nullable=True)
        if field.has_key_column:
            yield Column(field.sort_column, KEY, nullable=True)
