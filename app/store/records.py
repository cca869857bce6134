"""Whole records in and out of their tables, for any entity of the blueprint."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnDefault,
    Connection,
    Dialect,
    RowMapping,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.sql.compiler import SQLCompiler

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.rows import Reference
from app.blueprint.section import Entity, Section
from app.store.file_errors import DamagedError, stored_json
from app.store.ids import chunks, uids_of
from app.store.rowsets import IdOf, RowSet, rowset
from app.store.tables import table_of

STAMP_COLUMNS = ("created_at", "created_by", "updated_at", "updated_by")


@dataclass
class Stored:
    """A record as it lies in the store: stored values only, who wrote it when, and its version."""

    id: int
    uid: str
    entity: Entity
    values: Values
    version: int = 1
    stamps: dict[str, str] = field(default_factory=dict)
    title: str = ""
    lies: RowMapping | None = None
    """Its row as it was read; None for what is new."""


@dataclass(frozen=True)
class Shape:
    """What of an entity lies where."""

    entity: Entity
    table: Table
    columns: tuple[Field, ...]
    rowsets: tuple[RowSet, ...]

    @cached_property
    def text_columns(self) -> frozenset[str]:
        """Columns that hold nothing but text."""
        return frozenset(column.name for column in self.table.c if isinstance(column.type, String))

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """Fields with a column, by key."""
        return {each.key: each for each in self.columns}

    @cached_property
    def empty(self) -> dict[str, None]:
        """The columns of a record that says nothing."""
        return dict.fromkeys(each.column_name for each in self.columns)

    @cached_property
    def converted(self) -> frozenset[str]:
        """Keys of fields whose columns hold something else than their values."""
        found = (
            each for each in self.columns if isinstance(each.kind, Reference) or each.kind.name == "choices"
        )
        return frozenset(each.key for each in found)

    @property
    def is_record(self) -> bool:
        """Does it have title, stamps and search text?"""
        return isinstance(self.entity, Section)


_shapes: dict[int, Shape] = {}


def shape(entity: Entity) -> Shape:
    """The shape of an entity, made once."""
    found = _shapes.get(id(entity))
    if found is None or found.entity is not entity:
        stored = entity.kept
        found = Shape(
            entity,
            table_of(entity),
            tuple(each for each in stored if each.column_name),
            tuple(rowset(each) for each in stored if each.kind.is_rows),
        )
        _shapes[id(entity)] = found
    return found


def load(connection: Connection, entity: Entity, ids: Sequence[int]) -> dict[int, Stored]:
    """The records with these internal ids that exist, by id."""
    found: dict[int, Stored] = {}
    for chunk in chunks(ids):
        found.update(_load_chunk(connection, shape(entity), chunk))
    return found


def _load_chunk(connection: Connection, form: Shape, ids: Sequence[int]) -> dict[int, Stored]:
    rows = connection.execute(select(form.table).where(form.table.c.id.in_(ids))).mappings().all()
    child_rows = [(each, _children(connection, each, ids)) for each in form.rowsets]
    names = uids_of(connection, _targets(form, rows, child_rows))
    found: dict[int, Stored] = {}
    for row in rows:
        if not isinstance(row["uid"], str):
            raise DamagedError("uid")
        stamps = {key: row[key] for key in STAMP_COLUMNS} if form.is_record else {}
        title = row["title"] if form.is_record else ""
        values = _column_values(form, row, names)
        found[row["id"]] = Stored(
            row["id"], row["uid"], form.entity, values, row["version"], stamps, title, row
        )
    for each, children in child_rows:
        for child in children:
            item = each.from_row(child, names.get)
            if item is not None and child["record_id"] in found:
                found[child["record_id"]].values.setdefault(each.field.key, []).append(item)
        if not each.has_field_column:
            for record in found.values():
                if each.field.key in record.values:
                    record.values[each.field.key].sort()
    return found


def _column_values(form: Shape, row: Any, names: dict[int, str]) -> Values:
    values: Values = {}
    for each in form.columns:
        value = from_column(each, row[each.column_name], names)
        if each.column_name in form.text_columns and not isinstance(value, (str, list, type(None))):
            raise DamagedError(each.key)  # one bit of a damaged file is enough for that
        if value is not None:
            values[each.key] = value
    return values


def from_column(field: Field, stored: Any, names: dict[int, str]) -> Any:
    """The value that a column holds; ``names`` are uids by internal id."""
    if stored is None:
        return None
    if isinstance(field.kind, Reference):
        return names.get(stored)
    return stored_json(stored, list) if field.kind.name == "choices" else stored


def to_column(field: Field, value: Any, id_of: IdOf) -> Any:
    """What a column holds of a value."""
    if isinstance(field.kind, Reference):
        return id_of(value) if value else None
    return json.dumps(value) if field.kind.name == "choices" and value is not None else value


def _children(connection: Connection, each: RowSet, ids: Sequence[int]) -> Sequence[Any]:
    table = each.table
    query = select(table).where(table.c.record_id.in_(ids))
    if each.has_field_column:
        query = query.where(table.c.field == each.field.key).order_by(table.c.record_id, table.c.position)
    else:
        query = query.order_by(table.c.record_id, table.c.group_id)
    return connection.execute(query).mappings().all()


def _targets(
    form: Shape, rows: Sequence[Any], child_rows: Sequence[tuple[RowSet, Sequence[Any]]]
) -> set[int]:
    columns = [each.column_name for each in form.columns if isinstance(each.kind, Reference)]
    wanted = {row[name] for row in rows for name in columns if row[name] is not None}
    for each, children in child_rows:
        for name in each.target_columns():
            wanted.update(child[name] for child in children if child[name] is not None)
    return wanted


def main_row(form: Shape, record: Stored, id_of: IdOf) -> dict[str, Any]:
    """The row of the entity's own table, without derived columns."""
    row: dict[str, Any] = {"id": record.id, "uid": record.uid, "version": record.version, **record.stamps}
    row |= form.empty
    columns = form.by_key
    for key, value in record.values.items():
        each = columns.get(key)
        if each is not None:
            row[each.column_name] = to_column(each, value, id_of) if key in form.converted else value
    return row


