"""A rule of iCalendar (RRULE), as far as people need it: days, weeks, months, years. The rest is refused.

What two programs would understand differently is refused too, by its name: weeks by number, days of a month
in a yearly rule that names no month, places in a week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from app.core.texts import N_, _

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = DAYS[:5]
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST = 9_999
"""The highest interval, and how often something may come."""
TRIED = {"DAILY": 1_500, "WEEKLY": 500, "MONTHLY": 1_200, "YEARLY": 400}
"""Turns after which a rule that has brought nothing yet never will."""

_FINER = ("SECONDLY", "MINUTELY", "HOURLY")
_ORDER = (
    "FREQ", "INTERVAL", "BYMONTH", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL",
)  # fmt: skip
_NUMBERS = {"BYMONTH": (1, 12), "BYYEARDAY": (-366, 366), "BYMONTHDAY": (-31, 31), "BYSETPOS": (-366, 366)}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?Z?)?")

FINER = N_("it comes more often than once a day")
NO_PROGRESS = N_("it never comes")
UNREADABLE = N_("“{part}” cannot be read")
NOT_OFFERED = N_("“{part}” is not understood here")


class RuleRefused(ValueError):
    """A rule that is not taken; the sentence names the part of it."""


def refused(rule: str, reason: str, part: str = "") -> RuleRefused:
    """The error for a rule, with the reason in words."""
    told = _("The rule “{rule}” cannot be used: {reason}.")
    return RuleRefused(told.format(rule=rule[:200], reason=_(reason).format(part=part)))


@dataclass(frozen=True)
class Rule:
    """A rule that was understood. ``days`` are (place in the month, 0 for all; weekday from Monday 0)."""

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = 0
    count: int = 0
    until: str = ""
    """``YYYY-MM-DD`` (that day included) or ``YYYY-MM-DDTHH:MM:SS``, on the wall of what repeats."""

    def text(self) -> str:
        """The rule as iCalendar writes it."""
        found: dict[str, str] = {"FREQ": self.freq}
        if self.interval != 1:
            found["INTERVAL"] = str(self.interval)
        for key, numbers in (
            ("BYMONTH", self.months), ("BYYEARDAY", self.year_days), ("BYMONTHDAY", self.month_days),
            ("BYSETPOS", self.places),
        ):  # fmt: skip
            if numbers:
                found[key] = ",".join(map(str, numbers))
        if self.days:
            found["BYDAY"] = ",".join(f"{place or ''}{DAYS[day]}" for place, day in self.days)
        if self.week_start:
            found["WKST"] = DAYS[self.week_start]
        if self.count:
            found["COUNT"] = str(self.count)
        if self.until:
            found["UNTIL"] = self.until.replace("-", "").replace(":", "")
        return ";".join(f"{key}={found[key]}" for key in _ORDER if key in found)

    def before(self, day: date) -> Rule:
        """The same rule, ended the day before."""
        return replace(self, count=0, until=(day - timedelta(days=1)).isoformat())

    def shifted(self, days: int) -> Rule | None:
        """The same rule so many days later; None where that says nothing simple."""
        if not days:
            return self
        if self.freq == "WEEKLY":
            moved = tuple(sorted((place, (day + days) % 7) for place, day in self.days))
            return replace(self, days=moved)
        is_plain = not (self.days or self.month_days or self.year_days or self.months or self.places)
        return self if is_plain else None


def read_rule(text: str) -> Rule:
    """A rule as it is written; RuleRefused with a sentence if it is none that can be used."""
    return _read(text.strip().removeprefix("RRULE:").upper().replace(" ", "").strip(";"))


@lru_cache(maxsize=2_000)
def _read(text: str) -> Rule:
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        key, equals, value = piece.partition("=")
        if not equals or not value or key in parts:
            raise refused(text, UNREADABLE, piece)
        parts[key] = value
    freq = parts.get("FREQ", "")
    if freq in _FINER or any(key in parts for key in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise refused(text, FINER)
    if freq not in FREQUENCIES:
        raise refused(text, UNREADABLE, f"FREQ={freq}")
    if (skip := parts.pop("SKIP", "")) or "RSCALE" in parts:
        if parts.pop("RSCALE", "GREGORIAN") not in ("GREGORIAN", "GREGORY"):
            raise refused(text, NOT_OFFERED, "RSCALE")
        parts = _without_skip(text, parts, skip)
    unknown = next((key for key in parts if key not in _ORDER), None)
    if unknown is not None:
        raise refused(text, NOT_OFFERED, unknown)
    rule = _made(text, parts)
    _refuse_ambiguous(text, rule)
    return rule


def _made(text: str, parts: dict[str, str]) -> Rule:
    def numbers(key: str) -> tuple[int, ...]:
        low, high = _NUMBERS[key]
        found = tuple(_number(text, key, each) for each in parts[key].split(",")) if key in parts else ()
        if any(not low <= each <= high or each == 0 for each in found):
            raise refused(text, UNREADABLE, f"{key}={parts[key]}")
        return tuple(dict.fromkeys(sorted(found)))

    interval = _number(text, "INTERVAL", parts.get("INTERVAL", "1"))
    count = _number(text, "COUNT", parts.get("COUNT", "0"))
    if interval < 1:
        raise refused(text, NO_PROGRESS)
    if interval > MOST or count > MOST or ("COUNT" in parts and ("UNTIL" in parts or count < 1)):
        raise refused(text, UNREADABLE, "INTERVAL" if interval > MOST else "COUNT")
    start = parts.get("WKST", "MO")
    if start not in DAYS:
        raise refused(text, UNREADABLE, f"WKST={start}")
    return Rule(
        parts["FREQ"], interval, numbers("BYMONTH"), numbers("BYYEARDAY"), numbers("BYMONTHDAY"),
        _days(text, parts.get("BYDAY", "")), numbers("BYSETPOS"), DAYS.index(start), count,
        _until(text, parts.get("UNTIL", "")),
    )  # fmt: skip


def _number(text: str, key: str, value: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,6}", value):
        raise refused(text, UNREADABLE, f"{key}={value}")
    return int(value)


def _days(text: str, value: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for piece in value.split(",") if value else ():
        match = _DAY.fullmatch(piece)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise refused(text, UNREADABLE, f"BYDAY={piece}")
        found.append((int(match[1] or 0), DAYS.index(match[2])))
    return tuple(dict.fromkeys(sorted(found)))


def _until(text: str, value: str) -> str:
    if not value:
        return ""
    match = _UNTIL.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        year, month, day, hour, minute, second = (int(each or 0) for each in match.groups())
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise refused(text, UNREADABLE, f"UNTIL={value}") from None
    return moment.isoformat() if "T" in value else moment.date().isoformat()


def _without_skip(text: str, parts: dict[str, str], skip: str) -> dict[str, str]:
    """``SKIP=BACKWARD`` (the last day of a month that is too short) said in words that all programs know."""
    if skip in ("", "OMIT"):
        return parts
    days = parts.get("BYMONTHDAY", "")
    is_known = days in ("29", "30", "31") and not {"BYDAY", "BYSETPOS", "BYYEARDAY"} & parts.keys()
    if skip != "BACKWARD" or not is_known or parts["FREQ"] not in ("MONTHLY", "YEARLY"):
        raise refused(text, NOT_OFFERED, f"SKIP={skip}")
    return parts | {"BYMONTHDAY": ",".join(map(str, range(28, int(days) + 1))), "BYSETPOS": "-1"}


def _refuse_ambiguous(text: str, rule: Rule) -> None:
    has_places = any(place for place, _day in rule.days)
    if rule.freq == "YEARLY" and rule.month_days and not rule.months:
        raise refused(text, NOT_OFFERED, "BYMONTHDAY")
    if rule.freq in ("DAILY", "WEEKLY") and (has_places or rule.places):
        raise refused(text, NOT_OFFERED, "BYDAY" if has_places else "BYSETPOS")
    if rule.freq == "WEEKLY" and rule.month_days:
        raise refused(text, NOT_OFFERED, "BYMONTHDAY")
    if rule.freq != "YEARLY" and rule.year_days:
        raise refused(text, NOT_OFFERED, "BYYEARDAY")
    if rule.places and not (rule.days or rule.month_days or rule.year_days):
        raise refused(text, NOT_OFFERED, "BYSETPOS")
    tried = datetime(2023, 1, 1)
    if not rule.until and next(_turns(rule, tried), None) is None:
        raise refused(text, NO_PROGRESS)


def _turns(rule: Rule, start: datetime) -> Iterator[datetime]:
    """What a rule brings within as many turns as it could need: 400 years hold every kind of year."""
    turns = TRIED[rule.freq] * rule.interval
    years = {"DAILY": turns // 365, "WEEKLY": turns // 52, "MONTHLY": turns // 12, "YEARLY": turns}[rule.freq]
    last = datetime(min(9999, start.year + years + 1), 12, 31)
    for month in (1, 2) if rule.freq == "MONTHLY" and rule.months else (1,):  # an interval may pass months by
        yield from engine(replace(rule, count=0), start.replace(month=month), last)


def engine(rule: Rule, start: datetime, last: datetime | None = None) -> Any:
    """The rule as dateutil walks it; ``last`` is the end for one that has none itself."""
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

    until = last
    if rule.until:
        own = datetime.fromisoformat(rule.until if "T" in rule.until else f"{rule.until}T23:59:59")
        until = own if last is None else min(own, last)
    frequency = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}[rule.freq]
    days = [weekday(day, place) if place else weekday(day) for place, day in rule.days]
    return rrule(
        frequency, start, rule.interval, rule.week_start, rule.count or None, until, rule.places or None,
        rule.months or None, rule.month_days or None, rule.year_days or None, byweekday=days or None,
    )  # fmt: skip


def monthly_on(day: int, is_clamped: bool, interval: int = 1) -> Rule:
    """Every month on that day; months without it are left out, or have their last day."""
    return Rule("MONTHLY", interval, month_days=_month_days(day, is_clamped), places=_places(day, is_clamped))


def yearly_on(month: int, day: int, is_clamped: bool, interval: int = 1) -> Rule:
    """Every year on that day; 29 February is left out in common years, or is the 28th."""
    is_clamped = is_clamped and (month, day) == (2, 29)
    return Rule(
        "YEARLY", interval, (month,), month_days=_month_days(day, is_clamped), places=_places(day, is_clamped)
    )


def _month_days(day: int, is_clamped: bool) -> tuple[int, ...]:
    return tuple(range(28, day + 1)) if is_clamped and day > 28 else (day,)


def _places(day: int, is_clamped: bool) -> tuple[int, ...]:
    return (-1,) if is_clamped and day > 28 else ()
