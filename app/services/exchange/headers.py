"""The row of headings of a table: where it is, and names that are unique."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import takewhile, zip_longest
from typing import Any

from app.core.folding import digits, fold
from app.core.texts import _

SAMPLE_ROWS = 60
"""Rows among which the headings are looked for."""

MOST_REMARKS = 10
"""Rows of remarks that may stand above the headings."""

LONGEST_NAME = 250
"""Signs of a heading; more are no name, and would be compared with every field."""

LONGEST_REMARK = 2
"""Cells of a remark: what is meant, and its value."""

BAND = " › "
"""Stands between the two headings of a column: one over several columns, and its own below that."""

Row = tuple[int, Sequence[Any]]

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last of merged cells, each as row and column from 0."""

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_FIGURES = re.compile(r"[+\d][\d\s().,/\-:]*")


@dataclass(frozen=True)
class Heading:
    """Headings of a table, which of them the program made up, and the number of the first row below."""

    names: tuple[str, ...]
    made_up: frozenset[str]
    first_row: int


def is_blank(cell: Any) -> bool:
    """Nothing, or nothing that can be seen."""
    if type(cell) is str and cell[:1].isalnum():
        return False
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff\u200b \t\r\n\u00a0"))


def column_letter(index: int) -> str:
    """A, B … Z, AA: the name of a column in a spreadsheet."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def find_heading(sample: Sequence[Row], merged: Sequence[Range] = ()) -> Heading | None:
    """The headings in the first rows; rows of a title above are passed over. None if all rows are blank.

    Two rows of headings, the upper ones merged over several columns, are one heading for each column.
    """
    filled = [(number, cells) for number, cells in sample if not all(map(is_blank, cells))]
    if not filled:
        return None
    widest = max(_filled(cells) for _number, cells in filled)
    needed = 1 if widest == 1 else max(2, (widest + 1) // 2)
    at = next((i for i, row in enumerate(filled) if _filled(row[1]) >= needed), 0)
    number, cells = _below_remarks(filled[at:])
    if any(map(_is_data, cells)):
        return Heading(*_unique([None] * _width(filled)), first_row=number)
    width = max(
        _width([(number, cells)]),
        _width([row for row in filled if row[0] > number]) if _is_even(filled) else 0,
    )
    number, cells = _with_bands(filled, number, cells, merged)
    return Heading(*_unique([*cells, *[None] * width][:width]), first_row=number + 1)


def lowest(header: str) -> str:
    """The heading of the column itself, without what stands over several."""
    return header.rpartition(BAND)[2]


def _with_bands(rows: Sequence[Row], number: int, cells: Sequence[Any], merged: Sequence[Range]) -> Row:
    """The headings joined with those below or above them, where the upper ones lie over several columns."""
    known = dict(rows)
    for upper, lower in ((number, number + 1), (number - 1, number)):
        bands = [(left, right) for (top, left), (_b, right) in merged if top == upper - 1 and right > left]
        if not bands or not {upper, lower} <= known.keys() or any(map(_is_data, known[lower])):
            continue
        over, below = list(known[upper]), known[lower]
        if _filled(over) < 2 or not all(_is_there(below, left) for left, _right in bands):
            continue
        for left, right in bands:
            over[left : right + 1] = [over[left]] * len(over[left : right + 1])
        return lower, [_joined(one, other) for one, other in zip_longest(over, below)]
    return number, cells


def _is_there(cells: Sequence[Any], place: int) -> bool:
    return place < len(cells) and not is_blank(cells[place])


def _joined(over: Any, own: Any) -> Any:
    if is_blank(over) or is_blank(own) or over == own:
        return over if is_blank(own) else own
    return f"{over}{BAND}{own}"


def _below_remarks(rows: Sequence[Row]) -> Row:
    """The first row, unless it is a remark with a date or a figure ("Printed on | 01.02.2026") above them.

    Headings are then wider than all above them and are words only.
    """
    first = rows[0]
    if not any(map(_is_data, first[1])):
        return first
    remarks = takewhile(lambda row: _filled(row[1]) <= LONGEST_REMARK, rows[:MOST_REMARKS])
    after = rows[len(list(remarks)) :]
    if not after or _filled(after[0][1]) <= LONGEST_REMARK or any(map(_is_data, after[0][1])):
        return first
    return after[0]


_TOTALS = re.compile(r"(?:sub|grand )?(?:total|totals|sum|suma|summe|gesamt|итого|всего|итог)(?: general)?")
_FIGURE = re.compile(r"[-+]?[\d\s.,'%\u00a0\u202f]+[^\W\d]{0,3}\.?")


def is_totals(cells: Sequence[Any]) -> bool:
    """The row of totals below a list: the word, then nothing but figures that are no phone numbers."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or not isinstance(filled[0], str):
        return False
    word, colon, rest = fold(filled[0]).partition(":")
    if not _TOTALS.fullmatch(word.strip()) or not (colon or filled[1:]):
        return False
    figures = [rest.strip(), *filled[1:]] if rest.strip() else filled[1:]
    return all(map(_is_sum, figures)) or (len(filled) == 1 and bool(colon))


def _is_sum(cell: Any) -> bool:
    if isinstance(cell, (int, float)):
        return abs(cell) < 1e8 or not float(cell).is_integer()
    text = str(cell).strip()
    return bool(_FIGURE.fullmatch(text)) and len(digits(text)) <= 8


def _filled(cells: Sequence[Any]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def _is_even(rows: Sequence[Row]) -> bool:
    """Rows of a workbook are equally long; those of a text file need not be."""
    return len({len(cells) for _number, cells in rows}) == 1


def _width(rows: Sequence[Row]) -> int:
    ends = (
        max((i + 1 for i, cell in enumerate(cells) if not is_blank(cell)), default=0) for _n, cells in rows
    )
    return max(ends, default=0)


def _is_data(cell: Any) -> bool:
    """A heading is a word: e-mails, phone numbers, figures and dates are data."""
    if isinstance(cell, (int, float, date, time)):
        return True
    text = str(cell or "").strip()
    return bool(_EMAIL.fullmatch(text)) or (len(digits(text)) >= 6 and bool(_FIGURES.fullmatch(text)))


def _unique(cells: Sequence[Any]) -> tuple[tuple[str, ...], frozenset[str]]:
    names: list[str] = []
    made_up: set[str] = set()
    taken: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = "" if is_blank(cell) else " ".join(str(cell).strip("\ufeff").split())[:LONGEST_NAME]
        if not name:
            name = _("Column {letter}").format(letter=column_letter(index))
            made_up.add(name)
        base, count = name, taken.get(fold(name), 0)
        while fold(name) in taken:
            count += 1
            name = f"{base} ({count})"
        taken[fold(base)] = max(count, 1)
        taken.setdefault(fold(name), 1)
        names.append(name)
    return tuple(names), frozenset(made_up)
