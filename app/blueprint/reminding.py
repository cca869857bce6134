"""Times of reminding, understood: how long before a time, or when; in words, and when they fall due.

A time is one text: ``-PT15M`` (minutes before), ``-P1D`` (days before, at the same hour), ``-P1D@09:00``
(days before, at that hour on the wall), ``P0D@09:00`` (on the day), ``2026-12-14T09:00`` (then, wherever one
is) or ``2026-12-14T09:00[Europe/Bucharest]``; ``OFF`` says that nothing shall remind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.blueprint.context import Context
from app.blueprint.dates import Appointment, read_date, show_when
from app.core.folding import fold
from app.core.texts import _, ngettext

OFF = "OFF"
MORNING = clock_time(9)
"""When a reminder of a day without an hour falls due."""
USUAL = ("P0D", "-PT10M", "-PT30M", "-PT1H", "P0D@09:00", "-P1D@09:00", "-P3D@09:00", "-P7D@09:00", OFF)
"""Times that are offered."""
MOST_DAYS, MOST_MINUTES = 3_660, 60 * 24 * 366

_DAYS = re.compile(r"(-?)P(\d{1,4})([DW])(?:@(\d\d):(\d\d))?")
_MINUTES = re.compile(r"(-?)PT(?:(\d{1,5})H)?(?:(\d{1,6})M)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)$")
_UNITS = (
    (re.compile(r"(?:min(?:ute?)?s?|мин(?:ут)?\w*)\.?"), "minutes", 1),
    (re.compile(r"(?:h|hours?|ore|ora|ч(?:ас)?\w*)\.?"), "minutes", 60),
    (re.compile(r"(?:d|days?|zi|zile|д(?:ень|ня|ней|н)?)\.?"), "days", 1),
    (re.compile(r"(?:w|weeks?|sapt\w*|нед\w*)\.?"), "days", 7),
)
_AFTER = ("after", "dupa", "после", "спустя")


@dataclass(frozen=True)
class Lead:
    """A time of reminding, understood. Before is negative; ``clock`` an hour on the wall of the day."""

    days: int | None = None
    minutes: int | None = None
    clock: clock_time | None = None
    at: str = ""
    is_off: bool = False

    def text(self) -> str:
        """As it is kept."""
        if self.is_off:
            return OFF
        if self.at:
            return self.at
        if self.days is not None:
            clock = f"@{self.clock:%H:%M}" if self.clock is not None else ""
            return f"{'-' if self.days < 0 else ''}P{abs(self.days)}D{clock}"
        minutes = abs(self.minutes or 0)
        sign = "-" if (self.minutes or 0) < 0 else ""
        return f"{sign}PT{minutes // 60}H" if minutes and minutes % 60 == 0 else f"{sign}PT{minutes}M"


@lru_cache(maxsize=2_000)
def read_lead(text: str) -> Lead:
    """A kept text as a time of reminding; ValueError with a sentence if it is none."""
    if text == OFF:
        return Lead(is_off=True)
    if (found := _DAYS.fullmatch(text)) and (not found[4] or (int(found[4]) < 24 and int(found[5]) < 60)):
        days = int(found[2]) * (7 if found[3] == "W" else 1) * (-1 if found[1] else 1)
        clock = clock_time(int(found[4]), int(found[5])) if found[4] else None
        if abs(days) <= MOST_DAYS:
            return Lead(days=days, clock=clock)
    if (found := _MINUTES.fullmatch(text)) and (found[2] or found[3]):
        minutes = (int(found[2] or 0) * 60 + int(found[3] or 0)) * (-1 if found[1] else 1)
        if abs(minutes) <= MOST_MINUTES:
            return Lead(minutes=minutes)
    if "T" in text and Appointment.stored.fullmatch(text):
        Appointment().verify(text)
        return Lead(at=text)
    told = _("“{text}” is no time of reminding; write it like “15 min”, “1 day 9:00” or 31.12.2026 9:00.")
    raise ValueError(told.format(text=text.strip()))


def parse_lead(text: str, context: Context) -> Lead:
    """What somebody types, in any language, a date, or a time as it is kept; ValueError if it is none."""
    for reading in (_kept, _worded, _typed, _dated):
        try:
            return reading(text, context)
        except ValueError:
            continue
    return read_lead(text)  # says what is wrong


def _worded(text: str, context: Context) -> Lead:
    """The words in which what is usual is offered."""
    wanted = fold(text)
    found = (each for each in map(read_lead, USUAL) if fold(lead_in_words(each, context)) == wanted)
    lead = next(found, None)
    if lead is None:
        raise ValueError
    return lead


def _kept(text: str, _context: Context) -> Lead:
    return read_lead(text.strip())


def _typed(text: str, _context: Context) -> Lead:
    folded = fold(text)
    clock = _CLOCK.search(folded)
    at = clock_time(int(clock[1]), int(clock[2])) if clock and int(clock[1]) < 24 else None
    body = folded[: clock.start()] if clock else folded
    found = re.search(r"(\d{1,5})\s*([^\W\d]+\.?)", body)
    if found is None:
        raise ValueError
    sign = 1 if any(word in folded for word in _AFTER) else -1
    for pattern, unit, factor in _UNITS:
        if pattern.fullmatch(found[2]):
            n = int(found[1]) * factor * sign
            if unit == "minutes" and clock is None:
                return read_lead(Lead(minutes=n).text())
            if unit == "days":
                return read_lead(Lead(days=n, clock=at).text())
    raise ValueError


def _dated(text: str, context: Context) -> Lead:
    value = read_date(text, context.today, region=context.region)
    return read_lead(value if "T" in value else f"{value}T{MORNING:%H:%M}")


def lead_in_words(lead: Lead, context: Context) -> str:
    """``10 minutes before``, ``1 day before at 09:00``, ``on the day at 09:00``, ``tomorrow 09:00``."""
    if lead.is_off:
        return _("no reminder")
    if lead.at:
        return show_when(lead.at, context)
    if lead.minutes is not None:
        return _minutes_in_words(lead.minutes)
    days = lead.days or 0
    at = f" {lead.clock:%H:%M}" if lead.clock is not None else ""
    if not days:
        return _("on the day at {time}").format(time=at.strip()) if at else _("at its time")
    if days > 0:
        words = ngettext("{n} day after", "{n} days after", days).format(n=days)
    else:
        words = ngettext("{n} day before", "{n} days before", -days).format(n=-days)
    return _("{days} at {time}").format(days=words, time=at.strip()) if at else words


def _minutes_in_words(minutes: int) -> str:
    n, is_before = abs(minutes), minutes < 0
    if not n:
        return _("at its time")
    if n % 60 == 0:
        n //= 60
        before = ngettext("{n} hour before", "{n} hours before", n)
        return (before if is_before else ngettext("{n} hour after", "{n} hours after", n)).format(n=n)
    before = ngettext("{n} minute before", "{n} minutes before", n)
    return (before if is_before else ngettext("{n} minute after", "{n} minutes after", n)).format(n=n)


@dataclass(frozen=True, order=True)
class Due:
    """When a reminder falls due: a moment in UTC, or a wall time that counts wherever the user is."""

    is_wall: bool
    at: str
    """``2026-11-23T08:00:00Z``, or ``2026-11-23T09:00:00`` on the wall."""


def due_of(lead: Lead, slot: datetime, has_time: bool, zone: str) -> Due:
    """When a reminder of what happens at ``slot`` on the wall of ``zone`` falls due.

    Days are reckoned on the wall: a day before 10:00 is 10:00, also across a change of the clock. Minutes
    pass. An hour that the clock leaves out is the one after it, one that comes twice is the first.
    """
    if lead.at:
        plain, _bracket, named = lead.at.partition("[")
        return _due(datetime.fromisoformat(plain), named.rstrip("]"))
    if lead.days is not None:
        clock = lead.clock or (slot.time() if has_time else MORNING)
        return _due(datetime.combine(slot.date() + timedelta(days=lead.days), clock), zone)
    start = slot if has_time else datetime.combine(slot.date(), MORNING)
    passed = timedelta(minutes=lead.minutes or 0)
    if not zone:
        return _due(start + passed, "")
    moment = start.replace(tzinfo=zone_of(zone)).astimezone(UTC) + passed
    return Due(False, f"{moment:%Y-%m-%dT%H:%M:%SZ}")


def _due(at: datetime, zone: str) -> Due:
    if not zone:
        return Due(True, f"{at:%Y-%m-%dT%H:%M:%S}")
    return Due(False, f"{at.replace(tzinfo=zone_of(zone)).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")


@lru_cache(maxsize=200)
def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")  # damaged, or of a program that knows more zones


def day_of_year(value: str, year: int) -> date | None:
    """A day that comes every year, in that year; 29 February is the 28th in common years."""
    if not re.fullmatch(r"(?:\d{4}|-)-\d\d-\d\d", value):
        return None
    month, day = int(value[-5:-3]), int(value[-2:])
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28) if (month, day) == (2, 29) else None
