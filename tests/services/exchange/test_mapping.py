"""Columns and fields: known headings find their field, wrong values keep them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.blueprint.registry import Registry
from app.core import texts
from app.core.errors import UsageError
from app.core.texts import LANGUAGES
from app.services.exchange.mapping import guess_mapping, with_overrides
from app.services.exchange.tables import open_table
from app.services.exchange.targets import name_index, targets_of
from app.services.exchange.words import squeeze


def mapped(
    registry: Registry,
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]] = (),
    section: str = "contacts",
    **more: Any,
) -> dict[str, str]:
    organization = registry.section("organizations")
    found = guess_mapping(registry.section(section), headers, rows, organization=organization, **more)
    return {match.header: match.target.key if match.target else "" for match in found}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("FirstName", "given_name"),
        ("first_name", "given_name"),
        ("Prenume", "given_name"),
        ("Имя", "given_name"),
        ("Vorname", "given_name"),
        ("Nachname", "surname"),
        ("ФАМИЛИЯ", "surname"),
        ("Отчество", "patronymic"),
        ("E-mail", "email"),
        ("eMail Address", "email"),
        ("E-mail 2 Address", "email"),
        ("Электронная почта", "email"),
        ("Telefon mobil", "phone.mobile"),
        ("Mobile", "phone.mobile"),
        ("Business Phone", "phone.work"),
        ("Fax", "phone.fax"),
        ("Рабочий телефон", "phone.work"),
        ("Home Phone 2", "phone.home"),
        ("Skype", "account.skype"),
        ("Telegram", "account.telegram"),
        ("contact_title", "job_title"),
        ("Funcția", "job_title"),
        ("Должность", "job_title"),
        ("Department", "department"),
        ("company_name", "organization"),
        ("Компания", "organization"),
        ("CUI", "organization.fiscal_code"),
        ("Cod poștal", "address.postcode"),
        ("Județ", "address.region"),
        ("Страна", "address.country"),
        ("Home City", "address.residence.city"),
        ("Sediul social", "address.legal"),
        ("Data nașterii", "birthday"),
        ("National id", "personal_code"),
        ("Observații", "notes"),
        ("Categories", "groups"),
        ("ФИО", "full_name"),
        ("contact_name", "full_name"),
    ],
)
def test_a_known_heading_finds_its_field(header: str, key: str, registry: Registry) -> None:
    assert mapped(registry, [header, "Other column"]) == {header: key, "Other column": ""}


@pytest.mark.parametrize(
    "header", ["customer_id", "CustomerId", "SupportRepId", "locale", "IBAN", "Nr.", "Номер", "Phone Type"]
)
def test_what_is_no_field_of_a_person_stays_out(header: str, registry: Registry) -> None:
    assert mapped(registry, [header], [["ALFKI"]]) == {header: ""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_headings_and_keys_are_known_in_every_language(language: str, registry: Registry) -> None:
    texts.use_language(language)
    for section in registry.sections:
        targets = targets_of(
            section, registry.section("organizations") if section.key == "contacts" else None
        )
        index = name_index(targets)
        for key, target in targets.items():
            assert index[squeeze(key)][0].key == key
            assert target.field.key in {each.field.key for each in index[squeeze(target.heading(texts._))]}


def test_parts_of_a_name_win_over_the_whole(registry: Registry) -> None:
    found = mapped(registry, ["Full name", "Last name", "First name"], [["Vlad Dima", "Voinea", "Emanoil"]])
    assert found == {"Full name": "", "Last name": "surname", "First name": "given_name"}


@pytest.mark.parametrize("header", ["Nume", "Name"])
def test_a_bare_name_is_the_surname_only_beside_a_given_name(header: str, registry: Registry) -> None:
    assert mapped(registry, [header, "Prenume"], [["Pop", "Ana"]])[header] == "surname"
    assert mapped(registry, [header], [["Pop Ana"]])[header] == "full_name"


def test_a_display_name_is_a_whole_name_and_gives_way_to_the_parts(registry: Registry) -> None:
    assert mapped(registry, ["Display Name", "E-mail"])["Display Name"] == "full_name"
    assert mapped(registry, ["Display Name", "First Name", "Last Name"])["Display Name"] == ""


def test_values_of_a_closed_list_are_known_in_every_language(registry: Registry) -> None:
    values = [["în lucru"], ["готово"], ["completed"]]
    assert mapped(registry, ["Stare"], values, section="tasks")["Stare"] == "state"


def test_an_address_beside_a_city_is_the_street(registry: Registry) -> None:
    assert mapped(registry, ["Address", "City"])["Address"] == "address.street"
    assert mapped(registry, ["Address"])["Address"] == "address"


def test_a_second_street_line_continues_the_first(registry: Registry) -> None:
    headers = ["Business Street", "Business Street 2", "Business City"]
    found = guess_mapping(registry.section("contacts"), headers, [])
    assert [(match.target.key, match.ordinal) for match in found if match.target][1] == (
        "address.work_point.street",
        1,
    )


def test_values_that_cannot_be_phones_keep_the_column_out(registry: Registry) -> None:
    found = guess_mapping(registry.section("contacts"), ["Phone"], [["ana@example.org"], ["ion@example.org"]])
    assert found[0].target is None
    assert "ana@example.org" in found[0].reason


def test_a_column_of_firms_called_client_names_organizations(registry: Registry) -> None:
    assert mapped(registry, ["Client"], [["Delta SRL"], ["Agroserv SA"]])["Client"] == "organization"
    assert mapped(registry, ["Client"], [["Ana Pop"], ["Ion Rusu"]])["Client"] == "full_name"


def test_a_title_is_a_form_of_address_or_a_job(registry: Registry) -> None:
    assert mapped(registry, ["Title"], [["Dr."], ["Mrs."]])["Title"] == "prefix"
    assert mapped(registry, ["Title"], [["Sales manager"], ["Owner"]])["Title"] == "job_title"


def test_columns_without_heading_are_known_by_sure_values(registry: Registry) -> None:
    rows = [["Ana", "ana@example.org", "+40 721 234 567"], ["Ion", "ion@example.org", "0722 345 678"]]
    headers = ["Column A", "Column B", "Column C"]
    assert list(mapped(registry, headers, rows, made_up=frozenset(headers)).values()) == [
        "",
        "email",
        "phone",
    ]


def test_one_field_is_filled_by_one_column(registry: Registry) -> None:
    assert mapped(registry, ["Surname", "Last name"]) == {"Surname": "surname", "Last name": ""}
    assert mapped(registry, ["Phone", "Telefon"]) == {"Phone": "phone", "Telefon": "phone"}


def test_the_user_corrects_the_guess(registry: Registry) -> None:
    section = registry.section("contacts")
    guessed = guess_mapping(section, ["Surname", "Code"], [])
    own = with_overrides(guessed, {"code": "surname"}, targets_of(section))
    assert [match.target.key if match.target else "" for match in own] == ["", "surname"]


@pytest.mark.parametrize(
    ("override", "sentence"),
    [({"Surnam": "surname"}, "Surnam.*Surname"), ({"Surname": "surnme"}, "surnme.*surname")],
)
def test_an_unknown_column_or_field_is_named_with_what_is_near(
    override: dict[str, str], sentence: str, registry: Registry
) -> None:
    section = registry.section("contacts")
    with pytest.raises(UsageError, match=sentence):
        with_overrides(guess_mapping(section, ["Surname"], []), override, targets_of(section))


@pytest.mark.parametrize(
    "name", ["contacts_18_locales_utf8.csv", "ro_cp1250_semicolon.csv", "ru_utf16le_bom_tab.txt"]
)
def test_lists_of_people_are_mapped_without_help(name: str, shared: Path, registry: Registry) -> None:
    table = open_table(shared / "names-faker" / name)
    assert list(mapped(registry, table.headers, table.sample()).values()) == [
        "", "surname", "given_name", "", "organization", "job_title", "phone", "email", "address.street",
            "address.city",
        "address.postcode", "personal_code", "",
    ]  # fmt: skip
