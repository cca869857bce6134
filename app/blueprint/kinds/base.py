"""What a kind is: one line of plain text, from which the others differ.

A kind knows how to parse, check, show, search, sort and put into a spreadsheet cell. It knows no window
and no table. Values are JSON-native and ``None`` when empty; what the user typed is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from app.blueprint.context import CellValue, Context
from app.core.folding import sort_key, storable

Storage = Literal["text", "integer", "real", "boolean"]
"""What a column has to hold for the values of a kind."""

PRESENCE = ("empty", "not_empty")
OF_TEXT = ("contains", "not_contains", "is", "is_not", "begins", *PRESENCE)
OF_NUMBERS = ("is", "is_not", "less", "more", "between", *PRESENCE)
OF_CHOICES = ("one_of", "none_of", *PRESENCE)
OF_DATES = ("on", "before", "after", "between", "last_days", "next_days", "this_week", "this_month",
            "this_year", *PRESENCE)  # fmt: skip
"""Operators that kinds have in common (see ``blueprint.operators``)."""


class Kind:
    """A kind of value. Subclasses override what differs from plain text."""

    name = "text"
    is_rows = False
    table = ""
    storage: Storage = "text"
    has_sort_key = False
    """Is a key column kept beside the value, so that lists are in a reader's order?"""
    is_multiline = False
    is_numeric = False
    is_verified = False
    """Does ``verify`` refuse anything?"""
    operators: tuple[str, ...] = OF_TEXT
    """What may be asked of a value in a filter, the most frequent first; empty if nothing."""
    is_told = True
    """Does a value say anything to a reader of the history?"""
    has_signs = False
    """Do equal values mean the same person or firm (a phone, a code), so that they are looked for?"""
    is_reach = False
    """Is it a way to reach somebody (a phone, an e-mail), and so a sign in the fields of the user's too?"""

    def normal(self, value: Any) -> Any:
        """The value as it is stored; empty becomes None."""
        if isinstance(value, str):
            value = value if value.isprintable() else storable(value)
            return value if value.strip() else None
        return value

    def verify(self, value: Any) -> None:
        """ValueError with a sentence if a value in its normal form is none that this kind keeps."""

    def parse(self, text: str, context: Context) -> Any:
        """The value that a typed or imported text means; ValueError with a sentence if none."""
        return self.normal(text.strip())

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        """The value that a spreadsheet cell means."""
        return None if cell is None else self.parse(cell_text(cell), context)

    def show(self, value: Any, context: Context) -> str:
        """The value as a reader sees it."""
        return "" if value is None else str(value)

    def cell(self, value: Any, context: Context) -> CellValue:
        """The value for a spreadsheet cell."""
        return self.show(value, context) or None

    def search(self, value: Any, context: Context) -> Iterable[str]:
        """Texts by which the record is found."""
        return (self.show(value, context),) if value is not None else ()

    def sort_text(self, value: Any, context: Context) -> str | None:
        """A key whose code-point order is the reader's order."""
        return None if value is None else sort_key(self.show(value, context))

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        """What equal values have in common, whatever their spelling; only where ``has_signs``."""
        return ()

    def is_sign(self, key: str) -> bool:
        """Does a key of ``signs`` speak for one person or firm, or is it a word like "none"?"""
        return True

    def warning(self, value: Any, context: Context) -> str | None:
        """A sentence if the value looks wrong; it is kept all the same."""
        return None


def cell_text(cell: CellValue) -> str:
    """A spreadsheet cell as the text a person would read in it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.strftime("%Y-%m-%d") if not (cell.hour or cell.minute) else cell.strftime("%Y-%m-%dT%H:%M")
        )
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
