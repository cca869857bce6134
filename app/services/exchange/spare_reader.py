"""The second reader of a workbook, slower and more patient: asked only when the first one gives up.

xlrd reads .xls, openpyxl .xlsx and .xlsm.
"""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

from app.services.exchange import old_workbooks

Row = tuple[int, tuple[Any, ...]]


def read_all(path: Path) -> dict[str, list[Row]] | None:
    """The rows of every sheet by its name, shown ones first; None if it cannot read the file either."""
    try:
        return _read_newer(path) if zipfile.is_zipfile(path) else old_workbooks.read_all(path)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - they let through whatever their parsers raise on a broken file
        return None


def _read_newer(path: Path) -> dict[str, list[Row]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
        sheets = sorted(book.worksheets, key=lambda each: each.sheet_state != "visible")
        return {each.title: _rows(each) for each in sheets}


def _rows(sheet: Any) -> list[Row]:
    return [(number, tuple(cells)) for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)]
