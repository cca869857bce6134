"""What goes on paper besides lists: addresses for labels, birthdays of a year, letters of a binder."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.blueprint.dates import Birthday
from app.blueprint.field import Field
from app.blueprint.kinds import Image, Kind
from app.blueprint.rows import Addresses, Files, Groups, Rows
from app.blueprint.section import Section
from app.core.folding import sort_key
from app.core.progress import Progress
from app.core.texts import _, capital
from app.services.exchange.formats.sheet import Heading, Row

if TYPE_CHECKING:
    from app.blueprint.context import Context, Values
    from app.services.library import Library, Record

CHUNK = 1_000
_PARTIAL = re.compile(r"(?:(\d{4})|-)-(\d\d)(?:-(\d\d))?")


@dataclass(frozen=True)
class Envelope:
    """Lines of an address, the name first."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class BirthdayOf:
    """A birthday; ``day`` and ``year`` are 0 if they are not known."""

    title: str
    month: int
    day: int
    year: int
    phone: str


WIDEST = 50
"""Of a column, in letters."""


def listed(
    library: Library, section: Section, ids: Sequence[int], columns: Sequence[str], progress: Progress
) -> tuple[list[Heading], list[Row]]:
    """A list with the columns and the texts that the window shows of it."""
    fields = [section.list_fields[key] for key in columns if key in section.list_fields]
    longest = [len(_(each.label)) for each in fields]
    rows: list[Row] = []
    for start in range(0, len(ids), CHUNK):
        for row in library.lists.rows(section.key, ids[start : start + CHUNK], [each.key for each in fields]):
            if row.uid:
                rows.append((row.title, row.cells))
                longest = [max(known, len(text)) for known, text in zip(longest, row.cells, strict=True)]
        progress.step(min(start + CHUNK, len(ids)), len(ids))
    headings = [
        Heading(_(field.label), min(width, WIDEST), is_number=field.kind.is_numeric)
        for field, width in zip(fields, longest, strict=True)
    ]
    return headings, rows


@dataclass(frozen=True)
class CardOf:
    """A record as a card says it: its title, and what it has, each thing with its label."""

    title: str
    pairs: tuple[tuple[str, str], ...]


def cards(library: Library, section: Section, uids: Sequence[str], progress: Progress) -> list[CardOf]:
    """Each record with its fields in words; a row of phones or addresses goes by its own kind."""
    fields = [
        each
        for each in section.stored
        if not (each.is_hidden or each.is_name or isinstance(each.kind, (Image, Files)))
    ]
    paths = library.groups.paths(section.key)
    return [
        CardOf(record.title, tuple(_pairs(fields, record, context, paths)))
        for record, context in _read(library, uids, progress)
    ]


def _pairs(
    fields: Sequence[Field], record: Record, context: Context, paths: dict[str, str]
) -> Iterator[tuple[str, str]]:
    for field in fields:
        value, kind = record.values.get(field.key), field.kind
        if not value:
            continue
        if isinstance(kind, Rows):
            for row in value:
                label = kind.row_label(row, context)
                yield capital(label) or _(field.label), kind.show_row(row, context)
        elif isinstance(kind, Groups):
            yield _(field.label), "; ".join(sorted(paths.get(uid, "") for uid in value))
        elif (text := kind.show(value, context)) and text != record.title:
            yield _(field.label), text


def field_of(section: Section, kind: type[Kind]) -> Field | None:
    """The first field of a kind that the section shows."""
    shown = (each for each in section.stored if not each.is_hidden)
    return next((each for each in shown if isinstance(each.kind, kind)), None)


def envelopes(
    library: Library, section: Section, uids: Sequence[str], progress: Progress
) -> tuple[list[Envelope], int]:
    """The first address of each record that has one; and how many have none."""
    field = field_of(section, Addresses)
    found, missing = [], 0
    for record, context in _read(library, uids, progress):
        rows = record.values.get(field.key) or [] if field is not None else []
        lines = address_lines(rows[0], context) if rows else []
        if lines:
            found.append(Envelope((record.title, *lines)))
        else:
            missing += 1
    return found, missing


def address_lines(row: Values, context: Context) -> list[str]:
    """An address as it stands on an envelope, a line for each thing."""
    if row.get("text"):
        return [each.strip() for each in str(row["text"]).split(",") if each.strip()]
    city = " ".join(str(row[key]) for key in ("postcode", "city") if row.get(key))
    lines = (row.get("street"), city, row.get("region"), row.get("country"))
    return [str(each) for each in lines if each]


def birthdays(
    library: Library, section: Section, uids: Sequence[str], progress: Progress
) -> list[BirthdayOf]:
    """Those that are known, through the year from January on."""
    field = field_of(section, Birthday)
    found = []
    for record, context in _read(library, uids, progress):
        parts = _PARTIAL.fullmatch(str(record.values.get(field.key) or "")) if field is not None else None
        if parts is not None and 1 <= int(parts[2]) <= 12:
            phone = section.by_key.get("phone")
            text = phone.kind.show(record.values.get("phone"), context) if phone is not None else ""
            month, day, year = int(parts[2]), int(parts[3] or 0), int(parts[1] or 0)
            found.append(BirthdayOf(record.title, month, day, year, text))
    return sorted(found, key=lambda each: (each.month, each.day, sort_key(each.title)))


def turns(born: BirthdayOf, year: int) -> int | None:
    """How old somebody becomes in a year."""
    return year - born.year if born.year and year >= born.year else None


def falls_on(born: BirthdayOf, year: int) -> int:
    """The day of the month on which it is kept: 29 February on 28 in common years."""
    return min(born.day, calendar.monthrange(year, born.month)[1])


def in_binder_order(
    library: Library, section: Section, uids: Sequence[str], progress: Progress
) -> list[tuple[str, str]]:
    """Uids as a ring binder has them, each with the letter it stands under."""
    order = section.sort_of or section.title_of
    texts = [
        (sort_key(order(record.values, context) or record.title), record.uid)
        for record, context in _read(library, uids, progress)
    ]
    return [(uid, _letter(text)) for text, uid in sorted(texts)]


def _letter(text: str) -> str:
    first = next((each for each in text if each.isalnum()), "")
    return first.upper() if first.isalpha() else "#"


def _read(library: Library, uids: Sequence[str], progress: Progress) -> Iterator[tuple[Record, Context]]:
    for start in range(0, len(uids), CHUNK):
        part = uids[start : start + CHUNK]
        records, titles = library.read_many(part)
        context = library.context(titles)
        yield from ((records[uid], context) for uid in part if uid in records)
        progress.step(min(start + CHUNK, len(uids)), len(uids))
