"""Open a list that somebody keeps in a spreadsheet or a text file, whatever wrote it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any

from app.core.errors import UserError
from app.core.folding import fold
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange import delimited, encodings, workbooks
from app.services.exchange.headers import SAMPLE_ROWS, Heading, find_heading, is_blank, is_totals
from app.services.exchange.kept import kept_rows

Row = tuple[int, tuple[Any, ...]]
"""Number of the row as the spreadsheet counts it, and its cells; empty cells are None."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOO_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x00\x06\x00")
_OTHER_KINDS = (
    *(
        b"%PDF",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"SQLite format 3",
        b"{\\rtf",
        b"\x1f\x8b",
        b"7z\xbc\xaf",
    ),
    *(b"Rar!", b"MZ", b"\x28\xb5\x2f\xfd", b"BZh", b"\x5d\x00\x00"),
)
"""First bytes of files that are no text, though they may bear its name."""


@dataclass(frozen=True)
class Table:
    """A list with headings. ``rows()`` reads it anew each time, from the first row below the headings.

    ``name`` is the sheet (the file's name for text files), ``sheets`` all sheets of a workbook, ``made_up``
    the headings that the file lacks; ``encoding`` and ``delimiter`` are empty for workbooks.
    """

    file: str
    name: str
    sheets: tuple[str, ...]
    headers: tuple[str, ...]
    made_up: frozenset[str]
    first_row: int
    encoding: str
    delimiter: str
    read: Callable[[], Iterator[Row]]
    is_clean: bool = False
    """Does ``read`` give the rows as ``rows`` does?"""

    def rows(self) -> Iterator[Row]:
        """Rows that are not blank, each at least as long as the headings; longer ones keep what is beyond.

        The totals below a list are no row of it.
        """
        return self.read() if self.is_clean else self._rows()

    def shown(self, _number: int, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row as its reader sees it, a cell for each heading."""
        return cells

    def _rows(self) -> Iterator[Row]:
        last: Row | None = None
        for row in self._filled_rows():
            if last is not None:
                yield last
            last = row
        if last is not None and not is_totals(last[1]):
            yield last

    def _filled_rows(self) -> Iterator[Row]:
        width = len(self.headers)
        headings = self.headers if width > 1 else ()
        for number, cells in self.read():
            if number < self.first_row or all(map(is_blank, cells)):
                continue
            if cells[0] == self.headers[0] and tuple(cells[:width]) == headings:
                continue  # what is printed on several pages repeats its headings
            row = tuple([None if isinstance(cell, str) and not cell.strip() else cell for cell in cells])
            yield number, _fitted(row, width)

    def sample(self, count: int = 200) -> list[tuple[Any, ...]]:
        """The first rows, to look at."""
        return [cells for _number, cells in islice(self.rows(), count)]


def _fitted(row: tuple[Any, ...], width: int) -> tuple[Any, ...]:
    if len(row) <= width:
        return (*row, *[None] * (width - len(row)))
    return row if any(cell is not None for cell in row[width:]) else row[:width]


def open_table(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress | None = None,
) -> Table:
    """The table of a file; UserError with one sentence that names the file when it has none.

    A helper process reads it to its end; what it read is kept as long as somebody holds the table.
    """
    kept = kept_rows(Path(path), sheet, encoding, delimiter, progress or Progress())
    return Table(**kept.head, read=kept, is_clean=True)


def read_table(
    path: Path, *, sheet: str | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Table:
    """The table of a file, read in this process; see ``open_table``."""
    if _is_workbook(path):
        return _workbook_table(path, sheet)
    if sheet is not None:
        raise UserError(
            _("“{file}” is a text file and has no sheet “{sheet}”; leave the sheet out.").format(
                file=path.name, sheet=sheet
            )
        )
    return _text_table(path, encoding, delimiter)


def _workbook_table(path: Path, sheet: str | None) -> Table:
    book = workbooks.Book(path)
    sheets = book.sheets
    if not sheets:
        raise UserError(
            _("“{file}” has no sheet with cells; there is nothing to import.").format(file=path.name)
        )
    chosen = _chosen_sheet(path, sheets, sheet)
    for name in chosen:
        heading = find_heading(_first_rows(book.rows(name)), book.merged(name))
        if heading is not None:
            return Table(path.name, name, sheets, heading.names, heading.made_up, heading.first_row, "", "",
                         partial(book.rows, name))  # fmt: skip
    raise _empty(path)


def _chosen_sheet(path: Path, sheets: tuple[str, ...], wanted: str | None) -> tuple[str, ...]:
    """The named sheet, or all of them: the first with something in it is taken."""
    if wanted is None:
        return sheets
    found = next((name for name in sheets if name == wanted), None) or next(
        (name for name in sheets if fold(name) == fold(wanted)), None
    )
    if found is None:
        raise UserError(
            _("“{file}” has no sheet “{sheet}”; its sheets are: {sheets}.").format(
                file=path.name, sheet=wanted, sheets=", ".join(sheets)
            )
        )
    return (found,)


def _text_table(path: Path, encoding: str | None, delimiter: str | None) -> Table:
    encoding = _known(encoding) if encoding else encodings.detect_encoding(path)
    delimiter = delimiter if delimiter is not None else delimited.detect_delimiter(path, encoding)
    if len(delimiter) > 1:
        raise UserError(_("A separator is one sign, not “{text}”.").format(text=delimiter))

    def read() -> Iterator[Row]:
        return ((number, tuple(cells)) for number, cells in delimited.read_records(path, encoding, delimiter))

    heading: Heading | None = find_heading(_first_rows(read()))
    if heading is None:
        raise _empty(path)
    return Table(
        path.name, path.name, (), heading.names, heading.made_up, heading.first_row, encoding, delimiter, read
    )


def _first_rows(rows: Iterator[Row]) -> list[Row]:
    """Rows among which the headings are, from the first that is not blank."""
    filled = dropwhile(lambda row: all(map(is_blank, row[1])), rows)
    return list(islice(filled, SAMPLE_ROWS))


def _known(encoding: str) -> str:
    import codecs

    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise UserError(
            _("“{text}” is no encoding known here; write one like utf-8, cp1250 or cp1251.").format(
                text=encoding
            )
        ) from None


def _empty(path: Path) -> UserError:
    return UserError(_("“{file}” is empty: no row has anything in it.").format(file=path.name))


def _is_workbook(path: Path) -> bool:
    """Told by the first bytes, not by the ending of the name; UserError for what is no list at all."""
    head = _head(path)
    if _is_empty(path, head):
        raise _empty(path)
    if head.startswith(_OLE):
        return True
    if head.startswith(b"PK"):
        return _is_zipped_workbook(path)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods"):
        raise _no_list(path, head) if _is_other_kind(head) else workbooks.damaged(path)
    if head.startswith(_TOO_OLD) or (head[:1] == b"\x09" and path.suffix.lower() in (".xls", ".xlt", ".xlw")):
        raise UserError(
            _(
                "“{file}” was written by an Excel before 1993. Open it in LibreOffice and save it as .xlsx."
            ).format(file=path.name)
        )
    if _is_no_list(head):
        raise _no_list(path, head)
    return False


_HEAD, _NOTHING = 4096, b"\x00 \t\r\n\xef\xbb\xbf"


def _head(path: Path) -> bytes:
    with told_unreadable(path), path.open("rb") as stream:
        return stream.read(_HEAD)


def _is_empty(path: Path, head: bytes) -> bool:
    """Is there nothing at all that can be seen? A list may begin far below."""
    if head.strip(_NOTHING) or len(head) < _HEAD:
        return not head.strip(_NOTHING)
    with told_unreadable(path), path.open("rb") as stream:
        return not any(part.strip(_NOTHING) for part in iter(lambda: stream.read(1 << 20), b""))


@contextmanager
def told_unreadable(path: Path) -> Iterator[None]:
    """UserError for a file that is not there or refuses to be read."""
    try:
        yield
    except FileNotFoundError:
        raise UserError(_("There is no file “{file}”.").format(file=path)) from None
    except OSError as problem:
        raise UserError(
            _("“{file}” cannot be read: {reason}.").format(file=path, reason=problem.strerror or str(problem))
        ) from problem


def _is_zipped_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower().replace("\\", "/") for name in archive.namelist()}
            kind = archive.read("mimetype")[:80] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as problem:
        raise workbooks.damaged(path) from problem
    if any(name.startswith(("xl/", "/xl/")) for name in names) or b"opendocument.spreadsheet" in kind:
        return True
    if "[content_types].xml" in names and path.suffix.lower().startswith(".xls"):
        return True  # parts under names of their own; calamine says whether it can
    raise _no_list(path)


_MARKUP = (
    *(b"<!doctype", b"<html", b"<head", b"<meta", b"<style", b"<body", b"<div", b"<table", b"<tr", b"<!--"),
    *(b"<?xml", b"mime-version:"),
)
"""First letters of what other programs write under the name of a workbook, and Excel opens all the same."""

_OTHER_TEXTS = (*_MARKUP, b"begin:vc", b"[{", b'{"', b"table\r\n0,1", b"table\n0,1")
"""First letters of texts that are no lists; the last ones are DIF."""
_SYLK = re.compile(rb"id;p[^\r\n]*[\r\n]+(?:[pfbco]|nn|nu);")
"""Its first two lines; the headings ID;Phone are none."""


def _first_letters(head: bytes) -> bytes:
    """Small, whatever the width of the letters."""
    return head.lstrip(b"\xff\xfe\xef\xbb\xbf").replace(b"\0", b"").lstrip(b" \t\r\n").lower()


def _is_other_kind(head: bytes) -> bool:
    start = _first_letters(head)
    return head.startswith(_OTHER_KINDS) or start.startswith(_OTHER_TEXTS) or _SYLK.match(start) is not None


def _is_no_list(head: bytes) -> bool:
    if _is_other_kind(head):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in head or encodings.is_utf16(head):
        return False
    return not encodings.has_only_stray_zeros(head.rstrip(b"\0"))


def _no_list(path: Path, head: bytes = b"") -> UserError:
    told = _("“{file}” is not a table. Save it as .xlsx, .xls, .xlsb, .ods, .csv or .txt and try again.")
    if _first_letters(head).startswith(_MARKUP):
        told = _(
            "“{file}” is not a table but a web page or XML, whatever its name. "
            "Open it in Excel or LibreOffice and save it as .xlsx."
        )
    return UserError(told.format(file=path.name))
