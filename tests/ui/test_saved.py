"""Saving a record that the search or the group leaves out: it stays in sight, and one click leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.card import CardOpener
from app.ui.desk import Desk
from app.ui.group_tree import GroupTree
from app.ui.panel import DetailPanel
from app.ui.parts import let_cards_step
from app.ui.window import Window
from tests.ui.conftest import Heard, add_contacts


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    made = Window(desk, DetailPanel)
    qtbot.addWidget(made)
    made.resize(1400, 800)
    with qtbot.waitSignal(made.painted):
        made.show()
    made.take_over()
    desk.work.wait()
    yield made
    made.close()


def search(window: Window, text: str, qtbot: QtBot) -> None:
    window.page.head.search.setText(text)
    qtbot.waitUntil(lambda: window.page.filter.text == text, timeout=5000)
    window.desk.work.wait()
    qtbot.waitUntil(lambda: window.desk.selected_count == 1, timeout=5000)


def save_in_card(window: Window, uid: str | None, surname: str) -> str:
    let_cards_step(window.desk, window.page)
    card = CardOpener.of(window.desk).open("contacts", uid)
    window.desk.work.wait()
    card.editors["surname"].set_value(surname)
    card._on_changed("surname")
    saved = card.uid
    card.saver.save()
    window.desk.work.wait()
    return saved


def panel_texts(window: Window) -> list[str]:
    panel = window.findChild(DetailPanel)
    return [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]


@pytest.mark.parametrize("others", [[], ["Albulescu"]])
def test_a_saved_record_that_the_search_leaves_out_stays_in_the_panel_and_is_told(
    window: Window, library: Library, heard: Heard, qtbot: QtBot, others: list[str]
) -> None:
    uid = add_contacts(library, ["Albu", *others])[0]
    search(window, "albu", qtbot)
    save_in_card(window, uid, "Zidaru")
    qtbot.waitUntil(lambda: heard.last == "Saved; not in this list.", timeout=5000)
    window.desk.work.wait()
    qtbot.wait(100)  # the list may tell of its own selection now
    window.desk.work.wait()
    assert window.desk.selected == (uid,)
    assert "Zidaru" in panel_texts(window)
    assert window.page.table.selected_count() == 0


def test_show_takes_the_search_away_and_selects_the_saved_record(
    window: Window, library: Library, heard: Heard, qtbot: QtBot
) -> None:
    uid = add_contacts(library, ["Albu", "Marin"])[0]
    search(window, "albu", qtbot)
    save_in_card(window, uid, "Zidaru")
    qtbot.waitUntil(lambda: heard.last == "Saved; not in this list.", timeout=5000)
    action = heard.actions[-1]
    assert action is not None
    assert action.text == "Show"
    action.run()
    qtbot.waitUntil(lambda: window.page.table.selected_count() == 1, timeout=5000)
    assert not window.page.filter.is_narrowed
    window.page.selection.tell()
    assert window.desk.selected == (uid,)


def test_another_choice_in_the_list_takes_the_place_of_the_saved_record(
    window: Window, library: Library, heard: Heard, qtbot: QtBot
) -> None:
    uids = add_contacts(library, ["Albu", "Albulescu"])
    search(window, "albu", qtbot)
    save_in_card(window, uids[0], "Zidaru")
    qtbot.waitUntil(lambda: window.desk.selected == (uids[0],), timeout=5000)
    window.page.table.go_to(0)
    qtbot.waitUntil(lambda: window.desk.selected == (uids[1],), timeout=5000)


def test_a_new_record_outside_the_group_is_told_too(
    window: Window, library: Library, heard: Heard, qtbot: QtBot
) -> None:
    group = library.groups.add("contacts", "Sales")
    window.desk.work.wait()
    window.page.narrowing.show_group(group, "Sales")
    window.desk.work.wait()
    uid = save_in_card(window, None, "Zidaru")
    qtbot.waitUntil(lambda: heard.last == "Saved; not in this list.", timeout=5000)
    qtbot.waitUntil(lambda: window.desk.selected == (uid,), timeout=5000)


def test_a_saved_record_that_is_still_in_the_list_needs_no_word(
    window: Window, library: Library, heard: Heard, qtbot: QtBot
) -> None:
    uid = add_contacts(library, ["Albu"])[0]
    search(window, "albu", qtbot)
    save_in_card(window, uid, "Albulescu")
    qtbot.wait(100)
    assert heard.messages == []
    assert window.desk.selected == (uid,)


def test_a_cell_that_was_edited_in_place_is_told_in_the_same_way(
    window: Window, library: Library, heard: Heard, qtbot: QtBot
) -> None:
    uid = library.save("contacts", {"surname": "Albu", "flag": "red"}).uid
    window.desk.work.wait()
    window.page.narrowing.toggle_flag("red")
    window.desk.work.wait()
    window.page.in_place._save("contacts", uid, {"flag": None})
    window.desk.work.wait()
    qtbot.waitUntil(lambda: heard.last == "Saved; not in this list.", timeout=5000)


def test_the_delete_key_in_the_list_spares_a_record_that_only_the_panel_shows(
    window: Window, library: Library, heard: Heard, qtbot: QtBot
) -> None:
    uid = add_contacts(library, ["Albu", "Albulescu"])[0]
    search(window, "albu", qtbot)
    save_in_card(window, uid, "Zidaru")
    qtbot.waitUntil(lambda: heard.last == "Saved; not in this list.", timeout=5000)
    window.page.selection.delete()
    window.desk.work.wait()
    assert library.get(uid) is not None


def test_a_new_record_is_the_one_that_is_selected_and_read(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    add_contacts(library, ["Albu", "Barbu", "Zidaru"])
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 3, timeout=5000)
    uid = save_in_card(window, None, "Manole")
    qtbot.waitUntil(lambda: window.desk.selected == (uid,), timeout=5000)
    assert window.page.table.currentIndex().row() == 2


def test_home_and_end_take_the_selection_with_them_also_with_ctrl(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    uids = add_contacts(library, ["Albu", "Barbu", "Zidaru"])
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 3, timeout=5000)
    table = window.page.table
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        qtbot.keyClick(table, Qt.Key.Key_End, held)
        assert table.selected_rows() == [2]
        qtbot.waitUntil(lambda: window.desk.selected == (uids[2],), timeout=5000)
        qtbot.keyClick(table, Qt.Key.Key_Home, held)
        assert table.selected_rows() == [0]


def test_undo_while_searching_is_the_undo_of_the_program(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    add_contacts(library, ["Albu"])
    window.activateWindow()
    box = window.page.head.search
    box.setFocus()
    box.setText("10")
    box.clear()
    before = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    before.setAccepted(False)  # as Qt asks; the field itself would take it
    QApplication.sendEvent(box, before)
    assert not before.isAccepted()
    assert box.text() == ""


def test_all_records_clicked_again_means_all(window: Window, library: Library, qtbot: QtBot) -> None:
    add_contacts(library, ["Albu", "Barbu"])
    search(window, "albu", qtbot)
    tree = window.findChild(GroupTree)
    place = tree.visualItemRect(tree.topLevelItem(0)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 2, timeout=5000)
    assert window.page.head.search.text() == ""
