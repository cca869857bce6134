"""The model of the list: first rows at once, the order of all behind them, rows by pages."""

from __future__ import annotations

import time
from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.texts import grouped
from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.listing import table_model
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


def test_a_list_that_was_shown_before_is_there_without_waiting_for_the_file(
    model: ListModel, library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_contacts(library, names(300))
    every, some = ListFilter("contacts"), ListFilter("contacts", text="name 01")
    for wanted in (every, some):
        model.show(wanted, COLUMNS)
        desk.work.wait()
    first = library.lists.first_ids(every)
    monkeypatch.setattr(library.lists, "first_ids", lambda *_all, **_named: time.sleep(0.2) or first)
    model.show(every, COLUMNS)
    assert not model.is_loading
    assert [row.title for place in range(PAGE) if (row := model.row_at(place))] == names(300)[:PAGE]
    desk.work.wait()


def test_what_was_written_since_is_never_shown_as_it_was(
    model: ListModel, library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window hears of the change while an answer from before it is still on its way."""
    uids = add_contacts(library, names(3))
    every, some = ListFilter("contacts"), ListFilter("contacts", text="name")
    rows, is_slow = library.lists.rows, [True]

    def slowly(*given: object) -> object:
        found = rows(*given)  # type: ignore[arg-type]
        time.sleep(0.1 if is_slow else 0)
        return found

    monkeypatch.setattr(library.lists, "rows", slowly)
    desk.records_changed.connect(lambda _changed: model.refresh())
    model.show(ListFilter("tasks"), ("title",))
    assert model.learn(every, COLUMNS, lambda: None)
    time.sleep(0.03)
    library.write("edit", [Change("contacts", uids[0], {"surname": "Changed"})], section="contacts")
    desk.work.wait()
    is_slow.clear()
    model.show(every, COLUMNS)
    desk.work.wait()
    assert "Changed" in titles(model)[0]
    model.show(some, COLUMNS)
    desk.work.wait()
    library.delete(uids[1:2])
    desk.work.wait()
    model.show(every, COLUMNS)
    assert "Name 0001" not in [row.title for place in range(3) if (row := model.row_at(place))]
    desk.work.wait()


def test_what_another_program_wrote_is_read_right_after_the_known_rows(
    model: ListModel, library: Library, desk: Desk
) -> None:
    """Nobody tells the window of it: the list is the one that was known, until it has been read again."""
    add_contacts(library, names(3))
    every, others = ListFilter("contacts"), ListFilter("tasks")
    for wanted in (every, others):
        model.show(wanted, COLUMNS if wanted is every else ("title",))
        desk.work.wait()
    other = Library.open(library.path)
    add_contacts(other, ["Aaron"])
    other.close()
    model.show(every, COLUMNS)
    assert [row.title for place in range(4) if (row := model.row_at(place))] == names(3)
    desk.work.wait()
    assert titles(model) == ["Aaron", *names(3)]


def test_a_long_order_is_read_when_nobody_steps_on(
    model: ListModel, library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_contacts(library, names(300))
    monkeypatch.setattr(table_model, "SHORT", 100)
    read: list[str] = []
    ids = library.lists.ids
    monkeypatch.setattr(library.lists, "ids", lambda query: read.append(query.text) or ids(query))
    for text in ("", "name 0", "name"):
        model.show(ListFilter("contacts", text=text), COLUMNS)
        QTest.qWait(60)
    desk.work.wait()
    assert read == ["name"]
    assert len(model.ids) == 300
