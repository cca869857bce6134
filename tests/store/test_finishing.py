"""What is filled in when a task is finished, by whatever way, and taken back when it is opened again."""

from __future__ import annotations

from typing import Any

import pytest

from app.services.library import Change, Library

NOW = "2026-11-23T09:00"


def values(library: Library, uid: str) -> dict[str, Any]:
    found = library.get(uid).values
    return {key: found.get(key) for key in ("state", "done_at", "percent")}


@pytest.fixture
def task(library: Library) -> str:
    return library.save("tasks", {"name": "t", "percent": 40}).uid


def test_a_task_that_becomes_done_knows_when(library: Library, task: str) -> None:
    library.save("tasks", {"state": "done"}, task)
    assert values(library, task) == {"state": "done", "done_at": NOW, "percent": 100}


def test_a_task_that_begins_done_knows_when(library: Library) -> None:
    uid = library.new_uid()
    library.write("import", [Change("tasks", uid, {"name": "t", "state": "done"})])
    assert values(library, uid) == {"state": "done", "done_at": NOW, "percent": 100}
    library.save("tasks", {"state": "open"}, uid)
    assert values(library, uid) == {"state": "open", "done_at": None, "percent": None}


def test_what_the_user_gives_is_kept(library: Library, task: str) -> None:
    given = {"state": "done", "done_at": "2026-11-20", "percent": 90}
    library.save("tasks", given, task)
    assert values(library, task) == given
    library.save("tasks", {"state": "open"}, task)
    assert values(library, task) == {**given, "state": "open"}


def test_opening_it_again_takes_back_what_was_filled_in(library: Library, task: str, clock) -> None:
    library.save("tasks", {"state": "done"}, task)
    library.save("tasks", {"details": "x"}, task)
    library.save("tasks", {"state": "waiting"}, task)
    assert values(library, task) == {"state": "waiting", "done_at": None, "percent": 40}
    clock.go(hours=1)
    library.save("tasks", {"state": "done"}, task)
    assert values(library, task)["done_at"] == "2026-11-23T10:00"


def test_what_was_corrected_since_stays_when_it_is_opened_again(library: Library, task: str) -> None:
    library.save("tasks", {"state": "done"}, task)
    library.save("tasks", {"done_at": "2026-11-22"}, task)
    library.save("tasks", {"state": "open"}, task)
    assert values(library, task) == {"state": "open", "done_at": "2026-11-22", "percent": 40}


def test_finishing_is_one_step_to_undo_and_to_do_again(library: Library, task: str) -> None:
    before = list(library.care.dump())
    library.save("tasks", {"state": "done"}, task)
    after = list(library.care.dump())
    library.undo()
    assert list(library.care.dump()) == before
    library.redo()
    assert list(library.care.dump()) == after
    library.save("tasks", {"state": "open"}, task)
    assert values(library, task) == {"state": "open", "done_at": None, "percent": 40}
    library.undo()
    assert list(library.care.dump()) == after


def test_a_task_from_the_trash_comes_back_as_it_was(library: Library, task: str) -> None:
    library.save("tasks", {"state": "done"}, task)
    library.save("tasks", {"done_at": None, "percent": None}, task)
    library.delete([task])
    library.history.restore([task])
    assert values(library, task) == {"state": "done", "done_at": None, "percent": None}
