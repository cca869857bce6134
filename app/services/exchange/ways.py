"""How the dates and numbers of a column are written, all in one way: proven by those that allow only one.

01/02/2026 is the first of February to some and the second of January to others, 1.234 is more than a thousand
or little more than one. A day above 12, or two decimals, in any row decides for the whole column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.blueprint.dates import DateOrTime, PartialDate
from app.blueprint.kinds import Kind, Number

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch

MONTH_FIRST, DAY_FIRST, POINT, COMMA = "mdy", "dmy", "point", "comma"
"""The order of a date, the sign before the decimals."""

_SLASHED = re.compile(r"\s*(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})\b(.*)", re.DOTALL)
_FIGURE = re.compile(r"(\D*?[+-]?)(\d[\d.,\s\u00a0\u202f'’]*)(\D*)", re.DOTALL)
_BLANKS = re.compile(r"[\s\u00a0\u202f'’]")

LONGEST_FIGURE = 60

_OPPOSITES = {MONTH_FIRST: DAY_FIRST, DAY_FIRST: MONTH_FIRST, POINT: COMMA, COMMA: POINT}


def column_ways(
    matches: Sequence[ColumnMatch], rows: Iterator[tuple[int, tuple[Any, ...]]]
) -> tuple[Mapping[int, str], int]:
    """Columns that are written in one way without a contradiction; and the number of rows."""
    kinds = [(i, match.target.kind) for i, match in enumerate(matches) if match.target]
    provers = [(i, _proven_order) for i, kind in kinds if is_date(kind)]
    provers += [(i, _proven_sign) for i, kind in kinds if isinstance(kind, Number)]
    proven: set[tuple[int, str]] = set()
    count = 0
    for _number, cells in rows:
        count += 1
        for i, prove in provers:
            cell = cells[i]
            if isinstance(cell, str) and (way := prove(cell)):
                proven.add((i, way))
    return {i: way for i, way in proven if (i, _OPPOSITES[way]) not in proven}, count


def is_date(kind: Kind) -> bool:
    """May a value be written with the day first or with the month first?"""
    return isinstance(kind, (PartialDate, DateOrTime))


def read_so(way: str | None, cell: Any) -> Any:
    """A cell of such a column, written so that every reader here takes it in that way."""
    if way is None or not isinstance(cell, str):
        return cell
    return _with_point(cell, way) if way in (POINT, COMMA) else _day_first(cell, way)


def _proven_order(text: str) -> str:
    found = _SLASHED.fullmatch(text)
    if found is None or found[2] == ".":
        return ""
    return DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST if int(found[3]) > 12 else ""


def _day_first(text: str, order: str) -> str:
    found = _SLASHED.fullmatch(text)
    if found is None:
        return text
    is_month_first = order == MONTH_FIRST and found[2] != "."
    day, month = (found[3], found[1]) if is_month_first else (found[1], found[3])
    return f"{day}.{month}.{found[4]}{found[5]}"


def _figure(text: str) -> re.Match[str] | None:
    """A figure with what stands before and behind it; a long text is none."""
    return _FIGURE.fullmatch(text) if len(text) <= LONGEST_FIGURE else None


def _proven_sign(text: str) -> str:
    """The decimal sign that a figure surely has: the last of two, not the one that stands twice, and the one
    that does not stand before three digits."""
    found = _figure(text)
    figure = _BLANKS.sub("", found[2]) if found else ""
    points, commas = figure.count("."), figure.count(",")
    if not points and not commas:
        return ""
    last = POINT if figure.rfind(".") > figure.rfind(",") else COMMA
    if points and commas:
        return last
    if points + commas > 1:
        return _OPPOSITES[last]
    before, _sign, after = figure.replace(",", ".").partition(".")
    is_open = not after or (len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0"))
    return "" if is_open else last


def _with_point(text: str, sign: str) -> str:
    """Without signs between thousands, and with decimals that nobody takes for thousands."""
    found = _figure(text)
    if found is None:
        return text
    decimal, other = (".", ",") if sign == POINT else (",", ".")
    whole, mark, rest = _BLANKS.sub("", found[2]).replace(other, "").partition(decimal)
    figure = f"{whole}.{rest:0<4}" if mark and rest else whole
    return f"{found[1]}{figure}{found[3]}"
