"""The panel's actions in the menu Record and the palette: on when they make sense, and doing the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.palette_results import other_results
from app.ui.panel.commands import TEXTS, register_record_commands
from tests.ui.conftest import Heard, add_contacts
from tests.ui.panel_fakes import ChosenFiles, Opened, Sample, add_sample


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def sample(library: Library) -> Sample:
    return add_sample(library)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, opened: Opened, tmp_path: Path) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    register_record_commands(desk, made, open_url=opened, files=ChosenFiles(tmp_path / "Letter.docx"))
    made.show()
    yield made
    made.close()


def on(desk: Desk) -> set[str]:
    return {each for each in TEXTS if (found := desk.commands.get(f"act.{each}")) and found.can_run}


def run(desk: Desk, action: str) -> None:
    assert desk.commands.run(f"act.{action}")
    desk.work.wait()


def test_they_are_on_for_one_record_of_a_section_that_has_them(
    window: QWidget, desk: Desk, sample: Sample
) -> None:
    assert on(desk) == set()
    desk.select("contacts", (sample.contact,))
    assert on(desk) == {"call", "write", "event", "document"}
    desk.select("notes", (sample.note,))
    assert on(desk) == {"document"}
    desk.select("contacts", (sample.contact, sample.firm))
    assert on(desk) == set()
    desk.work.wait()


def test_the_palette_offers_them_for_the_selected_record(window: QWidget, desk: Desk, sample: Sample) -> None:
    desk.select("contacts", (sample.contact,))
    assert "New event…" in [each.title for each in other_results(desk, "new event")]
    assert "Document…" in [each.title for each in other_results(desk, "document")]


def test_a_new_event_names_the_selected_record(
    window: QWidget, desk: Desk, sample: Sample, opened_cards: list[tuple[str, str | None, object]]
) -> None:
    desk.select("contacts", (sample.contact,))
    run(desk, "event")
    assert opened_cards == [("events", None, {"contacts": [sample.contact]})]


def test_several_numbers_are_offered_and_the_chosen_one_is_called(
    window: QWidget, desk: Desk, sample: Sample, opened: Opened
) -> None:
    desk.select("contacts", (sample.contact,))
    run(desk, "call")
    menu = window.findChild(QMenu, "menu_call")
    assert len(menu.actions()) == 2
    menu.actions()[0].trigger()
    menu.close()
    assert opened.urls == ["tel:+40721234567"]


def test_what_cannot_be_done_says_why(window: QWidget, desk: Desk, library: Library, heard: Heard) -> None:
    desk.select("contacts", add_contacts(library, ["Albu"]))
    run(desk, "call")
    assert heard.last == "There is no phone number yet."


def test_a_planned_event_is_marked_as_done(
    window: QWidget, desk: Desk, library: Library, sample: Sample
) -> None:
    desk.select("events", (sample.planned,))
    run(desk, "done")
    desk.work.wait()
    record = library.get(sample.planned)
    assert record is not None
    assert record.values["state"] == "done"
