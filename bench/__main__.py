"""Runs the benchmarks: ``python -m bench [--size N]… [--only NAME] [--rounds N]``.

A full run writes docs/performance.md; with ``--only`` or ``--size`` the table is only printed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.measures import MEASURES
from bench.ratio import Ratio
from bench.report import PAGE, lines, write
from bench.run import Run

SIZES = (1_000, 100_000, 1_000_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; the exit status is 0 whether limits are met or not."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sizes = tuple(sorted(options.size or SIZES))
    found: list[Ratio] = []
    with tempfile.TemporaryDirectory(prefix="cartoteca-bench-") as home:
        run = Run(options.rounds, sizes, Path(home))
        for name in options.only or MEASURES:
            began = time.monotonic()
            print(
                f"measuring {name}: {options.rounds} rounds, {', '.join(f'{size:,}' for size in sizes)}",
                flush=True,
            )
            part = MEASURES[name](run)
            print("\n".join(lines(part)), f"({time.monotonic() - began:.0f} s)", sep="\n", flush=True)
            found += part
    missed = [each for each in found if each.verdict.startswith("missed")]
    print(f"{len([each for each in found if each.limit is not None])} limits, {len(missed)} missed")
    if not options.only and not options.size:
        write(found, options.rounds)
        print(f"{PAGE} was written")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Measures the program against its limits.")
    parser.add_argument("--size", type=int, action="append", help="contacts in the file; may be given again")
    parser.add_argument("--only", choices=sorted(MEASURES), action="append", help="one kind of measurement")
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds of each")
    return parser


if __name__ == "__main__":
    sys.exit(main())
