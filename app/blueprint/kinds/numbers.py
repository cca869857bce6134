"""Kinds of numbers: whole ones, decimals, amounts of money; and how a person writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.blueprint.context import CellValue, Context
from app.blueprint.kinds.base import OF_NUMBERS, Kind, Storage
from app.core.texts import _


def read_number(text: str, language: str) -> float | None:
    """The number a person wrote with the signs of any of our languages; ValueError with a sentence if none.

    A point and a comma together: the last one parts the decimals. One alone before exactly three digits
    parts thousands where the language writes them so (a comma in English, a point elsewhere).
    """
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    if not plain:
        return None
    if re.fullmatch(r"[+-]?(?:\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,})", plain):
        plain = re.sub(r"[.,]", "", plain)
    thousands = "," if language == "en" else "."
    if "." in plain and "," in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
    elif not re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}{re.escape(thousands)}\d{{3}}", plain):
        thousands = ""
    plain = plain.replace(thousands, "") if thousands else plain
    if not re.fullmatch(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", plain) or len(plain) > 18:
        raise ValueError(_("“{text}” is not a number.").format(text=text.strip()))
    return float(plain.replace(",", "."))


def shown_number(value: float, language: str, places: int | None = None) -> str:
    """A number as the language writes it; ``places`` decimals, or only those that are there."""
    if places is None:
        text = f"{value:,.6f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{places}f}"
    return text if language == "en" else text.translate({ord(","): "\u202f", ord("."): ","})


class Number(Kind):
    """A whole number, with bounds that warn."""

    name = "number"
    is_numeric = True
    operators = OF_NUMBERS
    storage: Storage = "integer"

    def __init__(self, minimum: int | None = None, maximum: int | None = None, suffix: str = "") -> None:
        self.minimum, self.maximum, self.suffix = minimum, maximum, suffix

    def normal(self, value: Any) -> Any:
        return None if value is None or value == "" else int(value)

    def parse(self, text: str, context: Context) -> Any:
        cleaned = re.sub(r"[\s\u00a0\u202f%]", "", text)
        if not cleaned:
            return None
        if not re.fullmatch(r"[+-]?\d{1,9}(?:[.,]0+)?", cleaned):
            raise ValueError(_("“{text}” is not a whole number.").format(text=text.strip()))
        return int(re.split(r"[.,]", cleaned)[0])

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else f"{value}{self.suffix}"

    def cell(self, value: Any, context: Context) -> CellValue:
        return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()

    def warning(self, value: Any, context: Context) -> str | None:
        low, high = self.minimum, self.maximum
        if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
            return _("Expected a number from {low} to {high}.").format(low=low, high=high)
        return None


class Decimal(Number):
    """A number with or without decimals, kept as it was meant: whole ones as integers."""

    name = "decimal"
    storage: Storage = "real"

    def __init__(self, places: int = 6, suffix: str = "") -> None:
        super().__init__(suffix=suffix)
        self.places = places

    def normal(self, value: Any) -> Any:
        if value is None or value == "":
            return None
        number = round(float(value), self.places)
        return int(number) if number.is_integer() else number

    def parse(self, text: str, context: Context) -> Any:
        suffix = self.suffix.strip()
        return self.normal(read_number(text.strip().removesuffix(suffix), context.language))

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else f"{shown_number(value, context.language)}{self.suffix}"


_WORD = re.compile(r"[^\W\d_]+\.?")
_CURRENCIES = frozenset((
    "lei", "leu", "leul", "dolari", "dolar", "euro", "euros", "eur", "usd", "mdl", "ron", "rub", "uah", "czk",
    "pln", "huf", "bgn", "gbp", "chf", "kč", "zł", "zl", "ft", "лв", "лей", "леев", "лея", "руб", "рубль",
    "рубля", "рублей", "р", "грн", "гривен", "гривны", "евро", "долл", "доллар", "доллара", "долларов", "тг",
))  # fmt: skip


def _is_currency(word: str) -> bool:
    """Is it a currency as people write it beside amounts: lei, руб., any code in capitals?"""
    bare = word.rstrip(".")
    return bare.lower() in _CURRENCIES or (len(bare) == 3 and bare.isupper())


class Money(Decimal):
    """An amount in one currency, kept in its hundredths."""

    name = "money"
    storage: Storage = "integer"

    def __init__(self, currency: str = "") -> None:
        super().__init__(places=0, suffix=f"\u00a0{currency}" if currency else "")
        self.currency = currency

    def parse(self, text: str, context: Context) -> Any:
        words = _WORD.findall(text)
        bare = _WORD.sub("", text) if len(words) <= 1 and all(map(_is_currency, words)) else text
        bare = re.sub(r"[€$£₽¥₴]", "", bare)
        if text.strip() and not bare.strip():  # "lei" is no amount, and must not empty one that stands
            raise ValueError(_("“{text}” is not a number.").format(text=text.strip()))
        amount = read_number(bare, context.language)
        return None if amount is None else self.normal(amount * 100)

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self.normal(cell * 100)
        return super().from_cell(cell, context)

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else f"{shown_number(value / 100, context.language, 2)}{self.suffix}"

    def cell(self, value: Any, context: Context) -> CellValue:
        return None if value is None else value / 100
