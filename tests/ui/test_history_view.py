"""History and trash: what was done, undo of one thing, restoring."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui import theme
from app.ui.desk import Desk
from app.ui.history_view import HistoryDialog, OperationRow
from tests.ui.conftest import Heard, add_contacts, type_text
from tests.ui.panel_fakes import EVIL


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> Iterator[HistoryDialog]:
    made = HistoryDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()


def _rows(dialog: HistoryDialog) -> list[OperationRow]:
    return [each for each in dialog.findChildren(OperationRow) if each.isVisible()]


def _words(dialog: HistoryDialog) -> list[str]:
    return [row.findChild(QLabel, "operation_what").text() for row in _rows(dialog)]


def test_operations_are_listed_newest_first(qtbot: QtBot, dialog: HistoryDialog, library: Library) -> None:
    uids = add_contacts(library, ["Albu", "Rusu"])
    library.save("contacts", {"hobby": "Chess"}, uids[0])
    qtbot.waitUntil(lambda: _words(dialog) == ["Edit of Albu", "Import of 2 contacts"])


def test_one_operation_is_undone_and_turns_grey(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    uids = add_contacts(library, ["Albu"])
    library.save("contacts", {"hobby": "Chess"}, uids[0])
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 2)
    button = _rows(dialog)[0].findChild(QAbstractButton, "operation_undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.work.wait()
    record = library.get(uids[0])
    assert record is not None
    assert record.values.get("hobby") is None
    qtbot.waitUntil(lambda: any(row.operation.is_undone for row in _rows(dialog)))
    undone = next(row for row in _rows(dialog) if row.operation.is_undone)
    assert undone.findChild(QAbstractButton, "operation_undo") is None
    assert undone.findChild(QLabel, "operation_what").property("role") == "muted"
    assert heard.last.startswith("Undone")


def test_an_empty_history_says_what_belongs_here(dialog: HistoryDialog) -> None:
    texts = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    assert "Nothing was done yet" in texts


def test_the_trash_is_searched_and_restored(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    uids = add_contacts(library, ["Șerban", "Rusu"])
    library.delete(uids)
    dialog.tabs.setCurrentIndex(1)
    found = dialog.findChild(QListWidget, "trash_list")
    qtbot.waitUntil(lambda: found.count() == 2)
    type_text(dialog.findChild(QLineEdit, "trash_search"), "serb")
    qtbot.waitUntil(lambda: found.count() == 1)
    found.setCurrentRow(0)
    found.item(0).setSelected(True)
    qtbot.mouseClick(dialog.findChild(QAbstractButton, "trash_restore"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert set(library.get_many(uids)) == {uids[0]}
    assert heard.last == "1 record restored."


def test_a_row_of_the_trash_says_what_it_is_and_has_the_height_of_a_row(
    qtbot: QtBot, dialog: HistoryDialog, library: Library
) -> None:
    library.delete(add_contacts(library, ["Șerban"]))
    dialog.tabs.setCurrentIndex(1)
    found = dialog.findChild(QListWidget, "trash_list")
    qtbot.waitUntil(lambda: found.count() == 1)
    spoken = found.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Șerban, Contacts, deleted ")
    assert found.visualItemRect(found.item(0)).height() == theme.metrics().row


def test_a_title_is_never_rich_text(qtbot: QtBot, dialog: HistoryDialog, library: Library) -> None:
    add_contacts(library, [EVIL])
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 1)
    labels = [each for each in dialog.findChildren(QLabel) if each.text()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)
