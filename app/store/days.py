"""Records on days: those of a span, the first ones of each day with the number of all; days of every year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, or_, select

from app.blueprint.field import Field
from app.blueprint.section import Section
from app.models.base import OF_YEAR
from app.store.conditions import in_year
from app.store.lists import ListReader
from app.store.spans import of_year
from app.store.tables import table_of

MOST_YEARLY = 2_000
"""Birthdays read for one span of days; more of them no calendar can show."""


def on_days(
    reader: ListReader,
    connection: Connection,
    column: str,
    span: tuple[str, str],
    columns: Sequence[str],
    per_day: int,
) -> list[tuple[Any, ...]]:
    """Id, uid, title, the columns, and how many the day has, of the first ``per_day`` records of each day.

    The span is a range of the index: what a calendar costs does not grow with what lies outside of it.
    """
    table, (low, high) = reader.table, span
    when = table.c[column]
    day = func.substr(when, 1, 10)
    order = (when, table.c.sort_key, table.c.id)
    place = func.row_number().over(partition_by=day, order_by=order).label("place")
    total = func.count().over(partition_by=day).label("total")
    wanted = (table.c.id, table.c.uid, table.c.title, *(table.c[name] for name in columns))
    named = (each.label(f"c{number}") for number, each in enumerate(wanted))
    found = reader.matching(*named, total, place, when.label("at"), table.c.sort_key.label("by"))
    inner = found.where(when >= low, when < high).subquery()
    shown = [inner.c[f"c{number}"] for number in range(len(wanted))]
    query = select(*shown, inner.c.total).where(inner.c.place <= per_day)
    return [tuple(row) for row in connection.execute(query.order_by(inner.c.at, inner.c.by, inner.c.c0))]


def yearly(
    connection: Connection, section: Section, field: Field, first: date, last: date
) -> list[tuple[str, str, str]]:
    """Uid, title and stored value of the records whose day of the year lies between two days."""
    table = table_of(section)
    column = table.c[field.column_name]
    spans = of_year("coming", (last - first).days, first)
    day: ColumnElement[str] = literal_column(OF_YEAR.format(column=f"{table.name}.{column.name}"))
    near = or_(*(day.between(low, high) for low, high in spans))  # by the index, where there is one
    query = select(table.c.uid, table.c.title, column)
    query = query.where(column.is_not(None), near, in_year(column, spans, 5))
    found = connection.execute(query.order_by(table.c.sort_key).limit(MOST_YEARLY))
    return [(row[0], row[1], row[2]) for row in found]


def repeating(
    reader: ListReader, connection: Connection, column: str, repeats: str, before: str, columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Id, uid, title and the columns of what repeats and began before a day; an index holds nothing else."""
    table = reader.table
    wanted = (table.c.id, table.c.uid, table.c.title, *(table.c[name] for name in columns))
    query = reader.matching(*wanted).where(table.c[repeats].is_not(None), table.c[column] < before)
    return [tuple(row) for row in connection.execute(query)]
