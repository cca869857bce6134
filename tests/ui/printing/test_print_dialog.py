"""The print dialog: what is chosen is what is shown, printed and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.blueprint.registry import discover
from app.core import texts
from app.services.library import Library
from app.services.lists import ListQuery
from app.ui.commands_tools import register_tools
from app.ui.desk import Desk
from app.ui.printing.dialog import PrintDialog
from app.ui.printing.layouts import LAYOUTS, Laid
from app.ui.printing.printer import printer_for
from tests.ui.conftest import Heard, press, shown
from tests.ui.panel_fakes import ChosenFiles

PEOPLE = [
    {"surname": "Țăranu", "given_name": "Ana", "birthday": "1985-03-14", "photo": None,
     "phones": [{"type": "mobile", "value": "0721 000 111"}],
     "addresses": [{"street": "Str. Lungă 1", "postcode": "500001", "city": "Brașov", "country": "România"}]},
    {"surname": "Albu", "given_name": "Zoe", "birthday": "--02-29", "notes": '<img src="//198.51.100.1/x">'},
    {"surname": "Иванов", "birthday": "1990-03-02", "addresses": [{"text": "Depozit 2, lângă gară"}]},
]  # fmt: skip


OF_CONTACTS = [key for key, each in LAYOUTS.items() if each.fits(discover().section("contacts"))]


class FakePrinter:
    """Prints into a file, as the system's dialog would have been told."""

    def __init__(self, path: Path) -> None:
        self.path, self.asked = path, 0
        self.pages: tuple[int, int] | None = None

    def __call__(self, parent: QWidget, laid: Laid) -> QPrinter:
        self.asked += 1
        printer = printer_for(laid)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.path))
        if self.pages is not None:
            printer.setFromTo(*self.pages)
        return printer


@pytest.fixture
def printer(tmp_path: Path) -> FakePrinter:
    return FakePrinter(tmp_path / "printed.pdf")


@pytest.fixture
def dialog(
    qtbot: QtBot, desk: Desk, library: Library, tmp_path: Path, printer: FakePrinter
) -> Iterator[PrintDialog]:
    for each in PEOPLE:
        library.save("contacts", each)
    view, columns = ListQuery("contacts", text="taranu"), ("title", "city", "phone")
    files = ChosenFiles(tmp_path / "out.pdf")
    made = PrintDialog(desk, "contacts", (), view, columns, files=files, ask=printer)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()


def _choose(dialog: PrintDialog, desk: Desk, name: str, value: object) -> None:
    box = dialog.findChild(QComboBox, name)
    box.setCurrentIndex(box.findData(value))
    dialog.look()
    desk.work.wait()


def _texts(dialog: PrintDialog) -> list[str]:
    return [text for page in dialog.laid.pages for text in page.texts()]


def _everybody(dialog: PrintDialog, desk: Desk) -> None:
    dialog.findChild(QRadioButton, "print_what_section").click()
    dialog.look()
    desk.work.wait()


def test_the_list_is_shown_with_the_columns_it_has(dialog: PrintDialog, desk: Desk) -> None:
    assert _texts(dialog) == [
        "Contacts",
        "Name",
        "City",
        "Phone",
        "Ana Țăranu",
        "Brașov",
        "0721 000 111",
    ]
    _everybody(dialog, desk)
    assert {"Zoe Albu", "Иванов"} <= set(_texts(dialog))


