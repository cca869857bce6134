"""Tables: whatever wrote a list, its headings and rows are found, or one sentence says why not."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import UserError
from app.services.exchange import workbooks
from app.services.exchange.tables import open_table, read_table


def rows_of(path: Path, **options: Any) -> list[tuple[Any, ...]]:
    return [cells for _number, cells in open_table(path, **options).rows()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_gives_even_rows(delimiter: str, write_csv: Any) -> None:
    text = "\n".join(
        delimiter.join(row)
        for row in (("Nume", "Oraș", "Note"), ("Pop", "Iași", "a, b; c"), ("Ion", "Cluj", ""))
    )
    text = text.replace("a, b; c", '"a, b; c"')
    table = open_table(write_csv(text))
    assert table.delimiter == delimiter
    assert [cells for _n, cells in table.rows()] == [("Pop", "Iași", "a, b; c"), ("Ion", "Cluj", None)]


def test_a_file_of_one_column_has_no_separator(write_csv: Any) -> None:
    assert rows_of(write_csv("Name\nPopescu, Ion\nIonescu, Ana\n")) == [("Popescu, Ion",), ("Ionescu, Ana",)]


def test_the_line_that_names_the_separator_is_no_row(write_csv: Any) -> None:
    table = open_table(write_csv("sep=;\nNume;Suma\nPop;1,5\n"))
    assert table.headers == ("Nume", "Suma")
    assert list(table.rows()) == [(2, ("Pop", "1,5"))]


def test_line_breaks_inside_quotation_marks_belong_to_the_cell(write_csv: Any) -> None:
    assert rows_of(write_csv('Name,Note\r\nAna,"one\r\ntwo"\r\n')) == [("Ana", "one\r\ntwo")]


def test_a_mark_does_not_stick_to_the_first_heading(write_csv: Any) -> None:
    assert open_table(write_csv("Nume,Oraș\nPop,Iași\n", encoding="utf-8-sig")).headers == ("Nume", "Oraș")


def test_titles_and_blank_rows_above_the_headings_are_passed_over(write_xlsx: Any) -> None:
    table = open_table(
        write_xlsx(
            [
                ["List of clients"],
                [],
                ["Nume", "Oraș", "Telefon"],
                ["Pop", "Iași", None],
                [],
                ["Ion", None, 7],
            ]
        )
    )
    assert table.headers == ("Nume", "Oraș", "Telefon")
    assert list(table.rows()) == [(4, ("Pop", "Iași", None)), (6, ("Ion", None, 7.0))]


def test_a_remark_with_a_date_above_the_headings_is_no_heading(write_xlsx: Any) -> None:
    table = open_table(
        write_xlsx(
            [["Clients"], ["printed on", "01.02.2026"], ["Nume", "Prenume", "Telefon"], ["Pop", "Ana", 7]]
        )
    )
    assert table.headers == ("Nume", "Prenume", "Telefon")
    assert list(table.rows()) == [(4, ("Pop", "Ana", 7.0))]


def test_rows_of_a_list_without_headings_are_no_remarks(write_csv: Any) -> None:
    rows = [f"Ana {i},072123456{i}," for i in range(10)] + ["Ion,,VIP"]
    assert len(rows_of(write_csv("\n".join(rows)))) == 11
    wide = ["Ana,0721234567,a,b,", "Ion,,a,b,c", "Dan,0721234568,a,b,c"]
    assert len(rows_of(write_csv("\n".join(wide)))) == 3


@pytest.mark.parametrize(
    "totals",
    [["Total", None, 2], ["Итого:", None, "1 234,50"], ["Итого: 4", None, None], ["Total general", 3, 2.5]],
)
def test_totals_below_a_list_are_no_row(totals: list[Any], write_xlsx: Any) -> None:
    rows = rows_of(write_xlsx([["Nume", "Telefon", "Sumă"], ["Pop", "0721 234 567", 1], [], totals]))
    assert rows == [("Pop", "0721 234 567", 1.0)]


@pytest.mark.parametrize("last", [["Total", "0721 234 567"], ["Total", 721234567], ["Total", None]])
def test_a_firm_called_total_is_a_row(last: list[Any], write_xlsx: Any) -> None:
    assert len(rows_of(write_xlsx([["Nume", "Telefon"], ["Pop", "0721 234 567"], last]))) == 2


def test_cells_merged_down_a_column_have_one_value(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Firma", "Nume"], ["Delta", "Pop"], [None, "Rusu"], [None, None], ["Beta", "Ion"]):
        book.active.append(row)
    book.active.merge_cells("A2:A4")
    book.save(tmp_path / "merged.xlsx")
    assert rows_of(tmp_path / "merged.xlsx") == [("Delta", "Pop"), ("Delta", "Rusu"), ("Beta", "Ion")]


def test_percent_is_read_as_the_sheet_shows_it(write_xlsx: Any) -> None:
    formats = {"B2": "0%", "B3": "0.00%"}
    rows = rows_of(write_xlsx([["Name", "Done"], ["a", 0.5], ["b", 0.07], ["c", 0.5]], formats=formats))
    assert rows == [("a", "50%"), ("b", "7%"), ("c", 0.5)]


def test_headings_become_unique_and_missing_ones_get_a_name(write_csv: Any) -> None:
    table = open_table(write_csv("Phone,,Phone\n1,2,3\n"))
    assert table.headers == ("Phone", "Column B", "Phone (2)")
    assert table.made_up == {"Column B"}


def test_a_list_without_headings_keeps_its_first_row(write_csv: Any) -> None:
    table = open_table(write_csv("Ana,ana@example.org\nIon,ion@example.org\n"))
    assert table.headers == ("Column A", "Column B")
    assert len(list(table.rows())) == 2


def test_cells_of_a_workbook_keep_their_kinds(write_xlsx: Any) -> None:
    path = write_xlsx([["Name", "Born", "Code", "Yes"], ["Ana", date(1985, 3, 14), 42, True]])
    assert rows_of(path) == [("Ana", date(1985, 3, 14), 42.0, True)]


@pytest.mark.parametrize(
    ("code", "shown"), [("000000", "010101"), ("0#########", "0000010101"), ("General", 10101.0)]
)
def test_leading_zeros_of_a_number_format_are_restored(code: str, shown: Any, write_xlsx: Any) -> None:
    assert rows_of(write_xlsx([["Name", "Code"], ["Ana", 10101]], formats={"B2": code})) == [("Ana", shown)]


def test_a_named_sheet_is_read_and_a_wrong_name_lists_the_sheets(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Empty"
    book.create_sheet("Clienți").append(["Nume"])
    book["Clienți"].append(["Pop"])
    book.save(tmp_path / "two.xlsx")
    assert open_table(tmp_path / "two.xlsx").name == "Clienți"
    with pytest.raises(UserError, match="Empty, Clienți"):
        open_table(tmp_path / "two.xlsx", sheet="Third")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\n \t\r\n", "is empty"),
        ("letter.csv", b"%PDF-1.7 ...", "is not a table"),
        ("page.xls", b"<html><body><table></table>", "is not a table"),
        ("old.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00 anything", "before 1993"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "is damaged"),
        ("broken.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600, "is damaged"),
        ("noise.csv", bytes(range(256)) * 20, "is not a table"),
        ("quote.csv", b'a,b\n"' + b"x" * 4_100_000, "never closed"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=sentence) as refused:
        list(open_table(tmp_path / name).rows())
    assert name in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.csv"):
        open_table(tmp_path / "nowhere.csv")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.csv", "w") as archive:
        archive.writestr("list.csv", "a,b")
    with pytest.raises(UserError, match="is not a table"):
        open_table(tmp_path / "list.csv")


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    write_xlsx: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx([["a"], ["b"]])
    monkeypatch.setattr(workbooks, "UNZIPPED_LIMIT", 100)
    with pytest.raises(UserError, match="unpacked"):
        read_table(path)


def test_an_unknown_encoding_is_refused(write_csv: Any) -> None:
    with pytest.raises(UserError, match="klingon"):
        open_table(write_csv("a,b\n1,2\n"), encoding="klingon")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sheet-calamine/issue_385.xls", "password"),
        ("sheet-poi/spreadsheet/58616.xlsx", "password"),
        ("sheet-calamine/issue252.xlsx", "damaged"),
        ("csv-openrefine/NoData_NoSpreadsheet.ods", "no sheet"),
        ("csv-openrefine/movies.zip", "is not a table"),
    ],
)
def test_strangers_that_cannot_be_read_say_why(name: str, sentence: str, shared: Path) -> None:
    with pytest.raises(UserError, match=sentence):
        list(open_table(shared / name).rows())


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("crm-northwind/derived/customers.csv", 91),
        ("crm-northwind/derived/customers.xlsx", 91),
        ("crm-northwind/derived/customers-semicolon-cp1252.csv", 91),
        ("crm-chinook/derived/Customer.csv", 59),
        ("names-faker/contacts_18_locales_utf8.csv", 1040),
        ("names-faker/ru_utf16le_bom_tab.txt", 200),
        ("csv-openrefine/presidents.tsv", 43),
        ("csv-openrefine/sample.ods", 2),
        ("sheet-calamine/issue_174.xlsx", 1),
    ],
)
def test_strangers_give_all_their_rows(name: str, count: int, shared: Path) -> None:
    assert len(rows_of(shared / name)) == count


def test_sheets_are_read_in_any_order_and_as_often_as_is_wanted(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("People", "Firms"):
        sheet = book.create_sheet(name)
        sheet.append(["Name", "Town"])
        sheet.append([f"one of {name}", "Iași"])
    path = tmp_path / "two.xlsx"
    book.save(path)
    opened = workbooks.Book(path)
    names = ("People", "Firms", "People", "People")
    seen = [[cells[0] for _number, cells in opened.rows(name)] for name in names]
    people, firms = ["Name", "one of People"], ["Name", "one of Firms"]
    assert seen == [people, firms, people, people]
