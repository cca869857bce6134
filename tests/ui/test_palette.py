"""The palette: one line that leads to records, commands, sections and settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.commands import Command
from app.ui.desk import Desk
from app.ui.field_dialog import FieldDialog
from app.ui.palette import CommandPalette
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_fields import FieldsPage
from tests.ui.conftest import add_contacts, press, shown, type_text


@pytest.fixture
def ran(desk: Desk) -> list[str]:
    """Commands that were run; two are known, one of them makes no sense now."""
    done: list[str] = []
    desk.commands.register(Command("a.back_up", "Back up…", "Ctrl+B", run=lambda: done.append("back up")))
    desk.commands.register(Command("a.backwards", "Backwards", is_enabled=lambda: False))
    return done


@pytest.fixture
def palette(qtbot: QtBot, desk: Desk, library: Library, ran: list[str]) -> Iterator[CommandPalette]:
    add_contacts(library, ["Șerban", "Țurcanu", "Кузнецов"])
    made = CommandPalette(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.popup()
    desk.work.wait()
    yield made
    made.close()


def _type(palette: CommandPalette, desk: Desk, text: str) -> QLineEdit:
    line = palette.findChild(QLineEdit, "palette_input")
    line.clear()
    type_text(line, text)
    desk.work.wait()
    return line


def _found(palette: CommandPalette) -> list[tuple[str, str]]:
    return [(each.group, each.title) for each in palette.results()]


def test_without_a_text_it_offers_what_was_changed_last_and_the_sections(palette: CommandPalette) -> None:
    groups = [group for group, _title in _found(palette)]
    assert groups[:3] == ["Recent"] * 3
    assert ("Sections", "Tasks") in _found(palette)


def test_records_are_found_without_marks_and_in_any_script(palette: CommandPalette, desk: Desk) -> None:
    _type(palette, desk, "serb")
    assert _found(palette)[0] == ("Records", "Șerban")
    _type(palette, desk, "кузн")
    assert _found(palette)[0] == ("Records", "Кузнецов")


def test_enter_goes_to_the_record(qtbot: QtBot, palette: CommandPalette, desk: Desk) -> None:
    line = _type(palette, desk, "turcanu")
    with qtbot.waitSignal(desk.navigate) as gone:
        press(line, Qt.Key.Key_Return)
    assert gone.args is not None
    assert gone.args[0] == "contacts"
    assert not palette.isVisible()


def test_commands_that_make_sense_now_are_offered_and_run(
    palette: CommandPalette, desk: Desk, ran: list[str]
) -> None:
    line = _type(palette, desk, "back")
    commands = [title for group, title in _found(palette) if group == "Commands"]
    assert commands == ["Back up…"]
    press(line, Qt.Key.Key_Return)
    assert ran == ["back up"]


def test_the_arrows_choose_and_pass_over_headings(qtbot: QtBot, palette: CommandPalette, desk: Desk) -> None:
    line = _type(palette, desk, "con")
    titles = [each.title for each in palette.results()]
    assert "Contacts" in titles
    for _step in range(titles.index("Contacts")):
        press(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.navigate) as gone:
        press(line, Qt.Key.Key_Return)
    assert gone.args == ["contacts", ""]


def test_settings_are_found_by_their_words(palette: CommandPalette, desk: Desk) -> None:
    _type(palette, desk, "theme")
    assert ("Settings", "Theme") in _found(palette)


def test_a_setting_is_found_by_one_of_its_values_and_enter_leads_to_it(
    palette: CommandPalette, desk: Desk, qtbot: QtBot
) -> None:
    line = _type(palette, desk, "dark")
    assert ("Settings", "Theme") in _found(palette)
    line = _type(palette, desk, "language")
    [place] = [n for n, each in enumerate(palette.results()) if each.title == "Language"]
    for _step in range(place):
        press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    dialog = _dialog(SettingsDialog)
    assert dialog._rows["language"].isVisible()
    dialog.close()


def _dialog(kind: type[QDialog]) -> QDialog:
    return shown(kind)[0]


def test_pages_of_the_settings_are_found(palette: CommandPalette, desk: Desk) -> None:
    _type(palette, desk, "fields")
    assert ("Settings", "Fields") in _found(palette)
    next(each for each in palette.results() if each.title == "Fields").run()
    dialog = _dialog(SettingsDialog)
    assert dialog.findChild(FieldsPage).isVisible()
    dialog.close()


def test_an_own_field_is_found_and_enter_opens_it(
    palette: CommandPalette, desk: Desk, library: Library
) -> None:
    library.fields.add("tasks", "Скидка", "number")
    library.fields.add("tasks", "Friend", "reference", options={"section": "contacts"})
    desk.work.wait()
    _type(palette, desk, "friend")
    assert [each for each in _found(palette) if each[0] == "Fields"] == [("Fields", "Friend")]
    line = _type(palette, desk, "скидка")
    [found] = palette.results()
    assert (found.group, found.title, found.subtitle) == ("Fields", "Скидка", "Tasks")
    press(line, Qt.Key.Key_Return)
    dialog = _dialog(FieldDialog)
    assert "Скидка" in [each.text() for each in dialog.findChildren(QLineEdit)]
    dialog.close()
    _dialog(SettingsDialog).close()


def test_what_is_shown_may_offer_commands_of_its_own(
    palette: CommandPalette, desk: Desk, ran: list[str]
) -> None:
    desk.commands.offers.append(lambda: [Command("x.y", "Group by City", run=lambda: ran.append("city"))])
    line = _type(palette, desk, "group city")
    assert _found(palette)[0] == ("Commands", "Group by City")
    press(line, Qt.Key.Key_Return)
    assert ran == ["city"]


def test_escape_leaves_and_does_nothing(palette: CommandPalette, desk: Desk, ran: list[str]) -> None:
    line = _type(palette, desk, "back")
    press(line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert ran == []


def test_nothing_found_is_said(palette: CommandPalette, desk: Desk) -> None:
    _type(palette, desk, "zzzzzz")
    assert palette.results() == []
    assert palette.findChild(QLineEdit, "palette_input").text() == "zzzzzz"


def test_without_a_text_it_offers_what_it_promises(palette: CommandPalette, desk: Desk) -> None:
    for command in ("record.new", "file.import", "tools.settings"):
        desk.commands.register(Command(command, command.title()))
    desk.commands.register(Command("file.import", "Import", is_enabled=lambda: False))
    _type(palette, desk, "a")
    _type(palette, desk, "")
    assert [title for group, title in _found(palette) if group == "Commands"] == [
        "Record.New",
        "Tools.Settings",
    ]


def test_no_row_is_cut_at_its_foot(palette: CommandPalette, desk: Desk, library: Library) -> None:
    add_contacts(library, [f"Ana {number}" for number in range(20)])
    for number in range(6):
        desk.commands.register(Command(f"x.ana{number}", f"Ana {number}"))
    _type(palette, desk, "ana")
    rows = palette._list
    places = [rows.visualItemRect(rows.item(row)) for row in range(rows.count())]
    foot = rows.viewport().height()
    assert places[-1].bottom() > foot  # there is more than is seen
    assert foot in [place.bottom() + 1 for place in places]


def test_a_record_says_which_of_its_fields_was_found(
    palette: CommandPalette, desk: Desk, library: Library
) -> None:
    notes = "Asked twice for the price list of the autumn, then for a sample of larch boards"
    phones = [{"type": "mobile", "value": "+40 721 234 567"}]
    library.save("contacts", {"surname": "Albu", "phones": phones, "notes": notes})
    said = {}
    for text in ("0721234", "larch", "albu"):
        _type(palette, desk, text)
        said[text] = palette.results()[0].subtitle
    assert said["0721234"] == "Mobile: +40 721 234 567"
    assert said["larch"].startswith("Notes: …")
    assert "larch boards" in said["larch"]
    assert said["albu"] == ""
