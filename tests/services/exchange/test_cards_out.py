"""Records become cards of three versions, which other programs read and an import reads back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import vobject

from app.core.errors import UsageError
from app.services.exchange.exporting import export
from app.services.exchange.importing import plan_import, run
from app.services.library import Library
from app.services.lists import ListQuery
from tests.services.exchange.conftest import records, stored

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3


@pytest.fixture
def full(library: Library) -> dict[str, Any]:
    """A contact with something in every field that a card can carry; its values."""
    delta = library.save("organizations", {"name": "Delta SRL"}).uid
    beta = library.save("organizations", {"name": "Beta; Fiii, și alții"}).uid
    above = library.groups.add("contacts", "Clienți")
    group = library.groups.add("contacts", "VIP", above)
    key = library.fields.add("contacts", "Reducere", "number")
    library.save("contacts", {
        "prefix": "Dr.", "surname": "Țurcanu", "given_name": "Ana Maria", "patronymic": "Ion",
        "suffix": "Jr.", "show_as": "Doamna Ana", "sort_as": "Turcanu", "sex": "female",
        "name_day": "--12-06",
        "organizations": [
            {"organization": delta, "job_title": "Director", "department": "Vânzări", "since": "2020-05"},
            {"organization": beta, "job_title": "Agent", "since": "2010", "until": "2020-04"},
        ],
        "phones": [
            {"type": "mobile", "value": "0721 234 567"}, {"type": "fax", "value": "021 312 34 56"},
            {"type": "work", "value": "021 999 99 99", "label": "Secretariat"}, {"value": "*2222"},
        ],
        "emails": [{"type": "work", "value": "ana@delta.example"}, {"type": "other", "value": "a@b.example"}],
        "accounts": [
            {"type": "whatsapp", "value": "+40721234567"}, {"type": "linkedin", "value": "https://l.example/a"},
            {"value": "ana", "label": "Mastodon"},
        ],
        "sites": [{"type": "home", "value": "https://ana.example/?a=b;c,d"}],
        "addresses": [
            {"type": "residence", "street": "Str. Lungă 5", "city": "Cluj", "postcode": "400001"},
            {"type": "legal", "text": "Bd. Mare 1, București"},
        ],
        "birthday": "--04-03", "grade": "a", "source": "fair", "languages": ["ro", "ru"],
        "hobby": "șah, tenis",
        "family": "două fete", "personal_code": "2850403123456", "notes": "unu\ndoi; trei, \\n",
        "photo": library.files.keep_picture(PNG), "groups": [group], "tags": ["nou", "cu, virgulă"],
        "flag": "red", key: 7.5,
    })  # fmt: skip
    return stored(records(library)[0], library)


@pytest.mark.parametrize("version", ["3.0", "4.0", "2.1"])
def test_a_whole_record_comes_back_in_another_file(
    library: Library, full: dict[str, Any], tmp_path: Path, version: str
) -> None:
    path = tmp_path / "out.vcf"
    assert export(library, ListQuery("contacts"), path, vcard=version) == 1

    other = Library.create(tmp_path / "other.cartoteca")
    other.fields.add("contacts", "Reducere", "number")
    report = run(plan_import(other, "contacts", path))

    assert (report.added, report.refused, report.notes) == (1, [], [])
    (record,) = records(other)
    came = stored(record, other)
    came.pop("external_ids")
    assert came.pop("kept_lines", None) is None, "a card of our own says nothing that a field does not hold"
    assert came == full
    assert [other.groups.paths("contacts")[uid] for uid in record["groups"]] == ["Clienți / VIP"]
    assert other.files.read(came["photo"]) == PNG
    other.close()


def test_other_programs_read_a_card_of_3_0(library: Library, full: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    export(library, ListQuery("contacts"), path)
    data = path.read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(line.decode() or True for line in data.split(b"\r\n")), "no letter is cut by a fold"

    (card,) = vobject.readComponents(data.decode())

    card.validate()
    assert card.version.value == "3.0"
    assert (card.n.value.family, card.n.value.given, card.fn.value) == ("Țurcanu", "Ana Maria", "Doamna Ana")
    assert card.tel_list[0].value == "0721 234 567"
    assert card.photo.value == PNG
    assert card.note.value == "unu\ndoi; trei, \\n"
    assert card.adr.value.city == "Cluj"
    assert card.org.value == ["Delta SRL", "Vânzări"], "a job that has ended is none of today"
    assert card.bday.value == "1604-04-03"


def test_an_old_outlook_reads_a_card_of_2_1(library: Library, full: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    export(library, ListQuery("contacts"), path, vcard="2.1")
    data = path.read_bytes()
    assert data.isascii(), "it would take the letters for those of its own code page"

    (card,) = vobject.readComponents(data.decode(), allowQP=True)

    assert (card.n.value.family, card.org.value) == ("Țurcanu", ["Delta SRL", "Vânzări"])
    assert b"TEL;CELL:0721 234 567" in data
    assert b"ENCODING=BASE64" in data


def test_only_chosen_fields_are_written(library: Library, full: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    export(library, ListQuery("contacts"), path, columns=["emails", "phone.mobile"])

    names = {line.partition(":")[0].partition(";")[0] for line in path.read_text().splitlines()}
    assert names >= {"N", "FN", "EMAIL", "UID"}
    assert not names & {"NOTE", "PHOTO", "ADR", "X-CARTOTECA-PERSONAL-CODE"}


def test_firms_are_written_as_firms(library: Library, tmp_path: Path) -> None:
    library.save(
        "organizations", {"name": "Delta SRL", "fiscal_code": "14399840", "phones": [{"value": "112"}]}
    )
    path = tmp_path / "out.vcf"
    export(library, ListQuery("organizations"), path)

    (card,) = vobject.readComponents(path.read_text())
    card.validate()
    assert (card.fn.value, card.org.value, card.tel.value) == ("Delta SRL", ["Delta SRL"], "112")


def test_a_version_that_nobody_knows_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"3\.0, 4\.0, 2\.1"):
        export(library, ListQuery("contacts"), tmp_path / "out.vcf", vcard="5")


def test_our_own_card_is_the_same_record(library: Library, full: dict[str, Any], tmp_path: Path) -> None:
    export(library, ListQuery("contacts"), tmp_path / "out.vcf")
    before = list(library.care.dump())

    report = run(plan_import(library, "contacts", tmp_path / "out.vcf"))

    assert (report.added, report.skipped) == (0, 1)
    assert list(library.care.dump()) == before
