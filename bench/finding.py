"""Sorting and filtering by a field of the user's, and the counts of saved filters, against their limits."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.services.library import Library
from app.store.raw_file import connect_file
from bench.children import run_child
from bench.demo_files import demo_file, folder
from bench.ratio import Ratio, ratio
from bench.run import Run

OWN, BUILT_IN = "Place", "city"
"""An own field that holds the very values of a built-in one: they differ only in whose they are."""
BARE = "same statements, bare driver"


def finding(run: Run) -> list[Ratio]:
    """Own fields against built-in ones, and both against the bare driver."""
    found: list[Ratio] = []
    for size in run.sizes:
        told = run_child("child_finding", str(own_file(size)), str(run.rounds), home=run.home)
        ours, bare = told["ours"], told["bare"]
        for what in ("sort, first page", "sort, all ids", "filter: is, count", "filter: contains, count"):
            own, built_in = f"own {what}", f"built-in {what}"
            line = f"own field, {what}, {size:,} contacts"
            limit = run.limit(size, 1.5)
            found.append(ratio("finding", line, "same by a built-in field", ours[own], ours[built_in], limit))
            found.append(ratio("finding", line, BARE, ours[own], bare[own], None))
        for what in (each for each in ours if each.startswith("saved")):
            line = f"{what}, {size:,} contacts"
            found.append(ratio("finding", line, BARE, ours[what], bare[what], run.limit(size, 1.5)))
    return found


def own_file(size: int) -> Path:
    """The demo file with a field of the user's in it, made once."""
    path = folder() / f"own-{size}.cartoteca"
    if not path.exists():
        unfinished = path.with_name(f"{path.name}.unfinished")
        shutil.copy(demo_file(size), unfinished)
        _fill(unfinished)
        shutil.move(unfinished, path)
    return path


def _fill(path: Path) -> None:
    library = Library.open(path)
    key = library.fields.add("contacts", OWN, "text")
    own = library.registry.section("contacts").by_key[key]
    built_in = library.registry.section("contacts").by_key[BUILT_IN]
    library.close()
    raw = connect_file(path, "rw", 500_000)
    values = f"{own.column_name} = {built_in.column_name}, {own.sort_column} = {built_in.sort_column}"
    raw.execute(f"UPDATE contact SET {values}")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
