"""A cell of the table that is edited in place follows the rules of the card."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QTableView
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.listing.in_place import InPlace
from app.ui.listing.list_page import ListPage
from tests.ui.conftest import press, type_text


def test_a_result_that_does_not_belong_to_the_new_type_is_taken_out(desk: Desk, library: Library) -> None:
    calls = [
        library.save("events", {"subject": "Call", "type": "call", "result": result}).uid
        for result in ("call.reached", None)
    ]
    in_place = InPlace(desk, QTableView())  # type: ignore[arg-type]
    for uid in calls:
        in_place._save("events", uid, {"type": "meeting"})
        desk.work.wait()
        assert library.get(uid).values["type"] == "meeting"
        assert "result" not in library.get(uid).values


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[ListPage]:
    """Three contacts with a discount, which is shown as a column; the user stands in it."""
    library.fields.add("contacts", "Discount", "number")
    for name in ("Albu", "Popescu", "Rusu"):
        library.save("contacts", {"surname": name, "discount": 1})
    made = ListPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.show_section("contacts")
    made.columns.show_field(made.section, "hobby")
    made.columns.show_field(made.section, "discount")
    desk.work.wait()
    stand(made, 0, "discount")
    yield made
    desk.work.wait()
    made.close()


def stand(page: ListPage, row: int, key: str) -> None:
    page.table.make_current(page.model.index(row, page.model.columns.index(key) + 1))
    page.table.setFocus()


def line(page: ListPage) -> QLineEdit:
    [found] = [each for each in page.table.findChildren(QLineEdit, "in_place_line") if each.isVisible()]
    return found


def discounts(library: Library, page: ListPage) -> list[object]:
    return [library.get(page.model.uids_of([row])[0]).values.get("discount") for row in range(3)]


def where(page: ListPage) -> tuple[int, str]:
    index = page.table.currentIndex()
    return index.row(), page.column_key(index.column())


def test_f2_edits_the_cell_and_enter_goes_a_row_down_in_the_same_column(
    page: ListPage, desk: Desk, library: Library
) -> None:
    for value in ("10", "20"):
        press(page.table, Qt.Key.Key_F2)
        desk.work.wait()
        assert line(page).selectedText() == "1"
        type_text(line(page), value)
        press(line(page), Qt.Key.Key_Return)
        desk.work.wait()
    assert discounts(library, page) == [10, 20, 1]
    assert where(page) == (2, "discount")
    assert page.head.search.text() == ""


def test_tab_goes_on_in_the_next_cell_and_shift_tab_back(
    page: ListPage, desk: Desk, library: Library
) -> None:
    press(page.table, Qt.Key.Key_F2)
    desk.work.wait()
    type_text(line(page), "10")
    press(line(page), Qt.Key.Key_Tab)
    desk.work.wait()
    assert where(page) == (0, "hobby")
    type_text(line(page), "chess")
    press(line(page), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    desk.work.wait()
    assert where(page) == (0, "discount")
    assert line(page).text() == "10"
    press(line(page), Qt.Key.Key_Escape)
    values = library.get(page.model.uids_of([0])[0]).values
    assert (values["discount"], values["hobby"]) == (10, "chess")


def test_what_is_no_value_is_refused_and_the_user_stays(page: ListPage, desk: Desk, library: Library) -> None:
    press(page.table, Qt.Key.Key_F2)
    desk.work.wait()
    type_text(line(page), "much")
    press(line(page), Qt.Key.Key_Return)
    desk.work.wait()
    assert line(page).accessibleDescription()
    assert where(page) == (0, "discount")
    press(line(page), Qt.Key.Key_Escape)
    assert discounts(library, page) == [1, 1, 1]


def test_letters_go_to_the_search_and_f2_on_a_title_opens_the_card(
    page: ListPage, desk: Desk, opened_cards: list[tuple[str, str | None, object]]
) -> None:
    type_text(page.table, "r")
    assert page.head.search.text() == "r"
    page.narrowing.show_all()
    desk.work.wait()
    stand(page, 0, "title")
    press(page.table, Qt.Key.Key_F2)
    desk.work.wait()
    assert len(opened_cards) == 1


def test_the_menu_of_a_cell_tells_the_key_where_it_can_be_edited(page: ListPage, desk: Desk) -> None:
    menu = QMenu(page)
    page.menus.fill_context(menu)
    assert "Edit “Discount”\tF2" in [each.text() for each in menu.actions()]
    stand(page, 0, "title")
    menu.clear()
    page.menus.fill_context(menu)
    assert not any("F2" in each.text() for each in menu.actions())


def test_the_column_where_the_user_is_stays_when_the_list_is_read_again(page: ListPage, desk: Desk) -> None:
    page.model.refresh()
    desk.work.wait()
    assert where(page) == (0, "discount")
    press(page.table, Qt.Key.Key_End)
    assert where(page) == (2, "discount")


def test_money_is_edited_in_whole_units_as_it_is_shown(page: ListPage, desk: Desk, library: Library) -> None:
    key = library.fields.add("contacts", "Price", "money", options={"currency": "RON"})
    uid = page.model.uids_of([0])[0]
    library.save("contacts", {key: 12345}, uid)
    desk.work.wait()
    page.columns.show_field(page.section, key)
    desk.work.wait()
    stand(page, 0, key)
    press(page.table, Qt.Key.Key_F2)
    desk.work.wait()
    assert line(page).text() == "123.45"
    type_text(line(page), "99.5")
    press(line(page), Qt.Key.Key_Return)
    desk.work.wait()
    assert library.get(uid).values[key] == 9950
    stand(page, 0, key)
    press(page.table, Qt.Key.Key_F2)
    desk.work.wait()
    type_text(line(page), "abc")
    press(line(page), Qt.Key.Key_Return)
    desk.work.wait()
    assert library.get(uid).values[key] == 9950, "letters are no amount and empty none"
    press(line(page), Qt.Key.Key_Escape)
