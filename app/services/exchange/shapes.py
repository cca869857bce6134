"""What values look like: which columns cannot be what their heading says, and what unnamed ones are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from app.blueprint.context import Context
from app.blueprint.dates import Date, DateOrTime, PartialDate
from app.blueprint.kinds import Choice, Decimal, Email, Kind, Number, Phone, Text, Url, YesNo, cell_text
from app.blueprint.lists import GRADES, LISTS, find_choice
from app.core.folding import digits, fold
from app.core.texts import _
from app.services.exchange.known import known_value
from app.services.exchange.names import is_prefix_text
from app.services.exchange.targets import FULL_NAME, TYPE, Target
from app.services.exchange.words import type_of

_EMAIL = re.compile(r"[^\s@<>]@[^\s@<>]+\.[^\s@<>]")
"""One sign before the @ is enough: looking for the whole word takes minutes in a very long cell."""
_PHONE = re.compile(r"\+?[\d\s().\-/]{6,}(?:\s*(?:int|ext|доб|x)\.?\s*\d+)?")
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")
_NAME_FIELDS = {"surname", "given_name", "patronymic", FULL_NAME}


_DASHES = re.compile(r"[-–—.?/0:\s]+")
_NOTHING = {
    "unspecified", "not specified", "unknown", "undefined", "n/a", "na", "#n/a", "none", "null", "nan",
    "не указан", "не указано", "неизвестно", "нет данных", "nespecificat", "necunoscut", "keine angabe",
}  # fmt: skip
_LONGEST_NOTHING = max(map(len, _NOTHING))


def says_nothing(kind: Kind, cell: Any) -> bool:
    """A dash, "0/0/00" or "unspecified" in the place of a value: what programs write where there is none."""
    if not isinstance(cell, str):
        return False
    is_closed = isinstance(kind, Choice) and kind.list in LISTS and not LISTS[kind.list].is_open
    if not (is_closed or isinstance(kind, (PartialDate, DateOrTime, Phone, Email))):
        return False
    text = cell.strip()
    if text[:1].isdecimal():
        return bool(_DASHES.fullmatch(text))
    return bool(_DASHES.fullmatch(text)) or (len(text) <= _LONGEST_NOTHING and fold(text) in _NOTHING)


def is_email(cell: Any) -> bool:
    """One or more e-mail addresses."""
    return bool(_EMAIL.search(cell_text(cell)))


def is_phone(cell: Any) -> bool:
    """A number that might be dialled: 6 to 15 digits and the marks between them."""
    return bool(_PHONE.fullmatch(cell_text(cell).strip())) and 6 <= len(digits(cell_text(cell))) <= 20


def is_url(cell: Any) -> bool:
    """An address on the web that says so."""
    return bool(_URL.fullmatch(cell_text(cell).strip()))


def share(values: Sequence[Any], test: Callable[[Any], bool]) -> float:
    """How many of the values pass, from 0 to 1."""
    return sum(map(test, values)) / len(values) if values else 0.0


def misfit(target: Target, values: Sequence[Any], context: Context) -> str:
    """Why the values of a column cannot go to a target; empty when they can."""
    values = [value for value in values if not says_nothing(target.kind, value)]
    if not values:
        return ""
    test = _test_for(target, context)
    if test is None or share(values, test) >= 0.5:
        return ""
    example = next(cell_text(value) for value in values if not test(value))
    return _("values such as “{example}” do not fit the field").format(example=example[:40])


def _test_for(target: Target, context: Context) -> Callable[[Any], bool] | None:
    kind = target.kind
    if target.part == TYPE and isinstance(kind, Choice):
        return lambda cell: row_type(kind.list, cell_text(cell), context) is not None
    if isinstance(kind, Email):
        return lambda cell: "@" in cell_text(cell)
    if isinstance(kind, Phone):
        return _may_be_phone
    if isinstance(kind, Url):
        return lambda cell: not is_email(cell) and not is_phone(cell)
    if isinstance(kind, (PartialDate, DateOrTime)):
        return lambda cell: looks_like_date(cell, context)
    if isinstance(kind, (Number, YesNo)):
        return lambda cell: _parses(kind, cell, context)
    if isinstance(kind, Choice) and not target.part:
        return lambda cell: _is_choice(kind, cell, context)
    return _test_for_text(target)


def _test_for_text(target: Target) -> Callable[[Any], bool] | None:
    if target.key == "prefix":
        return lambda cell: is_prefix_text(cell_text(cell))
    if target.key in _NAME_FIELDS or target.part in ("organization", "job_title", "city", "country"):
        return lambda cell: not is_email(cell) and any(char.isalpha() for char in cell_text(cell))
    if type(target.kind) is Text and target.part in ("street", "region", "text"):
        return lambda cell: not is_email(cell)
    return None


def _may_be_phone(cell: Any) -> bool:
    longest = max(map(len, re.split(r"[;,\n]", cell_text(cell))))
    return longest <= 60 and not is_email(cell) and not is_url(cell)


def looks_like_date(cell: Any, context: Context) -> bool:
    """A date, or a text that can be one in either order of day and month."""
    if isinstance(cell, (date, datetime)):
        return True
    if not isinstance(cell, str):
        return False
    plain = cell.partition("[")[0].strip()  # an appointment may name its zone
    text = re.sub(r"^(\d{1,2})([/\-.])(\d{1,2})\2", r"\3.\1.", plain)
    return any(
        _parses(DateOrTime(), each, context) or _parses(PartialDate(), each, context)
        for each in (plain, text)
    )


def row_type(list_key: str, text: str, context: Context) -> str | None:
    """The kind of a row that a text names; Google marks the main one with an asterisk."""
    word = text.strip().removeprefix("*").strip()
    return find_choice(list_key, word, context) or known_value(list_key, word) or type_of(list_key, word)


_Parsed = Date | DateOrTime | PartialDate | Decimal | Number | YesNo


def _parses(kind: _Parsed, cell: Any, context: Context) -> bool:
    try:
        return kind.from_cell(cell, context) is not None
    except ValueError:
        return False


def _is_choice(kind: Choice, cell: Any, context: Context) -> bool:
    """A value of the list, or, where lists are open, something that could be one: short and no figure."""
    text = cell_text(cell)
    parts = [part for part in re.split(r"[,;/\n]", text) if part.strip()]
    if all(find_choice(kind.list, part, context) or known_value(kind.list, part) for part in parts):
        return True
    is_open = kind.list not in LISTS or LISTS[kind.list].is_open
    longest = 3 if kind.list == GRADES else 60
    return is_open and len(text) <= longest and not is_email(cell) and any(char.isalpha() for char in text)


def guessed_field(values: Sequence[Any]) -> str:
    """Key of the field that a column without a heading surely holds: "phones", "emails", "sites" or ""."""
    if len(values) < 1:
        return ""
    for key, test in (("emails", is_email), ("sites", is_url), ("phones", is_sure_phone)):
        if share(values, test) >= 0.8:
            return key
    return ""


LONG_TEXT = 200
MOST_CHOICES = 12
"""Different values that may still be a list to choose from."""


def guessed_kind(values: Sequence[Any], context: Context) -> str:
    """The kind of own field that takes all of these values; text where nothing better is sure."""
    for kind, test in (
        ("email", is_email),
        ("url", is_url),
        ("phone", is_sure_phone),
        ("yes_no", lambda cell: _is_yes_no(cell, context)),
        ("number", lambda cell: _is_number(cell, context)),
        ("date", lambda cell: _is_whole_date(cell, context)),
        ("date_time", lambda cell: looks_like_date(cell, context)),
    ):
        if values and all(map(test, values)):
            return kind
    texts = [cell_text(value).strip() for value in values]
    if any(len(text) > LONG_TEXT or "\n" in text for text in texts):
        return "long_text"
    different = set(map(fold, texts))
    is_list = len(different) <= MOST_CHOICES and len(texts) >= 3 * len(different) >= 6
    return "choice" if is_list and max(map(len, texts)) <= 40 else "text"


def _is_yes_no(cell: Any, context: Context) -> bool:
    """A word for yes or no; figures are figures."""
    return isinstance(cell, bool) or (
        isinstance(cell, str) and not cell.strip().isdigit() and _parses(YesNo(), cell, context)
    )


def _is_number(cell: Any, context: Context) -> bool:
    """A figure; not one with zeros before it, which is a code."""
    if isinstance(cell, str) and re.match(r"\s*0\d", cell):
        return False
    return not isinstance(cell, bool) and _parses(Decimal(), cell, context)


def _is_whole_date(cell: Any, context: Context) -> bool:
    """A day with its year and without a time."""
    if isinstance(cell, datetime):
        return (cell.hour, cell.minute, cell.second) == (0, 0, 0)
    return isinstance(cell, date) or (
        isinstance(cell, str) and ":" not in cell and _parses(Date(), cell, context)
    )


def is_sure_phone(cell: Any) -> bool:
    """A text that begins like a phone number (+ or 0) and is no code of thirteen digits."""
    text = cell_text(cell).strip()
    return (
        is_phone(cell)
        and text.startswith(("+", "0", "(0"))
        and 9 <= len(digits(text)) <= 14
        and len(digits(text)) != 13
    )
