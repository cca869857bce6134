"""The commands around the window: they make sense only when they can, and do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.services.rows import ListQuery
from app.ui.commands_tools import register_tools
from app.ui.desk import Desk
from app.ui.export_dialog import ExportDialog
from tests.ui.conftest import Heard, add_contacts
from tests.ui.panel_fakes import ChosenFiles


@pytest.fixture
def files(tmp_path: Path) -> ChosenFiles:
    return ChosenFiles(tmp_path / "out")


@pytest.fixture
def tools(desk: Desk, files: ChosenFiles) -> Desk:
    register_tools(desk, desk.commands, files=files)
    return desk


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, library: Library, files: ChosenFiles) -> Iterator[ExportDialog]:
    """An export of a list that shows one of three contacts, two of which are selected."""
    uids = add_contacts(library, ["Albu", "Rusu", "Șerban"])
    desk.select("contacts", uids[:2], 2, lambda: uids[:2])
    made = ExportDialog(desk, "contacts", desk.selected, ListQuery("contacts", text="serb"), files=files)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _windows() -> set[str]:
    return {each.objectName() for each in QApplication.topLevelWidgets() if each.isVisible()}


def _export(dialog: ExportDialog, desk: Desk, what: str) -> None:
    dialog.findChild(QRadioButton, f"export_what_{what}").click()
    dialog.start()
    desk.work.wait()


def test_every_command_has_a_text_and_no_key_is_given_twice(tools: Desk) -> None:
    commands = tools.commands.all()
    assert all(command.label for command in commands)
    keys = [command.shortcut for command in commands if command.shortcut]
    assert len(keys) == len(set(keys))


def test_commands_that_need_a_file_are_off_without_one(tools: Desk) -> None:
    tools.close_file()
    off = {command.id for command in tools.commands.all() if not command.can_run}
    assert {"file.import", "file.export", "file.backup", "tools.history", "tools.check"} <= off
    assert "file.new" not in off
    tools.work.wait()


@pytest.mark.parametrize(
    ("command", "window"),
    [
        ("palette", "palette"),
        ("tools.settings", "settings_dialog"),
        ("tools.history", "history_dialog"),
        ("tools.trash", "history_dialog"),
        ("file.import", "import_wizard"),
        ("file.export", "export_dialog"),
        ("help.about", "about_dialog"),
        ("help.problem", "problem_dialog"),
    ],
)
def test_commands_open_their_dialogs(tools: Desk, command: str, window: str) -> None:
    assert tools.commands.run(command)
    tools.work.wait()
    assert window in _windows()
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QWidget) and each.objectName() == window:
            each.close()


def test_a_backup_is_written_and_can_be_opened(
    tools: Desk, library: Library, files: ChosenFiles, heard: Heard, tmp_path: Path
) -> None:
    add_contacts(library, ["Albu"])
    tools.commands.run("file.backup")
    tools.work.wait()
    assert files.suggested is not None
    assert files.suggested.name == "test 2026-11-23.cartoteca"
    copy = Library.open(tmp_path / "out.cartoteca")
    assert copy.lists.counts()["contacts"] == 1
    copy.close()
    assert "backup was written" in heard.last


def test_a_clean_file_is_said_to_be_in_order(tools: Desk, heard: Heard) -> None:
    tools.commands.run("tools.check")
    tools.work.wait()
    assert "everything is in order" in heard.last


def test_the_selection_is_exported_in_its_order(
    dialog: ExportDialog, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    assert files.path is not None
    files.path = files.path.with_suffix(".csv")
    _export(dialog, desk, "selection")
    text = files.path.read_text(encoding="utf-8-sig")
    assert "Albu" in text
    assert "Rusu" in text
    assert "Șerban" not in text
    assert heard.last == "2 records exported to out.csv."


def test_the_list_as_it_is_shown_is_exported(dialog: ExportDialog, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path = files.path.with_suffix(".csv")
    _export(dialog, desk, "view")
    text = files.path.read_text(encoding="utf-8-sig")
    assert "Șerban" in text
    assert "Albu" not in text


def test_all_records_go_into_a_workbook(
    dialog: ExportDialog, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    _export(dialog, desk, "section")
    assert files.path is not None
    assert files.path.with_name("out.xlsx").exists()
    assert heard.last == "3 records exported to out.xlsx."


def test_only_chosen_fields_are_exported(
    dialog: ExportDialog, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    assert files.path is not None
    files.path = files.path.with_suffix(".csv")
    dialog.findChild(QRadioButton, "export_fields_some").click()
    fields = dialog.findChild(QListWidget, "export_fields")
    for row in range(fields.count()):
        is_wanted = fields.item(row).text() == "Surname"
        fields.item(row).setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
    assert dialog.columns() == ["surname"]
    _export(dialog, desk, "section")
    assert files.path.read_text(encoding="utf-8-sig").splitlines()[0] == "Surname"


def test_the_boxes_of_the_fields_stand_apart(dialog: ExportDialog) -> None:
    fields = dialog.findChild(QListWidget, "export_fields")
    first, second = (fields.visualItemRect(fields.item(row)) for row in (0, 1))
    assert second.top() - first.bottom() - 1 == 4


def test_the_options_of_the_chosen_format_are_offered_and_kept_to(
    dialog: ExportDialog, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path = files.path.with_suffix(".csv")
    formats = dialog.findChild(QComboBox, "export_format")
    assert dialog.findChild(QComboBox, "export_delimiter") is None
    formats.setCurrentIndex(formats.findData(".csv"))
    delimiter = dialog.findChild(QComboBox, "export_delimiter")
    delimiter.setCurrentIndex(delimiter.findData("|"))
    encoding = dialog.findChild(QComboBox, "export_encoding")
    encoding.setCurrentIndex(encoding.findData("cp1250"))
    dialog.findChild(QRadioButton, "export_fields_some").click()
    _export(dialog, desk, "selection")
    assert files.suggested is not None
    assert files.suggested.suffix == ".csv"
    assert "|" in files.path.read_text(encoding="cp1250").splitlines()[0]
    assert not files.path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_list_is_exported_as_pdf(
    dialog: ExportDialog, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    formats = dialog.findChild(QComboBox, "export_format")
    formats.setCurrentIndex(formats.findData(".pdf"))
    _export(dialog, desk, "section")
    assert files.path is not None
    assert files.path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert heard.last == "3 records exported to out.pdf."


def test_everything_goes_into_an_archive_and_into_a_new_file(
    tools: Desk, library: Library, files: ChosenFiles, heard: Heard, tmp_path: Path
) -> None:
    add_contacts(library, ["Albu", "Rusu"])
    before = list(library.care.dump())
    assert files.path is not None
    files.path = tmp_path / "all.zip"
    tools.commands.run("file.export_all")
    tools.work.wait()
    assert "all.zip" in heard.last
    answers = iter([tmp_path / "all.zip", tmp_path / "back.cartoteca"])
    files.existing = files.new = lambda *_words: next(answers)  # type: ignore[method-assign]
    tools.commands.run("file.new_from_archive")
    tools.work.wait()
    assert tools.library is not None
    assert tools.library.path.name == "back.cartoteca"
    assert list(tools.library.care.dump()) == before


def test_contacts_go_into_a_file_of_cards(
    dialog: ExportDialog, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    assert files.path is not None
    files.path = files.path.with_suffix(".vcf")
    _export(dialog, desk, "selection")
    assert files.path.read_text(encoding="utf-8").count("BEGIN:VCARD") == 2
    assert heard.last == "2 records exported to out.vcf."
