"""Text files with separated values: which separator, and the records with their numbers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.core.errors import UserError
from app.core.texts import _

DELIMITERS = (";", ",", "\t", "|")
NO_DELIMITER = "\x1f"
"""Stands for "one column": a sign that no list contains."""

LONGEST_CELL = 4_000_000
"""Characters; a longer cell is a quotation mark that was opened and never closed."""

SAMPLE_RECORDS = 200

Record = tuple[int, list[str]]
"""Number of the record as a spreadsheet would count it, and its cells."""


def read_records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """All records; a first line ``sep=;`` is no record. Line breaks in quotation marks belong to the cell."""
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        start = stream.tell()
        if separator_line(stream.readline()) is None:
            stream.seek(start)
        reader = csv.reader(stream, delimiter=delimiter or NO_DELIMITER)
        try:
            for number, cells in enumerate(reader, 1):
                yield number, cells
        except csv.Error as problem:
            raise UserError(
                _("“{file}”, row {row}: a quotation mark is opened and never closed; correct it.").format(
                    file=path.name, row=number + 1
                )
            ) from problem


def separator_line(line: str) -> str | None:
    """The separator that a line ``sep=;`` names, as Excel writes and reads it; None for any other line."""
    text = line.strip("\r\n").lstrip("\ufeff").strip('"')
    return text[4] if len(text) == 5 and text.lower().startswith("sep=") else None


def detect_delimiter(path: Path, encoding: str) -> str:
    """The separator under which records have equally many cells; empty for a file of one column."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        named = separator_line(stream.readline())
    if named is not None:
        return named
    scored = [(_evenness(path, encoding, each), each) for each in DELIMITERS]
    best, delimiter = max(scored, key=lambda pair: pair[0])
    return delimiter if best > (0.0, 0) else ""


def _evenness(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    """Share of records with the commonest number of cells, and that number; zero if it does not separate."""
    try:
        records = list(islice(read_records(path, encoding, delimiter), SAMPLE_RECORDS))
    except UserError:
        return (0.0, 0)
    counts = [len(cells) for _number, cells in records if any(cell.strip() for cell in cells)]
    if not counts or max(counts) < 2:
        return (0.0, 0)
    width, often = Counter(counts).most_common(1)[0]
    if width < 2 and len(counts) > 1:
        return (0.0, 0)
    if not any(count >= width for count in counts[:10]):
        return (0.0, 0)  # the headings are one cell: the sign belongs to the values ("Popescu, Ion")
    if counts[0] == 1 and width == 2 and delimiter == ",":
        return (0.0, 0)
    return (round(often / len(counts), 2), width)
