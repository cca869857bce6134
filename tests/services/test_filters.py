"""Saved filters: kept in the file, counted, undone; what they say in words."""

from __future__ import annotations

import json

import pytest

from app.blueprint.conditions import Condition, Conditions, from_json, offered
from app.core.errors import UserError
from app.core.texts import use_language
from app.services.library import Library
from app.services.lists import ListQuery

CITY = Conditions((Condition("city", "not_empty"),))


def names(library: Library) -> list[str]:
    return [each.name for each in library.filters.of("contacts")]


def contact(library: Library, surname: str, city: str | None = None) -> str:
    addresses = [{"city": city}] if city else None
    return library.save("contacts", {"surname": surname, "addresses": addresses}).uid


def test_a_filter_keeps_all_that_the_list_was_asked_for(any_library: Library) -> None:
    group = any_library.groups.add("contacts", "Sales")
    query = ListQuery("contacts", "ana", group, "red", "vip", CITY, "city", True)
    uid = any_library.filters.add(" Key clients ", query)
    [found] = any_library.filters.of("contacts")
    assert (found.uid, found.name, found.query) == (uid, "Key clients", query)
    assert any_library.filters.of("organizations") == []
    assert any_library.care.check() == []


def test_counts_follow_what_is_written(any_library: Library) -> None:
    uid = any_library.filters.add("With a city", ListQuery("contacts", conditions=CITY))
    assert any_library.filters.counts("contacts")[uid].text == "0"
    contact(any_library, "Pop", "Cluj")
    contact(any_library, "Ene")
    assert any_library.filters.counts("contacts")[uid].text == "1"


def test_every_change_of_a_filter_is_undone_and_done_again(any_library: Library) -> None:
    filters = any_library.filters
    first = filters.add("One", ListQuery("contacts", conditions=CITY))
    filters.add("Two", ListQuery("contacts"))
    before = list(any_library.care.dump())
    filters.rename(first, "Uno")
    filters.change(first, ListQuery("contacts", flag="red"))
    filters.move(first, 5)
    filters.remove(first)
    assert names(any_library) == ["Two"]
    assert any_library.undo().operation.describe() == "undone: change of saved filters: Uno"
    assert names(any_library) == ["Two", "Uno"]
    for _turn in range(3):
        any_library.undo()
    assert names(any_library) == ["One", "Two"]
    assert list(any_library.care.dump()) == before
    any_library.redo()
    assert names(any_library) == ["Uno", "Two"]


def test_a_filter_whose_group_or_field_is_gone_finds_nothing_instead_of_everything(library: Library) -> None:
    contact(library, "Pop")
    group = library.groups.add("contacts", "Sales")
    field = library.fields.add("contacts", "Discount", "number")
    by_group = library.filters.add("G", ListQuery("contacts", group=group))
    inner = Conditions((Condition("groups", "in_group", group),))
    in_tree = library.filters.add("T", ListQuery("contacts", conditions=inner))
    by_field = library.filters.add(
        "F", ListQuery("contacts", conditions=Conditions((Condition(field, "empty"),)))
    )
    assert library.filters.counts("contacts")[by_field].n == 1
    library.groups.remove(group)
    library.fields.delete("contacts", field)
    counts = library.filters.counts("contacts")
    assert [counts[each].n for each in (by_group, in_tree, by_field)] == [0, 0, 0]
    assert library.filters.words("contacts", inner) == [
        "Group is a group that is no longer there with subgroups"
    ]


def test_a_name_that_is_wrong_is_told_with_the_names_that_are_there(library: Library) -> None:
    library.filters.add("Fără oraș", ListQuery("contacts"))
    assert library.filters.named("fara oras").name == "Fără oraș"
    with pytest.raises(UserError, match="There is no filter “X”; there are: Fără oraș"):
        library.filters.named("X")
    library.filters.add("Fără oraș", ListQuery("links"))
    with pytest.raises(UserError, match="Several filters"):
        library.filters.named("Fără oraș")
    assert library.filters.named("Fără oraș", "links").query.section == "links"
    with pytest.raises(UserError, match="needs a name"):
        library.filters.add("  ", ListQuery("contacts"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["City is not empty", "Birthday in the next 7 days, any year", "Grade is A, B or Tag is vip"]),
        (
            "ro",
            [
                "Localitate nu este gol",
                "Data nașterii în următoarele 7 zile, orice an",
                "Clasă este A, B sau Etichetă este vip",
            ],
        ),
        (
            "ru",
            [
                "Город: не пусто",
                "День рождения: в ближайшие 7 дней, любой год",
                "Класс: равно A, B или Метка: равно vip",
            ],
        ),
    ],
)
def test_conditions_are_told_in_words(library: Library, language: str, said: list[str]) -> None:
    use_language(language)
    either = Conditions(
        (Condition("grade", "one_of", ("a", "b")), Condition("tags", "one_of", ("vip",))), True
    )
    tree = Conditions((Condition("city", "not_empty"), Condition("birthday", "coming", 7), either))
    assert library.filters.words("contacts", tree) == said


def test_a_kept_text_that_is_no_condition_is_refused() -> None:
    deep = {"all": [{"any": [{"all": []}]}]}
    for text in ("[", "{}", "[1]", "7", json.dumps(deep), '{"all": 3}', '{"all": [{"field": "x"}]}'):
        with pytest.raises(ValueError):
            from_json(text)


def test_a_list_and_its_first_value_are_not_offered_twice(library: Library) -> None:
    for section in library.registry.sections:
        labels = [str(each.label) for each in offered(section)]
        assert len(labels) == len(set(labels)), (section.key, labels)
