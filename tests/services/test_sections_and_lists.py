"""Icons of sections, presets, and value lists: order, and one value merged into another; on both engines."""

from __future__ import annotations

import pytest

from app.core.errors import UsageError, UserError
from app.core.paths import resource
from app.services import presets
from app.services.library import Change, Library
from app.services.presets import PRESETS
from app.services.sections import ICONS


def values(library: Library, uid: str) -> dict[str, object]:
    record = library.get(uid)
    assert record is not None
    return record.values


def test_a_section_wears_the_icon_it_was_given_until_that_is_undone(any_library: Library) -> None:
    any_library.sections.set_icon("notes", "gift")
    assert any_library.sections.icon_of("notes") == "gift"
    assert any_library.undo().operation.describe() == "undone: change of settings: Notes"
    assert any_library.sections.icon_of("notes") == "notebook-pen"
    with pytest.raises(UserError):
        any_library.sections.set_icon("notes", "../../passwd")


def test_every_icon_on_offer_ships_and_every_section_has_one_of_them(library: Library) -> None:
    assert all(resource("icons", f"{name}.svg").is_file() for name in ICONS)
    assert {each.icon for each in library.registry.sections} <= set(ICONS)


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_one_operation_and_undo_takes_all_of_it_back(any_library: Library, key: str) -> None:
    before = list(any_library.care.dump())
    presets.apply(any_library, key)
    chosen = PRESETS[key]
    views = {each.key: each for each in any_library.sections.views()}
    assert {each.key for each in views.values() if each.is_hidden} == set(chosen.hidden)
    assert {key: views[key].title for key in chosen.titles} == dict(chosen.titles)
    for each in chosen.fields:
        labels = [view.label for view in any_library.fields.views(each.section) if view.is_own]
        assert each.label in labels
    for list_key, labels in chosen.lists.items():
        assert set(labels) <= {each.label for each in any_library.choices.options(list_key)}
    assert any_library.care.check() == []
    if any_library.undoable() is not None:
        any_library.undo()
    assert any_library.undoable() is None
    assert [line for line in any_library.care.dump() if '"is_deleted": true' not in line] == before


def test_another_preset_takes_the_names_of_the_first_and_leaves_those_of_the_user(library: Library) -> None:
    presets.apply(library, "sales")
    library.sections.rename("notes", "Recipes")
    library.save("contacts", {"surname": "Rusu", "discount": 7.5})
    presets.apply(library, "home")
    assert library.sections.title_of("contacts") == "People"
    assert library.sections.title_of("organizations") == "Organizations"
    assert library.sections.title_of("notes") == "Recipes"
    presets.apply(library, "home")  # a second time makes no second field
    assert [each.label for each in library.fields.views("contacts") if each.is_own] == [
        "Stage", "Expected amount", "Discount", "Gift ideas", "Clothes and shoe sizes",
    ]  # fmt: skip
    presets.apply(library, "plain")
    assert not any(each.is_hidden for each in library.sections.views())


def test_an_unknown_preset_is_refused_with_those_there_are(library: Library) -> None:
    with pytest.raises(UsageError, match="sales"):
        presets.apply(library, "zoo")


def test_values_stand_in_the_order_they_are_put_in(any_library: Library) -> None:
    any_library.choices.move("grade", "c", 0)
    assert [each.key for each in any_library.choices.options("grade")] == ["c", "a", "b"]
    any_library.undo()
    assert [each.key for each in any_library.choices.options("grade")] == ["a", "b", "c"]


def test_a_value_in_use_is_merged_everywhere_and_undo_brings_it_back(any_library: Library) -> None:
    library = any_library
    library.fields.add("tasks", "Languages spoken", "choices", options={"list": "language"})
    person = library.save("contacts", {"surname": "Rusu", "languages": ["ro", "en", "ru"]}).uid
    other = library.save("contacts", {"surname": "Albu", "languages": ["en"]}).uid
    task = library.save("tasks", {"name": "Call", "languages_spoken": ["en", "de"]}).uid
    before = list(library.care.dump())
    assert library.choices.uses("language", "en") == 3
    operation = library.choices.merge("language", "en", "ro")
    assert operation.describe() == "change of a value list: English"
    assert values(library, person)["languages"] == ["ro", "ru"]
    assert values(library, other)["languages"] == ["ro"]
    assert values(library, task)["languages_spoken"] == ["ro", "de"]
    assert "en" not in [each.key for each in library.choices.options("language")]
    assert library.choices.uses("language", "en") == 0
    assert library.undo().kept == []
    assert list(library.care.dump()) == before
    assert library.care.check() == []


