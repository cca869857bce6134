"""The search for duplicates in a whole section, against reading the same rows by the bare driver."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.paths import SUFFIX
from app.store.raw_file import connect_file
from bench.children import run_child
from bench.demo_files import demo_file, folder
from bench.ratio import Ratio, ratio

if TYPE_CHECKING:
    from bench.measures import Run

CACHE_KIB = 1_000_000
EVERY = 50
"""Of so many records one keeps the phones and the name that it shares with others."""

ROUNDS = 3
SCAN_LIMIT_S = 180
TYPED_LIMIT_MS = 20


def duplicates(run: Run) -> list[Ratio]:
    """A scan of all contacts, and what one typed record looks like."""
    found = []
    for size in run.sizes:
        rounds = min(run.rounds, ROUNDS)
        told = run_child("child_duplicates", str(different_file(size)), str(rounds), home=run.home)
        what, against = f"duplicates among {size:,} contacts", "same rows, bare driver"
        found.append(ratio("duplicates", what, against, told["ours"], told["bare"], None))
        limit = [SCAN_LIMIT_S * 1000.0] * rounds
        within = run.limit(size, 1)
        found.append(ratio("duplicates", what, f"{SCAN_LIMIT_S} s", told["ours"], limit, within))
        typed, most = told["typed"], [float(TYPED_LIMIT_MS)] * len(told["typed"])
        what = f"what looks like a typed record, the slowest, {size:,} contacts"
        found.append(ratio("duplicates", what, f"{TYPED_LIMIT_MS} ms", typed, most, within))
    return found


def different_file(size: int) -> Path:
    """The demo file with the diversity of life: its people have the same eight hundred names and phones."""
    path = folder() / f"demo-{size}-different{SUFFIX}"
    if not path.exists():
        unfinished = path.with_name(f"{path.name}.unfinished")
        shutil.copy(demo_file(size), unfinished)
        _make_different(unfinished)
        shutil.move(unfinished, path)
    return path


def _make_different(path: Path) -> None:
    """Surnames get four letters of their own, phones and e-mails a number; every fiftieth stays as it is."""
    primes = (7919, 104729, 15485863, 32452843)
    letters = " || ".join(f"char(97 + (id / {n} * {prime}) % 26)" for n, prime in enumerate(primes, 1))
    raw = connect_file(path, "rw", CACHE_KIB)
    try:
        for statement in (
            "PRAGMA journal_mode = DELETE",
            "PRAGMA synchronous = OFF",
            f"UPDATE contact SET sort_key = {letters} || sort_key WHERE id % {EVERY}",  # noqa: S608
            f"UPDATE contact_point SET key = key || (record_id % 100000000) WHERE record_id % {EVERY}",  # noqa: S608
            "PRAGMA journal_mode = WAL",
        ):
            raw.execute(statement)
    finally:
        raw.close()
