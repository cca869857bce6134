"""Settings, page Fields: the user makes, names, hides, orders and deletes fields."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.card.changes import card_fields, default_values
from app.ui.desk import Desk
from app.ui.editors import editor_for
from app.ui.field_dialog import FieldDialog
from app.ui.settings_fields import FieldsPage
from tests.ui.conftest import Heard, type_text


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[FieldsPage]:
    made = FieldsPage(desk)
    qtbot.addWidget(made)
    made.choose("contacts")
    made.show()
    yield made
    made.close()


def choose(box: QComboBox, key: object) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def new_field(page: FieldsPage, desk: Desk, label: str, kind: str, **texts: str) -> FieldDialog:
    """Fill the dialog as a user does and save."""
    dialog = page.edit()
    type_text(dialog.name, label)
    choose(dialog.kind, kind)
    for name, text in texts.items():
        type_text(dialog.findChild(QLineEdit, name), text)
    dialog.ok.click()
    desk.work.wait()
    return dialog


def test_a_new_field_is_on_the_card_and_offered_as_a_column(
    page: FieldsPage, desk: Desk, library: Library
) -> None:
    new_field(page, desk, "Скидка", "number", field_unit="%")
    assert page.findChild(QLineEdit, "field_name_skidka").text() == "Скидка"
    section = desk.registry.section("contacts")
    assert section.list_fields["skidka"].label == "Скидка"
    [(group, fields)] = [found for found in card_fields(section) if found[0].key == "own"]
    assert (group.title, [each.key for each in fields]) == ("Own fields", ["skidka"])
    editor = editor_for(fields[0], desk)
    type_text(editor.input, "7,5")
    assert editor.value() == 7.5
    editor.deleteLater()
    assert library.undoable().describe() == "change of fields: Скидка"


def test_the_values_of_a_list_are_typed_with_the_field(
    page: FieldsPage, desk: Desk, library: Library
) -> None:
    dialog = page.edit()
    type_text(dialog.name, "Price list")
    choose(dialog.kind, "choice")
    assert dialog.values.isVisible()
    dialog.values.setPlainText("Retail\nWholesale\n\nretail")
    dialog.ok.click()
    desk.work.wait()
    assert library.choices.pairs("contacts.price_list") == [("retail", "Retail"), ("wholesale", "Wholesale")]
    assert ("contacts.price_list", "Contacts: Price list") in [
        (each.key, each.label) for each in library.choices.lists()
    ]


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(
    page: FieldsPage, desk: Desk, library: Library
) -> None:
    dialog = new_field(page, desk, "hobby", "text")
    assert dialog.isVisible()
    assert dialog.name.text() == "hobby"
    assert "There is a field “hobby” already." in dialog._told.text()
    dialog.reject()


def test_a_declared_field_is_renamed_hidden_and_moved(page: FieldsPage, desk: Desk, library: Library) -> None:
    name = page.findChild(QLineEdit, "field_name_hobby")
    name.setText("Pastime")
    name.editingFinished.emit()
    desk.work.wait()
    page.findChild(QCheckBox, "field_shown_hobby").setChecked(False)
    desk.work.wait()
    before = [each.key for each in library.fields.views("contacts")]
    page.findChild(QAbstractButton, "field_arrow-up_hobby").click()
    desk.work.wait()
    views = library.fields.views("contacts")
    view = next(each for each in views if each.key == "hobby")
    assert (view.label, view.declared, view.is_hidden) == ("Pastime", "Hobby", True)
    assert [each.key for each in views].index("hobby") == before.index("hobby") - 1


def test_another_kind_says_first_what_does_not_fit(page: FieldsPage, desk: Desk, library: Library) -> None:
    library.fields.add("contacts", "Discount")
    library.save("contacts", {"surname": "Popescu", "discount": "a lot"})
    library.save("contacts", {"surname": "Rusu", "discount": "12"})
    page.choose("contacts")
    dialog = page.edit("discount")
    choose(dialog.kind, "number")
    desk.work.wait()
    assert "1 value does not fit" in dialog._told.text()
    assert "Popescu: a lot" in dialog._told.text()
    dialog.ok.click()
    desk.work.wait()
    [view] = [each for each in library.fields.views("contacts") if each.is_own]
    assert view.kind == "number"


def test_a_deleted_field_comes_back_by_undo(page: FieldsPage, desk: Desk, library: Library) -> None:
    library.fields.add("contacts", "Discount")
    page.choose("contacts")
    dialog = page.edit("discount")
    dialog.findChild(QAbstractButton, "field_delete").click()
    desk.work.wait()
    assert page.findChild(QLineEdit, "field_name_discount", Qt.FindChildOption.FindDirectChildrenOnly) is None
    assert not any(each.is_own for each in library.fields.views("contacts"))
    library.undo()
    assert any(each.is_own for each in library.fields.views("contacts"))


def test_nothing_is_said_aloud_but_refusals(page: FieldsPage, desk: Desk, heard: Heard) -> None:
    new_field(page, desk, "Discount", "money", field_currency="RON")
    assert heard.messages == []


def test_a_default_is_given_to_a_new_field_and_stands_on_a_new_card(
    page: FieldsPage, desk: Desk, library: Library
) -> None:
    dialog = page.edit()
    type_text(dialog.name, "Discount")
    choose(dialog.kind, "number")
    assert dialog.default.editor is not None
    dialog.default.editor.set_value(5)
    dialog.ok.click()
    desk.work.wait()
    section = desk.registry.section("contacts")
    assert default_values(section, desk.clock(), "")["discount"] == 5
    dialog = page.edit("discount")
    assert dialog.default.editor is not None
    assert dialog.default.editor.value() == 5
    dialog.default.editor.set_value(None)
    dialog.ok.click()
    desk.work.wait()
    assert "discount" not in default_values(desk.registry.section("contacts"), desk.clock(), "")


def test_a_default_that_is_no_value_is_refused_and_nothing_is_made(
    page: FieldsPage, desk: Desk, library: Library
) -> None:
    dialog = page.edit()
    type_text(dialog.name, "Since")
    choose(dialog.kind, "date")
    assert dialog.default.editor is not None
    type_text(dialog.default.editor.findChild(QLineEdit), "the day after never")
    dialog.ok.click()
    desk.work.wait()
    assert dialog.isVisible()
    assert dialog._told.text()
    assert not any(each.is_own for each in library.fields.views("contacts"))
    dialog.reject()


def test_a_picture_and_a_new_list_have_no_default(page: FieldsPage, desk: Desk) -> None:
    dialog = page.edit()
    for kind, is_offered in (("text", True), ("image", False), ("choice", False), ("reference", False)):
        choose(dialog.kind, kind)
        assert dialog.default.isVisible() == is_offered
    dialog.reject()
