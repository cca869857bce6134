"""What comes to the window by itself: dropped files, pasted cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import IMPORT
from app.ui.window import Window
from tests.ui.conftest import Heard, shown, whole_window
from tests.ui.wizard_steps import LIST, go_to, texts

CARD = "BEGIN:VCARD\nVERSION:3.0\nN:{0};Ana;;;\nFN:Ana {0}\nEND:VCARD\n"


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with whole_window(qtbot, desk) as made:
        yield made
        for each in shown(ImportWizard):
            each.close()


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def drop(widget: QWidget, *paths: Path) -> bool:
    """Drag files over a window and let them go; was the window willing?"""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(40, 40), copy, content, left, nothing)
    entered.ignore()
    QApplication.sendEvent(widget, entered)
    if entered.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPoint(40, 40), copy, content, left, nothing))
    return entered.isAccepted()


def opened(desk: Desk) -> ImportWizard:
    desk.work.wait()
    [wizard] = shown(ImportWizard)
    return wizard


def test_a_list_that_is_dropped_on_the_window_opens_the_wizard(
    window: Window, desk: Desk, tmp_path: Path
) -> None:
    assert drop(window, written(tmp_path, "clienti.csv", LIST))
    wizard = opened(desk)
    assert wizard.findChild(QTableWidget, "import_preview").item(0, 0).text() == "Șerban"
    assert wizard.windowTitle() == "Import: Contacts"


def test_cards_that_are_dropped_go_where_people_are(
    window: Window, desk: Desk, library: Library, tmp_path: Path
) -> None:
    window.show_section("tasks")
    desk.work.wait()
    paths = [written(tmp_path, f"{name}.vcf", CARD.format(name)) for name in ("Pop", "Rus")]
    assert drop(window, *paths)
    wizard = opened(desk)
    assert wizard.windowTitle() == "Import: Contacts"
    box = wizard.findChild(QComboBox, "import_section")
    assert [box.itemText(place) for place in range(box.count())] == ["Contacts", "Organizations"]
    go_to(wizard, desk, IMPORT)
    assert library.lists.counts()["contacts"] == 2


def test_another_section_can_be_chosen_for_a_list(window: Window, desk: Desk, tmp_path: Path) -> None:
    drop(window, written(tmp_path, "firme.csv", "Denumire;Telefon\nVector SRL;0721 234 567\n"))
    wizard = opened(desk)
    box = wizard.findChild(QComboBox, "import_section")
    box.setCurrentIndex(box.findData("organizations"))
    box.activated.emit(box.currentIndex())
    desk.work.wait()
    assert wizard.windowTitle() == "Import: Organizations"
    assert [each.target.key for each in wizard.plan.matches if each.target] == ["name", "phone"]  # type: ignore[union-attr]


def test_a_file_of_the_program_is_opened(window: Window, desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.cartoteca"
    Library.create(other).close()
    assert drop(window, other)
    desk.work.wait()
    assert desk.library is not None
    assert desk.library.path == other


def test_pictures_and_programs_are_not_taken(window: Window, tmp_path: Path) -> None:
    assert not drop(window, written(tmp_path, "photo.png", "x"), written(tmp_path, "setup.exe", "x"))


def test_cells_that_were_copied_are_pasted_into_the_wizard(
    window: Window, desk: Desk, library: Library
) -> None:
    QApplication.clipboard().setText('Nume\tPrenume\tNote\nȘerban\tIoana\t"două\nrânduri"\nRusu\tAna\t\n')
    assert desk.commands.run("file.paste")
    wizard = opened(desk)
    go_to(wizard, desk, IMPORT)
    record = library.get(library.lists.find("Serban")[0].uid)
    assert record is not None
    assert record.values["notes"] == "două\nrânduri"


def test_a_copied_word_is_no_list(window: Window, desk: Desk, heard: Heard) -> None:
    QApplication.clipboard().setText("Popescu")
    desk.commands.run("file.paste")
    assert "no cells in the clipboard" in heard.last
    assert shown(ImportWizard) == []


def test_several_lists_at_once_are_told_apart_from_cards(window: Window, desk: Desk, tmp_path: Path) -> None:
    drop(window, written(tmp_path, "a.csv", LIST), written(tmp_path, "b.csv", LIST))
    wizard = opened(desk)
    assert not wizard.next_button.isEnabled()
    assert any("import each list by itself" in text for text in texts(wizard))
