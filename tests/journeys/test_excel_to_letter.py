"""From somebody's Excel list to a Word letter, through the real window: clicked, typed, saved, undone."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.blueprint.registry import discover
from app.core.paths import resource
from app.core.settings import Settings, State
from app.ui.card import CardOpener
from app.ui.desk import Desk
from app.ui.file_choice import SystemFileChoice
from app.ui.messages import Messages
from app.ui.templates.make_dialog import MakeDialog
from app.ui.window import Window
from tests.ui.conftest import Heard, type_text

SAMPLE = resource("samples", "clients-sample.xlsx")
WAIT_MS = 20_000


class Answers:
    """Stands where the system's file dialogs would be; told beforehand what is chosen next."""

    def __init__(self) -> None:
        self.next: Path | None = None
        self.suggested = ""

    def existing(self, *_asked: object) -> Path | None:
        return self.next

    def several(self, *_asked: object) -> list[Path]:
        return [self.next] if self.next is not None else []

    def new(self, _choice: object, _parent: object, _title: str, _kinds: str, suggested: Path) -> Path | None:
        self.suggested = suggested.name
        return self.next


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Answers:
    answers = Answers()
    monkeypatch.setattr(SystemFileChoice, "existing", answers.existing)
    monkeypatch.setattr(SystemFileChoice, "several", answers.several)
    monkeypatch.setattr(SystemFileChoice, "new", lambda *asked: answers.new(*asked))
    return answers


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Window]]:
    """Starts the program as it is, with the settings of the time before; what was said is kept."""
    windows: list[Window] = []

    def begin() -> Window:
        settings, state = Settings(tmp_path / "settings.toml"), State(tmp_path / "state.json")
        desk = Desk(discover(), settings, state, Messages(Heard()))
        window = Window(desk)
        window.resize(1400, 850)
        window.show()
        windows.append(window)
        qtbot.waitUntil(lambda: desk.commands.get("file.new") is not None, timeout=WAIT_MS)
        settle(window)
        return window

    yield begin
    for window in windows:
        if isValid(window):
            quit_program(window)


def quit_program(window: Window) -> None:
    """Close the window as its user does; whatever the program reported as a bug fails the test."""
    desk = window.desk
    heard = desk.messages.notifier
    assert isinstance(heard, Heard)
    window.close()
    desk.shutdown()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert heard.bugs == []


def settle(window: Window) -> None:
    window.desk.work.wait(WAIT_MS)


def said(window: Window) -> str:
    heard = window.desk.messages.notifier
    assert isinstance(heard, Heard)
    return heard.last


def run(window: Window, command: str) -> None:
    assert window.desk.commands.run(command), command
    settle(window)


def shown(name: str) -> Any:
    """The dialog or menu of this name that is open now."""
    found = [
        each
        for top in QApplication.topLevelWidgets()
        for each in (top, *top.findChildren(QWidget, name))
        if each.objectName() == name and each.isVisible()
    ]
    assert found, f"{name} is not shown"
    return found[0]


def click(window: Window, name: str) -> None:
    button = shown(name)
    assert isinstance(button, QPushButton) or hasattr(button, "click")
    assert button.isEnabled(), f"{name} cannot be pressed"
    button.click()
    settle(window)


def import_sample(window: Window, files: Answers) -> None:
    """Through the wizard, page by page, with nothing changed."""
    files.next = SAMPLE
    run(window, "file.import")
    click(window, "import_choose")
    for _page in ("file", "columns", "duplicates", "check"):
        click(window, "import_next")
    click(window, "import_next")  # Close
    assert "import_wizard" not in {top.objectName() for top in QApplication.topLevelWidgets()}


def find(qtbot: QtBot, window: Window, text: str, title: str) -> str:
    """Type into the search field, letter by letter, until this one record is left and selected; its uid."""
    run(window, "edit.find")
    window.page.head.search.clear()
    type_text(window.page.head.search, text)
    model = window.page.model

    def is_found() -> bool:
        rows = [model.index(row, 1).data() for row in range(model.rowCount())]
        return rows == [title] and list(window.desk.selected) == model.uids_of([0])

    qtbot.waitUntil(is_found, timeout=WAIT_MS)
    settle(window)
    return window.desk.selected[0]


def surname(window: Window, uid: str) -> str:
    assert window.desk.library is not None
    record = window.desk.library.get(uid)
    assert record is not None
    return str(record.values["surname"])


