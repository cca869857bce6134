"""History: filters, what an undo will keep and reverse, a field or a record brought back; both engines."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlalchemy import insert

from app.core.errors import UserError
from app.models.tables import METADATA
from app.services.history import Only
from app.services.library import Change, Identity, Library
from tests.conftest import StandingClock


def values(library: Library, uid: str) -> dict[str, object]:
    record = library.get(uid)
    assert record is not None
    return record.values


def told(library: Library, only: Only) -> list[str]:
    return [each.describe() for each in library.history.operations(only=only)]


def test_the_journal_is_narrowed_by_person_section_day_and_words(
    any_library: Library, clock: StandingClock
) -> None:
    library = any_library
    person = library.save("contacts", {"surname": "Șerban"}).uid
    clock.go(days=1)
    library.identity = Identity("Maria", "RO", "en", "Europe/Bucharest")
    task = library.save("tasks", {"name": "Call Rusu"}).uid
    library.delete([person, task])
    assert library.history.people() == ["Ana", "Maria"]
    assert told(library, Only(by="Ana")) == ["new: Șerban"]
    assert told(library, Only(section="tasks")) == ["deletion of 2 records", "new: Call Rusu"]
    assert told(library, Only(day=date(2026, 11, 23))) == ["new: Șerban"]
    assert told(library, Only(text="SERBAN")) == ["new: Șerban"]
    assert told(library, Only(by="Maria", text="rusu")) == ["new: Call Rusu"]
    assert [each.title for each in library.history.trash(only=Only(section="contacts"))] == ["Șerban"]
    assert [each.title for each in library.history.trash(only=Only(by="Ana"))] == []
    assert [each.title for each in library.history.trash(text="rusu")] == ["Call Rusu"]


def test_the_preview_of_an_undo_says_what_the_undo_then_does(any_library: Library) -> None:
    library = any_library
    uids = [library.new_uid() for _ in range(5)]
    firm = library.new_uid()
    made = [Change("contacts", uid, {"surname": f"P{n}"}) for n, uid in enumerate(uids)]
    library.write("import", [*made, Change("organizations", firm, {"name": "Alfa"})], section="contacts")
    mass = library.write(
        "mass_edit",
        [Change("contacts", uid, {"hobby": "b", "organizations": [{"organization": firm}]}) for uid in uids],
        section="contacts",
    )
    library.save("contacts", {"hobby": "c"}, uids[2])
    library.save("contacts", {"surname": "P1b"}, uids[1])
    before = list(library.care.dump())
    preview = library.preview_undo(mass.uid)
    assert list(library.care.dump()) == before
    assert (preview.reversed, preview.kept) == (5, ("P2",))
    assert library.undo(mass.uid).kept == ["P2"]


def test_the_preview_of_an_import_names_the_records_that_stay(any_library: Library) -> None:
    library = any_library
    known = library.save("contacts", {"surname": "Known"}).uid
    person, firm, other = (library.new_uid() for _ in range(3))
    imported = library.write(
        "import",
        [
            Change("organizations", firm, {"name": "Alfa"}),
            Change("contacts", person, {"surname": "Pop"}),
            Change("contacts", other, {"surname": "Rusu"}),
            Change("contacts", known, {"organizations": [{"organization": firm}]}),
        ],
        section="contacts",
    )
    library.save("contacts", {"hobby": "chess"}, person)
    preview = library.preview_undo(imported.uid)
    assert (preview.reversed, preview.kept) == (3, ("Pop",))  # Known lets go of Alfa, which may then go
    assert library.undo(imported.uid).kept == list(preview.kept)
    assert library.get(firm) is None


def test_what_cannot_be_undone_has_no_preview(library: Library) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        library.preview_undo()
    uid = library.save("contacts", {"surname": "Pop"}).operation
    assert uid is not None
    library.undo(uid.uid)
    with pytest.raises(UserError, match="not in force"):
        library.preview_undo(uid.uid)


def test_an_operation_tells_what_it_changed(any_library: Library) -> None:
    library = any_library
    uid = library.save("contacts", {"surname": "Pop", "grade": "a"}).uid
    edit = library.save("contacts", {"grade": "b", "hobby": "chess"}, uid).operation
    assert edit is not None
    [change] = library.history.changes.of_operation(edit.uid)
    assert (change.title, change.action, change.is_there) == ("Pop", "edit", True)
    assert {(each.label, each.before, each.after) for each in change.fields} == {
        ("Grade", "A", "B"),
        ("Hobby", "", "chess"),
    }
    library.delete([uid])
    newest = library.history.changes.of_record(uid)[0]
    assert (newest.title, newest.action, newest.is_there) == ("Pop", "delete", False)
    assert ("Hobby", "chess", "") in {(each.label, each.before, each.after) for each in newest.fields}


def test_the_changes_of_a_large_operation_come_in_pages(library: Library) -> None:
    made = [Change("contacts", library.new_uid(), {"surname": f"P{n}"}) for n in range(25)]
    operation = library.write("import", made, section="contacts")
    first = library.history.changes.of_operation(operation.uid, 20)
    rest = library.history.changes.of_operation(operation.uid, 20, first[-1].position)
    assert [each.title for each in (*first, *rest)] == [f"P{n}" for n in range(25)]


def test_one_field_gets_an_older_value_back(any_library: Library) -> None:
    library = any_library
    uid = library.save("contacts", {"surname": "Pop", "hobby": "chess", "grade": "a"}).uid
    edit = library.save("contacts", {"hobby": "golf", "grade": "b"}, uid).operation
    library.save("contacts", {"hobby": "tennis"}, uid)
    assert edit is not None
    done = library.history.changes.restore_fields(edit.uid, uid, ["hobby"])
    assert done.describe() == "restoring of Pop"
    assert (values(library, uid)["hobby"], values(library, uid)["grade"]) == ("chess", "b")
    library.undo()
    assert values(library, uid)["hobby"] == "tennis"
    library.history.changes.restore_fields(edit.uid, uid)
    assert (values(library, uid)["hobby"], values(library, uid)["grade"]) == ("chess", "a")


def test_one_record_becomes_what_it_was_whatever_was_done_since(any_library: Library) -> None:
    library = any_library
    uid = library.save("contacts", {"surname": "Pop", "hobby": "chess"}).uid
    edit = library.save("contacts", {"surname": "Popa"}, uid).operation
    library.save("contacts", {"hobby": None, "grade": "b", "phones": [{"value": "0721234567"}]}, uid)
    assert edit is not None
    library.history.changes.restore_record(edit.uid, uid)
    found = values(library, uid)
    assert (found["surname"], found["hobby"]) == ("Pop", "chess")
    assert not {"grade", "phones"} & found.keys()
    library.undo()
    library.delete([uid])
    library.history.changes.restore_record(edit.uid, uid)
    assert values(library, uid)["surname"] == "Pop"
    assert library.care.check() == []


def test_there_is_nothing_before_the_making_of_a_record(library: Library) -> None:
    made = library.save("contacts", {"surname": "Pop"})
    assert made.operation is not None
    with pytest.raises(UserError, match="no such record"):
        library.history.changes.restore_record(made.operation.uid, made.uid)
    with pytest.raises(UserError, match="nothing to restore"):
        library.history.changes.restore_fields(made.operation.uid, made.uid)


def test_an_old_value_of_another_kind_is_refused_in_words(library: Library) -> None:
    library.fields.add("contacts", "Discount")
    uid = library.save("contacts", {"surname": "Pop", "discount": "a lot"}).uid
    edit = library.save("contacts", {"discount": "7"}, uid).operation
    library.fields.change_kind("contacts", "discount", "number")
    assert edit is not None
    with pytest.raises(UserError, match="another kind"):
        library.history.changes.restore_fields(edit.uid, uid, ["discount"])


def test_a_hundred_thousand_operations_are_paged_and_searched(library: Library) -> None:
    library.save("contacts", {"surname": "Needle"})
    rows = [
        {"uid": f"{n:032x}", "kind": "edit", "section": "contacts", "title": f"Person {n}", "count": 1,
         "at": "2026-11-23T09:00:00.000Z", "by": "Ion", "is_undone": False}
        for n in range(100_000)
    ]  # fmt: skip
    with library._database.write() as connection:
        connection.execute(insert(METADATA.tables["operation"]), rows)
    began = time.perf_counter()
    first = library.history.operations(60)
    library.history.operations(60, first[-1].id, Only(by="Ion"))
    assert time.perf_counter() - began < 1
    assert [each.title for each in library.history.operations(60, only=Only(text="needle"))] == ["Needle"]


def test_the_history_of_what_repeats_tells_no_inner_keys(library: Library) -> None:
    uid = library.save("tasks", {"name": "Pay rent", "due": "2026-11-23", "repeats": "FREQ=WEEKLY"}).uid
    operation = library.save("tasks", {"state": "done"}, uid).operation
    assert operation is not None
    assert values(library, uid)["series"]
    labels = [each.field_label for each in library.history.of(uid)]
    assert "State" in labels
    assert "Series" not in labels
    [changed] = [each for each in library.history.changes.of_operation(operation.uid) if each.uid == uid]
    assert "State" in [each.label for each in changed.fields]
    assert "Series" not in [each.label for each in changed.fields]
