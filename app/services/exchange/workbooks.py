"""Workbooks (xlsx, xlsm, xls, xlsb, ods): sheets and cells, through calamine."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange import ods_tidy
from app.services.exchange.headers import Range
from app.services.exchange.number_formats import Notes, notes_of, shown
from app.services.exchange.old_workbooks import survey
from app.services.exchange.spare_reader import read_all

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Row = tuple[int, tuple[Any, ...]]
"""Number of a row and its cells; empty ones are None."""

UNZIPPED_LIMIT = 200 * 1024 * 1024
"""Bytes that a workbook may have when unpacked."""

LARGE, MOST_SWELLING = 5 * 1024 * 1024, 40
"""A file of so many bytes may have so many times its own size when unpacked; lists come to about ten."""

_FIRST_BYTES = 8 * 1024 * 1024
_BEGINNING, _ENCRYPTED = b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x2f\x00"
_BEFORE_ENCRYPTED = (b"\x86\x00",)  # "write protected" may stand between

MOST_CELLS = 100_000_000
"""Cells of the rectangle that a sheet says it has."""

MOST_LAID_OUT = 4_000_000
"""Cells of an .xls that the first reader may lay out in memory, some thirty bytes each; a list of all the
65,536 rows that such a sheet can have may be sixty columns wide."""


class DamagedError(UserError):
    """A workbook that the reader cannot make out; another one might."""


class Book:
    """An opened workbook."""

    def __init__(self, path: Path) -> None:
        """UserError with one sentence when it cannot be read."""
        self._path = path
        self._read: tuple[str, CalamineSheet, Notes] | None = None
        known = survey(path)
        self._notes = known.notes
        try:
            if known.cells > MOST_LAID_OUT:
                raise damaged(path)  # not if the second reader reads it
            self._book = _open(path)
            self.sheets = _sheets(self._book)
        except UserError as refusal:
            self._spare = _spare(path, refusal)
            self.sheets = tuple(self._spare)
        else:
            self._spare = {}

    sheets: tuple[str, ...]
    """Sheets with cells, those that are shown first."""

    def merged(self, sheet: str) -> Sequence[Range]:
        """Merged cells of a sheet, where the first reader reads it."""
        if sheet in self._spare:
            return ()
        try:
            found, notes = self._sheet(sheet)
            return found.merged_cell_ranges or notes.merged
        except BaseException as problem:
            if isinstance(_refusal(self._path, problem), UserError):
                return ()  # is told, or read by another one, when its rows are asked for
            raise

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows of a sheet with their numbers, as the sheet shows them.

        Figures shown with leading zeros or as percent are text; cells merged down a column all have its
        value.
        """
        if sheet in self._spare:
            return iter(self._spare[sheet])
        try:
            found, notes = self._sheet(sheet)
        except BaseException as problem:
            refusal = _refusal(self._path, problem)
            if not isinstance(refusal, UserError):
                raise
            self._spare = _spare(self._path, refusal)
            if sheet not in self._spare:
                raise refusal from problem
            return iter(self._spare[sheet])
        _guard_cells(self._path, found)
        rows = _numbered(found.iter_rows(), found.start[1] if found.start else 0)
        return _filled_down(_noted(rows, notes), found.merged_cell_ranges or notes.merged)

    def _sheet(self, name: str) -> tuple[CalamineSheet, Notes]:
        """A sheet with what stands beside its cells. Reading it is most of the work, so the last one is kept:
        it is asked for its headings, for its merged cells and for its rows."""
        if self._read is None or self._read[0] != name:
            self._read = None
            found = self._book.get_sheet_by_name(name)
            self._read = (name, found, self._notes.get(name) or notes_of(self._path, name))
        return self._read[1:]


def _is_encrypted(path: Path) -> bool:
    """Does an .xls say right after its beginning that the rest is encrypted? Calamine passes one way by."""
    with path.open("rb") as stream:
        content = stream.read(_FIRST_BYTES)
    at = content.find(_BEGINNING)
    while 0 <= at <= len(content) - 4 and content[at : at + 2] != _ENCRYPTED:
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
        if content[at : at + 2] not in (_ENCRYPTED, *_BEFORE_ENCRYPTED):
            return False
    return 0 <= at <= len(content) - 4


def _sheets(book: CalamineWorkbook) -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    found = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    shown = [each.name for each in found if each.visible == SheetVisibleEnum.Visible]
    return (*shown, *(each.name for each in found if each.name not in shown))


