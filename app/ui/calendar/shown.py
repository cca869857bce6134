"""What a calendar shows at one moment: days, occasions, where the user stands; and a slot of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from app.ui.calendar.spans import Mode

if TYPE_CHECKING:
    from app.services.days import Occasion

QUARTER = 15
"""Times are moved in steps of so many minutes."""


@dataclass(frozen=True)
class Slot:
    """A piece of time: from, to, and whether whole days are meant."""

    starts: datetime
    ends: datetime
    is_all_day: bool = False

    def shifted(self, by: timedelta) -> Slot:
        """The same piece at another time."""
        return Slot(self.starts + by, self.ends + by, self.is_all_day)


def slot_of(occasion: Occasion) -> Slot:
    """Where an occasion lies."""
    return Slot(occasion.starts, occasion.ends, occasion.is_all_day)


@dataclass(frozen=True)
class Shown:
    """Days from ``first`` to ``last``; they are the month or the week of ``anchor``. The user
    stands on ``day``; ``now`` is the time on the wall."""

    mode: Mode
    first: date
    last: date
    day: date
    anchor: date
    now: datetime
    language: str = "en"
    occasions: tuple[Occasion, ...] = ()
    totals: Mapping[date, int] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    can_write: bool = True
    can_stretch: bool = False
    is_read: bool = False
    """Has what lies on these days been read?"""

    @cached_property
    def days(self) -> list[date]:
        """Every day that is shown."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def today(self) -> date:
        """The day on the wall."""
        return self.now.date()

    @cached_property
    def _by_day(self) -> dict[date, list[Occasion]]:
        found: dict[date, list[Occasion]] = {}
        for each in self.occasions:
            day, last = max(each.starts.date(), self.first), min(each.last_day, self.last)
            while day <= last:
                found.setdefault(day, []).append(each)
                day += timedelta(days=1)
        return found

    def on(self, day: date) -> list[Occasion]:
        """What touches a day, in order."""
        return self._by_day.get(day, [])

    def unread(self, day: date) -> int:
        """Records of a day that were not read, because there are too many of them."""
        read = sum(each.layer == "record" and each.starts.date() == day for each in self.on(day))
        return max(self.totals.get(day, 0) - read, 0)

    def between(self, first: date, length: int) -> list[Occasion]:
        """What touches so many days, each once."""
        days = (first + timedelta(days=n) for n in range(length))
        found = {id(each): each for day in days for each in self.on(day)}
        return list(found.values())
