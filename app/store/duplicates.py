"""Questions behind the search for duplicates: who shares a sign, who stands in one place, who looks alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, func, or_, select, tuple_, union_all

from app.blueprint.field import Field
from app.blueprint.kinds import Code, Email, Phone
from app.blueprint.section import Section
from app.core.folding import fold, sort_key
from app.models.tables import METADATA
from app.store.engine import Database
from app.store.finding import ranges
from app.store.ids import chunks, first_id, last_id
from app.store.tables import table_of

_points = METADATA.tables["contact_point"]
_dismissed = METADATA.tables["not_duplicate"]

SHORTEST_SIGN = 5
"""Shorter signs (112, a dash) are nobody's own."""

PIECE = 20_000
"""Names that are read and compared together."""

LOCAL_DIGITS = 6
"""Of a phone: all its spellings end with these, with or without the codes of country and town."""

BETWEEN_DIGITS = " .-/()+\u00a0\u2011\u2013"

MOST_AT_ONCE = 5_000
"""Names that are looked at while somebody types."""


def is_point(field: Field) -> bool:
    """Do the signs of the field lie in the table of contact points, with their key?"""
    return field.kind.is_rows


MOST_NAMESAKES = 40
"""Records of one name that are looked at then; more of them say nothing."""

# -- one record that is being typed ----------------------------------------------------------------------


def with_points(
    connection: Connection, section: Section, signs: Mapping[str, Sequence[str]], limit: int
) -> list[int]:
    """Ids of records of the section that have one of these phones, e-mails …, by field."""
    low, high = first_id(section.number), last_id(section.number)
    found: list[int] = []
    for field, every in signs.items():
        keys = [key for key in every if len(key) >= SHORTEST_SIGN]
        if not keys:
            continue
        query = select(_points.c.record_id).where(
            _points.c.key.in_(keys), _points.c.field == field, _points.c.record_id.between(low, high)
        )
        found += connection.scalars(query.limit(limit))
    return found


def with_code(
    database: Database,
    connection: Connection,
    section: Section,
    field: Field,
    sign: str,
    typed: str,
    limit: int,
) -> list[int]:
    """Ids of records that may have this code or address: by the search index, else as it is written."""
    if field.is_searched and len(sign) >= SHORTEST_SIGN:
        hits = database.hits([sign], first_id(section.number), last_id(section.number))
        return list(connection.scalars(hits.limit(limit)))
    table = table_of(section)
    query = select(table.c.id).where(table.c[field.column_name].in_({sign, typed}))
    return list(connection.scalars(query.limit(limit)))


def names_in_place(
    connection: Connection, section: Section, place: Field, spelt: Sequence[str], words: Sequence[str]
) -> list[str]:
    """Sort keys, each once, of records in the place whose names begin with one of the words."""
    table = table_of(section)
    name = table.c.sort_key  # no BETWEEN: PostgreSQL cannot read it before COLLATE
    # One after the other: with OR the index would lead to the place only, and all in it be looked at.
    parts = [
        select(name).where(table.c[place.sort_column] == each, name >= low, name < high).distinct()
        for each in spelt
        for low, high in ranges(words)
    ]
    return list(connection.scalars(union_all(*parts).limit(MOST_AT_ONCE))) if parts else []


def of_name_in_place(
    connection: Connection, section: Section, place: Field, spelt: Sequence[str], names: Sequence[str]
) -> list[int]:
    """Ids of the records with these names in the place; more than a few of one name say nothing."""
    table = table_of(section)
    query = select(table.c.id).where(table.c[place.sort_column].in_(spelt), table.c.sort_key.in_(names))
    return list(connection.scalars(query.limit(MOST_NAMESAKES)))


def spellings(connection: Connection, section: Section, place: Field, value: str) -> Iterator[str]:
    """Keys under which the place stands, with its marks or without (Iași, Iasi): a few jumps in the index."""
    column, wanted = table_of(section).c[place.sort_column], fold(value)
    for low, high in ranges([sort_key(value)]):
        key = connection.scalar(select(func.min(column)).where(column >= low, column < high))
        for _jump in range(_MOST_JUMPS):
            if key is None:
                break
            if key.replace("{", "") == wanted:
                yield key
            key = connection.scalar(select(func.min(column)).where(column > key, column < high))


_MOST_JUMPS = 100


