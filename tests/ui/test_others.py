"""A window shows what other programs write into its file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.window import Window
from tests.ui.conftest import add_contacts, whole_window


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with whole_window(qtbot, desk) as made:
        yield made


def come_back() -> None:
    """As from another program."""
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def test_whoever_comes_back_from_another_program_sees_what_it_wrote(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    page = window.page
    add_contacts(library, ["Albu"])
    qtbot.waitUntil(lambda: len(page.model.ids) == 1)
    other = Library.open(library.path)
    try:
        uids = add_contacts(other, ["Țurcanu", "Zaharia"])
        come_back()
        qtbot.waitUntil(lambda: len(page.model.ids) == 3)
        window.desk.work.wait()
        assert page.head.count.text() == "3 contacts"
        other.delete(uids)
        come_back()
        qtbot.waitUntil(lambda: len(page.model.ids) == 1)
    finally:
        other.close()
