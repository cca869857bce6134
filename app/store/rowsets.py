"""How the values of a field that is a list lie in its table, and how they come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

    @property
    def has_field_column(self) -> bool:
        """Do other fields share the table? Memberships have a table of their own."""
        return "field" in self.table.c

    def to_rows(self, record_id: int, value: Any, id_of: IdOf, context: Context) -> Iterable[dict[str, Any]]:
        """Table rows of a value; references to records that are gone are left out."""
        kind = self.field.kind
        for position, item in enumerate(value or ()):
            row = self._row(kind, item, id_of, context)
            if row is None:
                continue
            row["record_id"] = record_id
            if self.has_field_column:
                row["field"], row["position"] = self.field.key, position
            yield row

    def _row(self, kind: Any, item: Any, id_of: IdOf, context: Context) -> dict[str, Any] | None:
        if isinstance(kind, References):
            target = id_of(item)
            return (
                None if target is None else {"group_id" if isinstance(kind, Groups) else "target_id": target}
            )
        if isinstance(kind, Tags):
            return {"name": item}
        if isinstance(kind, Files):
            return {key: item[key] for key in ("uid", "name", "media_type", "size", "digest")}
        assert isinstance(kind, Rows)
        row: dict[str, Any] = {}
        for part in kind.parts:
            value = item.get(part.key)
            if isinstance(part.kind, Reference):
                row[f"{part.key}_id"] = id_of(value) if value else None
            else:
                row[part.key] = value
        if isinstance(kind, ContactPoints):
            row["value"] = row["value"] or ""
            row["key"] = kind.key_of(item, context)
        return row

    def from_row(self, row: Any, uid_of: UidOf) -> Any:
        """The item that a table row (a mapping) means; None if what it pointed to is gone."""
        kind = self.field.kind
        if isinstance(kind, References):
            return uid_of(row["group_id" if isinstance(kind, Groups) else "target_id"])
        if isinstance(kind, Tags):
            return row["name"]
        if isinstance(kind, Files):
            return {key: row[key] for key in ("uid", "name", "media_type", "size", "digest")}
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


def rowset(field: Field) -> RowSet:
    """The row set of a field that is a list."""
    return RowSet(field, METADATA.tables[field.kind.table])
