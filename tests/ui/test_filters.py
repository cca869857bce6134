"""Finding in the window: the builder, chips, saved filters in the sidebar, filters of a cell, letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from app.blueprint.conditions import Condition, Conditions
from app.services.library import Change, Library
from app.services.lists import ListQuery
from app.ui.desk import Desk
from app.ui.filters.block import BlockEditor, ConditionRow
from app.ui.filters.dialog import FilterDialog, NameDialog
from app.ui.filters.values import SomeOf
from app.ui.group_view import COUNT
from app.ui.widgets.chips import Chip
from app.ui.window import Window
from tests.ui.conftest import Heard, press, type_text

PEOPLE = [
    ("Ștefan", "Cluj-Napoca", "a"),
    ("Ana", "Cluj-Napoca", "b"),
    ("Bob", "Iași", "a"),
    ("Zoe", None, None),
]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[Window]:
    changes = [
        Change(
            "contacts",
            library.new_uid(),
            {"surname": name, "grade": grade, "addresses": [{"city": city}] if city else None},
        )
        for name, city, grade in PEOPLE
    ]
    library.write("import", changes, section="contacts")
    made = Window(desk, lambda _desk, parent: QWidget(parent))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.take_over()
    desk.work.wait()
    yield made
    made.close()


def names(window: Window) -> list[str]:
    window.desk.work.wait()
    model = window.page.model
    rows = [model.row_at(place) for place in range(len(model.ids))]
    return [row.title for row in rows if row is not None]


def build(window: Window) -> FilterDialog:
    """Open the builder by its button."""
    window.page.head.filter.click()
    found = window.findChild(FilterDialog)
    assert found is not None
    window.desk.work.wait()
    return found


def rows_of(dialog: FilterDialog) -> list[ConditionRow]:
    return dialog.findChildren(ConditionRow)


def ask(row: ConditionRow, field: str, operator: str) -> None:
    """Choose field and operator as a user does."""
    row.field.setCurrentIndex(row.field.findData(field))
    row.field.activated.emit(row.field.currentIndex())
    ask_so(row, operator)


def ask_so(row: ConditionRow, operator: str) -> None:
    row.operator.setCurrentIndex(row.operator.findData(operator))
    row.operator.activated.emit(row.operator.currentIndex())


def chips(window: Window) -> list[Chip]:
    window.desk.work.wait()
    return [each for each in window.page.head.findChildren(Chip) if each.isVisible()]


def keep_under(window: Window, name: str) -> None:
    dialog = window.findChild(NameDialog)
    assert dialog is not None
    dialog.line.setText(name)
    press(dialog.line, Qt.Key.Key_Return)
    window.desk.work.wait()


def saved(window: Window) -> list[tuple[str, str]]:
    """Names and counts in the sidebar."""
    window.desk.work.wait()
    tree = window.sidebar.saved
    items = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return [(item.text(0), item.data(0, COUNT)) for item in items if item is not None]


def menu_of(window: Window) -> dict[str, QAction]:
    menu = QMenu(window)
    window.page.menus.fill_context(menu)
    return {each.objectName(): each for each in menu.actions()}


def test_a_filter_is_built_counted_and_applied(window: Window) -> None:
    dialog = build(window)
    [row] = rows_of(dialog)
    ask(row, "city", "contains")
    line = row.input.findChild(QLineEdit)
    assert line is not None
    type_text(line, "CLUJ")
    QTest.qWait(250)
    window.desk.work.wait()
    assert dialog.count.text() == "2 contacts"
    press(line, Qt.Key.Key_Return)
    assert names(window) == ["Ana", "Ștefan"]
    assert [each.text() for each in chips(window)] == ["City contains CLUJ"]


def test_blocks_of_conditions_are_built_and_come_back_in_the_builder(window: Window) -> None:
    dialog = build(window)
    ask(rows_of(dialog)[0], "city", "not_empty")
    dialog.block.add_inner.click()
    inner = next(each for each in dialog.findChildren(BlockEditor) if each is not dialog.block)
    assert inner.joined.currentData() is True
    inner.add.click()
    first, second = inner.findChildren(ConditionRow)
    ask(first, "grade", "one_of")
    assert isinstance(first.input, SomeOf)
    first.input.menu.actions()[1].trigger()
    ask(second, "title", "begins")
    line = second.input.findChild(QLineEdit)
    assert line is not None
    type_text(line, "bo")
    dialog.ok.click()
    assert names(window) == ["Ana", "Bob"]
    assert [each.text() for each in chips(window)] == [
        "City is not empty",
        "Grade is B or Name begins with bo",
    ]
    wanted = window.page.filter
    chips(window)[1].click()
    again = window.findChildren(FilterDialog)[-1]
    assert again.wanted() == wanted
    again.reject()


def test_a_value_that_takes_more_room_makes_the_builder_wider(
    qtbot: QtBot, window: Window, library: Library
) -> None:
    library.fields.add("contacts", "Turnover", "number", options={"suffix": " thousand euros"})
    dialog = build(window)
    dialog.block.add_inner.click()
    inner = next(each for each in dialog.findChildren(BlockEditor) if each is not dialog.block)
    row = inner.findChild(ConditionRow)
    assert row is not None
    ask(row, "turnover", "between")
    qtbot.waitUntil(lambda: dialog.width() > row.minimumSizeHint().width())
    QApplication.processEvents()
    assert row.cross.mapTo(dialog, QPoint(row.cross.width(), 0)).x() < dialog.width()
    inside = Conditions((Condition("turnover", "between", (1, 2)),))
    again = FilterDialog(window.desk, replace(window.page.filter, conditions=Conditions((inside,))), window)
    again.show()
    QApplication.processEvents()
    assert again.width() >= dialog.width()
    again.close()


def test_days_are_no_day_and_a_day_stays_one(window: Window) -> None:
    row = rows_of(build(window))[0]
    ask(row, "birthday", "coming")
    assert row.condition().value == 30
    ask_so(row, "before")
    assert row.condition().value is None
    row.input.set_value("1980-05-02")
    ask_so(row, "after")
    assert row.condition() == Condition("birthday", "after", "1980-05-02")


def test_a_day_begins_where_other_values_begin(window: Window) -> None:
    row = rows_of(build(window))[0]
    ask(row, "birthday", "before")
    QApplication.processEvents()
    [typed] = row.input.findChildren(QLineEdit)
    assert typed.mapTo(row.input, QPoint(0, 0)).x() == 0


def test_the_cross_of_a_chip_takes_its_condition_away(window: Window) -> None:
    page = window.page
    page.filters.add(Condition("city", "not_empty"))
    page.filters.add(Condition("grade", "one_of", ("a",)))
    assert names(window) == ["Bob", "Ștefan"]
    press(chips(window)[0], Qt.Key.Key_Delete)
    assert [each.text() for each in chips(window)] == ["Grade is A"]
    press(page.table, Qt.Key.Key_Escape)
    assert names(window) == ["Ana", "Bob", "Ștefan", "Zoe"]


def test_an_incomplete_row_asks_nothing_and_clear_takes_all_away(window: Window) -> None:
    window.page.filters.add(Condition("city", "not_empty"))
    dialog = build(window)
    dialog.block.add.click()
    assert len(dialog.wanted().conditions.parts) == 1
    clear = dialog.findChild(QWidget, "filter_clear")
    assert clear is not None
    clear.click()  # type: ignore[attr-defined]
    dialog.ok.click()
    assert len(names(window)) == 4


def test_a_filter_is_kept_shown_renamed_ordered_deleted_and_undone(
    window: Window, library: Library, heard: Heard
) -> None:
    window.page.filters.add(Condition("city", "is", "iasi"))
    window.desk.work.wait()
    assert window.page.head.keep.isVisible()
    window.page.head.keep.click()
    keep_under(window, "From Iași")
    assert saved(window) == [("From Iași", "1")]
    assert not window.page.head.keep.isVisible()
    library.filters.add(
        "No city", ListQuery("contacts", conditions=Conditions((Condition("city", "empty"),)))
    )
    assert saved(window) == [("From Iași", "1"), ("No city", "1")]
    tree = window.sidebar.saved
    item = tree.topLevelItem(1)
    assert item is not None
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(item).center())
    assert names(window) == ["Zoe"]
    tree.rename_current()
    line = tree.findChild(QLineEdit)
    assert line is not None
    line.setText("Homeless")
    press(line, Qt.Key.Key_Return)
    press(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert saved(window) == [("Homeless", "1"), ("From Iași", "1")]
    press(tree, Qt.Key.Key_Delete)
    assert saved(window) == [("From Iași", "1")]
    assert heard.last == "Deleted the filter “Homeless”. Its records stay."
    action = heard.actions[-1]
    assert action is not None
    action.run()
    assert saved(window) == [("Homeless", "1"), ("From Iași", "1")]


def test_counts_of_saved_filters_follow_what_is_written(window: Window, library: Library) -> None:
    library.filters.add(
        "A", ListQuery("contacts", conditions=Conditions((Condition("grade", "one_of", ("a",)),)))
    )
    assert saved(window) == [("A", "2")]
    library.save("contacts", {"surname": "New", "grade": "a"})
    assert saved(window) == [("A", "3")]
    window.show_section("links")
    assert saved(window) == []


def test_a_saved_filter_is_changed_in_the_builder_and_kept_under_its_name(
    window: Window, library: Library
) -> None:
    library.filters.add(
        "A", ListQuery("contacts", conditions=Conditions((Condition("grade", "one_of", ("a",)),)))
    )
    window.desk.work.wait()
    window.sidebar.saved.change_wanted.emit(library.filters.of("contacts")[0])
    dialog = window.findChild(FilterDialog)
    assert dialog is not None
    ask(rows_of(dialog)[0], "city", "empty")
    dialog.keep.click()
    asked = window.findChild(NameDialog)
    assert asked is not None
    assert asked.line.text() == "A"
    keep_under(window, "A")
    [found] = library.filters.of("contacts")
    assert found.query.conditions == Conditions((Condition("city", "empty"),))
    assert saved(window) == [("A", "1")]


def test_each_section_keeps_its_conditions(window: Window) -> None:
    window.page.filters.add(Condition("city", "not_empty"))
    window.show_section("links")
    assert chips(window) == []
    window.show_section("contacts")
    assert [each.text() for each in chips(window)] == ["City is not empty"]


@pytest.mark.parametrize(
    ("column", "row", "left", "rest"),
    [
        ("city", 0, ["Ana", "Ștefan"], ["Bob", "Zoe"]),
        ("city", 3, ["Zoe"], ["Ana", "Bob", "Ștefan"]),
        ("title", 1, ["Bob"], ["Ana", "Ștefan", "Zoe"]),
    ],
)
def test_the_value_of_a_cell_narrows_the_list(
    window: Window, column: str, row: int, left: list[str], rest: list[str]
) -> None:
    page = window.page
    for name, expected in (("context_only", left), ("context_without", rest)):
        place = page.model.columns.index(column) + 1
        page.table.make_current(page.model.index(row, place))
        page.selection.tell()
        menu_of(window)[name].trigger()
        assert names(window) == expected
        page.narrowing.show_all()
        window.desk.work.wait()


def test_the_builder_is_driven_by_the_keyboard_alone(window: Window) -> None:
    window.desk.commands.run("view.filter")
    dialog = window.findChild(FilterDialog)
    assert dialog is not None
    window.desk.work.wait()
    dialog.activateWindow()
    [row] = rows_of(dialog)
    assert row.input.isAncestorOf(QApplication.focusWidget() or dialog) or row.hasFocus()
    nameless = [
        each.objectName() or type(each).__name__
        for each in dialog.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.isVisible()
        and not each.objectName().startswith("qt_")
        and not (each.objectName() and each.accessibleName())
    ]
    assert nameless == []
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_long_list_by_name_has_letters_that_lead_to_their_names(window: Window, library: Library) -> None:
    strip = window.page.letters.strip
    assert not strip.isVisible()
    people = [f"{letter}name {n:03d}" for letter in "ABЖ3" for n in range(60)]
    library.write("import", [Change("contacts", library.new_uid(), {"surname": name}) for name in people])
    window.page.narrowing.show_all()
    window.desk.work.wait()
    assert strip.letters == "#ABSZЖ"
    table, bar = window.page.table, window.findChild(QScrollBar, "list_bar")
    assert bar is not None
    first = table.viewport().geometry().top()
    assert 0 < strip.place_of("#").top() - first < 10  # from the first row on
    assert table.geometry().right() + 1 == strip.x()
    assert strip.geometry().right() + 1 == bar.x()
    bar.setValue(bar.maximum())
    assert table.rowAt(table.viewport().height() - 1) in (-1, window.page.model.rowCount() - 1)
    table.verticalScrollBar().setValue(0)
    assert bar.value() == 0
    at = strip.place_of("Ж").center()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
    window.desk.work.wait()
    row = window.page.model.row_at(window.page.table.currentIndex().row())
    assert row is not None
    assert row.title == "Жname 000"
    press(strip, Qt.Key.Key_Up)
    assert window.page.table.currentIndex().row() < 184
    window.page.columns.sort_changed.emit("city", False)
    window.desk.work.wait()
    assert not strip.isVisible()
