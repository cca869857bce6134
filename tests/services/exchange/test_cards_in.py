"""Cards become records: of every version and maker, with all that they say; a bad one loses no other."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import UsageError, UserError
from app.services.exchange.importing import ImportOptions, ImportReport, dry_run, plan_import, run
from app.services.exchange.vcards import files
from app.services.library import Library
from app.services.lists import ListQuery
from tests.conftest import SHARED
from tests.services.exchange.conftest import records

Bring = Callable[..., ImportReport]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write cards as a file; lines are given with LF."""

    def do(*cards: str, name: str = "cards.vcf", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        text = "".join(f"BEGIN:VCARD\n{card.strip()}\nEND:VCARD\n" for card in cards)
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        return path

    return do


def test_a_card_of_a_phone_becomes_a_whole_record(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    path = write("""
VERSION:3.0
N:Popescu;Ion;Vasile;Dr.;Jr.
FN:Dr. Ion Popescu
ORG:Delta SRL;Vânzări
TITLE:Director
TEL;TYPE=CELL:0721 234 567
TEL;TYPE=WORK,FAX:021 312 34 56
item1.TEL:021 999 99 99
item1.X-ABLabel:Secretariat
item2.URL:https://delta.example
item2.X-ABLabel:_$!<Work>!$_
EMAIL;TYPE=INTERNET,HOME:ion@acasa.example
EMAIL;TYPE=INTERNET,WORK,PREF:ion@delta.example
ADR;TYPE=HOME:;ap. 4;Str. Lungă 5;Cluj;CJ;400001;România
IMPP;X-SERVICE-TYPE=Skype;TYPE=HOME:skype:ion.p
X-TELEGRAM:@ionp
BDAY:1985-04-03
NOTE:rând\\nalt rând\\, cu virgulă
CATEGORIES:Clienți,VIP
GENDER:M
LANG:ro
UID:urn:uuid:1
REV:20200101T000000Z
""")

    report = bring(path)

    (found,) = records(library)
    assert report.created == {"contacts": 1, "organizations": 1, "group": 2}
    names = [found[key] for key in ("surname", "given_name", "patronymic", "prefix", "suffix", "title")]
    assert names == ["Popescu", "Ion", "Vasile", "Dr.", "Jr.", "Popescu Ion Vasile"]
    assert found["organizations"] == [
        {"organization": "Delta SRL", "department": "Vânzări", "job_title": "Director"}
    ]
    assert found["phones"] == [
        {"type": "mobile", "value": "0721 234 567"}, {"type": "fax", "value": "021 312 34 56"},
        {"value": "021 999 99 99", "label": "Secretariat"},
    ]  # fmt: skip
    assert found["sites"] == [{"type": "work", "value": "https://delta.example"}]
    assert found["emails"] == [
        {"type": "work", "value": "ion@delta.example"}, {"type": "home", "value": "ion@acasa.example"},
    ], "the preferred one comes first"  # fmt: skip
    assert found["addresses"] == [
        {"type": "residence", "street": "Str. Lungă 5, ap. 4", "city": "Cluj", "region": "CJ",
         "postcode": "400001", "country": "România"}
    ]  # fmt: skip
    assert found["accounts"] == [
        {"type": "skype", "value": "ion.p"}, {"type": "telegram", "value": "@ionp"},
    ]  # fmt: skip
    assert (found["birthday"], found["sex"], found["languages"]) == ("1985-04-03", "male", ["ro"])
    assert found["notes"] == "rând\nalt rând, cu virgulă"
    assert [library.groups.paths("contacts")[uid] for uid in found["groups"]] != []
    assert found["external_ids"] == [{"key": "urn:uuid:1"}]


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:19850403", "1985-04-03"),
        ("BDAY:1985-04-03T00:00:00Z", "1985-04-03"),
        ("BDAY:--0229", "--02-29"),
        ("BDAY:--02-29", "--02-29"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-12", "--03-12"),
        ("BDAY;VALUE=DATE:1604-03-12", "--03-12"),
        ("BDAY:1985-04", "1985-04"),
        ("BDAY;VALUE=text:circa 1800", None),
    ],
)
def test_birthdays_keep_what_is_known_of_them(
    library: Library, bring: Bring, write: Callable[..., Path], line: str, birthday: str | None
) -> None:
    bring(write(f"VERSION:4.0\nN:Rusu;Ana;;;\n{line}"))

    (found,) = records(library)
    assert found.get("birthday") == birthday
    if birthday is None:
        assert found["kept_lines"] == [{"line": line}], "what cannot be read is not lost"


def test_a_messenger_is_told_by_its_name_where_apple_says_only_other(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    lines = "item1.IMPP;X-SERVICE-TYPE=ICQ:aim:12345\nitem1.X-ABLabel:_$!<Other>!$_\n"
    lines += "item2.X-SKYPE:ion.p\nitem2.X-ABLabel:_$!<Work>!$_\n"
    lines += "item3.IMPP;X-SERVICE-TYPE=QQ:x-apple:77\nitem3.X-ABLabel:Birou"
    bring(write(f"VERSION:3.0\nFN:Ion Pop\n{lines}"))
    assert records(library)[0]["accounts"] == [
        {"value": "12345", "label": "ICQ"},
        {"type": "skype", "value": "ion.p", "label": "Work"},
        {"value": "77", "label": "Birou"},
    ]


def test_groups_that_only_sort_the_lines_hide_nothing(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    work = "WORK.ORG:Delta\nWORK.TITLE:Director\nWORK.TEL;TYPE=WORK:0211234567\nWORK.ADR:;;Str. 1;Cluj;;;"
    bring(write(f"VERSION:3.0\nHOME.N:Unu;Ana;;;\nHOME.TEL;TYPE=HOME:0217654321\n{work}\nitem1.ORG:Beta\n"
                "item1.X-ABLabel:Firma a doua\nitem1.TEL:112"))  # fmt: skip

    (found,) = records(library)
    assert [each["value"] for each in found["phones"]] == ["0217654321", "0211234567", "112"]
    assert found["organizations"] == [
        {"organization": "Delta", "job_title": "Director"}, {"organization": "Beta"},
    ]  # fmt: skip
    assert found["addresses"][0]["city"] == "Cluj"


def test_a_firm_may_have_its_name_in_org_alone(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    bring(write("VERSION:2.1\nORG:Delta SRL\nTEL;WORK:112"), "organizations")

    assert [each["name"] for each in records(library, "organizations")] == ["Delta SRL"]


def test_a_date_that_is_none_refuses_nothing_else(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    line = "ORG;X-SINCE=foo:Delta"
    report = bring(write(f"VERSION:3.0\nN:Unu;Ana;;;\n{line}", "N:Doi;Ana"))

    assert report.added == 2
    assert records(library)[1]["kept_lines"] == [{"line": line}]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("N;CHARSET=windows-1251", "cp1251"),
        ("N", "cp1251"),
        ("N", "utf-8"),
        ("N", "utf-8-sig"),
        ("N", "utf-16"),
        ("N;CHARSET=UTF-8", "cp1251"),
        ("N;CHARSET=idna", "utf-8"),
        ("N;CHARSET=hex", "utf-8"),
    ],
)
def test_letters_are_read_whatever_wrote_them(
    library: Library, bring: Bring, write: Callable[..., Path], head: str, encoding: str
) -> None:
    text = "VERSION:2.1\n{head}:Щербакова;Наталья\nNOTE:Директор по продажам в Кишинёве"
    bring(write(text.format(head=head), encoding=encoding))

    (found,) = records(library)
    assert (found["surname"], found["given_name"]) == ("Щербакова", "Наталья")
    assert found["notes"] == "Директор по продажам в Кишинёве"


def test_quoted_printable_of_outlook_is_undone(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    bring(write("""
VERSION:2.1
N;LANGUAGE=ro;CHARSET=windows-1250;ENCODING=QUOTED-PRINTABLE:=AAerban;Ion
NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:prima=0D=0A=
a doua; cu punct =C8=99i virgul=C4=83
TEL;WORK;VOICE:021 312 34 56
PHOTO;TYPE=PNG;ENCODING=BASE64:
 {data}

EMAIL;PREF;INTERNET:s@example.ro
""".replace("{data}", b64encode(PNG).decode())))  # fmt: skip

    (found,) = records(library)
    assert found["surname"] == "Şerban"
    assert found["notes"] == "prima\na doua; cu punct și virgulă"
    assert found["emails"] == [{"value": "s@example.ro"}]
    assert library.files.read(found["photo"]) == PNG


def test_folds_may_cut_a_letter(library: Library, bring: Bring, tmp_path: Path) -> None:
    line = "NOTE:" + "ș" * 60
    data = line.encode()
    folded = b"\r\n ".join(data[i : i + 10] for i in range(0, len(data), 10))
    (tmp_path / "a.vcf").write_bytes(b"BEGIN:VCARD\r\nN:Rusu;Ana\r\n" + folded + b"\r\nEND:VCARD\r\n")

    bring(tmp_path / "a.vcf")

    assert records(library)[0]["notes"] == "ș" * 60


def test_one_bad_card_never_loses_the_others(library: Library, bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "mixed.vcf"
    path.write_text(
        "BEGIN:VCARD\nN:Unu;Ana\nEND:VCARD\n"
        "N:Fără început;Ion\nEND:VCARD\n"
        "BEGIN:VCARD\nX-FOO:nothing to call it by\nEND:VCARD\n"
        "BEGIN:VCARD\nN:Doi;Ana\nno colon here\nEND:VCARD\n"
        "BEGIN:VCARD\nN:Trei;Ana\nTEL:0721",
        encoding="utf-8",
    )

    report = bring(path)

    assert [each["surname"] for each in records(library)] == ["Doi", "Trei", "Unu"]
    assert [(each.row, each.reason) for each in report.refused] == [
        (2, "mixed.vcf, line 4: the line BEGIN:VCARD is missing above it."),
        (3, "mixed.vcf, line 6: the card has no name and nothing else to call the record by."),
    ]
    assert [(each.row, each.reason) for each in report.notes] == [
        (4, "mixed.vcf, line 11: “no colon here” is no line of a card and was left out."),
        (5, "mixed.vcf, line 15: the card has no END:VCARD; what is whole of it was taken."),
    ]
    assert report.rows == report.added + report.skipped + report.refused_rows


def test_cards_without_end_are_told_apart(library: Library, bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text("".join(f"BEGIN:VCARD\nVERSION:2.1\nN:Nume{n};Ion\n" for n in range(2000)))

    report = bring(path)

    assert (report.added, len(report.notes)) == (2000, 2000)


def test_a_card_within_a_card_is_no_second_one(library: Library, bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:2.1\nN:Șef;Ion\nAGENT:\nBEGIN:VCARD\nN:Ajutor;Ana\nEND:VCARD\nEND:VCARD\n",
        encoding="utf-8",
    )

    report = bring(path)

    assert [each["surname"] for each in records(library)] == ["Șef"]
    assert "a card within the card was left out" in report.notes[0].reason


def test_several_files_are_one_import(library: Library, write: Callable[..., Path]) -> None:
    paths = [write("N:Unu;Ana", name="a.vcf"), write("N:Doi;Ana", "N:Trei;Ana", name="b.vcf")]

    report = run(plan_import(library, "contacts", paths))

    assert (report.rows, report.added) == (3, 3)
    library.undo(report.operation)
    assert library.lists.count(ListQuery("contacts")).n == 0


def test_the_same_uid_is_the_same_person_under_another_name(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    bring(write("VERSION:3.0\nUID:7\nN:Popescu;Ana;;;\nX-FOO:1\nTEL;TYPE=CELL:0721 234 567"))

    report = bring(
        write("VERSION:3.0\nUID:7\nN:Ionescu;Ana;;;\nX-FOO:2\nTEL;TYPE=WORK:021 1234567"),
        on_duplicate="update",
    )

    assert (report.added, report.updated) == (0, 1)
    (found,) = records(library)
    assert found["surname"] == "Ionescu"
    assert [each["value"] for each in found["phones"]] == ["0721 234 567", "021 1234567"]
    assert {"line": "X-FOO:2"} in found["kept_lines"], "the card as it is now"
    assert {"line": "X-FOO:1"} not in found["kept_lines"]


def test_the_same_file_again_changes_nothing(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    path = write(
        "VERSION:3.0\nUID:7\nN:Popescu;Ana;;;\nX-FOO:1\nTEL;TYPE=CELL:0721 234 567",
        "VERSION:3.0\nN:Rusu;Ion;;;\nNICKNAME:Ionică",
    )
    bring(path)

    for way in ("skip", "update"):
        report = bring(path, on_duplicate=way)
        assert (report.added, report.updated, report.skipped) == (0, 0, 2)


def test_a_dry_run_says_what_the_import_does_and_writes_nothing(
    library: Library, write: Callable[..., Path]
) -> None:
    path = write(
        f"N:Unu;Ana\nORG:Delta\nPHOTO;ENCODING=b;TYPE=PNG:{b64encode(PNG).decode()}", "X-A:1", "N:Doi;Ion"
    )
    before = list(library.care.dump())

    plan = plan_import(library, "contacts", path)
    foreseen = dry_run(plan)
    assert library.undoable() is None
    assert list(library.care.dump()) == before
    done = run(plan_import(library, "contacts", path))

    for name in ("rows", "added", "skipped", "refused", "notes", "created"):
        assert getattr(foreseen, name) == getattr(done, name), name


def test_a_card_of_a_firm_becomes_an_organization(
    library: Library, bring: Bring, write: Callable[..., Path]
) -> None:
    card = "VERSION:3.0\nN:;;;;\nFN:Delta SRL\nORG:Delta SRL\nTEL;TYPE=WORK,VOICE:021 312 34 56\n"
    card += "X-CARTOTECA-FISCAL-CODE:14399840"

    bring(write(card), "organizations")

    (found,) = records(library, "organizations")
    assert (found["name"], found["fiscal_code"], found["title"]) == ("Delta SRL", "14399840", "Delta SRL")
    bring(write(card))
    (person,) = records(library)
    assert (person["title"], person.get("surname")) == ("Delta SRL", None), (
        "no person is made of a firm's name"
    )


def test_cards_become_no_tasks(library: Library, write: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="Contacts, Organizations"):
        plan_import(library, "tasks", write("N:Unu"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“a.vcf” is empty"),
        (b"\xef\xbb\xbf\r\n", "“a.vcf” is empty"),
        (b"Name;Phone\r\nAna;1\r\n", "“a.vcf” has no card"),
        (bytes(range(256)) * 40, "“a.vcf” has no card"),
    ],
)
def test_what_is_no_file_of_cards_is_said(
    library: Library, tmp_path: Path, data: bytes, sentence: str
) -> None:
    (tmp_path / "a.vcf").write_bytes(data)

    with pytest.raises(UserError, match=sentence):
        plan_import(library, "contacts", tmp_path / "a.vcf")


def test_a_file_that_is_too_large_is_refused(
    library: Library, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)

    with pytest.raises(UserError, match="split it"):
        plan_import(library, "contacts", write("N:Unu"))


def test_time_grows_with_the_number_of_cards_and_no_faster(
    library: Library, write: Callable[..., Path]
) -> None:
    def seconds(n: int) -> float:
        cards = (
            f"N:Nume{i};Ion\nTEL;TYPE=CELL:072{i:07d}\nEMAIL:p{i}@x.ro\nORG:F{i % 99}\nX-A:{i}"
            for i in range(n)
        )
        path, start = write(*cards), time.process_time()
        report = dry_run(plan_import(library, "contacts", path, ImportOptions()))
        assert report.added == n
        return time.process_time() - start

    seconds(200)  # what is loaded only once
    small, large = seconds(500), seconds(4000)
    assert large < small * 8 * 2, "eight times as many cards"


CASES: list[Any] = sorted((SHARED / "vcard-aosp").glob("*.vcf")) or [None]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name if path else "")
def test_cards_of_android_phones_are_read(library: Library, path: Path | None) -> None:
    if path is None:
        pytest.skip(f"{SHARED} is not there")
    report = dry_run(plan_import(library, "contacts", path, ImportOptions(on_duplicate="add")))

    is_nameless = path.name == "v21_android_custom_prop.vcf"  # it has nothing but lines of one program
    assert (report.added, len(report.refused)) == ((0, 1) if is_nameless else (1, 0))
