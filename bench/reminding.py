"""The measurement of reminders: many events and open reminders against few."""

from __future__ import annotations

import json

from bench.children import run_child
from bench.demo_files import folder
from bench.ratio import Ratio, ratio
from bench.run import Run

FEW, MANY = (1_000, 100), (100_000, 10_000)
"""Events, and how many of them are open and remind."""
WHAT = {
    "next": ("next reminder looked up", 1.5),
    "look": ("a tick that reads the file", 1.5),
    "tick": ("a tick in which nothing is due", None),
    "today": ("Today page read", 1.5),
}


def reminding(run: Run) -> list[Ratio]:
    """The clock stands at one moment, and as much is due today in both files."""
    rounds = str(run.rounds)
    told = run_child("child_reminding", str(folder()), rounds, json.dumps([FEW, MANY]), home=run.home)
    against = f"{FEW[0]:,} and {FEW[1]:,}"
    return [
        ratio("reminding", f"{MANY[0]:,} events, {MANY[1]:,} reminders: {what}", against, many, few, limit)
        for key, (what, limit) in WHAT.items()
        for few, many in (told[key],)
    ]
