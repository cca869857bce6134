"""Data check through the window: what looks wrong is shown by sort, opened, and mended with an undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.data_check_dialog import DataCheckDialog
from app.ui.desk import Desk
from tests.ui.conftest import Heard, press


@pytest.fixture
def uids(library: Library) -> list[str]:
    found = [
        {"surname": "POPESCU", "given_name": "ANA"},
        {"surname": "Şerban", "emails": [{"value": "ana@"}]},
        {"surname": "Rusu"},
    ]
    return [library.save("contacts", values).uid for values in found]


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, uids: list[str]) -> Iterator[DataCheckDialog]:
    made = DataCheckDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()
    desk.work.wait()


def rows(dialog: DataCheckDialog) -> list[list[str]]:
    model = dialog.table.model()
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def sorts(dialog: DataCheckDialog) -> list[str]:
    return [dialog.sorts.item(row).text() for row in range(dialog.sorts.count())]


def fix_button(dialog: DataCheckDialog) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, "data_check_fix")
    assert found is not None
    return found


def test_what_looks_wrong_is_shown_and_opened(
    dialog: DataCheckDialog, uids: list[str], opened_cards: list[object]
) -> None:
    assert sorts(dialog) == ["E-mails  1", "Names in capitals  2", "s and t with cedilla  1"]
    assert rows(dialog) == [["Şerban", "E-mails", "ana@", "“ana@” does not look like an e-mail address."]]
    dialog.table.setCurrentIndex(dialog.table.model().index(0, 0))
    press(dialog.table, Qt.Key.Key_Return)
    assert opened_cards == [("contacts", uids[1], None)]
    dialog.sorts.setCurrentRow(1)
    assert [row[2:] for row in rows(dialog)] == [["POPESCU", "Popescu"], ["ANA", "Ana"]]


def test_what_is_ticked_is_mended_and_undone(
    dialog: DataCheckDialog, desk: Desk, library: Library, uids: list[str], heard: Heard
) -> None:
    assert fix_button(dialog).text() == "Mend 2 values"
    fix_button(dialog).click()
    desk.work.wait()
    assert library.get(uids[0]).title == "Ana Popescu"
    assert library.get(uids[1]).title == "Şerban"
    assert heard.last == "Changed 1 record."
    assert sorts(dialog) == ["E-mails  1", "s and t with cedilla  1"]
    assert not fix_button(dialog).isEnabled()
    heard.actions[-1].run()
    desk.work.wait()
    assert library.get(uids[0]).title == "ANA POPESCU"


def test_cedillas_are_mended_on_wish(
    dialog: DataCheckDialog, desk: Desk, library: Library, uids: list[str]
) -> None:
    dialog.sorts.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.sorts.item(2).setCheckState(Qt.CheckState.Checked)
    assert fix_button(dialog).text() == "Mend 1 value"
    fix_button(dialog).click()
    desk.work.wait()
    assert library.get(uids[1]).title == "Șerban"
    assert library.get(uids[0]).title == "ANA POPESCU"


def test_where_all_is_well_that_is_said(qtbot: QtBot, desk: Desk, library: Library) -> None:
    library.save("contacts", {"surname": "Rusu"})
    made = DataCheckDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    assert made.findChild(QLabel, "data_check_note").text() == ""
    assert made._stack.currentWidget().objectName() == "data_check_empty"
    made.close()
