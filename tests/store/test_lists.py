"""Lists: order, groups, flags, tags, derived columns."""

from __future__ import annotations

import pytest

from app.core.folding import fold, sort_key
from app.services.library import Change, Library
from app.services.lists import ListQuery
from app.store import lists as store

NAMES = ["andrei", "Anghel", "Ăna", "Înălțimea", "Ion", "Ștefan", "Sava", "Szabo", "Țurcanu", "Tudor",
         "Zamfir", "Ёлкин",
         "Елизаров", "Жуков", "Йодов", "Иванов", "3M"]  # fmt: skip


def titles(library: Library, query: ListQuery) -> list[str]:
    ids = library.lists.ids(query)
    assert list(library.lists.first_ids(query, 1000)) == list(ids)
    return [row.title for row in library.lists.rows(query.section, ids, [])]


def test_names_come_in_the_readers_order_both_ways(any_library: Library) -> None:
    any_library.write(
        "import", [Change("contacts", any_library.new_uid(), {"surname": name}) for name in NAMES]
    )
    expected = sorted(NAMES, key=sort_key)
    assert expected[:4] == ["3M", "andrei", "Anghel", "Ăna"]
    assert titles(any_library, ListQuery("contacts")) == expected
    assert titles(any_library, ListQuery("contacts", is_descending=True)) == expected[::-1]


def test_what_has_no_value_comes_last_both_ways_and_ties_go_by_name(any_library: Library) -> None:
    rows = [("Pop", "b"), ("Ana", "a"), ("Zoe", None), ("Ion", "a"), ("Bob", None)]
    changes = [
        Change("contacts", any_library.new_uid(), {"surname": name, "grade": grade}) for name, grade in rows
    ]
    any_library.write("import", changes)
    assert titles(any_library, ListQuery("contacts", sort="grade")) == ["Ana", "Ion", "Pop", "Bob", "Zoe"]
    down = titles(any_library, ListQuery("contacts", sort="grade", is_descending=True))
    assert down == ["Pop", "Ion", "Ana", "Zoe", "Bob"]


def test_equal_names_keep_their_places(any_library: Library) -> None:
    changes = [Change("contacts", any_library.new_uid(), {"surname": "Pop"}) for _ in range(30)]
    any_library.write("import", changes)
    ids = list(any_library.lists.ids(ListQuery("contacts")))
    assert ids == sorted(ids)
    assert [*any_library.lists.first_ids(ListQuery("contacts"), 10)] == ids[:10]


def test_every_listable_field_of_every_section_sorts(any_library: Library) -> None:
    for section in any_library.registry.sections:
        first = section.fields[1].key
        any_library.write("x", [Change(section.key, any_library.new_uid(), {first: None}) for _ in range(3)])
        for key in section.list_fields:
            for is_down in (False, True):
                query = ListQuery(section.key, sort=key, is_descending=is_down)
                assert len(any_library.lists.ids(query)) == 3, (section.key, key)


@pytest.fixture(params=["small", "large"])
def group_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "large":
        monkeypatch.setattr(store, "SMALL_GROUP", 1)


@pytest.mark.usefixtures("group_size")
def test_a_group_counts_with_what_is_below_it(any_library: Library) -> None:
    groups = any_library.groups
    top = groups.add("contacts", "Top")
    inner = groups.add("contacts", "Inner", top)
    other = groups.add("contacts", "Other")
    uids = [any_library.save("contacts", {"surname": name}).uid for name in ("Ana", "Bob", "Cil")]
    groups.put(top, uids[:1])
    groups.put(inner, uids[:2])
    groups.put(other, uids[2:])
    assert titles(any_library, ListQuery("contacts", group=top)) == ["Ana", "Bob"]
    assert titles(any_library, ListQuery("contacts", group=inner)) == ["Ana", "Bob"]
    assert titles(any_library, ListQuery("contacts", group=other)) == ["Cil"]
    assert titles(any_library, ListQuery("contacts", group="gone")) == []
    assert titles(any_library, ListQuery("contacts", group=top, text="bob")) == ["Bob"]
    assert any_library.lists.count(ListQuery("contacts", group=top)).n == 2
    assert {node.title: node.count for node in groups.tree("contacts")} == {"Top": 2, "Inner": 2, "Other": 1}
    groups.remove(top)
    assert {node.title: node.parent for node in groups.tree("contacts")} == {"Inner": None, "Other": None}
    any_library.undo()
    assert {node.title: node.count for node in groups.tree("contacts")} == {"Top": 2, "Inner": 2, "Other": 1}
    assert any_library.care.check() == []


