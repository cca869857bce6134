"""Time: one clock that tests can hand in, stamps in UTC, civil dates without a zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]
"""Returns the present moment with a time zone."""


def system_clock() -> datetime:
    """Now, with the zone of this computer."""
    return datetime.now().astimezone()


def stamp(moment: datetime) -> str:
    """A moment as stored: UTC, milliseconds, sorts as text (``2026-11-23T08:00:00.000Z``)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def from_stamp(text: str) -> datetime:
    """A stored stamp as a moment in the zone of this computer."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone()


def today(clock: Clock) -> date:
    """The civil date on the user's wall."""
    return clock().date()
