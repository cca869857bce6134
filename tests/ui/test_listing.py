"""The list as it is used: search while typing, filters, columns, sorting, selection, copying, deleting."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.listing.columns import FLAG_WIDTH, load_choice
from app.ui.listing.fitting import fitted_widths
from app.ui.listing.list_page import ListPage
from app.ui.listing.tsv import tsv
from app.ui.widgets.empty_state import EmptyState
from tests.ui.conftest import Heard, add_contacts, press, type_text

PEOPLE = ["Albu", "Șerban", "Țurcanu", "Кузнецов", "Văcărescu"]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[ListPage]:
    made = ListPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    yield made
    made.close()


def show(page: ListPage, section: str = "contacts") -> None:
    page.show_section(section)
    page.desk.work.wait()


def settle(page: ListPage, qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=5000)
    page.desk.work.wait()


def shown(page: ListPage) -> list[str]:
    model = page.model
    model.prepare(0, len(model.ids) - 1, 5000)
    return [row.title for place in range(len(model.ids)) if (row := model.row_at(place)) is not None]


def menu_texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_a_section_that_was_not_shown_yet_has_been_read_while_the_list_rested(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("add", [Change("notes", library.new_uid(), {"name": "Beside"})], section="notes")
    show(page)
    learnt: list[str] = []
    read = library.lists.first_ids
    monkeypatch.setattr(
        library.lists, "first_ids", lambda query, limit: learnt.append(query.section) or read(query, limit)
    )
    qtbot.waitUntil(lambda: len(learnt) == len(desk.registry.sections) - 1, timeout=9000)
    desk.work.wait()
    page.show_section("notes")
    assert not page.model.is_loading
    assert page.model.row_at(0).title == "Beside"
    desk.work.wait()


def test_the_first_record_of_an_empty_list_is_selected_also_when_the_table_comes_under_the_focus(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    show(page)
    selection = page.table.selectionModel()

    def come_under_focus() -> None:  # Qt goes to the first row by itself then, and selects nothing
        selection.setCurrentIndex(page.model.index(0, 1), selection.SelectionFlag.NoUpdate)

    page.model.modelReset.connect(come_under_focus)
    uids = add_contacts(library, ["Albu"])
    settle(page, qtbot, lambda: desk.selected == tuple(uids))
    assert page.table.selected_count() == 1


def test_typing_finds_without_enter_and_marks_what_was_found(
    page: ListPage, library: Library, qtbot: QtBot
) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    type_text(page.head.search, "ţurc")
    settle(page, qtbot, lambda: len(page.model.ids) == 1)
    assert shown(page) == ["Țurcanu"]
    assert page.table.row_painter.words == ("turc",)
    assert page.head.count.text() == "1 contact"


def test_the_first_hit_is_told_to_the_desk(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    uids = add_contacts(library, PEOPLE)
    show(page)
    type_text(page.head.search, "кузнец")
    qtbot.waitUntil(lambda: desk.selected == (uids[3],), timeout=5000)
    assert desk.section == "contacts"


def test_a_letter_typed_in_the_table_belongs_to_the_search(
    page: ListPage, library: Library, qtbot: QtBot
) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    type_text(page.table, "ș")
    assert page.head.search.text() == "ș"
    settle(page, qtbot, lambda: len(page.model.ids) == 1)
    assert shown(page) == ["Șerban"]


def test_escape_goes_back_out_step_by_step(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    uids = add_contacts(library, PEOPLE)
    group = library.groups.add("contacts", "Sales")
    library.groups.put(group, uids[:2])
    library.save("contacts", {"flag": "red"}, uids[0])
    show(page)
    page.narrowing.show_group(group, "Sales")
    page.narrowing.toggle_flag("red")
    page.head.search.setText("albu")
    settle(page, qtbot, lambda: page.filter.text == "albu")
    assert shown(page) == ["Albu"]
    press(page.table, Qt.Key.Key_Escape)
    assert (page.filter.text, page.filter.flag, page.filter.group) == ("", "red", group)
    press(page.table, Qt.Key.Key_Escape)
    assert (page.filter.flag, page.filter.group) == (None, group)
    press(page.table, Qt.Key.Key_Escape)
    desk.work.wait()
    assert not page.filter.is_narrowed
    assert len(shown(page)) == 5


def test_chips_name_the_filters_and_take_them_away(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    uids = add_contacts(library, PEOPLE)
    group = library.groups.add("contacts", "Sales")
    library.groups.put(group, uids[:2])
    show(page)
    page.narrowing.show_group(group, "Sales / Ionescu")
    desk.work.wait()
    from app.ui.widgets.chips import Chip

    chip = next(each for each in page.findChildren(Chip) if not each.isHidden())
    assert chip.text() == "Group: Sales / Ionescu"
    assert page.head.count.text() == "2 contacts"
    press(chip, Qt.Key.Key_Delete)
    desk.work.wait()
    assert page.filter.group is None


def test_each_section_is_found_as_it_was_left(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    page.head.search.setText("albu")
    settle(page, qtbot, lambda: page.filter.text == "albu")
    show(page, "tasks")
    assert page.head.search.text() == ""
    show(page, "contacts")
    assert page.head.search.text() == "albu"
    assert shown(page) == ["Albu"]


def test_an_empty_section_says_what_belongs_there_and_offers_new(
    page: ListPage, opened_cards: list[tuple[str, str | None, object]]
) -> None:
    show(page)
    empty = page.findChild(EmptyState, "list_nothing_yet")
    assert empty is not None
    button = empty.findChild(type(page.head.new), "empty_new")
    assert button is not None
    button.click()
    assert opened_cards == [("contacts", None, None)]


def test_nothing_found_offers_to_show_all(page: ListPage, library: Library, desk: Desk, qtbot: QtBot) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    page.head.search.setText("nobody")
    qtbot.waitUntil(lambda: page.findChild(EmptyState, "list_nothing_found") is not None, timeout=5000)
    page.narrowing.show_all()
    desk.work.wait()
    assert len(shown(page)) == 5


def test_a_new_record_starts_in_the_shown_group(
    page: ListPage, library: Library, desk: Desk, opened_cards: list[tuple[str, str | None, object]]
) -> None:
    group = library.groups.add("contacts", "Sales")
    show(page)
    page.narrowing.show_group(group, "Sales")
    desk.work.wait()
    page.new_record()
    assert opened_cards == [("contacts", None, {"groups": [group]})]


def test_enter_f2_and_double_click_open_the_card(
    page: ListPage, library: Library, qtbot: QtBot, opened_cards: list[tuple[str, str | None, object]]
) -> None:
    uids = add_contacts(library, PEOPLE)
    show(page)
    page.table.go_to(0)
    press(page.table, Qt.Key.Key_Return)
    press(page.table, Qt.Key.Key_F2)
    page.table.doubleClicked.emit(page.model.index(0, 1))
    page.desk.work.wait()
    assert opened_cards == [("contacts", uids[0], None)] * 3


def test_del_deletes_without_a_question_and_offers_undo(
    page: ListPage, library: Library, desk: Desk, heard: Heard, qtbot: QtBot
) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    page.table.go_to(1)
    press(page.table, Qt.Key.Key_Delete)
    settle(page, qtbot, lambda: len(page.model.ids) == 4)
    assert heard.questions == []
    assert heard.last == "Deleted 1 record."
    action = heard.actions[-1]
    assert action is not None
    action.run()
    settle(page, qtbot, lambda: len(page.model.ids) == 5)


def test_after_deleting_the_neighbour_is_current(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    uids = add_contacts(library, ["A", "B", "C", "D"])
    show(page)
    page.table.go_to(1)
    page.selection.delete()
    qtbot.waitUntil(lambda: desk.selected == (uids[2],), timeout=5000)


def test_everything_selected_is_deleted_however_much(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    add_contacts(library, [f"Name {number:03}" for number in range(450)])
    show(page)
    page.table.selectAll()
    page.selection.tell()
    assert desk.selected_count == 450
    assert len(desk.selected) == 200
    page.selection.delete()
    desk.work.wait()
    assert library.lists.counts()["contacts"] == 0


def test_rows_are_copied_as_a_spreadsheet_takes_them(page: ListPage, library: Library, desk: Desk) -> None:
    add_contacts(library, ["Albu", "Șerban"])
    show(page)
    page.columns.choice = page.columns.choice.with_order(("title", "city"))
    page.table.selectAll()
    press(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    assert QApplication.clipboard().text() == "Albu\t\r\nȘerban\t"


def test_cells_that_would_break_apart_are_quoted() -> None:
    assert tsv([["a\tb", 'say "x"', "two\nlines", "plain"]]) == '"a\tb"\t"say ""x"""\t"two\nlines"\tplain'


