"""A birthday among events: what is selected in the calendar belongs to another section than the one shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QRadioButton
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.calendar.view import CalendarView
from app.ui.desk import Desk
from app.ui.export_dialog import ExportDialog
from app.ui.mass_edit_dialog import MassEditDialog
from app.ui.printing.dialog import PrintDialog
from app.ui.window import Window
from tests.ui.calendar.test_calendar_view import calendar, event, middle_of, stored, titles
from tests.ui.conftest import Heard, bare_window, press

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with bare_window(qtbot, desk) as made:
        yield made


@contextmanager
def dialog(kind: type[D]) -> Iterator[D]:
    """The dialog of that kind that was opened; closed at the end."""
    [found] = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    yield found
    found.close()


def birthday(window: Window, library: Library) -> tuple[CalendarView, str]:
    """Events in a calendar, with the birthday of a contact selected in it."""
    event(library, "Offer", "2026-11-24T10:00")
    uid = library.save("contacts", {"surname": "Albu", "birthday": "1986-11-23"}).uid
    view = calendar(window)
    QTest.mouseClick(
        view.month.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view.month, "Albu").toPoint()
    )
    assert (window.desk.section, window.desk.selected) == ("contacts", (uid,))
    return view, uid


def test_the_record_of_a_birthday_is_deleted_only_after_a_question(
    window: Window, library: Library, heard: Heard
) -> None:
    view, uid = birthday(window, library)
    assert window.desk.commands.get("record.delete").can_run  # type: ignore[union-attr]
    press(view.month, Qt.Key.Key_Delete)
    window.desk.work.wait()
    assert heard.questions == ["“Albu” stands on this day by a date in its record. Delete the whole record?"]
    assert library.get(uid) is not None
    heard.answer = "yes"
    window.desk.commands.run("record.delete")
    window.desk.work.wait()
    assert library.get(uid) is None
    assert titles(view, date(2026, 11, 23)) == []


def test_the_menu_of_a_birthday_flags_groups_and_copies_its_contact(
    window: Window, library: Library, qtbot: QtBot
) -> None:
    _view, uid = birthday(window, library)
    friends = library.groups.add("contacts", "Friends")
    library.groups.add("events", "Fairs")
    menu = QMenu(window)
    window.page.menus.fill_context(menu)
    names = {each.objectName(): each for each in menu.actions()}
    assert "context_edit" not in names  # no cell is to be seen
    into = next(each for each in menu.findChildren(QMenu) if each.objectName() == "context_group")
    assert [each.text() for each in into.actions()] == ["Friends"]
    into.actions()[0].trigger()
    flags = next(each for each in menu.findChildren(QMenu) if each.objectName() == "context_flag")
    flags.actions()[0].trigger()
    window.desk.work.wait()
    assert stored(library, uid, "groups") == [friends]
    assert stored(library, uid, "flag") is not None
    window.page.selection.copy()
    window.desk.work.wait()
    assert "Albu" in QApplication.clipboard().text()


def test_print_and_export_mean_the_calendar_and_export_selected_means_the_contact(
    window: Window, library: Library
) -> None:
    birthday(window, library)
    window.desk.commands.run("file.export")
    with dialog(ExportDialog) as export:
        assert export.windowTitle() == "Export: Events"
    window.desk.commands.run("file.export_selected")
    with dialog(ExportDialog) as export:
        assert export.windowTitle() == "Export: Contacts"
        texts_of_choices = [
            each.text() for each in export.findChildren(QRadioButton) if each.property("choice")
        ]
        assert texts_of_choices[0].startswith("The selected record")
        assert texts_of_choices[1] == "All records of the section"
    window.desk.commands.run("file.print")
    with dialog(PrintDialog) as paper:
        assert "Events" in paper.windowTitle()


def test_fields_are_changed_of_what_is_selected_in_the_calendar(window: Window, library: Library) -> None:
    birthday(window, library)
    window.desk.commands.run("record.change_fields")
    with dialog(MassEditDialog) as change:
        assert change.windowTitle() == "Change 1 record"
        which = change.lines[0].which
        assert "Surname" in [which.itemText(place) for place in range(which.count())]
