"""One client once: what looks like a record that is typed, pairs with reasons, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.folding import sort_key
from app.core.progress import Cancelled, Progress
from app.services.library import Change, Library
from app.services.name_likeness import Likeness, compare_firms, compare_people


def add(library: Library, *records: dict[str, Any], section: str = "contacts") -> list[str]:
    uids = [library.new_uid() for _each in records]
    changes = [Change(section, uid, values) for uid, values in zip(uids, records, strict=True)]
    library.write("import", changes, section=section)
    return uids


def person(surname: str, given: str = "", **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"surname": surname, "given_name": given or None}
    if "phone" in more:
        values["phones"] = [{"value": more.pop("phone")}]
    if "email" in more:
        values["emails"] = [{"value": more.pop("email")}]
    if "city" in more:
        values["addresses"] = [{"city": more.pop("city")}]
    return {**values, **more}


# -- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Popescu Ana", "Ana Popescu", Likeness.SAME),
        ("Popescu Ana-Maria", "Maria Ana POPESCU", Likeness.SAME),
        ("Ștefănescu Ion", "Stefanescu Ion", Likeness.SAME),
        ("Иванов Пётр", "Ivanov Petr", Likeness.SAME),
        ("Popescu Andreea", "Popesku Andreea", Likeness.SIMILAR),
        ("Popescu Ana Maria", "Popescu Ana", Likeness.SIMILAR),
        ("Иванов Иван Иванович", "Иванов Иван", Likeness.SIMILAR),
        ("Popescu", "Popescu Ana", Likeness.PART),
        ("Иванов И.", "Иванов Иван", Likeness.PART),
        ("Иванов Саша", "Иванова Саша", Likeness.FAMILY),
        ("Достоевский Женя", "Достоевская Женя", Likeness.FAMILY),
        ("Popescu Alexandru", "Popescu Alexandra", Likeness.FAMILY),
        ("Popescu Ion", "Popescu Maria", Likeness.FAMILY),
        ("Popescu Ion", "Rusu Maria", Likeness.DIFFERENT),
        ("Client 101", "Client 102", Likeness.DIFFERENT),
        ("ana@example.ro", "Popescu Ana", Likeness.UNKNOWN),
    ],
)
def test_names_of_people_are_compared_as_people_would(one: str, other: str, likeness: Likeness) -> None:
    assert compare_people(sort_key(one), sort_key(other)) is likeness
    assert compare_people(sort_key(other), sort_key(one)) is likeness


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("S.C. Delta S.R.L.", "«Delta» SRL", Likeness.SAME),
        ("ООО Ромашка", "Ромашка", Likeness.SAME),
        ("Delta SRL", "Delta SA", Likeness.DIFFERENT),
        ("Agro 101 SRL", "Agro 102 SRL", Likeness.DIFFERENT),
        ("Constructii Moderne SRL", "Construcții Modern SRL", Likeness.SIMILAR),
        ("Delta", "Delta Construct", Likeness.PART),
    ],
)
def test_firms_are_compared_without_their_legal_form(one: str, other: str, likeness: Likeness) -> None:
    assert compare_firms(sort_key(one), sort_key(other)) is likeness


# -- while a record is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (person("Popa", phone="+40 721 234 567"), "same phone"),
        (person("", email="ANA@Example.ro"), "same e-mail"),
        (person("Popesku", "Ana-Maria", city="Iasi"), "similar name"),
        (person("Popescu", "Ana-Maria", birthday="1985-03-14"), "same birthday"),
        ({"show_as": "Ana-Maria Popescu", "addresses": [{"city": "IAȘI"}]}, "same city"),
    ],
)
def test_what_looks_like_a_typed_record_is_found_with_its_reason(
    any_library: Library, typed: dict[str, Any], reason: str
) -> None:
    ana, _other = add(
        any_library,
        person("Popescu", "Ana-Maria", phone="0721234567", email="ana@example.ro", city="Iași",
               birthday="1985-03-14"),
        person("Munteanu", "Ion", phone="0733111222", city="Iași"),
    )  # fmt: skip
    found = any_library.duplicates.like("contacts", typed)
    assert [each.uid for each in found] == [ana]
    assert reason in found[0].reasons


def test_a_name_alone_is_never_enough(any_library: Library) -> None:
    add(any_library, person("Popescu", "Ana", city="Iași"), person("Popescu", "Ana", city="Cluj"))
    assert any_library.duplicates.like("contacts", person("Popescu", "Ana")) == []
    assert any_library.duplicates.like("contacts", person("Popescu", "Ana", city="Galați")) == []
    assert any_library.duplicates.scan("contacts").pairs == []


def test_a_word_in_place_of_an_email_is_no_sign(any_library: Library) -> None:
    """In many lists "none" stands where nobody has an address: namesakes are not one person for that."""
    add(
        any_library,
        person("Popescu", "Ana", phone="0721234567", email="нет", city="Iași"),
        person("Popescu", "Ana", phone="0744555666", email="нет", city="Cluj"),
    )
    assert any_library.duplicates.scan("contacts").pairs == []
    assert any_library.duplicates.like("contacts", person("Popescu", "Ana", email="нет")) == []


def test_a_firm_is_found_by_its_fiscal_code_however_it_is_written(any_library: Library) -> None:
    (firm,) = add(any_library, {"name": "Delta SRL", "fiscal_code": "RO 1439 9840"}, section="organizations")
    found = any_library.duplicates.like("organizations", {"name": "Gama", "fiscal_code": "14399840"})
    assert [(each.uid, each.reasons[0]) for each in found] == [(firm, "same fiscal code")]
    assert found[0].score >= 90


def test_a_personal_code_is_a_sign_too(any_library: Library) -> None:
    (ana,) = add(any_library, person("Popescu", "Ana", personal_code="2850314123456"))
    found = any_library.duplicates.like("contacts", person("Albu", personal_code="2850314123456"))
    assert [(each.uid, each.reasons[0]) for each in found] == [(ana, "same personal code")]


OWN = [("phone", "0721234567", "+40 721-234-567"), ("email", "Ana@Example.ro", "ana@example.ro")]
"""Kinds of the user's own fields that are signs, each with two spellings of one value."""


