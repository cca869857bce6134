"""Which days a calendar shows: by mode and day, stepping on, and what the span is called."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QLocale

from app.blueprint.dates import date_format
from app.core.texts import capital

Mode = Literal["day", "week", "month", "agenda"]
MODES: tuple[Mode, ...] = ("day", "week", "month", "agenda")
AGENDA_DAYS = 28
FIRST, LAST = date(1, 2, 1), date(9999, 11, 30)
"""Further no calendar goes: a week more must still be a date."""


def first_weekday(region: str) -> int:
    """The day on which the week begins there; 0 is Monday."""
    there = QLocale(QLocale.Language.AnyLanguage, QLocale.codeToTerritory(region))
    return int(there.firstDayOfWeek().value) - 1


def week_of(day: date, first: int) -> date:
    """The first day of the week in which a day lies."""
    return day - timedelta(days=(day.weekday() - first) % 7)


def span_of(mode: Mode, day: date, first: int) -> tuple[date, date]:
    """First and last day that are shown; a month is shown in whole weeks."""
    if mode == "day":
        return day, day
    if mode == "week":
        monday = week_of(day, first)
        return monday, monday + timedelta(days=6)
    if mode == "month":
        begin = week_of(day.replace(day=1), first)
        end = day.replace(day=monthrange(day.year, day.month)[1])
        return begin, week_of(end, first) + timedelta(days=6)
    return day, day + timedelta(days=AGENDA_DAYS - 1)


def stepped(mode: Mode, day: date, step: int) -> date:
    """The day in the span before or after; in another month the same day, or its last one."""
    if mode == "month":
        place = min(max(day.year * 12 + day.month - 1 + step, FIRST.year * 12 + 1), LAST.year * 12 + 10)
        year, month = divmod(place, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    length = {"day": 1, "week": 7}.get(mode, AGENDA_DAYS)
    return within(day, step * length)


def within(day: date, days: int) -> date:
    """So many days later or earlier, but never out of what a calendar knows."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, FIRST.toordinal()), LAST.toordinal()))


def title_of(mode: Mode, day: date, span: tuple[date, date], language: str) -> str:
    """What the span is called: ``November 2026``, ``Monday, 23 November 2026``, ``23 – 29 Nov 2026``."""
    if mode == "month":
        return capital(date_format(day, "LLLL y", language))
    if mode == "day":
        return capital(date_format(day, "EEEE, d MMMM y", language))
    begin, end = span
    if begin.year != end.year:
        return f"{date_format(begin, 'd MMM y', language)} – {date_format(end, 'd MMM y', language)}"
    early = "d" if begin.month == end.month else "d MMM"
    return f"{date_format(begin, early, language)} – {date_format(end, 'd MMM y', language)}"
