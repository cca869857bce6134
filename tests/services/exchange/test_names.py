"""Whole names in one cell, and names of firms."""

from __future__ import annotations

import pytest

from app.services.exchange.firms import firm_key, looks_like_firm, may_be_same
from app.services.exchange.names import begins_with_surnames, split_full_name


@pytest.mark.parametrize(
    ("text", "surname", "given", "rest"),
    [
        ("Maria Anders", "Anders", "Maria", {}),
        ("Popescu, Ion Mihai", "Popescu", "Ion Mihai", {}),
        ("POPESCU Ion-Mihai", "POPESCU", "Ion-Mihai", {}),
        ("Иванов Сергей Петрович", "Иванов", "Сергей", {"patronymic": "Петрович"}),
        ("Анна Ильинична Щербакова", "Щербакова", "Анна", {"patronymic": "Ильинична"}),
        ("Иванов И. И.", "Иванов", "И.", {"patronymic": "И."}),
        ("Иванов И.И.", "Иванов", "И.", {"patronymic": "И."}),
        ("Иванов Сергей", "Иванов", "Сергей", {}),
        ("Dr. Elena Vasilescu", "Vasilescu", "Elena", {"prefix": "Dr."}),
        ("Hr. Ludwig van Beethoven", "van Beethoven", "Ludwig", {"prefix": "Hr."}),
        ("John F. Kennedy", "Kennedy", "John", {"patronymic": "F."}),
        ("Sammy Davis, Jr.", "Davis", "Sammy", {"suffix": "Jr."}),
        ("Ceban", "Ceban", None, {}),
        ("Мамедов Али Гасан оглы", "Мамедов", "Али", {"patronymic": "Гасан оглы"}),
        ("Ion POPESCU", "POPESCU", "Ion", {}),
        ("Popescu Ion", "Popescu", "Ion", {}),
        ("Марина Ким", "Ким", "Марина", {}),
    ],
)
def test_a_whole_name_is_parted(text: str, surname: str, given: str | None, rest: dict[str, str]) -> None:
    expected = {"surname": surname, "given_name": given, **rest}
    assert split_full_name(text) == {key: value for key, value in expected.items() if value}


@pytest.mark.parametrize(
    ("text", "surname", "given"),
    [
        ("Pop Ana Maria", "Pop", "Ana Maria"),
        ("Ким Анна", "Ким", "Анна"),
        ("van der Berg Jan", "van der Berg", "Jan"),
        ("Иван Иванович Цой", "Цой", "Иван"),
        ("Ion POP", "POP", "Ion"),
        ("Pop, Ana", "Pop", "Ana"),
        ("Pop", "Pop", None),
    ],
)
def test_a_list_may_write_the_surname_first(text: str, surname: str, given: str | None) -> None:
    found = split_full_name(text, is_surname_first=True)
    assert (found["surname"], found.get("given_name")) == (surname, given)


@pytest.mark.parametrize(
    ("names", "is_first"),
    [
        (["Popescu Ion", "Pop Ana"], True),
        (["Ion Popescu", "Ana Pop"], False),
        (["Иванов Олег", "Ким Анна"], True),
        (["Марина Ким", "Олег Иванов"], False),
        (["Anna Smith"], False),
    ],
)
def test_endings_of_words_tell_the_order_of_a_list(names: list[str], is_first: bool) -> None:
    assert begins_with_surnames(names) == is_first


@pytest.mark.parametrize(
    "text", ["Ana Maria de la Cruz Pop", "Mgr. Jan Novák", "A. B. C. Duță-Ionescu", "  Ștefan  "]
)
def test_no_word_of_a_name_is_lost(text: str) -> None:
    assert sorted(" ".join(split_full_name(text).values()).split()) == sorted(text.split())


@pytest.mark.parametrize(
    "name",
    [
        "Delta Instal SRL",
        "S.C. Delta Instal S.R.L.",
        "«Delta Instal»",
        "SC DELTA INSTAL S.R.L",
        "„Delta Instal” S. R. L.",
    ],
)
def test_spellings_of_a_firm_have_one_key(name: str) -> None:
    assert firm_key(name)[0] == "delta instal"


def test_firms_of_other_legal_forms_are_others() -> None:
    assert not may_be_same(firm_key("Delta SRL")[1], firm_key("Delta SA")[1])
    assert may_be_same(firm_key("Delta")[1], firm_key("Delta SA")[1])


def test_a_firm_is_told_from_a_person() -> None:
    assert looks_like_firm("ООО «Вектор»")
    assert not looks_like_firm("Ana Dumitrescu")
