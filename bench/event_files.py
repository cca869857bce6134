"""Files with many events, for the calendar: so many a day, on as many days as that takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from app.core.paths import SUFFIX
from bench.demo_files import folder

if TYPE_CHECKING:
    from app.services.library import Change, Library

PEOPLE = 300
_CHUNK = 20_000
_QUARTERS = range(30, 76)
"""From half past seven in the morning to seven in the evening."""


def event_file(count: int, per_day: int) -> Path:
    """The file with so many events, half of them before today and half after; made once."""
    path = folder() / f"events-{count}-{per_day}{SUFFIX}"
    if not path.exists():
        print(f"making {path} with {count:,} events, once", flush=True)
        unfinished = path.with_name(f"{path.name}.unfinished")
        for ending in ("", "-wal", "-shm"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
        _make(unfinished, count, per_day)
        shutil.move(unfinished, path)
    return path


def _make(path: Path, count: int, per_day: int) -> None:
    from app.services.library import Library

    library = Library.create(path)
    try:
        people = [library.new_uid() for _n in range(PEOPLE)]
        library.write("demo", _people(people), section="contacts")
        events = _events(library, people, count, per_day)
        for _start in range(0, count, _CHUNK):
            part = [change for _n, change in zip(range(_CHUNK), events, strict=False)]
            library.write("demo", part, section="events")
    finally:
        library.close()


def _people(uids: list[str]) -> Iterator[Change]:
    from app.services.library import Change

    for n, uid in enumerate(uids):
        born = f"{1950 + n % 50}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        yield Change("contacts", uid, {"surname": f"Popescu {n}", "birthday": born})


def _events(library: Library, people: list[str], count: int, per_day: int) -> Iterator[Change]:
    from app.services.library import Change

    dice = Random(1)
    first = date.today() - timedelta(days=count // per_day // 2)
    for n in range(count):
        at = datetime.combine(first + timedelta(days=n // per_day), time())
        at += timedelta(minutes=15 * dice.choice(_QUARTERS))
        values = {
            "subject": f"Discuție despre oferta {n}",
            "starts_at": f"{at:%Y-%m-%dT%H:%M}[Europe/Bucharest]",
            "duration": dice.choice((15, 30, 60, 90)),
            "type": dice.choice(("call", "meeting", "email")),
            "state": dice.choice(("planned", "done")),
            "contacts": [dice.choice(people)],
        }
        yield Change("events", library.new_uid(), values)
