"""What is said of a whole selection: its groups by one field, the sums of its numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Integer, and_, case, cast, func, or_, select

from app.blueprint.section import Section
from app.store.ids import chunks
from app.store.lists import ListReader
from app.store.tables import table_of

NO_YEAR = "--"
"""How a date without a year begins."""
MONTH = 7
"""Letters of a year and a month."""


@dataclass(frozen=True)
class By:
    """How a list is grouped: a sort column of the section, the values of its list in order, the way round."""

    column: str
    is_by_month: bool = False
    order: tuple[str, ...] = ()
    is_descending: bool = False


@dataclass
class Groups:
    """The groups in their order: how many records each has, and one record of each that shows its value."""

    counts: array[int]
    records: array[int]


class Summary:
    """Answers for one selection on one connection."""

    def __init__(self, reader: ListReader, connection: Connection) -> None:
        self._reader, self._connection = reader, connection

    def groups(self, by: By) -> Iterator[tuple[Any, int, int]]:
        """Value (of dates the month), number of records, one of the records; no value comes last."""
        value, record = _value(self._reader.table.c[by.column], by), self._reader.table.c.id
        query = self._reader.matching(value, func.count(), func.min(record)).group_by(value)
        for row in self._connection.execute(query.order_by(*_order(value, by))):
            yield row[0], row[1], row[2]

    def ids(self, by: By) -> array[int]:
        """All ids, group by group; within each in the order of the list."""
        query = self._reader.matching(self._reader.table.c.id)
        query = query.order_by(*_order(_value(self._reader.table.c[by.column], by), by))
        return self._reader.fetch(self._reader.ordered(query), None)

    def ids_of(self, by: By, groups: Sequence[Any], limit: int) -> array[int]:
        """The first ids of these groups: one question, as many a field has no index."""
        column = self._reader.table.c[by.column]
        query = self._reader.matching(self._reader.table.c.id)
        query = query.where(or_(*(_is_in(column, by, group) for group in groups)))
        query = query.order_by(*_order(_value(column, by), by))
        return self._reader.fetch(self._reader.ordered(query), limit)

    def sums(self, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Number of values, sum, smallest and largest of each column."""
        if not columns:
            return []
        query = self._reader.matching(*_sums(self._reader.table, columns))
        return _in_fours(self._connection.execute(query).one())


def _value(column: ColumnElement[Any], by: By) -> ColumnElement[Any]:
    if not by.is_by_month:
        return column
    yearless = func.substr(column, 1, 4)
    return case((column.like(f"{NO_YEAR}%"), yearless), else_=func.substr(column, 1, MONTH))


def _is_in(column: ColumnElement[Any], by: By, group: Any) -> Any:
    """Condition: in this group. Days of a month are a range of the index."""
    if group is None:
        return column.is_(None)
    if by.is_by_month and (len(group) == MONTH or group.startswith(NO_YEAR)):
        return and_(column >= group, column < f"{group}-99")
    return column == group


def _order(value: ColumnElement[Any], by: By) -> list[ColumnElement[Any]]:
    down = by.is_descending
    if by.order:
        places = {each: place for place, each in enumerate(by.order)}
        other = case((value.is_(None), None), else_=len(by.order))
        place = case(places, value=value, else_=other)
        return [(place.desc() if down else place).nulls_last(), value.desc() if down else value]
    return [(value.desc() if down else value).nulls_last()]


def sums_of(
    connection: Connection, section: Section, ids: Sequence[int], columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """The same as ``Summary.sums``, of certain records."""
    table = table_of(section)
    found = [(0, None, None, None)] * len(columns)
    for chunk in chunks(ids) if columns else ():
        query = select(*_sums(table, columns)).where(table.c.id.in_(list(chunk)))
        part = _in_fours(connection.execute(query).one())
        found = [_joined(*pair) for pair in zip(found, part, strict=True)]
    return found


def _sums(table: Any, columns: Sequence[str]) -> Iterator[Any]:
    for name in columns:
        column = table.c[name]
        yield from (func.count(column), func.sum(column), func.min(column), func.max(column))


def _in_fours(row: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[place : place + 4]) for place in range(0, len(row), 4)]


def _joined(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    if not one[0] or not other[0]:
        return other if other[0] else one
    return one[0] + other[0], one[1] + other[1], min(one[2], other[2]), max(one[3], other[3])


def common(
    connection: Connection, section: Section, ids: Sequence[int], columns: Iterable[str]
) -> dict[str, tuple[bool, Any]]:
    """Of each column: have all these records the same in it, and what."""
    table, left = table_of(section), list(columns)
    found: dict[str, tuple[bool, Any]] = dict.fromkeys(left, (True, None))
    for number, chunk in enumerate(chunks(ids)):
        query = select(func.count(), *_ends(table, left)).where(table.c.id.in_(list(chunk)))
        n, *ends = connection.execute(query).one()
        for place, name in enumerate(tuple(left)):
            count, least, most = ends[place * 3 : place * 3 + 3]
            is_one = count in (0, n) and least == most and (not number or least == found[name][1])
            found[name] = (is_one, least if is_one else None)
            if not is_one:
                left.remove(name)
        if not left:
            break
    return found


def _ends(table: Any, columns: Iterable[str]) -> Iterator[Any]:
    """Number, least and greatest value; yes and no as numbers, which servers know no least of."""
    for name in columns:
        column = table.c[name]
        value = cast(column, Integer) if isinstance(column.type, Boolean) else column
        yield from (func.count(column), func.min(value), func.max(value))
