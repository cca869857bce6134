"""What is due comes up in one window, from which everything can be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.services.reminders import ReminderClock
from app.ui.desk import Desk
from app.ui.reminders.reminding import Reminding
from app.ui.reminders.snooze_dialog import SnoozeDialog
from app.ui.today.result_dialog import ResultDialog
from tests.conftest import StandingClock
from tests.ui.conftest import press, shown
from tests.ui.reminders.conftest import SeenHost, SeenTray, call_with


def titles(reminding: Reminding) -> list[str]:
    return [each.entry.title for each in reminding.popup.entries]


def go_on(desk: Desk, reminding: Reminding, clock: StandingClock, **passed: float) -> None:
    """Time passes, and the clock ticks as it does by itself."""
    clock.go(**passed)
    reminding.ticker.tick()
    desk.work.wait()


def test_a_call_reminds_ten_minutes_before_with_who_when_and_what_about(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    firm = library.save("organizations", {"name": "Nordic Panel SRL"}).uid
    call_with(
        library, "Dumitrescu", "2026-11-23T11:15", organization=firm
    )  # it is 11:00 in Bucharest, 9:00 UTC
    go_on(desk, reminding, clock, minutes=4)
    assert not reminding.popup.isVisible()
    go_on(desk, reminding, clock, minutes=1)
    assert reminding.popup.isVisible()
    (entry,) = reminding.popup.entries
    assert entry.entry.title == "Call Dumitrescu"
    assert entry.head.told == "in 10 minutes · 09:15 · Nordic Panel SRL"
    assert entry.entry.text == "Prices"
    assert list(entry.buttons) == ["call", "done", "snooze", "later", "open"]


def test_it_does_not_take_the_focus(
    qtbot: QtBot, desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    assert reminding.popup.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not reminding.popup.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_everything_missed_comes_in_one_window_and_one_message(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, tray: SeenTray
) -> None:
    desk.settings.set("remind_by", "both")
    for hour in range(10, 15):
        library.save("tasks", {"name": f"at {hour}", "due": f"2026-11-23T{hour}:15"})
    go_on(desk, reminding, clock, hours=8)
    assert titles(reminding) == [f"at {hour}" for hour in range(10, 15)]
    assert reminding.popup._title.text() == "5 missed reminders"
    assert [each.is_unfolded for each in reminding.popup.entries] == [True, False, False, False, False]
    assert tray.messages == [("5 reminders", "at 10\nat 11\nat 12\nat 13")]
    assert tray.count == 5
    go_on(desk, reminding, clock, minutes=10)
    assert len(tray.messages) == 1


def test_a_clock_set_back_and_forward_shows_nothing_twice(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    library.save("tasks", {"name": "early", "due": "2026-11-23T09:30"})
    library.save("tasks", {"name": "late", "due": "2026-11-23T20:00"})
    go_on(desk, reminding, clock, minutes=31)
    assert titles(reminding) == ["early"]
    reminding.popup.entries[0].buttons["snooze"].click()
    desk.work.wait()
    go_on(desk, reminding, clock, hours=-2)
    assert not reminding.popup.isVisible()
    go_on(desk, reminding, clock, days=1)
    assert titles(reminding) == ["early", "late"]
    reminding.popup.all_wanted.emit("seen")
    desk.work.wait()
    for hours in (-2, 1, 3):
        go_on(desk, reminding, clock, hours=hours)
        assert not reminding.popup.isVisible()


def test_hundreds_of_missed_ones_are_a_window_of_thirty_and_a_number(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    from app.services.library import Change

    changes = [
        Change("tasks", library.new_uid(), {"name": f"{n:03d}", "state": "open", "due": "2026-11-23T09:30"})
        for n in range(300)
    ]
    library.write("demo", changes)
    go_on(desk, reminding, clock, hours=1)
    popup = reminding.popup
    assert (len(popup.entries), popup._more.text()) == (30, "270 more wait")
    assert popup.height() <= popup.screen().availableGeometry().height()
    popup.all_wanted.emit("seen")
    desk.work.wait()
    assert not popup.isVisible()
    assert library.reminders.waiting() == []


def test_ten_minutes_of_snooze_are_one_click_and_survive_the_program(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    go_on(desk, reminding, clock, minutes=31)
    reminding.popup.entries[0].buttons["snooze"].click()
    desk.work.wait()
    assert not reminding.popup.isVisible()
    go_on(desk, reminding, clock, minutes=9)
    assert not reminding.popup.isVisible()
    assert [each.title for each in ReminderClock(library).tick().new] == []
    go_on(desk, reminding, clock, minutes=2)
    assert titles(reminding) == ["offer"]


@pytest.mark.parametrize(
    ("name", "until"),
    [("ten", "09:41"), ("hour", "10:31"), ("tomorrow", "09:00"), ("never", "")],
)
def test_other_times_of_snoozing_and_never_again(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, name: str, until: str
) -> None:
    uid = library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"}).uid
    go_on(desk, reminding, clock, minutes=31)
    reminding.popup.entries[0].buttons["later"].click()
    menu = next(each for each in reminding.popup.findChildren(QMenu) if each.objectName() == "snooze_menu")
    next(each for each in menu.actions() if each.objectName() == f"snooze_{name}").trigger()
    menu.close()
    desk.work.wait()
    assert not reminding.popup.isVisible()
    waiting = library.reminders.waiting()
    assert [f"{each.until:%H:%M}" for each in waiting if each.until] == ([until] if until else [])
    assert library.get(uid).values["state"] == "open"  # type: ignore[union-attr]


def test_a_time_of_ones_own_is_written_as_one_says_it(
    qtbot: QtBot, desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    go_on(desk, reminding, clock, minutes=31)
    reminding.acts.ask_when([reminding.popup.lines[0].alert.id])
    (dialog,) = shown(SnoozeDialog)
    dialog.editor.set_value("2026-11-23T08:00")
    dialog.save()
    assert dialog.isVisible()
    dialog.editor.set_value("2026-11-25")
    dialog.save()
    desk.work.wait()
    assert not dialog.isVisible()
    assert [f"{each.until:%m-%d %H:%M}" for each in library.reminders.waiting() if each.until] == [
        "11-25 09:00"
    ]


def test_call_dials_and_done_notes_the_result_with_the_next_step(
    qtbot: QtBot, desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    reminding.acts.day._records._open_url = open_url
    event = call_with(library, "Dumitrescu", "2026-11-23T11:15")
    go_on(desk, reminding, clock, minutes=5)
    entry = reminding.popup.entries[0]
    entry.buttons["call"].click()
    desk.work.wait()
    assert opened == ["tel:+40721000111"]
    entry.buttons["done"].click()
    desk.work.wait()
    (dialog,) = shown(ResultDialog)
    dialog.results["result"].set_value("call.reached")
    dialog.form.plan(7)
    dialog.save()
    desk.work.wait()
    record = library.get(event)
    assert record is not None
    assert (record.values["state"], record.values["result"]) == ("done", "call.reached")
    person = record.values["contacts"][0]
    planned = [each for each in library.around.of(person).story if each.is_planned]
    assert [each.at[:10] for each in planned] == ["2026-11-30"]
    reminding.ticker.tick()
    desk.work.wait()
    assert not reminding.popup.isVisible()


def test_a_birthday_offers_a_call_and_is_seen(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    rows = [{"lead": "P0D@09:30", "about": "birthday"}]
    values = {
        "surname": "Pop",
        "birthday": "1966-11-23",
        "phones": [{"value": "0721000222"}],
        "reminders": rows,
    }
    library.save("contacts", values)
    go_on(desk, reminding, clock, minutes=31)
    (entry,) = reminding.popup.entries
    assert (entry.entry.title, entry.head.told) == ("Pop", "today · Birthday")
    assert list(entry.buttons) == ["call", "seen", "snooze", "later", "open"]
    entry.buttons["seen"].click()
    desk.work.wait()
    assert not reminding.popup.isVisible()
    assert library.reminders.waiting() == []


def test_closing_it_dismisses_nothing_and_the_command_brings_it_back(
    qtbot: QtBot, desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, tray: SeenTray
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    go_on(desk, reminding, clock, minutes=31)
    press(reminding.popup, Qt.Key.Key_Escape)
    assert not reminding.popup.isVisible()
    assert tray.count == 1
    go_on(desk, reminding, clock, minutes=30)
    assert not reminding.popup.isVisible()
    assert desk.commands.run("reminders.show")
    desk.work.wait()
    assert titles(reminding) == ["offer"]


def test_what_is_done_elsewhere_leaves_the_window(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    first = library.save("tasks", {"name": "first", "due": "2026-11-23T09:30"}).uid
    library.save("tasks", {"name": "second", "due": "2026-11-23T09:40"})
    go_on(desk, reminding, clock, hours=1)
    assert titles(reminding) == ["first", "second"]
    library.save("tasks", {"state": "done"}, first)
    desk.work.wait()
    assert titles(reminding) == ["second"]
    assert reminding.popup.entries[0].is_unfolded


def test_arrows_walk_and_unfold(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    for name in ("one", "two"):
        library.save("tasks", {"name": name, "due": "2026-11-23T09:30"})
    go_on(desk, reminding, clock, hours=1)
    one, two = reminding.popup.entries
    press(one.head, Qt.Key.Key_Down)
    assert [one.is_unfolded, two.is_unfolded] == [False, True]
    press(two.head, Qt.Key.Key_Up)
    assert [one.is_unfolded, two.is_unfolded] == [True, False]


def test_open_brings_the_window_forward_and_goes_to_the_record(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, host: SeenHost
) -> None:
    uid = library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"}).uid
    gone: list[tuple[str, str]] = []
    desk.navigate.connect(lambda section, found: gone.append((section, found)))
    go_on(desk, reminding, clock, minutes=31)
    reminding.popup.entries[0].buttons["open"].click()
    assert (host.came, gone) == (1, [("tasks", uid)])


def test_the_timer_waits_for_the_next_moment_and_never_longer_than_a_tick(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    library.save("tasks", {"name": "soon", "due": "2026-11-23T09:00:00"})
    library.save("tasks", {"name": "far", "due": "2026-11-24T09:00"})
    go_on(desk, reminding, clock, seconds=1)
    assert reminding.ticker._wait_ms() == 20_000
    library.save("tasks", {"name": "near", "due": "2026-11-23T09:01"})
    desk.work.wait()
    clock.go(seconds=54)
    assert 5_000 <= reminding.ticker._wait_ms() <= 5_100


def test_ten_minutes_at_rest_read_the_file_ten_times(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save("tasks", {"name": "far", "due": "2026-12-24T09:00"})
    go_on(desk, reminding, clock, seconds=1)
    reads: list[int] = []
    looked = ReminderClock.looked
    monkeypatch.setattr(ReminderClock, "looked", lambda self: reads.append(1) or looked(self))
    for _tick in range(30):
        go_on(desk, reminding, clock, seconds=20)
    assert len(reads) == 10


def test_another_file_takes_its_reminders_with_it(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, tray: SeenTray
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    go_on(desk, reminding, clock, minutes=31)
    desk.use(None)
    desk.work.wait()
    assert not reminding.popup.isVisible()
    assert tray.count == 0


def test_a_file_that_is_read_only_reminds_and_offers_only_what_it_can(
    desk: Desk, library: Library, clock: StandingClock, make_reminding: Callable[..., Reminding],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    library.save("tasks", {"name": "look", "due": "2026-11-23T09:30"})
    monkeypatch.setattr(library._database, "is_read_only", True)
    reminding = make_reminding()
    go_on(desk, reminding, clock, minutes=31)
    (entry,) = reminding.popup.entries
    assert list(entry.buttons) == ["seen", "open"]
    entry.buttons["seen"].click()
    QApplication.processEvents()
    assert not reminding.popup.isVisible()
