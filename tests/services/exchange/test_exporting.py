"""Export: files that Excel shows as they are meant, and that an import reads back."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core import texts
from app.core.clock import Clock
from app.core.errors import UsageError, UserError
from app.core.texts import LANGUAGES
from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportOptions, plan_import, run
from app.services.library import Library
from app.services.lists import ListQuery
from app.store.change import Change

from .conftest import records, stored

FULL = {
    "prefix": "Dr.",
    "surname": "Țăranu",
    "given_name": "Ana",
    "patronymic": "I.",
    "sex": "female",
    "birthday": "1985-03-14",
    "name_day": "--07-26",
    "languages": ["ro", "ru"],
    "personal_code": "2850314123457",
    "grade": "a",
    "flag": "red",
    "notes": "=1+1\nsecond line",
    "hobby": "+chess, - and @home",
    "tags": ["loyal", "north"],
    "phones": [
        {"type": "mobile", "value": "+40 721 234 567", "label": "secretary"},
        {"type": "mobile", "value": "0722 345 678"},
        {"type": "work", "value": "021/312.34.56 int. 12"},
    ],
    "emails": [{"value": "ana@example.org"}, {"value": "ana.t@example.com"}],
    "accounts": [{"type": "telegram", "value": "@ana"}],
    "addresses": [
        {"type": "residence", "street": "Str. Lipscani 1", "city": "București", "postcode": "010101"},
        {"type": "delivery", "text": "Depozit 2, lângă gară"},
        {"type": "residence", "city": "Iași"},
    ],
}


@pytest.fixture
def filled(library: Library) -> Library:
    firm = library.save("organizations", {"name": "Delta SRL", "fiscal_code": "14399840"}).uid
    jobs = [{"organization": firm, "job_title": "director", "since": "2020-01"}, {"job_title": "expert"}]
    library.save("contacts", {**FULL, "organizations": jobs})
    library.save(
        "contacts", {"surname": "Rusu", "birthday": "--02-29", "phones": [{"value": "0733 000 111"}]}
    )
    return library


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_was_exported_is_imported_as_it_was(
    suffix: str, language: str, filled: Library, tmp_path: Path, clock: Clock
) -> None:
    texts.use_language(language)
    assert export(filled, ListQuery("contacts"), tmp_path / f"out{suffix}") == 2
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    plan = plan_import(other, "contacts", tmp_path / f"out{suffix}")
    assert plan.unmapped == []
    assert run(plan).refused == []
    pairs = zip(records(filled), records(other), strict=True)
    for before, after in pairs:
        assert by_type(stored(after, other)) == by_type(stored(before, filled))
    other.close()


def by_type(values: dict[str, Any]) -> dict[str, Any]:
    """Columns are by type: the order of rows of different types is not theirs to keep."""
    return {
        key: sorted(value, key=lambda row: row.get("type", "")) if key in ("phones", "addresses") else value
        for key, value in values.items()
    }


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_hostile_texts_come_back_as_they_were(
    suffix: str, library: Library, shared: Path, tmp_path: Path, clock: Clock
) -> None:
    strings = json.loads((shared / "text-blns" / "blns.json").read_text(encoding="utf-8"))
    values = [
        {"surname": f"S{i}", "given_name": each, "hobby": each, "notes": each}
        for i, each in enumerate([*strings, "two\n\nlines\n", "  blanks  ", "\uffff_xFF_", "'=1", "'0721"])
    ]
    changes = [Change("contacts", library.new_uid(), each) for each in values]
    library.write("import", changes, section="contacts", title="")
    export(library, ListQuery("contacts"), tmp_path / f"out{suffix}")
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    options = ImportOptions(on_duplicate="add")
    assert run(plan_import(other, "contacts", tmp_path / f"out{suffix}", options)).refused == []
    assert [stored(each, other) for each in records(other)] == [
        stored(each, library) for each in records(library)
    ]
    assert all(json.loads(line) for line in "\n".join(library.care.dump()).splitlines())
    other.close()


def test_groups_come_back_under_their_parents(library: Library, tmp_path: Path, clock: Clock) -> None:
    top = library.groups.add("contacts", "Clients")
    inner = library.groups.add("contacts", "VIP", top)
    library.save("contacts", {"surname": "Pop", "groups": [inner]})
    export(library, ListQuery("contacts"), tmp_path / "out.csv")
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    run(plan_import(other, "contacts", tmp_path / "out.csv"))
    tree = other.groups.tree("contacts")
    assert [(node.title, node.parent, node.count) for node in tree] == [
        ("Clients", None, 1),
        ("VIP", tree[0].uid, 1),
    ]
    other.close()


@pytest.mark.parametrize("section", ["organizations", "tasks", "notes", "links", "events"])
def test_every_section_reads_back_its_own_export(
    section: str, library: Library, tmp_path: Path, clock: Clock
) -> None:
    values = {
        "organizations": {"name": "Delta", "legal_form": "srl",
            "bank_accounts": [{"account": "RO49AAAA1B31007593840000", "bank": "BCR"}]},
        "tasks": {"name": "Call", "state": "waiting", "percent": 40, "due": "2026-11-27T10:00",
            "details": "one\ntwo"},
        "notes": {"name": "Minutes", "text": "first line\nsecond"},
        "links": {"name": "Bank", "address": "https://example.org/a?b=c", "last_opened": "2026-11-20"},
        "events": {"type": "meeting", "subject": "Offer", "starts_at": "2026-11-24T10:00[Europe/London]",
            "duration": 30, "state": "planned"},
    }[section]  # fmt: skip
    library.save(section, values)
    export(library, ListQuery(section), tmp_path / "out.xlsx")
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    assert run(plan_import(other, section, tmp_path / "out.xlsx")).added == 1
    assert stored(records(other, section)[0], other, section) == stored(
        records(library, section)[0], library, section
    )
    other.close()


def test_a_workbook_has_text_as_text_and_dates_as_dates(filled: Library, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    export(filled, ListQuery("contacts"), tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    headings = {cell.value: cell.column for cell in sheet[1]}
    row = next(i for i in (2, 3) if sheet.cell(i, headings["Surname"]).value == "Țăranu")
    assert sheet.cell(row, headings["Notes"]).data_type == "s"
    assert sheet.cell(row, headings["Birthday"]).value.date() == date(1985, 3, 14)
    assert sheet.cell(row, headings["Phone (Mobile)"]).data_type == "s"
    assert sheet["A1"].font.bold
    assert (sheet.freeze_panes, sheet.title) == ("A2", "Contacts")
    assert sheet.auto_filter.ref.endswith("3")


def test_a_text_file_is_made_for_excel(filled: Library, tmp_path: Path) -> None:
    texts.use_language("ro")
    export(filled, ListQuery("contacts"), tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") >= 3
    assert b";" in content.splitlines()[0]


def test_formulas_are_disarmed_in_text_files_unless_told_otherwise(filled: Library, tmp_path: Path) -> None:
    for is_safe in (True, False):
        export(filled, ListQuery("contacts"), tmp_path / "out.csv", ["hobby", "phones"], is_safe=is_safe)
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
            row = next(each for each in csv.DictReader(stream) if each["Hobby"])
        assert row["Hobby"].startswith("'+" if is_safe else "+")
        assert row["Phone (Mobile)"].startswith("+40")


def test_columns_can_be_chosen(filled: Library, tmp_path: Path) -> None:
    export(filled, ListQuery("contacts"), tmp_path / "out.csv", ["title", "age", "phone.work", "city"])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["Name", "Age", "Phone (Work)", "City"]
    assert ["Rusu", "", "", ""] in rows
    assert any(row[1:] == ["41", "021/312.34.56 int. 12", "București"] for row in rows)


def test_only_what_the_query_finds_is_exported(filled: Library, tmp_path: Path) -> None:
    assert export(filled, ListQuery("contacts", text="taranu"), tmp_path / "out.csv") == 1


def test_an_empty_list_gives_headings_only(library: Library, tmp_path: Path) -> None:
    assert export(library, ListQuery("contacts"), tmp_path / "out.xlsx") == 0
    assert (tmp_path / "out.xlsx").exists()


def test_an_unknown_column_is_named_with_what_is_near(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"surnme.*surname"):
        export(library, ListQuery("contacts"), tmp_path / "out.csv", ["surnme"])


def test_an_unknown_ending_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"out\.pdf"):
        export(library, ListQuery("contacts"), tmp_path / "out.pdf")


def test_a_text_too_long_for_a_cell_is_refused_whole(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Pop", "notes": "x" * 33_000})
    with pytest.raises(UserError, match="Pop"):
        export(library, ListQuery("contacts"), tmp_path / "out.xlsx")
    assert sorted(path.name for path in tmp_path.glob("*out*")) == []
    assert export(library, ListQuery("contacts"), tmp_path / "out.csv") == 1


def test_a_place_that_cannot_be_written_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        export(library, ListQuery("contacts"), tmp_path / "missing" / "out.csv")


def test_signs_that_xml_cannot_hold_survive_a_workbook(
    library: Library, tmp_path: Path, clock: Clock
) -> None:
    library.save("contacts", {"surname": "Pop", "notes": "bell \x07 and _x0041_ and #N/A"})
    library.save("contacts", {"surname": "Zet", "notes": "#N/A"})
    export(library, ListQuery("contacts"), tmp_path / "out.xlsx")
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    run(plan_import(other, "contacts", tmp_path / "out.xlsx"))
    assert [each["notes"] for each in records(other)] == [each["notes"] for each in records(library)]
    other.close()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_phone_whose_type_left_its_list_is_exported_without_a_type(
    library: Library, tmp_path: Path, suffix: str
) -> None:
    phones = [{"type": "auto", "value": "0721 234 567"}, {"value": "0733 111 222"}]
    library.save("contacts", {"surname": "Pop", "phones": phones})
    path = tmp_path / f"out{suffix}"
    assert export(library, ListQuery("contacts"), path) == 1
    if suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        assert "0721 234 567" in text
        assert "0733 111 222" in text