@pytest.mark.parametrize("section", ["contacts", "organizations"])
@pytest.mark.parametrize(("kind", "stored", "typed"), OWN)
def test_phones_and_emails_in_own_fields_are_signs_like_the_declared_ones(
    any_library: Library, section: str, kind: str, stored: str, typed: str
) -> None:
    own = any_library.fields.add(section, "Reserve", kind)
    name = "surname" if section == "contacts" else "name"
    one, other, _third = add(
        any_library, {name: "Popescu", own: stored}, {name: "Munteanu", own: typed}, {name: "Rusu"},
        section=section,
    )  # fmt: skip
    found = any_library.duplicates.like(section, {name: "Rotaru", own: typed})
    assert {each.uid for each in found} == {one, other}
    assert found[0].reasons[0] == "same: Reserve"
    (pair,) = any_library.duplicates.scan(section).pairs
    assert {pair.one, pair.other} == {one, other}
    declared = {"phones": [{"value": stored}]} if kind == "phone" else {"emails": [{"value": stored}]}
    add(any_library, {name: "Albu", **declared}, {name: "Negru", **declared}, section=section)
    assert len({each.score for each in any_library.duplicates.scan(section).pairs}) == 1


def test_numbers_that_only_end_alike_are_no_pair(any_library: Library) -> None:
    own = any_library.fields.add("contacts", "Reserve", "phone")
    add(any_library, person("Popescu", **{own: "0721 234 567"}), person("Rusu", **{own: "0733 234 567"}))
    assert any_library.duplicates.scan("contacts").pairs == []


def test_own_web_addresses_and_own_phones_of_tasks_are_no_signs(library: Library) -> None:
    site = library.fields.add("contacts", "Site", "url")
    phone = library.fields.add("tasks", "Phone to call", "phone")
    add(library, person("Popescu", **{site: "example.ro"}), person("Rusu", **{site: "example.ro"}))
    assert library.duplicates.scan("contacts").pairs == []
    assert library.duplicates.like("tasks", {phone: "0721234567"}) == []
    assert "tasks" not in library.duplicates.sections()


def test_the_record_itself_and_what_is_no_duplicate_are_left_out(any_library: Library) -> None:
    one, other = add(any_library, person("Popescu", phone="0721234567"), person("Rus", phone="0721234567"))
    values = any_library.get(one).values
    assert [each.uid for each in any_library.duplicates.like("contacts", values, one)] == [other]
    any_library.duplicates.dismiss(one, other)
    assert any_library.duplicates.like("contacts", values, one) == []


def test_a_family_is_not_told_beside_the_one_who_is_meant(library: Library) -> None:
    ana, ion = add(library, person("Popescu", "Ana", phone="0721234567"),
                   person("Popescu", "Ion", phone="0721234567"))  # fmt: skip
    typed = person("Popescu", "Ana", phone="0721234567")
    assert [each.uid for each in library.duplicates.like("contacts", typed)] == [ana]
    strange = person("Popescu", "Vasile", phone="0721234567")
    assert {each.uid for each in library.duplicates.like("contacts", strange)} == {ana, ion}


# -- a whole section -------------------------------------------------------------------------------------


