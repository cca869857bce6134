"""No record may stand above itself where the references make a tree."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.core.errors import UserError
from app.services.library import Change, Library


@pytest.fixture
def tasks(library: Library) -> list[str]:
    """A task, its part, and a part of that."""
    found: list[str] = []
    for name in "ABC":
        values = {"name": name, **({"parent": found[-1]} if found else {})}
        found.append(library.save("tasks", values).uid)
    return found


def test_a_task_cannot_be_part_of_itself(library: Library, tasks: list[str]) -> None:
    before = list(library.care.dump())
    with pytest.raises(UserError, match="“A” would stand above itself in “Part of”"):
        library.save("tasks", {"parent": tasks[0]}, tasks[0])
    with pytest.raises(UserError, match="would stand above itself"):
        library.save("tasks", {"parent": tasks[2]}, tasks[0])
    assert list(library.care.dump()) == before


def test_a_ring_that_is_written_at_once_is_refused(library: Library) -> None:
    one, two = library.new_uid(), library.new_uid()
    with pytest.raises(UserError, match="would stand above itself"):
        library.write("import", [
            Change("tasks", one, {"name": "1", "parent": two}),
            Change("tasks", two, {"name": "2", "parent": one}),
        ])  # fmt: skip
    assert library.get(one) is None


def test_two_tasks_may_change_places(library: Library, tasks: list[str]) -> None:
    library.write("edit", [
        Change("tasks", tasks[0], {"parent": tasks[1]}), Change("tasks", tasks[1], {"parent": None}),
    ])  # fmt: skip
    assert library.get(tasks[0]).values["parent"] == tasks[1]
    assert library.care.check() == []


def test_undo_makes_no_ring(library: Library, tasks: list[str]) -> None:
    loose = library.save("tasks", {"parent": None}, tasks[1]).operation
    library.save("tasks", {"parent": tasks[1]}, tasks[0])
    with pytest.raises(UserError, match="would stand above itself"):
        library.undo(loose.uid)
    assert library.care.check() == []


def test_a_ring_in_a_file_is_named_and_can_be_deleted_and_undone(library: Library, tasks: list[str]) -> None:
    with library._database.write() as connection:
        connection.execute(
            text("UPDATE task SET parent_id = (SELECT id FROM task WHERE name = 'C') WHERE name = 'A'")
        )
    problems = [each for each in library.care.check() if "ring" in each]
    assert len(problems) == 1
    assert all(f"“{name}”" in problems[0] for name in "ABC")
    before = list(library.care.dump())
    library.delete([tasks[0]])
    assert library.care.check() == []
    library.undo()
    assert list(library.care.dump()) == before
    library.save("tasks", {"details": "x"}, tasks[0])
    library.save("tasks", {"name": "D", "parent": tasks[0]})
