"""The steps of the import wizard as a test takes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.ui.desk import Desk
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import CHECK, COLUMNS
from tests.ui.panel_fakes import ChosenFiles

REAL = Path(__file__).parents[3] / "shared" / "testdata" / "csv-folkerkinzel-contactsio"

LIST = """Nume;Prenume;E-mail;Telefon;cod_vechi
Șerban;Ioana;ioana@example.ro;0721 234 567;A-1
Rusu;Ana;ana@example.ro;;A-2
"""


def choose(wizard: ImportWizard, desk: Desk) -> None:
    """Choose the file that is offered."""
    wizard.file_page.choose()
    desk.work.wait()


def go_to(wizard: ImportWizard, desk: Desk, step: int) -> None:
    """Press Continue until that step."""
    while wizard.step < step:
        assert wizard.next_button.isEnabled()
        wizard.go_on()
        desk.work.wait(20000)


def pick(box: QComboBox, key: str) -> None:
    """Choose in a box, as a click does."""
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def texts(wizard: ImportWizard) -> list[str]:
    """What can be read on the page."""
    return [each.text() for each in wizard.findChildren(QLabel) if each.isVisible()]


BAD = """Nume de familie;Prenume;Zi de nastere;Telefon
Șerban;Ioana;14.03.1985;0721 234 567
Rusu;Ana;99.99.1985;
Dumitru;Ion;31.02.1990;
;;;0722 111 222
"""


def check_bad(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    """The check of a list with two birthdays that are none."""
    assert files.path is not None
    files.path.write_text(BAD, encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_target_2"), "birthday")
    desk.work.wait()
    go_to(wizard, desk, CHECK)


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Until the whole list was checked again after a correction."""
    qtbot.wait(500)
    desk.work.wait(20000)


def problems(wizard: ImportWizard) -> list[tuple[str, ...]]:
    """The rows of the list of problems."""
    model = wizard.check_page.problems
    rows = range(model.rowCount())
    return [tuple(str(model.index(row, place).data()) for place in range(4)) for row in rows]
