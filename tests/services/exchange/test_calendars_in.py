"""Calendars of other programs come in with their rules and alarms, and ours come back as they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar

from app.core.errors import UsageError, UserError
from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportOptions, ImportReport, plan_import, run
from app.services.library import Library
from app.services.lists import ListQuery
from tests.conftest import make_file_library

LOW, HIGH = datetime(2019, 1, 1), datetime(2025, 1, 1)
EXPLAINED = {
    "issue_18_cancel_status.ics": (2, "it was cancelled"),
    "issue_75_range_parameter.ics": (60, "“RANGE=THISANDFUTURE” is not understood here"),
    "multiple_rrule.ics": (0, "“RRULE + RRULE” is not understood here"),
}
"""What is refused by name, and how many occurrences are left without it."""


def bring(library: Library, path: Path, section: str = "events", **options: str) -> ImportReport:
    return run(plan_import(library, section, path, ImportOptions(**options)))


def occurrences(library: Library) -> int:
    """Everything that touches the years from 2019 on and before 2025."""
    found = 0
    uids = library.lists.uids_of(library.lists.ids(ListQuery("events")))
    for record in library.get_many(uids).values():
        lasts = timedelta(minutes=record.values.get("duration") or 0)
        start = datetime.fromisoformat(record.values["starts_at"].partition("[")[0])
        if record.values.get("repeats"):
            found += len(list(library.series.slots(record, LOW - lasts, HIGH)))
        else:
            found += LOW - lasts <= start < HIGH
    return found


def catalogued(shared: Path) -> dict[str, int]:
    found = {}
    for line in (shared / "CATALOG.tsv").read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if cells[0].startswith("ical-recurring/") and "occ2019-24 " in line:
            found[cells[0]] = int(cells[4].partition("occ2019-24 ")[2])
    return found


FEW = (
    "alarm_of_repeated", "each_week_but_two", "issue_48_dst", "issue_148_edge", "multiple_rrule",
    "rdate_falls", "recurring_events_changed",
)  # fmt: skip


def _compared(library: Library, shared: Path, name: str, wanted: int) -> None:
    report = bring(library, shared / name)
    expected, reason = EXPLAINED.get(name.rpartition("/")[2], (wanted, ""))
    assert occurrences(library) == expected, name
    if reason:
        assert any(reason in each.reason for each in report.refused), name
    assert library.care.check() == []


def test_some_calendars_come_as_often_as_they_are_catalogued(shared: Path, tmp_path: Path, clock) -> None:
    for name, wanted in catalogued(shared).items():
        if name.rpartition("/")[2].startswith(FEW):
            (tmp_path / name).mkdir(parents=True)
            library = make_file_library(tmp_path / name, clock)
            _compared(library, shared, name, wanted)
            library.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_calendar_comes_as_often_as_it_is_catalogued(shared: Path, tmp_path: Path, clock) -> None:
    found = catalogued(shared)
    assert len(found) > 50
    for name, wanted in found.items():
        (tmp_path / name).mkdir(parents=True)
        library = make_file_library(tmp_path / name, clock)
        _compared(library, shared, name, wanted)
        library.close()


FOREIGN = """BEGIN:VCALENDAR
PRODID:-//Somebody//EN
VERSION:2.0
BEGIN:VEVENT
UID:one@example.ro
DTSTART;TZID=Europe/Chisinau:20261201T100000
DTEND;TZID=Europe/Chisinau:20261201T113000
SUMMARY:Ședință săptămânală
LOCATION:Chișinău
CATEGORIES:Call,Buget
RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131T080000Z
EXDATE;TZID=Europe/Chisinau:20261208T100000
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P1D
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:one@example.ro
RECURRENCE-ID;TZID=Europe/Chisinau:20261215T100000
DTSTART;TZID=Europe/Chisinau:20261216T120000
SUMMARY:Ședință mutată
END:VEVENT
BEGIN:VEVENT
UID:day@example.ro
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261227
SUMMARY:Liber
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15H
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:past@example.ro
DTSTART:20200101T100000Z
SUMMARY:A fost
END:VEVENT
BEGIN:VEVENT
UID:hourly@example.ro
DTSTART:20261201T100000Z
SUMMARY:Prea des
RRULE:FREQ=HOURLY
END:VEVENT
BEGIN:VTODO
UID:todo@example.ro
DUE;VALUE=DATE:20261210
SUMMARY:De făcut
PRIORITY:1
STATUS:IN-PROCESS
RRULE:FREQ=MONTHLY
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;VALUE=DATE-TIME:20261209T070000Z
END:VALARM
END:VTODO
END:VCALENDAR
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "foreign.ics"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


def by_title(library: Library, section: str = "events") -> dict[str, dict]:
    uids = library.lists.uids_of(library.lists.ids(ListQuery(section)))
    return {each.title: each.values for each in library.get_many(uids).values()}


