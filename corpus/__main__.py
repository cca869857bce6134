"""Tries every list below a folder: ``python -m corpus PATH``.

Prints a line for each file and tells what differs from the catalogue beside them; the exit status is 1 after
a traceback, a file that took too long or too much memory, or a difference that is not explained.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.services.library import Library
from corpus.catalog import difference, expected_below, explained
from corpus.kinds import KINDS, files_below
from corpus.trial import TRACEBACK, Trial, tried

_COLUMNS = "{file:<72} {kind:<9}{outcome:<10}{added:>7}{refused:>9}{seconds:>9}{mb:>6}  {note}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try them all, one after another."""
    parser = argparse.ArgumentParser(prog="corpus", description="Tries every list below a folder.")
    parser.add_argument("path", type=Path)
    options = parser.parse_args(arguments)
    if not options.path.exists():
        parser.error(f"there is no {options.path}")
    root, expected = expected_below(options.path)
    reasons, wrong, count = explained(), 0, 0
    print(_COLUMNS.format(file="file", kind="kind", outcome="outcome", added="added", refused="refused",
                          seconds="seconds", mb="MB", note=""))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="cartoteca-corpus-") as home:
        place = Path(home) / "scratch.cartoteca"
        Library.create(place).close()
        for path in files_below(options.path):
            name = _name(path, root)
            trial = tried(path, place)
            note, is_wrong = _note(trial, difference(expected.get(name, ""), trial), reasons.get(name, ""))
            wrong += is_wrong
            count += 1
            print(_line(name, path, trial, note), flush=True)
    print(f"{count} files, {wrong} with something to correct")
    return 1 if wrong else 0


def _name(path: Path, root: Path) -> str:
    found = path.resolve()
    return found.relative_to(root).as_posix() if found.is_relative_to(root) else path.name


def _note(trial: Trial, differs: str, reason: str) -> tuple[str, bool]:
    """What there is to say of a file, and whether something is wrong with it."""
    if trial.is_broken:
        why = trial.told if trial.outcome == TRACEBACK else "too slow or too large"
        return f"BROKEN: {why}", True
    if differs:
        return (f"{differs}: {reason}", False) if reason else (f"DIFFERS: {differs}: {trial.told}", True)
    if reason:
        return f"EXPLAINED, but does not differ: {reason}", True
    return trial.told, False


def _line(name: str, path: Path, trial: Trial, note: str) -> str:
    return _COLUMNS.format(
        file=name, kind=KINDS[path.suffix.lower()], outcome=trial.outcome, added=trial.added,
        refused=trial.refused, seconds=f"{trial.seconds:.2f}", mb=f"{trial.megabytes:.0f}", note=note,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
