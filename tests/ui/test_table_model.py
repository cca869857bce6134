"""The model of the list: first rows at once, the order of all behind them, rows by pages."""

from __future__ import annotations

import time
from array import array

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.core.texts import grouped
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.listing.filter import ListFilter
from app.ui.listing.row_cache import PAGE, RowCache
from app.ui.listing.table_model import ListModel
from tests.ui.conftest import add_contacts

COLUMNS = ("title", "city")


@pytest.fixture
def model(desk: Desk) -> ListModel:
    return ListModel(desk)


def titles(model: ListModel) -> list[str]:
    model.prepare(0, len(model.ids) - 1, 5000)
    return [row.title for position in range(len(model.ids)) if (row := model.row_at(position)) is not None]


def names(count: int) -> list[str]:
    return [f"Name {number:04}" for number in range(count)]


def test_the_first_rows_are_there_at_once_and_the_rest_follows(
    model: ListModel, library: Library, desk: Desk
) -> None:
    add_contacts(library, names(500))
    counted: list[str] = []
    model.counted.connect(counted.append)
    model.show(ListFilter("contacts"), COLUMNS)
    desk.work.wait()
    assert len(model.ids) == 500
    assert titles(model) == names(500)
    assert counted[-1] == "500"


def test_a_short_list_is_complete_with_its_first_answer(
    model: ListModel, library: Library, desk: Desk
) -> None:
    add_contacts(library, ["Albu", "Șerban", "Țurcanu"])
    model.show(ListFilter("contacts", text="serb"), COLUMNS)
    desk.work.wait()
    assert model.is_complete
    assert titles(model) == ["Șerban"]


def test_an_older_answer_never_replaces_a_newer_one(model: ListModel, library: Library, desk: Desk) -> None:
    add_contacts(library, names(300))
    for text in ("name", "name 01", "name 029"):
        model.show(ListFilter("contacts", text=text), COLUMNS)
    desk.work.wait()
    assert titles(model) == [name for name in names(300) if "029" in name]


def test_rows_behind_the_first_screen_grow_in_without_a_reset(
    model: ListModel, library: Library, desk: Desk
) -> None:
    add_contacts(library, names(500))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(len(model.ids)))
    model.show(ListFilter("contacts"), COLUMNS)
    desk.work.wait()
    assert resets == [128]


def test_an_edit_elsewhere_is_read_again_without_moving_anything(
    model: ListModel, library: Library, desk: Desk
) -> None:
    uids = add_contacts(library, names(10))
    model.show(ListFilter("contacts"), COLUMNS)
    desk.work.wait()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    library.save("contacts", {"hobby": "chess"}, uids[3])
    model.refresh()
    desk.work.wait()
    assert resets == []
    assert titles(model) == names(10)


def test_a_change_heard_while_loading_does_not_lose_what_was_asked_for(
    model: ListModel, library: Library, desk: Desk
) -> None:
    add_contacts(library, ["Albu", "Șerban"])
    desk.work.ask("busy", lambda: time.sleep(0.2), lambda _answer: None, patience_ms=0)
    model.show(ListFilter("contacts"), COLUMNS)
    assert model.is_loading
    model.refresh()
    desk.work.wait()
    assert model.columns == COLUMNS
    assert titles(model) == ["Albu", "Șerban"]


def test_deleted_records_leave_at_once(model: ListModel, library: Library, desk: Desk, qtbot: QtBot) -> None:
    uids = add_contacts(library, names(400))
    model.show(ListFilter("contacts"), COLUMNS)
    desk.work.wait()
    model.prepare(0, 20, 5000)
    library.delete(uids[2:5])
    model.refresh()
    desk.work.wait()
    assert len(model.ids) == 397
    assert titles(model)[:4] == ["Name 0000", "Name 0001", "Name 0005", "Name 0006"]


def test_a_screen_reader_is_told_of_rows_on_their_way(model: ListModel, library: Library, desk: Desk) -> None:
    add_contacts(library, names(300))
    model.show(ListFilter("contacts"), COLUMNS)
    desk.work.wait()
    late = model.index(250, 1)
    assert model.data(late) is None
    assert model.data(late, Qt.ItemDataRole.AccessibleTextRole) == "Loading…"
    model.prepare(250, 250, 5000)
    assert model.data(late) == "Name 0250"


def test_without_a_file_the_list_is_empty(model: ListModel, desk: Desk) -> None:
    library, desk.library = desk.library, None
    model.show(ListFilter("contacts"), COLUMNS)
    assert model.rowCount() == 0
    assert model.columnCount() == 3
    desk.library = library


def test_the_longest_unused_pages_are_forgotten() -> None:
    cache = RowCache(pages_kept=2)
    for number in range(3):
        cache.put(number, [number] * PAGE)  # type: ignore[list-item]
    assert cache.row(0) is None
    assert cache.row(2 * PAGE) == 2
    assert cache.missing(0, 3 * PAGE - 1, 3 * PAGE) == [0]


def test_stale_pages_are_shown_and_fetched_again() -> None:
    cache = RowCache()
    cache.put(0, ["row"])  # type: ignore[list-item]
    cache.make_stale()
    assert cache.row(0) == "row"
    assert cache.missing(0, 0, 1) == [0]


def test_thousands_are_parted() -> None:
    assert grouped(1234567) == "1,234,567"


def test_ids_are_kept_as_numbers_of_eight_bytes(model: ListModel, library: Library, desk: Desk) -> None:
    add_contacts(library, names(3))
    model.show(ListFilter("contacts"), COLUMNS)
    desk.work.wait()
    assert isinstance(model.ids, array)
    assert model.ids.itemsize == 8