def test_flags_and_tags_narrow_a_list(any_library: Library) -> None:
    any_library.save("contacts", {"surname": "Ana", "flag": "red", "tags": ["VIP", "nou"]})
    any_library.save("contacts", {"surname": "Bob", "flag": "blue", "tags": ["VIP"]})
    any_library.save("contacts", {"surname": "Cil"})
    assert titles(any_library, ListQuery("contacts", flag="red")) == ["Ana"]
    assert titles(any_library, ListQuery("contacts", tag="VIP")) == ["Ana", "Bob"]
    assert titles(any_library, ListQuery("contacts", tag="VIP", flag="blue", text="bob")) == ["Bob"]
    assert titles(any_library, ListQuery("contacts", tag="vip")) == []


def test_rows_keep_the_asked_order_and_name_the_missing(any_library: Library) -> None:
    uids = [
        any_library.save("contacts", {"surname": name, "birthday": "1985-04-03"}).uid
        for name in ("Ana", "Bob")
    ]
    ids = [any_library.lists.id_of(uid) for uid in uids]
    rows = any_library.lists.rows("contacts", [ids[1], -5, ids[0]], ["birthday", "age", "next_step"])
    assert [row.uid for row in rows] == [uids[1], "", uids[0]]
    assert rows[0].cells == ("3 April 1985", "41 years", "")
    assert rows[1].cells == ("", "", "")


def test_the_next_step_is_the_nearest_planned_event(any_library: Library) -> None:
    person = any_library.save("contacts", {"surname": "Pop"}).uid

    def shown() -> str:
        row = any_library.lists.rows("contacts", [any_library.lists.id_of(person)], ["next_step"])[0]
        return row.cells[0]

    def event(at: str, **more: object) -> str:
        return any_library.save("events", {"contacts": [person], "starts_at": at, **more}).uid

    late = event("2026-11-25T10:00[Europe/Bucharest]", type="meeting")
    assert shown().startswith("Meeting")
    near = event("2026-11-24T10:00[Europe/Bucharest]", type="call")
    assert shown() == "Call, tomorrow 10:00"
    event("2026-11-23T10:00[Europe/Bucharest]", type="email", state="done")
    assert shown() == "Call, tomorrow 10:00"
    any_library.save("events", {"state": "done"}, near)
    assert shown().startswith("Meeting")
    any_library.undo()
    assert shown() == "Call, tomorrow 10:00"
    any_library.save("events", {"contacts": None}, near)
    assert shown().startswith("Meeting")
    any_library.delete([late])
    assert shown() == ""
    any_library.undo()
    any_library.undo()
    assert shown() == "Call, tomorrow 10:00"


def test_columns_made_from_other_records_follow_them(any_library: Library) -> None:
    firm = any_library.save("organizations", {"name": "Alfa"}).uid
    person = any_library.save(
        "contacts", {"surname": "Pop", "organizations": [{"organization": firm, "job_title": "x"}]}
    ).uid
    task = any_library.save("tasks", {"name": "t", "contact": person, "organization": firm}).uid

    def cells(section: str, uid: str, *columns: str) -> tuple[str, ...]:
        return any_library.lists.rows(section, [any_library.lists.id_of(uid)], columns)[0].cells

    any_library.save("organizations", {"name": "Beta"}, firm)
    any_library.save("contacts", {"given_name": "Ana"}, person)
    assert cells("contacts", person, "organization") == ("Beta",)
    assert cells("tasks", task, "contact_name", "organization_name") == ("Ana Pop", "Beta")
    any_library.delete([firm])
    assert cells("contacts", person, "organization", "job_title") == ("", "x")
    assert cells("tasks", task, "contact_name", "organization_name") == ("Ana Pop", "")
    any_library.undo()
    assert cells("contacts", person, "organization") == ("Beta",)
    assert any_library.care.check() == []


def test_a_person_without_a_name_is_called_after_the_firm_down_to_the_events(any_library: Library) -> None:
    firm = any_library.new_uid()
    person, event = any_library.new_uid(), any_library.new_uid()
    changes = [
        Change("events", event, {"contacts": [person]}),
        Change("contacts", person, {"organizations": [{"organization": firm}]}),
        Change("organizations", firm, {"name": "Alfa"}),
    ]
    any_library.write("import", changes)
    assert [any_library.get(uid).title for uid in (event, person)] == ["Alfa", "Alfa"]
    any_library.save("organizations", {"name": "Beta"}, firm)
    assert [any_library.get(uid).title for uid in (event, person)] == ["Beta", "Beta"]
    assert any_library.care.check() == []


def test_very_long_and_odd_values_are_kept_on_both_engines(any_library: Library) -> None:
    long = "ș" * 5000
    values = {
        "surname": long, "grade": "a grade of the user's own, longer than thirty-two letters", "tags": [long],
        "emails": [{"value": f"{long}@x.ro", "type": long}], "notes": "a\x00b\ud800c\r\nd",
        "hobby": "x" * 100_000,
    }  # fmt: skip
    uid = any_library.save("contacts", values).uid
    record = any_library.get(uid)
    assert record.values["notes"] == "abc\r\nd"
    assert record.values["emails"][0]["value"] == f"{long}@x.ro"
    firm = any_library.save(
        "organizations", {"name": long, "bank_accounts": [{"account": "1", "currency": "lei românești"}]}
    ).uid
    any_library.save("links", {"address": "https://x.ro/" + "a" * 9000})
    any_library.save("organizations", {"fiscal_code": "RO 1" * 10}, firm)
    assert any_library.care.check() == []


