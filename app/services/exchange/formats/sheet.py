"""What every format is given: a sheet of typed cells, and what it says when it cannot hold one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.errors import UserError
from app.core.texts import _

Cell = Any
"""A text, a number, a date, a date and time, or None."""

Row = tuple[str, Sequence[Cell]]
"""Title of the record, by which it is named when a format refuses something, and its cells."""


@dataclass(frozen=True)
class Heading:
    """A column: its heading, how wide it wants to be (in characters), and what stands in it.

    ``is_phone`` and ``is_number`` tell what a spreadsheet may show as it is, though it begins with a sign
    of a formula; ``places`` are the decimals of amounts.
    """

    text: str
    width: int = 12
    is_number: bool = False
    is_phone: bool = False
    places: int = 0


@dataclass(frozen=True)
class Sheet:
    """A title, columns, and rows that can be asked for once."""

    title: str
    columns: Sequence[Heading]
    count: int
    rows: Callable[[], Iterable[Row]]


def refusal(record: str, column: Heading, reason: str) -> UserError:
    """What a format says of a cell that it cannot hold."""
    return UserError(
        _("“{record}”, {column}: {reason}").format(record=record, column=column.text, reason=reason)
    )


def cell_text(cell: Cell) -> str:
    """The cell as a text for readers and for an import."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
