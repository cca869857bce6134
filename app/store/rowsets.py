"""How the values of a field that is a list lie in its table, and how they come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Table

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.rows import ContactPoints, Files, Groups, Reference, References, Rows, Tags
from app.models.tables import METADATA

UidOf = Callable[[int], str | None]
IdOf = Callable[[str], int | None]


@dataclass(frozen=True)
class RowSet:
    """One field's rows: their table and how to write and read them."""

    field: Field
    table: Table

    @cached_property
    def has_field_column(self) -> bool:
        """Do other fields share the table? Memberships have a table of their own."""
        return "field" in self.table.c

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of a row as ``to_rows`` gives it."""
        shared = ("record_id", "field", "position") if self.has_field_column else ("record_id",)
        return (*shared, *self._columns)

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        kind = self.field.kind
        if isinstance(kind, References):
            return ("group_id" if isinstance(kind, Groups) else "target_id",)
        if isinstance(kind, Tags):
            return ("name",)
        if isinstance(kind, Files):
            return _OF_FILES
        return (*(column for _key, column, _is in self._parts), *self._key_column)

    @cached_property
    def _key_column(self) -> tuple[str, ...]:
        return ("key",) if isinstance(self.field.kind, ContactPoints) else ()

    @cached_property
    def _parts(self) -> tuple[tuple[str, str, bool], ...]:
        """Of each part: its key, its column, whether it points to a record."""
        kind = self.field.kind
        assert isinstance(kind, Rows)
        found = ((part.key, isinstance(part.kind, Reference)) for part in kind.parts)
        return tuple((key, f"{key}_id" if is_reference else key, is_reference) for key, is_reference in found)

    def to_rows(self, record_id: int, value: Any, id_of: IdOf, context: Context) -> Iterable[tuple[Any, ...]]:
        """Table rows of a value; references to records that are gone are left out."""
        cells_of, key, is_shared = self._cells, self.field.key, self.has_field_column
        for position, item in enumerate(value):
            cells = cells_of(item, id_of, context)
            if cells is not None:
                yield (record_id, key, position, *cells) if is_shared else (record_id, *cells)

    @cached_property
    def _cells(self) -> Callable[[Any, IdOf, Context], tuple[Any, ...] | None]:
        """What makes the cells of the row of an item."""
        kind = self.field.kind
        if isinstance(kind, References):
            return _of_reference
        if isinstance(kind, Tags):
            return lambda item, _id_of, _context: (item,)
        if isinstance(kind, Files):
            return lambda item, _id_of, _context: tuple(item[key] for key in _OF_FILES)
        return self._of_point if isinstance(kind, ContactPoints) else self._of_part

    def _of_point(self, item: Any, _id_of: IdOf, context: Context) -> tuple[Any, ...]:
        kind = self.field.kind
        assert isinstance(kind, ContactPoints)
        return (item.get("type"), item.get("value") or "", item.get("label"), kind.key_of(item, context))

    def _of_part(self, item: Any, id_of: IdOf, _context: Context) -> tuple[Any, ...]:
        get = item.get
        return tuple(
            [
                (id_of(value) if (value := get(key)) else None) if is_reference else get(key)
                for key, _column, is_reference in self._parts
            ]
        )

    def from_row(self, row: Any, uid_of: UidOf) -> Any:
        """The item that a table row (a mapping) means; None if what it pointed to is gone."""
        kind = self.field.kind
        if isinstance(kind, References):
            return uid_of(row["group_id" if isinstance(kind, Groups) else "target_id"])
        if isinstance(kind, Tags):
            return row["name"]
        if isinstance(kind, Files):
            return {key: row[key] for key in _OF_FILES}
        assert isinstance(kind, Rows)
        item: dict[str, Any] = {}
        for part in kind.parts:
            is_reference = isinstance(part.kind, Reference)
            value = row[f"{part.key}_id"] if is_reference else row[part.key]
            if is_reference and value is not None:
                value = uid_of(value)
            if value is not None:
                item[part.key] = value
        return item

    def target_columns(self) -> list[str]:
        """Columns that point to other records."""
        kind = self.field.kind
        if isinstance(kind, Groups):
            return ["group_id"]
        if isinstance(kind, References):
            return ["target_id"]
        if isinstance(kind, Rows):
            return [f"{part.key}_id" for part in kind.parts if isinstance(part.kind, Reference)]
        return []


_OF_FILES = ("uid", "name", "media_type", "size", "digest")


def _of_reference(item: Any, id_of: IdOf, _context: Context) -> tuple[Any, ...] | None:
    target = id_of(item)
    return None if target is None else (target,)


def rowset(field: Field) -> RowSet:
    """The row set of a field that is a list."""
    return RowSet(field, METADATA.tables[field.kind.table])
