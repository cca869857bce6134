"""Own fields in the store: columns, search, order, undo, another kind - on both engines."""

from __future__ import annotations

import pytest

from app.core.errors import UserError
from app.services.library import Library
from app.services.lists import ListQuery


def dump(library: Library) -> list[str]:
    return list(library.care.dump())


def titles(library: Library, query: ListQuery) -> list[str]:
    return [row.title for row in library.lists.rows(query.section, library.lists.ids(query), [])]


def people(library: Library, **values: object) -> dict[str, str]:
    return {
        name: library.save("contacts", {"surname": name, "discount": value}).uid
        for name, value in values.items()
    }


def test_a_new_field_takes_values_and_is_read_back(any_library: Library) -> None:
    assert any_library.fields.add("contacts", "Discount", "number", options={"suffix": " %"}) == "discount"
    uid = people(any_library, Popescu=7.5)["Popescu"]
    record = any_library.get(uid)
    assert record is not None
    assert record.values["discount"] == 7.5
    query = ListQuery("contacts")
    [row] = any_library.lists.rows("contacts", any_library.lists.ids(query), ["discount"])
    assert row.cells == ("7.5 %",)
    assert any_library.care.check() == []


def test_a_list_is_sorted_by_a_number_as_numbers_are_and_by_a_text_as_words_are(any_library: Library) -> None:
    any_library.fields.add("contacts", "Discount", "number")
    people(any_library, A=10, B=9, C=None, D=-1)
    assert titles(any_library, ListQuery("contacts", sort="discount")) == ["D", "B", "A", "C"]
    any_library.fields.add("contacts", "Nickname", "text")
    for name, nick in (("A", "Țăran"), ("B", "șef"), ("D", "Zăpadă")):
        uid = any_library.lists.uids_of(any_library.lists.ids(ListQuery("contacts", name)))[0]
        any_library.save("contacts", {"nickname": nick}, uid)
    assert titles(any_library, ListQuery("contacts", sort="nickname")) == ["B", "A", "D", "C"]


def test_a_value_is_found_and_no_longer_when_its_field_is_deleted(any_library: Library) -> None:
    any_library.fields.add("contacts", "Nickname")
    any_library.save("contacts", {"surname": "Popescu", "nickname": "Ștrengarul"})
    assert titles(any_library, ListQuery("contacts", "streng")) == ["Popescu"]
    any_library.fields.delete("contacts", "nickname")
    assert titles(any_library, ListQuery("contacts", "streng")) == []
    assert "nickname" not in any_library.registry.section("contacts").list_fields
    any_library.undo()
    assert titles(any_library, ListQuery("contacts", "streng")) == ["Popescu"]
    assert any_library.care.check() == []


def test_undo_of_everything_leaves_what_was_there(any_library: Library) -> None:
    people_before = any_library.save("contacts", {"surname": "Popescu"}).uid
    before = dump(any_library)
    any_library.fields.add("contacts", "Discount", "number")
    any_library.save("contacts", {"discount": 5}, people_before)
    any_library.fields.change("contacts", "discount", label="Rebate", is_required=True)
    any_library.fields.change("contacts", "hobby", label="Pastime", is_hidden=True)
    any_library.fields.move("contacts", "discount", 0)
    any_library.fields.change_kind("contacts", "discount", "text")
    any_library.fields.delete("contacts", "discount")
    while any_library.undoable() is not None and dump(any_library) != before:
        any_library.undo()
    assert dump(any_library) == before
    assert any_library.care.check() == []
    while any_library.redoable() is not None:
        any_library.redo()
    assert any_library.registry.section("contacts").by_key["hobby"].is_hidden
    assert any_library.care.check() == []


def test_what_was_typed_into_a_deleted_field_comes_back_with_its_record(any_library: Library) -> None:
    any_library.fields.add("contacts", "Nickname")
    uid = any_library.save("contacts", {"surname": "Popescu", "nickname": "Puiu"}).uid
    deleted = any_library.delete([uid])
    gone = any_library.fields.delete("contacts", "nickname")
    any_library.undo(deleted.uid)
    any_library.undo(gone.uid)
    record = any_library.get(uid)
    assert record is not None
    assert record.values["nickname"] == "Puiu"
    assert any_library.care.check() == []


def test_a_key_made_of_any_alphabet_is_stable_when_the_label_changes(any_library: Library) -> None:
    assert any_library.fields.add("contacts", "Скидка клиента") == "skidka_klienta"
    any_library.fields.change("contacts", "skidka_klienta", label="Rabat")
    assert any_library.registry.section("contacts").by_key["skidka_klienta"].label == "Rabat"
    assert any_library.fields.add("contacts", "Скидка клиента") == "skidka_klienta_2"[:16]
    with pytest.raises(UserError, match="already"):
        any_library.fields.add("contacts", "rabat")


