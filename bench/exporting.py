"""The measurement of exports: a workbook of 100,000 × 20, against the libraries that write such files."""

from __future__ import annotations

from bench.children import run_child
from bench.ratio import Ratio, ratio
from bench.run import Run

ROWS = 100_000
ROUNDS = 3
LEAST = 1.5
"""Times as fast as XlsxWriter."""


def exporting(run: Run) -> list[Ratio]:
    """Each writer in a process of its own, one after the other; how it shall be is the reverse of a limit."""
    times: dict[str, list[float]] = {"ours": [], "xlsxwriter": [], "openpyxl": []}
    peaks: list[float] = []
    for _round in range(min(run.rounds, ROUNDS)):
        for writer, series in times.items():
            told = run_child("child_exporting", writer, str(ROWS), home=run.home)
            series.append(told["ms"])
            if writer == "ours":
                peaks.append(told["peak"])
    what = f"{ROWS:,} × 20 as .xlsx, styled, with dates"
    against = "XlsxWriter, constant_memory"
    return [
        ratio("export", what, against, times["ours"], times["xlsxwriter"], round(1 / LEAST, 2)),
        ratio("export", f"{what}: openpyxl", against, times["openpyxl"], times["xlsxwriter"], None),
        ratio("export", f"{what}: memory at its peak (MiB)", "400 MiB", peaks, [400.0] * len(peaks), 1),
    ]
