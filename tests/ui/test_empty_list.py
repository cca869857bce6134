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


@pytest.mark.parametrize("count", [1, 300])
def test_an_empty_list_shows_what_comes_in_however_much_it_is(
    count: int, window: Window, library: Library, qtbot: QtBot
) -> None:
    """More than the first page come in two parts: the order of all follows. Nobody is told in between that
    there is nothing."""
    page = window.page
    qtbot.waitUntil(lambda: page.room.is_empty)
    window.desk.work.wait()
    said_empty: list[bool] = []
    page.loaded.connect(lambda: said_empty.append(page.room.is_empty))
    add_contacts(library, [f"Albu {n:03}" for n in range(count)])
    qtbot.waitUntil(lambda: len(page.model.ids) == count)
    window.desk.work.wait()
    assert said_empty
    assert not any(said_empty)
    assert page.table.isVisible()
    assert page.table.currentIndex().row() == 0
    qtbot.waitUntil(lambda: len(window.desk.selected) == 1)
