"""Mass edit through the window: fields of the whole selection, differing values said, undone in one step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.mass_edit_dialog import MassEditDialog
from tests.ui.conftest import Heard, type_text


@pytest.fixture
def uids(library: Library) -> list[str]:
    found = [library.new_uid() for _n in range(3)]
    values = [{"surname": "Albu", "hobby": "șah"}, {"surname": "Rusu", "hobby": "tenis"}, {"surname": "Pop"}]
    library.write("import", [Change("contacts", uid, each) for uid, each in zip(found, values, strict=True)])
    return found


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, uids: list[str]) -> Iterator[MassEditDialog]:
    made = MassEditDialog(desk, "contacts", len(uids), lambda: uids)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    desk.work.wait()


def test_a_field_is_set_in_all_of_them(
    dialog: MassEditDialog, desk: Desk, library: Library, uids: list[str], heard: Heard
) -> None:
    line = dialog.lines[0]
    line.choose("hobby")
    desk.work.wait()
    assert line._told.text() == "different now"
    assert line._told.isVisible()
    type_text(line.editor.input, "înot")
    dialog.ok.click()
    desk.work.wait()
    assert {each.values["hobby"] for each in library.get_many(uids).values()} == {"înot"}
    assert heard.last == "Changed 3 records."
    heard.actions[-1].run()
    desk.work.wait()
    assert [library.get(uid).values.get("hobby") for uid in uids] == ["șah", "tenis", None]


def test_an_empty_wish_is_refused_and_the_dialog_stays(dialog: MassEditDialog, desk: Desk) -> None:
    dialog.lines[0].choose("hobby")
    desk.work.wait()
    dialog.ok.click()
    desk.work.wait()
    assert dialog.isVisible()
    assert dialog.findChild(QLabel, "mass_edit_problem").text() == "Say what “Hobby” shall be."


def test_lines_come_and_go(dialog: MassEditDialog, desk: Desk, library: Library, uids: list[str]) -> None:
    dialog.lines[0].choose("hobby")
    dialog.findChild(QAbstractButton, "mass_edit_another").click()
    dialog.lines[1].choose("grade")
    desk.work.wait()
    dialog.lines[1].editor.set_value("b")
    dialog.lines[0].removed.click()
    dialog.ok.click()
    desk.work.wait()
    assert {each.values["grade"] for each in library.get_many(uids).values()} == {"b"}
    assert [library.get(uid).values.get("hobby") for uid in uids] == ["șah", "tenis", None]
