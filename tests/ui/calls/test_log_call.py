"""A call is logged in a few keys, from wherever one is; many are called one after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.services.calls import filters, to_log
from app.services.library import Library
from app.ui.calls.call_list import CallListDialog
from app.ui.calls.log_form import LogForm
from app.ui.desk import Desk
from app.ui.file_choice import FILES
from app.ui.panel.acts import RecordActs
from app.ui.panel.page import read_page
from app.ui.today.result_dialog import ResultDialog
from app.ui.window import Window
from tests.conftest import StandingClock
from tests.ui.conftest import Heard, press, shown, type_text, whole_window

ZONE = "[Europe/Bucharest]"


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with whole_window(qtbot, desk) as made:
        yield made


def person(library: Library, surname: str, **values: object) -> str:
    given = {"surname": surname, "phones": [{"type": "mobile", "value": "+40721000111"}], **values}
    return library.save("contacts", given).uid


def story(library: Library, uid: str) -> list[tuple[bool, str, str]]:
    """What was and what is planned: planned?, day, result or subject."""
    found = library.around.of(uid).story
    return [(each.is_planned, each.at[:10], each.text) for each in found]


def select(window: Window, section: str, uid: str) -> None:
    window.show_section(section)
    window.desk.work.wait()
    window.go_to(section, uid)
    window.desk.work.wait()
    window.page.selection.tell()


def dialog_of(window: Window) -> ResultDialog:
    window.desk.work.wait()
    (found,) = shown(ResultDialog)
    return found


def test_three_keys_log_a_call_and_plan_the_next_one(window: Window, library: Library, heard: Heard) -> None:
    ana = person(library, "Albu")
    select(window, "contacts", ana)
    before = len(library.history.operations(50))
    assert window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    assert dialog.windowTitle() == "Log a call"
    keys = dialog.form.result_keys
    assert keys is not None
    assert keys.hasFocus() or dialog.focusWidget() is keys
    press(keys, Qt.Key.Key_1)
    following = dialog.form.next_keys
    assert following is not None
    assert dialog.focusWidget() is following
    press(following, Qt.Key.Key_3)
    press(following, Qt.Key.Key_Return)
    window.desk.work.wait()
    assert shown(ResultDialog) == []
    assert story(library, ana) == [(True, "2026-11-30", ""), (False, "2026-11-23", "reached")]
    assert len(library.history.operations(50)) == before + 1
    library.undo()
    assert story(library, ana) == []


def test_the_call_that_was_planned_for_today_is_the_one_that_is_logged(
    window: Window, library: Library
) -> None:
    ana = person(library, "Albu")
    planned = {"type": "call", "subject": "Prices", "contacts": [ana]}
    uid = library.save("events", {**planned, "starts_at": f"2026-11-20T10:00{ZONE}"}).uid
    library.save("events", {**planned, "starts_at": f"2026-12-20T10:00{ZONE}"})
    select(window, "contacts", ana)
    window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    assert dialog.windowTitle() == "What came of it?"
    press(dialog.form.result_keys, Qt.Key.Key_2)  # type: ignore[arg-type]
    dialog.save()
    window.desk.work.wait()
    record = library.get(uid)
    assert record is not None
    assert (record.values["state"], record.values["result"]) == ("done", "call.no_answer")
    assert len(story(library, ana)) == 2


def test_a_note_is_kept_with_the_call(window: Window, library: Library) -> None:
    ana = person(library, "Albu")
    select(window, "contacts", ana)
    window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    dialog.results["result_text"].set_value("wants 20 panels")
    dialog.save()
    window.desk.work.wait()
    assert story(library, ana) == [(False, "2026-11-23", "wants 20 panels")]


def test_an_event_and_a_task_are_logged_with_their_person(window: Window, library: Library) -> None:
    ana = person(library, "Albu")
    event = library.save(
        "events", {"type": "meeting", "starts_at": f"2026-12-01T10:00{ZONE}", "contacts": [ana]}
    ).uid
    task = library.save("tasks", {"name": "offer", "contact": ana}).uid
    lonely = library.save("tasks", {"name": "alone"}).uid
    found = to_log(library, event, "events")
    assert found is not None
    assert (found.uid, found.person) == (event, ana)
    found = to_log(library, task, "events")
    assert found is not None
    assert (found.uid, found.person) == ("", ana)
    assert to_log(library, lonely, "events") is None


def test_from_the_line_of_the_today_page(window: Window, library: Library) -> None:
    ana = person(library, "Albu")
    uid = library.save(
        "events", {"type": "call", "starts_at": f"2026-11-23T10:00{ZONE}", "contacts": [ana]}
    ).uid
    window.desk.commands.run("go.today")
    window.desk.work.wait()
    assert window.middle.today is not None
    window.middle.today.focus_here()
    assert window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    dialog.save()
    window.desk.work.wait()
    record = library.get(uid)
    assert record is not None
    assert record.values["state"] == "done"


def test_a_call_from_the_panel_offers_to_log_it(window: Window, library: Library, heard: Heard) -> None:
    ana = person(library, "Albu")
    select(window, "contacts", ana)
    acts = RecordActs(window.desk, read_page(library, ana), window, lambda _url: True, FILES)  # type: ignore[arg-type]
    acts.options("call")[0].run()
    assert heard.last == "Calling +40721000111."
    offered = heard.actions[-1]
    assert offered is not None
    offered.run()
    dialog = dialog_of(window)
    press(dialog.form.result_keys, Qt.Key.Key_4)  # type: ignore[arg-type]
    dialog.save()
    window.desk.work.wait()
    assert story(library, ana) == [(False, "2026-11-23", "refused")]


def test_a_choice_is_taken_back_by_the_same_key(window: Window, library: Library) -> None:
    select(window, "contacts", person(library, "Albu"))
    window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    keys = dialog.form.result_keys
    assert keys is not None
    press(keys, Qt.Key.Key_1)
    press(keys, Qt.Key.Key_1)
    assert dialog.results["result"].value() is None
    dialog.reject()


def write_outcome(form: LogForm, words: str) -> None:
    type_text(form.findChild(QPlainTextEdit), words)


def test_escape_asks_before_it_throws_away_what_was_written(
    window: Window, library: Library, heard: Heard
) -> None:
    ana = person(library, "Albu")
    select(window, "contacts", ana)
    window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    write_outcome(dialog.form, "Заказ 5 штук")
    press(dialog, Qt.Key.Key_Escape)
    assert heard.questions == ["What you wrote about this call is not saved yet."]
    assert shown(ResultDialog) == [dialog]
    press(dialog.form.findChild(QPlainTextEdit), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.desk.work.wait()
    assert shown(ResultDialog) == []
    assert len(story(library, ana)) == 1


def test_a_sentence_about_a_wrong_day_does_not_lie_over_the_line(
    qtbot: QtBot, window: Window, library: Library
) -> None:
    select(window, "contacts", person(library, "Albu"))
    window.desk.commands.run("act.log")
    dialog = dialog_of(window)
    day = dialog.next["starts_at"]
    day.warn("This is no day; write it like 31.12.2026.")
    qtbot.waitUntil(lambda: dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width()))
    dialog.reject()


def test_escape_closes_at_once_where_nothing_was_written(
    window: Window, library: Library, heard: Heard
) -> None:
    select(window, "contacts", person(library, "Albu"))
    window.desk.commands.run("act.log")
    press(dialog_of(window), Qt.Key.Key_Escape)
    assert (heard.questions, shown(ResultDialog)) == ([], [])


# -- many ----------------------------------------------------------------------------------------------------


def call_list(window: Window) -> CallListDialog:
    assert window.desk.commands.run("calls.list")
    window.desk.work.wait()
    (found,) = shown(CallListDialog)
    return found


def test_people_of_the_list_are_called_one_after_another(
    window: Window, library: Library, heard: Heard
) -> None:
    uids = [person(library, name) for name in ("Albu", "Barbu", "Cojocaru")]
    window.show_section("contacts")
    window.desk.work.wait()
    dialog = call_list(window)
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    dialog._records._open_url = open_url
    for key in (Qt.Key.Key_1, Qt.Key.Key_2):
        press(dialog, Qt.Key.Key_F2)
        window.desk.work.wait()
        assert dialog.form is not None
        assert dialog.form.result_keys is not None
        press(dialog.form.result_keys, key)
        assert dialog.form.next_keys is not None
        press(dialog.form.next_keys, Qt.Key.Key_1)
        press(dialog, Qt.Key.Key_Return)
        window.desk.work.wait()
    assert opened == ["tel:+40721000111"] * 2
    assert dialog.card is not None
    assert dialog.card.title == "Cojocaru"
    assert dialog._progress.text() == "3 of 3 · reached 1, no answer 1"
    dialog.findChild(QPushButton, "call_list_skip").click()
    window.desk.work.wait()
    assert heard.last == "That was the last one. reached 1, no answer 1"
    assert shown(CallListDialog) == []
    assert [len(story(library, uid)) for uid in uids] == [2, 2, 0]


def test_what_is_closed_in_the_middle_is_kept_and_one_can_go_back(window: Window, library: Library) -> None:
    uids = [person(library, name) for name in ("Albu", "Barbu")]
    window.show_section("contacts")
    window.desk.work.wait()
    dialog = call_list(window)
    dialog.save()
    window.desk.work.wait()
    press(dialog, Qt.Key.Key_PageUp)
    window.desk.work.wait()
    assert dialog.card is not None
    assert (dialog.card.title, dialog.card.last[:4]) == ("Albu", "Call")
    dialog.reject()
    assert [len(story(library, uid)) for uid in uids] == [1, 0]


def test_neither_skipping_nor_closing_loses_what_was_written(
    window: Window, library: Library, heard: Heard
) -> None:
    for name in ("Albu", "Barbu"):
        person(library, name)
    window.show_section("contacts")
    window.desk.work.wait()
    dialog = call_list(window)
    assert "+40721000111" in dialog._where.text()
    assert dialog.form is not None
    write_outcome(dialog.form, "A long talk")
    press(dialog, Qt.Key.Key_PageDown)
    press(dialog, Qt.Key.Key_Escape)
    window.desk.work.wait()
    assert len(heard.questions) == 2
    assert dialog.card is not None
    assert dialog.card.title == "Albu"
    heard.answer = "yes"
    press(dialog, Qt.Key.Key_Escape)
    assert shown(CallListDialog) == []


def test_an_empty_list_says_so(window: Window, library: Library, heard: Heard) -> None:
    window.show_section("contacts")
    window.desk.work.wait()
    window.desk.commands.run("calls.list")
    window.desk.work.wait()
    assert heard.last == "There is nobody on this list."


# -- whom ----------------------------------------------------------------------------------------------------


def test_whom_to_call_is_a_filter(window: Window, library: Library, clock: StandingClock) -> None:
    late, fresh, planned, plain = (
        person(library, name, **({"grade": "a"} if name != "Plain" else {}))
        for name in ("Late", "Fresh", "Planned", "Plain")
    )
    clock.go(days=20)
    day = clock().date()
    for uid, ago, state in (
        (fresh, 3, "done"),
        (late, 19, "done"),
        (planned, 19, "done"),
        (planned, -5, "planned"),
    ):
        at = f"{day - timedelta(days=ago)}T10:00{ZONE}"
        library.save("events", {"type": "call", "starts_at": at, "state": state, "contacts": [uid]})
    assert [each.uid for each in library.cadence.due()] == [late]
    due, without = filters(library)[:2]
    assert library.lists.uids_of(library.lists.ids(due.query)) == [late]
    assert set(library.lists.uids_of(library.lists.ids(without.query))) == {late, fresh}
    assert window.desk.commands.run("calls.filter_0")
    window.desk.work.wait()
    assert window.page.filter.section == "contacts"
    assert list(library.lists.uids_of(window.page.model.ids)) == [late]
    assert plain not in library.lists.uids_of(window.page.model.ids)
