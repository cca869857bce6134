"""What a kind of value needs to know of its surroundings to parse and show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Values = dict[str, Any]
"""The values of one record by field key; JSON-native (text, number, yes/no, list, dict)."""

CellValue = Any
"""What a spreadsheet cell holds: text, number, yes/no, date, date and time, or nothing."""


def _no_label(_list: str, key: str) -> str:
    return key


def _no_title(uid: str) -> str:
    return uid


def _no_options(_list: str) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Context:
    """Surroundings of a value.

    ``region`` is an ISO 3166 country code for phone numbers without one; ``zone`` an IANA time zone;
    ``now`` the wall clock's time to the minute where something is written;
    ``label_of(list, key)`` gives the label of a choice, ``options_of(list)`` all its keys with labels;
    ``title_of(uid)`` the title of a record. ``is_lasting`` is for what is read on another day (a letter):
    there is no "today" in it and no date without its year.
    """

    region: str = "RO"
    language: str = "en"
    zone: str = "UTC"
    today: date = field(default_factory=date.today)
    now: str = ""
    label_of: Callable[[str, str], str] = _no_label
    options_of: Callable[[str], Iterable[tuple[str, str]]] = _no_options
    title_of: Callable[[str], str] = _no_title
    is_lasting: bool = False