def pairs(library: Library, section: str = "contacts") -> dict[frozenset[str], tuple[int, tuple[str, ...]]]:
    found = library.duplicates.scan(section).pairs
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    return {frozenset((each.one, each.other)): (each.score, each.reasons) for each in found}


def test_pairs_come_with_score_and_reasons_the_likely_ones_first(any_library: Library) -> None:
    a, b, c, d, e, f = add(
        any_library,
        person("Popescu", "Ana", phone="0721 234 567", email="ana@example.ro", city="Iași"),
        person("Popescu", "Ana", phone="+40721234567", email="Ana@example.ro", city="Iasi"),
        person("Munteanu", "Andreea", birthday="1990-05-06"),
        person("Muntianu", "Andreea", birthday="1990-05-06"),
        person("Ionescu", "Dan", email="office@example.ro"),
        person("Rusu", "Vasile", email="office@example.ro"),
    )
    found = pairs(any_library)
    assert set(found) == {frozenset((a, b)), frozenset((c, d)), frozenset((e, f))}
    score, reasons = found[frozenset((a, b))]
    assert score >= 95
    assert reasons == ("same e-mail", "same phone", "same name", "same city")
    score, reasons = found[frozenset((c, d))]
    assert (score, reasons) == (70, ("similar name", "same birthday"))
    score, reasons = found[frozenset((e, f))]
    assert score < 60
    assert reasons == ("same e-mail", "different names")


def test_a_family_with_one_phone_is_no_duplicate(any_library: Library) -> None:
    husband, wife, twice = add(
        any_library,
        person("Иванов", "Саша", phone="+7 926 123-45-67", city="Москва"),
        person("Иванова", "Саша", phone="+7 926 123-45-67", city="Москва"),
        person("Иванов", "Саша", phone="0079261234567", city="Москва"),
    )
    found = pairs(any_library)
    assert found[frozenset((husband, twice))][0] >= 85
    assert found[frozenset((husband, wife))][0] < 40
    assert "same family, another name" in found[frozenset((husband, wife))][1]


def test_another_code_or_birthday_speaks_against(any_library: Library) -> None:
    add(
        any_library,
        {"name": "Delta SRL", "fiscal_code": "14399840", "phones": [{"value": "021 312 34 56"}]},
        {"name": "Delta SRL", "fiscal_code": "361757", "phones": [{"value": "021 312 34 56"}]},
        section="organizations",
    )
    ((score, reasons),) = pairs(any_library, "organizations").values()
    assert score < 40
    assert "different codes" in reasons


def test_codes_are_found_in_every_spelling(any_library: Library) -> None:
    one, other = add(any_library, {"name": "Delta", "fiscal_code": "RO14399840"},
                     {"name": "Beta", "fiscal_code": "1439-9840"}, section="organizations")  # fmt: skip
    assert set(pairs(any_library, "organizations")) == {frozenset((one, other))}


def test_what_was_said_to_be_none_is_remembered_and_can_be_undone(any_library: Library) -> None:
    one, other = add(any_library, person("Popescu", "Ana", phone="0721234567"),
                     person("Popescu", "Ana", phone="0721234567"))  # fmt: skip
    before = list(any_library.care.dump())
    operation = any_library.duplicates.dismiss(other, one)
    assert operation.describe() == "not a duplicate: Ana Popescu"
    assert pairs(any_library) == {}
    assert any_library.care.check() == []
    any_library.undo()
    assert set(pairs(any_library)) == {frozenset((one, other))}
    assert list(any_library.care.dump()) == before


def test_a_phone_of_very_many_is_not_compared_each_with_each_and_that_is_said(library: Library) -> None:
    add(library, *(person(f"Surname{chr(97 + n % 26)}{chr(97 + n // 26)}", "Ion", phone="021 312 34 56")
                   for n in range(300)), person("Popescu", "Ana", phone="021 312 34 56"),
        person("Popescu", "Ana", phone="021 312 34 56"))  # fmt: skip
    scan = library.duplicates.scan("contacts")
    assert scan.crowded == 1
    assert len(scan.pairs) <= 302 * 3
    assert scan.pairs[0].titles == ("Ana Popescu", "Ana Popescu")


def test_a_scan_tells_how_far_it_is_and_stops_when_told(library: Library) -> None:
    add(library, *(person(f"Nume{n}", "Ion", city="Iași", phone=f"07212{n // 2:05d}") for n in range(400)))
    told: list[tuple[int, int | None]] = []
    library.duplicates.scan("contacts", Progress(lambda done, total, _text: told.append((done, total))))
    assert told[0][0] == 0
    assert told[-1][0] <= told[-1][1]
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        library.duplicates.scan("contacts", progress)
