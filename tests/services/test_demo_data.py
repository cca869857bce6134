"""Demo data go in one step: only what nobody touched, and it can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.errors import UserError
from app.services.demo import fill
from app.services.library import Change, Library
from app.services.rows import ListQuery


def uids(library: Library, section: str) -> list[str]:
    return library.lists.uids_of(library.lists.ids(ListQuery(section)))


def dump(library: Library) -> list[str]:
    return list(library.care.dump())


def test_untouched_demo_data_leave_nothing_behind_and_come_back_with_an_undo(any_library: Library) -> None:
    library = any_library
    before = dump(library)
    assert not library.demo.is_there
    fill(library, 30)
    filled = dump(library)
    assert library.demo.is_there
    removed = library.demo.remove()
    assert removed.kept == []
    assert dump(library) == before
    assert not library.demo.is_there
    assert library.care.check() == []
    assert "demo" in removed.operation.describe()
    library.undo()
    assert dump(library) == filled
    assert library.demo.is_there
    library.redo()
    assert dump(library) == before


def test_own_records_stay_and_with_them_what_they_use(any_library: Library) -> None:
    library = any_library
    fill(library, 30)
    used, *_others = uids(library, "contacts")
    name = library.get(used).title  # type: ignore[union-attr]
    mine = library.save("contacts", {"surname": "Al meu"}).uid
    note = library.save("notes", {"name": "Despre el", "links": [used]}).uid
    removed = library.demo.remove()
    left = set(uids(library, "contacts"))
    assert left == {mine, used}
    assert uids(library, "notes") == [note]
    assert library.get(note).values["links"] == [used]  # type: ignore[union-attr]
    assert name in removed.kept
    assert "Al meu" not in removed.kept
    assert library.care.check() == []


def test_a_changed_demo_record_stays_as_it_was_changed_and_is_named(any_library: Library) -> None:
    library = any_library
    fill(library, 30)
    changed, flagged, *_others = uids(library, "contacts")
    library.save("contacts", {"surname": "Schimbat"}, changed)
    library.write(
        "flag",
        [Change("contacts", flagged, {"flag": "green" if _flag(library, flagged) != "green" else "red"})],
    )
    removed = library.demo.remove()
    assert set(uids(library, "contacts")) == {changed, flagged}
    assert library.get(changed).values["surname"] == "Schimbat"  # type: ignore[union-attr]
    assert library.get(changed).title in removed.kept  # type: ignore[union-attr]
    assert library.care.check() == []


def _flag(library: Library, uid: str) -> Any:
    return library.get(uid).values.get("flag")  # type: ignore[union-attr]


def test_a_performer_of_the_demo_stays_while_an_own_task_has_it(library: Library) -> None:
    fill(library, 30)
    library.save("tasks", {"name": "Al meu", "performer": "marin"})
    library.demo.remove()
    assert [each.key for each in library.choices.options("performer")] == ["marin"]
    assert len(uids(library, "tasks")) == 1


def test_demo_data_made_twice_go_together(library: Library) -> None:
    before = dump(library)
    fill(library, 10, seed=1)
    fill(library, 10, seed=2)
    assert library.demo.remove().kept == []
    assert dump(library) == before
    with pytest.raises(UserError):
        library.demo.remove()
