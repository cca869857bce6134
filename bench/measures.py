"""The measurements: each interleaves what is measured with its limit, round by round."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from bench.calendar_steps import calendar
from bench.children import milliseconds, run_child
from bench.demo_files import demo_file
from bench.documents import documents
from bench.duplicates import duplicates
from bench.exporting import exporting
from bench.finding import finding
from bench.frames import WAYS
from bench.importing import importing
from bench.mass_edit import mass_edit
from bench.packaged import packaged
from bench.ratio import Ratio, ratio
from bench.reminding import reminding
from bench.run import LARGEST, SMALLEST, Run
from bench.serving import Server

SCROLL_LIMITS = {"wheel": 1.25, "page": 1.25, "jump": 2.0}
QUIET = "start_backup = false\n"
"""The first start of a day copies the file, gigabytes of it, while everything else is being measured."""
NEW_GROUP = "group that was not shown before"
BARE = "bare QMainWindow with a QTableView"


def start(run: Run) -> list[Ratio]:
    """Window and first rows painted, from the start of the process; memory of that moment is not asked."""
    paths = {size: str(demo_file(size)) for size in run.sizes}
    for size, path in paths.items():
        run_child("child_start", "kept", path, home=run.home_of(size))
    for_warmth = (
        run_child("child_bare", home=run.home),
        run_child("child_start", "window", home=run.home / "none"),
    )
    assert all(for_warmth)
    bare: list[float] = []
    window: list[float] = []
    rows: dict[int, list[float]] = {size: [] for size in run.sizes}
    for _round in range(run.rounds):
        bare.append(milliseconds(run_child("child_bare", home=run.home), "painted"))
        window.append(milliseconds(run_child("child_start", "window", home=run.home / "none"), "painted"))
        for size, path in paths.items():
            rows[size].append(
                milliseconds(run_child("child_start", "rows", path, home=run.home_of(size)), "rows")
            )
    found = [ratio("start", "window painted", BARE, window, bare, 1.25)]
    for size in run.sizes:
        limit = run.limit(size, 2.5)
        found.append(ratio("start", f"first rows painted, {size:,} contacts", BARE, rows[size], bare, limit))
    if LARGEST in rows and SMALLEST in rows:
        what, against = f"open {LARGEST:,} contacts, first rows painted", f"open {SMALLEST:,}"
        found.append(ratio("start", what, against, rows[LARGEST], rows[SMALLEST], 1.1))
    return found


def keys(run: Run) -> list[Ratio]:
    """Keystroke to rows, services against the bare driver: all queries together, and the worst one."""
    found = []
    for size in run.sizes:
        told = run_child("child_keys", str(demo_file(size)), str(run.rounds), home=run.home)
        ours, bare = told["ours"], told["bare"]
        rounds = range(run.rounds)
        totals = (
            [sum(each[place] for each in series.values()) for place in rounds] for series in (ours, bare)
        )
        what = f"keystroke → rows, {len(ours)} queries together, {size:,} contacts"
        found.append(
            ratio("keys", what, "same statements and rows, bare driver", *totals, run.limit(size, 1.5))
        )
        slow = [text for text in ours if median(bare[text]) >= 1]
        if slow:
            worst = max(slow, key=lambda text: median(ours[text]) / median(bare[text]))
            what = f"the worst query of those over 1 ms (“{worst}”), {size:,} contacts"
            found.append(ratio("keys", what, "same, bare driver", ours[worst], bare[worst], None))
    return found


def window(run: Run) -> list[Ratio]:
    """Scrolling, switching, typing and memory in the real window."""
    found: list[Ratio] = []
    for size in run.sizes:
        found += _window_of(run, size)
    return found


def _window_of(run: Run, size: int) -> list[Ratio]:
    with ExitStack() as stack:
        ours = stack.enter_context(Server("child_window", str(demo_file(size)), home=run.quiet_home(size)))
        look = ours.ask("look")
        kept = Path(tempfile.mkstemp(suffix=".json")[1])
        stack.callback(kept.unlink)
        kept.write_text(json.dumps(look), encoding="utf-8")
        plain = stack.enter_context(Server("child_table", str(look["rows"]), str(kept), home=run.home))
        found = [_scroll(run, size, way, ours, plain) for way in WAYS]
        found += [
            _switch(run, size, what, word, ours)
            for what, word in (("section", "sections"), ("group", "groups"), (NEW_GROUP, "new_groups"))
        ]
        found += _typing(run, size, ours)
        memory = ours.ask("memory")
    bare = [run_child("child_bare", home=run.home)["settled"] for _round in range(3)]
    for name, limit in (("settled", 2.5), ("peak", 2.5)):
        what = f"memory with {size:,} contacts open and all ids read, {name} (MiB)"
        found.append(ratio("window", what, BARE, [memory[name]] * 3, bare, run.limit(size, limit)))
    return found


def _scroll(run: Run, size: int, way: str, ours: Server, plain: Server) -> Ratio:
    pairs = [(median(ours.ask(way)), median(plain.ask(way))) for _round in range(run.rounds)]
    what, against = f"scroll by {way}, frame, {size:,} contacts", "QTableView over an all-C++ model"
    measured, reference = zip(*pairs, strict=True)
    return ratio("window", what, against, measured, reference, run.limit(size, SCROLL_LIMITS[way]))


def _switch(run: Run, size: int, what: str, word: str, ours: Server) -> Ratio:
    pairs = []
    for _round in range(run.rounds):
        repaint = median([ours.ask("repaint") for _time in range(9)])
        pairs.append((median(ours.ask(word)), repaint))
    measured, reference = zip(*pairs, strict=True)
    what = f"switch {what} → painted rows, {size:,} contacts"
    limit = None if word == "new_groups" else run.limit(size, 1.5)
    return ratio("window", what, "full repaint of the table", measured, reference, limit)


def _typing(run: Run, size: int, ours: Server) -> list[Ratio]:
    """Here the limit is a time, because what somebody feels is one: 50 ms without an answer of the window."""
    told: list[dict[str, Any]] = [ours.ask("typing") for _round in range(min(run.rounds, 3))]
    held = {text: median([each["held"][text] for each in told]) for text in told[0]["held"]}
    times = {text: median([each["times"][text] for each in told]) for text in told[0]["times"]}
    worst = max(held, key=lambda text: held[text])
    what = f"longest time the window was held while typing (“{worst}”), {size:,} contacts"
    longest = ratio(
        "window",
        what,
        "50 ms",
        [each["held"][worst] for each in told],
        [50.0] * len(told),
        run.limit(size, 1),
    )
    slowest = max(times, key=lambda text: times[text])
    what = f"slowest keystroke → painted rows (“{slowest}”), {size:,} contacts"
    series = [each["times"][slowest] for each in told]
    middles = [median(each["times"].values()) for each in told]
    return [longest, ratio("window", what, "the median keystroke", series, middles, None)]


MEASURES: dict[str, Callable[[Run], list[Ratio]]] = {
    "start": start,
    "keys": keys,
    "window": window,
    "calendar": calendar,
    "finding": finding,
    "duplicates": duplicates,
    "mass_edit": mass_edit,
    "import": importing,
    "export": exporting,
    "documents": documents,
    "reminding": reminding,
    "packaged": packaged,
}
