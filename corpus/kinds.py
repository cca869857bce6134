"""The kinds of files that are tried, by the ending of their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

KINDS = {
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xls": "workbook",
    ".xlsb": "workbook",
    ".ods": "workbook",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".vcf": "cards",
}


def files_below(path: Path) -> Iterator[Path]:
    """Every file of a known kind, in the order of their names."""
    found = [path] if path.is_file() else sorted(path.rglob("*"))
    yield from (each for each in found if each.suffix.lower() in KINDS and each.is_file())
