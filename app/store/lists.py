"""Lists: ids first, in the wished order, then the columns of the rows that are shown."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from app.blueprint.section import Section
from app.core.folding import words
from app.models.parts import Member, RecordTag
from app.store.engine import SEARCH_TABLE, Database
from app.store.finding import LAST, alternatives, begins, has_word, is_indexed, ranges
from app.store.groups import SMALL_GROUP, members_of
from app.store.ids import first_id, last_id
from app.store.tables import table_of

SORT_CAP = 5_000
"""Up to so many hits are sorted; with more of them the sort index is walked and each row is asked."""

COUNT_CAP = 1_000
"""Hits are counted up to here; beyond it the list says "1000+" until all ids are known."""

WALK = 20_000
"""Rows of the order that are asked one by one before all hits are sorted."""

_FETCH = 10_000


@dataclass(frozen=True)
class Selection:
    """Which records of a section, in which order; ``groups`` are internal ids of a group and those below."""

    section: Section
    text: str = ""
    groups: tuple[int, ...] = ()
    flag: str | None = None
    tag: str | None = None
    sort: str = ""
    is_descending: bool = False
    order: tuple[str, ...] = ()
    """Values of the sorted field in the order of their list; without them the stored values count."""
    condition: ColumnElement[bool] | None = None
    """What the conditions of the filter ask (see ``store.conditions``)."""
    part: ColumnElement[bool] | None = None
    """A further condition."""


class ListReader:
    """Answers one selection on one connection."""

    def __init__(self, database: Database, connection: Connection, selection: Selection) -> None:
        self._database, self._connection, self._selection = database, connection, selection
        self._table: Table = table_of(selection.section)
        number = selection.section.number
        self._low, self._high = first_id(number), last_id(number)

    def ids(self, limit: int | None = None) -> array[int]:
        """Ids in order; all of them, or the first ``limit``."""
        parts = [ListReader(self._database, self._connection, each) for each in self._parts()] or [self]
        for terms in alternatives(self._selection.text):
            found = array("q")
            for part in parts:
                if limit is None or len(found) < limit:
                    found.extend(part._ids_for(terms, None if limit is None else limit - len(found)))
            if found or not terms:
                return found
        return array("q")

    def _parts(self) -> Iterator[Selection]:
        """In the order of a list of values: a selection for each of them, so that an index gives its rows
        in order; then those with other values, then those without."""
        wanted = self._selection
        if not wanted.order:
            return
        column = self._table.c[self._sort_name]
        by_title = replace(wanted, order=(), sort="")
        parts = [replace(by_title, part=column == value) for value in wanted.order]
        parts.append(replace(wanted, order=(), part=column.not_in(wanted.order)))
        yield from reversed(parts) if wanted.is_descending else parts
        yield replace(by_title, part=column.is_(None))

    def count(self, cap: int | None = COUNT_CAP) -> int:
        """How many there are, counted up to ``cap``."""
        if self._is_group_only():
            return self._members()
        for terms in alternatives(self._selection.text):
            query = self._counted(terms)
            limited = query.limit(cap) if cap is not None and terms else query
            n = int(self._connection.scalar(select(func.count()).select_from(limited.subquery())) or 0)
            if n or not terms:
                return n
        return 0

    def _counted(self, terms: Sequence[str]) -> Select[Any]:
        """With a text alone the hits themselves: counting ends at the limit, nothing is collected before."""
        wanted = self._selection
        is_text_only = wanted.flag is None and wanted.tag is None and not wanted.groups
        is_text_only = is_text_only and wanted.condition is None
        if is_text_only and is_indexed(terms):
            return self._database.hits(terms, self._low, self._high)
        return self._filtered(select(self._table.c.id), terms, is_walk=False)

    def _is_group_only(self) -> bool:
        wanted = self._selection
        is_narrowed = wanted.flag is not None or wanted.tag is not None or bool(words(wanted.text))
        is_narrowed = is_narrowed or wanted.condition is not None
        return bool(wanted.groups) and not is_narrowed

    def _members(self) -> int:
        """Records of the groups, from the index of their members alone."""
        member, groups = Member.__table__, self._selection.groups
        counted = member.c.record_id if len(groups) == 1 else member.c.record_id.distinct()
        query = select(func.count(counted)).where(member.c.group_id.in_(groups))
        return int(self._connection.scalar(query) or 0)

    def letters(self) -> list[tuple[str, int]]:
        """First signs of the sort keys and how many rows begin so, in order; for a list by title.

        One range of the index after the other: to group a million rows by their first sign, the engine would
        sort them all, in 60 MiB.
        """
        key, found = self._table.c.sort_key, list[tuple[str, int]]()
        names, count = (self._filtered(select(each), (), is_walk=False) for each in (key, func.count()))
        first = self._connection.scalar(names.order_by(key).limit(1))
        while first is not None:
            sign = first[:1]
            after = key > "" if not sign else key >= sign + LAST
            here = and_(key >= sign, ~after)
            found.append((sign, int(self._connection.scalar(count.where(here)) or 0)))
            first = self._connection.scalar(names.where(after).order_by(key).limit(1))
        return found[::-1] if self._selection.is_descending else found

    @property
    def table(self) -> Table:
        """The table of the section."""
        return self._table

    def matching(self, *wanted: Any) -> Select[Any]:
        """These expressions of all that the selection finds, in no order."""
        terms = self._fitting()
        query = select(*wanted).select_from(self._table)
        return query.where(false()) if terms is None else self._filtered(query, terms, is_walk=False)

    def ordered(self, query: Select[Any]) -> Select[Any]:
        """In the order of the selection."""
        return self._ordered(query)

    def fetch(self, query: Select[Any], limit: int | None) -> array[int]:
        """The ids that a query gives, or the first of them."""
        return self._fetch(query, limit)

    def _fitting(self) -> Sequence[str] | None:
        """The first reading of the text that finds something, else the last one; None if there is none."""
        terms: Sequence[str] | None = None
        for terms in alternatives(self._selection.text):
            query = self._filtered(select(self._table.c.id), terms, is_walk=False)
            if not terms or self._connection.scalar(query.limit(1)) is not None:
                break
        return terms

    def page(self, columns: Sequence[str], limit: int) -> tuple[str, list[Any]]:
        """The first rows of a selection without a text as one statement: its SQL and its parameters."""
        table = self._table
        wanted = [table.c.id, table.c.uid, table.c.title, table.c.flag, *(table.c[name] for name in columns)]
        query = self._ordered(self._filtered(select(*wanted), (), is_walk=False)).limit(limit)
        compiled = query.compile(self._connection.engine, compile_kwargs={"render_postcompile": True})
        return str(compiled), [compiled.params[name] for name in compiled.positiontup or ()]

    def _ids_for(self, terms: Sequence[str], limit: int | None) -> array[int]:
        if terms and limit is not None and self._is_broad(terms):
            return self._first_of_many(terms, limit)
        if terms and limit is not None and not is_indexed(terms) and self._is_by_title:
            return self._names(terms, limit)
        query = self._filtered(select(self._table.c.id), terms, is_walk=False)
        return self._fetch(self._best_first(query, terms), limit)

    def _first_of_many(self, terms: Sequence[str], limit: int) -> array[int]:
        """The first of more hits than are worth sorting: names that begin with a word, then those nearby.

        Where hits lie far apart in the order, all of them are sorted after all.
        """
        found = self._names(terms, limit) if self._is_by_title else array("q")
        if len(found) < limit:
            found.extend(self._nearby(terms, limit - len(found)))
        if len(found) < limit:
            query = self._filtered(select(self._table.c.id), terms, is_walk=False)
            return self._fetch(self._best_first(query, terms), limit)
        return found

    def _names(self, terms: Sequence[str], limit: int) -> array[int]:
        """Hits whose name begins with a word, one range of the index after another."""
        key, found = self._table.c.sort_key, array("q")
        parts = ranges(terms if is_indexed(terms) else terms[:1])
        for low, high in reversed(parts) if self._selection.is_descending else parts:
            query = self._filtered(select(self._table.c.id), terms, is_walk=True)
            query = query.where(key >= low, key < high, begins(key, terms))
            found.extend(self._fetch(self._ordered(query), limit - len(found)))
            if len(found) >= limit:
                break
        return found

    def _nearby(self, terms: Sequence[str], limit: int) -> array[int]:
        """Further hits among the first rows of the order, those with a fitting name left out."""
        columns = {column.name: column for column in self._order_columns()}
        first = self._ordered(self._filtered(select(self._table.c.id, *columns.values()), (), is_walk=False))
        window = first.limit(WALK).subquery()
        joined = window.join(SEARCH_TABLE, SEARCH_TABLE.c.record_id == window.c.id)
        query = select(window.c.id).select_from(joined).where(self._database.contains(SEARCH_TABLE, terms))
        if self._is_by_title:
            query = query.where(~begins(window.c.sort_key, terms))
        return self._fetch(self._ordered(query, window.c), limit)

    def _fetch(self, query: Select[Any], limit: int | None) -> array[int]:
        if limit is not None:
            query = query.limit(limit)
        found = array("q")
        for part in self._connection.execute(query).partitions(_FETCH):
            found.extend([row[0] for row in part])
        return found

    def _is_broad(self, terms: Sequence[str]) -> bool:
        if not is_indexed(terms):
            return False
        hits = self._database.hits(terms, self._low, self._high).limit(SORT_CAP).subquery()
        return int(self._connection.scalar(select(func.count()).select_from(hits)) or 0) >= SORT_CAP

    def _filtered(self, query: Select[Any], terms: Sequence[str], is_walk: bool) -> Select[Any]:
        table, selection = self._table, self._selection
        if selection.part is not None:
            query = query.where(selection.part)
        if selection.condition is not None:
            query = query.where(selection.condition)
        if selection.flag is not None:
            query = query.where(table.c.flag == selection.flag)
        if selection.tag is not None:
            tag = RecordTag.__table__
            query = query.where(exists().where(tag.c.record_id == table.c.id, tag.c.name == selection.tag))
        if selection.groups:
            query = query.where(members_of(self._connection, table.c.id, selection.groups, SMALL_GROUP))
        if terms:
            query = self._matching(query, terms, is_walk)
        return query

    def _matching(self, query: Select[Any], terms: Sequence[str], is_walk: bool) -> Select[Any]:
        table = self._table
        if not is_indexed(terms):
            query = query.where(begins(table.c.sort_key, terms[:1]), self._in_ranges(terms[:1]))
            return query if len(terms) == 1 else self._walk(query, terms[1:])
        if is_walk:
            return self._walk(query, terms)
        return query.where(table.c.id.in_(self._database.hits(terms, self._low, self._high)))

    def _in_ranges(self, terms: Sequence[str]) -> Any:
        key = self._table.c.sort_key
        return or_(*(and_(key >= low, key < high) for low, high in ranges(terms)))

    def _walk(self, query: Select[Any], terms: Sequence[str]) -> Select[Any]:
        joined = self._table.join(SEARCH_TABLE, SEARCH_TABLE.c.record_id == self._table.c.id)
        return query.select_from(joined).where(self._database.contains(SEARCH_TABLE, terms))

    @property
    def _sort_name(self) -> str:
        wanted = self._selection
        return wanted.section.list_fields[wanted.sort].sort_column if wanted.sort else "sort_key"

    @property
    def _is_by_title(self) -> bool:
        return self._sort_name == "sort_key"

    def _order_columns(self) -> list[Any]:
        names = dict.fromkeys((self._sort_name, "sort_key"))
        return [self._table.c[name] for name in names]

    def _best_first(self, query: Select[Any], terms: Sequence[str]) -> Select[Any]:
        """In order; but where the order is by name, names that begin with a word of the text come first, then
        those in which another word does: “ana” is Ana before it is a manager.

        Of more hits than are worth sorting only the beginnings count, as in their first rows.
        """
        if terms and self._is_by_title:
            key = self._table.c.sort_key
            ranks = [(begins(key, terms), 0)]
            if not self._is_broad(terms):
                ranks.append((has_word(key, terms), 1))
            query = query.order_by(case(*ranks, else_=2))
        return self._ordered(query)

    def _ordered(self, query: Select[Any], columns: Any = None) -> Select[Any]:
        found = self._table.c if columns is None else columns
        name, is_down = self._sort_name, self._selection.is_descending
        by_title = (found.sort_key.desc(), found.id.desc()) if is_down else (found.sort_key, found.id)
        if name == "sort_key":
            return query.order_by(*by_title)
        column = found[name]
        if order := self._selection.order:
            places = {value: place for place, value in enumerate(order)}
            place = case(places, value=column, else_=case((column.is_(None), None), else_=len(order)))
            first = place.desc().nulls_last() if is_down else place.asc().nulls_last()
            return query.order_by(first, column.desc() if is_down else column, *by_title)
        first = column.desc().nulls_last() if is_down else column.asc().nulls_last()
        return query.order_by(first, *by_title)


def rows(
    connection: Connection, section: Section, ids: Sequence[int], columns: Sequence[str]
) -> dict[int, Any]:
    """Rows by id: id, uid, title, flag, then the wished columns of the section's table."""
    query = _rows_query(table_of(section), tuple(columns))
    found = connection.execute(query, {"ids": list(ids)}).all()
    return {row[0]: row for row in found}


@lru_cache(maxsize=64)
def _rows_query(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    """Made once for each choice of columns: making it takes longer than answering it."""
    wanted = [table.c.id, table.c.uid, table.c.title, table.c.flag, *(table.c[name] for name in columns)]
    return select(*wanted).where(table.c.id.in_(bindparam("ids", expanding=True)))
