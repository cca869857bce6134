"""What comes back from the trash is pointed to as before, unless that was changed since."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.services.library import Library
from app.store import journal


@pytest.fixture
def library(any_library: Library) -> Library:
    return any_library


class World:
    """A firm and a person, and what points to them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        save = library.save
        self.firm = save("organizations", {"name": "Alfa"}).uid
        jobs = [{"organization": self.firm, "job_title": "Director"}]
        self.person = save("contacts", {"surname": "Pop", "organizations": jobs}).uid
        save("organizations", {"head": self.person}, self.firm)
        self.event = save("events", {"organization": self.firm, "contacts": [self.person]}).uid
        self.task = save("tasks", {"name": "t", "organization": self.firm, "contact": self.person}).uid
        self.note = save("notes", {"name": "n", "links": [self.firm, self.person]}).uid

    def values(self) -> dict[str, Any]:
        """Everything, without who changed it when."""
        lines = map(json.loads, self._library.care.dump())
        return {each["uid"]: each["values"] for each in lines if "updated_at" in each}

    def links(self) -> Any:
        return self._library.get(self.note).values.get("links")


@pytest.fixture
def world(library: Library) -> World:
    return World(library)


def test_references_come_back_with_the_record(library: Library, world: World) -> None:
    before = world.values()
    library.delete([world.firm])
    assert library.get(world.task).values.get("organization") is None
    restored = library.history.restore([world.firm])
    assert world.values() == before
    assert (restored.count, restored.describe()) == (1, "restoring of Alfa")
    assert library.get(world.person).values["organization"] == "Alfa"
    assert library.care.check() == []
    library.undo()
    assert library.get(world.firm) is None
    assert world.links() == [world.person]
    library.redo()
    assert world.values() == before


@pytest.mark.parametrize("few", [0, journal.FEW])
def test_several_of_one_deletion_come_back_together_or_one_by_one(
    library: Library, world: World, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "FEW", few)
    before = world.values()
    library.delete([world.firm, world.person])
    library.history.restore([world.firm, world.person])
    assert world.values() == before
    library.delete([world.firm, world.person, world.note])
    library.history.restore([world.person])
    assert library.get(world.person).values["organizations"] == [{"job_title": "Director"}]
    library.history.restore([world.note])
    assert world.links() == [world.person]
    library.history.restore([world.firm])
    assert world.values() == before


@pytest.mark.parametrize("is_firm_first", [True, False])
def test_records_that_were_deleted_one_after_the_other_find_each_other(
    library: Library, world: World, is_firm_first: bool
) -> None:
    before = world.values()
    for uid in (world.firm, world.note, world.person):
        library.delete([uid])
    order = (
        (world.firm, world.person, world.note) if is_firm_first else (world.note, world.person, world.firm)
    )
    for uid in order:
        library.history.restore([uid])
    assert world.values() == before
    library.delete([world.note])
    library.delete([world.firm])
    library.history.restore([world.note])
    assert world.links() == [world.person]
    library.undo()
    library.redo()
    library.history.restore([world.firm])
    assert world.values() == before


def test_what_was_changed_since_stays(library: Library, world: World) -> None:
    other = library.save("organizations", {"name": "Beta"}).uid
    library.delete([world.firm])
    library.save("tasks", {"organization": other}, world.task)
    library.save("notes", {"links": None}, world.note)
    library.save("events", {"subject": "else"}, world.event)
    library.history.restore([world.firm])
    assert library.get(world.task).values["organization"] == other
    assert world.links() is None
    assert library.get(world.event).values["organization"] == world.firm


def test_an_undone_change_since_counts_as_none(library: Library, world: World) -> None:
    before = world.values()
    library.delete([world.firm])
    library.history.restore([world.firm])
    library.delete([world.firm])
    library.undo()
    library.redo()
    library.history.restore([world.firm])
    assert world.values() == before


def test_a_group_that_went_since_is_no_obstacle(library: Library, world: World) -> None:
    group = library.groups.add("contacts", "G")
    library.groups.put(group, [world.person])
    library.delete([world.person])
    library.groups.remove(group)
    library.history.restore([world.person])
    assert library.get(world.person).values.get("groups") is None
    assert world.links() == [world.firm, world.person]
    assert library.care.check() == []
