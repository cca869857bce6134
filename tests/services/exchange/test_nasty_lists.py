"""Lists as people keep them, with everything that makes them hard: each is taken as its owner means it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import UserError
from app.services.exchange.importing import ImportOptions, ImportPlan, ImportReport, plan_import
from app.services.library import Library
from tests.services.exchange.conftest import Writer, records

Bring = Callable[..., ImportReport]

HEAD = ("Nume", "Prenume", "Telefon", "E-mail", "Data nașterii", "Oraș")
PEOPLE = (
    ("Popescu", "Ion", "0721 234 567", "ion@example.ro", "14.03.1985", "Iași"),
    ("Rusu", "Ilie", "0723 456 789", "", "", "Bălți"),
    ("Șerban", "Ana", "0722 345 678", "ana@example.ro", "01.02.1990", "Cluj"),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Rows of the first sheet, and what is done to the book before it is saved."""

    def write(rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], object] | None = None) -> Path:
        book = Workbook()
        for row in rows:
            book.active.append([cell if cell != "" else None for cell in row])
        if change is not None:
            change(book.active)
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


def planned(library: Library, path: Path) -> ImportPlan:
    return plan_import(library, "contacts", path, ImportOptions(is_remembering=False))


def columns(plan: ImportPlan) -> dict[str, str]:
    """Where each column goes."""
    return {each.header: each.target.key if each.target else "" for each in plan.matches}


def names(library: Library) -> list[tuple[Any, Any]]:
    return [(each.get("surname"), each.get("given_name")) for each in records(library)]


def phones(library: Library) -> dict[str, list[str]]:
    return {each["surname"]: [row["value"] for row in each.get("phones", ())] for each in records(library)}


ALL = [(surname, given) for surname, given, *_rest in PEOPLE]


def test_titles_above_the_headings_are_no_rows(library: Library, bring: Bring, workbook: Any) -> None:
    above = (["Lista clienților Vector SRL"], ["Întocmit: Ana, 12.11.2026"], [])
    bring(workbook([*above, HEAD, *PEOPLE]))
    assert names(library) == ALL


def test_a_title_merged_over_the_whole_list_is_no_heading(
    library: Library, bring: Bring, workbook: Any
) -> None:
    bring(workbook([["Clienți 2026"], HEAD, *PEOPLE], lambda sheet: sheet.merge_cells("A1:F1")))
    assert names(library) == ALL


def test_two_rows_of_headings_are_one_for_each_column(library: Library, bring: Bring, workbook: Any) -> None:
    def merge(sheet: Worksheet) -> None:
        for place in ("A1:B1", "C1:D1", "E1:E2"):
            sheet.merge_cells(place)

    upper = ["Persoana", None, "Telefon", None, "Oraș"]
    lower = ["Nume", "Prenume", "mobil", "serviciu", None]
    rows = [(a, b, phone, "0264 312 456", city) for a, b, phone, _mail, _day, city in PEOPLE]
    path = workbook([upper, lower, *rows], merge)
    assert columns(planned(library, path)) == {
        "Persoana › Nume": "surname",
        "Persoana › Prenume": "given_name",
        "Telefon › mobil": "phone.mobile",
        "Telefon › serviciu": "phone.work",
        "Oraș": "address.city",
    }
    bring(path)
    assert names(library) == ALL
    assert phones(library)["Rusu"] == ["0723 456 789", "0264 312 456"]


def test_a_city_merged_over_several_people_belongs_to_each(
    library: Library, bring: Bring, workbook: Any
) -> None:
    rows = [(*row[:5], "Iași" if row is PEOPLE[0] else None) for row in PEOPLE]
    bring(workbook([HEAD, *rows], lambda sheet: sheet.merge_cells("F2:F4")))
    assert [each["addresses"][0]["city"] for each in records(library)] == ["Iași"] * 3


def test_a_hidden_sheet_and_empty_ones_stand_behind_the_one_that_is_seen(
    library: Library, bring: Bring, tmp_path: Path
) -> None:
    book = Workbook()
    hidden = book.active
    hidden.append(["cheie", "valoare"])
    hidden.append([1, 2])
    hidden.sheet_state = "hidden"
    book.create_sheet("Foaie2")
    sheet = book.create_sheet("Clienți")
    for row in (HEAD, *PEOPLE):
        sheet.append(row)
    book.active = 2
    book.save(tmp_path / "list.xlsx")
    plan = planned(library, tmp_path / "list.xlsx")
    assert (plan.table.name, plan.table.sheets[-1]) == ("Clienți", "Sheet")
    bring(tmp_path / "list.xlsx")
    assert names(library) == ALL


def test_hidden_rows_and_columns_are_imported_too(library: Library, bring: Bring, workbook: Any) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    bring(workbook([HEAD, *PEOPLE], hide))
    assert names(library) == ALL
    assert phones(library)["Rusu"] == ["0723 456 789"]


