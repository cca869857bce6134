"""Workbooks (xlsx, xlsm, xls, xlsb, ods): sheets and cells, through calamine."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.number_formats import zero_padding

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

UNZIPPED_LIMIT = 200 * 1024 * 1024
"""Bytes that a workbook may have when unpacked."""


def sheet_names(path: Path) -> tuple[str, ...]:
    """Sheets with cells, those that are shown first."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book = _open(path)
    found = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    shown = [each.name for each in found if each.visible == SheetVisibleEnum.Visible]
    return (*shown, *(each.name for each in found if each.name not in shown))


def read_sheet(path: Path, sheet: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows of a sheet with their numbers; figures shown with leading zeros come as text with them."""
    book = _open(path)
    try:
        found = book.get_sheet_by_name(sheet)
    except BaseException as problem:
        raise _refusal(path, problem) from problem
    start = found.start[1] if found.start else 0
    padding = zero_padding(path, sheet)
    for number, cells in enumerate(found.iter_rows(), 1):
        row = (*[None] * start, *(None if cell == "" else cell for cell in cells))
        yield number, _padded(row, number, padding) if padding else row


def _padded(row: tuple[Any, ...], number: int, padding: dict[tuple[int, int], int]) -> tuple[Any, ...]:
    def restored(column: int, cell: Any) -> Any:
        width = padding.get((number, column))
        is_whole = isinstance(cell, (int, float)) and not isinstance(cell, bool) and float(cell).is_integer()
        return str(int(cell)).zfill(width) if width and is_whole and 0 <= cell < 1e15 else cell

    return tuple(restored(column, cell) for column, cell in enumerate(row, 1))


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
