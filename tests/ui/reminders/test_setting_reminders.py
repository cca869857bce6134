"""Reminders are set by “Remind me…”, on the card, and for all of a kind in the settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.blueprint.alarms import Default
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.editors import Editor, editor_for
from app.ui.editors.leads import AboutEditor, LeadEditor, RemindersEditor
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_reminders import DefaultsBox
from app.ui.window import Window
from tests.ui.conftest import Heard, add_contacts, whole_window


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with whole_window(qtbot, desk) as made:
        yield made


def remind(window: Window, name: str) -> None:
    assert window.desk.commands.run("act.remind")
    window.desk.work.wait()
    menu = next(each for each in window.findChildren(QMenu) if each.objectName() == "remind_menu")
    action = next(each for each in menu.actions() if each.objectName() == name)
    menu.close()
    action.trigger()
    window.desk.work.wait()


def select(window: Window, uid: str) -> None:
    window.show_section("contacts")
    window.desk.work.wait()
    window.go_to("contacts", uid)
    window.desk.work.wait()
    window.page.selection.tell()


def leads(library: Library, uid: str) -> list[tuple[str, str]]:
    record = library.get(uid)
    assert record is not None
    return [(row["lead"], row.get("about", "")) for row in record.values.get("reminders") or ()]


def test_write_again_in_three_weeks(window: Window, library: Library, heard: Heard) -> None:
    (uid,) = add_contacts(library, ["Albu"])
    select(window, uid)
    remind(window, "remind_weeks")
    assert leads(library, uid) == [("2026-12-14T09:00", "")]
    assert heard.last == "Reminds Mon 14 Dec 09:00."
    remind(window, "remind_weeks")
    assert heard.last == "That reminder is there already."
    assert len(leads(library, uid)) == 1


def test_before_a_date_of_the_record(window: Window, library: Library) -> None:
    uid = library.save("contacts", {"surname": "Albu", "birthday": "1980-12-01"}).uid
    select(window, uid)
    remind(window, "remind_birthday_-P7D@09:00")
    assert leads(library, uid) == [("-P7D@09:00", "birthday")]
    due = library.reminders.next_due()
    assert due is not None
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-11-24 09:00"


def test_all_that_is_selected_in_one_step_that_can_be_undone(window: Window, library: Library) -> None:
    uids = add_contacts(library, ["Albu", "Barbu", "Cojocaru"])
    window.show_section("contacts")
    window.desk.work.wait()
    window.page.table.selectAll()
    window.desk.work.wait()
    window.page.selection.tell()
    remind(window, "remind_tomorrow")
    assert [leads(library, uid) for uid in uids] == [[("2026-11-24T09:00", "")]] * 3
    library.undo()
    assert [leads(library, uid) for uid in uids] == [[]] * 3


# -- on the card ---------------------------------------------------------------------------------------------


def reminders_editor(desk: Desk, section: str, qtbot: QtBot) -> RemindersEditor:
    editor = editor_for(desk.registry.section(section).by_key["reminders"], desk)
    assert isinstance(editor, RemindersEditor)
    qtbot.addWidget(editor)
    editor.show_record(section, None)
    return editor


def part(editor: RemindersEditor, key: str, row: int = 0) -> Editor:
    return editor.rows[row].editors[key]


def type_into(editor: Editor, text: str) -> None:
    assert isinstance(editor, LeadEditor)
    editor.line.setText(text)
    editor.line.textEdited.emit(text)
    editor.line.editingFinished.emit()


def test_the_card_says_it_in_words_and_takes_words(qtbot: QtBot, desk: Desk) -> None:
    editor = reminders_editor(desk, "events", qtbot)
    editor.set_value([{"lead": "-P1D@09:00"}])
    lead = part(editor, "lead")
    assert isinstance(lead, LeadEditor)
    assert lead.line.text() == "1 day before at 09:00"
    assert editor.value() == [{"lead": "-P1D@09:00"}]
    for text, kept in (
        ("15 min", "-PT15M"), ("2 hours before", "-PT2H"), ("on the day at 09:00", "P0D@09:00"),
        ("no reminder", "OFF"),
    ):  # fmt: skip
        type_into(lead, text)
        assert editor.value() == [{"lead": kept}]
    type_into(lead, "some day")
    assert editor.problem() is not None


def test_a_contact_says_before_which_date(qtbot: QtBot, desk: Desk) -> None:
    editor = reminders_editor(desk, "contacts", qtbot)
    type_into(part(editor, "lead"), "1 day 9:00")
    assert "Choose the date" in str(editor.problem())
    editor.rows[0].open_details()
    about = part(editor, "about")
    assert isinstance(about, AboutEditor)
    place = about.input.findData("birthday")
    about.input.setCurrentIndex(place)
    about.input.activated.emit(place)
    assert editor.problem() is None
    assert editor.value() == [{"lead": "-P1D@09:00", "about": "birthday"}]
    type_into(part(editor, "lead"), "31.12.2026 9:00")
    assert editor.problem() is None


# -- for all of a kind ---------------------------------------------------------------------------------------


def test_the_settings_say_what_reminds_by_itself(qtbot: QtBot, desk: Desk, library: Library) -> None:
    dialog = SettingsDialog(desk)
    qtbot.addWidget(dialog)
    box = dialog.findChild(DefaultsBox)
    assert isinstance(box, DefaultsBox)
    shown = {key: editor.line.text() for key, editor in box.editors.items() if isinstance(editor, LeadEditor)}
    assert shown["events", "call"] == "10 minutes before"
    assert shown["events", "letter"] == "no reminder"
    assert shown["tasks", ""] == "at its time"
    type_into(box.editors["events", "letter"], "1 hour")
    desk.work.wait()
    assert Default(("-PT1H",), type="letter") in library.reminders.defaults("events")
    assert Default(("-PT10M",), type="call") in library.reminders.defaults("events")
    type_into(box.editors["events", "call"], "no reminder")
    desk.work.wait()
    assert [each.type for each in library.reminders.defaults("events")] == ["meeting", "letter"]
    before = len(library.history.operations(50))
    type_into(box.editors["events", "call"], "no reminder")
    desk.work.wait()
    assert len(library.history.operations(50)) == before
    dialog.close()
