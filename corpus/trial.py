"""One file through the real import, as a dry run, in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.core.errors import UserError
from app.services.exchange.headers import is_blank
from app.services.exchange.importing import ImportOptions, ImportPlan, dry_run, plan_import
from app.services.exchange.tables import Table, open_table
from app.services.exchange.vcards.files import is_card_file
from app.services.exchange.workbooks import Book
from app.services.library import Library
from corpus.kinds import KINDS

MOST_SECONDS, MOST_MB = 5.0, 500
COUNTING_SECONDS = 20.0
"""For counting the rows of all sheets afterwards, which is no part of the import."""

TAKEN, REFUSED, TRACEBACK, TIMEOUT = "taken", "refused", "TRACEBACK", "TIMEOUT"


@dataclass
class Trial:
    """What became of a file: the import's figures, and ``rows`` of every sheet that have something in them
    (None where there is no table)."""

    outcome: str
    told: str = ""
    rows: tuple[int, ...] | None = None
    added: int = 0
    refused: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def is_broken(self) -> bool:
        """Does it break a rule that holds for every file?"""
        return (
            self.outcome not in (TAKEN, REFUSED)
            or self.seconds > MOST_SECONDS
            or self.megabytes > MOST_MB
            or "\n" in self.told
        )


def tried(path: Path, library: Path) -> Trial:
    """Try a file against a library, which is only read; a process that takes too long is ended."""
    method = "fork" if sys.platform == "linux" else "spawn"
    context: Any = multiprocessing.get_context(method)
    mine, other = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(other, path, library))
    began = time.monotonic()
    process.start()
    other.close()
    try:
        found = mine.recv() if mine.poll(MOST_SECONDS) else Trial(TIMEOUT)
        if found.rows is not None and mine.poll(COUNTING_SECONDS):
            found.rows = mine.recv()
    except EOFError:
        found = Trial(TRACEBACK, "the process ended")
    if not found.seconds:
        found.seconds = time.monotonic() - began
    _end(process)
    return found


def _end(process: Any) -> None:
    """End the process and its own helpers, which are of its group."""
    process.join(0.5)
    if process.is_alive() and hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.is_alive():
        process.kill()
    process.join()


def _child(pipe: Connection, path: Path, place: Path) -> None:
    if hasattr(os, "setsid"):
        os.setsid()
    began = time.monotonic()
    try:
        library = Library.open(place)
        try:
            found = _trial(library, path)
        finally:
            library.close()
    except BaseException:  # noqa: BLE001 - this is what is looked for
        found = Trial(TRACEBACK, traceback.format_exc())
    found.seconds, found.megabytes = time.monotonic() - began, _megabytes()
    pipe.send(found)
    if found.rows is not None:
        pipe.send(_filled_rows(path) if KINDS.get(path.suffix.lower()) == "workbook" else None)
    pipe.close()


def _megabytes() -> float:
    """The most that this process and its largest helper had."""
    if sys.platform == "win32":
        return 0.0
    import resource

    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return sum(resource.getrusage(each).ru_maxrss for each in who) / unit


def _trial(library: Library, path: Path) -> Trial:
    if is_card_file(path):
        return _imported(lambda: plan_import(library, "contacts", path), None)
    try:
        table = open_table(path)
    except UserError as refusal:
        return Trial(REFUSED, str(refusal))
    return _imported(lambda: _plan(library, path, table), ())


def _imported(planned: Callable[[], ImportPlan], rows: tuple[int, ...] | None) -> Trial:
    """What an import would come to."""
    try:
        report = dry_run(planned())
    except UserError as refusal:
        return Trial(REFUSED, str(refusal), rows)
    told = next(iter({each.reason for each in report.refused}), "")
    return Trial(TAKEN, told, rows, report.added, report.refused_rows)


def _plan(library: Library, path: Path, table: Table) -> ImportPlan:
    """Of a list without a single known heading the first column is the name and all others are notes."""
    try:
        return plan_import(library, "contacts", path)
    except UserError:
        mapping = dict.fromkeys(table.headers, "notes") | {table.headers[0]: "full_name"}
        return plan_import(library, "contacts", path, ImportOptions(mapping=mapping))


def _filled_rows(path: Path) -> tuple[int, ...] | None:
    try:
        book = Book(path)
        return tuple(
            sum(not all(map(is_blank, cells)) for _number, cells in book.rows(sheet)) for sheet in book.sheets
        )
    except UserError:
        return None
