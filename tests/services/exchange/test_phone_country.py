"""Lists whose phone numbers are of another country than the user's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.blueprint.phone_countries import country_of
from app.blueprint.phones import with_code
from app.core.errors import UsageError
from app.core.settings import REGIONS
from app.services.exchange.importing import ImportOptions, ImportReport, dry_run, plan_import
from app.services.library import Library
from tests.services.exchange.conftest import records

Bring = Callable[..., ImportReport]

MOLDOVA = """Nume,Prenume,Telefon
Rusu,Ana,069123456
Ceban,Ion,022 54 33 21
Munteanu,Olga,(079) 456-123
Lupu,Dan,0721 234 567
Sandu,Eva,+380 67 123 45 67
Vrabie,Nina,060 12 34 56 (soț)
"""
COUNTRIES = [key for key, _name in REGIONS]


def numbers(library: Library) -> list[str]:
    return [each["phones"][0]["value"] for each in records(library)]


@pytest.mark.parametrize(("country", "texts"), [
    ("MD", ["069123456", "022 54 33 21", "079 456 123", "0231 2 34 56"]),
    ("MD", ["69123456", "22543321", "79456123", "60123456"]),
    ("RU", ["8 926 123-45-67", "9261234567", "8 (495) 123-45-67", "8-916-765-43-21"]),
    ("KZ", ["8 701 123 45 67", "8 727 234 56 78", "8 777 123 45 67"]),
    ("UA", ["067 123 45 67", "(044) 123-45-67", "0501234567", "0931234567", "0662345678"]),
    ("BY", ["8 029 123 45 67", "8 017 234 56 78", "8 044 123 45 67"]),
    ("BG", ["0888 123 456", "02 981 23 45", "0898 123 456", "032 123 456"]),
])  # fmt: skip
def test_numbers_tell_their_country(country: str, texts: Sequence[str]) -> None:
    assert country_of(texts, "RO", COUNTRIES) == country
    assert country_of(texts, country, COUNTRIES) == ""


@pytest.mark.parametrize("texts", [
    ["0721 234 567", "021 312 34 56", "0744 123 456", "0733 444 555"],  # at home
    ["0721 234 567", "021 312 34 56", "069123456", "022 54 33 21"],  # half of them at home
    ["069123456", "022 54 33 21"],  # too few
    ["+373 69 123 456", "0037322543321", "37379456123", "+37360123456"],  # they say it themselves
    ["224567", "54-33-21", "22 33 44", "112"],  # no code of a town
    ["030 1234567", "0171 2345678", "089 12345678", "0221 123456"],  # Germany or Italy
    ["03641 123456", "03641 123457", "03641 123458", "03641 765432"],  # one town of Germany, or of Turkey
    ["1234567", "7654321", "1111111", "0000000"],
])  # fmt: skip
def test_what_is_not_sure_is_not_guessed(texts: Sequence[str]) -> None:
    assert country_of(texts, "RO", COUNTRIES) == ""


@pytest.mark.parametrize(("text", "written"), [
    ("069123456", "+373 691 23 456"),
    ("(022) 54-33-21", "+373 22 543 321"),
    ("tel. 069 123 456 (soț)", "tel. +373 691 23 456 (soț)"),
    ("022\u00a054\u201133\u201121 int. 12", "+373 22 543 321 int. 12"),
    ("37369123456", "+373 691 23 456"),
    ("0721 234 567", "0721 234 567"),
    ("+40 721 234 567", "+40 721 234 567"),
    ("902", "902"),
])  # fmt: skip
def test_a_number_gets_its_code_and_keeps_what_stands_beside_it(text: str, written: str) -> None:
    assert with_code(text, "MD") == written


def test_a_list_of_another_country_is_found_by_full_numbers(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    bring(write_csv(MOLDOVA))
    assert sorted(numbers(library)) == sorted([
        "+373 691 23 456", "+373 22 543 321", "+373 794 56 123", "0721 234 567", "+380 67 123 45 67",
        "+373 601 23 456 (soț)",
    ])  # fmt: skip
    for text in ("+37369123456", "069123456", "37369123456", "+373 69 123 456"):
        assert [each.title for each in library.lists.find(text)] == ["Ana Rusu"]
    assert [each.title for each in library.lists.find("+40721234567")] == ["Dan Lupu"]


def test_a_trial_and_the_import_read_alike(library: Library, write_csv: Any) -> None:
    plan = plan_import(library, "contacts", write_csv(MOLDOVA))
    assert (plan.phones.home, plan.phones.guess, plan.phones.read) == ("RO", "MD", "MD")
    assert dry_run(plan).added == 6


def test_the_user_may_say_otherwise(library: Library, write_csv: Any, bring: Bring) -> None:
    bring(write_csv(MOLDOVA), phones="RO")
    assert "069123456" in numbers(library)
    library.undo()
    bring(write_csv("Nume,Telefon\nRusu,069123456\n", "one.csv"), phones="MD")
    assert numbers(library) == ["+373 691 23 456"]


def test_a_choice_is_remembered_with_the_headings_a_guess_is_not(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    few = write_csv("Nume,Prenume,Telefon\nAlbu,Ion,069777888\n", "few.csv")
    bring(write_csv(MOLDOVA), mapping={"Telefon": "phone"})
    assert plan_import(library, "contacts", few).phones.read == "RO"
    bring(write_csv(MOLDOVA.replace("Rusu", "Russu")), phones="MD")
    assert plan_import(library, "contacts", few).phones.read == "MD"
    other = write_csv("Nume,Telefon\nAlbu,069777888\n", "other.csv")
    assert plan_import(library, "contacts", other).phones.read == "RO"
    fresh = ImportOptions(is_remembering=False)
    assert plan_import(library, "contacts", few, fresh).phones.read == "RO"


def test_figures_of_a_workbook_get_the_code_of_their_country(
    library: Library, write_xlsx: Any, bring: Bring
) -> None:
    path = write_xlsx([("Nume", "Telefon"), ("Rusu", 69123456), ("Ceban", 22543321), ("Lupu", 79456123)])
    report = bring(path)
    assert sorted(numbers(library)) == ["+373 22 543 321", "+373 691 23 456", "+373 794 56 123"]
    assert report.notes == []


def test_the_phone_of_a_firm_beside_the_person_is_read_alike(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    bring(write_csv(MOLDOVA), "organizations", mapping={"Prenume": ""})
    assert "+373 22 543 321" in [each["phones"][0]["value"] for each in records(library, "organizations")]


def test_the_same_list_twice_adds_nobody_also_where_numbers_were_typed_without_a_code(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    library.save("contacts", {"surname": "Rusu", "given_name": "Ana", "hobby": "șah",
                              "phones": [{"value": "069 123 456"}]})  # fmt: skip
    assert (bring(write_csv(MOLDOVA)).added, bring(write_csv(MOLDOVA)).added) == (5, 0)


def test_a_user_elsewhere_has_numbers_of_romania_read_so(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    library.identity = replace(library.identity, region="MD")
    bring(write_csv("Nume,Telefon\nPop,0721 234 567\nIonescu,021 312 34 56\nLungu,0744 123 456\n"))
    assert [each.title for each in library.lists.find("+40721234567")] == ["Pop"]


def test_a_country_that_is_none_and_a_card_are_refused(
    library: Library, write_csv: Any, bring: Bring, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="MD"):
        bring(write_csv(MOLDOVA), phones="Narnia")
    card = tmp_path / "ana.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n", "utf-8")
    with pytest.raises(UsageError, match="columns"):
        bring(card, phones="MD")
