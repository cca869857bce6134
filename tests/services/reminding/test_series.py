"""Series: done early or late makes one next; one, the following, all changed; whom it is time to talk to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.blueprint.views import Calendar
from app.core.errors import UserError
from app.services.library import Library
from app.services.lists import ListQuery
from tests.services.reminding.conftest import ZoneClock

CALENDAR = Calendar("starts_at", minutes="duration")
MONDAY = "2026-11-23T10:00[Europe/Bucharest]"


def shown(library: Library, first: date = date(2026, 11, 1), last: date = date(2027, 1, 31)) -> list[str]:
    found = library.days.of(ListQuery("events"), CALENDAR, first, last, 50).occasions
    return [f"{each.starts:%m-%d %H}" for each in found]


def tasks(library: Library) -> list[dict[str, Any]]:
    uids = library.lists.uids_of(library.lists.ids(ListQuery("tasks", sort="due", is_descending=False)))
    return [library.get_many(uids)[uid].values for uid in uids]


@pytest.fixture
def weekly(book: Library) -> str:
    values = {"subject": "Call", "starts_at": MONDAY, "repeats": "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=6"}
    return book.save("events", values).uid


# -- done ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "follows"), [(-2, "2026-11-30"), (0, "2026-11-30"), (9, "2026-12-07")])
def test_a_task_done_early_or_late_makes_exactly_one_next_in_the_same_operation(
    book: Library, wall: ZoneClock, days: int, follows: str
) -> None:
    values = {"name": "report", "due": "2026-11-23", "start": "2026-11-22", "percent": 40, "priority": "high",
              "repeats": "RRULE:FREQ=WEEKLY;BYDAY=MO", "tags": ["a"]}  # fmt: skip
    uid = book.save("tasks", values).uid
    before = list(book.care.dump())
    wall.go(days=days)
    book.save("tasks", {"state": "done"}, uid)
    done, following = tasks(book)
    assert (done["state"], done["percent"], done.get("repeats")) == ("done", 100, None)
    assert (following["due"], following["state"], following.get("percent")) == (follows, "open", None)
    assert following["start"] == (date.fromisoformat(follows) - timedelta(days=1)).isoformat()
    assert (following["tags"], following["priority"]) == (["a"], "high")
    assert "FREQ=WEEKLY;BYDAY=MO" in following["repeats"]
    book.save("tasks", {"state": "open"}, uid)
    book.save("tasks", {"state": "done"}, uid)
    assert len(tasks(book)) == 2
    for _turn in range(3):
        book.undo()
    assert list(book.care.dump()) == before
    book.redo()
    assert len(tasks(book)) == 2
    assert book.care.check() == []


def test_two_programs_that_finish_the_same_task_make_one_next(book: Library, make: Any) -> None:
    uid = book.save("tasks", {"name": "t", "due": "2026-11-23", "repeats": "FREQ=DAILY"}).uid
    other = make("Ion")
    book.save("tasks", {"state": "done"}, uid)
    other.save("tasks", {"state": "done"}, uid)
    assert len(tasks(book)) == 2


def test_a_series_ends_with_its_last_and_mass_edits_move_on_too(book: Library) -> None:
    last = book.save("tasks", {"name": "last", "due": "2026-11-23", "repeats": "FREQ=DAILY;COUNT=1"}).uid
    more = book.save("tasks", {"name": "more", "due": "2026-11-23", "repeats": "FREQ=DAILY"}).uid
    from app.services.mass_edit import Wish

    book.mass_edit.edit("tasks", [last, more], [Wish("state", "set", "done")])
    assert [(each["title"], each["state"]) for each in tasks(book)] == [
        ("last", "done"), ("more", "done"), ("more", "open"),
    ]  # fmt: skip


def test_from_when_it_is_done(book: Library, wall: ZoneClock) -> None:
    values = {"name": "filter", "due": "2026-11-23", "repeats": "RRULE:FREQ=MONTHLY\nFROM:DONE"}
    uid = book.save("tasks", values).uid
    wall.go(days=10)
    book.save("tasks", {"state": "done"}, uid)
    assert [each["due"] for each in tasks(book)] == ["2026-11-23", "2027-01-03"]


def test_a_call_that_repeats_goes_on_when_its_result_is_noted(book: Library, weekly: str) -> None:
    person = book.save("contacts", {"surname": "Pop"}).uid
    book.save("events", {"contacts": [person]}, weekly)
    book.save("events", {"state": "done", "result": "call.reached", "result_text": "ok"}, weekly)
    assert shown(book) == ["11-23 10", "11-30 10", "12-07 10", "12-14 10", "12-21 10", "12-28 10"]
    row = book.lists.rows("contacts", book.lists.ids_of([person]), ["last_step", "next_step"])[0]
    assert row.cells == ("Call, today 10:00", "Call, Mon 30 Nov 10:00")
    following = [each for each in book.around.of(person).story if each.is_planned]
    assert [each.text for each in following] == [""]


# -- this one, this and following, all -----------------------------------------------------------------------


def test_one_moved(book: Library, weekly: str) -> None:
    book.series.change(
        weekly, datetime(2026, 11, 30, 10), {"starts_at": "2026-12-01T12:00[Europe/Bucharest]"}, "one"
    )
    assert shown(book) == ["11-23 10", "12-01 12", "12-07 10", "12-14 10", "12-21 10", "12-28 10"]
    book.undo()
    assert shown(book) == ["11-23 10", "11-30 10", "12-07 10", "12-14 10", "12-21 10", "12-28 10"]


def test_the_one_that_stands_next_moved_alone(book: Library, weekly: str) -> None:
    book.series.change(
        weekly, datetime(2026, 11, 23, 10), {"starts_at": "2026-11-24T12:00[Europe/Bucharest]"}, "one"
    )
    assert shown(book) == ["11-24 12", "11-30 10", "12-07 10", "12-14 10", "12-21 10", "12-28 10"]
    assert book.care.check() == []


def test_this_and_following_moved(book: Library, weekly: str) -> None:
    moved = {"starts_at": "2026-12-15T12:00[Europe/Bucharest]", "subject": "Other"}
    book.series.change(weekly, datetime(2026, 12, 14, 10), moved, "following")
    assert shown(book) == ["11-23 10", "11-30 10", "12-07 10", "12-15 12", "12-22 12", "12-29 12"]
    book.undo()
    assert shown(book)[3:] == ["12-14 10", "12-21 10", "12-28 10"]


def test_all_moved_by_dragging_one(book: Library, weekly: str) -> None:
    book.series.change(
        weekly, datetime(2026, 12, 14, 10), {"starts_at": "2026-12-15T12:00[Europe/Bucharest]"}, "all"
    )
    assert shown(book) == ["11-24 12", "12-01 12", "12-08 12", "12-15 12", "12-22 12", "12-29 12"]


def test_a_rule_that_cannot_be_moved_says_so(book: Library) -> None:
    values = {
        "subject": "x",
        "starts_at": "2026-11-27T10:00[Europe/Bucharest]",
        "repeats": "FREQ=MONTHLY;BYDAY=-1FR",
    }
    uid = book.save("events", values).uid
    with pytest.raises(UserError, match=r"every month on the last Friday.*cannot be moved as a whole"):
        book.series.change(
            uid, datetime(2026, 11, 27, 10), {"starts_at": "2026-11-26T10:00[Europe/Bucharest]"}, "all"
        )
    book.series.change(
        uid, datetime(2026, 11, 27, 10), {"starts_at": "2026-11-27T15:00[Europe/Bucharest]"}, "all"
    )
    assert shown(book)[:2] == ["11-27 15", "12-25 15"]


def test_deleted_one_following_and_all(book: Library, weekly: str) -> None:
    book.series.delete(weekly, datetime(2026, 11, 23, 10), "one")
    book.series.delete(weekly, datetime(2026, 12, 7, 10), "one")
    assert shown(book) == ["11-30 10", "12-14 10", "12-21 10", "12-28 10"]
    book.series.delete(weekly, datetime(2026, 12, 21, 10), "following")
    assert shown(book) == ["11-30 10", "12-14 10"]
    book.series.delete(weekly, datetime(2026, 12, 14, 10), "all")
    assert shown(book) == []
    for _turn in range(4):
        book.undo()
    assert len(shown(book)) == 6


def test_what_does_not_repeat_has_no_series(book: Library) -> None:
    uid = book.save("events", {"subject": "once", "starts_at": MONDAY}).uid
    with pytest.raises(UserError, match="does not repeat"):
        book.series.skip(uid)


def test_a_calendar_of_a_far_year_shows_what_repeats_without_end(book: Library) -> None:
    book.save("events", {"subject": "x", "starts_at": MONDAY, "repeats": "FREQ=WEEKLY;BYDAY=MO"})
    assert shown(book, date(2051, 1, 1), date(2051, 1, 31)) == [
        "01-02 10", "01-09 10", "01-16 10", "01-23 10", "01-30 10",
    ]  # fmt: skip


# -- whom it is time to talk to ------------------------------------------------------------------------------


def test_clients_are_due_by_their_grade_and_any_event_that_took_place_resets_it(
    book: Library, wall: ZoneClock
) -> None:
    a, b, none = (
        book.save("contacts", {"surname": name, "grade": grade}).uid
        for name, grade in (("A", "a"), ("B", "b"), ("C", None))
    )
    assert book.cadence.days() == {"a": 14, "b": 30, "c": 90}
    assert book.cadence.due() == []
    wall.go(days=16)
    assert [(each.uid, each.days, each.late) for each in book.cadence.due()] == [(a, 16, 2)]
    called = {
        "type": "call",
        "state": "done",
        "starts_at": "2026-12-08T10:00[Europe/Bucharest]",
        "contacts": [a, none],
    }
    book.save("events", called)
    assert book.cadence.due() == []
    wall.go(days=16)
    assert [(each.uid, each.last_at[:10], each.late) for each in book.cadence.due()] == [
        (a, "2026-12-08", 3), (b, "", 2),
    ]  # fmt: skip
    book.save("events", {"type": "call", "starts_at": "2027-02-01T10:00[Europe/Bucharest]", "contacts": [a]})
    assert [each.uid for each in book.cadence.due()] == [b]  # something is planned with the other
    book.cadence.set_days({"a": 14, "b": 60})
    assert book.cadence.due() == []
    book.undo()
    assert [each.uid for each in book.cadence.due()] == [b]


# -- birthdays -----------------------------------------------------------------------------------------------


def test_birthdays_around_the_turn_of_the_year_with_their_ages(book: Library) -> None:
    for name, day in (
        ("old", "1966-12-31"),
        ("new", "2000-01-01"),
        ("leap", "1996-02-29"),
        ("no year", "--01-02"),
    ):
        book.save("contacts", {"surname": name, "birthday": day})
    turn = book.days.of_years(date(2026, 12, 28), date(2027, 1, 4))
    assert [(each.title, f"{each.starts:%m-%d}", each.note, each.is_round) for each in turn] == [
        ("old", "12-31", "turns 60", True), ("new", "01-01", "turns 27", False),
        ("no year", "01-02", "Birthday", False),
    ]  # fmt: skip
    leap = book.days.of_years(date(2027, 2, 25), date(2027, 3, 2))
    assert [(f"{each.starts:%m-%d}", each.note) for each in leap] == [("02-28", "turns 31")]
    leap = book.days.of_years(date(2028, 2, 25), date(2028, 3, 2))
    assert [(f"{each.starts:%m-%d}", each.note) for each in leap] == [("02-29", "turns 32")]