def test_the_list_says_what_the_window_shows(qtbot: QtBot, desk: Desk, library: Library) -> None:
    uid = library.save("contacts", {"surname": "Pop", "birthday": "1985-03-14"}).uid
    event = {"type": "call", "starts_at": "2026-12-13T13:00[Europe/Bucharest]", "contacts": [uid]}
    library.save("events", {**event, "state": "planned"})
    made = PrintDialog(desk, "contacts", (), None, ("title", "next_step", "age"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    desk.work.wait()
    found = _texts(made)[4:]
    assert found[0] == "Pop"
    assert "13" in found[1]
    assert found[2] == "41 years"
    made.close()


def test_labels_name_the_people_without_an_address(dialog: PrintDialog, desk: Desk) -> None:
    _everybody(dialog, desk)
    _choose(dialog, desk, "print_layout", "labels")
    assert _texts(dialog)[:4] == ["Ana Țăranu", "Str. Lungă 1", "500001 Brașov", "România"]
    assert {"Depozit 2", "lângă gară"} <= set(_texts(dialog))
    assert "1 record has no address" in dialog.findChild(QLabel, "print_note").text()
    dialog.findChild(QSpinBox, "print_skipped").setValue(23)
    dialog.look()
    desk.work.wait()
    assert len(dialog.laid.pages) == 2


@pytest.mark.parametrize(("language", "months"), [("en", ["February", "March"]), ("ru", ["Февраль", "Март"])])
def test_birthdays_stand_in_the_order_of_the_year(
    language: str, months: list[str], dialog: PrintDialog, desk: Desk
) -> None:
    texts.use_language(language)
    _everybody(dialog, desk)
    _choose(dialog, desk, "print_layout", "birthdays")
    found = _texts(dialog)
    assert [each for each in found if each in months] == months
    assert [each for each in found if each in ("Zoe Albu", "Иванов", "Ana Țăranu")] == [
        "Zoe Albu", "Иванов", "Ana Țăranu",
    ]  # fmt: skip
    assert found[found.index("Zoe Albu") - 1] == "28"  # 2026 has no 29 February
    assert found[found.index("Иванов") : found.index("Иванов") + 3] == ["Иванов", "1990", "36"]
    assert QLocale(language).standaloneMonthName(2).lower() == months[0].lower()


def test_cards_and_binder_say_all_that_is_known(dialog: PrintDialog, desk: Desk, library: Library) -> None:
    inner = library.groups.add("contacts", "VIP", library.groups.add("contacts", "Clients"))
    library.groups.put(inner, [library.lists.uid_of(library.lists.ids(ListQuery("contacts"))[0])])
    _everybody(dialog, desk)
    _choose(dialog, desk, "print_layout", "cards")
    assert {"Mobile", "0721 000 111", "Birthday", "Clients / VIP"} <= set(_texts(dialog))
    _choose(dialog, desk, "print_layout", "binder")
    assert dialog.findChild(QComboBox, "print_size").currentData() == "A5"
    found = [each for each in _texts(dialog) if each in ("A", "T", "И")]
    assert [each for n, each in enumerate(found) if not n or each != found[n - 1]] == ["A", "T", "И"]


def test_pages_are_turned_by_buttons_and_keys(dialog: PrintDialog, desk: Desk, library: Library) -> None:
    _everybody(dialog, desk)
    _choose(dialog, desk, "print_layout", "binder")
    assert dialog.findChild(QLabel, "print_where").text() == "1 of 3"
    press(dialog.preview.sheet, Qt.Key.Key_PageDown)
    assert dialog.preview.place == 1
    assert "Ana Țăranu" in dialog.preview.sheet.accessibleDescription()
    press(dialog.preview.sheet, Qt.Key.Key_End)
    press(dialog.preview.sheet, Qt.Key.Key_Right)
    assert dialog.preview.place == 2


def test_the_paper_is_as_it_was_chosen(dialog: PrintDialog, desk: Desk) -> None:
    _choose(dialog, desk, "print_direction", True)
    assert dialog.laid.on.width > dialog.laid.on.height
    inner = dialog.laid.on.inner
    _choose(dialog, desk, "print_margins", "wide")
    assert dialog.laid.on.inner < inner


def test_what_is_shown_is_printed(
    dialog: PrintDialog, desk: Desk, printer: FakePrinter, heard: Heard
) -> None:
    _everybody(dialog, desk)
    _choose(dialog, desk, "print_layout", "binder")
    printer.pages = (2, 3)
    dialog.findChild(QPushButton, "print_start").click()
    desk.work.wait()
    assert printer.path.read_bytes().startswith(b"%PDF")
    assert heard.last == "2 pages were sent to the printer."


@pytest.mark.parametrize("layout", OF_CONTACTS)
def test_what_is_shown_is_kept_as_pdf(
    layout: str, dialog: PrintDialog, desk: Desk, heard: Heard, tmp_path: Path
) -> None:
    _everybody(dialog, desk)
    _choose(dialog, desk, "print_layout", layout)
    dialog.findChild(QPushButton, "print_pdf").click()
    desk.work.wait()
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert "out.pdf" in heard.last


def test_a_section_without_addresses_has_no_labels(qtbot: QtBot, desk: Desk, library: Library) -> None:
    made = PrintDialog(desk, "notes")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    desk.work.wait()
    layouts = made.findChild(QComboBox, "print_layout")
    assert [layouts.itemData(n) for n in range(layouts.count())] == ["list", "cards", "binder"]
    made.close()


def test_the_command_opens_the_dialog(desk: Desk, library: Library) -> None:
    register_tools(desk, desk.commands)
    assert desk.commands.run("file.print")
    desk.work.wait()
    found = shown(PrintDialog)
    assert len(found) == 1
    found[0].close()
