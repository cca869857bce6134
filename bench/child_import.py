"""Child: a list imported whole, by the program; what reading it alone takes; what other tools take.

Words: what to do, the list, and for what writes an empty folder. Tells milliseconds, the rows, and the most
memory that the process and its helper held together.
"""

from __future__ import annotations

import sys
import time
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from bench.children import peak_mib, tell


def program(source: Path, folder: Path) -> None:
    """From the file to the last commit: look, plan, write."""
    from app.services.exchange.importing import plan_import, run
    from app.services.library import Library

    path = folder / f"{time.monotonic_ns()}.cartoteca"
    library = Library.create(path)
    try:
        began = time.monotonic()
        plan = plan_import(library, "contacts", source)
        planned, together = time.monotonic(), peak_mib() + _helper_mib()  # the helper has ended by now
        report = run(plan)
        ended = time.monotonic()
    finally:
        library.close()
    tell(ms=(ended - began) * 1000, planned_ms=(planned - began) * 1000, rows=report.added,
         peak=max(together, peak_mib()), file=str(path))  # fmt: skip


def _helper_mib() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def calamine(source: Path) -> None:
    """The cells of the sheet, one row after another, and nothing done with them."""
    from python_calamine import load_workbook

    began = time.monotonic()
    book = load_workbook(source)
    rows = sum(1 for _row in book.get_sheet_by_name(book.sheet_names[0]).iter_rows())
    tell(ms=(time.monotonic() - began) * 1000, rows=rows - 1, peak=peak_mib())


def sqlite_utils(source: Path, folder: Path) -> None:
    """Its command ``insert --csv``: one table, the kinds of its columns found out, nothing else."""
    from sqlite_utils import Database
    from sqlite_utils.cli import cli

    target = folder / f"{time.monotonic_ns()}.db"
    began = time.monotonic()
    with redirect_stderr(StringIO()):  # its bar of progress
        cli.main(["insert", str(target), "list", str(source), "--csv"], standalone_mode=False)
    ended = time.monotonic()
    tell(ms=(ended - began) * 1000, rows=Database(target)["list"].count, peak=peak_mib())


if __name__ == "__main__":
    what, source, *rest = sys.argv[1:]
    {"program": program, "calamine": calamine, "sqlite_utils": sqlite_utils}[what](
        Path(source), *map(Path, rest)
    )
