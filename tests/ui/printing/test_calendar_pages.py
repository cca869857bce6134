"""Calendars on paper: the shown days as a grid or as a table, with what the window shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.services.lists import ListQuery
from app.ui.desk import Desk
from app.ui.printing.calendar_pages import DaySpan
from app.ui.printing.dialog import PrintDialog
from app.ui.window import Window
from tests.ui.conftest import shown
from tests.ui.panel_fakes import ChosenFiles

ZONE = "[Europe/Bucharest]"


@pytest.fixture
def filled(library: Library) -> Library:
    library.save("events", {"subject": "Offer", "starts_at": f"2026-11-24T10:00{ZONE}"})
    library.save("events", {"subject": "Far", "starts_at": f"2027-03-24T10:00{ZONE}"})
    library.save("contacts", {"surname": "Albu", "birthday": "1986-11-25"})
    for n in range(30):
        library.save("events", {"subject": f"N{n}", "starts_at": f"2026-11-26T{n % 24:02}:00{ZONE}"})
    return library


def month(library: Library) -> DaySpan:
    calendar = library.registry.section("events").calendars[0]
    return DaySpan.this_month(calendar, date(2026, 11, 23), "RO")


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, filled: Library, tmp_path: Path) -> Iterator[PrintDialog]:
    files = ChosenFiles(tmp_path / "out.pdf")
    made = PrintDialog(desk, "events", (), ListQuery("events"), (), days=month(filled), files=files)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait()
    yield made
    made.close()


def test_a_month_is_one_page_with_all_its_days(dialog: PrintDialog) -> None:
    assert dialog.form.layouts.currentData() == "calendar"
    [page] = dialog.laid.pages
    said = page.texts()
    assert said[0] == "November 2026"
    assert "10:00 Offer" in said
    assert "Albu" in said
    assert "30" in said
    assert not any("Far" in each for each in said)
    assert any(each.startswith("+") and each.endswith(" more") for each in said)


def test_everything_stays_on_the_paper(dialog: PrintDialog) -> None:
    on, [page] = dialog.laid.on, dialog.laid.pages
    assert all(on.left <= each.x <= on.width - on.right for each in page.items)
    assert all(on.top <= each.y <= on.height - on.bottom for each in page.items)


def test_the_agenda_lists_the_days_of_the_month_only(dialog: PrintDialog, desk: Desk) -> None:
    dialog.form.layouts.setCurrentIndex(dialog.form.layouts.findData("agenda"))
    dialog.look()
    desk.work.wait()
    said = [text for page in dialog.laid.pages for text in page.texts()]
    assert "Tuesday, 24 November 2026" in said
    assert sum(text.startswith("N") and text[1:].isdigit() for text in said) == 30


@pytest.mark.parametrize("layout", ["calendar", "agenda"])
def test_it_is_kept_as_pdf(dialog: PrintDialog, desk: Desk, tmp_path: Path, layout: str) -> None:
    dialog.form.layouts.setCurrentIndex(dialog.form.layouts.findData(layout))
    dialog.look()
    desk.work.wait()
    dialog.save_pdf()
    desk.work.wait()
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_ctrl_p_prints_what_the_calendar_shows(qtbot: QtBot, desk: Desk, filled: Library) -> None:
    window = Window(desk)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted, timeout=10_000):
        window.show()
    desk.library_changed.emit()
    desk.work.wait()
    window.show_section("events")
    window.page.views.choose("calendar")
    desk.work.wait()
    view = window.page.views.current
    view.show_mode("week")  # type: ignore[union-attr]
    desk.work.wait()
    assert desk.commands.run("file.print")
    desk.work.wait()
    [dialog] = shown(PrintDialog)
    [page] = dialog.laid.pages
    assert page.texts()[0] == "23 – 29 Nov 2026"
    dialog.close()
    window.close()
