"""Mass edit through the window: fields of the whole selection, differing values said, undone in one step."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from app.core.progress import Progress
from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.mass_edit_dialog import MassEditDialog
from app.ui.window import Window
from tests.ui.conftest import Heard, press, shown, type_text


@pytest.fixture
def uids(library: Library) -> list[str]:
    found = [library.new_uid() for _n in range(3)]
    values = [{"surname": "Albu", "hobby": "șah"}, {"surname": "Rusu", "hobby": "tenis"}, {"surname": "Pop"}]
    library.write("import", [Change("contacts", uid, each) for uid, each in zip(found, values, strict=True)])
    return found


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, uids: list[str]) -> Iterator[MassEditDialog]:
    made = MassEditDialog(desk, "contacts", len(uids), lambda: uids)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    desk.work.wait()


def test_a_field_is_set_in_all_of_them(
    dialog: MassEditDialog, desk: Desk, library: Library, uids: list[str], heard: Heard
) -> None:
    line = dialog.lines[0]
    line.choose("hobby")
    desk.work.wait()
    assert line._told.text() == "different now"
    assert line._told.isVisible()
    type_text(line.editor.input, "înot")
    dialog.ok.click()
    desk.work.wait()
    assert {each.values["hobby"] for each in library.get_many(uids).values()} == {"înot"}
    assert heard.last == "Changed 3 records."
    heard.actions[-1].run()
    desk.work.wait()
    assert [library.get(uid).values.get("hobby") for uid in uids] == ["șah", "tenis", None]


def test_an_empty_wish_is_refused_and_the_dialog_stays(dialog: MassEditDialog, desk: Desk) -> None:
    dialog.lines[0].choose("hobby")
    desk.work.wait()
    dialog.ok.click()
    desk.work.wait()
    assert dialog.isVisible()
    assert dialog.findChild(QLabel, "mass_edit_problem").text() == "Say what “Hobby” shall be."


def test_lines_come_and_go(dialog: MassEditDialog, desk: Desk, library: Library, uids: list[str]) -> None:
    dialog.lines[0].choose("hobby")
    dialog.findChild(QAbstractButton, "mass_edit_another").click()
    dialog.lines[1].choose("grade")
    desk.work.wait()
    dialog.lines[1].editor.set_value("b")
    dialog.lines[0].removed.click()
    dialog.ok.click()
    desk.work.wait()
    assert {each.values["grade"] for each in library.get_many(uids).values()} == {"b"}
    assert [library.get(uid).values.get("hobby") for uid in uids] == ["șah", "tenis", None]


def test_how_far_it_is_is_shown_and_esc_cancels_it(
    dialog: MassEditDialog, desk: Desk, library: Library, uids: list[str], heard: Heard, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    going = threading.Event()
    edit = library.mass_edit.edit

    def slow(section: str, uids: list[str], wishes: object, progress: Progress) -> object:
        progress.step(1, 3)
        going.wait(10)
        return edit(section, uids, wishes, progress)

    monkeypatch.setattr(library.mass_edit, "edit", slow)
    dialog.lines[0].choose("hobby")
    desk.work.wait()
    dialog.lines[0].editor.set_value("înot")
    dialog.ok.click()
    qtbot.waitUntil(dialog.strip.isVisible, timeout=5000)
    bar = dialog.strip.findChild(QProgressBar)
    assert (bar.value(), bar.maximum(), dialog.ok.isEnabled()) == (1, 3, False)
    press(dialog, Qt.Key.Key_Escape)
    going.set()
    desk.work.wait()
    assert heard.last == "Cancelled. Nothing was changed."
    assert [library.get(uid).values.get("hobby") for uid in uids] == ["șah", "tenis", None]
    assert dialog.isVisible()
    assert dialog.ok.isEnabled()
    assert not dialog.strip.isVisible()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, uids: list[str]) -> Iterator[Window]:
    made = Window(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.show_section("contacts")
    desk.work.wait()
    yield made
    made.close()


def opened(window: Window) -> MassEditDialog:
    window.desk.commands.run("record.change_fields")
    window.desk.work.wait()
    return shown(MassEditDialog)[0]


def change(window: Window, value: str) -> None:
    dialog = opened(window)
    dialog.lines[0].choose("hobby")
    window.desk.work.wait()
    dialog.lines[0].editor.set_value(value)
    dialog.ok.click()
    window.desk.work.wait()


def test_the_command_changes_the_selection_or_the_whole_filtered_list(
    window: Window, desk: Desk, library: Library, uids: list[str], qtbot: QtBot
) -> None:
    page = window.page
    titles = lambda: [library.get(uid).values.get("hobby") for uid in uids]  # noqa: E731
    page.table.select_rows([0, 1])  # Albu, Pop
    change(window, "two")
    assert titles() == ["two", "tenis", "two"]
    page.table.clearSelection()
    page.head.search.setText("rusu")
    qtbot.waitUntil(lambda: page.filter.text == "rusu", timeout=5000)
    desk.work.wait()
    page.table.clearSelection()
    change(window, "found")
    assert titles() == ["two", "found", "two"]
    page.narrowing.show_all()
    desk.work.wait()
    page.table.selectAll()
    change(window, "all")
    assert titles() == ["all", "all", "all"]
    library.undo()
    assert titles() == ["two", "found", "two"]
    desk.work.wait()