def test_a_click_on_a_heading_sorts_and_is_remembered(page: ListPage, library: Library, desk: Desk) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    page.table.list_header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    desk.work.wait()
    assert shown(page)[0] == "Кузнецов"
    choice = load_choice(desk.state, page.section)
    assert (choice.sort, choice.is_descending) == ("title", True)


def test_columns_are_chosen_moved_and_sized_per_section(page: ListPage, library: Library, desk: Desk) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    page.columns.toggle("city")
    page.columns.toggle("created_at")
    desk.work.wait()
    header = page.table.list_header
    header.moveSection(header.visualIndex(2), 1)
    desk.work.wait()
    header.resizeSection(1, 222)
    choice = load_choice(desk.state, page.section)
    assert choice.keys == ("organization", "title", "phone", "email", "next_step", "created_at")
    assert choice.widths == {"organization": 222}
    assert page.model.columns == choice.keys
    assert [header.visualIndex(place) for place in range(header.count())] == list(range(header.count()))
    show(page, "organizations")
    assert "created_at" not in page.model.columns


def test_a_state_that_makes_no_sense_falls_back_to_the_declared_columns(page: ListPage, desk: Desk) -> None:
    section = desk.registry.section("contacts")
    for wrong in ("x", {"keys": [1, "nothing"]}, {"keys": "title", "widths": [], "sort": 5}):
        desk.state.set("columns.contacts", wrong)
        assert load_choice(desk.state, section).keys == section.columns


