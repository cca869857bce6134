"""Going back to a backup: one sees what would be lost, gets a copy, and the file one leaves stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.backups_dialog import BackupsDialog, show_backups
from app.ui.desk import Desk
from app.ui.study_dialog import FOUND, NOTHING
from tests.ui.conftest import Heard, add_contacts


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[BackupsDialog]:
    add_contacts(library, ["Albu", "Rusu"])
    library.care.daily_backup(14)
    add_contacts(library, ["Șerban"])
    library.save("contacts", {"surname": "Țurcan"})
    made = show_backups(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    desk.work.wait()
    yield made
    made.close()


def lines(dialog: BackupsDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def test_each_backup_says_when_it_was_made_and_what_was_done_since(dialog: BackupsDialog) -> None:
    assert dialog._stack.currentIndex() == FOUND
    ((_when, later, name),) = lines(dialog)
    assert (later, name) == ("2 steps", "test 2026-11-23.cartoteca")


def test_the_copy_is_opened_beside_the_file_which_stays_as_it_was(
    qtbot: QtBot, dialog: BackupsDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    left = library.path
    for name in ("test 2026-11-23.cartoteca", "test 2026-11-23 2.cartoteca"):
        again = show_backups(desk)
        desk.work.wait()
        qtbot.keyClick(again.table, Qt.Key.Key_Return)
        _until_open(qtbot, desk, left.with_name(name))
        assert _count(desk) == 2
        assert f"“{left.name}” is as you left it" in heard.last
        assert not dialog.isVisible(), "its file is closed"
        back = heard.actions[-1]
        assert back is not None
        back.run()
        _until_open(qtbot, desk, left)
        assert _count(desk) == 4


def _until_open(qtbot: QtBot, desk: Desk, path: Path) -> None:
    qtbot.waitUntil(lambda: desk.library is not None and desk.library.path == path)
    desk.work.wait()


def _count(desk: Desk) -> int:
    assert desk.library is not None
    return desk.library.lists.counts()["contacts"]


def test_what_cannot_be_copied_is_told_and_the_file_stays_open(
    dialog: BackupsDialog, desk: Desk, library: Library
) -> None:
    (backup,) = library.care.backups()
    backup.write_bytes(backup.read_bytes()[:5_000])
    dialog.findChild(type(dialog._open), "backups_open").click()
    desk.work.wait()
    assert desk.library is library
    assert dialog._note.text() != ""
    assert [each.name for each in Path(library.path.parent).glob("*.cartoteca")] == [library.path.name]


def test_without_a_backup_it_says_when_there_will_be_one(qtbot: QtBot, desk: Desk, library: Library) -> None:
    dialog = show_backups(desk)
    qtbot.addWidget(dialog)
    desk.work.wait()
    assert dialog._stack.currentIndex() == NOTHING
    assert not dialog._open.isEnabled()