def test_counts_and_the_latest_are_told(any_library: Library) -> None:
    uids = [any_library.save("contacts", {"surname": name}).uid for name in ("Ana", "Bob")]
    note = any_library.save("notes", {"name": "n"}).uid
    keys = [each.key for each in any_library.registry.sections]
    assert any_library.lists.counts() == {**dict.fromkeys(keys, 0), "contacts": 2, "notes": 1}
    assert [each.uid for each in any_library.lists.recent()] == [note, *reversed(uids)]
    any_library.save("contacts", {"hobby": "șah"}, uids[0])
    assert [each.uid for each in any_library.lists.recent()] == [uids[0], note, uids[1]]
    assert [each.uid for each in any_library.lists.recent(1)] == [uids[0]]
    any_library.delete([uids[0]])
    assert [each.uid for each in any_library.lists.recent()] == [note, uids[1]]
    any_library.undo()
    ids = any_library.lists.ids(ListQuery("contacts"))
    assert any_library.lists.position(ids, uids[1]) == 1
    assert any_library.lists.position(ids, note) is None
    assert any_library.lists.position(ids, "gone") is None


def test_every_text_column_is_in_the_order_a_reader_expects(any_library: Library) -> None:
    latin = ["10", "ala", "andrei", "Înălțimea", "sah", "Ștefan", "țigan", "Zamfir", "zbor"]
    expected = [*latin, "Елизаров", "Ёлкин"]
    for word in sorted(expected):
        any_library.save("contacts", {"surname": "x", "hobby": word})
    ids = any_library.lists.ids(ListQuery("contacts", sort="hobby"))
    shown = [row.cells[0] for row in any_library.lists.rows("contacts", ids, ["hobby"])]
    assert shown == expected
    ids = any_library.lists.ids(ListQuery("contacts", sort="hobby", is_descending=True))
    assert [row.cells[0] for row in any_library.lists.rows("contacts", ids, ["hobby"])] == expected[::-1]


@pytest.mark.parametrize("text", ["", "sarcina"])
def test_choices_are_in_the_order_of_their_list(any_library: Library, text: str) -> None:
    """Open, in progress, waiting … - not by the keys; what is in no list comes after, what is empty last."""
    for name, state in (("a", "waiting"), ("b", "open"), ("c", "done"), ("d", "other"), ("e", "open")):
        any_library.save("tasks", {"name": f"sarcina {name}", "state": state})
    uid = any_library.save("tasks", {"name": "sarcina f"}).uid
    any_library.save("tasks", {"state": None}, uid)

    def order(is_down: bool, limit: int | None = None) -> list[str]:
        query = ListQuery("tasks", text, sort="state", is_descending=is_down)
        ids = any_library.lists.ids(query) if limit is None else any_library.lists.first_ids(query, limit)
        return [row.title[-1] for row in any_library.lists.rows("tasks", ids, [])]

    assert order(False) == ["b", "e", "a", "c", "d", "f"]
    assert order(True) == ["d", "c", "a", "e", "b", "f"]
    assert order(False, 3) == ["b", "e", "a"]
    first = any_library.lists.first_page(ListQuery("tasks", sort="state"), ["title"])
    assert first.total == 6


def test_letters_tell_where_names_begin_whatever_is_filtered(any_library: Library) -> None:
    names = ["Țurcan", "Ana", "Albu", "Șerban", "Stan", "Ёлкин", "Елкин", "12 oaks", "«Ромашка»", "Zidaru"]
    any_library.write("new", [
        Change("contacts", any_library.new_uid(), {"surname": name, "flag": "red" if "a" in name else None})
        for name in names
    ])  # fmt: skip
    lists = any_library.lists
    for query in (
        ListQuery("contacts"), ListQuery("contacts", is_descending=True), ListQuery("contacts", flag="red")
    ):  # fmt: skip
        rows = [row.title for row in lists.rows("contacts", lists.ids(query), ["title"])]
        told = [(letter.text, rows[letter.position]) for letter in lists.letters(query)]
        assert [text for text, _row in told] == list(dict.fromkeys(_sign(name) for name in rows))
        assert [row for _text, row in told] == [
            next(row for row in rows if _sign(row) == text) for text, _row in told
        ]


def _sign(name: str) -> str:
    plain = fold(name.strip("«»"))[0].upper()
    return plain if plain.isalpha() else "#"
