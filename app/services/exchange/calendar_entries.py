"""The entries of a calendar file, one by one: which of them belong together, and which say the same again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.tables import told_unreadable

if TYPE_CHECKING:
    from icalendar import Component

MAX_BYTES = 50 * 1024 * 1024
"""A larger file is refused: it is read as a whole."""

_BEGIN = re.compile(rb"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR")


@dataclass
class Entry:
    """One event or task of a file. ``apart`` are the days of a series that have an entry of their own;
    ``instead`` is the day that this one stands for, of the series with the same ``uid``."""

    number: int
    file: str
    component: Component
    uid: str
    is_ours: bool
    instead: date | None = None
    apart: list[date] = field(default_factory=list)


def is_calendar_file(path: Path) -> bool:
    """Is it a calendar, by its name or by its first line?"""
    if path.suffix.lower() in (".ics", ".ical", ".ifb", ".icalendar"):
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
    except OSError:
        return False
    return head.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper() == b"BEGIN:VCALENDAR"


def entries_of(path: Path, carried_by: str) -> list[Entry]:
    """The events (VEVENT) or tasks (VTODO) of a file; UserError if it is no calendar."""
    found: list[Entry] = []
    for calendar in _calendars(path):
        is_ours = "Cartoteca" in str(calendar.get("PRODID", ""))
        for each in calendar.walk(carried_by):
            uid = str(each.get("UID", "")).strip()
            found.append(Entry(len(found) + 1, path.name, each, uid, is_ours, _instead(each)))
    return _joined(found)


def _calendars(path: Path) -> list[Any]:
    from icalendar import Calendar

    with told_unreadable(path):
        if path.stat().st_size > MAX_BYTES:
            told = _("“{file}” is larger than {size} MB; split it and import the parts.")
            raise UserError(told.format(file=path.name, size=MAX_BYTES >> 20))
        data = path.read_bytes()
    if not _BEGIN.search(data):
        raise UserError(_("“{file}” has no calendar: no line says BEGIN:VCALENDAR.").format(file=path.name))
    try:
        found = list(Calendar.from_ical(data, multiple=True))
        if not found:
            raise ValueError("END:VCALENDAR")
        return found
    except Exception as problem:
        told = _("“{file}” is a calendar that cannot be read: {reason}.")
        raise UserError(told.format(file=path.name, reason=str(problem)[:200])) from problem


def _instead(component: Component) -> date | None:
    found = getattr(component.get("RECURRENCE-ID"), "dt", None)
    return found if isinstance(found, date) else None


def _joined(found: list[Entry]) -> list[Entry]:
    """Series know which of their days stand apart; of what is said twice, the later saying counts."""
    left: list[Entry] = []
    newest: dict[tuple[str, str], Entry] = {}
    for each in found:
        key = (each.uid or f"#{each.number}", _key(each.instead))
        known = newest.get(key)
        if known is None or _sequence(each) >= _sequence(known):
            newest[key] = each
    series = {each.uid: each for each in newest.values() if each.instead is None and each.uid}
    for each in sorted(newest.values(), key=lambda one: one.number):
        master = series.get(each.uid) if each.instead is not None else None
        if master is not None and each.instead is not None:
            if _is_taken_back(each.instead, _sequence(each), master):
                continue
            master.apart.append(each.instead)
        left.append(each)
    return left


def _is_taken_back(day: date, sequence: int, master: Entry) -> bool:
    """Was the series changed later, so that it has no such day any more?"""
    if _sequence(master) <= sequence:
        return False
    found = master.component.get("EXDATE") or []
    out = [one.dt for each in (found if isinstance(found, list) else [found]) for one in each.dts]
    until = (master.component.get("RRULE") or {}).get("UNTIL") or [day]
    return day in out or f"{until[0]:%Y%m%d}" < f"{day:%Y%m%d}"


def _key(moment: date | None) -> str:
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone().isoformat()
    return moment.isoformat() if moment is not None else ""


def _sequence(entry: Entry) -> int:
    try:
        return int(entry.component.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0
