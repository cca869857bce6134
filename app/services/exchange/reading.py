"""One row of a list as values of a record: cells are read by the kinds of the fields they go to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.blueprint.codes import split_fiscal_code
from app.blueprint.context import Context, Values
from app.blueprint.dates import DateOrTime, PartialDate
from app.blueprint.kinds import Choice, Choices, Code, Kind, LongText, Phone, RichText, Text, Url, cell_text
from app.blueprint.lists import LISTS, find_choice
from app.blueprint.rows import ContactPoints, Reference, References, Rows
from app.core.texts import _
from app.services.exchange import points
from app.services.exchange.firms import looks_like_firm
from app.services.exchange.formulas import is_guarded
from app.services.exchange.headers import is_blank
from app.services.exchange.known import POSTCODE_DIGITS, country_of, known_value
from app.services.exchange.mapping import ColumnMatch
from app.services.exchange.names import split_full_name
from app.services.exchange.number_formats import Uncalculated
from app.services.exchange.phone_country import PhoneCountry
from app.services.exchange.putting import (
    Name,
    drop_needless_texts,
    label_beside,
    label_of_place,
    put_more,
    put_names,
    put_part,
    split_names,
)
from app.services.exchange.refusal import Refusal
from app.services.exchange.rows_read import NewChoice, ReadRow
from app.services.exchange.shapes import row_type, says_nothing
from app.services.exchange.spoilt import doubt, is_doubtful, refuse_lost_digits
from app.services.exchange.targets import DATE_PARTS, FULL_NAME, TYPE, Target
from app.services.exchange.ways import read_so

LONGEST_REMEMBERED, MOST_REMEMBERED = 40, 5_000
"""Texts of cells that are read once: towns, positions and groups come again and again."""


Parts = dict[tuple[str, str, int], Values]
"""Rows under way, by field, type and ordinal."""

_NOTHING: Values = {}

_PLAIN = frozenset((Text, LongText, Url))
"""Kinds to which a text is a text, whatever it says."""


@dataclass(frozen=True)
class _Column:
    """A column with what is known of it before the first row."""

    index: int
    match: ColumnMatch
    target: Target
    way: str | None
    is_labelled: bool
    keeps_blanks: bool
    is_phone: bool
    take: Take

    @cached_property
    def key(self) -> str:
        """Key of the field that it fills."""
        return self.target.field.key


Take = Callable[["ReadRow", Parts, _Column, Any, str], None]
"""Puts a cell where its column goes; the last is what stands beside the value."""


class RowReader:
    """Reads rows of one list; remembers what it has looked up."""

    def __init__(
        self,
        matches: Sequence[ColumnMatch],
        context: Context,
        ways: Mapping[int, str],
        constants: Sequence[tuple[Target, str]] = (),
        phones: PhoneCountry | None = None,
    ) -> None:
        self._context, self._constants = context, constants
        self._phones = phones or PhoneCountry(context.region)
        self._ways = ways
        self._columns = [
            self._column(i, each, each.target)
            for i, each in enumerate(matches)
            if each.target is not None and each.target.part != TYPE
        ]
        self._columns.sort(key=lambda each: each.is_labelled)  # notes first
        self._type_columns = [
            (i, each.target, each.ordinal)
            for i, each in enumerate(matches)
            if each.target is not None and each.target.part == TYPE
        ]
        self._types: dict[tuple[str, int], Values] = {}
        dated = [each.target.field for each in matches if each.target and each.target.part in DATE_PARTS]
        self._by_key = {field.key: field.kind for field in dated}
        self._labels = {field.key: field.label for field in dated}
        self._width = len(matches)
        self._is_surname_first = any(
            each.is_surname_first for each in matches if each.target and each.target.key == FULL_NAME
        )
        self._known: dict[Kind, dict[str, Any]] = {}
        self._choices: dict[tuple[str, str], Any] = {}
        self._figure_codes: set[str] = set()

    def read(self, number: int, cells: Sequence[Any]) -> ReadRow:
        """The row as values; problems name the cells that cannot be read."""
        row = ReadRow(number)
        self._figure_codes.clear()
        parts: Parts = {}
        self._read_types(cells)
        for column in self._columns:
            cell = cells[column.index]
            if cell is None or (is_blank(cell) and not column.keeps_blanks):
                row.emptied.append(column.target)
                continue
            try:
                label = label_beside(column.match, cells) if column.is_labelled else ""
                if not label or not says_nothing(PartialDate(), cell):
                    if column.way is not None or type(cell) is not str:
                        cell = _ordered(column.way, cell)
                    column.take(row, parts, column, cell, label)
                if column.is_phone and is_doubtful(cells[column.index], self._phones.read):
                    row.notes.append(Refusal(number, column.match.header, doubt(cells[column.index])))
            except ValueError as problem:
                text = cell_text(cells[column.index])
                row.problems.append(Refusal(number, column.match.header, str(problem), text))
        for target, text in self._constants:
            self._take_constant(row, parts, target, text)
        if len(cells) > self._width:
            reason = _(
                "The row has more cells than there are headings; perhaps a separator stands inside a text."
            )
            row.problems.append(Refusal(number, "", reason))
        self._compose_dates(row)
        for (key, kind, _ordinal), each in sorted(parts.items(), key=lambda item: item[0][2]):
            row.values.setdefault(key, []).append({"type": kind, **each} if kind else each)
        self._restore_postcodes(row.values)
        drop_needless_texts(row.values)
        return row

    def _take_constant(self, row: ReadRow, parts: Parts, target: Target, text: str) -> None:
        """A value for every row; what the row says itself stands before it."""
        key = target.field.key
        is_said = key in row.values or any(
            place[0] == key and target.part in each and place[1] in ("", target.type)
            for place, each in parts.items()
        )
        if target.section:
            is_said = key in row.firm
        elif isinstance(target.field.kind, ContactPoints):
            is_said = any(each.get("type", "") == target.type for each in row.values.get(key, ()))
        elif target.field.kind.is_rows and not isinstance(target.field.kind, Rows):
            is_said = False  # groups and tags come together
        try:
            if not is_said:
                column = self._column(-1, ColumnMatch("", target), target)
                column.take(row, parts, column, text, "")
        except ValueError as problem:
            row.problems.append(Refusal(row.number, target.heading(_), str(problem)))

    def _read_types(self, cells: Sequence[Any]) -> None:
        """Types and labels of the rows, by field and ordinal, from columns that say nothing else."""
        self._types.clear()
        for index, target, ordinal in self._type_columns:
            text = cell_text(cells[index]).strip()
            if text and isinstance(target.kind, Choice):
                key = row_type(target.kind.list, text, self._context)
                found = {TYPE: key} if key else {"label": text.removeprefix("*").strip()}
                self._types[target.field.key, ordinal] = found

    def _column(self, index: int, match: ColumnMatch, target: Target) -> _Column:
        kind = target.field.kind
        if target.key == FULL_NAME:
            take: Take = self._take_full_name
        elif target.section:
            take = self._take_of_firm
        elif isinstance(kind, ContactPoints):
            take = self._take_points
        elif target.part in DATE_PARTS and not kind.is_rows:
            take = self._take_date_part
        elif isinstance(kind, Rows):
            take = self._take_part
        elif isinstance(kind, (References, Reference)):
            take = self._take_names
        else:
            take = self._take_list if kind.is_rows else self._take_value
        is_labelled = bool(match.label or match.label_column >= 0)
        return _Column(index, match, target, self._ways.get(index), is_labelled, _keeps_blanks(target),
                       isinstance(target.kind, Phone), take)  # fmt: skip

    def _take_full_name(self, row: ReadRow, parts: Parts, _column: _Column, cell: Any, _label: str) -> None:
        _take_full_name(row, parts, cell_text(cell), self._is_surname_first)

    def _take_of_firm(self, row: ReadRow, _parts: Parts, column: _Column, cell: Any, _label: str) -> None:
        row.firm.update(self._single(column.key, column.target.kind, cell))

    def _take_date_part(self, row: ReadRow, _parts: Parts, column: _Column, cell: Any, _label: str) -> None:
        row.dates.setdefault(column.key, {})[column.target.part] = self.value(column.target.kind, cell)

    def _take_part(self, _row: ReadRow, parts: Parts, column: _Column, cell: Any, _label: str) -> None:
        target, key, ordinal = column.target, column.key, column.match.ordinal
        is_name = isinstance(target.kind, Reference)
        value = Name(cell_text(cell).strip()) if is_name else self.value(target.kind, cell)
        row_kind = target.type or self._types.get((key, ordinal), _NOTHING).get(TYPE, "")
        put_part(parts.setdefault((key, row_kind, ordinal), {}), target.part, value)
        if target.part == "postcode" and isinstance(cell, (int, float)):
            self._figure_codes.add(str(value))

    def _take_names(self, row: ReadRow, _parts: Parts, column: _Column, cell: Any, _label: str) -> None:
        put_names(row.values, column.key, column.target.field.kind, cell_text(cell))

    def _take_list(self, row: ReadRow, _parts: Parts, column: _Column, cell: Any, _label: str) -> None:
        named = "; ".join(split_names(cell_text(cell)))
        found = self.value(column.target.field.kind, named) or ()
        row.values[column.key] = [*row.values.get(column.key, ()), *found]

    def _take_value(self, row: ReadRow, _parts: Parts, column: _Column, cell: Any, label: str) -> None:
        kind, key = column.target.field.kind, column.key
        if label or key in row.values:
            put_more(row.values, key, kind, self.value(kind, cell), label)
        elif type(kind) is Code:
            row.values.update(self._single(key, kind, cell))
        elif (value := self.value(kind, cell)) is not None:
            row.values[key] = value

    def _take_points(self, row: ReadRow, _parts: Parts, column: _Column, cell: Any, beside: str) -> None:
        target = column.target
        known = _NOTHING if target.type else self._types.get((column.key, column.match.ordinal), _NOTHING)
        found: list[Values] = []
        kind = target.field.kind
        assert isinstance(kind, ContactPoints)
        for place, (piece, own) in enumerate(points.split(kind, cell)):
            value = self.value(target.kind, piece)
            if value is None:
                continue
            point = {"type": target.type, "value": value} if target.type else {"value": value}
            if known:
                said = label_of_place(known, place)
                point = {key: each for key, each in {"type": "", **point, **said}.items() if each}
            if label := own or beside:
                point["label"] = label
            found.append(point)
        row.values.setdefault(column.key, []).extend(found)

    def _single(self, key: str, kind: Kind, cell: Any) -> Values:
        """The value of one field; a fiscal code with RO says in passing that its owner pays VAT."""
        value = self.value(kind, cell)
        if isinstance(kind, Code) and kind.scheme == "fiscal" and isinstance(value, str):
            number, is_payer = split_fiscal_code(value)
            return {key: number, "vat_payer": True} if is_payer else {key: number}
        return {} if value is None else {key: value}

    def value(self, kind: Kind, cell: Any) -> Any:
        """What a cell means to a kind; ValueError with a sentence if nothing."""
        if not isinstance(cell, str) or len(cell) > LONGEST_REMEMBERED or kind.is_rows:
            return self._read_value(kind, cell)
        known = self._known.setdefault(kind, {})
        if cell in known:
            found = known[cell]
        else:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[cell] = self._read_value(kind, cell)
        return list(found) if isinstance(found, list) else found

    def _read_value(self, kind: Kind, cell: Any) -> Any:
        if type(kind) in _PLAIN and type(cell) is str and cell[:1] != "'":
            return kind.parse(cell, self._context)
        if says_nothing(kind, cell):
            return None
        if isinstance(kind, Choice):
            return self._choice(kind, cell_text(cell))
        refuse_lost_digits(kind, cell)
        if isinstance(cell, str) and cell[:1] == "'" and _is_guarded(kind, cell):
            cell = cell[1:]  # put there by an export that is safe for spreadsheets, or by the user's own hand
        if isinstance(cell, str) and isinstance(kind, (PartialDate, DateOrTime)):
            cell = cell.strip().removesuffix(" г.").removesuffix(" 00:00:00")
            cell = cell.removesuffix(" 0:00:00").removesuffix(" 0:00")
        if isinstance(kind, Phone):
            return self._phones.number(kind, cell, self._context)
        return kind.from_cell(cell, self._context)

    def _choice(self, kind: Choice, text: str) -> Any:
        place = (kind.list, text)
        if place not in self._choices:
            is_many = isinstance(kind, Choices)
            pieces = re.split(r"[,;/\n]", text) if is_many else [text]
            keys = [self._choice_key(kind.list, piece) for piece in pieces if piece.strip()]
            self._choices[place] = list(dict.fromkeys(keys)) if is_many else keys[0] if keys else None
        return self._choices[place]

    def _choice_key(self, list_key: str, text: str) -> str:
        found = find_choice(list_key, text, self._context) or known_value(list_key, text)
        if found is not None:
            return found
        known = LISTS.get(list_key)
        if known is not None and not known.is_open:
            labels = ", ".join(label for _key, label in self._context.options_of(list_key))
            raise ValueError(_("“{text}” is none of: {labels}.").format(text=text.strip(), labels=labels))
        return NewChoice(" ".join(text.split()))

    def _compose_dates(self, row: ReadRow) -> None:
        """Dates of which the list has day, month and year in three columns; what is none is a doubt."""
        for key, parts in row.dates.items():
            year, month, day = (parts.get(each) for each in DATE_PARTS)
            text = ".".join(str(each) for each in (day, month, year) if each)
            if key in row.values or not text:
                continue
            try:
                row.values[key] = self._by_key[key].parse(text if year else f"{text}.", self._context)
            except ValueError as problem:
                row.notes.append(Refusal(row.number, _(self._labels[key]), str(problem)))

    def _restore_postcodes(self, values: Values) -> None:
        """Spreadsheets drop the leading 0 of postcodes (010101 Bucharest)."""
        for each in values.get("addresses") or ():
            code, country = each.get("postcode"), each.get("country")
            if not code or not code.isdigit() or (not country and code not in self._figure_codes):
                continue
            region = country_of(country) if country else self._context.region
            if len(code) == POSTCODE_DIGITS.get(region, 0) - 1:
                each["postcode"] = f"0{code}"


def _ordered(way: str | None, cell: Any) -> Any:
    """A date or a figure as its column is written, in the way that every reader here knows."""
    if isinstance(cell, Uncalculated):
        reason = _("The formula “{text}” has no result yet; open the file in Excel, save it and try again.")
        raise ValueError(reason.format(text=cell[:60]))
    return read_so(way, cell)


def _keeps_blanks(target: Target) -> bool:
    """May a cell of signs that cannot be seen be the value? Only free text is kept to the last sign."""
    return type(target.kind) in (Text, LongText, RichText) and target.key != FULL_NAME


def _is_guarded(kind: Kind, text: str) -> bool:
    """Does an apostrophe at the beginning stand only for "this is text"?"""
    rest = text.lstrip("'")
    is_figure = rest != text and isinstance(kind, (Phone, Code)) and rest[:1].isdigit()
    return is_figure or is_guarded(text)


def _take_full_name(
    row: ReadRow, parts: dict[tuple[str, str, int], Values], text: str, is_surname_first: bool
) -> None:
    """The words of a name to their fields; a firm in a list of people is an organization."""
    job = parts.get(("organizations", "", 1), {})
    if looks_like_firm(text) and not job.get("organization"):
        parts.setdefault(("organizations", "", 1), {})["organization"] = Name(text.strip())
        return
    for key, value in split_full_name(text, is_surname_first).items():
        row.values.setdefault(key, value)
