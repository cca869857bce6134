"""Lists that other programs write: recognised by their headings, nothing of them lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core import texts
from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportReport, plan_import
from app.services.exchange.known_exports import recognised
from app.services.library import Library
from app.services.lists import ListQuery
from tests.services.exchange.conftest import records, stored

Bring = Callable[..., ImportReport]

REAL = {
    "Google.csv": ("Google Contacts", 1),
    "Outlook365 Web.csv": ("Outlook.com", 1),
    "Outlook365.csv": ("Outlook", 6),
    "ThunderbirdAnsi.csv": ("Thunderbird", 1),
    "ThunderbirdUtf8.csv": ("Thunderbird", 1),
    "ThunderbirdUtf8EnglishColumnsInvalidBDay.csv": ("Thunderbird", 1),
    "src/FolkerKinzel.Contacts.IO/Outlook/Sample CSV file for importing contacts.csv": ("Outlook", 5),
}


@pytest.mark.parametrize("name", REAL)
def test_real_exports_are_recognised_and_come_in_whole(
    library: Library, shared: Path, bring: Bring, name: str
) -> None:
    path = shared / "csv-folkerkinzel-contactsio" / name
    program, count = REAL[name]
    assert plan_import(library, "contacts", path).source == program
    report = bring(path)
    assert (report.added, report.refused) == (count, [])


def test_google_keeps_labels_events_and_several_numbers_of_one_cell(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    path = write_csv(
        "First Name,Phonetic First Name,Last Name,File As,Nickname,Labels,Phone 1 - Label,"
        "Phone 1 - Value,"
        "Event 1 - Label,Event 1 - Value,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
        "Address 1 - PO Box\n"
        "Ana,,Pop,,Anuța,* myContacts ::: Clienți,Interfon,0721 234 567 ::: 0722 345 678,Absolvire,"
        "1999-07-01,"
        '"Str. Lungă 1 Iași CP 7",Str. Lungă 1,Iași,CP 7\n'
    )
    bring(path)
    (ana,) = records(library)
    assert ana["phones"] == [
        {"label": "Interfon", "value": "0721 234 567"}, {"label": "Interfon", "value": "0722 345 678"},
    ]  # fmt: skip
    assert ana["notes"] == "Nickname: Anuța\nAbsolvire: 1999-07-01"
    assert [node.title for node in library.groups.tree("contacts")] == ["Clienți"]
    assert ana["addresses"] == [{"street": "Str. Lungă 1, CP 7", "city": "Iași"}]


def test_outlook_in_russian_is_understood(library: Library, write_csv: Any, bring: Bring) -> None:
    headings = (
        "Обращение,Имя,Отчество,Фамилия,Организация,Должность,Улица (раб. адрес),Город (раб. адрес),"
        "Индекс (раб. адрес),Страна (раб. адрес),Улица (дом. адрес),Телефон помощника,Рабочий факс,"
        "Обратный вызов,Телефон в машине,Пейджер,Телефон переносной,День рождения,Годовщина,"
        "Адрес эл. почты,Заметки,Категории"
    )
    row = (
        "Г-н,Иван,Петрович,Сидоров,ООО Ромашка,Директор,ул. Ленина 5,Москва,101000,Россия,ул. Мира 1,"
        "495 123-45-67,495 765-43-21,0/0/00,8 926 123-45-67,,8 903 111-22-33,05.03.1981,0/0/00,"
        "ivan@romashka.example,важный,Друзья"
    )
    path = write_csv(f"{headings}\n{row}\n", encoding="cp1251")
    assert plan_import(library, "contacts", path).source == "Outlook"
    bring(path)
    (ivan,) = records(library)
    assert ivan["phones"] == [
        {"type": "fax", "value": "+7 495 765-43-21"},
        {"type": "mobile", "value": "+7 903 111-22-33"},
        {"type": "other", "label": "Телефон помощника", "value": "+7 495 123-45-67"},
        {"type": "other", "label": "Телефон в машине", "value": "+7 926 123-45-67"},
    ]
    assert ivan["addresses"][0] == {
        "type": "work_point", "street": "ул. Ленина 5", "city": "Москва", "postcode": "101000",
        "country": "Россия",
    }  # fmt: skip
    assert ivan["birthday"] == "1981-03-05"
    assert ivan["notes"] == "важный"  # a date of zeros says nothing
    assert ivan["emails"][0]["value"] == "ivan@romashka.example"


def test_windows_mail_in_german_is_understood(library: Library, write_csv: Any, bring: Bring) -> None:
    path = write_csv(
        "Vorname;Nachname;Name;Rufname;E-Mail-Adresse;Straße (privat);Ort (privat);"
        "Bundesland/Kanton (privat);"
        "Land/Region (privat);Rufnummer (privat);Fax (privat);Mobiltelefon;Webseite (privat);"
        "Webseite (geschäftlich);Fax (geschäftlich);Pager;Firma\n"
        "Max;Muster;Max Muster;Maxl;max@muster.example;Weg 1;Jena;Thüringen;Deutschland;03641 123456;"
        "03641 123457;0171 1234567;www.muster.example;;03641 123458;;Muster GmbH\n",
        encoding="cp1252",
    )
    assert plan_import(library, "contacts", path).source == "Windows Mail"
    bring(path)
    (found,) = records(library)
    assert [(each["type"], each["value"]) for each in found["phones"]] == [
        ("home", "03641 123456"),
        ("fax", "03641 123457"),
        ("mobile", "0171 1234567"),
        ("fax", "03641 123458"),
    ]
    assert found["addresses"][0]["country"] == "Deutschland"
    assert found["notes"] == "Rufname: Maxl"


@pytest.mark.parametrize(
    ("cells", "birthday", "notes"),
    [("1972,1,31", "1972-01-31", 0), (",3,5", "--03-05", 0), ("1972,2,31", None, 1), (",,", None, 0)],
)
def test_a_birthday_in_three_columns_becomes_one(
    library: Library, write_csv: Any, bring: Bring, cells: str, birthday: str | None, notes: int
) -> None:
    report = bring(write_csv(f"First Name,Last Name,Birth Year,Birth Month,Birth Day\nAna,Pop,{cells}\n"))
    assert (report.added, len(report.notes)) == (1, notes)
    assert records(library)[0].get("birthday") == birthday


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
@pytest.mark.parametrize("other", ["en", "ro", "ru"])
def test_our_own_export_is_read_in_any_language_of_the_interface(
    library: Library, tmp_path: Path, any_values: dict[str, Any], language: str, other: str
) -> None:
    library.save("contacts", any_values)
    before = stored(records(library)[0], library)
    texts.use_language(language)
    export(library, ListQuery("contacts"), tmp_path / "out.xlsx")
    texts.use_language(other)
    plan = plan_import(library, "contacts", tmp_path / "out.xlsx")
    assert plan.left_out == []
    new = Library.create(tmp_path / "new.cartoteca")
    try:
        from app.services.exchange.importing import run

        run(plan_import(new, "contacts", tmp_path / "out.xlsx"))
        assert stored(records(new)[0], new) == before
    finally:
        new.close()


@pytest.fixture
def any_values() -> dict[str, Any]:
    return {
        "surname": "Pop", "given_name": "Ana", "sex": "female", "birthday": "1981-03-05", "hobby": "șah",
        "phones": [{"type": "mobile", "value": "0721 234 567"}, {"type": "fax", "value": "021 312 3456"}],
        "emails": [{"type": "work", "value": "ana@firma.example"}],
        "addresses": [{"type": "legal", "street": "Str. Lungă 1", "city": "Iași", "postcode": "700100"}],
        "notes": "una\ndouă",
    }  # fmt: skip


def test_an_ordinary_list_is_nobodys_export() -> None:
    assert recognised(["Nume", "Prenume", "Telefon", "Notes", "Labels"]) is None
