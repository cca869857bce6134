"""The list in groups: headings among the rows, folded and unfolded, everything else as in a plain list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.listing import grouping
from app.ui.listing.columns import load_choice
from app.ui.listing.list_page import ListPage
from tests.ui.conftest import Heard, press

PEOPLE = (("Albu", "b"), ("Bucur", "a"), ("Cojocaru", None), ("Dima", "b"))
GROUPED = ["A (1)", "Bucur", "B (2)", "Albu", "Dima", "No value (1)", "Cojocaru"]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[ListPage]:
    library.write(
        "import",
        [Change("contacts", library.new_uid(), {"surname": name, "grade": grade}) for name, grade in PEOPLE],
        section="contacts",
    )
    made = ListPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.show_section("contacts")
    desk.work.wait()
    made.columns.toggle("grade")
    made.columns.group_by("grade")
    desk.work.wait()
    yield made
    made.close()


def shown(page: ListPage) -> list[str]:
    model = page.model
    model.prepare(0, len(model.ids) - 1, 5000)
    found = []
    for place in range(len(model.ids)):
        row = model.row_at(place)
        count = ""
        if model.is_heading(place) and model.headings is not None:
            count = f" ({model.headings.counts[-1 - model.ids[place]]})"
        found.append(f"{row.title if row is not None else None}{count}")
    return found


def spoken(page: ListPage, row: int) -> str:
    return str(page.model.data(page.model.index(row, 1), Qt.ItemDataRole.AccessibleTextRole))


def select(page: ListPage, *rows: int) -> None:
    page.table.go_to(rows[0])
    page.table.select_rows(rows)
    page.selection.tell()


def test_the_column_s_own_menu_groups_and_ungroups(page: ListPage, desk: Desk) -> None:
    assert shown(page) == GROUPED
    assert page.head.count.text() == "4 contacts"
    menu = QMenu(page)
    page.menus.fill_header("grade", menu)
    entry = menu.actions()[0]
    assert (entry.text(), entry.isChecked()) == ("Group by this column", True)
    entry.trigger()
    desk.work.wait()
    assert shown(page) == ["Albu", "Bucur", "Cojocaru", "Dima"]


def test_it_is_remembered_for_the_section_and_esc_ends_it(page: ListPage, desk: Desk) -> None:
    assert load_choice(desk.state, page.section).grouped_by == "grade"
    page.show_section("notes")
    desk.work.wait()
    assert not page.filter.grouped_by
    page.show_section("contacts")
    desk.work.wait()
    assert shown(page) == GROUPED
    press(page.table, Qt.Key.Key_Escape)
    desk.work.wait()
    assert not page.filter.grouped_by
    assert load_choice(desk.state, page.section).grouped_by == ""


def test_the_first_record_is_current_not_its_heading(page: ListPage, desk: Desk) -> None:
    page.selection.tell()
    [uid] = desk.selected
    assert desk.library.get(uid).title in ("Albu", "Bucur")


def test_keys_walk_through_headings_and_fold_them(page: ListPage, desk: Desk) -> None:
    table = page.table
    table.go_to(1)
    press(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 2
    assert spoken(page, 2) == "Grade: B, 2 records, unfolded"
    page.selection.tell()
    assert desk.selected_count == 0
    press(table, Qt.Key.Key_Left)
    assert shown(page) == ["A (1)", "Bucur", "B (2)", "No value (1)", "Cojocaru"]
    assert spoken(page, 2) == "Grade: B, 2 records, folded"
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Up)
    press(table, Qt.Key.Key_Right)
    press(table, Qt.Key.Key_Right)
    assert shown(page) == GROUPED
    press(table, Qt.Key.Key_Return)
    assert len(page.model.ids) == 5
    assert page.head.count.text() == "4 contacts"


def test_a_click_on_a_heading_folds_it_and_opens_nothing(
    page: ListPage, qtbot: QtBot, opened_cards: list[object]
) -> None:
    height = page.table.row_painter.height
    at = QPoint(120, 2 * height + height // 2)
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(page.model.ids) == 5
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(page.model.ids) == 7
    assert opened_cards == []


def test_a_right_click_on_a_heading_folds_all(page: ListPage, desk: Desk) -> None:
    at = QPoint(120, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, page.table.viewport().mapToGlobal(at))
    QApplication.sendEvent(page.table.viewport(), event)
    menu = page.findChild(QMenu, "heading_menu")
    names = [action.text() for action in menu.actions()]
    assert names == ["Fold all groups", "Unfold all groups", "Do not group by “Grade”"]
    menu.actions()[0].trigger()
    menu.close()
    assert shown(page) == ["A (1)", "B (2)", "No value (1)"]
    page.model.fold_all(False)
    assert shown(page) == GROUPED


def test_headings_are_neither_selected_nor_copied(page: ListPage, desk: Desk, heard: Heard) -> None:
    page.table.selectAll()
    page.selection.tell()
    assert desk.selected_count == len(desk.selected) == 4
    page.selection.copy()
    desk.work.wait()
    text = QApplication.clipboard().text()
    assert [line.split("\t")[0] for line in text.split("\r\n")] == ["Bucur", "Albu", "Dima", "Cojocaru"]
    assert heard.last == "Copied 4 rows."


def test_a_value_changed_in_the_table_moves_the_record_and_undo_brings_it_back(
    page: ListPage, desk: Desk, library: Library
) -> None:
    select(page, 3)
    page.in_place._save("contacts", desk.selected[0], {"grade": "a"})
    desk.work.wait()
    assert shown(page) == ["A (2)", "Albu", "Bucur", "B (1)", "Dima", "No value (1)", "Cojocaru"]
    page.selection.tell()
    assert library.get(desk.selected[0]).title == "Albu"
    library.undo()
    desk.work.wait()
    assert shown(page) == GROUPED


def test_deleting_from_a_group_and_undo(page: ListPage, desk: Desk, library: Library) -> None:
    select(page, 3, 4)
    page.selection.delete()
    desk.work.wait()
    assert shown(page) == ["A (1)", "Bucur", "No value (1)", "Cojocaru"]
    library.undo()
    desk.work.wait()
    assert shown(page) == GROUPED


def test_going_to_a_record_unfolds_its_group(page: ListPage, desk: Desk, library: Library) -> None:
    page.model.fold_all(True)
    uid = next(each.uid for each in library.lists.find("dima"))
    page.go_to(uid)
    desk.work.wait()
    page.selection.tell()
    assert desk.selected == (uid,)
    assert shown(page) == ["A (1)", "B (2)", "Albu", "Dima", "No value (1)"]


def test_the_neighbour_of_a_record_is_a_record(page: ListPage, library: Library) -> None:
    uids = page.model.uids_of([1, 3])
    assert page.selection.neighbour("contacts", uids[0], 1) == uids[1]
    assert page.selection.neighbour("contacts", uids[1], -1) == uids[0]


def test_folded_groups_stay_folded_when_records_change(page: ListPage, desk: Desk, library: Library) -> None:
    page.model.fold(2, True)
    library.save("contacts", {"surname": "Enache", "grade": "b"})
    desk.work.wait()
    assert shown(page) == ["A (1)", "Bucur", "B (3)", "No value (1)", "Cojocaru"]


def test_the_view_menu_groups_by_the_column_of_the_current_cell(page: ListPage, desk: Desk) -> None:
    group, fold, _unfold = grouping.commands(page)
    assert group.label == "Do not group by “Grade”"
    group.run()
    desk.work.wait()
    column = page.model.columns.index("city") + 1
    page.table.setCurrentIndex(page.model.index(0, column))
    assert (group.label, fold.can_run) == ("Group by “City”", False)
    group.run()
    desk.work.wait()
    assert shown(page) == ["No value (4)", "Albu", "Bucur", "Cojocaru", "Dima"]


def test_searching_in_a_grouped_list(page: ListPage, desk: Desk, qtbot: QtBot) -> None:
    page.head.search.setText("u")
    qtbot.waitUntil(lambda: page.filter.text == "u", timeout=5000)
    page.head.search.setText("dima")
    qtbot.waitUntil(lambda: page.filter.text == "dima", timeout=5000)
    desk.work.wait()
    assert shown(page) == ["B (1)", "Dima"]


def test_the_palette_is_offered_every_column_but_the_one_that_groups(page: ListPage, desk: Desk) -> None:
    found = {command.label: command for command in grouping.offered(page)}
    assert "Group by “Grade”" not in found
    found["Group by “City”"].run()
    desk.work.wait()
    assert shown(page)[0] == "No value (4)"
