"""Old binary workbooks (.xls): what the sheet shows, and sheets too wide to be laid out in memory."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlwt

from app.services.exchange.tables import open_table

FORMATS = ("DD.MM.YYYY", "DD.MM.YYYY HH:MM", "HH:MM")
DATE, MOMENT, CLOCK = (xlwt.easyxf(num_format_str=each) for each in FORMATS)


def written(path: Path, rows: list[tuple[Any, ...]], *, far: bool = False) -> Path:
    """A workbook of rows; cells with a format are pairs. ``far``: a blank in the last corner of the sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Lista")
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            value, style = cell if isinstance(cell, tuple) else (cell, xlwt.Style.default_style)
            sheet.write(number, column, value, style)
    if far:
        sheet.write(65_535, 255, " ")
    book.save(str(path))
    return path


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return [cells[:6] for _number, cells in open_table(path).rows()]


@pytest.mark.parametrize("far", [False, True])
def test_leading_zeros_and_percent_are_read_as_the_sheet_shows_them(far: bool, tmp_path: Path) -> None:
    zeros, percent = (xlwt.easyxf(num_format_str=each) for each in ("0000000000", "0%"))
    headings = ("Nume", "Telefon", "Fax", "Cod", "Reducere", "Sold")
    cells = ("Pop", (721234567, zeros), "0721234568", 77, (0.15, percent), 0.5)
    path = written(tmp_path / "list.xls", [headings, cells], far=far)
    assert rows_of(path) == [("Pop", "0721234567", "0721234568", 77, "15%", 0.5)]


def test_a_cell_in_the_last_corner_makes_a_short_list_no_longer(tmp_path: Path) -> None:
    """Laid out, its sixteen million cells would take half a gigabyte; both ways tell the same."""
    rows: list[tuple[Any, ...]] = [
        ("Nume", "Născut", "Ultimul apel", "Sună la", "Activ", "Note"),
        ("Șerban Țurcanu", (date(1990, 2, 28), DATE), (datetime(2026, 5, 4, 9, 30), MOMENT),
         (time(8, 15), CLOCK), True, "ёж"),
        ("Rus", "", "", "", False, "ultimul"),
    ]  # fmt: skip
    near, far = (written(tmp_path / f"{each}.xls", rows, far=each) for each in (False, True))
    assert rows_of(far) == rows_of(near)
    assert rows_of(far)[0] == (
        "Șerban Țurcanu", date(1990, 2, 28), datetime(2026, 5, 4, 9, 30), time(8, 15), True, "ёж"
    )  # fmt: skip