def _spare(path: Path, refusal: UserError) -> dict[str, list[Row]]:
    """What the second reader makes of a workbook that the first one refuses; else the refusal is raised."""
    if not isinstance(refusal, DamagedError):
        raise refusal
    found = read_all(path)
    if found is None:
        raise refusal
    return found


def _numbered(rows: Iterator[list[Any]], left: int) -> Iterator[Row]:
    """Rows with their numbers and the empty columns before them; calamine's empty cells are empty texts."""
    before = [None] * left
    for number, cells in enumerate(rows, 1):
        yield number, (*before, *[_decoded(cell) if isinstance(cell, str) else cell for cell in cells])


def _decoded(text: str) -> str | None:
    """The text of a cell; calamine leaves two signs in the form that stands for them in XML."""
    if "_xFFF" in text:
        return text.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")
    return text or None


def _noted(rows: Iterator[Row], notes: Notes) -> Iterator[Row]:
    if not notes.formats and not notes.formulas:
        yield from rows
        return
    for number, cells in rows:
        yield (
            number,
            tuple(
                notes.formulas.get((number, column))
                if cell is None
                else shown(cell, notes.formats.get((number, column), 0))
                for column, cell in enumerate(cells, 1)
            ),
        )


def _filled_down(rows: Iterator[Row], ranges: Sequence[Range]) -> Iterator[Row]:
    """A firm merged over the rows of its people stands in each of them; blank rows stay blank."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in ranges:
        if bottom > top:
            starts.setdefault(top + 1, []).append((left, bottom + 1))
    if not starts:
        yield from rows
        return
    open_: dict[int, tuple[int, Any]] = {}
    for number, cells in rows:
        open_ = {column: each for column, each in open_.items() if each[0] >= number}
        if open_ and any(cell is not None for cell in cells):
            cells = tuple(
                open_[column][1] if cell is None and column in open_ else cell
                for column, cell in enumerate(cells)
            )
        for column, bottom in starts.get(number, ()):
            if column < len(cells):
                open_[column] = (bottom, cells[column])
        yield number, cells


def _open(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineError, PasswordError, load_workbook

    _guard_size(path)
    try:
        return load_workbook(path)
    except BaseException as problem:
        refusal = _refusal(path, problem)
        if not isinstance(problem, CalamineError) or isinstance(problem, PasswordError):
            raise refusal from problem
    try:
        with path.open("rb") as stream:  # the ending of the name may be wrong
            return load_workbook(ods_tidy.tidied(path) or stream)
    except BaseException as problem:
        is_bug = _refusal(path, problem) is problem
        raise (problem if is_bug else refusal) from problem


def _guard_size(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError) as problem:
        raise damaged(path) from problem
    if size > largest(path):
        raise swollen(path, size)


def largest(path: Path) -> int:
    """Bytes that the content of a file may have when unpacked."""
    own = path.stat().st_size
    return UNZIPPED_LIMIT if own < LARGE else MOST_SWELLING * own


def swollen(path: Path, size: int) -> UserError:
    """The sentence for a file that holds too much for what it is."""
    told = _("“{file}” would take {size} MB when unpacked, too much for a list. Save the rows as CSV.")
    return UserError(told.format(file=path.name, size=size // (1024 * 1024)))


def _guard_cells(path: Path, sheet: CalamineSheet) -> None:
    cells = sheet.height * sheet.width
    if cells > MOST_CELLS:
        raise UserError(
            _("“{file}” has {n} million cells, too many for a list. Save the rows as CSV.").format(
                file=path.name, n=cells // 1_000_000
            )
        )


def _refusal(path: Path, problem: BaseException) -> BaseException:
    """What the user reads; calamine's own panic is no Exception, so it is told by its name."""
    from python_calamine import CalamineError, PasswordError

    if (
        isinstance(problem, PasswordError)
        or "password" in str(problem).lower()
        or "encrypt" in str(problem).lower()
        or (isinstance(problem, CalamineError) and _is_encrypted(path))
    ):
        return UserError(
            _("“{file}” is protected by a password. Save it in Excel without one and try again.").format(
                file=path.name
            )
        )
    if (
        isinstance(problem, (CalamineError, OSError, ValueError))
        or type(problem).__name__ == "PanicException"
    ):
        return damaged(path)
    return problem


def damaged(path: Path) -> UserError:
    """The sentence for a file that cannot be read to its end."""
    return DamagedError(
        _("“{file}” is damaged and cannot be read. Open it in Excel or LibreOffice and save it anew.").format(
            file=path.name
        )
    )
