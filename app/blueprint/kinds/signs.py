"""Kinds whose equal values mean the same person or firm: phone, e-mail, address on the web, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.blueprint.context import CellValue, Context
from app.blueprint.kinds.base import PRESENCE, Kind, cell_text
from app.blueprint.kinds.texts import Text
from app.core.folding import SORT_LENGTH, digits
from app.core.texts import _


class Phone(Kind):
    """A phone number as typed; compared by its digits."""

    name = "phone"
    operators = ("contains", "not_contains", "is", "is_not", *PRESENCE)
    has_signs = is_reach = True
    _FIGURE = re.compile(r"\d+[.,]0|\d(?:[.,]\d+)?[eE]\+?\d{1,2}")

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        """A number that a spreadsheet turned into a figure is read as its digits."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._from_number(float(cell), context)
        text = cell_text(cell).strip()
        if self._FIGURE.fullmatch(text):
            return self._from_number(float(text.replace(",", ".")), context)
        return self.parse(text, context)

    def _from_number(self, number: float, context: Context) -> str:
        if number < 0 or not number.is_integer() or number >= 1e15:
            raise ValueError(
                _("“{text}” lost digits in the spreadsheet; type the number again.").format(text=number)
            )
        from app.blueprint.phones import restore

        return restore(str(int(number)), context.region)

    def search(self, value: Any, context: Context) -> Iterable[str]:
        from app.blueprint.phones import search_forms

        return search_forms(value, context.region) if value else ()

    def sort_text(self, value: Any, context: Context) -> str | None:
        return digits(value) or None if value else None

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        from app.blueprint.phones import compare_key

        return (compare_key(value, context.region)[:SORT_LENGTH],) if value else ()

    def warning(self, value: Any, context: Context) -> str | None:
        from app.blueprint.phones import warning

        return warning(value, context.region) if value else None


_LATIN_IN_CYRILLIC = re.compile(r"(?=\w*[A-Za-z\u00c0-\u024f])(?=\w*[\u0400-\u04ff])\w+")


def _mixed_letters(text: str | None) -> str | None:
    """A sentence if a word has letters of two scripts, which look alike and lead elsewhere."""
    if not text or not _LATIN_IN_CYRILLIC.search(text):
        return None
    return _("“{text}” mixes Latin and Cyrillic letters in one word.").format(text=text)


class Email(Kind):
    """An e-mail address."""

    name = "email"
    has_sort_key = True
    _STRAY_DOT = re.compile(r"^\.|\.\.|\.@|@\.|\.$")
    has_signs = is_reach = True
    _SHAPE = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+\.[^\s@.,;]{2,}")

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        return (value.casefold()[:SORT_LENGTH],) if value and self.is_sign(value) else ()

    def is_sign(self, key: str) -> bool:
        return "@" in key

    def warning(self, value: Any, context: Context) -> str | None:
        if value and (not self._SHAPE.fullmatch(value) or self._STRAY_DOT.search(value)):
            return _("“{text}” does not look like an e-mail address.").format(text=value)
        return _mixed_letters(value)


class Url(Kind):
    """An address on the web."""

    name = "url"
    has_sort_key = True
    has_signs = True

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        """Without scheme and last slash."""
        text = "".join(value.split()).casefold() if value else ""
        text = text.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        return (text,) if text else ()

    def warning(self, value: Any, context: Context) -> str | None:
        if value and (re.search(r"\s", value) or "." not in value):
            return _("“{text}” does not look like a web address.").format(text=value)
        return _mixed_letters(value)


class Code(Text):
    """An identifier with check digits: fiscal code, IBAN, personal code. Wrong ones warn, never block."""

    name = "code"
    has_sort_key = False
    has_signs = True

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme

    def search(self, value: Any, context: Context) -> Iterable[str]:
        if not value:
            return ()
        compact = re.sub(r"[\s.\-/]", "", value)
        return (value,) if compact == value else (value, compact)

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        from app.blueprint.codes import plain_code

        return (code,) if value and (code := plain_code(self.scheme, value)) else ()

    def warning(self, value: Any, context: Context) -> str | None:
        from app.blueprint.codes import warning

        return warning(self.scheme, value, context.region) if value else None