def test_a_foreign_calendar_keeps_zones_rules_exceptions_and_alarms(library: Library, foreign: Path) -> None:
    report = bring(library, foreign)
    found = by_title(library)
    weekly, moved, days, past = (
        found[title] for title in ("Ședință săptămânală", "Ședință mutată", "Liber", "A fost")
    )
    assert weekly["starts_at"] == "2026-12-01T10:00[Europe/Chisinau]"
    assert weekly["repeats"].split("\n") == [
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131T100000", "EXDATE:20261208,20261215",
    ]  # fmt: skip
    assert (weekly["duration"], weekly["type"], weekly["state"]) == (90, "call", "planned")
    assert "Chișinău" in weekly["result_text"]
    assert [each["lead"] for each in weekly["reminders"]] == ["-PT15M", "-P1D"]
    assert (moved["instance"], moved["series"]) == ("2026-12-15", weekly["series"])
    assert moved["reminders"] == [{"lead": "OFF"}]
    assert (days["starts_at"], days["duration"]) == ("2026-12-24T00:00[Europe/Bucharest]", 3 * 1440)
    assert days["reminders"] == [{"lead": "-P1D@09:00"}]
    assert (past["state"], past["starts_at"]) == ("done", "2020-01-01T12:00[Europe/Bucharest]")
    (refused,) = report.refused
    assert "foreign.ics, “Prea des”" in refused.reason
    assert "more often than once a day" in refused.reason
    library.undo()
    assert by_title(library) == {}


def test_tasks_of_a_calendar(library: Library, foreign: Path) -> None:
    bring(library, foreign, "tasks")
    task = by_title(library, "tasks")["De făcut"]
    assert (task["due"], task["priority"], task["state"]) == ("2026-12-10", "high", "in_progress")
    assert task["repeats"] == "RRULE:FREQ=MONTHLY"
    assert task["reminders"][0]["lead"].startswith("2026-12-09T")


def test_a_calendar_that_comes_again_adds_nothing_and_what_is_called_alike_is_not_the_same(
    library: Library, foreign: Path
) -> None:
    bring(library, foreign)
    again = bring(library, foreign)
    assert (again.added, again.skipped) == (0, 4)
    other = foreign.with_name("other.ics")
    other.write_text(FOREIGN.replace("@example.ro", "@example.md"), encoding="utf-8")
    assert bring(library, other).added == 4
    changed = foreign.with_name("changed.ics")
    changed.write_text(FOREIGN.replace("SUMMARY:Liber", "SUMMARY:Vacanță"), encoding="utf-8")
    assert bring(library, changed, on_duplicate="update").updated == 1
    assert "Vacanță" in by_title(library)


def test_what_goes_out_comes_back(library: Library, tmp_path: Path, clock) -> None:
    ana = library.save("contacts", {"surname": "Pop", "given_name": "Ana"}).uid
    series = library.save("events", {
        "type": "call", "subject": "Call", "starts_at": "2026-12-01T10:00[Europe/Bucharest]",
        "contacts": [ana], "repeats": "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=8\nEXDATE:20261222",
        "reminders": [{"lead": "-P1D@09:00"}],
    }).uid  # fmt: skip
    moved = {"starts_at": "2026-12-09T11:00[Europe/Bucharest]"}
    library.series.change(series, datetime(2026, 12, 8, 10), moved, "one")
    library.save(
        "tasks", {"name": "Task", "due": "2026-12-31", "repeats": "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"}
    )
    for section in ("events", "tasks"):
        export(library, ListQuery(section), tmp_path / f"{section}.ics")

    calendar = Calendar.from_ical((tmp_path / "events.ics").read_bytes())
    found = recurring_ical_events.of(calendar).between((2026, 12, 1), (2027, 12, 31))
    days = sorted(f"{each['DTSTART'].dt:%m-%d %H}" for each in found)
    assert days == ["01-05 10", "01-12 10", "01-19 10", "12-01 10", "12-09 11", "12-15 10", "12-29 10"]
    alarms = [each["TRIGGER"].dt for each in calendar.walk("VALARM")]
    assert sorted(alarms) == [timedelta(hours=-26), timedelta(hours=-25)]

    (tmp_path / "second").mkdir()
    second = make_file_library(tmp_path / "second", clock, seed=9)
    second.save("contacts", {"surname": "Pop", "given_name": "Ana"})
    for section in ("events", "tasks"):
        assert bring(second, tmp_path / f"{section}.ics", section).refused == []
    call = next(each for each in by_title(second).values() if each.get("repeats"))
    assert call["repeats"].split("\n") == [
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=8", "EXDATE:20261208,20261222",
    ]  # fmt: skip
    assert call["reminders"] == [{"lead": "-P1D@09:00"}]
    assert len(call["contacts"]) == 1
    assert by_title(second, "tasks")["Task"]["repeats"] == "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"
    assert bring(library, tmp_path / "tasks.ics", "tasks").added == 0
    second.close()


def test_what_is_no_calendar_is_refused_in_a_sentence(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_text("nothing of the kind", encoding="utf-8")
    with pytest.raises(UserError, match="has no calendar"):
        bring(library, path)
    for broken in ("not a line\nEND:VCALENDAR\n", "BEGIN:VEVENT\nSUMMARY:broken off\n"):
        path.write_text(f"BEGIN:VCALENDAR\n{broken}", encoding="utf-8")
        with pytest.raises(UserError, match="cannot be read"):
            bring(library, path)
    with pytest.raises(UsageError, match="A calendar holds Tasks, Events"):
        bring(library, path, "notes")
