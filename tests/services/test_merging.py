"""Merging: one record keeps all of two, as one operation; its undo is the un-merge, also weeks later."""

from __future__ import annotations

import pytest

from app.core.errors import ConflictError, UserError
from app.services.library import Library


@pytest.fixture
def two(any_library: Library) -> tuple[str, str]:
    """Ana twice, each with something of her own and with others who know her."""
    save = any_library.save
    group = any_library.groups.add("contacts", "Clients")
    firm = save("organizations", {"name": "Delta"}).uid
    one = save("contacts", {
        "surname": "Popescu", "given_name": "Ana", "phones": [{"type": "mobile", "value": "0721 234 567"}],
        "tags": ["a"], "hobby": "tennis", "notes": "first", "languages": ["ro"],
        "addresses": [{"type": "residence", "city": "Iași", "street": "Unirii 1"}],
    }).uid  # fmt: skip
    other = save("contacts", {
        "surname": "Popesku", "given_name": "Ana", "phones": [{"value": "+40721234567", "label": "private"},
                                                              {"value": "0232 111 222"}],
        "emails": [{"value": "ana@example.ro"}], "tags": ["b", "a"], "groups": [group], "notes": "second",
        "languages": ["ru"], "birthday": "1985-03-14", "organizations": [{"organization": firm}],
        "links": [one], "addresses": [{"type": "residence", "city": "Iași", "street": "Copou 2"}],
        "attachments": [any_library.files.keep_bytes("cv.txt", b"hello")],
    }).uid  # fmt: skip
    save("events", {"subject": "Call", "contacts": [other], "starts_at": "2026-12-01T10:00[Europe/Bucharest]",
                    "type": "call", "state": "planned"})  # fmt: skip
    save("tasks", {"name": "Ship", "contact": other})
    save("organizations", {"head": other}, firm)
    save("contacts", {"surname": "Rusu", "links": [one, other]})
    return one, other


def test_the_one_record_has_all_of_both_and_everything_points_to_it(
    any_library: Library, two: tuple[str, str]
) -> None:
    one, other = two
    plan = any_library.merging.plan(one, other)
    defaults = {each.field.key: each.default for each in plan.differences}
    assert defaults == {"surname": "survivor", "notes": "both"}
    expected = any_library.merging.result(plan, {"surname": "other"})
    operation = any_library.merging.merge(plan, {"surname": "other"})
    assert operation.describe() == "merging of 2 contacts (Ana Popesku)"
    assert any_library.get(other) is None
    record = any_library.get(one)
    stored = {key: record.values[key] for key in expected}
    assert stored == expected
    assert record.values["surname"] == "Popesku"
    assert record.values["phones"] == [
        {"type": "mobile", "value": "0721 234 567", "label": "private"}, {"value": "0232 111 222"},
    ]  # fmt: skip
    assert record.values["emails"] == [{"value": "ana@example.ro"}]
    assert [each["street"] for each in record.values["addresses"]] == ["Unirii 1", "Copou 2"]
    assert (record.values["tags"], record.values["languages"]) == (["a", "b"], ["ro", "ru"])
    assert (record.values["hobby"], record.values["birthday"]) == ("tennis", "1985-03-14")
    assert record.values["notes"] == "first\n\nsecond"
    assert [each["name"] for each in record.values["attachments"]] == ["cv.txt"]
    assert len(record.values["groups"]) == 1
    assert "links" not in record.values  # not to itself
    pointing = {
        (each.section, key)
        for each in all_records(any_library)
        for key, value in each.values.items()
        if key in {"contacts", "contact", "head", "links"} and value in (one, [one])
    }
    assert pointing == {("events", "contacts"), ("tasks", "contact"), ("organizations", "head"),
                        ("contacts", "links")}  # fmt: skip
    assert record.values["organization"] == "Delta"
    assert any_library.care.check() == []


def all_records(library: Library) -> list[object]:
    from app.services.lists import ListQuery

    keys = [section.key for section in library.registry.sections]
    ids = [each for key in keys for each in library.lists.ids(ListQuery(key))]
    return list(library.get_many(library.lists.uids_of(ids)).values())


def test_unmerging_gives_back_both_with_all_that_pointed_to_them(
    any_library: Library, two: tuple[str, str]
) -> None:
    before = list(any_library.care.dump())
    any_library.merging.merge(any_library.merging.plan(*two), {})
    merged = list(any_library.care.dump())
    assert any_library.undo().kept == []
    assert list(any_library.care.dump()) == before
    assert any_library.care.check() == []
    any_library.redo()
    assert list(any_library.care.dump()) == merged


def test_unmerging_weeks_later_keeps_what_was_edited_since_and_names_it(
    any_library: Library, two: tuple[str, str]
) -> None:
    one, other = two
    operation = any_library.merging.merge(any_library.merging.plan(one, other), {"surname": "other"})
    any_library.save("contacts", {"hobby": "chess", "birthday": "1985-03-15"}, one)
    undone = any_library.undo(operation.uid)
    assert undone.kept == ["Ana Popesku"]
    record = any_library.get(one)
    assert (record.values["hobby"], record.values["birthday"]) == ("chess", "1985-03-15")
    assert (record.values["surname"], record.values["notes"]) == ("Popescu", "first")
    assert any_library.get(other).values["birthday"] == "1985-03-14"
    assert any_library.care.check() == []


def test_a_record_changed_in_between_is_not_merged(any_library: Library, two: tuple[str, str]) -> None:
    plan = any_library.merging.plan(*two)
    for uid in two:
        any_library.save("contacts", {"hobby": f"new {uid}"}, uid)
        before = list(any_library.care.dump())
        with pytest.raises(ConflictError, match="in between"):
            any_library.merging.merge(plan, {})
        assert list(any_library.care.dump()) == before
        any_library.undo()


def test_an_address_that_says_less_is_no_address_of_its_own(library: Library) -> None:
    whole = {"type": "residence", "city": "Iași", "street": "Unirii 1"}
    one = library.save("contacts", {"surname": "A", "addresses": [whole]}).uid
    other = library.save("contacts", {"surname": "A", "addresses": [
        {"city": "IASI"}, {"type": "residence", "city": "Iași", "street": "Copou 2"}]}).uid  # fmt: skip
    for survivor, gone in ((one, other), (other, one)):
        values = library.merging.result(library.merging.plan(survivor, gone), {})
        assert sorted(each.get("street") for each in values["addresses"]) == ["Copou 2", "Unirii 1"]


def test_only_two_records_of_one_section_are_merged(library: Library) -> None:
    one = library.save("contacts", {"surname": "A"}).uid
    firm = library.save("organizations", {"name": "B"}).uid
    for other in (one, firm, "0" * 32):
        with pytest.raises(UserError, match="two records of one section"):
            library.merging.plan(one, other)


def test_a_task_never_comes_to_stand_below_itself(any_library: Library) -> None:
    top = any_library.save("tasks", {"name": "top"}).uid
    upper = any_library.save("tasks", {"name": "double", "parent": top}).uid
    middle = any_library.save("tasks", {"name": "middle", "parent": upper}).uid
    lower = any_library.save("tasks", {"name": "double", "parent": middle}).uid
    before = list(any_library.care.dump())
    for survivor, other, parent in ((lower, upper, top), (upper, lower, top)):
        any_library.merging.merge(any_library.merging.plan(survivor, other), {"parent": "other"})
        assert any_library.get(survivor).values.get("parent") == parent
        assert any_library.get(middle).values["parent"] == survivor
        assert any_library.care.check() == []
        any_library.undo()
        assert list(any_library.care.dump()) == before
