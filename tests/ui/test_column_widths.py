"""How wide the columns of the list become: names are read, headings and dates are whole, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.blueprint.context import Context
from app.blueprint.dates import PartialDate, show_when
from app.blueprint.kinds import Choice
from app.core.texts import _, use_language
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.listing.columns import FLAG_WIDTH, load_choice
from app.ui.listing.fitting import fitted_widths, longest_date, text_width
from app.ui.listing.list_page import ListPage

SECTIONS = ("contacts", "organizations", "tasks", "notes", "links", "events")
ROOM_AT_1280 = 1264 - 220 - 356 - FLAG_WIDTH - 14


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[ListPage]:
    made = ListPage(desk)
    qtbot.addWidget(made)
    made.resize(690, 400)
    made.show()
    yield made
    made.close()


@pytest.mark.parametrize("spoken", ["en", "ro", "ru"])
def test_in_a_narrow_window_no_column_becomes_unreadable(desk: Desk, library: Library, spoken: str) -> None:
    use_language(spoken)

    def labels(key: str) -> list[str]:
        return [label for _key, label in library.choices.pairs(key)]

    for section in (desk.registry.section(key) for key in SECTIONS):
        choice = load_choice(desk.state, section)
        for room in (ROOM_AT_1280, 740, 1500):
            widths = dict(zip(choice.keys, fitted_widths(section, choice, room, labels), strict=True))
            assert widths["title"] >= (180 if section.has_avatar else 150), section.key
            for key, width in widths.items():
                field = section.list_fields[key]
                assert width >= text_width(_(field.label), is_heading=True) + 16, (key, "heading is cut")
                assert key == "email" or width >= 48
                if isinstance(field.kind, Choice) and field.kind.name == "choice":
                    longest = max(map(text_width, labels(field.kind.list)), default=0)
                    assert width >= min(longest, 150) + 16, (key, "value is cut")
    firms = desk.registry.section("organizations")
    grade = load_choice(desk.state, firms).keys.index("grade")
    assert fitted_widths(firms, load_choice(desk.state, firms), 740, labels)[grade] <= 60


def test_widths_of_the_user_win_and_the_list_is_scrolled(desk: Desk) -> None:
    section = desk.registry.section("contacts")
    choice = load_choice(desk.state, section).with_width("email", 300).with_width("title", 60)
    widths = dict(zip(choice.keys, fitted_widths(section, choice, ROOM_AT_1280), strict=True))
    assert (widths["email"], widths["title"]) == (300, 60)


@pytest.mark.parametrize("spoken", ["en", "ro", "ru"])
def test_the_longest_date_has_room_on_every_day(spoken: str, qapp: QApplication) -> None:
    use_language(spoken)
    today = date(2026, 6, 30)
    context = Context(language=spoken, today=today)
    for distance in range(-600, 600):
        day = today + timedelta(distance)
        shown = show_when(f"{day.isoformat()}T20:00", context)
        assert text_width(shown) <= longest_date("appointment") + 2, shown
        if 0 <= distance < 180:
            assert text_width(shown) <= longest_date("next_step") + 2, shown
        whole = PartialDate().show(day.isoformat(), context)
        assert text_width(whole) <= longest_date("date") + 2, whole


def test_days_without_hours_leave_their_room_to_names(page: ListPage, library: Library) -> None:
    def due_and_title() -> tuple[int, int]:
        page.show_section("tasks")
        page.desk.work.wait()
        columns = page.model.columns
        due, title = columns.index("due") + 1, columns.index("title") + 1
        return page.table.columnWidth(due), page.table.columnWidth(title)

    library.save("tasks", {"name": "x", "due": "2026-11-30"})
    due, title = due_and_title()
    assert due < longest_date("date_or_time") + 16
    library.save("tasks", {"name": "y", "due": "2026-11-30T10:00"})
    timed, narrower = due_and_title()
    assert timed == longest_date("date_or_time") + 16
    assert narrower < title