def test_fitted_columns_fill_the_room_exactly_and_phones_are_never_cut(desk: Desk) -> None:
    section = desk.registry.section("contacts")
    choice = load_choice(desk.state, section)
    declared = {key: section.list_fields[key].width for key in choice.keys}
    wide = fitted_widths(section, choice, 1500)
    assert sum(wide) == 1500
    narrow = dict(zip(choice.keys, fitted_widths(section, choice, 800), strict=True))
    assert narrow["phone"] == declared["phone"]
    assert narrow["title"] >= declared["title"] * 3 // 4
    room = max(740, sum(fitted_widths(section, choice, 100)))  # where the fonts are wider, so is the least
    at_1366 = dict(zip(choice.keys, fitted_widths(section, choice, room), strict=True))
    assert at_1366["next_step"] >= declared["next_step"] * 9 // 10  # “E-mail, Thu 10 Dec”
    assert sum(at_1366.values()) == room


def test_the_menu_of_columns_begins_with_those_that_are_shown(page: ListPage) -> None:
    show(page)
    menu = QMenu(page)
    page.menus.fill_columns(menu)
    assert menu_texts(menu)[:5] == ["Organization", "Phone", "E-mail", "City", "Next step"]
    assert [action.isChecked() for action in menu.actions()[:7]] == [True] * 5 + [False] * 2
    assert "Photo" not in menu_texts(menu)


def test_the_menu_of_columns_stays_open_while_they_are_ticked_and_closes_after_the_rest(
    page: ListPage, qtbot: QtBot
) -> None:
    show(page)
    page.head.columns.click()
    menu = page.head.columns.findChild(QMenu, "columns_menu")
    entries = {action.objectName(): action for action in menu.actions()}
    for key in ("column_phone", "column_email"):
        place = menu.actionGeometry(entries[key]).center()
        qtbot.mouseMove(menu, place)
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
        assert menu.isVisible()
        assert not entries[key].isChecked()
    page.desk.work.wait()
    assert {"phone", "email"}.isdisjoint(page.model.columns)
    place = menu.actionGeometry(entries["columns_reset"]).center()
    qtbot.mouseMove(menu, place)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    assert not menu.isVisible()
    page.desk.work.wait()
    assert {"phone", "email"} <= set(page.model.columns)


