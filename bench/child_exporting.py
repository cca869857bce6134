"""Child: the same made-up rows as a workbook, by the writer named. Words: writer, how many rows."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.services.exchange.formats.sheet import Heading, Row, Sheet
from bench.children import peak_mib, tell

WORDS = ("Popescu", "București", "Str. Lipscani 12", "Țăranu & Fiii", "+40 721 234 567", "ana@example.org",
         "director general", "Иванов Пётр Сергеевич")  # fmt: skip
COLUMNS = 20
FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


def rows(count: int) -> Iterator[Row]:
    """Texts that differ, dates, moments, figures and empty cells."""
    for i in range(count):
        texts = [f"{WORDS[(i + j) % len(WORDS)]} {i * (j + 7) % 9973}" for j in range(14)]
        days = [date(1960, 3, 14) + timedelta(i % 9000), datetime(2026, 11, 1, 10, 30) + timedelta(i % 300)]
        yield f"record {i}", [*texts, *days, i, i / 7, None, "x"]


def ours(path: Path, count: int) -> None:
    """The writer of the program."""
    from app.services.exchange.formats.xlsx import write

    headings = [Heading(f"Column {j}", 20) for j in range(COLUMNS)]
    write(path, Sheet("Records", headings, count, lambda: rows(count)), {})


def xlsxwriter(path: Path, count: int) -> None:
    """XlsxWriter as it is quickest with little memory, without guessing at what the texts mean."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    book = Workbook(str(path), options)
    sheet = book.add_worksheet("Records")
    bold = book.add_format({"bold": True, "bg_color": "#E0F1F0"})
    styles = {key: book.add_format({"num_format": shown}) for key, shown in FORMATS.items()}
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, COLUMNS - 1, 20)
    for j in range(COLUMNS):
        sheet.write_string(0, j, f"Column {j}", bold)
    for number, (_record, cells) in enumerate(rows(count), 1):
        for j, cell in enumerate(cells):
            _put(sheet, number, j, cell, styles)
    sheet.autofilter(0, 0, count, COLUMNS - 1)
    book.close()


def _put(sheet: Any, row: int, column: int, cell: Any, styles: dict[str, Any]) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, styles["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, styles["date"])
    elif cell is not None:
        sheet.write_number(row, column, cell)


def openpyxl(path: Path, count: int) -> None:
    """openpyxl in its quickest way."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Records")
    sheet.freeze_panes = "A2"
    sheet.append([f"Column {j}" for j in range(COLUMNS)])
    for _record, cells in rows(count):
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:T{count + 1}"
    book.save(path)


WRITERS: dict[str, Callable[[Path, int], None]] = {
    "ours": ours, "xlsxwriter": xlsxwriter, "openpyxl": openpyxl,
}  # fmt: skip


def main(writer: str, count: int) -> None:
    """Write into a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        WRITERS[writer](Path(folder) / "out.xlsx", count)
        tell(ms=(time.monotonic() - began) * 1000, peak=peak_mib())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
