"""Letters made from records of a library: in their own language, for another day, and for every section."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.core import texts
from app.core.errors import UserError
from app.core.paths import resource
from app.services.documents.letters import make_document
from app.services.library import Library
from tests.services.documents.word_files import Make
from tests.services.documents.word_files import texts as texts_of

HARD = "&<>\"'"


@pytest.fixture
def firm(library: Library) -> str:
    address = {"street": "bd. Mare 1", "city": "Chișinău", "postcode": "MD-2001", "country": "Moldova"}
    values = {"name": f"Rază {HARD}", "addresses": [address],
              "bank_accounts": [{"account": "MD24AG000225100013104168", "bank": "MAIB"}]}  # fmt: skip
    return library.save("organizations", values).uid


@pytest.fixture
def person(library: Library, firm: str) -> str:
    values = {
        "given_name": "Ana", "surname": f"Țurcanu{HARD}", "birthday": "1980-03-05", "languages": ["ro", "ru"],
        "phones": [{"value": "069123456", "type": "mobile"}],
        "organizations": [{"organization": firm, "job_title": "director"}],
        "addresses": [{"street": "str. Mică 2", "city": "Bălți"}, {"text": "acasă"}],
    }  # fmt: skip
    return library.save("contacts", values).uid


def lines(library: Library, template: Path, uid: str, out: Path) -> list[str]:
    report = make_document(library, template, uid, out)
    assert report.unknown == ()
    return texts_of(out)


def test_a_letter_is_in_its_own_language_whatever_the_window_speaks(
    library: Library, person: str, make: Make, out: Path
) -> None:
    template = make("{{ today }}|{{ contact.birthday }}|{{ contact.age }}|{{ contact.phones[0].type }}")
    wanted = {
        "ru": "23 ноября 2026|5 марта 1980|46 лет|Мобильный",
        "ro": "23 noiembrie 2026|5 martie 1980|46 de ani|Mobil",
        "en": "23 November 2026|5 March 1980|46 years|Mobile",
    }
    for code, line in wanted.items():
        letter = template.rename(template.with_name(f"letter-{code}.docx"))
        assert lines(library, letter, person, out) == [line]
        template = letter
    assert texts.language() == "en"
    assert library.choices.label_of("phone_type", "mobile") == "Mobile"


def test_times_in_a_letter_are_still_right_tomorrow(library: Library, make: Make, out: Path) -> None:
    task = library.save("tasks", {"name": "Offer", "start": "2026-11-23T10:00", "due": "2026-12-01"}).uid
    event = library.save("events", {"subject": "Visit", "starts_at": "2026-11-24T08:30[Europe/Bucharest]"})
    template = make("{{ record.start }}|{{ record.due }}|{{ record.starts_at }}")
    make_document(library, template, task, out)
    assert texts_of(out) == ["23 November 2026, 10:00|1 December 2026|"]
    make_document(library, template, event.uid, out)
    assert texts_of(out) == ["||24 November 2026, 08:30"]


def test_every_list_is_shown_by_its_name_alone(library: Library, person: str, make: Make, out: Path) -> None:
    names = ("contact.addresses", "contact.organizations", "organization.bank_accounts", "contact.languages")
    assert lines(library, make(*(f"{{{{ {name} }}}}" for name in names)), person, out) == [
        "str. Mică 2, Bălți, acasă",
        f"Rază {HARD}, director",
        "MD24AG000225100013104168, MAIB",
        "Romanian, Russian",
    ]


@pytest.mark.parametrize(
    ("language", "nobody", "surname", "given"),
    [
        ("en", "Dear Sir or Madam,", "Dear Rusu,", "Dear Ana,"),
        ("ro", "Bună ziua,", "Bună ziua, Rusu,", "Bună ziua, Ana,"),
        ("ru", "Здравствуйте!", "Здравствуйте, Rusu!", "Здравствуйте, Ana!"),
    ],
)
def test_a_sample_letter_greets_by_whatever_name_there_is(
    language: str, nobody: str, surname: str, given: str, library: Library, firm: str, out: Path
) -> None:
    template = resource("templates", f"letter-{language}.docx")
    for values, greeting in (
        ({"phones": [{"value": "069123456"}]}, nobody),
        ({"surname": "Rusu"}, surname),
        ({"given_name": "Ana"}, given),
    ):
        uid = library.save("contacts", values).uid
        assert greeting in lines(library, template, uid, out)
    assert nobody in lines(library, template, firm, out)


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_a_sample_letter_to_a_firm_and_to_its_people_has_the_firms_address(
    language: str, library: Library, firm: str, out: Path
) -> None:
    template = resource("templates", f"letter-{language}.docx")
    address = ["bd. Mare 1", "MD-2001 Chișinău", "Moldova"]
    assert lines(library, template, firm, out)[:4] == [f"Rază {HARD}", *address]
    somebody = library.save("contacts", {"surname": "Rusu", "organizations": [{"organization": firm}]}).uid
    assert lines(library, template, somebody, out)[:5] == ["Rusu", f"Rază {HARD}", *address]


@pytest.mark.parametrize("section", ["tasks", "notes", "links", "events"])
def test_a_sample_letter_can_be_made_for_a_record_of_any_section(
    section: str, library: Library, person: str, out: Path
) -> None:
    title = "subject" if section == "events" else "name"
    uid = library.save(section, {title: "About", "links": [person]}).uid
    found = lines(library, resource("templates", "letter-en.docx"), uid, out)
    assert found[0] == f"Ana Țurcanu{HARD}"
    assert "str. Mică 2" in found


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_only_ordinary_files_are_read_and_replaced(
    library: Library, person: str, tmp_path: Path, make: Make
) -> None:
    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match=r"pipe\.docx is not an ordinary file"):
        make_document(library, make("fine"), person, pipe)
    assert pipe.is_fifo()
    with pytest.raises(UserError, match=r"pipe\.docx is not a Word document"):
        make_document(library, pipe, person, tmp_path / "result" / "letter.docx")
