"""Text files with separated values: which separator, and the records with their numbers."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from app.core.errors import UserError
from app.core.texts import _, grouped

DELIMITERS = (";", ",", "\t", "|")
NO_DELIMITER = "\x1f"
"""Stands for "one column": a sign that no list contains."""

LONGEST_CELL = 4_000_000
"""Characters; a longer cell is as a rule a quotation mark that was opened and never closed."""

MOST_CELLS = 16_384
"""Cells of a row, as many as a spreadsheet has; more are no list."""

_END = "\x1e\x1dend\x1d\x1e"
"""A line after the last one: what it ends up in was never closed."""

SAMPLE_RECORDS = 200
SAMPLE_SIGNS = 65_536

_NO_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
"""A text written as a formula, so that Excel keeps the zeros before it: ``="0721"``."""

_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_PADDING = ("\x1a", "\0")
"""What old programs put behind the end of a file, and what fills it up to a whole block."""

Record = tuple[int, list[str]]
"""Number of the record as a spreadsheet would count it, and its cells."""


def read_records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """All records; a first line ``sep=;`` is no record. Line breaks in quotation marks belong to the cell."""
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        start = stream.tell()
        sample = stream.read(SAMPLE_SIGNS)
        stream.seek(start)
        if separator_line(stream.readline()) is None:
            stream.seek(start)
        sign = delimiter or NO_DELIMITER
        reader = csv.reader(chain(_lines(stream, sample, sign), (_END,)), delimiter=sign,
                            skipinitialspace=_has_blanks_before_quotes(sample, sign))  # fmt: skip
        try:
            for number, cells in enumerate(reader, 1):
                if len(cells) > MOST_CELLS:
                    raise _too_wide(path, number)
                if cells and cells[-1].endswith(_END):
                    yield from _last(path, number, cells)
                    return
                if cells and cells[-1][-1:] in _PADDING:
                    cells[-1] = cells[-1].rstrip("".join(_PADDING))
                yield number, _without_formulas(cells)
        except csv.Error as problem:
            raise _too_long(path, number + 1) from problem


def _last(path: Path, number: int, cells: list[str]) -> Iterator[Record]:
    """What is before the end; UserError if a quotation mark has taken the rest of the file into its cell."""
    rest = cells[-1].removesuffix(_END).removesuffix("\n").removesuffix("\r")
    if "\n" in rest or "\r" in rest:
        raise _unclosed(path, number)
    if len(cells) > 1 or rest:
        yield number, _without_formulas([*cells[:-1], rest])


def _lines(lines: Iterable[str], sample: str, sign: str) -> Iterable[str]:
    """Quotation marks within a cell doubled, where the file has a backslash before them instead."""
    quoted = rf'(?:^|{re.escape(sign)})"(?:[^"\\\n]|\\.)*\\"[^"{re.escape(sign)}\r\n]'
    if re.search(quoted, sample, re.MULTILINE) is None:
        return lines
    return (_ESCAPED.sub(r'\1""', line) if '\\"' in line else line for line in lines)


def _has_blanks_before_quotes(sample: str, sign: str) -> bool:
    """``Pop, "Strada Mare, 5"``: written by hand, with a blank after each separator."""
    each = re.escape(sign)
    return sign != " " and re.search(rf'{each} +"[^"\n]*"(?=[{each}\r\n]|\Z)', sample) is not None


def _without_formulas(cells: list[str]) -> list[str]:
    if '="' not in "\0".join(cells):
        return cells
    found = [_NO_FORMULA.fullmatch(cell) for cell in cells]
    return [each[1].replace('""', '"') if each else cell for cell, each in zip(cells, found, strict=True)]


class TooWideError(UserError):
    """A row of more cells than a list has."""


def _too_wide(path: Path, row: int) -> UserError:
    told = _("“{file}”, row {row} has more than {n} cells, too many for a list.")
    return TooWideError(told.format(file=path.name, row=row, n=grouped(MOST_CELLS)))


def _too_long(path: Path, row: int) -> UserError:
    told = _(
        "“{file}”, row {row}: a cell of more than {n} characters; a quotation mark is perhaps never closed."
    )
    return UserError(told.format(file=path.name, row=row, n=grouped(LONGEST_CELL)))


def _unclosed(path: Path, row: int) -> UserError:
    told = _("“{file}”, row {row}: a cell without an end; a quotation mark is perhaps never closed.")
    return UserError(told.format(file=path.name, row=row))


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
    counts = list[int]()
    try:
        records = read_records(path, encoding, delimiter)
        filled = (cells for _number, cells in records if any(cell.strip() for cell in cells))
        for cells in islice(filled, SAMPLE_RECORDS):
            counts.append(len(cells))
    except TooWideError:
        counts.append(MOST_CELLS + 1)
    except UserError:
        pass  # what is before the row that cannot be read tells as well
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
