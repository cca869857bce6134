"""Groups of a list by any field and sums of its numbers, on both engines."""

from __future__ import annotations

import pytest

from app.services.figures import Sums, can_group, shown_sum
from app.services.library import Change, Library
from app.services.lists import ListQuery

PEOPLE = [
    {"surname": "Albu", "grade": "b", "birthday": "1985-03-14", "hobby": "Șah"},
    {"surname": "Bucur", "grade": "a", "birthday": "1985-03-02", "hobby": "șah"},
    {"surname": "Cojocaru", "birthday": "--03-09", "hobby": "tenis"},
    {"surname": "Dima", "grade": "b", "birthday": "1990"},
    {"surname": "Florea", "grade": "c", "birthday": "1990-04-30", "hobby": "tenis"},
    {"surname": "Enache", "grade": "a"},
]


@pytest.fixture
def people(any_library: Library) -> Library:
    any_library.write(
        "import", [Change("contacts", any_library.new_uid(), each) for each in PEOPLE], section="contacts"
    )
    return any_library


def grouped(library: Library, query: ListQuery) -> list[tuple[str, list[str]]]:
    """Headings with the titles below them, from the whole list; the first page must say the same."""
    groups, ids = library.summaries.all(query)
    names = library.summaries.texts(query, groups.records)
    titles = [row.title for row in library.lists.rows(query.section, ids, ())]
    found, start = [], 0
    for name, count in zip(names, groups.counts, strict=True):
        found.append((name, titles[start : start + count]))
        start += count
    again, shown = library.summaries.first(query, frozenset(), 1000)
    assert again == groups
    assert [each for each in shown if each > 0] == list(ids)
    assert [-1 - each for each in shown if each < 0] == list(range(len(groups.counts)))
    return found


def test_choices_stand_in_the_order_of_their_list_and_no_value_comes_last(people: Library) -> None:
    found = grouped(people, ListQuery("contacts", grouped_by="grade"))
    assert found == [
        ("A", ["Bucur", "Enache"]),
        ("B", ["Albu", "Dima"]),
        ("C", ["Florea"]),
        ("No value", ["Cojocaru"]),
    ]
    down = ListQuery("contacts", grouped_by="grade", sort="grade", is_descending=True)
    assert [name for name, _titles in grouped(people, down)] == ["C", "B", "A", "No value"]


def test_dates_stand_by_the_month_in_words(people: Library) -> None:
    found = grouped(people, ListQuery("contacts", grouped_by="birthday"))
    assert found == [
        ("March", ["Cojocaru"]),
        ("March 1985", ["Albu", "Bucur"]),
        ("1990", ["Dima"]),
        ("April 1990", ["Florea"]),
        ("No value", ["Enache"]),
    ]


def test_texts_that_a_reader_takes_for_the_same_are_one_group(people: Library) -> None:
    found = grouped(people, ListQuery("contacts", grouped_by="hobby"))
    titles = [titles for _name, titles in found]
    assert titles == [["Albu", "Bucur"], ["Cojocaru", "Florea"], ["Dima", "Enache"]]


def test_within_a_group_the_list_keeps_its_order_and_its_filter(people: Library) -> None:
    query = ListQuery("contacts", "șah", grouped_by="hobby", sort="title", is_descending=True)
    assert grouped(people, query) == [("Șah", ["Bucur", "Albu"])]
    assert grouped(people, ListQuery("contacts", '"', grouped_by="grade")) == []
    by_month = ListQuery("contacts", "tenis", grouped_by="birthday", sort="birthday", is_descending=True)
    assert grouped(people, by_month) == [("April 1990", ["Florea"]), ("March", ["Cojocaru"])]


def test_folded_groups_give_their_heading_only(people: Library) -> None:
    query = ListQuery("contacts", grouped_by="grade")
    groups, ids = people.summaries.all(query)
    _groups, shown = people.summaries.first(query, {groups.records[0]}, 3)
    assert list(shown) == [-1, -2, ids[2]]
    every = [-1, *ids[:2], -2, *ids[2:4], -3, ids[4], -4, ids[5]]
    for limit in range(1, 10):
        assert list(people.summaries.first(query, frozenset(), limit)[1]) == every[:limit]


def test_every_column_of_every_section_can_group(any_library: Library) -> None:
    for section in any_library.registry.sections:
        name = {"contacts": "surname", "events": "subject"}.get(section.key, "name")
        any_library.save(section.key, {name: "One"})
        for key, field in section.list_fields.items():
            if can_group(field):
                found = grouped(any_library, ListQuery(section.key, grouped_by=key))
                assert [len(titles) for _name, titles in found] == [1], (section.key, key)


def test_own_fields_of_each_kind_group_and_sum(any_library: Library) -> None:
    money = any_library.fields.add("contacts", "Discount", "money", options={"currency": "lei"})
    vip = any_library.fields.add("contacts", "VIP", "yes_no")
    friend = any_library.fields.add("contacts", "Friend", "reference", options={"section": "contacts"})
    first = any_library.save("contacts", {"surname": "Albu", money: 125050, vip: True}).uid
    any_library.save("contacts", {"surname": "Bucur", money: 50, vip: False, friend: first})
    any_library.save("contacts", {"surname": "Dima", money: -100})
    found = grouped(any_library, ListQuery("contacts", grouped_by=vip))
    assert found == [("No", ["Bucur"]), ("Yes", ["Albu"]), ("No value", ["Dima"])]
    by_friend = grouped(any_library, ListQuery("contacts", grouped_by=f"{friend}_title"))
    assert by_friend == [("Albu", ["Bucur"]), ("No value", ["Albu", "Dima"])]
    query = ListQuery("contacts")
    sums = any_library.summaries.sums(query, [money, vip])
    assert sums == {money: Sums(3, 125000, -100, 125050)}
    ids = any_library.lists.ids(query)
    assert any_library.summaries.sums_of("contacts", ids, [money]) == sums
    assert any_library.summaries.sums_of("contacts", ids[1:2], [money])[money].total == 50
    assert any_library.summaries.sums(ListQuery("contacts", "dima"), [money])[money].total == -100
    field = any_library.registry.section("contacts").list_fields[money]
    shown = shown_sum(field, sums[money], "sum", any_library.context())
    assert shown == "1,250.00\u00a0lei"


def test_sums_of_no_values_are_empty_and_averages_are_rounded(any_library: Library) -> None:
    field = any_library.registry.section("tasks").list_fields["percent"]
    context = any_library.context()
    assert shown_sum(field, Sums(), "sum", context) == ""
    for percent in (10, 20, 25):
        any_library.save("tasks", {"name": "t", "percent": percent})
    sums = any_library.summaries.sums(ListQuery("tasks"), ["percent"])["percent"]
    said = [shown_sum(field, sums, what, context) for what in ("sum", "average", "least", "most", "count")]
    assert said == ["55 %", "18.33 %", "10 %", "25 %", "3"]
