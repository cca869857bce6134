"""Columns of boards: values in the order of their list, spans of days; what a record becomes in a column."""

from __future__ import annotations

from datetime import date

import pytest

from app.blueprint.views import Board
from app.services.boards import columns_of, default_values, put
from app.services.library import Library
from app.services.rows import ListQuery

WEDNESDAY, SATURDAY, SUNDAY = date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 29)


def found(library: Library, key: str, board: Board) -> list[str]:
    section = library.registry.section("tasks")
    column = next(each for each in columns_of(library, section, board) if each.key == key)
    query = ListQuery("tasks", conditions=column.narrowed(ListQuery("tasks").conditions))
    return sorted(library.lists.rows("tasks", [each], ())[0].title for each in library.lists.ids(query))


def test_hidden_values_of_the_list_have_no_column_but_their_records_are_not_lost(library: Library) -> None:
    section, board = library.registry.section("tasks"), Board("state")
    library.save("tasks", {"name": "Offer", "state": "waiting"})
    library.choices.set_hidden("task_state", "waiting", True)
    keys = [each.key for each in columns_of(library, section, board)]
    assert keys == ["open", "in_progress", "done", "cancelled", ""]
    assert found(library, "", board) == ["Offer"]


@pytest.mark.parametrize(
    ("day", "keys", "week", "later"),
    [
        (WEDNESDAY, "before today tomorrow week later", "2026-11-27", "2026-11-30"),
        (SATURDAY, "before today tomorrow later", None, "2026-11-30"),
        (SUNDAY, "before today tomorrow later", None, "2026-12-01"),
    ],
)
def test_spans_of_days_leave_no_day_out_and_none_twice(
    library: Library, clock, day: date, keys: str, week: str | None, later: str
) -> None:
    section, board = library.registry.section("tasks"), Board("due")
    clock.go(days=(day - date(2026, 11, 23)).days)
    columns = {each.key: each for each in columns_of(library, section, board)}
    assert list(columns) == [*keys.split(), ""]
    assert columns["later"].value == later
    assert ("week" in columns and columns["week"].value) == (week or False)
    for n in range(20, 31):
        library.save("tasks", {"name": f"{n}", "due": f"2026-11-{n}"})
    library.save("tasks", {"name": "31", "due": "2026-12-01"})
    library.save("tasks", {"name": "32"})
    seen = [title for key in columns for title in found(library, key, board)]
    assert sorted(seen) == [str(n) for n in range(20, 33)]
    assert not columns["before"].can_take


def test_a_new_card_of_a_day_gets_the_day(library: Library) -> None:
    section, board = library.registry.section("tasks"), Board("due")
    columns = {each.key: each for each in columns_of(library, section, board)}
    assert default_values(section, board, columns["tomorrow"], "Europe/Bucharest") == {"due": "2026-11-24"}
    assert default_values(section, board, columns["before"], "Europe/Bucharest") == {}


def test_many_cards_are_put_as_one_operation(library: Library) -> None:
    section, board = library.registry.section("tasks"), Board("priority")
    uids = [library.save("tasks", {"name": str(n)}).uid for n in range(3)]
    column = columns_of(library, section, board)[0]
    assert put(library, section, board, column, uids).count == 3
    library.undo()
    assert all(each.values.get("priority") is None for each in library.get_many(uids).values())
