"""Conditions of a filter as SQL, the same on both engines.

Text is compared by key columns, without case and marks. What has no key column beside it (a title that is
sorted otherwise, an address, a text longer than its key) is looked for in the search index first, and the
hits are read and compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, exists, false, func, or_, select, true

from app.blueprint.conditions import Condition, Conditions, subjects
from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.kinds import Choices, Code, Number, Phone, Text, Url, YesNo
from app.blueprint.readings import Happenings, Imports
from app.blueprint.registry import Registry
from app.blueprint.rows import ContactPoints, Groups, Reference, References, Rows, Tags
from app.blueprint.section import Section
from app.core.folding import SORT_LENGTH, compare_key, digits, fold
from app.models.parts import Member, RecordReference
from app.models.tables import METADATA
from app.store import journal, spans
from app.store.engine import Database
from app.store.finding import begins, is_indexed, ranges
from app.store.groups import members_of, subtree
from app.store.happenings import happened
from app.store.ids import chunks, first_id, ids_of, last_id
from app.store.rowsets import rowset
from app.store.tables import table_of

Clause = ColumnElement[bool]
Test = Callable[[str], bool]

PUNCTUATION = "  \u202f.-\u2011\u2013\u2014/()+"
"""What is written between the digits of phones and codes; it does not count."""

_BATCH = 2_000


class ConditionReader:
    """Makes the conditions on one section's records into SQL, on one connection."""

    def __init__(
        self,
        database: Database,
        connection: Connection,
        registry: Registry,
        section: Section,
        context: Context,
    ) -> None:
        self._database, self._connection, self._registry = database, connection, registry
        self._section, self._context = section, context
        self._table = table_of(section)
        self._subjects = subjects(section)
        self._low, self._high = first_id(section.number), last_id(section.number)

    def clause(self, part: Condition | Conditions) -> Clause:
        """The condition; one that asks for what is not there is true for no record."""
        if isinstance(part, Conditions):
            found = [self.clause(each) for each in part.parts]
            return (or_ if part.is_any else and_)(*found) if found else true()
        field = self._subjects.get(part.field)
        if field is None or not part.is_complete or part.operator not in field.kind.operators:
            return false()
        return self._leaf(field, part.operator, part.value)

    def _leaf(self, field: Field, operator: str, value: Any) -> Clause:
        if operator in ("empty", "not_empty"):
            there = self._has_value(field)
            return there if operator == "not_empty" else ~there
        if operator in _OPPOSITES:
            return ~self._leaf(field, _OPPOSITES[operator], value)
        if isinstance(field.kind, Groups):
            return self._in_group(value, with_subgroups=operator == "in_group")
        if isinstance(field.kind, Happenings):
            is_past = operator == "last_days"
            span = spans.days(operator, value, self._context.today)
            return happened(self._registry, self._section, self._table, field.kind.section, span, is_past)
        if isinstance(field.kind, Imports):
            return self._came_with(value, is_new=operator == "new_in_import")
        if isinstance(field.kind, (Reference, References)):
            return self._points_to(field, value)
        if isinstance(field.kind, Tags):
            return self._has_row(field, lambda table: table.c.name.in_(value))
        if isinstance(field.kind, ContactPoints):
            return self._has_contact_point(field, field.kind, operator, str(value))
        if isinstance(field.kind, Rows):
            return self._has_text_row(field, field.kind, operator, str(value))
        return self._of_column(field, operator, value)

    # -- is there anything ---------------------------------------------------------------------------------

    def _has_value(self, field: Field) -> Clause:
        kind = field.kind
        if isinstance(kind, Happenings):
            return happened(self._registry, self._section, self._table, kind.section, None, False)
        if isinstance(kind, Groups):
            return exists().where(Member.record_id == self._table.c.id)
        if kind.is_rows:
            return self._has_row(field, lambda _table: true())
        column = self._column(field)
        return and_(column.is_not(None), column != "") if isinstance(kind, Text) else column.is_not(None)

    def _column(self, field: Field) -> ColumnElement[Any]:
        return self._table.c[field.column_name or field.shown_from[0]]

    # -- single values -------------------------------------------------------------------------------------

    def _of_column(self, field: Field, operator: str, value: Any) -> Clause:
        column, kind = self._column(field), field.kind
        if isinstance(kind, YesNo):
            return func.coalesce(column.is_(operator == "yes"), false())
        if isinstance(kind, Choices):
            return _sure(column, or_(*(self._database.within(column, _quoted(key)) for key in value)))
        if operator == "one_of":
            return _sure(column, column.in_(value))
        if isinstance(kind, Number):
            return _sure(column, _compared(column, operator, value))
        if operator in spans.OPERATORS:
            return self._in_span(field, column, operator, value)
        return _sure(column, self._of_text(field, operator, str(value)))

    def _in_span(self, field: Field, column: ColumnElement[Any], operator: str, value: Any) -> Clause:
        today = self._context.today
        if operator in ("coming", "coming_month"):
            least = 5 if operator == "coming" else 2
            return _sure(column, in_year(column, spans.of_year(operator, value, today), least))
        span = spans.days(operator, value, today)
        if span is None:
            return false()
        if field.kind.name == "stamp":
            span = spans.as_stamps(span)
        low, high = span
        bounds = [column >= low] if low else []
        bounds += [column < high] if high else []
        # A partial date without a year lies in no span of years.
        return _sure(column, and_(*bounds, func.substr(column, 1, 1) != "-"))

    # -- text ----------------------------------------------------------------------------------------------

    def _of_text(self, field: Field, operator: str, value: str) -> Clause:
        column = self._column(field)
        if isinstance(field.kind, Phone):
            return self._of_phone(column, operator, value)
        if isinstance(field.kind, Code):
            return self._plain(column, operator, bare(value.lower()))
        wanted = compare_key(value)
        if not wanted:
            return false()
        if field.group == "stamps":
            return self._of_person(column, operator, wanted)
        key = self._key_of(field)
        if key is None:
            return self._read(field, column, operator, wanted, true())
        short = and_(func.length(key) < SORT_LENGTH, _keyed(key, operator, wanted, self._database))
        return or_(short, self._read(field, column, operator, wanted, func.length(key) >= SORT_LENGTH))

    def _of_person(self, column: ColumnElement[Any], operator: str, wanted: str) -> Clause:
        """Who wrote a record is one of a few: their names are compared once, not record by record."""
        test = _test(operator, wanted)
        names = self._connection.scalars(select(column).distinct())
        found = [name for name in names if name and test(compare_key(name))]
        return column.in_(found) if found else false()

    def _key_of(self, field: Field) -> ColumnElement[Any] | None:
        """The column that holds the sort key of the very value."""
        if field.key == "title":
            return self._table.c.sort_key if self._section.sort_of is None else None
        return self._table.c[field.sort_column] if field.has_key_column else None

    def _plain(self, column: ColumnElement[Any], operator: str, wanted: str) -> Clause:
        """Codes: only letters and digits count, and capital ASCII letters are as good as small ones."""
        if not wanted:
            return false()
        plain = self._bare(self._database.lower(column))
        if operator == "begins":
            return func.substr(plain, 1, len(wanted)) == wanted
        return plain == wanted if operator == "is" else self._database.within(plain, wanted)

    def _of_phone(self, column: ColumnElement[Any], operator: str, value: str) -> Clause:
        from app.blueprint.phones import search_forms

        if operator == "is":
            forms = {bare(each) for each in search_forms(value, self._context.region)}
            return self._bare(column).in_(sorted(forms))
        wanted = significant(value)
        return self._database.within(self._bare(column), wanted) if wanted else false()

    def _bare(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        for sign in PUNCTUATION:
            column = func.replace(column, sign, "")
        return column

    def _read(
        self, field: Field, column: ColumnElement[Any], operator: str, wanted: str, narrowed: Clause
    ) -> Clause:
        """Texts that only reading them can tell, found by the search index where it knows them."""
        query = select(self._table.c.id, column).where(column.is_not(None), narrowed)
        if field.key == "title" or (field.is_stored and field.is_searched):
            query = self._indexed(query, self._table.c.id, wanted)
        test, found = _test(operator, wanted), []
        for part in self._connection.execute(query).partitions(_BATCH):
            found += [row[0] for row in part if test(compare_key(field.kind.show(row[1], self._context)))]
        return self._database.among(self._table.c.id, found) if found else false()

    def _indexed(self, query: Any, column: ColumnElement[Any], wanted: str) -> Any:
        words = wanted.split()
        if not is_indexed(words):
            return query
        return query.where(column.in_(self._database.hits(words, self._low, self._high)))

    # -- rows of lists ---------------------------------------------------------------------------------------

    def _has_row(self, field: Field, asked: Callable[[Table], Clause]) -> Clause:
        table = METADATA.tables[field.kind.table]
        return exists().where(table.c.record_id == self._table.c.id, table.c.field == field.key, asked(table))

    def _has_contact_point(self, field: Field, kind: ContactPoints, operator: str, value: str) -> Clause:
        table = METADATA.tables[kind.table]
        mine = (table.c.field == field.key, table.c.record_id.between(self._low, self._high))
        key = kind.key_of({"value": value.strip()}, self._context)
        if isinstance(kind.part("value").kind, Phone) and operator == "contains":
            key = significant(value)
        if not key:
            return false()
        if operator == "contains":
            asked = self._database.within(table.c.key, key)
        else:
            asked = (table.c.key if operator == "is" else func.substr(table.c.key, 1, len(key))) == key
        return self._table.c.id.in_(select(table.c.record_id).where(*mine, asked))

    def _has_text_row(self, field: Field, kind: Rows, operator: str, value: str) -> Clause:
        wanted, table = compare_key(value), METADATA.tables[kind.table]
        if not wanted:
            return false()
        query = select(table).where(
            table.c.field == field.key, table.c.record_id.between(self._low, self._high)
        )
        query = self._indexed(query, table.c.record_id, wanted)
        test, found = _test(operator, wanted), set()
        for part in self._connection.execute(query).mappings().partitions(_BATCH):
            titles = self._titles(field, part)
            for row in part:
                if any(test(compare_key(text)) for text in _texts(kind, row, titles)):
                    found.add(row["record_id"])
        return self._database.among(self._table.c.id, sorted(found)) if found else false()

    def _titles(self, field: Field, rows: Sequence[Any]) -> dict[int, str]:
        """Titles of the records that the rows point to."""
        found: dict[int, str] = {}
        kind = field.kind
        assert isinstance(kind, Rows)
        for name in rowset(field).target_columns():
            target = next(part.kind for part in kind.parts if f"{part.key}_id" == name)
            assert isinstance(target, Reference)
            table = table_of(self._registry.section(target.section))
            for chunk in chunks(sorted({row[name] for row in rows if row[name] is not None})):
                query = select(table.c.id, table.c.title).where(table.c.id.in_(chunk))
                found.update((row[0], row[1]) for row in self._connection.execute(query))
        return found

    # -- groups and references -------------------------------------------------------------------------------

    def _in_group(self, uid: str, *, with_subgroups: bool) -> Clause:
        found = ids_of(self._connection, [uid])
        if not found:
            return false()
        groups = subtree(self._connection, found[uid]) if with_subgroups else (found[uid],)
        return members_of(self._connection, self._table.c.id, groups)

    def _came_with(self, uid: str, *, is_new: bool) -> Clause:
        """Brought or changed by an import."""
        found = journal.operation(self._connection, uid)
        if found is None:
            return false()
        return self._table.c.uid.in_(journal.touched_by(found.id, self._section.key, is_created=is_new))

    def _points_to(self, field: Field, uid: str) -> Clause:
        target = ids_of(self._connection, [uid]).get(uid)
        if target is None:
            return false()
        if isinstance(field.kind, Reference):
            column = self._column(field)
            return _sure(column, column == target)
        reference = RecordReference.__table__
        mine = (reference.c.target_id == target, reference.c.field == field.key)
        return self._table.c.id.in_(select(reference.c.record_id).where(*mine))


_OPPOSITES = {
    "is_not": "is",
    "not_contains": "contains",
    "none_of": "one_of",
    "not_last_days": "last_days",
    "not_next_days": "next_days",
    "not_in_group": "in_group",
    "not_in_import": "in_import",
    "is_not_record": "is_record",
}


def _sure(column: ColumnElement[Any], asked: Clause) -> Clause:
    """The condition, false and not unknown where there is no value: its opposite is then true."""
    return and_(column.is_not(None), asked)


def _compared(column: ColumnElement[Any], operator: str, value: Any) -> Clause:
    if operator == "between":
        return column.between(*value)
    compared: dict[str, Clause] = {"is": column == value, "less": column < value, "more": column > value}
    return compared[operator]


def _keyed(key: ColumnElement[Any], operator: str, wanted: str, database: Database) -> Clause:
    plain = func.replace(key, "{", "")
    if operator == "contains":
        found: Clause = database.within(plain, wanted)
        return found
    near: Clause = or_(*(and_(key >= low, key < high) for low, high in ranges([wanted])))
    return and_(near, begins(key, [wanted]) if operator == "begins" else plain == wanted)


def in_year(column: ColumnElement[Any], found: Sequence[tuple[str, str]], least: int) -> Clause:
    """The day of the year lies in one of the spans, whatever the year; it has that many signs at least."""
    is_yearless = func.substr(column, 1, 2) == "--"
    day = case((is_yearless, func.substr(column, 3, 5)), else_=func.substr(column, 6, 5))
    is_known = func.length(day) >= least
    return and_(is_known, or_(*(and_(day >= low, day <= high) for low, high in found)))


def _quoted(key: str) -> str:
    import json

    return json.dumps(key)


def _test(operator: str, wanted: str) -> Test:
    tests: dict[str, Test] = {
        "is": lambda text: text == wanted,
        "begins": lambda text: text.startswith(wanted),
        "contains": lambda text: wanted in text,
    }
    return tests[operator]


def _texts(kind: Rows, row: Any, titles: dict[int, str]) -> Iterator[str]:
    """What can be read in a row: its texts, and the titles of the records it points to."""
    for part in kind.parts:
        if isinstance(part.kind, Reference):
            yield titles.get(row[f"{part.key}_id"], "")
        elif isinstance(part.kind, (Text, Url)) and part.key != "label":
            yield str(row[part.key] or "")


def bare(text: str) -> str:
    """A phone or code without what is written between its signs."""
    return text.translate({ord(sign): None for sign in PUNCTUATION})


def significant(text: str) -> str:
    """Digits of a phone as they stand in every spelling: without the zeros before a code."""
    found = digits(fold(text).replace("(0)", ""))
    return found.lstrip("0") or found