def count(window: Window, section: str) -> int:
    assert window.desk.library is not None
    return window.desk.library.lists.counts()[section]


def edit_surname(window: Window, text: str) -> None:
    """Open the card of the selected record, type another surname, save."""
    run(window, "record.open")
    (card,) = CardOpener.of(window.desk).cards
    editor = card.editors["surname"]
    editor.input.selectAll()
    type_text(editor.input, text)
    click(window, "card.save")
    assert CardOpener.of(window.desk).cards == []


def letter_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_a_list_from_excel_becomes_a_letter_and_a_list_again(
    qtbot: QtBot, start: Callable[[], Window], files: Answers, tmp_path: Path
) -> None:
    window = start()
    files.next = tmp_path / "clienți"
    run(window, "file.new")
    assert window.windowTitle().startswith("clienți")
    import_sample(window, files)
    imported = count(window, "contacts")
    assert imported > 30
    assert window.page.model.rowCount() == imported

    uid = find(qtbot, window, "taranu", "Mihaela Țăranu")  # typed without its marks
    assert surname(window, uid) == "Țăranu"
    edit_surname(window, "Țăranu-Щукина")
    assert surname(window, uid) == "Țăranu-Щукина"
    run(window, "edit.undo")
    assert surname(window, uid) == "Țăranu"
    assert said(window).startswith("Undone: edit of ")
    run(window, "edit.redo")
    assert surname(window, uid) == "Țăranu-Щукина"

    click(window, "action_document")
    dialog = shown("make_dialog")
    assert isinstance(dialog, MakeDialog)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    row = dialog.options.template.findText("Letter (Русский)")
    dialog.options.template.setCurrentIndex(row)
    dialog.options.template.activated.emit(row)
    dialog.options.folder.setText(str(tmp_path))
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    click(window, "make_start")
    settle(window)
    dialog.close()
    text = letter_text(tmp_path / "Letter (Русский) Mihaela Țăranu-Щукина.docx")
    assert "Mihaela Țăranu-Щукина" in text
    assert "Calea Moților 45" in text
    assert not any(f" {month} " in text for month in calendar.month_name[1:])  # the date is Russian too

    files.next = tmp_path / "export.xlsx"
    run(window, "file.export")  # of the list as it is shown: the one that was found
    click(window, "export_start")
    rows = list(openpyxl.load_workbook(files.next).active.values)
    column = rows[0].index("Surname")
    assert [row[column] for row in rows[1:]] == ["Țăranu-Щукина"]


def test_an_import_is_taken_back_after_the_program_was_closed(
    qtbot: QtBot, start: Callable[[], Window], files: Answers, tmp_path: Path
) -> None:
    window = start()
    files.next = tmp_path / "clients.cartoteca"
    run(window, "file.new")
    import_sample(window, files)
    imported, firms = count(window, "contacts"), count(window, "organizations")
    assert firms > 5
    uid = find(qtbot, window, "dumitrescu ana", "Ana Dumitrescu")
    edit_surname(window, "Ёлкина")
    quit_program(window)

    window = start()
    window.desk.open_file(tmp_path / "clients.cartoteca")
    settle(window)
    assert find(qtbot, window, "елкина", "Ana Ёлкина") == uid  # ё is found by е
    run(window, "edit.undo")
    assert surname(window, uid) == "Dumitrescu"
    run(window, "edit.undo")
    assert count(window, "contacts") == count(window, "organizations") == 0
    run(window, "edit.redo")
    assert (count(window, "contacts"), count(window, "organizations")) == (imported, firms)


def test_a_list_is_brought_in_with_the_enter_key_alone(
    start: Callable[[], Window], files: Answers, tmp_path: Path
) -> None:
    window = start()
    files.next = tmp_path / "clients.cartoteca"
    run(window, "file.new")
    files.next = SAMPLE
    run(window, "file.import")
    for _press in ("choose", "file", "columns", "duplicates", "check", "close"):
        wizard = shown("import_wizard")
        target = wizard.focusWidget() or wizard
        enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, enter)  # the press only: after the last one the wizard is gone
        settle(window)
    assert "import_wizard" not in {top.objectName() for top in QApplication.topLevelWidgets()}
    assert count(window, "contacts") == window.page.model.rowCount() > 30