def test_a_new_kind_carries_over_what_fits_and_names_what_does_not(any_library: Library) -> None:
    any_library.fields.add("contacts", "Discount")
    people(any_library, A="7", B="7,5 ", C="a lot")
    before = dump(any_library)
    preview = any_library.fields.preview_kind("contacts", "discount", "number")
    assert (preview.count, [(each.title, each.value) for each in preview.misfits]) == (3, [("C", "a lot")])
    assert dump(any_library) == before
    any_library.fields.change_kind("contacts", "discount", "number")
    assert titles(any_library, ListQuery("contacts", sort="discount")) == ["A", "B", "C"]
    assert titles(any_library, ListQuery("contacts", "a lot")) == []
    assert any_library.care.check() == []
    any_library.undo()
    assert dump(any_library) == before
    assert titles(any_library, ListQuery("contacts", "a lot")) == ["C"]
    assert any_library.care.check() == []


def test_what_a_kind_left_aside_goes_and_comes_with_its_record(any_library: Library) -> None:
    any_library.fields.add("contacts", "Discount")
    uids = people(any_library, A="7", C="a lot")
    before = dump(any_library)
    any_library.fields.change_kind("contacts", "discount", "number")
    any_library.delete(list(uids.values()))
    any_library.undo()
    any_library.undo()
    assert dump(any_library) == before
    assert any_library.care.check() == []
    deleted = any_library.delete([uids["C"]])
    any_library.fields.change_kind("contacts", "discount", "number")
    any_library.undo(deleted.uid)  # what the field cannot hold any more is left out
    record = any_library.get(uids["C"])
    assert record is not None
    assert "discount" not in record.values
    assert any_library.care.check() == []


def test_texts_become_the_values_of_a_list(any_library: Library) -> None:
    any_library.fields.add("contacts", "Price list")
    key = "price_list"
    for name, text in (("A", "Wholesale"), ("B", "retail"), ("C", "Retail"), ("D", "wholesale")):
        any_library.save("contacts", {"surname": name, key: text})
    before = dump(any_library)
    any_library.fields.change_kind("contacts", key, "choice")
    assert [label for _key, label in any_library.choices.pairs(f"contacts.{key}")] == ["Wholesale", "retail"]
    rows = any_library.lists.rows("contacts", any_library.lists.ids(ListQuery("contacts")), [key])
    assert [row.cells[0] for row in rows] == ["Wholesale", "retail", "retail", "Wholesale"]
    any_library.undo()
    assert dump(any_library) == before


def test_a_reference_shows_the_title_of_its_record_and_follows_it(any_library: Library) -> None:
    any_library.fields.add("contacts", "Agent", "reference", options={"section": "contacts"})
    agent = any_library.save("contacts", {"surname": "Șerban"}).uid
    uid = any_library.save("contacts", {"surname": "Albu", "agent": agent}).uid
    ids = any_library.lists.ids(ListQuery("contacts", sort="agent_title"))
    rows = any_library.lists.rows("contacts", ids, ["agent_title"])
    assert [row.cells for row in rows] == [("Șerban",), ("",)]
    any_library.save("contacts", {"surname": "Botnaru"}, agent)
    assert sorted(titles(any_library, ListQuery("contacts", "botnaru"))) == ["Albu", "Botnaru"]
    any_library.delete([agent])
    record = any_library.get(uid)
    assert record is not None
    assert "agent" not in record.values
    any_library.undo()
    record = any_library.get(uid)
    assert record is not None
    assert record.values["agent"] == agent
    assert any_library.care.check() == []


def test_declared_fields_are_renamed_hidden_and_put_elsewhere_but_not_deleted(any_library: Library) -> None:
    any_library.fields.change("contacts", "hobby", label="Pastime", is_hidden=True, group="work")
    field = any_library.registry.section("contacts").by_key["hobby"]
    assert (field.label, field.is_hidden, field.group) == ("Pastime", True, "work")
    assert "hobby" not in any_library.registry.section("contacts").list_fields
    any_library.fields.change("contacts", "hobby", label="")
    assert any_library.registry.section("contacts").by_key["hobby"].label == "Hobby"
    with pytest.raises(UserError, match="belongs to the program"):
        any_library.fields.delete("contacts", "hobby")


def test_another_program_on_the_same_file_sees_the_field(library: Library) -> None:
    other = Library.open(library.path)
    try:
        library.fields.add("contacts", "Discount", "number")
        other.save("notes", {"name": "anything"})
        saved = other.save("contacts", {"surname": "Popescu", "discount": 3})
        record = library.get(saved.uid)
        assert record is not None
        assert record.values["discount"] == 3
    finally:
        other.close()


def test_a_record_deleted_after_a_change_of_kind_keeps_what_the_undo_of_that_shows_again(
    any_library: Library,
) -> None:
    any_library.fields.add("contacts", "Nickname")
    uid = any_library.save("contacts", {"surname": "Popescu", "nickname": "no number"}).uid
    before = dump(any_library)
    any_library.fields.change_kind("contacts", "nickname", "number")
    any_library.delete([uid])
    any_library.undo()
    any_library.undo()
    assert dump(any_library) == before
    any_library.fields.change_kind("contacts", "nickname", "number")
    any_library.delete([uid])
    any_library.history.restore([uid])
    for _turn in range(3):
        any_library.undo()
    assert dump(any_library) == before
    assert any_library.care.check() == []