def of_name(
    connection: Connection, section: Section, names: Iterable[str], field: Field, value: str
) -> list[int]:
    """Ids of records with one of these names and the value; of very frequent names not all are asked."""
    table = table_of(section)
    column = table.c[field.column_name]
    named = select(table.c.id, column).where(table.c.sort_key.in_(list(names))).limit(MOST_AT_ONCE // 10)
    some = named.subquery()
    return list(connection.scalars(select(some.c.id).where(some.c[column.name] == value)))


# -- a whole section -------------------------------------------------------------------------------------


def count(connection: Connection, section: Section) -> int:
    """How many records the section has."""
    return int(connection.scalar(select(func.count()).select_from(table_of(section))) or 0)


def shared_points(connection: Connection) -> list[str]:
    """Keys of phones, e-mails … that stand more than once; answered by the index alone."""
    key = _points.c.key
    query = select(key).where(func.length(key) >= SHORTEST_SIGN).group_by(key).having(func.count() > 1)
    return list(connection.scalars(query))


def holders(
    connection: Connection, section: Section, fields: Sequence[str], keys: Sequence[str]
) -> dict[tuple[str, str], list[int]]:
    """Ids of the section's records that have these keys, by field and key."""
    low, high = first_id(section.number), last_id(section.number)
    query = select(_points.c.field, _points.c.key, _points.c.record_id)
    query = query.where(_points.c.key.in_(keys), _points.c.field.in_(fields))
    found: dict[tuple[str, str], list[int]] = {}
    for field, key, record_id in connection.execute(query.where(_points.c.record_id.between(low, high))):
        ids = found.setdefault((field, key), [])
        if record_id not in ids[-1:]:
            ids.append(record_id)
    return {place: list(dict.fromkeys(ids)) for place, ids in found.items() if len(ids) > 1}


def code_holders(connection: Connection, section: Section, field: Field) -> Iterator[list[int]]:
    """Ids of records that share a code or an address, group by group; of phones those that may be one."""
    table = table_of(section)
    sign = _plain(field, table.c[field.column_name])
    shared = select(sign).where(sign.is_not(None), func.length(sign) >= SHORTEST_SIGN)
    shared = shared.group_by(sign).having(func.count() > 1)
    query = select(sign, table.c.id).where(sign.in_(shared)).order_by(sign, table.c.id)
    last, ids = None, list[int]()
    for key, record_id in connection.execute(query):
        if key != last and ids:
            yield ids
            ids = []
        last = key
        ids.append(record_id)
    if ids:
        yield ids


def _plain(field: Field, column: Any) -> Any:
    """The column as ``Kind.signs`` spells it, in SQL; of a phone its last digits."""
    text = func.lower(column)
    if isinstance(field.kind, Phone):
        for sign in BETWEEN_DIGITS:
            text = func.replace(text, sign, "")
        length = func.length(text)
        return case((length > LOCAL_DIGITS, func.substr(text, length - LOCAL_DIGITS + 1)), else_=text)
    if isinstance(field.kind, Email):
        return text
    if isinstance(field.kind, Code):
        for sign in " .-/\u00a0":
            text = func.replace(text, sign, "")
        return func.ltrim(func.replace(text, "ro", ""), "0") if field.kind.scheme == "fiscal" else text
    for sign in ("https://", "http://", "www.", " "):
        text = func.replace(text, sign, "")
    return func.rtrim(text, "/")


def places(connection: Connection, section: Section, field: Field) -> list[tuple[str, int]]:
    """Every value of a compared field with how often it stands; a whole date only."""
    table = table_of(section)
    column = table.c[field.sort_column]
    query = select(column, func.count()).where(column.is_not(None), column != "")
    if not field.has_key_column:
        query = query.where(func.length(column) == len("1985-03-14"))
    return [(row[0], row[1]) for row in connection.execute(query.group_by(column).order_by(column))]


def names_in(connection: Connection, section: Section, field: Field, values: Sequence[str]) -> Sequence[Any]:
    """Place, id and sort key of all records in these places."""
    table = table_of(section)
    column = table.c[field.sort_column]
    found: list[Any] = []
    if field.has_key_column:
        for chunk in chunks(values):
            query = select(column, table.c.id, table.c.sort_key).where(column.in_(chunk))
            found += connection.execute(query).all()
        return found
    query = select(column, table.c.id, table.c.sort_key)
    query = query.where(column >= values[0], column <= values[-1])
    whole = len(values[0])
    return [row for row in connection.execute(query).all() if len(row[0]) == whole]


def pieces_of(connection: Connection, section: Section, field: Field, value: str) -> Iterator[Sequence[Any]]:
    """Ids and sort keys of a place with very many records, in pieces in order of the names."""
    table = table_of(section)
    column = table.c[field.sort_column]
    order = (table.c.sort_key, table.c.id)
    query = select(table.c.id, table.c.sort_key).where(column == value).order_by(*order).limit(PIECE)
    page = connection.execute(query).all()
    while page:
        yield page
        last = page[-1]
        after = tuple_(*order) > tuple_(last[1], last[0])
        page = connection.execute(query.where(after)).all()


# -- what is compared ------------------------------------------------------------------------------------


def rows(
    connection: Connection, section: Section, ids: Sequence[int], fields: Sequence[Field]
) -> dict[int, Any]:
    """Id, uid, title, sort key and the columns of these fields, by id."""
    table = table_of(section)
    names = [table.c[each.column_name] for each in fields]
    found: dict[int, Any] = {}
    for chunk in chunks(ids):
        query = select(table.c.id, table.c.uid, table.c.title, table.c.sort_key, *names)
        found.update((row[0], row) for row in connection.execute(query.where(table.c.id.in_(chunk))).all())
    return found


def points(
    connection: Connection, ids: Sequence[int], fields: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """Record, field and key of every phone, e-mail … of these records."""
    for chunk in chunks(ids):
        query = select(_points.c.record_id, _points.c.field, _points.c.key)
        query = query.where(_points.c.record_id.in_(chunk), _points.c.field.in_(fields))
        for row in connection.execute(query):
            yield row[0], row[1], row[2]


# -- what was said to be no duplicate --------------------------------------------------------------------


def dismissed(connection: Connection, uid: str | None = None) -> set[tuple[str, str]]:
    """Pairs of uids that are no duplicates, of one record or all."""
    query = select(_dismissed.c.one, _dismissed.c.other)
    if uid is not None:
        query = query.where(or_(_dismissed.c.one == uid, _dismissed.c.other == uid))
    return {(row[0], row[1]) for row in connection.execute(query)}
