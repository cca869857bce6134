"""A list that runs empty: whoever works with the keyboard stays where the list was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.window import Window
from tests.ui.conftest import add_contacts, whole_window


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with whole_window(qtbot, desk) as made:
        yield made


def test_the_focus_stays_at_the_list_when_its_last_record_goes_and_when_it_is_back(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    page = window.page
    uids = add_contacts(library, ["Albu", "Țurcanu"])
    window.desk.work.wait()
    qtbot.waitUntil(lambda: len(page.model.ids) == 2)
    page.table.setFocus()
    library.delete(uids)
    qtbot.waitUntil(lambda: page.room.is_empty)
    window.desk.work.wait()
    page.room.show_right_place()  # it is read again right after, and the place made anew
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "empty_new"
    library.undo()
    qtbot.waitUntil(lambda: not page.room.is_empty)
    window.desk.work.wait()
    assert QApplication.focusWidget() is page.table
