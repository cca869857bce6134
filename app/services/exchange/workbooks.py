"""Workbooks (xlsx, xlsm, xls, xlsb, ods): sheets and cells, through calamine."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.number_formats import Notes, notes_of, shown

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Row = tuple[int, tuple[Any, ...]]
"""Number of a row and its cells; empty ones are None."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of merged ones, each as row and column from 0."""

UNZIPPED_LIMIT = 200 * 1024 * 1024
"""Bytes that a workbook may have when unpacked."""


def sheet_names(path: Path) -> tuple[str, ...]:
    """Sheets with cells, those that are shown first."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book = _open(path)
    found = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    shown = [each.name for each in found if each.visible == SheetVisibleEnum.Visible]
    return (*shown, *(each.name for each in found if each.name not in shown))


def read_sheet(path: Path, sheet: str) -> Iterator[Row]:
    """Rows of a sheet with their numbers, as the sheet shows them.

    Figures shown with leading zeros or as percent are text; cells merged down a column all have its value.
    """
    book = _open(path)
    try:
        found = book.get_sheet_by_name(sheet)
    except BaseException as problem:
        raise _refusal(path, problem) from problem
    start = found.start[1] if found.start else 0
    rows = (
        (number, (*[None] * start, *(_decoded(cell) if isinstance(cell, str) else cell for cell in cells)))
        for number, cells in enumerate(found.iter_rows(), 1)
    )
    return _filled_down(_noted(rows, notes_of(path, sheet)), found.merged_cell_ranges or ())


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
    try:  # the ending of the name may be wrong
        with path.open("rb") as stream:
            return load_workbook(stream)
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
    if size > UNZIPPED_LIMIT:
        raise UserError(
            _(
                "“{file}” would take {size} MB when unpacked, too much for a list. Save the rows as CSV."
            ).format(file=path.name, size=size // (1024 * 1024))
        )


def _refusal(path: Path, problem: BaseException) -> BaseException:
    """What the user reads; calamine's own panic is no Exception, so it is told by its name."""
    from python_calamine import CalamineError, PasswordError

    if (
        isinstance(problem, PasswordError)
        or "password" in str(problem).lower()
        or "encrypt" in str(problem).lower()
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
    return UserError(
        _("“{file}” is damaged and cannot be read. Open it in Excel or LibreOffice and save it anew.").format(
            file=path.name
        )
    )
