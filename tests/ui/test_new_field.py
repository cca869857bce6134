"""A new field is found where people look for it, and is there at once: list, panel, card, filter, palette."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.card import CardOpener
from app.ui.desk import Desk
from app.ui.field_dialog import FieldDialog
from app.ui.filters.dialog import FilterDialog
from app.ui.listing.columns import load_choice
from app.ui.palette_results import other_results
from app.ui.window import Window
from tests.ui.conftest import add_contacts, shown, type_text, whole_window


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[Window]:
    add_contacts(library, ["Albu", "Popescu"])
    with whole_window(qtbot, desk) as made:
        yield made
        desk.work.wait()
        for card in CardOpener.of(desk).cards:
            card.leave()


def columns_menu(window: Window) -> QMenu:
    window.page.head.columns.click()
    return window.page.head.columns.findChild(QMenu, "columns_menu")


def header_menu(window: Window, key: str) -> QMenu:
    menu = QMenu(window)
    window.page.menus.fill_header(key, menu)
    return menu


def pick(menu: QMenu, name: str) -> None:
    next(each for each in menu.actions() if each.objectName() == name).trigger()
    menu.close()


def fill(desk: Desk, label: str, kind: str = "number", *, in_list: bool = True) -> None:
    """Name the field in the dialog that is open and save it."""
    [dialog] = shown(FieldDialog)
    type_text(dialog.name, label)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    if not in_list:
        dialog.in_list.click()
    dialog.ok.click()
    desk.work.wait()


def make_discount(window: Window, desk: Desk) -> None:
    pick(columns_menu(window), "column_new")
    fill(desk, "Discount")


def test_a_field_made_from_the_menu_of_columns_is_a_column_that_is_seen(window: Window, desk: Desk) -> None:
    make_discount(window, desk)
    table = window.page.table
    assert window.page.model.columns[:2] == ("title", "discount")
    place = 2
    assert table.model().headerData(place, table.list_header.orientation()) == "Discount"
    assert table.columnViewportPosition(1) >= 0  # the names are seen too
    assert table.columnViewportPosition(place) + table.columnWidth(place) <= table.viewport().width()
    window.show_section("tasks")
    window.show_section("contacts")
    desk.work.wait()
    assert "discount" in window.page.columns.choice.keys  # remembered


def test_the_menu_of_a_heading_makes_a_field_too_and_the_list_may_stay_as_it_is(
    window: Window, desk: Desk, library: Library
) -> None:
    before = window.page.model.columns
    pick(header_menu(window, "title"), "column_new")
    fill(desk, "Discount", in_list=False)
    assert window.page.model.columns == before
    assert "discount" in library.registry.section("contacts").list_fields


def test_a_picture_is_no_column_and_none_is_promised(window: Window, desk: Desk) -> None:
    pick(columns_menu(window), "column_new")
    [dialog] = shown(FieldDialog)
    assert dialog.findChild(QCheckBox, "field_in_list").isVisible()
    dialog.kind.setCurrentIndex(dialog.kind.findData("image"))
    dialog.kind.activated.emit(0)
    assert not dialog.findChild(QCheckBox, "field_in_list").isVisible()
    dialog.reject()


def test_a_field_of_a_section_that_is_not_shown_waits_in_its_list(window: Window, desk: Desk) -> None:
    dialog = FieldDialog(desk, "tasks", None, window)
    dialog.show()
    fill(desk, "Stage", "text")
    assert "stage" in load_choice(desk.state, desk.registry.section("tasks")).keys
    assert "stage" not in window.page.model.columns


def test_the_panel_shows_the_new_field_while_it_is_empty(qtbot: QtBot, window: Window, desk: Desk) -> None:
    window.page.table.go_to(0)
    make_discount(window, desk)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "line_empty_value") is not None)
    waiting = window.findChild(QWidget, "line_empty_value")
    assert waiting.accessibleName() == "Empty: Discount"


def test_a_heading_leads_to_the_filter_by_its_column(window: Window, desk: Desk, library: Library) -> None:
    make_discount(window, desk)
    uid = library.lists.uids_of(window.page.model.ids)[1]
    library.save("contacts", {"discount": 7}, uid)
    desk.work.wait()
    pick(header_menu(window, "discount"), "filter_by_column")
    [builder] = shown(FilterDialog)
    [field] = [box for box in builder.findChildren(QComboBox) if box.objectName().endswith(".field")]
    assert field.currentText() == "Discount"
    assert isinstance(builder.focusWidget(), QLineEdit)
    type_text(builder.focusWidget(), "7")
    builder.ok.click()
    desk.work.wait()
    assert window.page.model.uids_of([0]) == [uid]
    assert len(window.page.model.ids) == 1
    pick(header_menu(window, "discount"), "filter_by_column")  # the same condition, not another one
    [builder] = shown(FilterDialog)
    assert len([box for box in builder.findChildren(QComboBox) if box.objectName().endswith(".field")]) == 1
    builder.reject()


def test_only_this_value_and_the_palette_know_the_new_field(
    window: Window, desk: Desk, library: Library
) -> None:
    make_discount(window, desk)
    uid = library.lists.uids_of(window.page.model.ids)[0]
    library.save("contacts", {"discount": 7}, uid)
    desk.work.wait()
    model = window.page.model
    row = next(row for row in range(2) if model.uids_of([row]) == [uid])
    window.page.table.setCurrentIndex(model.index(row, model.columns.index("discount") + 1))
    assert window.page.filters.only_value().value == 7
    found = {each.title: each for each in other_results(desk, "discount")}
    assert {"Filter by “Discount”…", "Group by “Discount”", "Discount"} <= set(found)
    found["Filter by “Discount”…"].run()
    [builder] = shown(FilterDialog)
    [field] = [box for box in builder.findChildren(QComboBox) if box.objectName().endswith(".field")]
    assert field.currentText() == "Discount"
    builder.reject()
    assert any(each.title == "New field…" for each in other_results(desk, "new field"))


def test_an_open_card_shows_the_new_field_and_keeps_what_was_typed(
    qtbot: QtBot, window: Window, desk: Desk, library: Library
) -> None:
    uid = library.lists.uids_of(window.page.model.ids)[0]
    card = CardOpener.of(desk).open("contacts", uid)
    desk.work.wait()
    card.editors["surname"].input.clear()
    type_text(card.editors["surname"].input, "Rusu")
    card.findChild(QWidget, "card.new_field").click()
    fill(desk, "Discount")
    qtbot.waitUntil(lambda: "discount" in card.editors)
    editor = card.editors["discount"]
    qtbot.waitUntil(lambda: card.focusWidget() is editor.input)
    type_text(editor.input, "12")
    assert card.editors["surname"].value() == "Rusu"
    card.saver.save()
    desk.work.wait()
    values = library.get(uid).values
    assert (values["surname"], values["discount"]) == ("Rusu", 12)


def test_an_open_card_follows_a_field_that_goes(
    qtbot: QtBot, window: Window, desk: Desk, library: Library
) -> None:
    library.fields.add("contacts", "Discount", "number")
    desk.work.wait()
    card = CardOpener.of(desk).open("contacts")
    desk.work.wait()
    type_text(card.editors["surname"].input, "Rusu")
    type_text(card.editors["discount"].input, "12")
    library.fields.delete("contacts", "discount")
    desk.work.wait()
    qtbot.waitUntil(lambda: "discount" not in card.editors)
    assert card.state.changes() == {"surname": "Rusu"}
    card.saver.save()
    desk.work.wait()
    assert library.get(card.uid).values["surname"] == "Rusu"
