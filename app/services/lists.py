"""Lists of records: the ids in order, the rows that are shown, counts, and finding while typing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, func, select

from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Text
from app.blueprint.section import Section
from app.core.folding import fold, sort_key
from app.core.texts import grouped
from app.models.tables import METADATA
from app.services.first_page import FirstPage, texts_of
from app.services.rows import ListQuery, ListRow, list_row
from app.store import journal
from app.store import lists as store
from app.store.conditions import ConditionReader
from app.store.engine import Database
from app.store.groups import subtree
from app.store.ids import chunks, first_id, ids_of, last_id, uids_of
from app.store.raw_file import SCHEMA_VERSION
from app.store.tables import table_of

if TYPE_CHECKING:
    from app.services.library import Library

T = TypeVar("T")

__all__ = ["Count", "Found", "Letter", "ListQuery", "ListRow", "Lists"]


@dataclass(frozen=True)
class Count:
    """How many; not exact when counting stopped at a limit."""

    n: int
    is_exact: bool

    @property
    def text(self) -> str:
        """``1,204`` or ``1,000+``."""
        shown = grouped(self.n)
        return shown if self.is_exact else f"{shown}+"


@dataclass(frozen=True)
class Letter:
    """A letter with which names of a list begin, and the row of the first of them."""

    text: str
    position: int


_DELETED = Field("deleted", "", Text(), computed=lambda _values, _context: None, shown_from=("uid",))
"""Stands for a column whose field somebody deleted while it was shown."""


@dataclass(frozen=True)
class Found:
    """A record found while typing."""

    section: str
    uid: str
    title: str
    subtitle: str


class Lists:
    """Answers for tables and search boxes. Every call may come from any thread."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def first_ids(self, query: ListQuery, limit: int = 100) -> array[int]:
        """The first ids in order; quick at any size."""
        found: array[int] = self.asked(query, lambda reader, _connection: reader.ids(limit))
        return found

    def ids(self, query: ListQuery) -> array[int]:
        """All ids in order."""
        found: array[int] = self.asked(query, lambda reader, _connection: reader.ids(None))
        return found

    def count(self, query: ListQuery) -> Count:
        """How many there are; with a text counting stops at a limit."""
        n = self.asked(query, lambda reader, _connection: reader.count())
        return Count(n, not query.text.strip() or n < store.COUNT_CAP)

    def letters(self, query: ListQuery) -> list[Letter]:
        """Where each letter begins in a list that is ordered by title; signs that are no letters are one."""
        found: list[Letter] = []
        position = 0
        for sign, count in self.asked(query, lambda reader, _connection: reader.letters()):
            text = sign.upper() if sign.isalpha() else "#"
            if not found or found[-1].text != text:
                found.append(Letter(text, position))
            position += count
        return found

    def asked(self, query: ListQuery, ask: Callable[[store.ListReader, Connection], T]) -> T:
        """What a reader of this query answers, and its connection."""
        with self._database.read(can_be_broken_off=True) as connection:
            reader = store.ListReader(self._database, connection, self._selection(connection, query))
            return ask(reader, connection)

    def _selection(self, connection: Any, query: ListQuery) -> store.Selection:
        section = self._library.registry.section(query.section)
        groups: tuple[int, ...] = ()
        if query.group:
            found = ids_of(connection, [query.group])
            groups = subtree(connection, found[query.group]) if found else (-1,)
        is_down = section.is_descending if query.is_descending is None else query.is_descending
        sort = query.sort if query.sort in section.list_fields else section.sort
        order = self.order_of(section.list_fields[sort]) if sort in section.list_fields else ()
        condition = None
        if query.conditions:
            reader = ConditionReader(
                self._database, connection, self._library.registry, section, self._library.context()
            )
            condition = reader.clause(query.conditions)
        return store.Selection(
            section, query.text, groups, query.flag, query.tag, sort, is_down, order, condition
        )

    def order_of(self, field: Field) -> tuple[str, ...]:
        """The values of a field's list, in the order the user gave them; none for other kinds."""
        if type(field.kind) is not Choice:
            return ()
        return tuple(key for key, _label in self._library.choices.pairs(field.kind.list))

    def rows(self, section: str, ids: Sequence[int], columns: Sequence[str]) -> list[ListRow]:
        """Rows of these ids in their order, each with the texts of the columns (field keys)."""
        found = self._library.registry.section(section)
        known = [found.list_fields.get(key, _DELETED) for key in columns]
        names = [*(name for field in known for name in field.list_columns), *found.standing_columns]
        by_id = self._stored_rows(found, ids, names)
        context = self._library.context()
        return [list_row(each, by_id.get(each), known, context, found) for each in ids]

    def _stored_rows(self, section: Section, ids: Sequence[int], names: Sequence[str]) -> dict[int, Any]:
        by_id: dict[int, Any] = {}
        with self._database.read() as connection:
            for chunk in chunks(ids):
                by_id.update(store.rows(connection, section, chunk, names))
        return by_id

    def first_page(self, query: ListQuery, columns: Sequence[str], limit: int = 60) -> FirstPage:
        """What a later start needs to show the first rows of this query at once."""
        section = self._library.registry.section(query.section)
        fields = [section.list_fields[key] for key in columns]
        names = [*(name for field in fields for name in field.list_columns), *section.standing_columns]
        statement, parameters = self.asked(query, lambda reader, _connection: reader.page(names, limit))
        lists = {field.kind.list for field in fields if isinstance(field.kind, Choice)} | {"event_type"}
        labels = {name: dict(self._library.choices.pairs(name)) for name in sorted(lists)}
        context = self._library.context()
        rows = self._stored_rows(section, self.first_ids(query, limit), names).values()
        return FirstPage(
            str(self._library.path),
            SCHEMA_VERSION,
            query.section,
            tuple(columns),
            statement,
            tuple(parameters),
            labels,
            self.count(query).n,
            context.language,
            context.today.isoformat(),
            texts_of(rows, fields, context),
            tuple(asdict(each) for each in self._library.registry.definitions),
        )

    def counts(self) -> dict[str, int]:
        """Number of records of each section."""
        found = {}
        with self._database.read() as connection:
            for section in self._library.registry.sections:
                table = table_of(section)
                found[section.key] = int(connection.scalar(select(func.count()).select_from(table)) or 0)
        return found

    def interrupt(self) -> None:
        """Break off what other threads are reading."""
        self._database.interrupt()

    def find(self, text: str, limit: int = 20, sections: Iterable[str] | None = None) -> list[Found]:
        """Records of any section that a text finds, each section's best first."""
        if not fold(text):
            return []
        wanted = (
            list(sections) if sections is not None else [each.key for each in self._library.registry.sections]
        )
        found = [
            self._found(key, self.first_ids(ListQuery(key, text, sort="title", is_descending=False), limit))
            for key in wanted
        ]
        longest = max(map(len, found), default=0)
        mixed = [each[place] for place in range(longest) for each in found if place < len(each)]
        order = {key: place for place, key in enumerate(wanted)}
        return sorted(mixed[:limit], key=lambda each: order[each.section])

    def recent(self, limit: int = 10) -> list[Found]:
        """The records changed last, of every section."""
        sections = {each.key for each in self._library.registry.sections}
        with self._database.read() as connection:
            changed = journal.changed_last(connection, sections, limit)
            known = ids_of(connection, changed)
        return [each for uid, key in changed.items() for each in self._found(key, [known[uid]])]

    def _found(self, key: str, ids: Sequence[int]) -> list[Found]:
        section = self._library.registry.section(key)
        columns = [name for name in section.subtitle if name in section.list_fields]
        rows = self.rows(key, ids, columns)
        return [
            Found(key, row.uid, row.title, " · ".join(cell for cell in row.cells if cell))
            for row in rows
            if row.uid
        ]

    def uid_of(self, record_id: int) -> str:
        """Uid of an internal id; empty if it is gone."""
        with self._database.read() as connection:
            return uids_of(connection, [record_id]).get(record_id, "")

    def uids_of(self, ids: Sequence[int]) -> list[str]:
        """Uids of internal ids, in their order; what is gone is left out."""
        with self._database.read() as connection:
            found = uids_of(connection, ids)
        return [found[each] for each in ids if each in found]

    def id_of(self, uid: str) -> int | None:
        """Internal id of a uid."""
        with self._database.read() as connection:
            return ids_of(connection, [uid]).get(uid)

    def ids_of(self, uids: Sequence[str]) -> list[int]:
        """Internal ids of uids, in their order; what is gone is left out."""
        with self._database.read() as connection:
            found = ids_of(connection, uids)
        return [found[each] for each in uids if each in found]

    def position(self, ids: array[int], uid: str) -> int | None:
        """Place of a record in a list of ids."""
        record_id = self.id_of(uid)
        if record_id is None:
            return None
        try:
            return ids.index(record_id)
        except ValueError:
            return None

    def keys(self, section: str, field: str) -> dict[str, list[str]]:
        """Uids by the comparable key of a phone, e-mail or code field."""
        entity = self._library.registry.section(section)
        found: dict[str, list[str]] = {}
        each = entity.by_key[field]
        table = METADATA.tables[each.kind.table] if each.kind.is_rows else table_of(entity)
        record = METADATA.tables["record_id"]
        with self._database.read() as connection:
            if each.kind.is_rows:
                query = select(table.c.key, record.c.uid).join(record, record.c.id == table.c.record_id)
                query = query.where(
                    table.c.field == field,
                    record.c.id.between(first_id(entity.number), last_id(entity.number)),
                )
            else:
                column = table.c[each.column_name]
                query = select(column, table.c.uid).where(column.is_not(None))
            for key, uid in connection.execute(query):
                found.setdefault(key, []).append(uid)
        return found

    def tags(self) -> list[str]:
        """Every tag in use, in order."""
        names = METADATA.tables["record_tag"].c.name
        with self._database.read() as connection:
            return sorted(connection.scalars(select(names).distinct()), key=sort_key)

    def titles(self, section: str) -> dict[str, list[str]]:
        """Uids by folded title."""
        table = table_of(self._library.registry.section(section))
        found: dict[str, list[str]] = {}
        with self._database.read() as connection:
            for title, uid in connection.execute(select(table.c.title, table.c.uid)):
                found.setdefault(fold(title), []).append(uid)
        return found
