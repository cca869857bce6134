"""Duplicates and merging through the window: pairs with reasons, side by side, merged, told apart, undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from app.services.library import Change, Library
from app.ui.commands_tools import register_tools
from app.ui.desk import Desk
from app.ui.duplicates_dialog import DuplicatesDialog
from app.ui.merge_dialog import MergeDialog
from app.ui.panel.many import ManyView
from tests.ui.conftest import Heard, press, shown


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
