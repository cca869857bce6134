"""Tasks and events whose time has passed: the list tells them from those that are done or still to come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.services.first_page import from_state, read
from app.services.library import Library
from app.services.rows import ListQuery
from app.ui import theme
from app.ui.desk import Desk
from app.ui.listing.list_page import ListPage

COLUMNS = ("title", "due")
"""Without the state: a list knows it all the same."""


@pytest.fixture
def today(library: Library) -> date:
    day = library.context().today
    for name, state, distance in (("a late", "open", -3), ("b done", "done", -3), ("c to come", "open", 0)):
        due = (day + timedelta(distance)).isoformat()
        library.save("tasks", {"name": name, "state": state, "due": due})
    library.save("tasks", {"name": "d without a day", "state": "open"})
    return day


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, today: date) -> Iterator[ListPage]:
    made = ListPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    made.show_section("tasks")
    desk.work.wait()
    yield made
    made.close()


def test_the_list_knows_what_is_late_and_what_is_over(library: Library, today: date) -> None:
    query = ListQuery("tasks", sort="title")
    rows = library.lists.rows("tasks", library.lists.first_ids(query), COLUMNS)
    assert [row.standing for row in rows] == ["late", "over", "", ""]
    kept = from_state(json.loads(json.dumps(library.lists.first_page(query, COLUMNS).as_state())))
    assert kept is not None
    assert read(kept, library.registry, "en", "RO", today) == rows


def test_a_planned_event_of_yesterday_is_late_too(library: Library, today: date) -> None:
    yesterday = f"{(today - timedelta(1)).isoformat()}T10:00[Europe/Bucharest]"
    library.save("events", {"subject": "x", "type": "call", "starts_at": yesterday})
    ids = library.lists.first_ids(ListQuery("events"))
    assert library.lists.rows("events", ids, ("title",))[0].standing == "late"


@pytest.mark.parametrize("worn", ["light", "dark"])
def test_the_day_of_a_late_task_is_seen_and_heard(page: ListPage, qapp: object, worn: str) -> None:
    theme.apply(qapp, worn)  # type: ignore[arg-type]
    try:
        table, model = page.table, page.model
        column = model.columns.index("due") + 1
        table.clearSelection()
        image = table.viewport().grab().toImage()
        found = {}
        for row in range(4):
            record = model.row_at(row)
            assert record is not None
            cell = QRect(table.visualRect(model.index(row, column)))
            colours = {
                image.pixelColor(x, y).name()
                for x in range(cell.left(), cell.right())
                for y in range(cell.top(), cell.bottom())
            }
            spoken = model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
            is_red = any(_is_red(QColor(each)) for each in colours)
            found[record.title] = (is_red, "overdue" in spoken)
        assert found == {
            "a late": (True, True),
            "b done": (False, False),
            "c to come": (False, False),
            "d without a day": (False, False),
        }
    finally:
        theme.apply(qapp, "light")  # type: ignore[arg-type]


def _is_red(colour: QColor) -> bool:
    return colour.red() - max(colour.green(), colour.blue()) > 70
