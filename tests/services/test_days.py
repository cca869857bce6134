"""What lies on the days of a calendar, on both engines of storage alike in meaning; holidays; moved times."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.blueprint.views import Calendar
from app.services.days import Days
from app.services.holidays import holidays_between
from app.services.library import Change, Library
from app.services.rows import ListQuery

ZONE = "[Europe/Bucharest]"
BY_START = Calendar("starts_at", minutes="duration")


def on(library: Library, first: date, last: date, per_day: int = 10) -> list[str]:
    spread = library.days.of(ListQuery("events"), BY_START, first, last, per_day)
    return [each.title for each in spread.occasions]


def event(library: Library, subject: str, at: str, minutes: int | None = None) -> str:
    values = {"subject": subject, "starts_at": f"{at}{ZONE}", "duration": minutes}
    return library.save("events", values).uid


def test_the_ends_of_the_span_are_whole_days(any_library: Library) -> None:
    for at in ("2026-11-22T23:59", "2026-11-23T00:00", "2026-11-24T23:59", "2026-11-25T00:00"):
        event(any_library, at, at)
    assert on(any_library, date(2026, 11, 23), date(2026, 11, 24)) == ["2026-11-23T00:00", "2026-11-24T23:59"]


def test_what_began_before_and_goes_on_is_there_too(any_library: Library) -> None:
    event(any_library, "Fair", "2026-11-20T09:00", 5 * 24 * 60)
    event(any_library, "Late call", "2026-11-22T23:30", 60)
    event(any_library, "Over", "2026-11-22T10:00", 60)
    assert on(any_library, date(2026, 11, 23), date(2026, 11, 23)) == ["Fair", "Late call"]


def test_an_end_at_midnight_does_not_touch_the_next_day(any_library: Library) -> None:
    event(any_library, "Evening", "2026-11-22T22:00", 120)
    assert on(any_library, date(2026, 11, 23), date(2026, 11, 23)) == []


def test_of_a_crowded_day_the_first_are_read_and_all_are_counted(any_library: Library) -> None:
    changes = [
        Change(
            "events", any_library.new_uid(), {"subject": f"{n}", "starts_at": f"2026-11-23T{n:02}:00{ZONE}"}
        )
        for n in range(24)
    ]
    any_library.write("import", changes, section="events")
    day = date(2026, 11, 23)
    spread = any_library.days.of(ListQuery("events"), BY_START, day, day, 5)
    assert [each.title for each in spread.occasions] == ["0", "1", "2", "3", "4"]
    assert spread.totals == {day: 24}


def test_a_damaged_time_is_left_out(library: Library) -> None:
    uid = event(library, "Odd", "2026-11-23T09:00")
    with library._database.write() as connection:
        connection.exec_driver_sql("UPDATE event SET starts_at = '2026-11-23T99:99'")
    assert library.get(uid) is not None
    assert on(library, date(2026, 11, 23), date(2026, 11, 23)) == []


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("1986-11-23", date(2026, 11, 23), "turns 40"),
        ("2000-02-29", date(2027, 2, 28), "turns 27"),
        ("2000-02-29", date(2028, 2, 29), "turns 28"),
        ("--12-31", date(2026, 12, 31), "Birthday"),
        ("2026-11-23", date(2026, 11, 23), "Birthday"),
    ],
)
def test_birthdays_come_on_their_day(any_library: Library, born: str, day: date, years: str) -> None:
    any_library.save("contacts", {"surname": "Albu", "birthday": born})
    assert [(each.starts.date(), each.note) for each in any_library.days.of_years(day, day)] == [(day, years)]


def test_over_the_turn_of_the_year_both_years_are_looked_at(any_library: Library) -> None:
    any_library.save("contacts", {"surname": "Old", "birthday": "1990-12-31"})
    any_library.save("contacts", {"surname": "New", "birthday": "1990-01-01"})
    found = any_library.days.of_years(date(2026, 12, 28), date(2027, 1, 3))
    assert [(each.title, each.starts.date()) for each in found] == [
        ("Old", date(2026, 12, 31)), ("New", date(2027, 1, 1)),
    ]  # fmt: skip


def test_a_month_without_a_day_and_a_year_alone_are_no_birthdays(library: Library) -> None:
    library.save("contacts", {"surname": "A", "birthday": "1990-11"})
    library.save("contacts", {"surname": "B", "birthday": "1990"})
    assert library.days.of_years(date(2026, 11, 1), date(2026, 11, 30)) == []


def test_holidays_speak_the_language_where_there_are_names_in_it() -> None:
    day = date(2026, 12, 25)
    assert holidays_between("RO", "ro", day, day) == {day: "Crăciunul"}
    assert holidays_between("RO", "en", day, day) == {day: "Christmas Day"}
    assert holidays_between("RO", "ru", day, day) == {day: "Crăciunul"}
    assert holidays_between("RU", "ru", date(2027, 1, 7), date(2027, 1, 7)) == {
        date(2027, 1, 7): "Рождество Христово"
    }
    assert holidays_between("XX", "en", day, day) == {}


def moved(days: Days, library: Library, at: str, starts: datetime, ends: datetime, minutes: int | None = 30,
          *, is_all_day: bool = False) -> dict[str, object]:  # fmt: skip
    library.save("events", {"subject": "Call", "starts_at": at, "duration": minutes})
    [found] = days.of(ListQuery("events"), BY_START, date(2026, 11, 1), date(2026, 11, 30), 9).occasions
    return days.moved(found, BY_START, starts, ends, is_all_day)


def test_a_move_keeps_the_zone_and_says_nothing_of_what_it_did_not_change(library: Library) -> None:
    at = datetime(2026, 11, 27, 16)
    values = moved(library.days, library, "2026-11-24T10:30[Europe/London]", at, at.replace(minute=30))
    assert values == {"starts_at": "2026-11-27T16:00[Europe/London]"}


def test_a_stretch_says_the_minutes_only_beside_the_same_time(library: Library) -> None:
    at = datetime(2026, 11, 24, 10)
    values = moved(library.days, library, f"2026-11-24T10:00{ZONE}", at, at.replace(hour=12))
    assert values == {"starts_at": f"2026-11-24T10:00{ZONE}", "duration": 120}


def test_into_the_whole_day_an_appointment_goes_at_midnight_without_minutes(library: Library) -> None:
    at = datetime(2026, 11, 25)
    values = moved(library.days, library, f"2026-11-24T10:00{ZONE}", at, at, is_all_day=True)
    assert values == {"starts_at": f"2026-11-25T00:00{ZONE}", "duration": None}