@pytest.mark.parametrize("totals", [["Total", None, None, 301.5], [None, None, "Total:", 301.5]])
def test_totals_at_the_end_are_no_client(
    totals: list[Any], library: Library, bring: Bring, workbook: Any
) -> None:
    rows = [[*row[:3], 100.5] for row in PEOPLE]
    bring(workbook([[*HEAD[:3], "Suma"], *rows, totals]))
    assert names(library) == ALL


def test_headings_that_are_repeated_on_every_page_are_no_client(
    library: Library, bring: Bring, workbook: Any
) -> None:
    bring(workbook([HEAD, PEOPLE[0], HEAD, *PEOPLE[1:], HEAD]))
    assert names(library) == ALL


def test_three_hundred_columns_are_looked_at_one_by_one(library: Library, workbook: Any) -> None:
    rows = [[*row, *(f"v{n}" for n in range(294))] for row in PEOPLE]
    plan = planned(library, workbook([[*HEAD, *(f"Câmp {n}" for n in range(294))], *rows]))
    assert len(plan.matches) == 300
    assert list(columns(plan).values())[:6] == [
        "surname", "given_name", "phone", "email", "birthday", "address.city",
    ]  # fmt: skip
    assert len(plan.left_out) == 294


def test_equal_headings_fill_one_list(library: Library, bring: Bring, workbook: Any) -> None:
    head = ["Nume", "Telefon", "Telefon", "Observații", "Observații"]
    bring(workbook([head, ["Popescu", "0721 234 567", "0722 333 444", "unu", "doi"]]))
    [record] = records(library)
    assert phones(library) == {"Popescu": ["0721 234 567", "0722 333 444"]}
    assert record["notes"] == "unu\ndoi"


def test_one_column_alone_is_a_list(library: Library, bring: Bring, write_csv: Writer) -> None:
    bring(write_csv("Nume\nPopescu Ion\nȘerban Ana\n"))
    assert names(library) == [("Popescu", "Ion"), ("Șerban", "Ana")]


def test_one_column_without_a_heading_is_known_by_what_is_in_it(
    library: Library, bring: Bring, write_csv: Writer
) -> None:
    bring(write_csv("ion@example.ro\nana@example.ro\n"))
    found = {each["emails"][0]["value"] for each in records(library)}
    assert found == {"ion@example.ro", "ana@example.ro"}


def test_amounts_with_a_decimal_comma_are_amounts(library: Library, bring: Bring, write_csv: Writer) -> None:
    path = write_csv("Nume;Sold\nPopescu;1.234,50\nȘerban;-12,5\n")
    bring(path, mapping={"Sold": "new:number"})
    own = next(each.key for each in library.fields.views("contacts") if each.label == "Sold")
    assert [each[own] for each in records(library)] == [1234.5, -12.5]


