"""Child: reminders of a small and of a large file in turns: the next one, a tick, the Today page.

Words: the folder of the files, how many rounds, the sizes as JSON (events, and how many of them are open).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.services.day_page import read_day
from app.services.library import Change, Identity, Library
from app.services.reminders import ReminderClock
from bench.children import tell

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""The clock stands: files that are kept for months must not become overdue."""
TODAY, LATE, PEOPLE = 20, 8, 200
BATCH = 5_000
AT_ONCE = 20
"""Questions of one figure: a single one is too short to be measured."""


def open_file(path: Path, events: int, reminders: int) -> Library:
    """The file, made once: so many events, so many of them planned, with as much for today in every file."""
    identity = Identity("Ana", "RO", "en", "UTC")
    if path.exists():
        return Library.open(path, identity=identity, clock=lambda: NOW)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    library = Library.create(unfinished, identity=identity, clock=lambda: NOW)
    people = [library.new_uid() for _number in range(PEOPLE)]
    library.write("demo", [Change("contacts", uid, {"surname": f"P {n}"}) for n, uid in enumerate(people)])
    changes: list[Change] = []
    for number, (at, state) in enumerate(_times(events, reminders)):
        values = {
            "type": "call", "starts_at": f"{at:%Y-%m-%dT%H:%M}[UTC]", "state": state,
            "subject": f"E {number}", "contacts": [people[number % PEOPLE]],
        }  # fmt: skip
        changes.append(Change("events", library.new_uid(), values))
        if len(changes) == BATCH:
            library.write("demo", changes)
            changes = []
    if changes:
        library.write("demo", changes)
    library.close()
    unfinished.rename(path)
    return Library.open(path, identity=identity, clock=lambda: NOW)


def _times(events: int, reminders: int) -> Iterator[tuple[datetime, str]]:
    for number in range(reminders):
        if number < LATE:
            yield NOW - timedelta(days=1 + number), "planned"
        elif number < LATE + TODAY:
            yield NOW + timedelta(minutes=60 + number), "planned"
        else:
            yield NOW + timedelta(days=30 + number % 300, minutes=number % 480), "planned"
    for number in range(events - reminders):
        yield NOW - timedelta(days=1 + number % 900, minutes=number % 480), "done"


def timed(act: Callable[[], object], times: int = 1) -> float:
    """Milliseconds of one."""
    began = time.perf_counter()
    for _turn in range(times):
        act()
    return (time.perf_counter() - began) * 1000 / times


def main(folder: str, rounds: int, sizes: list[tuple[int, int]]) -> None:
    """Prints the series as JSON; each round measures the files one after another."""
    place = Path(folder)
    libraries = [open_file(place / f"reminding-{events}.cartoteca", events, n) for events, n in sizes]
    clocks = [ReminderClock(each, look_again=None) for each in libraries]
    for library, clock in zip(libraries, clocks, strict=True):
        library.reminders.dismiss(each.id for each in clock.tick(NOW).new)
        read_day(library)
    found: dict[str, list[list[float]]] = {"next": [], "look": [], "tick": [], "today": []}
    for _round in range(rounds):
        line: dict[str, list[float]] = {key: [] for key in found}
        for library, clock in zip(libraries, clocks, strict=True):
            line["next"].append(timed(library.reminders.next_due, AT_ONCE))
            line["look"].append(timed(lambda clock=clock: _looked(clock), AT_ONCE))  # type: ignore[misc]
            line["tick"].append(timed(lambda clock=clock: clock.tick(NOW), AT_ONCE * 50))  # type: ignore[misc]
            line["today"].append(timed(lambda library=library: read_day(library)))  # type: ignore[misc]
        for key, values in line.items():
            found[key].append(values)
    for library in libraries:
        library.close()
    tell(**{key: list(zip(*values, strict=True)) for key, values in found.items()})


def _looked(clock: ReminderClock) -> None:
    clock.look()
    clock.tick(NOW)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]))
