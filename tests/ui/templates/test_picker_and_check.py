"""The picker of fields, and the check of a template, as their user meets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.core import texts
from app.services.documents.templates import of_file
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.templates.check_dialog import CheckDialog
from app.ui.templates.picker import PickerDialog
from tests.ui.conftest import press, type_text
from tests.ui.panel_fakes import Opened
from tests.ui.templates.conftest import Write

WAIT_MS = 30_000


@pytest.fixture
def picker(qtbot: QtBot, desk: Desk, people: tuple[str, ...]) -> Iterator[PickerDialog]:
    desk.select("contacts", people[:1])
    made = PickerDialog(desk, "contacts")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait(WAIT_MS)
    yield made
    made.close()


def fields(dialog: PickerDialog) -> dict[str, dict[str, str]]:
    tree = dialog.picker.fields
    found = {}
    for n in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(n)
        items = [top.child(each) for each in range(top.childCount())]
        found[top.text(0)] = {each.text(0): each.text(1) for each in items}
    return found


def test_fields_stand_beside_what_they_say_of_the_selected_record(picker: PickerDialog) -> None:
    found = fields(picker)
    assert found["Contact"]["Full name"] == "Ana Țuca"
    assert found["Contact"]["Job title"] == "Director"
    assert found["Organization"]["Name"] == "Vector SRL"
    assert "My firm" in found
    assert found["Document"]["Today"] == "23 November 2026"


def test_a_field_is_found_by_its_value_and_copied_with_enter(picker: PickerDialog) -> None:
    type_text(picker.picker.search, "director job title")
    press(picker.picker.search, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "{{ Contact.Job_title }}"
    assert picker._note.text() == "Copied: {{ Contact.Job_title }}"


@pytest.mark.parametrize("typed", ["date", "дата", "data"])
def test_the_date_is_found_in_every_language(picker: PickerDialog, typed: str) -> None:
    type_text(picker.picker.search, typed)
    assert "Today" in fields(picker)["Document"]


def test_a_field_is_dragged_as_the_text_to_write(picker: PickerDialog) -> None:
    type_text(picker.picker.search, "given name")
    tree = picker.picker.fields
    assert tree.mimeData([tree.currentItem()]).text() == "{{ Contact.Given_name }}"


def test_fields_are_named_in_the_users_language_and_understood_by_templates(
    qtbot: QtBot, desk: Desk, library: Library, people: tuple[str, ...], write: Write
) -> None:
    texts.use_language("ru")
    made = PickerDialog(desk, "contacts")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait(WAIT_MS)
    tree, said = made.picker.fields, []
    for n in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(n)
        said += [str(top.child(each).data(0, Qt.ItemDataRole.UserRole)) for each in range(top.childCount())]
    made.close()
    assert "{{ Контакт.Имя }}" in said
    looked = library.documents.look_at(of_file(write(*said)), "contacts")
    assert [each.in_words() for each in looked.findings] == []


def checked(qtbot: QtBot, desk: Desk, dialog: CheckDialog) -> list[list[str]]:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.work.wait(WAIT_MS)
    model = dialog.table.model()
    return [[str(model.index(row, n).data()) for n in range(3)] for row in range(model.rowCount())]


def test_mistakes_come_first_each_with_its_place_and_what_to_do(
    qtbot: QtBot, desk: Desk, write: Write, opened: Opened
) -> None:
    path = write("{{ contact.surname", "ok", footer="{{ contact.surnam }}")
    dialog = CheckDialog(desk, of_file(path), open_url=opened)
    assert checked(qtbot, desk, dialog) == [
        ["In the document body", "A placeholder is opened and not closed.", "{{ contact.surname"],
        ["In a footer", "There is no field “contact.surnam”.", "{{ contact.surnam }}"],
    ]
    assert "1 mistake: no document can be made." in dialog._banner.accessibleName()
    assert dialog._detail.text().endswith("Write the missing }} or %} in the same paragraph.")
    dialog.table.selectRow(1)
    button = dialog.findChild(QAbstractButton, "template_check_copy")
    assert button is not None
    assert button.isVisible()
    button.click()
    assert QGuiApplication.clipboard().text() == "contact.surname"
    press(dialog.table, Qt.Key.Key_Return)
    desk.work.wait(WAIT_MS)
    assert opened.urls[-1].endswith("/offer.docx")
    dialog.close()


def test_where_nothing_is_wrong_that_is_said(qtbot: QtBot, desk: Desk, write: Write) -> None:
    dialog = CheckDialog(desk, of_file(write("{{ contact.surname }}")))
    assert checked(qtbot, desk, dialog) == []
    assert dialog._stack.currentWidget().objectName() == "template_check_empty"
    dialog.close()
