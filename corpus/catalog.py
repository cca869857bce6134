"""What is known of the files beforehand: a table CATALOG.tsv above them, and explained differences."""

from __future__ import annotations

import ast
import csv
from collections import Counter
from pathlib import Path

from corpus.trial import REFUSED, Trial

NAME = "CATALOG.tsv"
EXPLAINED = Path(__file__).with_name("explained.tsv")
"""File and reason, a line each: where this program rightly differs from the catalogue."""

MOST_SHEETS = 8
"""Sheets of a workbook that the catalogue counts."""


def expected_below(path: Path) -> tuple[Path, dict[str, str]]:
    """The folder of the catalogue nearest above and what it expects by file; empty where there is none."""
    for folder in (path, *path.resolve().parents):
        if (folder / NAME).is_file():
            with (folder / NAME).open(encoding="utf-8", newline="") as stream:
                rows = csv.DictReader(stream, delimiter="\t")
                return folder.resolve(), {row["file"]: row["expected"] or "" for row in rows}
    return path.resolve(), {}


def explained() -> dict[str, str]:
    """Reasons by file."""
    lines = EXPLAINED.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {file: reason.strip() for file, reason in pairs}


def difference(expected: str, trial: Trial) -> str:
    """How an outcome differs from the catalogue; empty if it does not, or if the catalogue says nothing."""
    if expected.startswith("rows/sheet "):
        return _rows_differ(ast.literal_eval(expected.removeprefix("rows/sheet ")), trial)
    if expected.startswith("refuse"):
        if trial.outcome != REFUSED:
            return f"expected {expected}"
        if "password" in expected and "password" not in trial.told:
            return "expected: protected by a password"
    if expected.startswith("contacts "):
        count = int(expected.split()[1])
        named = trial.refused if "report" in expected else 0  # a broken card is told of, and that will do
        if trial.added + named != count:
            return f"expected {count} contacts, found {trial.added + named}"
    return ""


def _rows_differ(expected: list[int], trial: Trial) -> str:
    """Sheets are compared by their rows whatever their order; of many the catalogue counts only the first."""
    wanted = Counter(count for count in expected if count)
    if trial.rows is None:
        return f"expected rows {expected}" if wanted else ""
    found = Counter(count for count in trial.rows if count)
    is_same = found == wanted if len(expected) < MOST_SHEETS else found >= wanted
    return "" if is_same else f"expected rows {expected}, found {list(trial.rows)}"
