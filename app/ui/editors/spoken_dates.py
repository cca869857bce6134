"""Dates as people say them: tomorrow 10, вторник 14:30, peste 3 zile; put into figures for the kinds."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.blueprint.dates import month_number, read_date
from app.core.folding import fold

_NEAR = {
    -1: ("yesterday", "ieri", "вчера"),
    0: ("today", "azi", "astazi", "сегодня", "now", "acum", "сейчас"),
    1: ("tomorrow", "tom", "maine", "завтра"),
    2: ("after tomorrow", "day after tomorrow", "poimaine", "послезавтра"),
}
_WEEKDAYS = (
    ("mon", "monday", "lun", "luni", "пн", "понедельник"),
    ("tue", "tuesday", "mar", "marti", "вт", "вторник"),
    ("wed", "wednesday", "mie", "miercuri", "ср", "среда", "среду"),
    ("thu", "thursday", "joi", "чт", "четверг"),
    ("fri", "friday", "vin", "vineri", "пт", "пятница", "пятницу"),
    ("sat", "saturday", "sam", "sambata", "сб", "суббота", "субботу"),
    ("sun", "sunday", "dum", "duminica", "вс", "воскресенье"),
)
_TIME = re.compile(r"(?:^|\s)(?:(?:at|la|в|ora)\s+)?(\d{1,2})(?:[:.](\d{2}))?$")
_TIME_ONLY = re.compile(r"(?:(?:at|la|в|ora)\s+)?(\d{1,2}):(\d{2})")
_IN = re.compile(r"(?:\+|in|peste|через)\s*(\d{1,4})\s*(\w*)")


def in_figures(text: str, today: date, region: str = "") -> str:
    """The text with its date in figures (``24.11.2026 10:00``); unchanged if nothing of it is spoken."""
    words = fold(text).strip(" ,.")
    if found := _TIME_ONLY.fullmatch(words):
        return _with_time(today, found[1], found[2])
    day = _day(words, today)
    if day is not None:
        return day.strftime("%d.%m.%Y")
    found = _TIME.search(words)
    if found is None:
        return text
    rest = words[: found.start()].strip(" ,")
    day = _day(rest, today) or (_written(rest, today, region) if found[2] or _has_month_name(rest) else None)
    return _with_time(day, found[1], found[2]) if day is not None and int(found[1]) < 24 else text


def _with_time(day: date, hour: str, minute: str | None) -> str:
    return f"{day.strftime('%d.%m.%Y')} {int(hour):02d}:{int(minute or 0):02d}"


def _day(words: str, today: date) -> date | None:
    for distance, names in _NEAR.items():
        if words in names:
            return today + timedelta(days=distance)
    for number, names in enumerate(_WEEKDAYS):
        if words in names:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if found := _IN.fullmatch(words):
        unit = fold(found[2])
        weeks = unit.startswith(("w", "sapt", "нед"))
        return today + timedelta(days=int(found[1]) * (7 if weeks else 1))
    return None


def _has_month_name(words: str) -> bool:
    found = re.search(r"[^\W\d]{3,}", words)
    return (
        found is not None
        and month_number(found[0]) is not None
        and bool(re.search(r"\d{4}$|^\d{1,2}\D+$", words))
    )


def _written(words: str, today: date, region: str) -> date | None:
    try:
        found = read_date(words, today, region=region)
    except ValueError:
        return None
    return nearest(found, today)


def nearest(partial: str, today: date) -> date | None:
    """The full date; one without a year (``--05-03``) in the year that brings it nearest to today."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", partial):
        return date.fromisoformat(partial)
    if not re.fullmatch(r"--\d\d-\d\d", partial):
        return None
    month, day = int(partial[2:4]), int(partial[5:7])
    years = (year for year in range(today.year - 4, today.year + 5) if _exists(year, month, day))
    return min(
        (date(year, month, day) for year in years), key=lambda each: (abs((each - today).days), each < today)
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
