"""The journal: undo keeps what others did since, a failed write leaves nothing, conflicts are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.errors import ConflictError, UserError
from app.core.progress import Cancelled, Progress
from app.services.library import Change, Library, RecordsChanged
from app.store.change import BATCH


def dump(library: Library) -> list[str]:
    return list(library.care.dump())


def import_pair(library: Library) -> tuple[str, str, str]:
    """A firm and its person, brought in together; uids of person, firm and operation."""
    person, firm = library.new_uid(), library.new_uid()
    changes = [
        Change("contacts", person, {"surname": "Pop", "organizations": [{"organization": firm}]}),
        Change("organizations", firm, {"name": "Alfa"}),
    ]
    return person, firm, library.write("import", changes, section="contacts").uid


def test_a_record_edited_since_stays_with_its_firm_and_is_named(any_library: Library) -> None:
    person, firm, operation = import_pair(any_library)
    any_library.save("contacts", {"hobby": "șah"}, person)
    undone = any_library.undo(operation)
    assert set(undone.kept) == {"Pop", "Alfa"}
    assert any_library.get(person).values["organizations"] == [{"organization": firm}]
    assert any_library.care.check() == []


def test_a_record_that_got_an_event_since_stays(any_library: Library) -> None:
    person, firm, operation = import_pair(any_library)
    event = any_library.save("events", {"contacts": [person], "subject": "x"}).uid
    undone = any_library.undo(operation)
    assert set(undone.kept) == {"Pop", "Alfa"}
    assert any_library.get(person).values["organizations"] == [{"organization": firm}]
    assert any_library.get(event).values["contacts"] == [person]


def test_a_firm_in_use_stays_and_its_imported_person_goes(any_library: Library) -> None:
    person, firm, operation = import_pair(any_library)
    any_library.save("tasks", {"name": "t", "organization": firm})
    assert any_library.undo(operation).kept == ["Alfa"]
    assert any_library.get(person) is None
    assert any_library.get(firm) is not None
    assert any_library.care.check() == []


def test_undoing_the_later_edit_first_lets_all_go(any_library: Library) -> None:
    before = dump(any_library)
    person, _firm, operation = import_pair(any_library)
    any_library.save("contacts", {"hobby": "șah"}, person)
    any_library.undo()
    assert any_library.undo(operation).kept == []
    assert dump(any_library) == before


@pytest.mark.parametrize("is_firm_first", [True, False])
@pytest.mark.parametrize("gap", [0, BATCH])
def test_an_import_that_updates_and_creates_is_undone_wholly(
    library: Library, is_firm_first: bool, gap: int
) -> None:
    person = library.save("contacts", {"surname": "Pop"}).uid
    before = dump(library)
    firm = library.new_uid()
    edit = Change("contacts", person, {"organizations": [{"organization": firm}]})
    make = Change("organizations", firm, {"name": "Alfa"})
    between = [Change("links", library.new_uid(), {"name": f"l{n}"}) for n in range(gap)]
    pair = [make, *between, edit] if is_firm_first else [edit, *between, make]
    operation = library.write("import", pair, section="contacts")
    assert library.get(person).values["organization"] == "Alfa"
    assert library.lists.find("alfa", sections=["contacts"])[0].uid == person
    assert library.care.check() == []
    after = dump(library)
    assert library.undo(operation.uid).kept == []
    assert dump(library) == before
    library.redo()
    assert dump(library) == after
    assert library.care.check() == []


def test_only_untouched_fields_get_their_old_values(any_library: Library) -> None:
    uid = any_library.save("contacts", {"surname": "Pop", "hobby": "a", "family": "x"}).uid
    edit = any_library.save("contacts", {"hobby": "b", "family": "y"}, uid).operation
    any_library.save("contacts", {"hobby": "c"}, uid)
    assert edit is not None
    assert any_library.undo(edit.uid).kept == ["Pop"]
    values = any_library.get(uid).values
    assert (values["hobby"], values["family"]) == ("c", "x")


def test_who_wrote_it_when_comes_back_too(any_library: Library, clock) -> None:
    uid = any_library.save("contacts", {"surname": "Pop"}).uid
    stamps = {
        key: value for key, value in any_library.get(uid).values.items() if key.endswith(("_at", "_by"))
    }
    clock.go(hours=1)
    any_library.save("contacts", {"surname": "Popa"}, uid)
    assert any_library.get(uid).values["updated_at"] != stamps["updated_at"]
    any_library.undo()
    now = any_library.get(uid).values
    assert {key: now[key] for key in stamps} == stamps


def test_an_edit_of_a_deleted_record_has_nothing_to_undo(any_library: Library) -> None:
    uid = any_library.save("contacts", {"surname": "Pop"}).uid
    edit = any_library.save("contacts", {"surname": "Popa"}, uid).operation
    any_library.delete([uid])
    any_library.undo(edit.uid)
    assert any_library.get(uid) is None


def test_a_deletion_gives_back_every_reference_when_undone(any_library: Library) -> None:
    person, firm, _operation = import_pair(any_library)
    any_library.save("organizations", {"head": person}, firm)
    note = any_library.save("notes", {"name": "n", "links": [firm, person]}).uid
    group = any_library.groups.add("contacts", "G")
    any_library.groups.put(group, [person])
    before = dump(any_library)
    any_library.delete([person, firm])
    assert any_library.get(note).values.get("links") is None
    assert any_library.care.check() == []
    any_library.undo()
    assert dump(any_library) == before


def test_a_reference_to_what_is_nowhere_leaves_no_trace(any_library: Library) -> None:
    uid = any_library.save("contacts", {"surname": "Pop"}).uid
    before = dump(any_library)
    gone = any_library.new_uid()
    any_library.save(
        "contacts",
        {"hobby": "x", "organizations": [{"organization": gone, "job_title": "y"}], "links": [gone]},
        uid,
    )
    assert any_library.get(uid).values["organizations"] == [{"job_title": "y"}]
    assert any_library.undo().kept == []
    assert dump(any_library) == before


def test_a_record_written_twice_in_one_operation_keeps_the_last(any_library: Library) -> None:
    before = dump(any_library)
    uid, firm = any_library.new_uid(), any_library.new_uid()
    any_library.write("import", [
        Change("contacts", uid, {"surname": "A", "organizations": [{"organization": firm}]}),
        Change("contacts", uid, {"surname": "B", "hobby": "x"}),
        Change("organizations", firm, {"name": "Alfa"}),
        Change("contacts", uid, {"given_name": "C"}),
    ])  # fmt: skip
    record = any_library.get(uid)
    assert (record.title, record.values["organization"], record.values["hobby"]) == ("C B", "Alfa", "x")
    assert any_library.care.check() == []
    after = dump(any_library)
    any_library.undo()
    assert dump(any_library) == before
    any_library.redo()
    assert dump(any_library) == after


def test_a_write_that_breaks_off_leaves_nothing(any_library: Library) -> None:
    any_library.save("contacts", {"surname": "Pop"})
    before, heard = dump(any_library), []
    operations = any_library.history.operations()
    any_library.subscribe(heard.append)

    def changes() -> Iterator[Change]:
        for n in range(BATCH + 10):
            yield Change("links", any_library.new_uid(), {"name": f"l{n}"})
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        any_library.write("import", changes())
    assert dump(any_library) == before
    assert any_library.history.operations() == operations
    assert heard == []
    assert any_library.lists.find("l1") == []
    assert any_library.care.check() == []
    any_library.save("contacts", {"surname": "Ion"})


def test_cancelling_leaves_nothing(any_library: Library) -> None:
    before = dump(any_library)
    progress = Progress(lambda done, _total, _text: progress.cancel() if done >= BATCH else None)
    changes = (Change("links", any_library.new_uid(), {"name": f"l{n}"}) for n in range(3 * BATCH))
    with pytest.raises(Cancelled):
        any_library.write("import", changes, progress=progress, total=3 * BATCH)
    assert dump(any_library) == before
    assert any_library.undoable() is None


def test_a_field_that_does_not_exist_is_a_bug_and_changes_nothing(any_library: Library) -> None:
    before = dump(any_library)
    with pytest.raises(KeyError):
        any_library.save("contacts", {"surname": "x", "no_such_field": 1})
    assert dump(any_library) == before


def test_a_change_made_in_between_is_told_and_nothing_is_lost(any_library: Library) -> None:
    uid = any_library.save("contacts", {"surname": "Pop"}).uid
    seen = any_library.get(uid)
    any_library.save("contacts", {"hobby": "a"}, uid, seen.version)
    with pytest.raises(ConflictError, match=r"Ana has changed “Pop” in between"):
        any_library.save("contacts", {"hobby": "b"}, uid, seen.version)
    assert any_library.get(uid).values["hobby"] == "a"
    any_library.delete([uid])
    with pytest.raises(ConflictError, match="deleted in between"):
        any_library.save("contacts", {"hobby": "b"}, uid, seen.version + 1)
    assert any_library.get(uid) is None


def test_nothing_typed_and_nothing_changed_write_no_operation(any_library: Library) -> None:
    with pytest.raises(UserError, match="nothing to save"):
        any_library.save("contacts", {"surname": "  ", "phones": []})
    uid = any_library.save("contacts", {"surname": "Pop"}).uid
    n = len(any_library.history.operations())
    assert any_library.save("contacts", {"surname": "Pop", "hobby": ""}, uid).operation is None
    assert any_library.delete(["gone"]).count == 0
    assert len(any_library.history.operations()) == n


def test_undo_and_redo_say_when_there_is_nothing(any_library: Library) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        any_library.undo()
    with pytest.raises(UserError, match="nothing to do again"):
        any_library.redo()
    with pytest.raises(UserError, match="There is no operation"):
        any_library.undo("abc")
    operation = any_library.save("contacts", {"surname": "Pop"}).operation
    undone = any_library.undo()
    for uid in (operation.uid, undone.operation.uid):
        with pytest.raises(UserError, match="not in force"):
            any_library.undo(uid)


def test_a_new_operation_ends_what_could_be_done_again(any_library: Library) -> None:
    any_library.save("contacts", {"surname": "Pop"})
    any_library.undo()
    assert any_library.redoable().describe() == "new: Pop"
    any_library.save("contacts", {"surname": "Ion"})
    assert any_library.redoable() is None


def test_undo_goes_on_after_the_file_was_closed(library: Library, clock) -> None:
    empty = dump(library)
    library.save("contacts", {"surname": "Pop"})
    library.save("notes", {"name": "n"})
    path = library.path
    library.close()
    again = Library.open(path, clock=clock)
    assert again.undoable().describe() == "new: n"
    again.undo()
    again.undo()
    assert dump(again) == empty
    again.redo()
    again.redo()
    assert {each.title for each in again.lists.recent()} == {"Pop", "n"}
    again.close()


def test_a_big_import_with_references_both_ways_goes_and_comes_back(any_library: Library) -> None:
    empty = dump(any_library)
    n = BATCH + 50
    firms = [any_library.new_uid() for _ in range(n // 10)]
    people = [any_library.new_uid() for _ in range(n)]
    changes = [
        Change(
            "contacts", uid, {"surname": f"P{i}", "organizations": [{"organization": firms[i % len(firms)]}]}
        )
        for i, uid in enumerate(people)
    ]
    changes += [
        Change("organizations", uid, {"name": f"F{i}", "head": people[i]}) for i, uid in enumerate(firms)
    ]
    operation = any_library.write("import", changes, section="contacts")
    assert operation.count == n
    assert any_library.get(people[7]).values["organization"] == "F7"
    full = dump(any_library)
    assert any_library.undo().kept == []
    assert dump(any_library) == empty
    any_library.redo()
    assert dump(any_library) == full
    any_library.delete(people)
    assert any_library.get(firms[3]).values.get("head") is None
    any_library.undo()
    assert dump(any_library) == full
    assert any_library.care.check() == []


def test_listeners_hear_what_changed_and_may_leave(any_library: Library) -> None:
    heard: list[RecordsChanged] = []
    stop = any_library.subscribe(heard.append)
    person, firm, _operation = import_pair(any_library)
    assert heard[-1].changed["contacts"] == {person}
    any_library.save("organizations", {"name": "Beta"}, firm)
    assert heard[-1].changed == {"organizations": {firm}, "contacts": {person}}
    stop()
    any_library.undo()
    assert len(heard) == 2


def test_the_history_of_a_record_tells_old_and_new_values(any_library: Library) -> None:
    person, _firm, _operation = import_pair(any_library)
    group = any_library.groups.add("contacts", "Prieteni")
    any_library.groups.put(group, [person])
    any_library.save("contacts", {"birthday": "1985-04-03", "grade": "a"}, person)
    any_library.save("contacts", {"birthday": None}, person)
    told = [
        (each.action, each.field_label, each.before, each.after) for each in any_library.history.of(person)
    ]
    assert told == [
        ("edit", "Birthday", "3 April 1985", ""),
        ("edit", "Birthday", "", "3 April 1985"),
        ("edit", "Grade", "", "A"),
        ("edit", "Groups", "", "Prieteni"),
        ("create", "", "", ""),
    ]
    assert [each.kind for each in any_library.history.operations()] == [
        "edit",
        "edit",
        "group",
        "group",
        "import",
    ]


def test_the_history_names_what_is_gone_by_now(any_library: Library) -> None:
    person, firm, _operation = import_pair(any_library)
    name = any_library.get(firm).title
    group = any_library.groups.add("contacts", "Prieteni")
    any_library.groups.put(group, [person])
    any_library.groups.remove(group)
    any_library.delete([firm])
    told = [(each.field_label, each.before, each.after) for each in any_library.history.of(person)]
    assert told[:3] == [("Organizations", name, ""), ("Groups", "Prieteni", ""), ("Groups", "", "Prieteni")]


def test_the_history_shows_what_changed_where_a_list_does_not(any_library: Library) -> None:
    uid = any_library.save("contacts", {"surname": "Pop", "phones": [{"type": "work", "value": "112"}]}).uid
    any_library.save("contacts", {"phones": [{"type": "mobile", "value": "112"}]}, uid)
    files = [any_library.files.keep_bytes("a.txt", data) for data in (b"1", b"2")]
    any_library.save("contacts", {"attachments": files[:1]}, uid)
    any_library.save("contacts", {"attachments": files[1:]}, uid)
    told = [(each.before, each.after) for each in any_library.history.of(uid) if each.action == "edit"]
    assert [before != after for before, after in told] == [True, True, True]
    assert ("Kind: Work, Number: 112", "Kind: Mobile, Number: 112") in told


def test_an_undo_never_hangs_groups_below_each_other(any_library: Library) -> None:
    first, second = (any_library.groups.add("contacts", name) for name in ("A", "B"))
    any_library.groups.move(first, second)
    up = any_library.groups.move(first, None)
    any_library.groups.move(second, first)
    with pytest.raises(UserError, match="would stand above itself"):
        any_library.undo(up.uid)
    assert [(node.title, node.parent) for node in any_library.groups.tree("contacts")] == [
        ("A", None),
        ("B", first),
    ]
    assert any_library.care.check() == []


def test_the_trash_gives_back_what_was_deleted(any_library: Library) -> None:
    person, firm, _operation = import_pair(any_library)
    any_library.delete([person])
    assert [(each.title, each.section) for each in any_library.history.trash()] == [("Pop", "contacts")]
    assert any_library.history.trash(text="nowhere") == []
    any_library.history.restore([person])
    assert any_library.get(person).values["organizations"] == [{"organization": firm}]
    assert any_library.history.trash() == []
    assert any_library.care.check() == []


def test_what_belongs_together_is_told_from_both_sides(any_library: Library) -> None:
    person, firm, _operation = import_pair(any_library)
    event = any_library.save(
        "events",
        {"contacts": [person], "subject": "Ofertă", "starts_at": "2026-11-24T10:00[Europe/Bucharest]"},
    ).uid
    note = any_library.save("notes", {"name": "n", "links": [person]}).uid
    assert {each.uid for each in any_library.around.of(person).related} == {event, note}
    assert {each.uid for each in any_library.around.of(note).related} == {person}
    assert {each.uid for each in any_library.around.of(firm).related} == {person}
    story = any_library.around.of(person).story
    assert [each.uid for each in story] == [event, note]
    assert story[0].is_planned
    assert any_library.around.of("gone").related == ()


def test_an_operation_of_which_only_what_followed_changed_something_is_kept(library: Library) -> None:
    uid = library.save("contacts", {"surname": "Rusu"}).uid
    before = list(library.care.dump())
    nothing, following = (Change("contacts", uid, {key: "Rusu"}) for key in ("surname", "hobby"))

    operation = library.write("edit", [nothing], section="contacts", following=[following])

    assert operation.count == 1
    library.undo(operation.uid)
    assert list(library.care.dump()) == before