def test_the_context_menu_sets_flags_and_groups(
    page: ListPage, library: Library, desk: Desk, heard: Heard
) -> None:
    uids = add_contacts(library, PEOPLE)
    group = library.groups.add("contacts", "Sales & Co")
    show(page)
    page.table.go_to(0)
    page.selection.tell()
    menu = QMenu(page)
    page.menus.fill_context(menu)
    flags = next(action.menu() for action in menu.actions() if action.text() == "Flag")
    next(action for action in flags.actions() if action.text() == "Red").trigger()
    into = next(action.menu() for action in menu.actions() if action.text() == "Put into group")
    assert menu_texts(into) == ["Sales && Co"]
    into.actions()[0].trigger()
    desk.work.wait()
    record = library.get(uids[0])
    assert record is not None
    assert heard.messages == []
    assert (record.values["flag"], record.values["groups"]) == ("red", [group])


def test_a_simple_field_is_edited_in_its_cell(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    saved = library.save("tasks", {"name": "Offer", "due": "2026-11-27"})
    desk.state.set("columns.tasks", {"keys": ["title", "due"]})
    show(page, "tasks")
    assert page.in_place.edit(page.model.index(0, 2), page.section)
    desk.work.wait()
    line = page.table.viewport().findChild(type(page.head.search).__bases__[0], "in_place_line")
    assert line is not None
    assert line.text() == "27.11.2026"
    line.setText("nonsense")
    press(line, Qt.Key.Key_Return)
    assert "nonsense" in line.accessibleDescription()
    line.setText("30.11.2026")
    press(line, Qt.Key.Key_Return)
    desk.work.wait()
    record = library.get(saved.uid)
    assert record is not None
    assert record.values["due"] == "2026-11-30"


def test_a_value_made_from_others_is_not_edited_in_its_cell(page: ListPage, library: Library) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    assert not page.in_place.edit(page.model.index(0, 1), page.section)
    assert not page.in_place.edit(QModelIndex(), page.section)


def test_the_place_is_kept_when_others_change_the_list(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    uids = add_contacts(library, [f"Name {number:03}" for number in range(300)])
    show(page)
    page.table.go_to(150, is_centred=True)
    top = page.table.verticalScrollBar().value()
    add_contacts(library, ["Aaa", "Bbb"])
    settle(page, qtbot, lambda: len(page.model.ids) == 302)
    assert page.model.uids_of([page.table.currentIndex().row()]) == [uids[150]]
    assert page.table.verticalScrollBar().value() == top + 2 * page.table.row_painter.height


def test_going_to_a_record_takes_away_what_hides_it(
    page: ListPage, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    uids = add_contacts(library, [f"Name {number:03}" for number in range(300)])
    show(page)
    page.head.search.setText("001")
    settle(page, qtbot, lambda: page.filter.text == "001")
    page.go_to(uids[280])
    qtbot.waitUntil(lambda: desk.selected == (uids[280],), timeout=5000)
    assert page.head.search.text() == ""


def test_names_are_never_read_as_rich_text_nor_as_menu_marks(
    page: ListPage, library: Library, qtbot: QtBot
) -> None:
    add_contacts(library, ["<b>Ana</b> & <img src=x>"])
    show(page)
    page.table.grab()
    bit = next(bit for (text, _room), bit in page.table.row_painter._bits.items() if "Ana" in text)
    assert bit.static.textFormat() == Qt.TextFormat.PlainText


def test_the_flag_column_keeps_its_width(page: ListPage, library: Library) -> None:
    add_contacts(library, PEOPLE)
    show(page)
    page.resize(1200, 500)
    assert page.table.columnWidth(0) == FLAG_WIDTH
    assert page.table.rowAt(QPoint(5, 5).y()) == 0
