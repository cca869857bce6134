"""Two programs on one file: each hears of what the other wrote, and not of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.services.library import Library, RecordsChanged
from app.store.engine_server import ServerDatabase


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Library, Library]]:
    """Two libraries over one file, or over one database of a server."""
    if request.param == "file":
        here: Library = request.getfixturevalue("library")
        there = Library.open(here.path)
    else:
        here = request.getfixturevalue("server_library")
        there = Library.over(ServerDatabase.open(request.getfixturevalue("prepared_address")), here.path)
    yield here, there
    there.close()


def test_what_another_program_writes_is_told_once(pair: tuple[Library, Library]) -> None:
    here, there = pair
    before = there.save("contacts", {"surname": "Albu"}).uid
    told: list[RecordsChanged] = []
    here.subscribe(told.append)
    assert not here.others.look()
    new = there.save("contacts", {"surname": "Munteanu"}).uid
    there.save("contacts", {"hobby": "chess"}, before)
    assert here.others.look()
    assert [each.changed for each in told] == [{"contacts": frozenset((new, before))}]
    assert not here.others.look()
    there.undo()
    assert here.others.look()
    assert told[-1].changed == {"contacts": frozenset((before,))}


def test_what_is_written_here_is_told_once_as_ever(pair: tuple[Library, Library]) -> None:
    here, there = pair
    assert not here.others.look()
    told: list[RecordsChanged] = []
    here.subscribe(told.append)
    own = here.save("contacts", {"surname": "Albu"}).uid
    other = there.save("contacts", {"surname": "Munteanu"}).uid
    assert here.others.look()
    assert [each.changed for each in told] == [
        {"contacts": frozenset((own,))}, {"contacts": frozenset((other,))},
    ]  # fmt: skip


def test_a_field_that_another_program_made_is_there(pair: tuple[Library, Library]) -> None:
    here, there = pair
    assert not here.others.look()
    there.fields.add("contacts", "Shoe size", "number")
    assert here.others.look()
    assert "Shoe size" in [each.label for each in here.registry.section("contacts").fields]
