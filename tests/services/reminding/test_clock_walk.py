"""A clock walks minute by minute over months and years: each occurrence reminds exactly once, and there are
as many as an independent reader counts in our own calendar file. A program killed in between loses none.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from app.services.exchange.exporting import export
from app.services.library import Change, Identity, Library
from app.services.lists import ListQuery
from app.services.reminders import ReminderClock
from tests.services.reminding.conftest import ZoneClock

RULES = (
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=SU;UNTIL=20270601", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA",
    "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;COUNT=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
)  # fmt: skip
HOURS = ((0, 0), (2, 30), (3, 30), (8, 0), (9, 15), (10, 0), (23, 59))
BEGIN = datetime(2026, 9, 1, 0, 0)


def fill(library: Library, zone: str, count: int) -> None:
    """Half of them appointments with their zone, half of them tasks on whatever wall there is."""
    dice, changes = random.Random(11), []
    for number in range(count):
        rule = RULES[number % len(RULES)]
        hour, minute = dice.choice(HOURS)
        day = BEGIN + timedelta(days=dice.randint(0, 27), hours=hour, minutes=minute)
        text = f"RRULE:{rule}"
        if dice.random() < 0.3:
            text += f"\nEXDATE:{day + timedelta(days=7):%Y%m%d},{day + timedelta(days=28):%Y%m%d}"
        section, when, mark = ("events", "starts_at", f"[{zone}]") if number % 2 else ("tasks", "due", "")
        day = _first(rule, day)
        values = {when: f"{day:%Y-%m-%dT%H:%M}{mark}", "repeats": text, "reminders": [{"lead": "P0D"}]}
        title = {"subject" if section == "events" else "name": f"{section} {number}"}
        state = {"state": "planned" if section == "events" else "open"}
        changes.append(Change(section, library.new_uid(), {**values, **title, **state}))
    library.write("demo", changes)


def _first(rule: str, day: datetime) -> datetime:
    """The first day of the rule itself: other programs do not agree on beginnings that are none."""
    from app.blueprint.recurrence import read_rule
    from app.blueprint.recurrence.occurrences import _walk

    return next(iter(_walk(read_rule(rule), day, day)))


def counted(library: Library, section: str, end: datetime, zone: str) -> Counter[str]:
    """What another program finds in our export."""
    path = library.path.with_name(f"{section}.ics")
    export(library, ListQuery(section), path)
    calendar = Calendar.from_ical(path.read_bytes())
    query = recurring_ical_events.of(calendar, components=["VEVENT" if section == "events" else "VTODO"])
    low, high = BEGIN.replace(tzinfo=ZoneInfo(zone)), end.replace(tzinfo=ZoneInfo(zone))
    found: Counter[str] = Counter()
    for each in query.between(low, high):
        start = each["DTSTART"].dt if "DTSTART" in each else each["DUE"].dt
        if (start.replace(tzinfo=low.tzinfo) if start.tzinfo is None else start) < high:
            found[str(each["SUMMARY"])] += 1
    return found


def walk(make: Callable[..., Library], wall: ZoneClock, zone: str, count: int, days: int) -> int:
    wall.set(BEGIN, zone)
    library = make("Ana", zone)
    fill(library, zone, count)
    clock = ReminderClock(library, look_again=None)
    end, told = BEGIN + timedelta(days=days), Counter[tuple[str, datetime | None]]()
    moment, last, step = (
        wall().astimezone(UTC),
        end.replace(tzinfo=wall.zone).astimezone(UTC),
        timedelta(minutes=1),
    )
    while moment < last:
        wall.now = moment.astimezone(wall.zone)
        new = clock.tick().new
        if new:
            told.update((each.title, each.when) for each in new)
            library.reminders.dismiss(each.id for each in new)
            clock.look()
        moment += step
    assert set(told.values()) == {1}
    by_title = Counter(title for title, _when in told)
    wanted = counted(library, "events", end, zone) + counted(library, "tasks", end, zone)
    assert by_title == wanted
    assert library.care.check() == []
    return len(told)


def test_each_occurrence_of_two_months_reminds_exactly_once(
    make: Callable[..., Library], wall: ZoneClock
) -> None:
    assert walk(make, wall, "Europe/Chisinau", 20, 60) > 150


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("zone", ["Europe/Bucharest", "Europe/Chisinau", "Europe/Moscow"])
def test_each_occurrence_of_two_years_reminds_exactly_once(
    make: Callable[..., Library], wall: ZoneClock, zone: str
) -> None:
    assert walk(make, wall, zone, 200, 731) > 15_000


# -- killed --------------------------------------------------------------------------------------------------

CHILD = """
import os, signal, sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
from app.services.library import Identity, Library
from app.services.reminders import ReminderClock
from app.store import alerts

path, place, minute = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = datetime(2026, 11, 23, 8, tzinfo=UTC) + timedelta(minutes=minute)
library = Library.open(path, identity=Identity("Ana", "RO", "en", "UTC"), clock=lambda: now)

def die(*_words, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

if place == "raising":
    alerts.insert = die
elif place == "raised":
    real = alerts.raise_due
    def then_die(*words):
        real(*words)
        die()
    alerts.raise_due = then_die
elif place == "committed":
    ReminderClock._count = property(lambda self: 0, lambda self, value: die() if value else None)
found = ReminderClock(library).tick().new
for each in found:
    print(each.title, flush=True)
if place == "shown":
    die()
library.reminders.dismiss(each.id for each in found)
print("done", flush=True)
"""


def kill_and_see(folder: Path, count: int) -> None:
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    path = folder / "killed.cartoteca"
    library = Library.create(path, identity=Identity("Ana", "RO", "en", "UTC"), clock=lambda: now)
    for number in range(count):
        due = now + timedelta(minutes=10 * number)
        library.save("tasks", {"name": f"task {number}", "due": f"{due:%Y-%m-%dT%H:%M}"})
    library.close()
    dismissed: list[str] = []
    for number in range(count):
        place = ("raising", "raised", "committed", "shown")[number % 4]
        words = [sys.executable, "-c", CHILD, str(path), place, str(10 * number)]
        killed = subprocess.run(words, check=False, timeout=60, capture_output=True, text=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert (f"task {number}" in killed.stdout) == (place == "shown")
        words[-2] = "never"
        whole = subprocess.run(words, check=True, timeout=60, capture_output=True, text=True).stdout.split(
            "\n"
        )
        assert whole[:2] == [
            f"task {number}",
            "done",
        ]  # told as missed, and nothing that was dismissed before
        dismissed.append(whole[0])
    assert dismissed == [f"task {number}" for number in range(count)]
    library = Library.open(path, identity=Identity("Ana", "RO", "en", "UTC"), clock=lambda: now)
    assert library.care.check() == []
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_program_killed_between_due_and_shown_loses_none_and_doubles_none(tmp_path: Path) -> None:
    kill_and_see(tmp_path, 4)  # a place each


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_hundred_programs_killed_between_due_and_shown(tmp_path: Path) -> None:
    assert os.name == "posix"
    kill_and_see(tmp_path, 100)
