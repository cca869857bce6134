"""The measurement of Word documents: one template for many records, against docxtpl; a batch, its memory."""

from __future__ import annotations

from bench.children import run_child
from bench.ratio import Ratio, ratio
from bench.run import Run

ROUNDS = 5
LETTERS = 1_000
TIMES = 25
"""How many times as many documents a second as docxtpl."""


def documents(run: Run) -> list[Ratio]:
    """The engine alone in a process of its own; then letters of a library, with all that belongs to them."""
    ours: list[float] = []
    theirs: list[float] = []
    whole: list[dict[str, float]] = []
    for _round in range(min(run.rounds, ROUNDS)):
        ours.append(run_child("child_documents", "ours", home=run.home)["ms"])
        theirs.append(run_child("child_documents", "docxtpl", home=run.home)["ms"])
        whole.append(run_child("child_documents", "letters", str(LETTERS), home=run.home))
    against = "docxtpl, the same template and data"
    letters = f"{LETTERS:,} letters of a library, numbered, noted, on the disk"

    def series(name: str) -> list[float]:
        return [each[name] for each in whole]

    def limited(what: str, name: str, limit: float, unit: str) -> Ratio:
        return ratio("documents", what, unit, series(name), [limit] * len(whole), 1)

    return [
        ratio("documents", "a document of a plain template, equal XML", against, ours, theirs, 1 / TIMES),
        ratio("documents", f"{letters}: for each", against, series("each"), theirs, None),
        limited(f"{letters}: memory of the program at its peak (MiB)", "peak", 400, "400 MiB"),
        limited(f"{letters}: memory of the helper at its peak (MiB)", "helper", 512, "512 MiB"),
        limited("from a cancel to its end", "cancel", 2_000, "2 s"),
    ]
