"""Which records have a value of a list, in whatever field of theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Select, select, union

from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Choices
from app.blueprint.rows import Rows
from app.blueprint.section import Entity, Section
from app.store.records import shape


def fields_with(entity: Entity, list_key: str) -> Iterator[tuple[Field, str]]:
    """Fields that hold values of a list, deleted ones too; of fields of rows with the part that does."""
    for field in entity.kept:
        if isinstance(field.kind, Choice) and field.kind.list == list_key:
            yield field, ""
        elif isinstance(field.kind, Rows):
            for part in field.kind.parts:
                if isinstance(part.kind, Choice) and part.kind.list == list_key:
                    yield field, part.key


def holders(
    connection: Connection, sections: Iterable[Section], list_key: str, key: str
) -> dict[str, list[str]]:
    """By section the uids of the records that have a value, in the order in which they were made."""
    found: dict[str, list[str]] = {}
    for section in sections:
        queries = [_query(section, field, part, key) for field, part in fields_with(section, list_key)]
        if queries:
            table = shape(section).table
            query = select(table.c.uid).where(table.c.id.in_(union(*queries).subquery().select()))
            uids = list(connection.scalars(query.order_by(table.c.id)))
            if uids:
                found[section.key] = uids
    return found


def _query(section: Section, field: Field, part: str, key: str) -> Select[tuple[int]]:
    form = shape(section)
    if part:
        rows = next(each for each in form.rowsets if each.field.key == field.key).table
        return select(rows.c.record_id).where(
            rows.c.field == field.key, rows.c[part] == key, rows.c.record_id.in_(select(form.table.c.id))
        )
    column = form.table.c[field.column_name]
    if isinstance(field.kind, Choices):
        # Kept as a JSON list of texts; what is found is compared once more when it is changed.
        text = json.dumps(key)
        return select(form.table.c.id).where(column.contains(text, autoescape=True))
    return select(form.table.c.id).where(column == key)
