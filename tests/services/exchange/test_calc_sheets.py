"""Sheets of LibreOffice Calc: what they show, not only the values that lie beneath."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.services.exchange.tables import Table, open_table

Calc = Callable[[str], Table]

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


@pytest.fixture
def calc(tmp_path: Path) -> Calc:
    """The table of a sheet, from its rows as Calc writes them."""

    def write(rows: str) -> Table:
        path = tmp_path / "list.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", MANIFEST)
            archive.writestr(
                "content.xml",
                f'<?xml version="1.0"?><office:document-content {SPACES}><office:body><office:spreadsheet>'
                f'<table:table table:name="Lista">{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return open_table(path)

    return write


def text(value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'


def figure(value: str, shown: str, kind: str = "float", more: str = "") -> str:
    start = f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}>'
    return f"{start}<text:p>{shown}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def rows_of(table: Table) -> list[tuple[Any, ...]]:
    return [cells for _number, cells in table.rows()]


BESIDE, BELOW = 'table:number-columns-spanned="2"', 'table:number-rows-spanned="2"'
COVERED = "<table:covered-table-cell/>"


def test_two_rows_of_headings_are_one_for_each_column(calc: Calc) -> None:
    table = calc(
        row(text("Nume", BELOW), text("Contact", BESIDE), COVERED)
        + row(COVERED, text("Telefon"), text("E-mail"))
        + row(text("Pop"), text("0721"), text("pop@example.ro"))
    )
    assert table.headers == ("Nume", "Contact › Telefon", "Contact › E-mail")
    assert rows_of(table) == [("Pop", "0721", "pop@example.ro")]


def test_a_city_merged_over_several_people_belongs_to_each(calc: Calc) -> None:
    blank = row("<table:table-cell/>", more='table:number-rows-repeated="3"')
    table = calc(
        row(text("Oraș"), text("Nume"))
        + blank
        + row(text("Iași", BELOW), text("Pop"))
        + row(COVERED, text("Rus"))
        + row(text("Cluj"), text("Dan"))
    )
    assert rows_of(table) == [("Iași", "Pop"), ("Iași", "Rus"), ("Cluj", "Dan")]


def test_leading_zeros_and_percent_are_read_as_the_sheet_shows_them(calc: Calc) -> None:
    twice = 'table:number-columns-repeated="2"'
    values = (text("Pop"), figure("721234567", "0721234567", more=twice), figure("0.15", "15%", "percentage"))
    table = calc(
        row(*map(text, ("Nume", "Telefon", "Fax", "Reducere", "Sold"))) + row(*values, figure("0.5", "0.50"))
    )
    assert rows_of(table) == [("Pop", "0721234567", "0721234567", "15%", 0.5)]


def test_a_sheet_with_a_line_for_every_element_is_read(calc: Calc) -> None:
    """Written by other programs than Calc; blanks inside of a text are the user's."""
    rows = row(text("Nume"), text("Telefon")) + row(text("Pop  <text:span>Ion</text:span> "), text("0721"))
    lines = re.sub("(?=<table:|</table:|<text:p)", "\n    ", rows)
    assert rows_of(calc(f"\n{lines}\n")) == [("Pop  Ion ", "0721")]
