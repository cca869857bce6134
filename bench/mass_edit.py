"""The measurement of mass edit: fifty thousand contacts in one go, against the bare driver."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bench.children import run_child
from bench.demo_files import demo_file, folder
from bench.ratio import Ratio, ratio
from bench.run import Run

MOST = 50_000
ROUNDS = 3
"""A round takes minutes where the file is large."""


def mass_edit(run: Run) -> list[Ratio]:
    """A field of so many contacts set, undone and compared; on a copy beside the files that are kept."""
    found: list[Ratio] = []
    times = min(run.rounds, ROUNDS)
    for size in run.sizes:
        count = min(MOST, size)
        with tempfile.TemporaryDirectory(dir=folder()) as place:
            path = Path(place) / "mass-edit.cartoteca"
            shutil.copy(demo_file(size), path)
            told = run_child("child_mass_edit", str(path), str(count), str(times), home=run.home)
        against = "the same columns by the bare driver, without journal, search index and undo"
        for what, key in (
            ("one field set", "ours"), ("that undone", "undone"), ("what they have in common", "compared")
        ):  # fmt: skip
            title = f"{count:,} of {size:,} contacts: {what}"
            found.append(ratio("mass_edit", title, against, told[key], told["bare"], None))
        peak = f"{count:,} of {size:,} contacts: memory at its peak (MiB)"
        found.append(ratio("mass_edit", peak, "512 MiB", [told["peak"]], [512.0], None))
    return found
