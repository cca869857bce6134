"""A workbook of one sheet, written row by row: text is text, dates and figures are real, nothing is live.

Written here and not by a library, because it is several times as fast as the fastest of them
(docs/performance.md) and needs no memory: a sheet is a long, regular text in a zip file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.formats import xlsx_parts as parts
from app.services.exchange.formats.sheet import Cell, Heading, Sheet, refusal
from app.services.exchange.formulas import guarded, is_live

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
"""Limits of a sheet, the rows without the headings; of a text in units of UTF-16."""

_LEVEL = 3
"""Of the packing: a third quicker than the usual one, for a tenth more bytes."""

_TOGETHER = 200
"""Rows that are packed at once."""

_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]|_x|\A[\s'=+\-@＝＋－＠]|\s\Z")
"""Few texts have any of these; all others are written as they are."""

_ZERO = datetime(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before this day programs do not agree what a figure means: Excel knows a 29 February 1900."""


def write(path: Path, sheet: Sheet, _options: Mapping[str, Any]) -> None:
    """Styled headings that stay in view, a filter, widths; UserError for what a sheet cannot hold."""
    if sheet.count > MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
        raise UserError(_("A sheet of Excel holds 1,048,576 rows; there are more. Export to .csv."))
    title = parts.sheet_title(sheet.title)
    letters = [parts.letters(number) for number in range(1, len(sheet.columns) + 1)]
    area = f"A1:{letters[-1]}{sheet.count + 1}" if letters else ""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, text in parts.files(escape(_escaped(title)), area, len(letters)):
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(parts.sheet_head(area, [each.width for each in sheet.columns]).encode())
            for piece in _pieces(sheet, letters):
                part.write(piece.encode())
            part.write(parts.sheet_foot(area).encode())


def _pieces(sheet: Sheet, letters: Sequence[str]) -> Iterator[str]:
    columns = list(zip(letters, sheet.columns, strict=True))
    headings = (_text(letter, 1, each.text, parts.HEADING) for letter, each in columns)
    rows = [f'<row r="1" ht="20" customHeight="1">{"".join(headings)}</row>']
    for number, (record, cells) in enumerate(sheet.rows(), 2):
        rows.append(f'<row r="{number}">{_row(number, record, cells, columns)}</row>')
        if len(rows) >= _TOGETHER:
            yield "".join(rows)
            rows = []
    yield "".join(rows)


def _row(number: int, record: str, cells: Sequence[Cell], columns: Sequence[tuple[str, Heading]]) -> str:
    written = []
    for (letter, column), cell in zip(columns, cells, strict=True):
        if cell is None:
            continue
        if isinstance(cell, str):
            if len(cell) > LONGEST_TEXT // 2:
                _check_length(record, column, cell)
            if _SPECIAL.search(cell) is None:
                written.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>')
            else:
                written.append(_special(letter, number, cell))
        else:
            written.append(_figure(letter, number, column, cell))
    return "".join(written)


def _special(letter: str, number: int, text: str) -> str:
    """A text with signs that XML, a spreadsheet or an import would take for something else."""
    style = parts.QUOTED if is_live(text.lstrip("'")) else parts.PLAIN
    return _text(letter, number, guarded(text) if text.startswith("'") else text, style)


def _text(letter: str, number: int, text: str, style: int) -> str:
    safe = escape(_escaped(text))
    return (
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
    )


def _figure(letter: str, number: int, column: Heading, cell: Cell) -> str:
    if isinstance(cell, date):  # so is every datetime
        moment = cell if isinstance(cell, datetime) else None
        if (moment.date() if moment else cell) < _FIRST_DAY:
            return _text(letter, number, cell.isoformat(), parts.PLAIN)
        if moment is None:
            days: float = cell.toordinal() - _ZERO.toordinal()
        else:
            days = (moment.replace(tzinfo=None) - _ZERO) / timedelta(days=1)
        return f'<c r="{letter}{number}" s="{parts.MOMENT if moment else parts.DATE}"><v>{days!r}</v></c>'
    if abs(cell) >= 1e15:  # a figure of a spreadsheet holds 15 digits
        return _text(letter, number, str(cell), parts.PLAIN)
    style = f' s="{parts.AMOUNT}"' if column.places else ""
    return f'<c r="{letter}{number}"{style}><v>{float(cell) if isinstance(cell, bool) else cell!r}</v></c>'


def _escaped(text: str) -> str:
    """Signs that XML cannot hold, in the way of the format: ``_x0007_`` (ECMA-376, ST_Xstring)."""
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPES.sub("_x005F_", text))


def _check_length(record: str, column: Heading, text: str) -> None:
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
        raise refusal(record, column, _("this is longer than a cell of Excel can be. Export to .csv."))
