"""Spans of days that conditions ask for, as texts that stored dates and stamps are compared with."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from app.core.clock import stamp

Span = tuple[str, str]
"""From (included) and to (left out), as ISO days; an empty text is no bound."""

OPERATORS = (
    "on", "before", "after", "between", "last_days", "next_days", "this_week", "this_month", "this_year",
    "coming", "coming_month",
)  # fmt: skip


def days(operator: str, value: Any, today: date) -> Span | None:
    """The span of an operator; None if what was given is no day."""
    if operator in ("last_days", "next_days"):
        return _around(operator, int(value), today)
    if operator.startswith("this_"):
        first, last = _this(operator, today)
        return first.isoformat(), _next(last)
    given = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(each, str) and _is_day(each) for each in given):
        return None
    if operator == "before":
        return "", given[0]
    following = _next(date.fromisoformat(given[-1]))
    return (following, "") if operator == "after" else (given[0], following)


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _next(day: date) -> str:
    return (day + timedelta(days=1)).isoformat() if day < date.max else "9999-12-32"


def _around(operator: str, n: int, today: date) -> Span:
    """The last days count back from today and the next ones ahead; today is in both."""
    if operator == "last_days":
        first = date.fromordinal(max(1, today.toordinal() - n))
        return first.isoformat(), _next(today)
    return today.isoformat(), _next(date.fromordinal(min(date.max.toordinal(), today.toordinal() + n)))


def _this(operator: str, today: date) -> tuple[date, date]:
    if operator == "this_week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if operator == "this_month":
        following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        return today.replace(day=1), following - timedelta(days=1)
    return date(today.year, 1, 1), date(today.year, 12, 31)


def as_stamps(span: Span) -> Span:
    """Days on the wall of this computer as moments in UTC, as stamps are stored."""
    low, high = (
        stamp(datetime.fromisoformat(day).astimezone()) if day and day <= "9999-12-31" else "" for day in span
    )
    return low, high


def of_year(operator: str, n: Any, today: date) -> list[tuple[str, str]]:
    """Spans of ``MM-DD``, both ends included, in which a day of the coming days lies, whatever its year.

    Somebody born on 29 February has that day on the 28th where the year has no other.
    """
    if operator == "coming_month":
        return [(f"{today:%m}", f"{today:%m}-31")]
    if int(n) >= 365:
        return [("01-01", "12-31")]
    last = today + timedelta(days=int(n))
    low, high = f"{today:%m-%d}", f"{last:%m-%d}"
    if high == "02-28" and not _is_leap(last.year):
        high = "02-29"
    if last.year == today.year:
        return [(low, high)]
    return [(low, "12-31"), ("01-01", high)]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
