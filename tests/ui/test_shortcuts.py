"""Every key that the window promises does what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.window import Window
from tests.ui.conftest import add_contacts, press, whole_window

PROMISED = {
    "Ctrl+F": "edit.find", "Ctrl+K": "palette", "Ctrl+N": "record.new", "Ctrl+I": "file.import",
    "Ctrl+Z": "edit.undo", "Ctrl+Y": "edit.redo", "Ctrl+Tab": "view.next_section",
    "Ctrl+Shift+F": "view.filter",
    "Ctrl+Shift+Tab": "view.previous_section", "Ctrl+E": "file.export", "Ctrl+O": "file.open",
    "Alt+1": "go.section.contacts", "Alt+2": "go.section.organizations", "Alt+3": "go.section.tasks",
    "Alt+4": "go.section.notes", "Alt+5": "go.section.links", "Alt+6": "go.section.events",
}  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[Window]:
    add_contacts(library, ["Albu", "Popescu"])
    with whole_window(qtbot, desk) as made:
        yield made


@pytest.mark.parametrize("keys", PROMISED)
def test_the_keys_belong_to_their_command_and_to_no_other(window: Window, desk: Desk, keys: str) -> None:
    owners = [each.id for each in desk.commands.all() if QKeySequence(each.shortcut) == QKeySequence(keys)]
    assert owners == [PROMISED[keys]]
    action = window.menus.action(PROMISED[keys])
    assert action is not None
    assert action.shortcut() == QKeySequence(keys)
    assert action in window.actions()


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_f2_and_enter_open_the_card_of_the_row(
    window: Window, desk: Desk, opened_cards: list[tuple[str, str | None, object]], key: Qt.Key
) -> None:
    window.page.table.go_to(0)
    press(window.page.table, key)
    desk.work.wait()
    editing = window.page.table.findChild(QLineEdit)
    assert opened_cards or (key == Qt.Key.Key_F2 and editing is not None)


def test_del_deletes_without_a_question_and_can_be_undone(
    qtbot: QtBot, window: Window, desk: Desk, library: Library
) -> None:
    window.page.table.go_to(0)
    press(window.page.table, Qt.Key.Key_Delete)
    desk.work.wait()
    assert library.lists.counts()["contacts"] == 1
    qtbot.waitUntil(lambda: bool(window.undo_names.undo))
    desk.commands.run("edit.undo")
    desk.work.wait()
    assert library.lists.counts()["contacts"] == 2


def test_esc_leads_out_of_the_search(qtbot: QtBot, window: Window, desk: Desk) -> None:
    window.page.head.search.setText("popescu")
    qtbot.waitUntil(lambda: window.page.filter.text == "popescu")
    press(window.page.head.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.page.filter.text == "")
