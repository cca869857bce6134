"""The row of sums below the list: of all records, of the selection, in the figures the user wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.core.texts import use_language
from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.listing.list_page import ListPage
from tests.ui.conftest import press

TASKS = ((10, 125050), (20, 50), (60, None))


@pytest.fixture
def money(library: Library) -> str:
    found = library.fields.add("tasks", "Price", "money", options={"currency": "lei"})
    values = [{"name": f"t{percent}", "percent": percent, found: price} for percent, price in TASKS]
    library.write("import", [Change("tasks", library.new_uid(), each) for each in values], section="tasks")
    return found


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, money: str) -> Iterator[ListPage]:
    desk.work.wait()
    made = ListPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.show_section("tasks")
    desk.work.wait()
    yield made
    made.close()


def test_the_row_is_there_with_number_columns_only(page: ListPage, desk: Desk, money: str) -> None:
    assert not page.totals.isVisible()
    page.columns.toggle("percent")
    page.columns.toggle(money)
    desk.work.wait()
    assert page.totals.isVisible()
    assert page.totals.figures() == {"percent": "Ø 30 %", money: "Σ 1,251.00\u00a0lei"}
    cell = page.totals._cells[money]
    column = page.model.columns.index(money) + 1
    assert cell.geometry().left() == page.table.columnViewportPosition(column)
    assert cell.width() == page.table.columnWidth(column)
    assert cell.accessibleName() == "Price: Sum 1,251.00\u00a0lei"
    page.show_section("notes")
    desk.work.wait()
    assert not page.totals.isVisible()


def test_they_follow_the_filter_the_records_and_the_selection(
    page: ListPage, desk: Desk, library: Library, money: str, qtbot: QtBot
) -> None:
    page.columns.toggle(money)
    desk.work.wait()
    library.save("tasks", {"name": "t70", money: 100})
    desk.work.wait()
    assert page.totals.figures() == {money: "Σ 1,252.00\u00a0lei"}
    page.table.select_rows([page.model.position_of(each.uid) for each in library.lists.find("t20", 1)])
    page.table.select_rows([0, 1, 2, 3])
    page.selection.tell()
    desk.work.wait()
    assert page.totals._said == "4 records selected"
    titles = [page.model.row_at(row).title for row in range(4)]
    page.table.select_rows([titles.index("t20"), titles.index("t70")])
    page.selection.tell()
    desk.work.wait()
    assert page.totals.figures() == {money: "Σ 1.50\u00a0lei"}
    page.table.go_to(0)
    page.selection.tell()
    desk.work.wait()
    assert page.totals.figures() == {money: "Σ 1,252.00\u00a0lei"}
    page.head.search.setText("t20")
    qtbot.waitUntil(lambda: page.filter.text == "t20", timeout=5000)
    desk.work.wait()
    assert page.totals.figures() == {money: "Σ 0.50\u00a0lei"}


def test_how_many_are_selected_is_read_whole_where_the_next_columns_have_no_sum(
    page: ListPage, desk: Desk, money: str
) -> None:
    page.columns.toggle(money)
    desk.work.wait()
    page.table.setColumnWidth(1, 60)
    page.table.select_rows([0, 1, 2])
    page.selection.tell()
    desk.work.wait()
    room = page.totals.room_of_words()
    assert room.width() > page.totals.fontMetrics().horizontalAdvance("3 records selected")
    assert room.right() < page.totals._cells[money].x()


def test_a_click_offers_every_figure_and_the_choice_stays(page: ListPage, desk: Desk, money: str) -> None:
    page.columns.toggle(money)
    desk.work.wait()
    press(page.totals._cells[money], Qt.Key.Key_Return)
    menu = page.findChild(QMenu, "totals_menu")
    assert [action.text().replace("\t", " ") for action in menu.actions()] == [
        "Sum 1,251.00\u00a0lei",
        "Average 625.50\u00a0lei",
        "Smallest 0.50\u00a0lei",
        "Largest 1,250.50\u00a0lei",
        "Number of values 2",
    ]
    menu.actions()[3].trigger()
    menu.close()
    page.show_section("notes")
    page.show_section("tasks")
    desk.work.wait()
    assert page.totals.figures() == {money: "max 1,250.50\u00a0lei"}


def test_figures_are_written_in_the_language(
    page: ListPage, desk: Desk, library: Library, money: str
) -> None:
    use_language("ru")
    library.identity = library.identity.__class__("Ana", "RO", "ru", "Europe/Bucharest")
    page.columns.toggle(money)
    desk.work.wait()
    assert page.totals.figures() == {money: "Σ 1\u202f251,00\u00a0lei"}
