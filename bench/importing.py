"""The measurement of imports: whole lists of twenty columns, against reading alone and other tools."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path

from bench.children import run_child
from bench.demo_files import folder
from bench.heart import HELD_MS
from bench.lists import write_csv, write_xlsx
from bench.ratio import Ratio, ratio
from bench.run import Run

SIZE = 100_000
"""Rows of the list; a small run takes as many as its largest file has contacts."""

ROUNDS = 3
XLSX_LIMIT, CSV_LIMIT = 4.0, 1 / 3
MOST_MIB = 400.0


def importing(run: Run) -> list[Ratio]:
    """Workbook and text, with the memory of the program and its helper together; the window meanwhile."""
    size, rounds = min(SIZE, max(run.sizes)), min(run.rounds, ROUNDS)
    found = _against(run, size, rounds, "xlsx", "calamine", "calamine's read alone", XLSX_LIMIT)
    if importlib.util.find_spec("sqlite_utils") is not None:
        against = "sqlite-utils insert: one table without search, keys and journal"
        found += _against(run, size, rounds, "csv", "sqlite_utils", against, CSV_LIMIT)
    else:
        print("csv is not measured: sqlite-utils is not installed, there is nothing to compare with")
    return [*found, _window(run, size, rounds)]


def _window(run: Run, size: int, rounds: int) -> Ratio:
    """Here the limit is a time, because what somebody feels is one."""
    source, held = str(_list(size, "csv")), []
    for _round in range(rounds):
        with tempfile.TemporaryDirectory(dir=folder()) as place:
            told = run_child("child_import_window", source, place, home=run.quiet_home(size))
        held.append(told["longest"])
    what = f"longest time the window was held while a csv of {size:,} rows was imported"
    return ratio("import", what, f"{HELD_MS:g} ms", held, [HELD_MS] * rounds, 1 if size == SIZE else None)


def _against(
    run: Run, size: int, rounds: int, kind: str, other: str, against: str, limit: float
) -> list[Ratio]:
    source = str(_list(size, kind))
    pairs, bare = [], []
    for _round in range(rounds):
        with tempfile.TemporaryDirectory(dir=folder()) as place:
            words = [place] if other == "sqlite_utils" else []
            reference = run_child("child_import", other, source, *words, home=run.home)
            ours = run_child("child_import", "program", source, place, home=run.home)
            pairs.append((ours, reference))
            bare.append(run_child("child_import_bare", ours["file"], place, home=run.home)["ms"])
    ours, theirs = zip(*pairs, strict=True)
    what = f"{kind} of {size:,} rows × 20 imported: fields, links, search, journal"
    rows = "the rows of that import, ready, by the bare driver"
    peaks = [each["peak"] for each in ours]
    is_whole = size == SIZE
    return [
        ratio("import", what, against, [each["ms"] for each in ours], [each["ms"] for each in theirs],
              limit if is_whole else None),
        ratio("import", what, rows, [each["ms"] for each in ours], bare, None),
        ratio("import", rows, against, bare, [each["ms"] for each in theirs], None),
        ratio("import", f"{kind} of {size:,} rows × 20: the most memory of program and helper together (MiB)",
              f"{MOST_MIB:g} MiB", peaks, [MOST_MIB] * rounds, 1 if is_whole else None),
    ]  # fmt: skip


def _list(size: int, kind: str) -> Path:
    path = folder() / f"list-{size}.{kind}"
    if not path.exists():
        unfinished = path.with_name(f"unfinished-{path.name}")
        (write_csv if kind == "csv" else write_xlsx)(unfinished, size)
        unfinished.rename(path)
    return path
