"""Writes what was measured: a table for the terminal, and docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.children import ROOT
from bench.ratio import Ratio

PAGE = ROOT / "docs" / "performance.md"
NOTES = Path(__file__).with_name("notes.md")
HEADINGS = ("what", "against", "ratio", "range", "at most", "", "ms, median of both")
INTRODUCTION = (
    "Every figure is a ratio to a limit that was measured in the same run, the two taken in turns: "
    "milliseconds differ from machine to machine and from minute to minute, ratios hardly do."
)
_LIBRARIES = ("PySide6_Essentials", "SQLAlchemy", "sqlcipher3")


def lines(found: Sequence[Ratio]) -> list[str]:
    """The table in Markdown."""
    head = ["| " + " | ".join(HEADINGS) + " |", "|---|---|---|---|---|---|---|"]
    return [*head, *("| " + " | ".join(each.cells) + " |" for each in found)]


def write(found: Sequence[Ratio], rounds: int) -> None:
    """The page: table, machine, versions, date, and the notes written by hand."""
    text = [
        "# Speed",
        "",
        "Written by `python3 run.py bench`; do not edit it, edit `bench/notes.md`.",
        INTRODUCTION,
        f"Median and range of {rounds} rounds.",
        "",
        *lines(found),
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {_machine()}.",
        f"{_versions()}.",
        "",
        NOTES.read_text(encoding="utf-8").strip(),
        "",
    ]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(text), encoding="utf-8")


def _machine() -> str:
    system, count = f"{platform.system()} {platform.release()}", os.cpu_count()
    return f"{system}, {_processor()}, {count} processors, off the screen"


def _processor() -> str:
    """The name that the kernel has for it; its kind where that is not told."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _versions() -> str:
    import sqlcipher3

    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"Python {platform.python_version()}, {libraries} (SQLite {sqlcipher3.sqlite_version})"
