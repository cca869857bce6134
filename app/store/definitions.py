"""Definitions of the user's fields in their table, and the columns that keep their values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, inspect, or_, select, update
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.house import FIELD
from app.blueprint.own import Definition
from app.blueprint.rows import Reference
from app.blueprint.section import Section
from app.models.tables import METADATA
from app.store.change import BATCH
from app.store.ids import chunks, ids_of, uids_of
from app.store.records import from_column, to_column
from app.store.tables import own_columns, table_of

_field = METADATA.tables[FIELD.table]
_OWN_COLUMN = re.compile(r"x_(\d+)")


def read(connection: Connection) -> list[Definition]:
    """Every definition of the file."""
    rows = connection.execute(select(_field).order_by(_field.c.id)).mappings()
    return [_definition(row) for row in rows]


def _definition(row: Any) -> Definition:
    return Definition(
        row["uid"],
        row["section"],
        row["key"],
        is_own=bool(row["is_own"]),
        label=row["label"],
        kind=row["kind"],
        options=json.loads(row["options"]) if row["options"] else {},
        column=row["column_name"] or "",
        group=row["card_group"],
        position=row["position"],
        is_hidden=bool(row["is_hidden"]),
        is_required=row["is_required"],
        default=json.loads(row["default_value"]) if row["default_value"] else None,
        hint=row["hint"],
        is_deleted=bool(row["is_deleted"]),
    )


def free_column(connection: Connection, section: Section) -> str:
    """The name of a column that never held anything."""
    names = (column["name"] for column in inspect(connection).get_columns(section.table))
    numbers = [int(found[1]) for name in names if (found := _OWN_COLUMN.match(name))]
    return f"x_{max(numbers, default=0) + 1}"


def add_missing_columns(connection: Connection, sections: Iterable[Section]) -> None:
    """Add the columns of own fields that the tables lack, each with the index its lists need."""
    for section in sections:
        table = table_of(section)
        own = [(each, list(own_columns(each))) for each in (*section.fields, *section.gone)]
        wanted = {column.name for _each, columns in own for column in columns}
        if wanted <= set(METADATA.tables[section.table].c.keys()):
            continue
        there = {column["name"] for column in inspect(connection).get_columns(section.table)}
        missing = [(each, column) for each, columns in own for column in columns if column.name not in there]
        if not missing:
            continue
        from alembic.migration import MigrationContext
        from alembic.operations import Operations  # slow to load, and seldom wanted

        change = Operations(MigrationContext.configure(connection))
        for each, column in missing:
            change.add_column(section.table, column)
            if column.name == each.sort_column:
                name = f"ix_{section.table}_{column.name}"
                change.create_index(name, section.table, [column.name, table.c.sort_key.name, "id"])


def touched_by(connection: Connection, before: Section, after: Section) -> list[int]:
    """Ids of the records to be derived anew: they have a value in a field that came, went or changed its
    kind."""
    old, new = _signs(before), _signs(after)
    keys = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    found: set[int] = set()
    for section, signs in ((before, old), (after, new)):
        table = table_of(section)
        columns = [table.c[signs[key][0]] for key in keys if key in signs]
        if columns:
            query = select(table.c.id).where(or_(*(column.is_not(None) for column in columns)))
            found.update(connection.scalars(query))
    return sorted(found)


def _signs(section: Section) -> dict[str, tuple[str, Any]]:
    """What makes an own field look and be found as it does: its column and its kind."""
    return {
        each.key: (each.column_name, type(each.kind))
        for each in section.fields
        if each.is_own and each.is_stored
    }


def values_of(connection: Connection, section: Section, field: Field) -> Iterator[tuple[int, str, Any]]:
    """Id, title and value of every record that has a value in an own field."""
    table = table_of(section)
    column = table.c[field.column_name]
    query = select(table.c.id, table.c.title, column).where(column.is_not(None)).order_by(table.c.id)
    rows = connection.execute(query).all()
    for chunk in chunks(rows):
        names = uids_of(connection, [row[2] for row in chunk]) if isinstance(field.kind, Reference) else {}
        for record_id, title, stored in chunk:
            value = from_column(field, stored, names)
            if value is not None:
                yield record_id, title, value


def fill(
    connection: Connection,
    section: Section,
    field: Field,
    values: Sequence[tuple[int, Any]],
    on_batch: Callable[[int], None] | None = None,
) -> None:
    """Write values into the column of a field that is about to take it; it is added if it is missing."""
    add_missing_columns(connection, [section])
    table = table_of(section)
    statement = update(table).where(table.c.id == bindparam("_id"))
    statement = statement.values({field.column_name: bindparam("_value")})
    done = 0
    for chunk in chunks(values, BATCH):
        ids = ids_of(connection, [value for _id, value in chunk]) if isinstance(field.kind, Reference) else {}
        rows = [{"_id": each, "_value": to_column(field, value, ids.get)} for each, value in chunk]
        connection.execute(statement, rows)
        done += len(chunk)
        if on_batch is not None:
            on_batch(done)


def aside(connection: Connection, section: Section, ids: Sequence[int]) -> dict[int, Values]:
    """What the records have in columns that no field uses any more: values of a kind that was changed.

    An undo of that change shows them again, so that a record that was deleted meanwhile must not lose them.
    """
    if not any(each.is_own for each in (*section.fields, *section.gone)):
        return {}
    known = table_of(section).c
    there = [each["name"] for each in inspect(connection).get_columns(section.table)]
    names = [name for name in there if _OWN_COLUMN.fullmatch(name) and name not in known]
    raw = plain_table(section.table, plain_column("id"), *map(plain_column, names))
    found: dict[int, Values] = {}
    for chunk in chunks(ids) if names else ():
        for row in connection.execute(select(raw).where(raw.c.id.in_(chunk))).mappings():
            values = {name: row[name] for name in names if row[name] is not None}
            if values:
                found[row["id"]] = values
    return found


def put_aside(connection: Connection, section: Section, record_id: int, values: Values) -> None:
    """Write such values back."""
    raw = plain_table(section.table, plain_column("id"), *map(plain_column, values))
    connection.execute(update(raw).where(raw.c.id == record_id).values(values))
