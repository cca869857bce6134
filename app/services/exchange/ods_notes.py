"""What an .ods file knows of its cells beyond their values: merged ones, leading zeros, percent.

Calc keeps beside every value the text that it shows, so no format has to be understood. Rows are told apart
as bytes and only those with something of it are looked into: a parser takes longer for them than the reader.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from app.services.exchange.headers import Range

CONTENT = "content.xml"
CHUNK_BYTES, LONGEST_ROW = 1 << 20, 16 << 20

PERCENT = -1
"""In place of a number of digits: the figure is shown as percent."""

MOST_REPEATED = 1_000
"""A cell that stands for more of its kind is a column that was formatted, not a list."""

_TELLING = re.compile(rb'number-(?:rows|columns)-spanned="|value-type="percentage"|<text:p>0\d')
_TABLE = re.compile(rb'<table:table\s[^>]*?table:name="([^"]*)"')
_ROW = re.compile(rb"<table:table-row(?=[\s/>])")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])")
_COUNT = re.compile(rb'table:number-(rows|columns)-(repeated|spanned)="(\d{1,9})"')
_VALUE = re.compile(rb'office:value="(\d+)"')
_PADDED = re.compile(rb"<text:p>(0\d+)</text:p>\s*</table:table-cell>")

Counts = dict[tuple[bytes, bytes], int]


@dataclass
class Found:
    """Digits to be shown (or ``PERCENT``) by row and column from 1, and merged cells."""

    formats: dict[tuple[int, int], int] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


def found_in(archive: zipfile.ZipFile, sheet: str) -> Found:
    """What is to be known of the cells of a sheet."""
    found, row = Found(), 0
    with archive.open(CONTENT) as stream:
        for content in _rows(stream, sheet):
            repeated = _counts(content).get((b"rows", b"repeated"), 1)
            if _TELLING.search(content):
                _take_row(found, content, row, min(repeated, MOST_REPEATED))
            row += repeated
    return found


def _rows(stream: IO[bytes], sheet: str) -> Iterator[bytes]:
    """The rows of a sheet, from behind their first word to where the next one begins."""
    rest, name, is_row = b"", "", False
    while True:
        chunk = stream.read(CHUNK_BYTES)
        *pieces, rest = _ROW.split(rest + chunk)
        if not chunk:
            pieces, rest = [*pieces, rest], b""
        for piece in pieces:
            if is_row and name == sheet:
                yield piece
            if tables := _TABLE.findall(piece):
                name = unescape(tables[-1].decode("utf-8", "replace"))
            is_row = True
        if not chunk or len(rest) > LONGEST_ROW:
            return


def _take_row(found: Found, content: bytes, row: int, repeated: int) -> None:
    column = 0
    for cell in _CELL.split(content)[1:]:
        counts = _counts(cell) if b"table:number-" in cell else {}
        times = counts.get((b"columns", b"repeated"), 1)
        below, beside = counts.get((b"rows", b"spanned"), 1), counts.get((b"columns", b"spanned"), 1)
        if below > 1 or beside > 1:
            found.merged.append(((row, column), (row + below - 1, column + beside - 1)))
        if times <= MOST_REPEATED and (width := _width(cell)):
            places = ((row + i, column + j) for i in range(repeated) for j in range(times))
            found.formats.update(((top + 1, left + 1), width) for top, left in places)
        column += times


def _counts(element: bytes) -> Counts:
    """For how many rows and columns an element stands, and over how many it is merged."""
    head = element[: element.find(b">")]
    return {(of, how): int(count) for of, how, count in _COUNT.findall(head)}


def _width(cell: bytes) -> int:
    if b'office:value-type="percentage"' in cell:
        return PERCENT
    padded = _PADDED.search(cell) if b"<text:p>0" in cell else None
    value = _VALUE.search(cell) if padded else None
    return len(padded[1]) if padded and value and int(padded[1]) == int(value[1]) else 0
