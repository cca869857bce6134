"""For which records: whose the selected one is stands there, and it stays the one that stands there."""

from __future__ import annotations

from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.records_choice import WIDTH, RecordsChoice
from tests.ui.conftest import add_contacts

WAIT_MS = 5000


def opened(qtbot: QtBot, desk: Desk, uids: list[str]) -> tuple[RecordsChoice, QRadioButton]:
    desk.select("contacts", uids)
    made = RecordsChoice(desk, "contacts", uids, None, "test")
    qtbot.addWidget(made)
    desk.work.wait(WAIT_MS)
    button = made.findChild(QRadioButton, "test_what_selection")
    assert button is not None
    return made, button


def test_the_selected_record_is_named(qtbot: QtBot, desk: Desk, library: Library) -> None:
    uid = library.save("contacts", {"surname": "Țuca", "given_name": "Ana & Co"}).uid
    _choice, button = opened(qtbot, desk, [uid])
    assert button.text() == "The selected record (Ana && Co Țuca)"  # shown with one
    assert button.accessibleName() == "The selected record (Ana & Co Țuca)"


def test_a_long_name_is_cut_and_stands_whole_in_the_tip(qtbot: QtBot, desk: Desk, library: Library) -> None:
    name = "Întreprinderea Individuală " * 4
    (uid,) = add_contacts(library, [name.strip()])
    _choice, button = opened(qtbot, desk, [uid])
    assert button.text().endswith("…)")
    assert button.fontMetrics().horizontalAdvance(button.text()) <= WIDTH
    assert name.strip() in button.toolTip()


def test_several_records_are_counted(qtbot: QtBot, desk: Desk, library: Library) -> None:
    _choice, button = opened(qtbot, desk, add_contacts(library, ["Rusu", "Albu", "Țuca"]))
    assert button.text() == "The 3 selected records"


def test_the_record_that_is_named_stays_meant_when_another_is_selected_meanwhile(
    qtbot: QtBot, desk: Desk, library: Library
) -> None:
    ana, ion = add_contacts(library, ["Țuca", "Rusu"])
    choice, button = opened(qtbot, desk, [ana])
    desk.select("contacts", [ion])
    assert button.text() == "The selected record (Țuca)"
    assert list(choice.uids()() or ()) == [ana]
