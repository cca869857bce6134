"""The helper process that reads a list: the head of the table goes out first, then its rows in frames."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from app.core.errors import UsageError, UserError
from app.core.texts import use_language
from app.services.child import Job, bound, serve
from app.services.exchange.number_formats import Uncalculated

UNCALCULATED = "formula"
"""Marks such a formula in a frame."""

FRAME_ROWS = 1_000
FRAME_CELLS = 200_000


def main() -> int:
    """Serve one job."""
    return serve(_work)


def _marked(cell: Any) -> Any:
    """A formula without a result would pass for a text."""
    return {f"@{UNCALCULATED}": str(cell)} if type(cell) is Uncalculated else cell


def _work(job: Job) -> Iterator[Any]:
    # Libraries first: the memory limit is for the file alone to hit.
    import python_calamine  # noqa: F401
    import xlrd  # noqa: F401

    from app.services.exchange.delimited import LONGEST_CELL
    from app.services.exchange.tables import read_table
    from app.services.exchange.workbooks import largest, swollen

    use_language(job["language"])
    path = Path(job["path"])
    bound(job)
    try:
        table = read_table(path, sheet=job["sheet"], encoding=job["encoding"], delimiter=job["delimiter"])
        most = max(largest(path), path.stat().st_size)
        yield {
            "file": table.file, "name": table.name, "sheets": table.sheets, "headers": table.headers,
            "made_up": sorted(table.made_up), "first_row": table.first_row, "encoding": table.encoding,
            "delimiter": table.delimiter,
        }  # fmt: skip
        rows = table.rows()
        size = max(1, min(FRAME_ROWS, FRAME_CELLS // max(1, len(table.headers))))
        text = 0
        while frame := list(islice(rows, size)):
            lengths = [len(cell) for _number, cells in frame for cell in cells if isinstance(cell, str)]
            text += sum(lengths)
            if text > most or max(lengths, default=0) > LONGEST_CELL:
                raise swollen(path, text)
            has_formulas = not table.encoding
            yield [[number, list(map(_marked, cells))] for number, cells in frame] if has_formulas else frame
    except UserError as refusal:
        yield {"refused": str(refusal), "is_usage": isinstance(refusal, UsageError)}
