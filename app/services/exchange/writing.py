"""Write rows to .xlsx or .csv: text stays text, dates and figures are real, a file is whole or not there."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.core.atomic import replace
from app.core.errors import UserError
from app.core.texts import _, language
from app.services.exchange.reading import FORMULA_SIGNS

if TYPE_CHECKING:
    from app.services.exchange.columns import Column

Rows = Iterable[tuple[str, Sequence[Any]]]
"""Title of the record and its cells."""

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
"""Limits of a sheet, without the headings."""

_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


def write_atomically(to: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a file beside ``to``, then put it in its place; UserError when the place refuses."""
    temporary = to.with_name(f".{to.name}.{os.getpid()}.tmp")
    try:
        temporary.touch()  # a place that refuses is known before a writer of workbooks is half-way
        write(temporary)
        replace(temporary, to)
    except OSError as problem:
        raise UserError(
            _(
                "“{file}” cannot be written: {reason}. Close it in other programs or choose another place."
            ).format(file=to, reason=problem.strerror or str(problem))
        ) from problem
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_xlsx(path: Path, title: str, columns: Sequence[Column], widths: Sequence[int], rows: Rows) -> None:
    """One sheet: bold headings that stay in view, a filter, widths by content."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or None)
    sheet.freeze_panes = "A2"
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width

    def text_cell(text: str) -> Any:
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"  # else "=1+1" is a formula and "#N/A" an error
        return cell

    headings = [text_cell(_escaped(each.heading)) for each in columns]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    count = 0
    for _record, cells in rows:
        count += 1
        sheet.append([_sheet_cell(cell, text_cell) for cell in cells])
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    book.save(path)
    book.close()


def _sheet_cell(cell: Any, text_cell: Callable[[str], Any]) -> Any:
    if not isinstance(cell, str):
        return cell
    text = _escaped(_guarded(cell) if cell.startswith("'") else cell)
    return text_cell(text) if text.startswith("=") or text in _ERRORS else text


def _escaped(text: str) -> str:
    """Signs that XML cannot hold, in the way of the format: ``_x0007_`` (ECMA-376, ST_Xstring)."""
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPES.sub("_x005F_", text))


def check_limits(columns: Sequence[Column], rows: Rows) -> None:
    """UserError for what a sheet cannot hold; to be asked before anything is written."""
    count = 0
    for record, cells in rows:
        count += 1
        for column, cell in zip(columns, cells, strict=True):
            if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
                raise UserError(
                    _("“{record}”: {column} is longer than a cell of Excel can be. Export to .csv.").format(
                        record=record, column=column.heading
                    )
                )
    if count > MOST_ROWS:
        raise UserError(_("A sheet of Excel holds 1,048,576 rows; there are more. Export to .csv."))


def write_csv(path: Path, columns: Sequence[Column], rows: Rows, is_safe: bool) -> None:
    """UTF-8 with a mark, so that Excel reads the letters; semicolons where the decimal sign is a comma."""
    delimiter = ";" if language() in ("ro", "ru") else ","
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        _write_records(stream, delimiter, columns, rows, is_safe)


def _write_records(
    stream: IO[str], delimiter: str, columns: Sequence[Column], rows: Rows, is_safe: bool
) -> None:
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([each.heading for each in columns])
    for _record, cells in rows:
        pairs = zip(columns, cells, strict=True)
        writer.writerow([_csv_cell(cell, is_safe and not column.is_number) for column, cell in pairs])


def _csv_cell(cell: Any, is_guarded: bool) -> Any:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return _guarded(cell) if is_guarded and isinstance(cell, str) else cell


def _guarded(text: str) -> str:
    """The text with an apostrophe where a spreadsheet would see a formula or an import take one away."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text
