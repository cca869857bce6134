"""A clock that goes where it is told, in a zone, and programs that tick by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.core.ids import seeded_uids
from app.services.library import Identity, Library
from app.services.reminders import ReminderClock
from tests.prepared import new_library


class ZoneClock:
    """The wall clock of a zone; it is moved by what passes, not by what the wall shows."""

    def __init__(self, at: datetime, zone: str = "Europe/Bucharest") -> None:
        self.zone = ZoneInfo(zone)
        self.now = at.replace(tzinfo=self.zone)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **passed: float) -> None:
        self.now = (self.now.astimezone(UTC) + timedelta(**passed)).astimezone(self.zone)

    def set(self, at: datetime, zone: str = "") -> None:
        self.zone = ZoneInfo(zone) if zone else self.zone
        self.now = at.replace(tzinfo=self.zone)


@pytest.fixture
def wall() -> ZoneClock:
    return ZoneClock(datetime(2026, 11, 23, 8, 0))


@pytest.fixture
def make(tmp_path: Path, wall: ZoneClock) -> Iterator[Callable[..., Library]]:
    """Opens the same file again and again, as programs of these users."""
    opened: list[Library] = []
    path = tmp_path / "due.cartoteca"

    def made(user: str = "Ana", zone: str = "Europe/Bucharest") -> Library:
        identity = Identity(user, "RO", "en", zone)
        if path.exists():
            library = Library.open(path, identity=identity, clock=wall)
        else:
            library = new_library(path, identity=identity, clock=wall, uids=seeded_uids(7))
        opened.append(library)
        return library

    yield made
    for each in opened:
        each.close()


@pytest.fixture
def book(make: Callable[..., Library]) -> Library:
    return make()


@pytest.fixture
def ticking(book: Library) -> ReminderClock:
    return ReminderClock(book, look_again=None)
