"""Text files: separated cells for spreadsheets and scripts, and plain pages for readers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.formats.sheet import Cell, Heading, Row, Sheet, cell_text, refusal
from app.services.exchange.formulas import guarded, is_plain_phone

_INDENT = "    "


def write_csv(path: Path, sheet: Sheet, options: Mapping[str, Any]) -> None:
    """Cells parted by ``delimiter``; ``is_safe`` disarms what a spreadsheet would take for formulas."""
    is_safe, delimiter = options["is_safe"], options["delimiter"]
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise UserError(_("The separator of cells is one sign: comma, semicolon, tab, bar."))
    with _opened(path, options["encoding"]) as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        headings = [each.text for each in sheet.columns]
        writer.writerow([guarded(each) if is_safe else each for each in headings])
        for row in sheet.rows():
            pairs = zip(sheet.columns, row[1], strict=True)
            with _named(stream, sheet, row):
                writer.writerow([_csv_cell(column, cell, is_safe) for column, cell in pairs])


def _csv_cell(column: Heading, cell: Cell, is_safe: bool) -> Any:
    if not isinstance(cell, str):
        return cell_text(cell)
    is_left = not is_safe or column.is_number or (column.is_phone and is_plain_phone(cell))
    return cell if is_left else guarded(cell)


def write_txt(path: Path, sheet: Sheet, options: Mapping[str, Any]) -> None:
    """A block of lines for each record, as people write them down."""
    with _opened(path, options["encoding"]) as stream:
        stream.write(f"{sheet.title}\r\n{'=' * len(sheet.title)}\r\n")
        for row in sheet.rows():
            lines = [
                f"{column.text}: {_continued(cell_text(cell))}"
                for column, cell in zip(sheet.columns, row[1], strict=True)
                if cell not in (None, "", row[0])  # the title stands above
            ]
            head = f"\r\n{row[0]}\r\n{'-' * len(row[0])}\r\n" if row[0] else "\r\n"
            with _named(stream, sheet, row):
                stream.write(head + "".join(f"{line}\r\n" for line in lines))


def _continued(text: str) -> str:
    return f"\r\n{_INDENT}".join(text.splitlines())


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    try:
        "a".encode(encoding)
    except (LookupError, TypeError) as problem:  # TypeError: rot13, which is none of texts in files
        raise UserError(_("There is no encoding “{name}”.").format(name=encoding)) from problem
    with path.open("w", encoding=encoding, newline="") as stream:
        try:
            yield stream
        except UnicodeEncodeError as problem:  # of a heading
            raise _no_sign(problem, encoding) from problem


@contextmanager
def _named(stream: TextIO, sheet: Sheet, row: Row) -> Iterator[None]:
    """A sign that the encoding lacks is refused with the record and the column it stands in."""
    try:
        yield
    except UnicodeEncodeError as problem:
        cells = zip(sheet.columns, row[1], strict=True)
        columns = (each for each, cell in cells if not _holds(stream.encoding, cell_text(cell)))
        error, found = _no_sign(problem, stream.encoding), next(columns, None)
        raise (refusal(row[0], found, str(error)) if found else error) from problem


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _no_sign(problem: UnicodeEncodeError, encoding: str) -> UserError:
    return UserError(
        _("“{sign}” cannot be written in {encoding}. Choose UTF-8.").format(
            sign=problem.object[problem.start], encoding=encoding
        )
    )
