"""Events and tasks for calendars elsewhere; read again by icalendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Component

from app.core.errors import UsageError
from app.services.exchange.exporting import export
from app.services.library import Library
from app.services.lists import ListQuery


def _read(library: Library, section: str, path: Path) -> list[Component]:
    export(library, ListQuery(section), path)
    calendar = Calendar.from_ical(path.read_bytes())
    assert not any(each.errors for each in calendar.walk())
    return [each for each in calendar.walk() if each.name in ("VEVENT", "VTODO")]


def test_an_event_keeps_its_wall_time_and_its_zone(library: Library, tmp_path: Path) -> None:
    ana = library.save("contacts", {"surname": "Șerban", "given_name": "Ana"}).uid
    library.save("events", {
        "type": "meeting", "subject": "Ofertă; preț, termen",
        "starts_at": "2026-03-28T10:00[Europe/Chisinau]",
        "duration": 90, "contacts": [ana], "state": "done", "result_text": "a\nb",
    })  # fmt: skip

    (event,) = _read(library, "events", tmp_path / "out.ics")

    start = event["DTSTART"].dt
    assert start == datetime(2026, 3, 28, 10, tzinfo=ZoneInfo("Europe/Chisinau"))
    assert event["DTSTART"].params["TZID"] == "Europe/Chisinau"
    assert event["DURATION"].dt == timedelta(minutes=90)
    assert str(event["SUMMARY"]) == "Ofertă; preț, termen"
    assert str(event["DESCRIPTION"]) == "a\nb"
    assert str(event["CONTACT"]) == "Ana Șerban"
    assert event["CATEGORIES"].cats == ["Meeting"]
    assert str(event["STATUS"]) == "CONFIRMED"
    assert b"BEGIN:VTIMEZONE" in (tmp_path / "out.ics").read_bytes()


def test_tasks_keep_their_days_states_and_what_they_are_part_of(library: Library, tmp_path: Path) -> None:
    above = library.save("tasks", {"name": "Tot", "due": "2026-12-24T18:00"}).uid
    library.save("tasks", {
        "name": "Parte", "details": "<p>unu</p><p>doi</p>", "start": "2026-12-01", "due": "2026-12-10",
        "priority": "high", "parent": above, "state": "done", "done_at": "2026-12-02",
    })  # fmt: skip

    found = {str(each["SUMMARY"]): each for each in _read(library, "tasks", tmp_path / "out.ics")}

    part, whole = found["Parte"], found["Tot"]
    assert (part["DTSTART"].dt, part["DUE"].dt) == (date(2026, 12, 1), date(2026, 12, 10))
    assert whole["DUE"].dt == datetime(2026, 12, 24, 18)
    assert (str(part["STATUS"]), str(whole["STATUS"])) == ("COMPLETED", "NEEDS-ACTION")
    assert (part["PRIORITY"], part["PERCENT-COMPLETE"]) == (1, 100)
    assert str(part["RELATED-TO"]) == str(whole["UID"]) == above
    assert str(part["DESCRIPTION"]) == "unu\ndoi"
    assert part["COMPLETED"].dt.utcoffset() == timedelta(0)


def test_a_calendar_holds_no_people(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Tasks, Events"):
        export(library, ListQuery("contacts"), tmp_path / "out.ics")
