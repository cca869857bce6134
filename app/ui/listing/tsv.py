"""Rows as text that a spreadsheet pastes as cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')


def tsv(rows: Iterable[Sequence[str]]) -> str:
    """Cells parted by tabs, rows by line ends; what would break a cell apart is quoted as Excel does."""
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
