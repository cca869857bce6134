"""A second reader of .xlsx and .xlsm, slower and more patient: asked only when the first one gives up."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

Row = tuple[int, tuple[Any, ...]]


def read_all(path: Path) -> dict[str, list[Row]] | None:
    """The rows of every sheet by its name, shown ones first; None if it cannot read the file either."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, data_only=True)
            sheets = sorted(book.worksheets, key=lambda each: each.sheet_state != "visible")
            return {each.title: _rows(each) for each in sheets}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it lets through whatever its parsers raise on a broken file
        return None


def _rows(sheet: Any) -> list[Row]:
    return [(number, tuple(cells)) for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)]