@pytest.mark.parametrize(
    ("language", "amounts", "expected"),
    [
        ("en", ["1.234", "12,50", "-3.000,5 lei"], [1234, 12.5, -3000.5]),
        ("ro", ["1,234", "12.50", "$3,000.125"], [1234, 12.5, 3000.125]),
        ("ro", ["1.234", "2.000", "15"], [1234, 2000, 15]),
        ("en", ["1.234", "12,50", "7.25"], [1.234, 12.5, 7.25]),
    ],
)
def test_amounts_of_a_column_are_read_in_one_way(
    language: str, amounts: list[str], expected: list[float], library: Library, bring: Bring,
    write_csv: Writer, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(library, "identity", replace(library.identity, language=language))
    rows = "".join(f"P{n};{amount}\n" for n, amount in enumerate(amounts))
    bring(write_csv(f"Nume;Sold\n{rows}"), mapping={"Sold": "new:money"})
    own = next(each.key for each in library.fields.views("contacts") if each.label == "Sold")
    assert [each[own] / 100 for each in records(library)] == [round(each, 2) for each in expected]


def test_dates_are_read_in_words_of_three_languages(
    library: Library, bring: Bring, write_csv: Writer
) -> None:
    days = {
        "Albu": ("14 martie 1985", "1985-03-14"), "Blaga": ("5 mar. 1977", "1977-03-05"),
        "Cojocaru": ("1 февраля 1990", "1990-02-01"), "Dan": ("12 мая 1980 г.", "1980-05-12"),
        "Enache": ("March 5, 1977", "1977-03-05"), "Florea": ("3-Jan-66", "1966-01-03"),
    }  # fmt: skip
    rows = "".join(f"{name};{written}\n" for name, (written, _day) in days.items())
    report = bring(write_csv(f"Nume;Data nașterii\n{rows}"))
    assert report.refused == []
    assert {each["surname"]: each["birthday"] for each in records(library)} == {
        name: day for name, (_written, day) in days.items()
    }


def test_leading_zeros_stay(library: Library, bring: Bring, write_csv: Writer) -> None:
    bring(write_csv("Nume,Cod poștal,IDNP\nPopescu,0123,0950403123456\n"))
    [record] = records(library)
    assert record["addresses"] == [{"postcode": "0123"}]
    assert record["personal_code"] == "0950403123456"


def test_a_mark_mixed_line_ends_and_zeros_harm_nobody(library: Library, bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        b"\xef\xbb\xbfNume,Telefon\r\nPo\0p,0721234567\nRus,0722345678\rDan,0723456789\r\n\0\0\n"
    )
    report = bring(path)
    assert (report.added, report.refused) == (3, [])
    assert phones(library) == {"Dan": ["0723456789"], "Pop": ["0721234567"], "Rus": ["0722345678"]}


def test_a_cell_of_five_megabytes_is_named(library: Library, write_csv: Writer) -> None:
    with pytest.raises(UserError, match="row 2: a cell of more than 4,000,000 characters"):
        planned(library, write_csv(f"Nume,Note\nPop,{'a' * 5_000_000}\nRus,b\n"))


def test_a_quotation_mark_that_is_never_closed_is_named(library: Library, write_csv: Writer) -> None:
    with pytest.raises(UserError, match="row 2: a cell without an end"):
        planned(library, write_csv('Nume;Note\nPop;"abc\nRus;def\nDan;ghi\n'))


def test_inches_are_no_quotation_marks(library: Library, bring: Bring, write_csv: Writer) -> None:
    bring(write_csv('Nume;Note\nPop;țeavă 3/4" lungă\nRus;12" 14"\n'))
    assert [each["notes"] for each in records(library)] == ['țeavă 3/4" lungă', '12" 14"']


def test_a_formula_as_a_heading_is_a_heading(library: Library, bring: Bring, workbook: Any) -> None:
    bring(workbook([['="Nume"', "Telefon"], ["Pop", "0721234567"]]), mapping={'="Nume"': "surname"})
    assert phones(library) == {"Pop": ["0721234567"]}


def test_error_values_are_no_values(library: Library, bring: Bring, workbook: Any) -> None:
    def fail(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if str(cell.value).startswith("#"):
                    cell.data_type = "e"

    rows = [("Pop", "#N/A", "#REF!"), ("Rus", "#VALUE!", "Iași"), ("Dan", "0721234567", "#DIV/0!")]
    report = bring(workbook([("Nume", "Telefon", "Oraș"), *rows], fail))
    assert report.added == 3
    assert phones(library) == {"Dan": ["0721234567"], "Pop": [], "Rus": []}
    assert [each.get("addresses") for each in records(library)] == [None, None, [{"city": "Iași"}]]


def test_phones_that_became_figures_are_restored_or_told(
    library: Library, bring: Bring, workbook: Any
) -> None:
    rows = [("Pop", 37369123456.0), ("Rus", 721234567), ("Dan", 69123456), ("Ionescu", 1.2345678901234567e19)]
    report = bring(workbook([("Nume", "Telefon"), *rows]))
    assert phones(library) == {"Dan": ["69123456"], "Pop": ["+37369123456"], "Rus": ["0721234567"]}
    assert [each.row for each in report.notes] == [4]
    assert [(each.row, "lost digits" in each.reason) for each in report.refused] == [(5, True)]


def test_figures_of_sixteen_digits_are_refused_only_where_excel_has_cut_them(
    library: Library, bring: Bring, workbook: Any
) -> None:
    rows = [("Pop", 1234567890123456), ("Rus", 1234567890123450)]
    report = bring(workbook([("Nume", "Note"), *rows]))
    assert [each["notes"] for each in records(library)] == ["1234567890123456"]
    assert [(each.row, "lost digits" in each.reason) for each in report.refused] == [(3, True)]


def test_phones_written_as_figures_in_a_text_file_are_restored_or_told(
    library: Library, bring: Bring, write_csv: Writer
) -> None:
    report = bring(
        write_csv("Nume;Telefon\nPop;3.7369123456E+10\nRus;37369123456,0\nDan;3,7369E+10\n"),
        on_duplicate="add",
    )
    assert phones(library) == {"Pop": ["+37369123456"], "Rus": ["+37369123456"]}
    assert [(each.row, "lost digits" in each.reason) for each in report.refused] == [(4, True)]


def test_a_separator_inside_of_a_value_is_told_with_its_row(
    library: Library, bring: Bring, write_csv: Writer
) -> None:
    report = bring(write_csv("Nume;Prenume;Telefon\nPop;Ion\nRus;Ana;0721234567;;;\nDan;Ilie;0722;x\n"))
    assert names(library) == [("Pop", "Ion"), ("Rus", "Ana")]
    assert [each.row for each in report.refused] == [4]


def test_several_phones_in_one_cell_are_several(library: Library, bring: Bring, write_csv: Writer) -> None:
    bring(write_csv("Nume\tTelefon\nPop\t0721234567, 0722345678\nRus\t0721111222 / 0733444555\n"))
    assert phones(library) == {"Pop": ["0721234567", "0722345678"], "Rus": ["0721111222", "0733444555"]}


def test_blank_lines_are_passed_over(library: Library, bring: Bring, write_csv: Writer) -> None:
    report = bring(write_csv("\n\nNume;Telefon\n\n\nPop;0721234567\n;;\n\nRus;0722345678\n\n"))
    assert (report.rows, sorted(phones(library))) == (2, ["Pop", "Rus"])
