"""The measurement of the calendar: a step costs the same among many events, and never holds the window."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from app.ui.calendar.spans import MODES
from bench.event_files import event_file
from bench.ratio import Ratio, ratio
from bench.run import Run
from bench.serving import Server

MANY, FEW = 100_000, 1_000
USUAL, CROWDED = 3, 90
"""Events a day: where many and few are compared, and where a day has more than anybody can read."""
ROUNDS = 3


def calendar(run: Run) -> list[Ratio]:
    """Stepping through days, weeks and months of three files."""
    with ExitStack() as stack:
        files = (event_file(MANY, USUAL), event_file(FEW, USUAL), event_file(MANY, CROWDED))
        many, few, crowded = (
            stack.enter_context(Server("child_calendar", str(path), home=run.quiet_home(place)))
            for place, path in enumerate(files)
        )
        rounds = range(min(run.rounds, ROUNDS))
        found = [_growth(mode, [(many.ask(mode), few.ask(mode)) for _n in rounds]) for mode in MODES]
        return found + [_held(mode, [crowded.ask(mode)["held"] for _n in rounds]) for mode in MODES]


def _growth(mode: str, told: list[tuple[dict[str, list[float]], dict[str, list[float]]]]) -> Ratio:
    pairs = [(median(each["times"]), median(other["times"])) for each, other in told]
    measured, reference = zip(*pairs, strict=True)
    what = f"a step of the calendar ({mode}) → painted, {MANY:,} events, {USUAL} a day"
    return ratio("calendar", what, f"the same of {FEW:,} events", measured, reference, 1.5)


def _held(mode: str, told: list[list[float]]) -> Ratio:
    """The limit is a time, as where somebody types: 50 ms without an answer of the window."""
    measured = [median(each) for each in told]
    what = f"time the window was held by a step ({mode}), {MANY:,} events, {CROWDED} a day"
    return ratio("calendar", what, "50 ms", measured, [50.0] * len(measured), 1)
