"""The Today page through the window: what stands on it, and that everything can be done from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core import texts
from app.services.day_page import DayPage
from app.services.library import Library
from app.services.rows import ListQuery
from app.ui.desk import Desk
from app.ui.today.line import LineText
from app.ui.today.page import TodayPage
from app.ui.today.result_dialog import ResultDialog
from app.ui.window import Window
from tests.ui.conftest import Heard, bare_window, press, shown

ZONE = "[Europe/Bucharest]"


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with bare_window(qtbot, desk) as made:
        yield made


@pytest.fixture
def opened() -> list[str]:
    return []


def today(window: Window, opened: list[str] | None = None) -> TodayPage:
    assert window.desk.commands.run("go.today")
    window.desk.work.wait()
    assert window.middle.today is not None
    if opened is not None:

        def open_url(url: QUrl) -> bool:
            opened.append(url.toString())
            return True

        window.middle.today.acts._records._open_url = open_url
    return window.middle.today


def contact(library: Library, surname: str, **values: object) -> str:
    given = {"surname": surname, "phones": [{"type": "mobile", "value": "+40721000111"}], **values}
    return library.save("contacts", given).uid


def call(library: Library, who: str, at: str, **values: object) -> str:
    given = {"type": "call", "subject": "Prices", "starts_at": f"{at}{ZONE}", "contacts": [who], **values}
    return library.save("events", given).uid


def lines(page: TodayPage, part: str) -> list[LineText]:
    cards = [each for each in page.findChildren(QWidget, f"today_{part}") if each.isVisible()]
    return [line for card in cards for line in card.findChildren(LineText)]


def said(page: TodayPage, part: str) -> list[tuple[str, str, str]]:
    return [(each.line.at, each.line.title, each.line.note) for each in lines(page, part)]


def button(page: TodayPage, name: str) -> QAbstractButton:
    [found] = [each for each in page.findChildren(QAbstractButton, name) if each.isVisible()]
    return found


def value(library: Library, uid: str, key: str) -> object:
    record = library.get(uid)
    assert record is not None
    return record.values.get(key)


# -- what stands there ---------------------------------------------------------------------------------------


def test_overdue_today_and_the_week_stand_in_their_parts(window: Window, library: Library) -> None:
    ana = contact(library, "Albu")
    call(library, ana, "2026-11-20T16:00")
    call(library, ana, "2026-11-23T11:00")
    call(library, ana, "2026-11-26T14:30")
    library.save("tasks", {"name": "Offer", "due": "2026-11-19"})
    library.save("tasks", {"name": "Ship", "due": "2026-11-23"})
    library.save("tasks", {"name": "Done", "due": "2026-11-19", "state": "done"})
    page = today(window)
    assert page.title.text() == "Monday, 23 November"
    assert said(page, "overdue") == [("Fri 16:00", "Albu", "Prices"), ("19 Nov", "Offer", "Task")]
    assert said(page, "today") == [("11:00", "Albu", "Prices"), ("all day", "Ship", "Task")]
    assert said(page, "week") == [("Thu 14:30", "Albu", "Prices")]
    assert page.summary.text() == "1 to call · 2 overdue"


def test_birthdays_of_the_days_around_with_round_ages(window: Window, library: Library) -> None:
    for name, born in (
        ("Today", "1986-11-23"), ("Soon", "--11-25"), ("Just been", "1990-11-21"), ("Far", "1990-12-23")
    ):  # fmt: skip
        contact(library, name, birthday=born)
    page = today(window)
    assert said(page, "birthdays") == [
        ("today", "Today", "turns 40"), ("Wed 25", "Soon", "Birthday"),
        ("2 days ago", "Just been", "turns 36"),
    ]  # fmt: skip
    assert [each.line.is_round for each in lines(page, "birthdays")] == [True, False, False]


def test_how_far_birthdays_are_shown_is_a_setting_that_counts_at_once(
    window: Window, library: Library
) -> None:
    for name, born in (("Far", "1990-12-23"), ("Tomorrow", "1990-11-24"), ("Was", "1990-11-20")):
        contact(library, name, birthday=born)
    page = today(window)
    assert [title for _at, title, _note in said(page, "birthdays")] == ["Tomorrow", "Was"]
    window.desk.settings.set("birthdays_ahead", 30)
    window.desk.settings.set("birthdays_behind", 0)
    window.desk.work.wait()
    assert [(at, title) for at, title, _note in said(page, "birthdays")] == [
        ("tomorrow", "Tomorrow"), ("23 Dec", "Far"),
    ]  # fmt: skip


def test_the_turn_of_the_year_and_the_leap_day_lose_nobody(window: Window, library: Library, clock) -> None:
    contact(library, "New year", birthday="1990-01-02")
    contact(library, "Last day", birthday="1990-12-31")
    contact(library, "Leap", birthday="2000-02-29")
    clock.go(days=38)  # 31 December
    page = today(window)
    assert [(at, title) for at, title, _note in said(page, "birthdays")] == [
        ("today", "Last day"), ("Sat 2", "New year"),
    ]  # fmt: skip
    clock.go(days=58)  # 27 February 2027
    page._on_minute()
    window.desk.work.wait()
    assert said(page, "birthdays") == [("tomorrow", "Leap", "turns 27")]


def test_clients_without_a_next_step_are_those_with_a_grade_and_nothing_planned(
    window: Window, library: Library
) -> None:
    forgotten, planned = contact(library, "Forgotten", grade="a"), contact(library, "Planned", grade="a")
    contact(library, "Private")
    call(library, forgotten, "2026-11-02T10:00", state="done")
    call(library, planned, "2026-12-24T10:00")
    page = today(window)
    assert said(page, "stepless") == [("21 days", "Forgotten", "A")]


def test_the_side_counts_what_is_overdue(window: Window, library: Library) -> None:
    assert window.sidebar.today._badge == 0
    uid = library.save("tasks", {"name": "Offer", "due": "2026-11-19"}).uid
    window.desk.work.wait()
    assert window.sidebar.today.accessibleDescription() == "1 overdue"
    library.save("tasks", {"state": "done"}, uid)
    window.desk.work.wait()
    assert window.sidebar.today._badge == 0


def test_a_day_without_anything_is_said_in_a_friendly_way(
    window: Window, opened_cards: list[tuple[str, object, object]]
) -> None:
    page = today(window)
    nothing = page.findChild(QWidget, "today_nothing")
    assert nothing.accessibleName() == "Nothing to do today"  # type: ignore[union-attr]
    button(page, "today_new").click()
    assert opened_cards == [("events", None, None)]


# -- going there and away ------------------------------------------------------------------------------------


def test_the_page_takes_the_room_of_list_and_panel_and_gives_it_back(
    window: Window, library: Library
) -> None:
    uid = contact(library, "Albu")
    window.desk.work.wait()
    window.page.selection.tell()
    assert window.desk.selected == (uid,)
    today(window)
    assert window.middle.is_today_shown
    assert not window.panel_place.is_shown
    assert window.sidebar.today.isChecked()
    assert window.desk.selected == ()
    window.show_section("contacts")
    assert window.panel_place.is_shown
    assert not window.sidebar.today.isChecked()
    assert window.desk.selected == (uid,)


def test_delete_of_the_menu_does_nothing_to_what_is_not_seen(window: Window, library: Library) -> None:
    uid = contact(library, "Albu")
    window.desk.work.wait()
    today(window)
    assert not window.desk.commands.run("record.delete")
    window.page.selection.delete()
    window.desk.work.wait()
    assert library.get(uid) is not None


def test_searching_leaves_the_page(window: Window, library: Library) -> None:
    today(window)
    assert window.desk.commands.run("edit.find")
    assert not window.middle.is_today_shown


def test_it_is_what_a_file_opens_with_if_wished(window: Window, library: Library) -> None:
    window.desk.settings.set("start_today", True)
    window.desk.library_changed.emit()
    window.desk.work.wait()
    assert window.middle.is_today_shown


def test_a_click_on_a_line_goes_to_the_record(window: Window, library: Library) -> None:
    uid = library.save("tasks", {"name": "Offer", "due": "2026-11-19"}).uid
    page = today(window)
    lines(page, "overdue")[0].click()
    window.desk.work.wait()
    window.page.selection.tell()
    assert not window.middle.is_today_shown
    assert window.desk.selected == (uid,)


def test_the_number_of_all_shows_them_in_their_list(window: Window, library: Library) -> None:
    for n in range(7):
        contact(library, f"Client {n}", grade="b")
    page = today(window)
    assert button(page, "today_stepless_all").text() == "7"
    button(page, "today_stepless_all").click()
    window.desk.work.wait()
    assert not window.middle.is_today_shown
    assert len(window.page.model.ids) == 7
    assert window.page.filter.is_narrowed


# -- doing ---------------------------------------------------------------------------------------------------


def test_a_task_is_checked_off_and_can_be_taken_back(window: Window, library: Library, heard: Heard) -> None:
    uid = library.save("tasks", {"name": "Offer", "due": "2026-11-19"}).uid
    library.save("tasks", {"name": "Ship", "due": "2026-11-18"})
    page = today(window)
    lines(page, "overdue")[0].setFocus()
    button(page, "today_overdue_0_done").setFocus()
    button(page, "today_overdue_0_done").click()
    window.desk.work.wait()
    assert value(library, uid, "state") == "done"
    assert [title for _at, title, _note in said(page, "overdue")] == ["Ship"]
    assert window.focusWidget() is button(page, "today_overdue_0_done")  # the next one stands there now
    assert library.undoable() is not None
    library.undo()
    window.desk.work.wait()
    assert value(library, uid, "state") == "open"
    assert len(said(page, "overdue")) == 2


def test_a_call_is_made_and_its_result_noted_with_the_next_step(
    window: Window, library: Library, opened: list[str], heard: Heard
) -> None:
    ana = contact(library, "Albu")
    uid = call(library, ana, "2026-11-23T11:00")
    page = today(window, opened)
    button(page, "today_today_0_call").click()
    window.desk.work.wait()
    assert opened == ["tel:+40721000111"]
    before = len(library.history.operations(50))
    button(page, "today_today_0_done").click()
    window.desk.work.wait()
    [dialog] = shown(ResultDialog)
    dialog.results["result"].set_value("call.reached")
    dialog.findChild(QPushButton, "result_next_keys_week").click()
    dialog.ok.click()
    window.desk.work.wait()
    assert value(library, uid, "state") == "done"
    assert value(library, uid, "result") == "call.reached"
    [planned] = [each for each in library.around.of(ana).story if each.is_planned]
    assert (planned.section, planned.at) == ("events", f"2026-11-30T09:00{ZONE}")
    assert len(library.history.operations(50)) == before + 1
    library.undo()
    window.desk.work.wait()
    assert [each.uid for each in library.around.of(ana).story if each.is_planned] == [uid]


def test_a_result_without_a_next_step_plans_nothing(window: Window, library: Library) -> None:
    ana = contact(library, "Albu")
    call(library, ana, "2026-11-23T11:00")
    page = today(window)
    button(page, "today_today_0_done").click()
    window.desk.work.wait()
    [dialog] = shown(ResultDialog)
    press(dialog, Qt.Key.Key_Return)
    window.desk.work.wait()
    assert shown(ResultDialog) == []
    assert not [each for each in library.around.of(ana).story if each.is_planned]


def test_a_wrong_date_of_the_next_step_keeps_the_dialog_open(window: Window, library: Library) -> None:
    ana = contact(library, "Albu")
    uid = call(library, ana, "2026-11-23T11:00")
    page = today(window)
    button(page, "today_today_0_done").click()
    window.desk.work.wait()
    [dialog] = shown(ResultDialog)
    when = dialog.next["starts_at"]
    when.focusProxy().setText("some day")  # type: ignore[attr-defined]
    dialog.ok.click()
    window.desk.work.wait()
    assert when.warning
    assert value(library, uid, "state") == "planned"
    dialog.reject()


def test_postponing_keeps_the_hour(window: Window, library: Library) -> None:
    uid = call(library, contact(library, "Albu"), "2026-11-20T16:15")
    page = today(window)
    line = lines(page, "overdue")[0].line
    menu = page.acts.later_menu(line)
    assert [each.objectName() for each in menu.actions()][:5] == [
        "later_today", "later_tomorrow", "later_three", "later_monday", "later_month",
    ]  # fmt: skip
    next(each for each in menu.actions() if each.objectName() == "later_monday").trigger()
    window.desk.work.wait()
    assert value(library, uid, "starts_at") == f"2026-11-30T16:15{ZONE}"
    assert said(page, "overdue") == []
    menu.deleteLater()


def test_the_button_for_later_opens_the_menu(window: Window, library: Library) -> None:
    call(library, contact(library, "Albu"), "2026-11-20T16:15")
    page = today(window)
    button(page, "today_overdue_0_later").click()
    menu = page.findChild(QMenu, "today_later")
    assert isinstance(menu, QMenu)
    assert menu.isVisible()
    menu.close()


def test_a_next_step_is_planned_with_the_client_filled_in(
    window: Window, library: Library, opened_cards: list[tuple[str, object, object]]
) -> None:
    uid = contact(library, "Albu", grade="a")
    page = today(window)
    button(page, "today_stepless_0_plan").click()
    assert opened_cards == [
        ("events", None, {"contacts": [uid], "starts_at": f"2026-11-24T09:00{ZONE}"}),
    ]  # fmt: skip


def test_arrows_walk_through_all_lines(window: Window, library: Library) -> None:
    library.save("tasks", {"name": "Offer", "due": "2026-11-19"})
    library.save("tasks", {"name": "Ship", "due": "2026-11-23"})
    page = today(window)
    page.focus_here()
    press(lines(page, "overdue")[0], Qt.Key.Key_Down)
    assert window.focusWidget() is lines(page, "today")[0]
    press(lines(page, "today")[0], Qt.Key.Key_Up)
    assert window.focusWidget() is lines(page, "overdue")[0]


def test_another_day_is_another_page(window: Window, library: Library, clock) -> None:
    library.save("tasks", {"name": "Ship", "due": "2026-11-23"})
    page = today(window)
    clock.go(days=1)
    page._on_minute()
    window.desk.work.wait()
    assert isinstance(page.page, DayPage)
    assert page.page.day == date(2026, 11, 24)
    assert said(page, "overdue") == [("23 Nov", "Ship", "Task")]


@pytest.mark.parametrize("language", ["ro", "ru"])
def test_it_speaks_the_language_of_the_window(window: Window, library: Library, language: str) -> None:
    contact(library, "Albu", birthday="1986-11-23")
    texts.use_language(language)
    page = today(window)
    assert page.title.text() == {"ro": "Luni, 23 noiembrie", "ru": "Понедельник, 23 ноября"}[language]
    assert (
        said(page, "birthdays")[0][2] == {"ro": "împlinește 40 de ani", "ru": "исполняется 40 лет"}[language]
    )


def test_a_narrow_window_puts_the_columns_below_each_other(window: Window, library: Library) -> None:
    contact(library, "Albu", birthday="1986-11-23")
    library.save("tasks", {"name": "Offer", "due": "2026-11-19"})
    page = today(window)
    window.show_section("contacts")
    window.resize(900, 700)  # while nobody sees the page
    window.desk.work.wait()
    today(window)
    overdue, born = (page.findChild(QWidget, f"today_{key}") for key in ("overdue", "birthdays"))
    assert isinstance(overdue, QWidget)
    assert isinstance(born, QWidget)
    assert overdue.width() == born.width() < page.width()
    assert overdue.geometry().bottom() < born.geometry().top()
    assert overdue.height() >= overdue.minimumSizeHint().height()


def test_nothing_is_written_in_a_file_that_is_read_only(
    window: Window, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save("tasks", {"name": "Offer", "due": "2026-11-19"})
    monkeypatch.setattr(type(library), "is_read_only", property(lambda _self: True))
    page = today(window)
    assert page.findChild(QAbstractButton, "today_overdue_0_done") is None
    assert lines(page, "overdue")


def test_postponing_one_of_a_series_leaves_the_others_where_they_are(
    window: Window, library: Library
) -> None:
    values = {"name": "Report", "due": "2026-11-23", "repeats": "FREQ=WEEKLY", "state": "open"}
    uid = library.save("tasks", values).uid
    page = today(window)
    page.acts.postpone(lines(page, "today")[0].line, date(2026, 11, 24))
    window.desk.work.wait()
    assert value(library, uid, "due") == "2026-11-24"
    found = library.lists.uids_of(library.lists.ids(ListQuery("tasks")))
    assert sorted(str(value(library, each, "due")) for each in found) == ["2026-11-24", "2026-11-30"]


def test_whom_it_is_time_to_talk_to_comes_first(window: Window, library: Library) -> None:
    recent, long_ago = contact(library, "Albu", grade="a"), contact(library, "Zaharia", grade="a")
    call(library, recent, "2026-11-20T10:00", state="done")
    call(library, long_ago, "2026-10-24T10:00", state="done")
    page = today(window)
    assert said(page, "stepless") == [("30 days", "Zaharia", "A"), ("3 days", "Albu", "A")]
    assert [each.line.is_late for each in lines(page, "stepless")] == [True, False]
