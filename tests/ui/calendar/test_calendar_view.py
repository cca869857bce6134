"""The calendar through the window: what is seen on the days, adding, moving, stretching, the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.core import texts
from app.services.library import Change, Library
from app.ui.calendar.canvas import Canvas
from app.ui.calendar.month_grid import MonthGrid
from app.ui.calendar.shown import Slot
from app.ui.calendar.time_grid import TimeGrid
from app.ui.calendar.view import CalendarView
from app.ui.desk import Desk
from app.ui.window import Window
from tests.ui.conftest import Heard, bare_window, press, type_text

ZONE = "[Europe/Bucharest]"


def event(library: Library, subject: str, at: str, **values: object) -> str:
    given = {"subject": subject, "starts_at": f"{at}{ZONE}", "state": "planned", **values}
    return library.save("events", given).uid


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with bare_window(qtbot, desk) as made:
        yield made


def calendar(window: Window, section: str = "events", mode: str = "month") -> CalendarView:
    window.show_section(section)
    window.page.views.choose("calendar")
    window.desk.work.wait()
    view = window.page.views.current
    assert isinstance(view, CalendarView)
    view.show_mode(mode)
    window.desk.work.wait()
    return view


def titles(view: CalendarView, day: date) -> list[str]:
    assert view.shown is not None
    return [each.title for each in view.shown.on(day)]


def middle_of(canvas: Canvas, title: str) -> QPointF:
    spot = next(each for each in canvas.spots if each.occasion is not None and each.occasion.title == title)
    return spot.rect.center()


def drag(canvas: Canvas, start: QPointF, end: QPointF) -> None:
    ground, button = canvas.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(ground, button, pos=start.toPoint())
    QTest.mouseMove(ground, ((start + end) / 2).toPoint())
    QTest.mouseMove(ground, end.toPoint())
    QTest.mouseRelease(ground, button, pos=end.toPoint())


def stored(library: Library, uid: str, key: str = "starts_at") -> object:
    record = library.get(uid)
    assert record is not None
    return record.values.get(key)


# -- the switch ----------------------------------------------------------------------------------------------


def test_the_head_offers_the_views_that_the_section_declares(window: Window) -> None:
    window.show_section("events")
    assert window.page.head.views.keys == ["table", "calendar", "board"]
    window.show_section("notes")
    assert window.page.head.views.isHidden()


def test_each_section_remembers_its_view(window: Window, library: Library) -> None:
    calendar(window)
    window.show_section("contacts")
    assert window.page.views.current is None
    window.show_section("events")
    assert isinstance(window.page.views.current, CalendarView)
    assert window.page.head.views.current == "calendar"
    window.page.head.views.button("table").click()
    assert window.page.views.current is None
    assert window.desk.state.get("views") == {"events": "table"}


def test_columns_are_offered_in_the_table_only(window: Window) -> None:
    window.show_section("events")
    assert not window.page.head.columns.isHidden()
    calendar(window)
    assert window.page.head.columns.isHidden()


# -- what is seen --------------------------------------------------------------------------------------------


def test_a_month_shows_whole_weeks_from_the_first_day_of_the_country(window: Window) -> None:
    view = calendar(window)
    assert view.shown is not None
    assert (view.shown.first, view.shown.last) == (date(2026, 10, 26), date(2026, 12, 6))
    assert view.bar.title.text() == "November 2026"
    window.desk.library.identity = type(window.desk.library.identity)("Ana", "US", "en", "Europe/Bucharest")  # type: ignore[union-attr]
    view.refresh()
    window.desk.work.wait()
    assert view.shown.first == date(2026, 11, 1)  # a Sunday


def test_records_stand_on_their_days_and_only_visible_ones_are_read(window: Window, library: Library) -> None:
    event(library, "Near", "2026-11-24T10:00")
    event(library, "Far", "2027-03-01T10:00")
    view = calendar(window)
    assert titles(view, date(2026, 11, 24)) == ["Near"]
    assert view.shown is not None
    assert len(view.shown.occasions) == 1


def test_search_and_filters_leave_out_records_of_the_calendar_too(window: Window, library: Library) -> None:
    event(library, "Offer", "2026-11-24T10:00")
    event(library, "Contract", "2026-11-24T11:00")
    view = calendar(window)
    type_text(window.page.head.search, "contr")
    window.page._search_timer.timeout.emit()
    window.desk.work.wait()
    assert titles(view, date(2026, 11, 24)) == ["Contract"]


def test_more_than_a_day_has_room_for_is_counted_and_leads_to_the_day(
    window: Window, library: Library
) -> None:
    at = "2026-11-24T10"
    changes = [
        Change("events", library.new_uid(), {"subject": f"E{n}", "starts_at": f"{at}:{n:02}{ZONE}"})
        for n in range(40)
    ]
    library.write("import", changes, section="events")
    view = calendar(window)
    assert view.shown is not None
    assert view.shown.unread(date(2026, 11, 24)) == 40 - 10
    more = next(spot for spot in view.month.spots if spot.day is not None)
    shown = sum(spot.occasion is not None for spot in view.month.spots)
    assert view.month._more[0][2] == 40 - shown
    QTest.mouseClick(view.month.viewport(), Qt.MouseButton.LeftButton, pos=more.rect.center().toPoint())
    window.desk.work.wait()
    assert view.mode == "day"
    assert len(titles(view, date(2026, 11, 24))) == 40


def test_events_at_one_time_stand_side_by_side(window: Window, library: Library) -> None:
    event(library, "One", "2026-11-24T10:00", duration=60)
    event(library, "Two", "2026-11-24T10:30", duration=60)
    event(library, "After", "2026-11-24T11:30", duration=30)
    view = calendar(window, mode="day")
    view.go_to_day(date(2026, 11, 24))
    window.desk.work.wait()
    rects = {spot.occasion.title: spot.rect for spot in view.hours.spots if spot.occasion is not None}
    assert not rects["One"].intersects(rects["Two"])
    assert rects["One"].width() == rects["Two"].width()
    assert rects["After"].width() > 1.8 * rects["One"].width()


def test_birthdays_stand_on_their_day_every_year_with_the_age(window: Window, library: Library) -> None:
    library.save("contacts", {"surname": "Albu", "birthday": "1986-11-23"})
    library.save("contacts", {"surname": "Leap", "birthday": "--02-29"})
    view = calendar(window)
    [albu] = [each for each in view.shown.on(date(2026, 11, 23)) if each.layer == "birthday"]  # type: ignore[union-attr]
    assert (albu.title, albu.note, albu.is_round) == ("Albu", "turns 40", True)
    view.go_to_day(date(2027, 2, 1))
    window.desk.work.wait()
    assert titles(view, date(2027, 2, 28)) == ["Leap"]


def test_birthdays_and_holidays_can_be_switched_off(window: Window, library: Library) -> None:
    library.save("contacts", {"surname": "Albu", "birthday": "1986-11-23"})
    view = calendar(window)
    view.go_to_day(date(2026, 12, 1))
    window.desk.work.wait()
    assert view.shown is not None
    assert view.shown.holidays[date(2026, 12, 1)] == "National Day"
    menu = QMenu(view)
    view.bar._fill(menu)
    for action in menu.actions():
        action.trigger()
    window.desk.work.wait()
    assert view.shown.holidays == {}
    view.go_today()
    window.desk.work.wait()
    assert titles(view, date(2026, 11, 23)) == []


def test_holidays_are_those_of_the_country_in_the_language_of_the_window(window: Window) -> None:
    assert window.desk.library is not None
    days = window.desk.library.days
    assert days.holidays(date(2026, 12, 25), date(2026, 12, 25)) == {date(2026, 12, 25): "Christmas Day"}


def test_a_time_of_another_zone_says_of_which(window: Window, library: Library) -> None:
    uid = library.save("events", {"subject": "Call", "starts_at": "2026-11-24T10:00[Europe/London]"}).uid
    view = calendar(window)
    [found] = view.shown.on(date(2026, 11, 24))  # type: ignore[union-attr]
    assert (found.uid, found.zone) == (uid, "London")


def test_tasks_are_shown_by_the_date_that_is_chosen(window: Window, library: Library) -> None:
    library.save("tasks", {"name": "Plan", "due": "2026-11-30", "start": "2026-11-24"})
    view = calendar(window, "tasks")
    assert titles(view, date(2026, 11, 30)) == ["Plan"]
    menu = QMenu(view)
    view.bar._fill(menu)
    next(each for each in menu.actions() if each.objectName() == "calendar_by_start").trigger()
    window.desk.work.wait()
    assert titles(view, date(2026, 11, 24)) == ["Plan"]


def test_an_own_date_gives_a_section_a_calendar(window: Window, library: Library) -> None:
    library.fields.add("contacts", "Contract until", "date")
    key = next(each.key for each in library.registry.section("contacts").fields if each.is_own)
    library.save("contacts", {"surname": "Albu", key: "2026-11-27"})
    window.desk.work.wait()
    view = calendar(window, "contacts")
    assert titles(view, date(2026, 11, 27)) == ["Albu"]


# -- standing somewhere --------------------------------------------------------------------------------------


def test_a_click_selects_the_record_for_the_panel(window: Window, library: Library) -> None:
    uid = event(library, "Offer", "2026-11-24T10:00")
    view = calendar(window)
    at = middle_of(view.month, "Offer").toPoint()
    QTest.mouseClick(view.month.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.desk.selected == (uid,)
    window.page.head.views.button("table").click()
    window.desk.work.wait()
    window.page.selection.tell()
    assert window.desk.selected == (uid,)


def test_a_record_that_is_looked_for_is_shown_on_its_day(window: Window, library: Library) -> None:
    uid = event(library, "Far", "2027-03-01T10:00")
    calendar(window)
    window.go_to("events", uid)
    window.desk.work.wait()
    view = window.page.views.current
    assert isinstance(view, CalendarView)
    assert view.day == date(2027, 3, 1)
    assert window.desk.selected == (uid,)


def test_arrows_walk_through_days_and_what_is_on_them(window: Window, library: Library) -> None:
    first = event(library, "First", "2026-11-24T09:00")
    event(library, "Second", "2026-11-24T10:00")
    view = calendar(window)
    press(view.month, Qt.Key.Key_Right)
    assert view.day == date(2026, 11, 24)
    press(view.month, Qt.Key.Key_Down)
    assert window.desk.selected == (first,)
    press(view.month, Qt.Key.Key_Down)
    press(view.month, Qt.Key.Key_Down)
    assert view.day == date(2026, 12, 1)
    press(view.month, Qt.Key.Key_PageDown)
    window.desk.work.wait()
    assert view.bar.title.text() == "December 2026"
    type_text(view.month, "е")  # the key of T on a Russian keyboard
    assert view.day == date(2026, 11, 23)


def test_the_screen_reader_is_told_where_the_user_stands(window: Window, library: Library) -> None:
    event(library, "Offer", "2026-11-24T09:00", duration=30)
    view = calendar(window)
    assert view.month.accessibleDescription() == "Monday, 23 November 2026, 0 records"
    press(view.month, Qt.Key.Key_Right)
    press(view.month, Qt.Key.Key_Down)
    assert view.month.accessibleDescription() == "Offer, tomorrow 09:00 – 09:30"


def test_enter_opens_the_card_and_delete_takes_the_record_away(
    window: Window, library: Library, opened_cards: list[object], heard: Heard
) -> None:
    uid = event(library, "Offer", "2026-11-23T09:00")
    view = calendar(window)
    press(view.month, Qt.Key.Key_Down)
    press(view.month, Qt.Key.Key_Return)
    assert opened_cards == [("events", uid, None)]
    press(view.month, Qt.Key.Key_Delete)
    window.desk.work.wait()
    assert titles(view, date(2026, 11, 23)) == []
    library.undo()
    window.desk.work.wait()
    assert titles(view, date(2026, 11, 23)) == ["Offer"]


# -- adding --------------------------------------------------------------------------------------------------


def test_n_and_a_double_click_open_a_card_on_that_day(
    window: Window, opened_cards: list[tuple[str, object, object]]
) -> None:
    view = calendar(window)
    press(view.month, Qt.Key.Key_Right)
    type_text(view.month, "n")
    assert opened_cards[-1] == ("events", None, {"starts_at": f"2026-11-24T09:00{ZONE}"})
    at = view.month._cell(date(2026, 12, 2)).center().toPoint()
    QTest.mouseDClick(view.month.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened_cards[-1] == ("events", None, {"starts_at": f"2026-12-02T09:00{ZONE}"})
    tasks = calendar(window, "tasks")
    type_text(tasks.month, "т")
    assert opened_cards[-1] == ("tasks", None, {"due": "2026-11-24"})


def test_drawing_over_hours_opens_a_card_with_time_and_duration(
    window: Window, opened_cards: list[tuple[str, object, object]]
) -> None:
    view = calendar(window, mode="day")
    grid = view.hours
    start = QPointF(grid.viewport().width() / 2, grid._y(10 * 60) + 3)
    drag(grid, start, QPointF(start.x(), grid._y(11 * 60) - 3))
    given = {"starts_at": f"2026-11-23T10:00{ZONE}", "duration": 60}
    assert opened_cards == [("events", None, given)]


def test_a_card_added_under_a_group_starts_in_it(
    window: Window, library: Library, opened_cards: list[tuple[str, object, object]]
) -> None:
    group = library.groups.add("events", "Fair")
    view = calendar(window)
    window.page.narrowing.show_group(group, "Fair")
    window.desk.work.wait()
    type_text(view.month, "n")
    assert opened_cards[-1][2] == {"groups": [group], "starts_at": f"2026-11-23T10:00{ZONE}"}


# -- moving --------------------------------------------------------------------------------------------------


def test_dragging_to_another_day_keeps_hour_and_zone_and_is_one_undo(
    window: Window, library: Library
) -> None:
    uid = library.save("events", {"subject": "Call", "starts_at": "2026-11-24T10:30[Europe/London]"}).uid
    view = calendar(window)
    start = middle_of(view.month, "Call")
    drag(view.month, start, view.month._cell(date(2026, 12, 2)).center())
    window.desk.work.wait()
    assert stored(library, uid) == "2026-12-02T10:30[Europe/London]"
    assert titles(view, date(2026, 12, 2)) == ["Call"]
    assert window.desk.selected == (uid,)
    library.undo()
    window.desk.work.wait()
    assert stored(library, uid) == "2026-11-24T10:30[Europe/London]"
    assert titles(view, date(2026, 11, 24)) == ["Call"]


def test_a_task_for_a_day_stays_one_when_it_is_dragged(window: Window, library: Library) -> None:
    uid = library.save("tasks", {"name": "Offer", "due": "2026-11-24"}).uid
    view = calendar(window, "tasks")
    drag(view.month, middle_of(view.month, "Offer"), view.month._cell(date(2026, 11, 27)).center())
    window.desk.work.wait()
    assert stored(library, uid, "due") == "2026-11-27"


def test_dragging_in_the_hours_moves_by_quarters(window: Window, library: Library) -> None:
    uid = event(library, "Call", "2026-11-23T10:00", duration=30)
    view = calendar(window, mode="day")
    grid, start = view.hours, middle_of(view.hours, "Call")
    drag(grid, start, start + QPointF(0, 48 * 1.5))
    window.desk.work.wait()
    assert stored(library, uid) == f"2026-11-23T11:30{ZONE}"
    assert stored(library, uid, "duration") == 30


def test_dragging_the_lower_edge_stretches(window: Window, library: Library) -> None:
    uid = event(library, "Call", "2026-11-23T10:00", duration=60)
    view = calendar(window, mode="day")
    grid = view.hours
    spot = next(each for each in grid.spots if each.occasion is not None)
    edge = QPointF(spot.rect.center().x(), spot.rect.bottom() - 2)
    drag(grid, edge, edge + QPointF(0, 24))
    window.desk.work.wait()
    assert stored(library, uid) == f"2026-11-23T10:00{ZONE}"
    assert stored(library, uid, "duration") == 90
    library.undo()
    assert stored(library, uid, "duration") == 60


def test_escape_lets_go_of_what_is_dragged(window: Window, library: Library) -> None:
    uid = event(library, "Call", "2026-11-24T10:00")
    view = calendar(window)
    grid, start = view.month, middle_of(view.month, "Call")
    QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(grid.viewport(), grid._cell(date(2026, 12, 2)).center().toPoint())
    press(grid, Qt.Key.Key_Escape)
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=start.toPoint())
    window.desk.work.wait()
    assert stored(library, uid) == f"2026-11-24T10:00{ZONE}"


def test_ctrl_and_arrows_move_shift_and_arrows_stretch(window: Window, library: Library) -> None:
    uid = event(library, "Call", "2026-11-23T10:00", duration=30)
    view = calendar(window, mode="week")
    press(view.hours, Qt.Key.Key_Down)
    for key, held in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier),
    ):
        press(view.hours, key, held)
        window.desk.work.wait()
    assert stored(library, uid) == f"2026-11-24T10:15{ZONE}"
    assert stored(library, uid, "duration") == 45


def test_birthdays_cannot_be_dragged(window: Window, library: Library) -> None:
    uid = library.save("contacts", {"surname": "Albu", "birthday": "1986-11-23"}).uid
    view = calendar(window)
    drag(view.month, middle_of(view.month, "Albu"), view.month._cell(date(2026, 11, 27)).center())
    window.desk.work.wait()
    assert stored(library, uid, "birthday") == "1986-11-23"


# -- the modes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["day", "week", "month", "agenda"])
@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_every_mode_paints_in_every_language(
    window: Window, library: Library, mode: str, language: str
) -> None:
    event(library, "Call", "2026-11-23T22:30", duration=180)
    event(library, "Fair", "2026-11-23T00:00")
    texts.use_language(language)
    view = calendar(window, mode=mode)
    picture = view.grab()
    assert not picture.isNull()
    assert titles(view, date(2026, 11, 23)) == ["Fair", "Call"]
    assert view.bar.title.text()


def test_the_agenda_lists_days_with_something_and_says_so_when_there_is_nothing(
    window: Window, library: Library
) -> None:
    event(library, "Call", "2026-11-25T10:00")
    view = calendar(window, mode="agenda")
    assert [row[0] for row in view.agenda._rows] == [
        date(2026, 11, 25),
        date(2026, 11, 30),
        date(2026, 12, 1),
    ]
    press(view.agenda, Qt.Key.Key_Down)
    assert view.agenda.current is not None
    assert view.agenda.current.title == "Call"


def test_going_back_to_the_month_keeps_the_mode_for_the_next_time(window: Window) -> None:
    view = calendar(window, mode="week")
    assert view.bar.modes.current == "week"
    assert window.desk.state.get("calendar")["mode"] == "week"
    assert isinstance(view.canvas, TimeGrid)
    view.bar.modes.button("month").click()
    assert isinstance(view.canvas, MonthGrid)


def test_a_file_that_is_read_only_takes_nothing(
    window: Window, library: Library, monkeypatch: pytest.MonkeyPatch, opened_cards: list[object]
) -> None:
    event(library, "Call", "2026-11-24T10:00")
    monkeypatch.setattr(type(library), "is_read_only", property(lambda _self: True))
    view = calendar(window)
    drag(view.month, middle_of(view.month, "Call"), view.month._cell(date(2026, 12, 2)).center())
    type_text(view.month, "n")
    window.desk.work.wait()
    assert titles(view, date(2026, 11, 24)) == ["Call"]
    assert opened_cards == []


def test_slots_know_where_they_are() -> None:
    start = datetime(2026, 11, 24, 10)
    slot = Slot(start, start.replace(hour=11))
    assert slot.shifted(start.replace(hour=12) - start).ends == start.replace(hour=13)


# -- what repeats --------------------------------------------------------------------------------------------


@pytest.fixture
def weekly(library: Library) -> str:
    return event(library, "Weekly", "2026-11-24T10:00", duration=30, repeats="FREQ=WEEKLY")


def days_of(view: CalendarView, title: str) -> list[int]:
    assert view.shown is not None
    return [each.starts.day for each in view.shown.occasions if each.title == title]


def test_occurrences_stand_on_their_days_and_say_how_they_repeat(
    window: Window, library: Library, weekly: str
) -> None:
    view = calendar(window)
    assert days_of(view, "Weekly") == [24, 1]
    view.go_to_day(date(2026, 12, 1))
    press(view.month, Qt.Key.Key_Down)
    assert "every week" in view.month.accessibleDescription()
    assert window.desk.selected == (weekly,)


@pytest.mark.parametrize(
    ("answer", "days"), [("one", [24, 2]), ("following", [24, 2]), ("all", [25, 2]), ("", [24, 1])]
)
def test_moving_an_occurrence_asks_which_are_meant(
    window: Window, library: Library, weekly: str, heard: Heard, answer: str, days: list[int]
) -> None:
    view = calendar(window)
    window.desk.messages.notifier, heard.answer = heard, answer
    spot = next(each for each in view.month.spots if each.occasion is not None and each.occasion.is_again)
    drag(view.month, spot.rect.center(), view.month._cell(date(2026, 12, 2)).center())
    window.desk.work.wait()
    assert heard.questions == ["“Weekly” repeats. Which are meant?"]
    assert days_of(view, "Weekly") == days
    if answer:
        library.undo()
        window.desk.work.wait()
        assert days_of(view, "Weekly") == [24, 1]


def test_deleting_one_occurrence_leaves_the_others(
    window: Window, library: Library, weekly: str, heard: Heard
) -> None:
    view = calendar(window)
    window.desk.messages.notifier, heard.answer = heard, "one"
    view.go_to_day(date(2026, 12, 1))
    press(view.month, Qt.Key.Key_Down)
    press(view.month, Qt.Key.Key_Delete)
    window.desk.work.wait()
    assert days_of(view, "Weekly") == [24]
    assert library.get(weekly) is not None