FEW = 20
"""Rows up to which the ordinary way costs nothing that could be felt."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows to a table; all have the same columns, and those that are left out get their defaults."""
    if len(rows) < FEW or not connection.dialect.positional:
        if rows:
            connection.execute(insert(table), list(rows))
        return
    values_of = itemgetter(*rows[0])
    insert_tuples(connection, table, tuple(rows[0]), [values_of(row) for row in rows])


def insert_tuples(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """The same for rows that are tuples with these columns.

    Many go to a driver that counts its parameters as they are: SQLAlchemy would make a dict of each. Columns
    in which none of them has anything are not written.
    """
    if len(rows) < FEW or not connection.dialect.positional:
        insert_rows(connection, table, [dict(zip(names, row, strict=True)) for row in rows])
        return
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    filled = tuple(
        name for name, cells in columns.items()
        if table.c[name].default is not None or cells.count(None) < len(cells)
    )  # fmt: skip
    statement, order, defaults = _insertion(table, filled, connection.dialect)
    cells_of = [columns[name] if name in columns else repeat(defaults[name], len(rows)) for name in order]
    connection.exec_driver_sql(statement, list(zip(*cells_of, strict=True)))


@lru_cache(maxsize=256)
def _insertion(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """The statement, its columns in their order, and the values of those that were left out."""
    left_out = {column.name: column.default for column in table.c if column.name not in names}
    defaults = {name: each.arg for name, each in left_out.items() if isinstance(each, ColumnDefault)}
    compiled = insert(table).compile(dialect=dialect, column_keys=[*names, *defaults])
    assert isinstance(compiled, SQLCompiler)
    return str(compiled), tuple(compiled.positiontup or ()), defaults


def update_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write whole rows over those with the same id; all rows have the same columns."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    statement = (
        update(table)
        .where(table.c.id == bindparam("_id"))
        .values({name: bindparam(f"_{name}") for name in names})
    )
    connection.execute(statement, [{f"_{name}": value for name, value in row.items()} for row in rows])


def write_differing(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], records: Sequence[Stored]
) -> None:
    """Write rows over those of the records, but only columns in which one of them differs from what was read:
    every column that is written costs the indexes it stands in."""
    names: dict[str, None] = {}
    differing: list[dict[str, Any]] = []
    for row, record in zip(rows, records, strict=True):
        lies, record.lies = record.lies, None  # by now it is another
        other = list(row) if lies is None else [key for key, value in row.items() if lies[key] != value]
        if other:
            names.update(dict.fromkeys(other))
            differing.append(row | {"id": record.id})
    names.pop("id", None)
    narrow = [{"id": row["id"], **{key: row[key] for key in names}} for row in differing]
    update_rows(connection, table, narrow)


def write_children(
    connection: Connection,
    each: RowSet,
    records: Sequence[Stored],
    id_of: IdOf,
    context: Context,
    is_new: bool,
) -> None:
    """The rows of one list field, for new records or in place of what was there."""
    rows: list[tuple[Any, ...]] = []
    key = each.field.key
    for record in records:
        value = record.values.get(key)
        if value:
            rows.extend(each.to_rows(record.id, value, id_of, context))
    if not is_new:
        delete_children(connection, each, [record.id for record in records])
    insert_tuples(connection, each.table, each.columns, rows)


def delete_children(connection: Connection, each: RowSet, ids: Sequence[int]) -> None:
    """Remove the rows of one list field of these records."""
    for chunk in chunks(ids):
        statement = delete(each.table).where(each.table.c.record_id.in_(chunk))
        if each.has_field_column:
            statement = statement.where(each.table.c.field == each.field.key)
        connection.execute(statement)


def delete_rows(connection: Connection, table: Table, column: str, ids: Sequence[int]) -> None:
    """Remove the rows whose column is one of the ids."""
    for chunk in chunks(ids):
        connection.execute(delete(table).where(table.c[column].in_(chunk)))


def titles(connection: Connection, sections: Iterable[Section], uids: Iterable[str]) -> dict[str, str]:
    """Titles of the records with these uids."""
    wanted = list(dict.fromkeys(uids))
    found: dict[str, str] = {}
    for section in sections:
        table = table_of(section)
        for chunk in chunks([uid for uid in wanted if uid not in found]):
            rows = connection.execute(select(table.c.uid, table.c.title).where(table.c.uid.in_(chunk)))
            found.update((row[0], row[1]) for row in rows)
    return found


def group_by_number(ids: Iterable[int]) -> dict[int, list[int]]:
    """Internal ids by the number of their section."""
    from app.store.ids import number_of

    grouped: dict[int, list[int]] = defaultdict(list)
    for each in ids:
        grouped[number_of(each)].append(each)
    return grouped
