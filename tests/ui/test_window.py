"""The main window: going about, the panel that folds, undo that is named, closing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core import texts
from app.services.library import Identity, Library
from app.ui.desk import Desk
from app.ui.messages import Action
from app.ui.notifier import WindowNotifier
from app.ui.status_bar import StatusBar
from app.ui.welcome import WideButton
from app.ui.window import Window
from tests.ui.conftest import Heard, add_contacts, press


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    made = Window(desk, lambda _desk, parent: QLabel("panel", parent))
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    desk.library_changed.emit()
    desk.work.wait()
    yield made
    made.close()


def run(window: Window, command: str) -> None:
    assert window.desk.commands.run(command), command
    window.desk.work.wait()


def test_the_window_is_named_after_the_file(window: Window) -> None:
    assert window.windowTitle() == "test — Cartoteca"
    assert window.findChild(QLabel, "file_name").text() == "test.cartoteca"


def test_alt_and_a_number_lead_to_the_section_of_that_place(window: Window) -> None:
    going = [command for command in window.desk.commands.all() if command.id.startswith("go.section.")]
    shortcuts = {command.shortcut: command.id for command in going}
    assert list(shortcuts) == [f"Alt+{number}" for number in range(1, len(going) + 1)]
    assert len(going) == len(window.desk.registry.sections)
    run(window, shortcuts["Alt+4"])
    assert window.page.filter.section == "notes"
    assert window.page.head.title.text() == "Notes"
    run(window, "view.next_section")
    assert window.page.filter.section == "links"


def test_every_shortcut_is_given_once(window: Window) -> None:
    given = [command.shortcut for command in window.desk.commands.all() if command.shortcut]
    assert sorted(given) == sorted(set(given))


def test_a_renamed_section_is_renamed_everywhere(window: Window, library: Library) -> None:
    library.sections.rename("contacts", "Clients")
    window.desk.work.wait()
    assert window.page.head.title.text() == "Clients"
    command = window.desk.commands.get("go.section.contacts")
    assert command is not None
    assert command.label == "Go to Clients"


def test_hiding_the_shown_section_shows_another(window: Window, library: Library) -> None:
    library.sections.set_hidden("contacts", True)
    window.desk.work.wait()
    assert window.page.filter.section == "organizations"


def test_the_panel_folds_away_on_a_narrow_window_and_comes_back(window: Window) -> None:
    assert window.panel_place.is_shown
    window.resize(1000, 700)
    assert not window.panel_place.is_shown
    run(window, "view.panel")
    assert window.panel_place.is_shown
    window.resize(1400, 800)
    assert window.panel_place.is_shown


def test_a_folded_panel_is_remembered(window: Window, desk: Desk, qtbot: QtBot) -> None:
    run(window, "view.panel")
    assert desk.state.get("panel") is False
    again = Window(desk, lambda _desk, parent: QWidget(parent))
    qtbot.addWidget(again)
    again.resize(1400, 800)
    again.show()
    assert not again.panel_place.is_shown
    again.close()


def test_the_panel_is_made_after_the_first_painting(qtbot: QtBot, desk: Desk) -> None:
    made: list[bool] = []

    def make(_desk: Desk, parent: QWidget) -> QWidget:
        made.append(True)
        return QWidget(parent)

    window = Window(desk, make)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
        assert made == []
    assert made == [True]
    window.close()


def test_what_undo_would_undo_is_named_in_menu_and_status_bar(window: Window, library: Library) -> None:
    add_contacts(library, ["Albu", "Rusu"])
    window.desk.work.wait()
    undo = window.desk.commands.get("edit.undo")
    assert undo is not None
    assert undo.label == "Undo: import of 2 contacts"
    assert window.status.undo.text() == "Undo: import of 2 contacts (Ctrl+Z)"


def test_undo_and_redo_say_what_they_did(window: Window, library: Library, heard: Heard) -> None:
    add_contacts(library, ["Albu"])
    window.desk.work.wait()
    run(window, "edit.undo")
    assert library.lists.counts()["contacts"] == 0
    assert heard.last.startswith("Undone: ")
    run(window, "edit.redo")
    assert library.lists.counts()["contacts"] == 1
    assert heard.last.startswith("Done again: ")


def test_the_status_bar_counts_the_selection(window: Window, library: Library, qtbot: QtBot) -> None:
    add_contacts(library, ["A", "B", "C"])
    window.desk.work.wait()
    window.page.table.selectAll()
    qtbot.waitUntil(lambda: window.status.selection.text() == "3 of 3 selected", timeout=5000)


def test_going_to_a_record_of_another_section_shows_it(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    saved = library.save("notes", {"name": "Reţetă"})
    window.desk.navigate.emit("notes", saved.uid)
    qtbot.waitUntil(lambda: window.desk.selected == (saved.uid,), timeout=5000)
    assert window.page.filter.section == "notes"


def test_a_group_chosen_at_the_left_narrows_the_list(window: Window, library: Library) -> None:
    uids = add_contacts(library, ["A", "B"])
    group = library.groups.add("contacts", "Sales")
    library.groups.put(group, uids[:1])
    window.desk.work.wait()
    item = window.sidebar.groups.item_of(group)
    assert item is not None
    window.sidebar.groups.setCurrentItem(item)
    window.desk.work.wait()
    assert window.page.model.rowCount() == 1
    window.page.step_back()
    window.desk.work.wait()
    assert window.sidebar.groups.group() == ""


def test_a_card_with_unsaved_changes_keeps_the_window_open(window: Window, desk: Desk) -> None:
    answers = [False]
    desk.before_close.append(lambda: answers[0])
    assert not window.close()
    answers[0] = True
    assert window.close()


def test_a_draft_that_is_being_given_up_asks_nothing_more_at_the_end(
    window: Window, desk: Desk, heard: Heard
) -> None:
    """“Discard” is the last word: its own small write is no work that somebody must be asked about."""

    def discard() -> bool:
        for _n in range(3):
            desk.work.do("Dropping a draft", lambda _progress: time.sleep(0.05))
        return True

    desk.before_close.append(discard)
    assert window.close()
    assert heard.questions == []


def test_work_that_takes_long_is_asked_about_at_the_end(window: Window, desk: Desk, heard: Heard) -> None:
    may_end = threading.Event()
    desk.work.do("Importing", lambda _progress: may_end.wait(10))
    assert not window.close()
    assert heard.questions == ["Something is still being written. Close when it is done?"]
    may_end.set()
    desk.work.wait()
    assert window.close()


def test_the_place_of_the_window_is_remembered(window: Window, desk: Desk, qtbot: QtBot) -> None:
    window.setGeometry(30, 40, 1200, 700)
    window.close()
    again = Window(desk, lambda _desk, parent: QWidget(parent))
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (1200, 700)


def test_a_file_that_cannot_be_opened_is_told_and_the_open_one_stays(
    window: Window, desk: Desk, heard: Heard, library: Library, tmp_path: Path
) -> None:
    desk.open_file(tmp_path / "nothing.cartoteca")
    desk.work.wait()
    assert heard.messages[-1][0] == "error"
    assert desk.library is library


def test_another_file_is_opened_and_the_first_closed(window: Window, desk: Desk, tmp_path: Path) -> None:
    other = Library.create(tmp_path / "other.cartoteca")
    add_contacts(other, ["Zidaru"])
    other.close()
    desk.open_file(tmp_path / "other.cartoteca")
    desk.work.wait(10000)
    assert window.windowTitle() == "other — Cartoteca"
    assert window.page.head.count.text() == "1 contact"
    assert desk.recent_files()[0].name == "other.cartoteca"


def test_the_first_rows_of_the_last_time_are_shown_before_the_file_is_open(
    window: Window, desk: Desk, library: Library, qtbot: QtBot
) -> None:
    add_contacts(library, ["Albu", "Rusu"])
    desk.work.wait()
    window._first_page.keep()
    desk.work.wait()
    path = library.path
    desk.close_file()
    desk.work.wait()
    again = Window(desk, lambda _desk, parent: QWidget(parent))
    qtbot.addWidget(again)
    again.show_first_page(path)
    rows = [again.page.model.row_at(place) for place in range(2)]
    assert [row.title for row in rows if row is not None] == ["Albu", "Rusu"]
    assert again.page.head.count.text() == "2 contacts"


def test_everything_that_can_be_clicked_has_a_name(window: Window) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    for kind in (QAbstractButton, QLineEdit):
        for widget in window.findChildren(kind):
            if widget.objectName().startswith("qt_"):
                continue
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


def test_tab_leads_from_the_search_to_the_table(window: Window, library: Library, qtbot: QtBot) -> None:
    add_contacts(library, ["A"])
    window.desk.work.wait()
    window.page.focus_search()
    seen: set[str] = set()
    place: QWidget = window.page.head.search
    for _step in range(400):
        place = place.nextInFocusChain()
        if place.focusPolicy() & Qt.FocusPolicy.TabFocus and place.isVisible():
            seen.add(place.objectName())
    assert {"list_filter", "list_columns", "list_new", "list_table", "group_tree", "nav_contacts"} <= seen


def test_cards_step_through_the_list_as_it_is_sorted(window: Window, library: Library) -> None:
    uids = add_contacts(library, ["Albu", "Rusu", "Zidaru"])
    window.show_section("contacts")
    window.desk.work.wait()
    page = window.page
    assert page.selection.neighbour("contacts", uids[1], 1) == uids[2]
    assert page.selection.neighbour("contacts", uids[0], -1) is None
    assert page.selection.neighbour("tasks", uids[0], 1) is None


def test_without_a_file_the_window_welcomes(window: Window, desk: Desk, qtbot: QtBot) -> None:
    desk.close_file()
    desk.work.wait()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "welcome") is not None, timeout=5000)
    assert window.findChild(QWidget, "welcome").isVisible()
    assert desk.commands.get("palette") is not None


def test_what_the_panel_offers_stands_in_the_menu_record_too(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.desk.commands.get("act.document") is not None, timeout=5000)
    menu = window.findChild(QMenu, "menu_record")
    menu.aboutToShow.emit()
    assert not {each.text(): each for each in menu.actions()}["Document…"].isEnabled()
    uids = add_contacts(library, ["Albu"])
    qtbot.waitUntil(lambda: window.desk.selected == tuple(uids), timeout=5000)
    menu.aboutToShow.emit()
    entries = {each.text().split("\t")[0]: each.isEnabled() for each in menu.actions()}
    assert entries["Open card"]
    assert entries["Document…"]
    assert entries["New event…"]
    assert not entries["Mark as done"]


def test_enter_presses_a_painted_button_that_has_the_focus(window: Window) -> None:
    pressed: list[bool] = []
    button = WideButton("file-plus", "New file", "Begin with an empty file.", "wide")
    button.clicked.connect(lambda: pressed.append(True))
    window.set_welcome(button)
    window.desk.close_file()
    button.setFocus()
    press(button, Qt.Key.Key_Return)
    assert pressed == [True]


def test_the_menus_begin_at_the_edge_while_no_file_is_named(window: Window) -> None:
    named = window.menus.bar.actionGeometry(window.menus.bar.actions()[0]).left()
    assert named > 60
    window.desk.close_file()
    QApplication.processEvents()
    assert window.menus.bar.actionGeometry(window.menus.bar.actions()[0]).left() < 12


def test_what_a_message_offers_goes_with_the_file_it_was_meant_for(
    window: Window, desk: Desk, tmp_path: Path
) -> None:
    notifier = desk.messages.notifier = WindowNotifier(window, window.page)
    done: list[str] = []
    desk.messages.info("There are unsaved changes.", Action("Open", lambda: done.append("old")))
    assert notifier.toast.has_action
    desk.use(Library.create(tmp_path / "other.cartoteca", identity=Identity("Ana")))
    desk.work.wait()
    assert notifier.toast.isHidden()
    desk.messages.info("Deleted 1 record.", Action("Undo", lambda: done.append("new")))
    notifier.toast.findChild(QPushButton, "toast_action").click()
    assert done == ["new"]


def test_the_status_bar_counts_and_names_in_the_manner_of_the_language(
    qtbot: QtBot, desk: Desk, library: Library
) -> None:
    library.save("contacts", {"surname": "Pop"})
    operation = library.undoable()
    assert operation is not None
    bar = StatusBar()
    qtbot.addWidget(bar)
    said = {}
    for code in ("ro", "ru"):
        texts.use_language(code)
        bar.show_undo(operation.describe())
        bar.show_selection(1, "100 000")
        said[code] = (bar.undo.text(), bar.selection.text())
    texts.use_language("en")
    assert said["ro"] == ("Anulează: creare „Pop” (Ctrl+Z)", "Selectate: 1 din 100 000")
    assert said["ru"] == ("Отменить: создание — «Pop» (Ctrl+Z)", "Выбрано 1 из 100 000")
