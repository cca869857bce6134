"""History and trash: what was done, undo of one thing, restoring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.services.library import Identity, Library
from app.ui import history_view, theme
from app.ui.commands_tools import register_tools
from app.ui.desk import Desk
from app.ui.history_changes import ChangeBox, RecordHistoryDialog
from app.ui.history_view import HistoryDialog, OperationRow
from app.ui.widgets.empty_state import EmptyState
from tests.ui.conftest import Heard, add_contacts, shown, type_text
from tests.ui.panel_fakes import EVIL


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> Iterator[HistoryDialog]:
    made = HistoryDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()


def _rows(dialog: HistoryDialog) -> list[OperationRow]:
    return [each for each in dialog.findChildren(OperationRow) if each.isVisible()]


def _words(dialog: HistoryDialog) -> list[str]:
    return [row.findChild(QLabel, "operation_what").text() for row in _rows(dialog)]


def test_operations_are_listed_newest_first(qtbot: QtBot, dialog: HistoryDialog, library: Library) -> None:
    uids = add_contacts(library, ["Albu", "Rusu"])
    library.save("contacts", {"hobby": "Chess"}, uids[0])
    qtbot.waitUntil(lambda: _words(dialog) == ["Edit of Albu", "Import of 2 contacts"])


def test_one_operation_is_undone_and_turns_grey(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    uids = add_contacts(library, ["Albu"])
    library.save("contacts", {"hobby": "Chess"}, uids[0])
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 2)
    button = _rows(dialog)[0].findChild(QAbstractButton, "operation_undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.work.wait()
    record = library.get(uids[0])
    assert record is not None
    assert record.values.get("hobby") is None
    qtbot.waitUntil(lambda: any(row.operation.is_undone for row in _rows(dialog)))
    undone = next(row for row in _rows(dialog) if row.operation.is_undone)
    assert undone.findChild(QAbstractButton, "operation_undo") is None
    assert undone.findChild(QLabel, "operation_what").property("role") == "muted"
    assert heard.last.startswith("Undone")


def test_who_did_it_stands_beside_the_undo_and_not_under_it(
    qtbot: QtBot, dialog: HistoryDialog, library: Library
) -> None:
    library.identity = replace(library.identity, user="Alexandra-Maria Constantinescu-Dumitrescu")
    library.save("contacts", {"surname": "Popescu"})
    qtbot.waitUntil(lambda: len(_rows(dialog)) > 0 and _rows(dialog)[0].operation.by.startswith("Alexandra"))
    dialog.resize(1080, 640)
    dialog.show()
    qtbot.wait(20)
    row = _rows(dialog)[0]
    line = row.layout()
    places = [line.itemAt(place).widget().geometry() for place in range(line.count())]
    assert all(left.right() < right.left() for left, right in pairwise(places))


def test_an_empty_history_says_what_belongs_here(dialog: HistoryDialog) -> None:
    texts = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    assert "Nothing was done yet" in texts


def test_an_empty_trash_says_what_belongs_here(qtbot: QtBot, dialog: HistoryDialog) -> None:
    dialog.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in dialog.findChildren(EmptyState, "trash_empty")))


def test_what_an_empty_pane_says_is_never_cut(qtbot: QtBot) -> None:
    title = "Выберите строку, чтобы увидеть, что она изменила"
    made = EmptyState("history", title)
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.show()
    [said] = made.findChildren(QLabel)
    assert said.width() <= made.width()
    assert said.height() >= said.heightForWidth(said.width()) > said.fontMetrics().height()


def test_the_trash_is_searched_and_restored(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    uids = add_contacts(library, ["Șerban", "Rusu"])
    library.delete(uids)
    dialog.tabs.setCurrentIndex(1)
    found = dialog.findChild(QListWidget, "trash_list")
    qtbot.waitUntil(lambda: found.count() == 2)
    type_text(dialog.findChild(QLineEdit, "trash_search"), "serb")
    qtbot.waitUntil(lambda: found.count() == 1)
    found.setCurrentRow(0)
    found.item(0).setSelected(True)
    qtbot.mouseClick(dialog.findChild(QAbstractButton, "trash_restore"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert set(library.get_many(uids)) == {uids[0]}
    assert heard.last == "1 record restored."


def test_a_row_of_the_trash_says_what_it_is_and_has_the_height_of_a_row(
    qtbot: QtBot, dialog: HistoryDialog, library: Library
) -> None:
    library.delete(add_contacts(library, ["Șerban"]))
    dialog.tabs.setCurrentIndex(1)
    found = dialog.findChild(QListWidget, "trash_list")
    qtbot.waitUntil(lambda: found.count() == 1)
    spoken = found.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Șerban, Contacts, deleted ")
    assert found.visualItemRect(found.item(0)).height() == theme.metrics().row


def test_a_title_is_never_rich_text(qtbot: QtBot, dialog: HistoryDialog, library: Library) -> None:
    add_contacts(library, [EVIL])
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 1)
    labels = [each for each in dialog.findChildren(QLabel) if each.text()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)


def _boxes(place: QWidget) -> list[ChangeBox]:
    return [each for each in place.findChildren(ChangeBox) if each.isVisible()]


def _shown_values(place: QWidget) -> list[str]:
    return [each.text() for box in _boxes(place) for each in box.findChildren(QLabel, "change_values")]


def _press(qtbot: QtBot, place: QWidget, name: str) -> None:
    button = next(each for each in place.findChildren(QAbstractButton, name) if each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_chosen_operation_shows_old_and_new_and_gives_one_value_back(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    [uid] = add_contacts(library, ["Albu"])
    library.save("contacts", {"hobby": "Chess", "grade": "a"}, uid)
    library.save("contacts", {"hobby": "Golf", "grade": "b"}, uid)
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 3)
    qtbot.mouseClick(_rows(dialog)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sorted(_shown_values(dialog)) == ["A → B", "Chess → Golf"])
    _press(qtbot, dialog, "change_restore_hobby")
    desk.work.wait()
    values = library.get(uid).values  # type: ignore[union-attr]
    assert (values["hobby"], values["grade"]) == ("Chess", "b")
    assert heard.last == "Restoring of Albu."


def test_an_undo_that_would_leave_something_says_so_before(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    uids = add_contacts(library, ["Albu", "Rusu"])
    library.save("contacts", {"hobby": "Chess"}, uids[0])
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 2)
    undo = _rows(dialog)[1].findChild(QAbstractButton, "operation_undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert "1 change is taken back." in heard.questions[-1]
    assert "stays as it is: “Albu”." in heard.questions[-1]
    assert len(library.get_many(uids)) == 2  # the question was closed
    heard.answer = "yes"
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert list(library.get_many(uids)) == [uids[0]]


def test_an_undo_that_leaves_nothing_asks_nothing(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, heard: Heard
) -> None:
    [uid] = add_contacts(library, ["Albu"])
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 1)
    _press(qtbot, dialog, "operation_undo")
    desk.work.wait()
    assert heard.questions == []
    assert library.get(uid) is None


def test_the_journal_is_narrowed_by_person_section_day_and_words(
    qtbot: QtBot, desk: Desk, library: Library, clock
) -> None:
    add_contacts(library, ["Albu"])
    clock.go(days=1)
    library.identity = Identity("Maria", "RO", "en", "Europe/Bucharest")
    library.save("tasks", {"name": "Call Rusu"})
    dialog = HistoryDialog(desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.work.wait()
    only = dialog.history.filter
    for box, place, words in (
        (only.person, only.person.findData("Ana"), ["Import of Albu"]),
        (only.section, only.section.findData("tasks"), ["New: Call Rusu"]),
        (only.day, 1, ["New: Call Rusu"]),
        (only.day, 2, ["Import of Albu"]),
    ):
        box.setCurrentIndex(place)
        desk.work.wait()
        assert _words(dialog) == words
        box.setCurrentIndex(0)
    type_text(only.search, "rusu")
    qtbot.waitUntil(lambda: _words(dialog) == ["New: Call Rusu"])
    type_text(only.search, "zzz")
    qtbot.waitUntil(lambda: "Nothing found" in [each.text() for each in dialog.findChildren(QLabel)])
    dialog.close()


def test_older_operations_come_when_they_are_asked_for(
    qtbot: QtBot, dialog: HistoryDialog, desk: Desk, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_view, "PAGE", 10)
    [uid] = add_contacts(library, ["Albu"])
    for n in range(15):
        library.save("contacts", {"hobby": f"h{n}"}, uid)
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 10)
    _press(qtbot, dialog, "history_older")
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 16)
    assert _words(dialog)[-1] == "Import of Albu"


def test_a_record_is_brought_back_to_an_older_state(qtbot: QtBot, desk: Desk, library: Library) -> None:
    [uid] = add_contacts(library, ["Albu"])
    library.save("contacts", {"hobby": "Chess"}, uid)
    library.save("contacts", {"surname": "Alba"}, uid)
    desk.select("contacts", [uid])
    made = RecordHistoryDialog(desk, uid, "Alba")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    assert _shown_values(made) == ["Albu → Alba", "— → Chess"]
    _press(qtbot, _boxes(made)[1], "change_restore_record")
    desk.work.wait()
    values = library.get(uid).values  # type: ignore[union-attr]
    assert values["surname"] == "Albu"
    assert "hobby" not in values
    made.close()


def test_the_history_of_a_record_is_a_command(qtbot: QtBot, desk: Desk, library: Library) -> None:
    [uid] = add_contacts(library, ["Albu"])
    register_tools(desk, desk.commands)
    assert not desk.commands.get("record.history").can_run
    desk.select("contacts", [uid])
    desk.commands.run("record.history")
    desk.work.wait()
    opened = shown(RecordHistoryDialog)
    assert [each.windowTitle() for each in opened] == ["History of Albu"]
    opened[0].close()


def test_the_trash_is_narrowed_by_section(qtbot: QtBot, dialog: HistoryDialog, library: Library) -> None:
    task = library.save("tasks", {"name": "Call"}).uid
    library.delete([*add_contacts(library, ["Albu"]), task])
    dialog.tabs.setCurrentIndex(1)
    found = dialog.findChild(QListWidget, "trash_list")
    qtbot.waitUntil(lambda: found.count() == 2)
    box = dialog.findChild(QComboBox, "trash_section")
    box.setCurrentIndex(box.findData("tasks"))
    qtbot.waitUntil(lambda: found.count() == 1)
    assert found.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Call, Tasks")
