"""The board through the window: columns, counts, carrying cards by mouse and keyboard, many records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.core import texts
from app.services.library import Change, Library
from app.ui.board.column import Column
from app.ui.board.view import BoardView
from app.ui.desk import Desk
from app.ui.listing.dragging import uids_data
from app.ui.window import Window
from tests.ui.conftest import bare_window, press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


def task(library: Library, name: str, **values: object) -> str:
    return library.save("tasks", {"name": name, "state": "open", **values}).uid


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with bare_window(qtbot, desk, width=1600) as made:
        yield made


def board(window: Window, section: str = "tasks", by: str = "") -> BoardView:
    window.show_section(section)
    window.page.views.choose("board")
    window.desk.work.wait()
    view = window.page.views.current
    assert isinstance(view, BoardView)
    if by:
        view.by.button(by).click()
        window.desk.work.wait()
    return view


def column(view: BoardView, key: str) -> Column:
    return next(each for each in view.columns if each.column.key == key)


def cards(view: BoardView, key: str) -> list[str]:
    model = column(view, key).model
    model.prepare(0, len(model.ids) - 1)
    return [row.title for n in range(len(model.ids)) if (row := model.row_at(n)) is not None]


def drop(target: Column, uids: list[str]) -> None:
    data = uids_data(uids)
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    target.cards.dropEvent(event)


def stored(library: Library, uid: str, key: str) -> object:
    record = library.get(uid)
    assert record is not None
    return record.values.get(key)


def test_a_column_for_each_state_with_its_cards_and_their_number(window: Window, library: Library) -> None:
    task(library, "Offer")
    task(library, "Contract", state="waiting")
    view = board(window)
    assert [each.column.title for each in view.columns] == [
        "Open", "In progress", "Waiting", "Done", "Cancelled", "No value",
    ]  # fmt: skip
    assert cards(view, "open") == ["Offer"]
    assert cards(view, "waiting") == ["Contract"]
    assert [each.count.text() for each in view.columns[:3]] == ["1", "0", "1"]


def test_what_has_no_value_gets_a_column_only_where_there_is_such_a_thing(
    window: Window, library: Library
) -> None:
    view = board(window)
    window.desk.work.wait()
    assert column(view, "").isHidden()
    uid = task(library, "Lost")
    library.save("tasks", {"state": None}, uid)
    window.desk.work.wait()
    assert not column(view, "").isHidden()
    assert cards(view, "") == ["Lost"]


def test_dropping_a_card_into_another_column_is_one_operation(window: Window, library: Library) -> None:
    uid, other = task(library, "Offer"), task(library, "Contract")
    view = board(window)
    drop(column(view, "done"), [uid, other])
    window.desk.work.wait()
    assert cards(view, "open") == []
    assert sorted(cards(view, "done")) == ["Contract", "Offer"]
    assert stored(library, uid, "percent") == 100  # what follows from being done is filled in
    library.undo()
    window.desk.work.wait()
    assert sorted(cards(view, "open")) == ["Contract", "Offer"]
    assert stored(library, uid, "percent") is None


def test_ctrl_and_arrows_carry_the_card_and_the_keyboard_goes_with_it(
    window: Window, library: Library
) -> None:
    uid = task(library, "Offer")
    view = board(window)
    column(view, "open").cards.go_to(0)
    press(column(view, "open").cards, Qt.Key.Key_Right, CTRL)
    window.desk.work.wait()
    assert cards(view, "in_progress") == ["Offer"]
    window.page.selection.tell()
    assert window.desk.selected == (uid,)
    press(column(view, "in_progress").cards, Qt.Key.Key_Right, CTRL)
    window.desk.work.wait()
    assert stored(library, uid, "state") == "waiting"
    press(column(view, "waiting").cards, Qt.Key.Key_Left, CTRL)
    window.desk.work.wait()
    assert stored(library, uid, "state") == "in_progress"


def test_arrows_go_to_the_card_beside_over_empty_columns(window: Window, library: Library) -> None:
    task(library, "Offer")
    uid = task(library, "Contract", state="done", done_at="2026-11-20")
    view = board(window)
    column(view, "open").cards.go_to(0)
    press(column(view, "open").cards, Qt.Key.Key_Right)
    window.page.selection.tell()
    assert window.desk.selected == (uid,)
    assert view.active is column(view, "done")


def test_by_due_date_only_what_is_open_and_the_day_moves_with_the_hour_kept(
    window: Window, library: Library
) -> None:
    late = task(library, "Late", due="2026-11-20T15:30")
    task(library, "Done long ago", due="2026-11-20", state="done")
    task(library, "Soon", due="2026-11-26")
    task(library, "Some day")
    view = board(window, by="due")
    assert cards(view, "before") == ["Late"]
    assert cards(view, "week") == ["Soon"]
    assert cards(view, "") == ["Some day"]
    drop(column(view, "today"), [late])
    window.desk.work.wait()
    assert stored(library, late, "due") == "2026-11-23T15:30"
    drop(column(view, "before"), [late])  # nothing becomes overdue by being put there
    window.desk.work.wait()
    assert stored(library, late, "due") == "2026-11-23T15:30"
    drop(column(view, ""), [late])
    window.desk.work.wait()
    assert stored(library, late, "due") is None


def test_by_performer_the_names_of_the_list_are_the_columns(window: Window, library: Library) -> None:
    key = library.choices.add("performer", "Marin")
    uid = task(library, "Offer")
    view = board(window, by="performer")
    assert [each.column.title for each in view.columns] == ["Marin", "No value"]
    drop(column(view, key), [uid])
    window.desk.work.wait()
    assert stored(library, uid, "performer") == key
    assert window.desk.state.get("boards") == {"tasks": "performer"}


def test_an_overdue_card_says_so(window: Window, library: Library) -> None:
    task(library, "Offer", due="2026-11-20")
    view = board(window)
    model = column(view, "open").model
    model.prepare(0, 0)
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Offer, Fri 20 Nov, overdue"


def test_search_leaves_out_cards_too(window: Window, library: Library) -> None:
    task(library, "Offer")
    task(library, "Contract")
    view = board(window)
    type_text(window.page.head.search, "contr")
    window.page._search_timer.timeout.emit()
    window.desk.work.wait()
    assert cards(view, "open") == ["Contract"]
    assert column(view, "open").count.text() == "1"


def test_a_new_card_starts_in_its_column(
    window: Window, library: Library, opened_cards: list[tuple[str, object, object]]
) -> None:
    task(library, "Offer", state="waiting")
    view = board(window)
    column(view, "waiting").cards.go_to(0)
    type_text(column(view, "waiting").cards, "n")
    assert opened_cards == [("tasks", None, {"state": "waiting"})]


def test_enter_opens_delete_takes_away(
    window: Window, library: Library, opened_cards: list[tuple[str, object, object]]
) -> None:
    uid = task(library, "Offer")
    view = board(window)
    column(view, "open").cards.go_to(0)
    press(column(view, "open").cards, Qt.Key.Key_Return)
    assert opened_cards == [("tasks", uid, None)]
    press(column(view, "open").cards, Qt.Key.Key_Delete)
    window.desk.work.wait()
    assert cards(view, "open") == []
    assert library.get(uid) is None


def test_going_to_a_record_stands_on_its_card(window: Window, library: Library) -> None:
    task(library, "Offer")
    uid = task(library, "Contract", state="done")
    view = board(window)
    window.go_to("tasks", uid)
    window.desk.work.wait()
    window.page.selection.tell()
    assert window.desk.selected == (uid,)
    assert view.active is column(view, "done")


def test_ten_thousand_cards_are_read_as_they_are_looked_at(window: Window, library: Library) -> None:
    changes = (
        Change("tasks", library.new_uid(), {"name": f"T{n:05}", "state": "open"}) for n in range(10_000)
    )
    library.write("import", changes, section="tasks")
    view = board(window)
    model = column(view, "open").model
    assert column(view, "open").count.text() == "10,000"
    assert model.row_at(9_000) is None
    column(view, "open").cards.go_to(9_000)
    column(view, "open").cards.repaint()
    window.desk.work.wait()
    assert model.row_at(9_000) is not None


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_boards_of_every_section_paint_in_every_language(
    window: Window, library: Library, language: str
) -> None:
    texts.use_language(language)
    for section in window.desk.registry.sections:
        if not section.boards:
            continue
        view = board(window, section.key)
        for each in section.boards:
            view.by.button(each.by).click()
            window.desk.work.wait()
            assert view.columns
            assert not view.grab().isNull()


def test_a_file_that_is_read_only_takes_no_card(
    window: Window, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = task(library, "Offer")
    monkeypatch.setattr(type(library), "is_read_only", property(lambda _self: True))
    view = board(window)
    drop(column(view, "done"), [uid])
    window.desk.work.wait()
    assert stored(library, uid, "state") == "open"
