"""Help: versions to copy, licences to read, and a report that is looked at before it is saved."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import __version__
from app.services.library import Library
from app.ui.about_dialog import AboutDialog
from app.ui.desk import Desk
from app.ui.log import start_log, stop_log
from app.ui.problem_dialog import ProblemDialog
from tests.ui.conftest import Heard, add_contacts, type_text
from tests.ui.panel_fakes import ChosenFiles, Opened


@pytest.fixture
def about(qtbot: QtBot, desk: Desk) -> Iterator[AboutDialog]:
    made = AboutDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()


@pytest.fixture
def files(tmp_path: Path) -> ChosenFiles:
    return ChosenFiles(tmp_path / "report")


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def problem(
    qtbot: QtBot, desk: Desk, library: Library, files: ChosenFiles, opened: Opened
) -> Iterator[ProblemDialog]:
    """A report of a program that has noted something about somebody."""
    add_contacts(library, ["Dumitrescu"])
    start_log()
    logging.getLogger("app.ui.messages").warning("Dumitrescu could not be read, hunter2")
    made = ProblemDialog(desk, files=files, open_url=opened)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait(20_000)
    yield made
    made.close()
    stop_log()


def test_versions_are_shown_and_copied(about: AboutDialog) -> None:
    shown = [each.text() for each in about.findChildren(QLabel)]
    assert any(each.startswith(__version__) for each in shown)
    about.copy()
    copied = QApplication.clipboard().text()
    assert copied.startswith(f"Cartoteca: {__version__}")
    assert "Qt: 6." in copied
    assert "SQLCipher: 4" in copied


def test_the_licence_of_a_part_is_read_where_it_is_chosen(about: AboutDialog) -> None:
    rows = {about.model.item(row, 0).text(): row for row in range(about.model.rowCount())}
    row = next(number for name, number in rows.items() if name.startswith("PySide6_Essentials"))
    assert "MIT" in about.licence.toPlainText()
    about.table.selectRow(row)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in about.licence.toPlainText()


def test_what_goes_in_is_shown_before_and_saved_as_it_was_shown(
    problem: ProblemDialog, desk: Desk, files: ChosenFiles, opened: Opened, tmp_path: Path
) -> None:
    names = [problem.list.item(row).text() for row in range(problem.list.count())]
    assert names == ["versions.txt", "screens.txt", "settings.txt", "file.txt", "log/cartoteca.log"]
    shown = {}
    for row, name in enumerate(names):
        problem.list.setCurrentRow(row)
        shown[name] = problem.view.toPlainText()
    assert "… could not be read" in shown["log/cartoteca.log"]
    assert "Dumitrescu" not in "".join(shown.values())
    type_text(problem.words, "Am apăsat F2.")
    problem.save.click()
    desk.work.wait()
    saved = tmp_path / "report.zip"
    with zipfile.ZipFile(saved) as archive:
        held = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert held.pop("problem.txt") == "Am apăsat F2.\n"
    assert {name: text.removesuffix("\n") for name, text in held.items()} == shown
    assert files.suggested is not None
    assert files.suggested.name == "Cartoteca problem 2026-11-23.zip"
    assert opened.urls == [QUrl.fromLocalFile(str(tmp_path)).toString()]
    assert "report.zip" in problem.banner.accessibleName()


def test_a_file_that_is_not_ticked_stays_out(problem: ProblemDialog, desk: Desk, tmp_path: Path) -> None:
    problem.list.item(4).setCheckState(Qt.CheckState.Unchecked)
    problem.save.click()
    desk.work.wait()
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert "log/cartoteca.log" not in archive.namelist()
    for row in range(problem.list.count()):
        problem.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not problem.save.isEnabled()


def test_declining_saves_and_opens_nothing(
    problem: ProblemDialog, desk: Desk, files: ChosenFiles, opened: Opened, tmp_path: Path
) -> None:
    files.path = None
    problem.save.click()
    desk.work.wait()
    assert list(tmp_path.glob("*.zip")) == []
    assert opened.urls == []


def test_a_place_that_cannot_be_written_is_told_in_the_window(
    problem: ProblemDialog, desk: Desk, files: ChosenFiles, heard: Heard, tmp_path: Path
) -> None:
    files.path = tmp_path / "gone" / "report.zip"
    problem.save.click()
    desk.work.wait()
    assert "cannot be written" in problem.banner.accessibleName()
    assert problem.isVisible()
    assert heard.messages == []
