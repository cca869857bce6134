"""Duplicates and merging through the window: pairs with reasons, side by side, merged, told apart, undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.library import Change, Library
from app.ui.commands_tools import register_tools
from app.ui.desk import Desk
from app.ui.duplicates_dialog import DuplicatesDialog
from app.ui.merge_dialog import MergeDialog
from app.ui.messages import Unheard
from app.ui.notifier import Toast
from app.ui.panel.many import ManyView
from app.ui.window import Window
from tests.ui.conftest import Heard, press, shown, whole_window


def add(library: Library, *records: dict[str, Any]) -> list[str]:
    uids = [library.new_uid() for _each in records]
    changes = [Change("contacts", uid, values) for uid, values in zip(uids, records, strict=True)]
    library.write("import", changes, section="contacts")
    return uids


@pytest.fixture
def uids(library: Library) -> list[str]:
    """Ana twice, her husband with the same phone, and somebody with her mailbox."""
    phone = [{"value": "0721 234 567"}]
    return add(
        library,
        {"surname": "Popescu", "given_name": "Ana", "phones": phone, "hobby": "tenis", "notes": "veche"},
        {"surname": "Popescu", "given_name": "Ana", "phones": [{"value": "+40721234567"}], "hobby": "șah",
         "emails": [{"value": "ana@example.ro"}], "notes": "nouă"},
        {"surname": "Popescu", "given_name": "Ion", "phones": phone},
        {"surname": "Munteanu", "given_name": "Dan", "emails": [{"value": "ana@example.ro"}]},
    )  # fmt: skip


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, uids: list[str]) -> Iterator[DuplicatesDialog]:
    made = DuplicatesDialog(desk, "contacts")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()
    desk.work.wait()


def opened(kind: type[Any]) -> Any:
    return shown(kind)[0]


def rows(dialog: DuplicatesDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def button(parent: Any, name: str) -> QAbstractButton:
    found = parent.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def test_likely_pairs_are_listed_with_score_and_reasons(dialog: DuplicatesDialog) -> None:
    assert rows(dialog) == [["80 %", "Ana Popescu", "Ana Popescu", "same phone, same name"]]
    assert dialog.findChild(QLabel, "duplicates_note").text() == "1 pair"
    button(dialog, "duplicates_all").click()
    assert [row[3] for row in rows(dialog)] == [
        "same phone, same name", "same e-mail, different names", "same phone, same family, another name",
        "same phone, same family, another name",
    ]  # fmt: skip


def test_a_pair_is_merged_field_by_field_with_the_result_before(
    dialog: DuplicatesDialog, desk: Desk, library: Library, uids: list[str], heard: Heard
) -> None:
    before = list(library.care.dump())
    press(dialog.table, Qt.Key.Key_Return)
    desk.work.wait()
    merging = opened(MergeDialog)
    assert merging.findChild(QLabel, "merge_result_hobby").text() == "tenis"
    assert merging.findChild(QLabel, "merge_result_notes").text() == "veche\n\nnouă"
    assert merging.findChild(QLabel, "merge_result_emails").text() == "ana@example.ro"
    merging.findChild(QRadioButton, "merge_hobby_other").click()
    merging.findChild(QRadioButton, "merge_notes_other").click()
    desk.work.wait()
    assert merging.findChild(QLabel, "merge_result_hobby").text() == "șah"
    assert merging.findChild(QLabel, "merge_result_notes").text() == "nouă"
    assert list(library.care.dump()) == before
    button(merging, "merge_ok").click()
    desk.work.wait()
    assert library.get(uids[1]) is None
    values = library.get(uids[0]).values
    assert (values["hobby"], values["notes"]) == ("șah", "nouă")
    assert values["emails"] == [{"value": "ana@example.ro"}]
    assert heard.last == "Merged: Ana Popescu."
    assert all(uids[1] not in (pair.one, pair.other) for pair in dialog.shown_pairs())
    heard.actions[-1].run()
    desk.work.wait()
    assert list(library.care.dump()) == before


def test_take_all_takes_every_value_of_one_side(
    dialog: DuplicatesDialog, desk: Desk, library: Library, uids: list[str]
) -> None:
    button(dialog, "duplicates_merge").click()
    desk.work.wait()
    merging = opened(MergeDialog)
    button(merging, "merge_all_other").click()
    desk.work.wait()
    assert merging.findChild(QLabel, "merge_result_hobby").text() == "șah"
    assert merging.findChild(QLabel, "merge_result_notes").text() == "nouă"
    button(merging, "merge_cancel").click()
    desk.work.wait()
    assert library.get(uids[1]) is not None


def test_what_is_said_to_be_none_does_not_come_again(
    dialog: DuplicatesDialog, desk: Desk, heard: Heard, uids: list[str]
) -> None:
    press(dialog.table, Qt.Key.Key_Delete)
    desk.work.wait()
    assert rows(dialog) == []
    assert heard.last == "“Ana Popescu” and “Ana Popescu” are no duplicates; they are not shown again."
    dialog.look()
    desk.work.wait()
    assert all({pair.one, pair.other} != set(uids[:2]) for pair in dialog._pairs)
    heard.actions[-1].run()
    desk.work.wait()
    dialog.look()
    desk.work.wait()
    assert rows(dialog)[0][0] == "80 %"


def test_a_skipped_pair_comes_again_with_the_next_look(dialog: DuplicatesDialog, desk: Desk) -> None:
    press(dialog.table, Qt.Key.Key_Space)
    assert rows(dialog) == []
    button(dialog, "duplicates_again").click()
    desk.work.wait()
    assert len(rows(dialog)) == 1


def test_a_search_is_cancelled_and_holds_up_nothing(
    qtbot: QtBot, desk: Desk, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from app.services.duplicates import Scan

    begun, may_go_on = threading.Event(), threading.Event()

    def slow(_section: str, progress: Any) -> Scan:
        begun.set()
        while not may_go_on.wait(0.01):
            progress.step(1, 10)
        return Scan([])

    monkeypatch.setattr(library.duplicates, "scan", slow)
    made = DuplicatesDialog(desk, "contacts")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    assert begun.wait(5)
    saved: list[object] = []
    desk.work.do("Saving", lambda _progress: library.save("contacts", {"surname": "Rusu"}), saved.append,
                 owner=made)  # fmt: skip
    qtbot.waitUntil(lambda: bool(saved), timeout=5000)
    qtbot.waitUntil(lambda: made._strip.isVisible(), timeout=5000)
    button(made, "duplicates_progress_cancel").click()
    desk.work.wait()
    assert made.findChild(QLabel, "duplicates_note").text() == "Cancelled."
    made.close()


def test_two_selected_records_are_merged_from_panel_and_command(
    qtbot: QtBot, desk: Desk, library: Library, uids: list[str]
) -> None:
    register_tools(desk, desk.commands)
    command = desk.commands.get("record.merge")
    desk.select("contacts", uids[:3])
    assert not command.can_run
    desk.select("contacts", (uids[1], uids[0]))
    view = ManyView(desk, desk.selected)
    qtbot.addWidget(view)
    button(view, "many_merge").click()
    desk.work.wait()
    opened(MergeDialog).reject()
    desk.work.wait()
    assert command.can_run
    command.run()
    desk.work.wait()
    merging = opened(MergeDialog)
    assert merging._plan.survivor.uid == uids[0]  # the older one
    button(merging, "merge_ok").click()
    desk.work.wait()
    assert library.get(uids[1]) is None


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, uids: list[str]) -> Iterator[Window]:
    """The main window, which tells what it says itself."""
    desk.messages.notifier = Unheard()
    with whole_window(qtbot, desk) as made:
        yield made
        desk.work.wait()
        for dialog in shown(DuplicatesDialog):
            dialog.close()


def merged_in(window: Window, desk: Desk, qtbot: QtBot) -> DuplicatesDialog:
    """Merge the likely pair as a user does: from the menu, with the keyboard."""
    desk.commands.run("tools.duplicates")
    desk.work.wait()
    dialog = opened(DuplicatesDialog)
    press(dialog.table, Qt.Key.Key_Return)
    desk.work.wait()
    merging = opened(MergeDialog)
    assert merging.parentWidget() is dialog
    press(merging.focusWidget(), Qt.Key.Key_Space)
    desk.work.wait()
    qtbot.waitUntil(lambda: not shown(MergeDialog))
    desk.work.wait()
    return dialog


def test_after_a_merge_the_window_of_duplicates_has_the_keys_and_offers_the_undo(
    qtbot: QtBot, window: Window, desk: Desk, library: Library, uids: list[str]
) -> None:
    before = list(library.care.dump())
    dialog = merged_in(window, desk, qtbot)
    assert rows(dialog) == []
    assert window.isVisible()
    qtbot.waitUntil(dialog.isActiveWindow)
    offer = dialog.findChild(QAbstractButton, "toast_action")
    assert offer is not None
    assert offer.isVisible()
    assert offer.text() == "Undo"
    offer.click()
    desk.work.wait()
    assert list(library.care.dump()) == before
    assert rows(dialog) == [["80 %", "Ana Popescu", "Ana Popescu", "same phone, same name"]]
    assert dialog.focusWidget() is dialog.table
    assert dialog.pair is not None


def test_ctrl_z_there_takes_the_merge_back_and_ctrl_y_does_it_again(
    qtbot: QtBot, window: Window, desk: Desk, library: Library, uids: list[str]
) -> None:
    dialog = merged_in(window, desk, qtbot)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    assert library.get(uids[1]) is not None
    assert len(rows(dialog)) == 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    assert library.get(uids[1]) is None
    assert rows(dialog) == []


def test_the_merged_record_is_the_selected_one_in_the_list(
    qtbot: QtBot, window: Window, desk: Desk, library: Library, uids: list[str]
) -> None:
    window.show_section("tasks")
    desk.work.wait()
    merged_in(window, desk, qtbot)
    qtbot.waitUntil(lambda: desk.selected == (uids[0],))
    assert window.page.filter.section == "contacts"


def test_after_a_merge_from_the_panel_the_keys_belong_to_the_list(
    qtbot: QtBot, window: Window, desk: Desk, library: Library, uids: list[str]
) -> None:
    table, model = window.page.table, window.page.model
    table.select_rows(row for row in range(4) if model.uids_of([row])[0] in uids[:2])
    desk.work.wait()
    qtbot.waitUntil(lambda: window.findChild(QAbstractButton, "many_merge") is not None)
    merge = button(window, "many_merge")
    merge.setFocus()
    merge.click()
    desk.work.wait()
    button(opened(MergeDialog), "merge_ok").click()
    desk.work.wait()
    qtbot.waitUntil(lambda: desk.selected == (uids[0],))
    assert window.focusWidget() is table


def test_the_pairs_follow_what_is_changed_elsewhere(
    dialog: DuplicatesDialog, desk: Desk, library: Library, uids: list[str]
) -> None:
    library.save("contacts", {"phones": [{"value": "0733 000 111"}]}, uids[1])
    desk.work.wait()
    assert rows(dialog) == []
    library.save(
        "contacts",
        {"surname": "Rusu", "given_name": "Vera", "phones": [{"value": "0733000111"}], "emails": None},
    )
    new = library.save("contacts", {"surname": "Popescu", "given_name": "Ana"}).uid
    library.save("contacts", {"phones": [{"value": "0721 234 567"}]}, new)
    desk.work.wait()
    assert [each.score for each in dialog.shown_pairs()] == [80]
    assert dialog.shown_pairs() == [
        each for each in library.duplicates.scan("contacts").pairs if each.score >= 60
    ]


def test_a_pair_told_apart_comes_back_by_undo_and_a_skipped_one_does_not_by_other_changes(
    dialog: DuplicatesDialog, desk: Desk, library: Library, uids: list[str]
) -> None:
    press(dialog.table, Qt.Key.Key_Delete)
    desk.work.wait()
    assert rows(dialog) == []
    library.undo()
    desk.work.wait()
    assert len(rows(dialog)) == 1
    press(dialog.table, Qt.Key.Key_Space)
    library.save("contacts", {"hobby": "golf"}, uids[0])
    desk.work.wait()
    assert rows(dialog) == []


def test_what_was_undone_is_said_over_the_pairs_that_came_back(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    dialog = merged_in(window, desk, qtbot)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    toast = dialog.findChild(Toast)
    assert toast.isVisible()
    assert toast.accessibleName().startswith("Undone: merging")
    middle = toast.mapTo(dialog, toast.rect().center())
    assert dialog.childAt(middle) in (toast, *toast.findChildren(QWidget))
