"""What reminds, when, and how often: once, whatever happens to the clock, the program and the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.blueprint.context import Context
from app.blueprint.reminders import Default, LeadTime
from app.blueprint.reminding import due_of, read_lead
from app.command_line import run
from app.core import texts
from app.core.errors import UserError
from app.services.library import Library
from app.services.reminders import Alert, ReminderClock
from tests.services.reminding.conftest import ZoneClock

ROOM = "2026-11-23T10:00[Europe/Bucharest]"


def told(found: tuple[Alert, ...]) -> list[tuple[str, str]]:
    return [(each.title, f"{each.due:%m-%d %H:%M}") for each in found]


# -- when ----------------------------------------------------------------------------------------------------


def test_minutes_hours_and_days_before_and_an_hour_on_the_wall(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    leads = ["-PT10M", "-PT1H", "-P1D", "-P1D@09:00", "2026-11-23T09:30"]
    rows = [{"lead": lead} for lead in leads]
    book.save(
        "events", {"subject": "Ana", "starts_at": "2026-11-25T10:00[Europe/Bucharest]", "reminders": rows}
    )
    found: list[tuple[str, str]] = []
    for _minute in range(60 * 60):
        found += told(ticking.tick().new)
        wall.go(minutes=1)
    assert [at for _title, at in found] == [
        "11-23 09:30",
        "11-24 09:00",
        "11-24 10:00",
        "11-25 09:00",
        "11-25 09:50",
    ]


def test_defaults_remind_of_calls_meetings_and_tasks(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    book.save("events", {"type": "call", "subject": "call", "starts_at": ROOM})
    book.save("events", {"type": "meeting", "subject": "meeting", "starts_at": ROOM})
    book.save("events", {"type": "letter", "subject": "letter", "starts_at": ROOM})
    book.save(
        "events", {"type": "call", "subject": "silent", "starts_at": ROOM, "reminders": [{"lead": "OFF"}]}
    )
    book.save("tasks", {"name": "task", "due": "2026-11-23"})
    wall.go(hours=3)
    assert told(ticking.tick().new) == [
        ("task", "11-23 09:00"), ("meeting", "11-23 09:30"), ("call", "11-23 09:50"),
    ]  # fmt: skip


def test_other_defaults_are_an_operation_that_can_be_undone(book: Library, wall: ZoneClock) -> None:
    book.save("events", {"type": "letter", "subject": "letter", "starts_at": ROOM})
    assert book.reminders.next_due() is None
    book.reminders.set_defaults("events", [Default(("-PT1H",))])
    assert book.reminders.next_due() == wall().replace(hour=9)
    assert book.reminders.defaults("events") == (Default(("-PT1H",)),)
    book.undo()
    assert book.reminders.next_due() is None
    book.redo()
    assert book.reminders.next_due() == wall().replace(hour=9)
    assert book.care.check() == []


def test_birthdays_name_days_notes_and_the_users_own_dates_remind(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    field = book.fields.add("contacts", "Contract until", "date")
    key = field.key if hasattr(field, "key") else str(field)
    rows = [
        {"lead": "-P3D@09:00", "about": "birthday"}, {"lead": "P0D@08:30", "about": "name_day"},
        {"lead": "-P7D", "about": key}, {"lead": book.reminders.in_weeks(3)},
    ]  # fmt: skip
    values = {"surname": "Pop", "birthday": "--12-01", "name_day": "--11-30", key: "2026-12-09"}
    book.save("contacts", {**values, "reminders": rows})
    note = book.save("notes", {"name": "note"}).uid
    book.reminders.add(note, "2026-11-24T18:00")
    found: list[tuple[str, str, str]] = []
    for _hour in range(24 * 30):
        found += [(each.title, each.label, f"{each.due:%m-%d %H:%M}") for each in ticking.tick().new]
        wall.go(minutes=30)
        found += [(each.title, each.label, f"{each.due:%m-%d %H:%M}") for each in ticking.tick().new]
        wall.go(minutes=30)
    assert found == [
        ("note", "", "11-24 18:00"), ("Pop", "Birthday", "11-28 09:00"), ("Pop", "Name day", "11-30 08:30"),
        ("Pop", "Contract until", "12-02 09:00"), ("Pop", "", "12-14 09:00"),
    ]  # fmt: skip


def test_a_reminder_set_for_an_hour_of_today_that_has_passed_reminds_now_and_one_of_yesterday_never(
    book: Library, ticking: ReminderClock
) -> None:
    note = book.save("notes", {"name": "now"}).uid
    book.reminders.add(note, "2026-11-23T07:00")
    old = book.save("notes", {"name": "old"}).uid
    book.reminders.add(old, "2026-11-22T23:00")
    assert told(ticking.tick().new) == [("now", "11-23 07:00")]


# -- once ----------------------------------------------------------------------------------------------------


def test_it_stays_until_it_is_dismissed_and_comes_again_after_the_program_was_closed(
    make: Callable[..., Library], wall: ZoneClock
) -> None:
    first = make()
    first.save("tasks", {"name": "call back", "due": "2026-11-23T08:30"})
    clock = ReminderClock(first)
    wall.go(hours=1)
    (alert,) = clock.tick().new
    assert clock.tick().new == ()
    first.close()
    second = make()
    again = ReminderClock(second)
    (missed,) = again.tick().new
    assert missed.id == alert.id
    assert missed.is_missed
    second.reminders.dismiss([missed.id])
    again.look()
    assert again.tick().gone == (alert.id,)
    second.close()
    third = make()
    assert ReminderClock(third).tick().new == ()
    assert third.reminders.waiting() == []


def test_a_snooze_survives_a_restart(make: Callable[..., Library], wall: ZoneClock) -> None:
    first = make()
    first.save("tasks", {"name": "later", "due": "2026-11-23T08:00"})
    (alert,) = ReminderClock(first).tick().new
    first.reminders.snooze([alert.id], timedelta(minutes=10))
    first.close()
    second = make()
    clock = ReminderClock(second)
    assert clock.tick().new == ()
    assert [each.is_snoozed for each in second.reminders.waiting()] == [True]
    wall.go(minutes=11)
    assert told(clock.tick().new) == [("later", "11-23 08:00")]
    assert clock.tick().new == ()


def test_eight_hours_of_sleep_over_five_reminders(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    for hour in range(9, 14):
        book.save("tasks", {"name": f"at {hour}", "due": f"2026-11-23T{hour:02d}:15"})
    assert ticking.tick().new == ()
    wall.go(hours=8)
    tick = ticking.tick()
    assert [title for title, _at in told(tick.new)] == ["at 9", "at 10", "at 11", "at 12", "at 13"]
    assert all(each.is_missed for each in tick.new)
    assert ticking.tick().new == ()


def test_the_clock_set_back_and_forward_makes_nothing_come_twice(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    book.save("tasks", {"name": "early", "due": "2026-11-23T09:00", "repeats": "FREQ=DAILY;COUNT=3"})
    book.save("tasks", {"name": "late", "due": "2026-11-23T10:00"})
    wall.go(minutes=65)
    assert told(ticking.tick().new) == [("early", "11-23 09:00")]
    wall.go(hours=-2)
    found: list[tuple[str, str]] = []
    for _minute in range(200):
        found += told(ticking.tick().new)
        wall.go(minutes=1)
    assert found == [("late", "11-23 10:00")]
    wall.go(days=1)
    assert told(ticking.tick().new) == [("early", "11-24 09:00")]
    wall.go(seconds=-3)
    assert ticking.tick().new == ()
    wall.go(seconds=6)
    assert ticking.tick().new == ()


def test_a_long_absence_tells_the_last_occurrences_and_counts_the_others(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    book.save("tasks", {"name": "daily", "due": "2026-11-23T09:00", "repeats": "FREQ=DAILY"})
    wall.go(days=40)
    found = ticking.tick().new
    assert [f"{each.due:%m-%d}" for each in found] == [f"12-{day}" for day in range(23, 32)] + ["01-01"]
    assert sum(each.earlier for each in found) == 40 - len(found)


def test_what_is_moved_done_or_deleted_waits_no_longer_and_undo_brings_it_back(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    moved = book.save("tasks", {"name": "moved", "due": "2026-11-23T08:10"}).uid
    done = book.save("tasks", {"name": "done", "due": "2026-11-23T08:20"}).uid
    gone = book.save("tasks", {"name": "gone", "due": "2026-11-23T08:30"}).uid
    wall.go(hours=1)
    before = ticking.tick()
    assert len(before.new) == 3
    book.save("tasks", {"due": "2026-11-23T12:00"}, moved)
    book.save("tasks", {"state": "done"}, done)
    book.delete([gone])
    assert ticking.tick().gone == tuple(each.id for each in before.new)
    book.undo()
    assert told(ticking.tick().new) == [("gone", "11-23 08:30")]
    wall.go(hours=3)
    assert told(ticking.tick().new) == [("moved", "11-23 12:00")]


def test_what_was_dismissed_stays_so_when_its_record_is_edited_deleted_and_restored(
    book: Library, ticking: ReminderClock, wall: ZoneClock
) -> None:
    uid = book.save("tasks", {"name": "once", "due": "2026-11-23T08:30"}).uid
    wall.go(hours=1)
    (alert,) = ticking.tick().new
    book.reminders.dismiss([alert.id])
    book.save("tasks", {"priority": "high"}, uid)
    book.save("tasks", {"due": "2026-11-23T23:00"}, uid)
    book.save("tasks", {"due": "2026-11-23T08:30"}, uid)
    book.delete([uid])
    book.undo()
    assert ticking.tick().new == ()


# -- zones ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "gap", "fold"),
    [
        ("Europe/Bucharest", "2027-03-28T03:30", "2026-10-25T03:30"),
        ("Europe/Chisinau", "2027-03-28T02:30", "2026-10-25T02:30"),
        ("Europe/Moscow", "2027-03-28T03:30", "2026-10-25T03:30"),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice_reminds_once(
    make: Callable[..., Library], wall: ZoneClock, zone: str, gap: str, fold: str
) -> None:
    library = make("Ana", zone)
    for place, day in enumerate((fold, gap)):
        begin = datetime.fromisoformat(day) - timedelta(days=2)
        wall.set(begin, zone)
        clock = ReminderClock(library, look_again=None)
        name = f"{place}"
        library.save(
            "tasks", {"name": f"wall {name}", "due": f"{begin:%Y-%m-%dT%H:%M}", "repeats": "FREQ=DAILY"}
        )
        library.save("events", {"subject": f"zone {name}", "starts_at": f"{begin:%Y-%m-%dT%H:%M}[{zone}]",
                                "repeats": "FREQ=DAILY", "reminders": [{"lead": "P0D"}]})  # fmt: skip
        found: list[Alert] = []
        for _minute in range(60 * 24 * 4):
            found += clock.tick().new
            wall.go(minutes=1)
        for kind in ("wall", "zone"):
            slots = [each.when.date() for each in found if each.title == f"{kind} {name}" and each.when]
            passed = (wall().replace(tzinfo=None) - begin).days + (wall().time() > begin.time())
            assert slots == [begin.date() + timedelta(days=n) for n in range(len(slots))], (kind, zone)
            assert len(slots) in (passed, passed + 1)
            assert datetime.fromisoformat(day).date() in slots
        library.reminders.dismiss(each.id for each in library.reminders.waiting())
        for uid in {each.uid for each in found}:
            library.delete([uid])


def test_a_traveller_keeps_the_day_of_tasks_and_the_moment_of_appointments(
    make: Callable[..., Library], wall: ZoneClock
) -> None:
    library = make()
    library.save("tasks", {"name": "day", "due": "2026-11-24"})
    library.save(
        "events", {"type": "call", "subject": "moment", "starts_at": "2026-11-24T12:00[Europe/Bucharest]"}
    )
    library.close()
    wall.set(datetime(2026, 11, 24, 8, 59), "Asia/Tokyo")  # 01:59 in Bucharest
    there = make("Ana", "Asia/Tokyo")
    clock = ReminderClock(there)
    assert clock.tick().new == ()
    wall.go(minutes=1)
    assert told(clock.tick().new) == [("day", "11-24 09:00")]
    wall.set(datetime(2026, 11, 24, 18, 49), "Asia/Tokyo")
    assert clock.tick().new == ()
    wall.go(minutes=1)
    (call,) = clock.tick().new
    assert call.when == datetime(2026, 11, 24, 19, 0)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Chisinau", "UTC"])
def test_a_birthday_is_never_a_day_off(make: Callable[..., Library], wall: ZoneClock, zone: str) -> None:
    library = make("Ana", zone)
    wall.set(datetime(2026, 12, 29, 0, 0), zone)
    days = {"a": "1990-12-31", "b": "--01-01", "c": "2000-02-29"}
    for name, day in days.items():
        rows = [{"lead": "P0D@00:00", "about": "birthday"}]
        library.save("contacts", {"surname": name, "birthday": day, "reminders": rows})
    clock = ReminderClock(library, look_again=None)
    found: list[tuple[str, str]] = []
    for _hour in range(24 * 70):
        found += [(each.title, f"{clock_day:%m-%d}") for clock_day in [wall()] for each in clock.tick().new]
        wall.go(hours=1)
    assert found == [("a", "12-31"), ("b", "01-01"), ("c", "02-28")]


# -- whose ---------------------------------------------------------------------------------------------------


def test_only_the_performers_own_program_shows_it(make: Callable[..., Library], wall: ZoneClock) -> None:
    ana, ion = make("Ana"), make("Ion")
    key = ana.choices.add("performer", "Ion")
    for performer in (key, "Ana", None):
        ana.save("tasks", {"name": str(performer), "due": "2026-11-23T08:30", "performer": performer})
    wall.go(hours=1)
    hers, his = ReminderClock(ana), ReminderClock(ion)
    assert {each.title for each in hers.tick().new} == {"Ana", "None"}
    assert {each.title for each in his.tick().new} == {key, "None"}
    shared = next(each for each in ana.reminders.waiting() if each.title == "None")
    ana.reminders.dismiss([shared.id])
    assert his.tick().gone == ()
    wall.go(seconds=61)
    assert his.tick().gone == (shared.id,)


def test_a_tick_in_which_nothing_is_due_does_not_touch_the_file(
    book: Library, wall: ZoneClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.save("tasks", {"name": "x", "due": "2026-11-23T12:00"})
    clock = ReminderClock(book, look_again=None)
    clock.tick()
    reads: list[int] = []
    real = book.reminders._database.read
    monkeypatch.setattr(book.reminders._database, "read", lambda *words: reads.append(1) or real(*words))
    for _second in range(3 * 60):
        wall.go(seconds=20)
        clock.tick()
    assert reads == []


def test_a_file_that_may_not_be_written_tells_what_is_due_all_the_same(
    make: Callable[..., Library], wall: ZoneClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make()
    library.save("tasks", {"name": "look", "due": "2026-11-23T08:30"})
    wall.go(hours=1)
    monkeypatch.setattr(library._database, "is_read_only", True)
    clock = ReminderClock(library)
    assert told(clock.tick().new) == [("look", "11-23 08:30")]
    assert clock.tick().new == ()
    wall.go(minutes=5)
    assert clock.tick().new == ()


# -- words and the command line ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("15 min", "-PT15M"), ("2 hours", "-PT2H"), ("1 day 9:00", "-P1D@09:00"), ("3 zile", "-P3D"),
        ("1 săptămână", "-P7D"), ("10 минут", "-PT10M"), ("за 2 дня в 9:00", "-P2D@09:00"), ("-P1W", "-P7D"),
        ("30 days after", "P30D"), ("31.12.2026 9:30", "2026-12-31T09:30"),
        ("31.12.2026", "2026-12-31T09:00"),
        ("OFF", "OFF"), ("", None),
    ],
)  # fmt: skip
def test_times_of_reminding_are_typed_in_three_languages(typed: str, kept: str | None) -> None:
    assert LeadTime().parse(typed, Context(today=datetime(2026, 11, 23).date())) == kept


def test_what_is_no_time_of_reminding_is_told() -> None:
    for text in ("soon", "-P99999D", "PT", "1 banana"):
        with pytest.raises(ValueError, match="no time of reminding"):
            LeadTime().parse(text, Context())


def test_times_of_reminding_in_words() -> None:
    wanted = {
        "-PT10M": ("10 minutes before", "cu 10 minute înainte", "за 10 минут"),
        "-PT2H": ("2 hours before", "cu 2 ore înainte", "за 2 часа"),
        "-P1D@09:00": ("1 day before at 09:00", "cu 1 zi înainte, la 09:00", "за 1 день в 09:00"),
        "P0D@09:00": ("on the day at 09:00", "în ziua aceea la 09:00", "в тот же день в 09:00"),
        "OFF": ("no reminder", "fără memento", "без напоминания"),
    }
    for lead, words in wanted.items():
        for language, word in zip(("en", "ro", "ru"), words, strict=True):
            texts.use_language(language)
            assert LeadTime().show(lead, Context(language=language)) == word


def test_a_day_before_is_reckoned_on_the_wall_across_a_change_of_the_clock() -> None:
    slot = datetime(2026, 10, 25, 10, 0)
    assert due_of(read_lead("-P1D"), slot, True, "Europe/Bucharest").at == "2026-10-24T07:00:00Z"
    assert due_of(read_lead("-PT24H"), slot, True, "Europe/Bucharest").at == "2026-10-24T08:00:00Z"


def test_the_command_line_says_what_is_due(
    book: Library, ticking: ReminderClock, wall: ZoneClock, capsys: pytest.CaptureFixture[str]
) -> None:
    book.save("tasks", {"name": "far", "due": "2099-01-02T10:00"})
    path = str(book.path)
    assert run(["due", "--file", path]) == 0
    assert capsys.readouterr().out.strip() == "Nothing is due."
    assert run(["due", "--file", path, "--until", "2099-01-02", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["reminders"]
    assert (found["title"], found["due"], found["lead"]) == ("far", "2099-01-02T10:00:00", "P0D")
    assert run(["due", "--file", path, "--until", "2.1.2099 9:59"]) == 0
    assert "Nothing is due" in capsys.readouterr().out
    assert run(["due", "--file", path, "--until", "soon"]) == 2
    assert book.reminders.waiting() == []


def test_a_reminder_that_is_none_is_refused(book: Library) -> None:
    with pytest.raises(UserError, match="no time of reminding"):
        book.save("tasks", {"name": "x", "reminders": [{"lead": "tomorrow, perhaps"}]})
