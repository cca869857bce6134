"""What stands between and below the rows of a list: its groups by a field, sums of its numbers."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context
from app.blueprint.dates import DateOrTime, PartialDate, Stamp, date_format
from app.blueprint.field import Field
from app.blueprint.readings import NextStep
from app.core.texts import _, capital
from app.services.figures import Sums, can_sum
from app.services.rows import ListQuery
from app.store.engine import Database
from app.store.ids import chunks
from app.store.lists import rows
from app.store.summaries import NO_YEAR, By, Groups, Summary, sums_of

if TYPE_CHECKING:
    from app.services.library import Library

__all__ = ["Groups", "Summaries"]

MONTHLY = (PartialDate, DateOrTime, Stamp, NextStep)
"""Kinds whose values are put together by the month: days of their own would be as many groups as rows."""


class Summaries:
    """Groups and sums of lists. Every call may come from any thread."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def first(self, query: ListQuery, folded: AbstractSet[int], limit: int) -> tuple[Groups, array[int]]:
        """All groups, and the first rows of the list; a heading is the number of its group, below zero.

        ``folded`` are groups, by the record that stands for each, whose rows are left out.
        """

        def ask(reader: Any, connection: Any) -> tuple[Groups, array[int]]:
            summary, by = Summary(reader, connection), self._by(query)
            groups, values = _collected(summary, by, limit)
            wanted, left = [], limit
            for place, value in enumerate(values):
                left -= 1
                if left > 0 and groups.records[place] not in folded:
                    wanted.append(value)
                    left -= groups.counts[place]
                if left <= 0:
                    break
            ids = summary.ids_of(by, wanted, limit) if wanted else array("q")
            shown, start = array("q"), 0
            for place in range(len(values)):
                shown.append(-1 - place)
                if groups.records[place] not in folded:
                    shown.extend(ids[start : start + groups.counts[place]])
                    start += groups.counts[place]
                if len(shown) >= limit:
                    break
            del shown[limit:]
            return groups, shown

        return self._library.lists.asked(query, ask)

    def all(self, query: ListQuery) -> tuple[Groups, array[int]]:
        """All groups, and the ids of all their records one group after the other."""

        def ask(reader: Any, connection: Any) -> tuple[Groups, array[int]]:
            summary, by = Summary(reader, connection), self._by(query)
            while True:
                groups, _values = _collected(summary, by, 0)
                ids = summary.ids(by)
                if sum(groups.counts) == len(ids):  # else another program has just written
                    return groups, ids

        return self._library.lists.asked(query, ask)

    def texts(self, query: ListQuery, records: Sequence[int]) -> list[str]:
        """What the headings of groups say, from the records that stand for them."""
        section = self._library.registry.section(query.section)
        field = section.list_fields.get(query.grouped_by)
        if field is None or not records:
            return [""] * len(records)
        found: dict[int, Any] = {}
        with self._database.read() as connection:
            for chunk in chunks(records):
                found.update(rows(connection, section, chunk, field.list_columns))
        context = self._library.context()
        return [_heading(field, tuple(found[each][4:]), context) if each in found else "" for each in records]

    def sums(self, query: ListQuery, keys: Sequence[str]) -> dict[str, Sums]:
        """Sums of these fields over the whole list."""
        fields = self._summed(query.section, keys)

        def ask(reader: Any, connection: Any) -> list[tuple[Any, ...]]:
            return Summary(reader, connection).sums([field.column_name for field in fields.values()])

        return _named(fields, self._library.lists.asked(query, ask))

    def sums_of(self, section: str, ids: Sequence[int], keys: Sequence[str]) -> dict[str, Sums]:
        """Sums of these fields over certain records."""
        fields = self._summed(section, keys)
        names = [field.column_name for field in fields.values()]
        with self._database.read(can_be_broken_off=True) as connection:
            found = sums_of(connection, self._library.registry.section(section), ids, names)
        return _named(fields, found)

    def _summed(self, section: str, keys: Sequence[str]) -> dict[str, Field]:
        known = self._library.registry.section(section).list_fields
        return {key: known[key] for key in keys if key in known and can_sum(known[key])}

    def _by(self, query: ListQuery) -> By:
        field = self._library.registry.section(query.section).list_fields[query.grouped_by]
        is_down = bool(query.is_descending) and query.sort == query.grouped_by
        return By(
            field.sort_column, isinstance(field.kind, MONTHLY), self._library.lists.order_of(field), is_down
        )


def _collected(summary: Summary, by: By, limit: int) -> tuple[Groups, list[Any]]:
    """All groups, and the values of the first of them."""
    groups, values = Groups(array("q"), array("q")), list[Any]()
    for value, count, record in summary.groups(by):
        groups.counts.append(count)
        groups.records.append(record)
        if len(values) < limit:
            values.append(value)
    return groups, values


def _heading(field: Field, columns: tuple[Any, ...], context: Context) -> str:
    if columns[0] is None:
        return _("No value")
    if isinstance(field.kind, MONTHLY):
        return _month(str(columns[0]), context)
    return field.list_text(columns, context) or _("No value")


def _month(value: str, context: Context) -> str:
    """``November 2026``; ``November`` of a date without a year."""
    try:
        if value.startswith(NO_YEAR):
            shown = date_format(date(2000, int(value[2:4]), 1), "LLLL", context.language)
        elif len(value) < 7:
            shown = value
        else:
            shown = date_format(date(int(value[:4]), int(value[5:7]), 1), "LLLL y", context.language)
    except ValueError:  # damaged, or of another program
        return value
    return capital(shown)


def _named(fields: Mapping[str, Field], found: Sequence[tuple[Any, ...]]) -> dict[str, Sums]:
    return {
        key: Sums(int(count), *(_plain(each) for each in rest))
        for key, (count, *rest) in zip(fields, found, strict=True)
    }


def _plain(value: Any) -> Any:
    """Servers add whole numbers to decimals."""
    return value if value is None or isinstance(value, (int, float)) else int(value)
