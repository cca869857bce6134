"""Old binary workbooks (.xls), through xlrd: how figures are shown, and the rows that calamine cannot read.

Calamine lays the whole rectangle of every sheet out in memory, so a single cell far below and to the right
of a short list takes a gigabyte; xlrd keeps the cells that are there.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.services.exchange.number_formats import Notes, Place, padding_of, shown

Row = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Survey:
    """What is known of an .xls before its rows: cells of the rectangles of all sheets, and notes by sheet."""

    cells: int = 0
    notes: dict[str, Notes] = field(default_factory=dict)


def survey(path: Path) -> Survey:
    """Of a file that is no .xls, or that xlrd cannot read, nothing is known."""
    cells, notes = 0, {}
    try:
        book = _opened(path, with_formats=True)
        widths = _widths(book)
        for name in book.sheet_names():
            sheet = book.sheet_by_name(name)
            cells += sheet.nrows * sheet.ncols
            if widths:
                notes[name] = Notes(_formats(sheet, widths))
            book.unload_sheet(name)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it lets through whatever a broken file makes it stumble over
        return Survey()
    return Survey(cells, notes)


def read_all(path: Path) -> dict[str, list[Row]]:
    """The rows of every sheet by its name, shown ones first; raises whatever a broken file makes of it."""
    try:
        book = _opened(path, with_formats=True)
        found = _rows_by_sheet(book, _widths(book))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - styles are what is broken most often
        found = _rows_by_sheet(_opened(path, with_formats=False), {})
    return found


def _rows_by_sheet(book: Any, widths: dict[int, int]) -> dict[str, list[Row]]:
    sheets = sorted(book.sheets(), key=lambda each: each.visibility != 0)
    return {each.name: _rows(each, book.datemode, widths) for each in sheets}


def _opened(path: Path, *, with_formats: bool) -> Any:
    import xlrd

    return xlrd.open_workbook(
        str(path), logfile=io.StringIO(), on_demand=True, ragged_rows=True, formatting_info=with_formats
    )


def _widths(book: Any) -> dict[int, int]:
    """Digits by the number of a cell style, for styles that pad with zeros or show percent."""
    codes = {key: padding_of(each.format_str or "") for key, each in book.format_map.items()}
    return {
        number: width
        for number, each in enumerate(book.xf_list)
        if not each.is_style and (width := codes.get(each.format_key, 0))
    }


def _formats(sheet: Any, widths: dict[int, int]) -> dict[Place, int]:
    import xlrd

    return {
        (row + 1, column + 1): width
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_NUMBER and (width := widths.get(sheet.cell_xf_index(row, column), 0))
    }


def _rows(sheet: Any, datemode: int, widths: dict[int, int]) -> list[Row]:
    return [
        (number + 1, tuple(_value(cell, datemode, widths) for cell in sheet.row(number)))
        for number in range(sheet.nrows)
    ]


def _value(cell: Any, datemode: int, widths: dict[int, int]) -> Any:
    """A cell as the other readers give it; an error (#REF!) is no value."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cell.value or None
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, widths.get(cell.xf_index, 0))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return _moment(cell.value, datemode) if cell.ctype == xlrd.XL_CELL_DATE else None


def _moment(value: float, datemode: int) -> datetime | date | time | float:
    import xlrd

    try:
        found: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    if 0 <= value < 1:
        return found.time()
    return found.date() if value.is_integer() else found