def test_a_kind_of_phone_is_merged_in_the_rows(any_library: Library) -> None:
    phones = [{"type": "mobile", "value": "0721234567"}, {"type": "fax", "value": "0211234567"}]
    uid = any_library.save("contacts", {"surname": "Rusu", "phones": phones}).uid
    any_library.choices.merge("phone_type", "fax", "work")
    found = values(any_library, uid)["phones"]
    assert [each["type"] for each in found] == ["mobile", "work"]  # type: ignore[index,attr-defined]


def test_results_follow_the_event_type_that_is_merged(any_library: Library) -> None:
    library = any_library
    same = library.choices.add("event_result", "delivered", belongs_to="email")
    event = library.save("events", {"subject": "Offer", "type": "email", "result": same}).uid
    other = library.save("events", {"subject": "Note", "type": "email", "result": "email.answered"}).uid
    before = list(library.care.dump())
    library.choices.merge("event_type", "email", "letter")
    for uid, result in ((event, "letter.delivered"), (other, "email.answered")):
        assert (values(library, uid)["type"], values(library, uid)["result"]) == ("letter", result)
    belongs = {each.key: each.belongs_to for each in library.choices.options("event_result")}
    assert belongs["email.answered"] == "letter"
    assert same not in belongs
    assert "email" not in belongs.values()
    library.undo()
    assert list(library.care.dump()) == before


def test_a_field_that_began_with_the_merged_value_begins_with_the_other(any_library: Library) -> None:
    any_library.choices.merge("event_type", "call", "meeting")
    uid = any_library.save("events", {"subject": "New"}).uid
    assert values(any_library, uid)["type"] == "meeting"


def test_the_values_of_an_own_list_merge_too(any_library: Library) -> None:
    any_library.fields.add("contacts", "Price list", "choice", ["Retail", "Wholesale"])
    uid = any_library.save("contacts", {"surname": "Rusu", "price_list": "retail"}).uid
    any_library.choices.merge("contacts.price_list", "retail", "wholesale")
    assert values(any_library, uid)["price_list"] == "wholesale"


def test_what_means_something_to_the_program_stays(library: Library) -> None:
    with pytest.raises(UserError, match="mean something"):
        library.choices.merge("task_state", "open", "done")
    with pytest.raises(UserError, match="cannot be merged"):
        library.choices.merge("event_result", "call.reached", "meeting.held")
    assert [each.key for each in library.choices.merge_targets("event_result", "meeting.held")] == [
        "meeting.moved"
    ]


def test_a_merged_value_is_not_brought_back_by_its_old_name(library: Library) -> None:
    library.choices.merge("source", "fair", "web")
    key = library.choices.add("source", "fair")
    assert [each.label for each in library.choices.options("source") if each.key == key] == ["fair"]


def test_a_merge_is_undone_though_a_value_of_the_same_name_was_made_since(any_library: Library) -> None:
    merged = any_library.choices.merge("source", "fair", "web")
    any_library.choices.add("source", "fair")
    any_library.undo(merged.uid)
    labels = [each.label for each in any_library.choices.options("source")]
    assert labels.count("fair") == 2


def test_records_edited_after_a_merge_keep_their_value_when_it_is_undone(library: Library) -> None:
    uids = [library.new_uid() for _ in range(3)]
    library.write("import", [Change("contacts", uid, {"surname": "P", "source": "fair"}) for uid in uids])
    merged = library.choices.merge("source", "fair", "web")
    library.save("contacts", {"source": "advertising"}, uids[0])
    library.undo(merged.uid)
    assert [values(library, uid)["source"] for uid in uids] == ["advertising", "fair", "fair"]
