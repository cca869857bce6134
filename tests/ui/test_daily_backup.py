"""The backup of the day: made once, told quietly, and never where it is not wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.daily_backup import DailyBackup
from app.ui.desk import Desk
from app.ui.window import Window
from tests.ui.conftest import Heard


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    made = Window(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    desk.work.wait()
    made.close()


def test_it_is_made_once_a_day_and_the_status_bar_tells_when(
    window: Window, desk: Desk, library: Library
) -> None:
    backup = DailyBackup(window, desk)
    for _time in range(2):
        backup.run()
        desk.work.wait()
    assert len(list(library.care.backup_folder().iterdir())) == 1
    assert (
        window.status.findChild(type(window.status.selection), "status_backup").text().startswith("Backup ")
    )


def test_it_is_not_made_where_the_settings_say_so(window: Window, desk: Desk, library: Library) -> None:
    desk.settings.set("start_backup", False)
    DailyBackup(window, desk).run()
    desk.work.wait()
    assert not library.care.backup_folder().exists()


def test_a_folder_that_cannot_be_made_becomes_a_warning(
    window: Window, desk: Desk, library: Library, heard: Heard
) -> None:
    library.care.backup_folder().write_text("a file stands in the way")
    DailyBackup(window, desk).run()
    desk.work.wait()
    assert heard.messages[-1][0] == "warning"
    assert "cannot be made" in heard.last
