"""What the program writes by itself beside the user's values: titles, sort keys, columns, search text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.registry import Registry
from app.blueprint.rows import Reference
from app.blueprint.section import Section
from app.core.folding import fold_all, sort_key
from app.models.tables import METADATA
from app.store.ids import chunks
from app.store.records import Stored
from app.store.tables import table_of

MAX_TEXT = 200_000
"""Characters of one record that are searched."""


def derived_row(section: Section, record: Stored, context: Context) -> dict[str, Any]:
    """Title, sort key and derived columns of a record."""
    values = record.values
    record.title = section.title_of(values, context).strip()
    order = section.sort_of(values, context) if section.sort_of else record.title
    row: dict[str, Any] = {"flag": values.get("flag"), "title": record.title, "sort_key": sort_key(order)}
    for derived, kind, column, key_column in section.derivations:
        value = derived(values, context)
        row[column] = value = None if value is None else kind.normal(value)
        if key_column:
            row[key_column] = None if value is None else kind.sort_text(value, context)
    for key, column, sort_text in section.keys_of:
        value = values.get(key)
        row[column] = None if value is None else sort_text(value, context)
    return row


def search_text(section: Section, record: Stored, context: Context) -> str:
    """The folded text by which a record is found: its title, then every searched value, a line each."""
    lines = dict.fromkeys(fold_all(_search_parts(section, record, context)))
    lines.pop("", None)
    return "\n".join(lines)[:MAX_TEXT]


def _search_parts(section: Section, record: Stored, context: Context) -> list[str]:
    found, values = [record.title], record.values
    for key, search in section.searches:
        value = values.get(key)
        if value is not None:
            found += search(value, context)
    return found


def nearest_fields(registry: Registry, section: str) -> Iterator[tuple[Section, Field]]:
    """The "next step" fields that are fed by records of a section."""
    for target in registry.sections:
        for field in target.fields:
            if field.nearest and field.nearest.section == section:
                yield target, field


def write_nearest(
    connection: Connection, registry: Registry, target: Section, field: Field, ids: Sequence[int]
) -> None:
    """Set the columns of a "next step" field of these records from what points to them."""
    from app.store.records import update_rows

    rows = nearest_rows(connection, registry, target, field, ids)
    update_rows(connection, table_of(target), rows)


def nearest_rows(
    connection: Connection, registry: Registry, target: Section, field: Field, ids: Sequence[int]
) -> list[dict[str, Any]]:
    """The columns of a "next step" field of these records, from what points to them."""
    rule = field.nearest
    assert rule is not None
    source = registry.section(rule.section)
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key in rule.via:
        for chunk in chunks(ids):
            for row in connection.execute(_nearest_query(source, source.by_key[key], field, chunk)):
                found[row[0]].append(tuple(row[1:]))
    rows = []
    for record_id in ids:
        choose = max if rule.is_last else min
        rows_of = found.get(record_id)
        best = choose(rows_of, key=_order) if rows_of else (None,) * len(field.shown_from)
        rows.append({"id": record_id, **dict(zip(field.shown_from, best, strict=True))})
    return rows


def _order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple("" if value is None else value for value in row)


def _nearest_query(source: Section, via: Field, field: Field, ids: Sequence[int]) -> Any:
    rule = field.nearest
    assert rule is not None
    table = table_of(source)
    keep = [table.c[source.by_key[key].column_name] for key in (rule.when, *rule.keep)]
    only, value = rule.only
    condition = (table.c[source.by_key[only].column_name] == value) & keep[0].is_not(None)
    if isinstance(via.kind, Reference):
        column = table.c[via.column_name]
        return select(column, *keep).where(column.in_(ids), condition)
    links = METADATA.tables[via.kind.table]
    joined = table.join(links, links.c.record_id == table.c.id)
    return (
        select(links.c.target_id, *keep)
        .select_from(joined)
        .where(links.c.target_id.in_(ids), links.c.field == via.key, condition)
    )


def with_titles(context: Context, titles: dict[str, str]) -> Context:
    """The context that knows these titles."""
    return replace(context, title_of=lambda uid: titles.get(uid, ""))


def reference_fields(section: Section) -> Iterable[Field]:
    """Fields whose targets' titles a record shows in lists or is found by."""
    from app.blueprint.rows import References, Rows

    for field in section.stored:
        kind = field.kind
        if field.key in ("groups", "links"):
            continue
        if isinstance(kind, (Reference, References)) or (
            isinstance(kind, Rows) and any(isinstance(part.kind, Reference) for part in kind.parts)
        ):
            yield field
