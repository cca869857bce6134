"""Two programs on one file: nothing is lost, nobody is turned away."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from app.core.errors import ConflictError, UserError
from app.services.library import Library
from app.services.lists import ListQuery
from app.store import raw_file

RECORDS = 100


def _write(path: str, name: str, answers: multiprocessing.Queue) -> None:
    library = Library.open(Path(path))
    try:
        for n in range(RECORDS):
            library.save("contacts", {"surname": f"{name} {n}"})
        answers.put("")
    except Exception as error:
        answers.put(f"{type(error).__name__}: {error}")
        raise
    finally:
        library.close()


def test_two_programs_write_to_one_file_and_no_row_is_lost(library: Library) -> None:
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    children = [
        context.Process(target=_write, args=(str(library.path), name, answers)) for name in ("Ana", "Bob")
    ]
    for child in children:
        child.start()
    assert [answers.get(timeout=100) for _child in children] == ["", ""]
    for child in children:
        child.join(30)
    ids = library.lists.ids(ListQuery("contacts"))
    titles = {row.title for row in library.lists.rows("contacts", ids, [])}
    assert titles == {f"{name} {n}" for name in ("Ana", "Bob") for n in range(RECORDS)}
    assert library.care.check() == []


def test_two_programs_that_edit_one_record_do_not_overwrite_each_other(library: Library) -> None:
    uid = library.save("contacts", {"surname": "Pop"}).uid
    other = Library.open(library.path)
    seen, seen_there = library.get(uid), other.get(uid)
    library.save("contacts", {"hobby": "a"}, uid, seen.version)
    try:
        other.save("contacts", {"hobby": "b"}, uid, seen_there.version)
    except ConflictError:
        pass
    else:
        raise AssertionError("the change of the other program was overwritten")
    assert other.get(uid).values["hobby"] == "a"
    other.close()


def test_what_two_programs_set_in_the_file_stays(library: Library) -> None:
    person = library.save("contacts", {"surname": "Pop"}).uid
    groups = [library.groups.add("contacts", name) for name in ("A", "B")]
    other = Library.open(library.path)
    for each in (library, other):
        each.sections.views()
        each.choices.options("grade")
    library.sections.rename("notes", "Caiet")
    other.sections.rename("tasks", "Sarcini")
    assert library.choices.add("grade", "D") == other.choices.add("grade", "D") == "d"
    assert other.choices.add("grade", "d*") != library.choices.add("grade", "d+")
    for group, each in zip(groups, (library, other), strict=True):
        each.groups.put(group, [person])
    other.close()
    again = Library.open(library.path)
    assert {"Caiet", "Sarcini"} <= {each.title for each in again.sections.views()}
    assert sorted(again.get(person).values["groups"]) == sorted(groups)
    assert again.care.check() == []
    again.close()


def test_readers_go_on_while_another_program_writes(library: Library) -> None:
    library.save("contacts", {"surname": "Pop"})
    other = Library.open(library.path)
    with library._database.write():
        started = time.monotonic()
        assert other.lists.counts()["contacts"] == 1
        assert [each.title for each in other.lists.find("pop")] == ["Pop"]
        assert time.monotonic() - started < 5
    other.close()


def test_a_program_that_cannot_wait_longer_says_who_is_in_the_way(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw_file, "BUSY_MS", 200)
    other = Library.open(library.path)
    with library._database.write(), pytest.raises(UserError, match="is being written by another program"):
        other.save("contacts", {"surname": "Pop"})
    other.save("contacts", {"surname": "Pop"})
    assert library.lists.counts()["contacts"] == 1
    other.close()


def test_many_threads_write_and_read_at_once(any_library: Library) -> None:
    problems: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for n in range(15):
                any_library.save("contacts", {"surname": f"{name} {n}"})
                any_library.lists.first_ids(ListQuery("contacts", name))
                any_library.lists.counts()
        except (UserError, SQLAlchemyError, AssertionError) as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(f"N{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert problems == []
    assert any_library.lists.counts()["contacts"] == 90
    assert any_library.care.check() == []


@pytest.mark.postgres
def test_two_programs_write_to_one_server_and_no_row_is_lost(server_library: Library, clock) -> None:
    from app.store.engine_server import ServerDatabase

    address = str(server_library._database.writer.url.render_as_string(hide_password=False))
    others = [Library.over(ServerDatabase.open(address), Path("x"), clock=clock) for _ in range(3)]
    problems: list[BaseException] = []

    def work(library: Library, name: str) -> None:
        try:
            for n in range(20):
                library.save("contacts", {"surname": f"{name} {n}"})
        except (UserError, SQLAlchemyError, AssertionError) as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(each, f"N{n}")) for n, each in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    for each in others:
        each.close()
    assert problems == []
    assert server_library.lists.counts()["contacts"] == 60
    assert server_library.care.check() == []
