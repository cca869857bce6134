"""Child: the real window while a list is imported behind it. Words: the list, an empty folder.

Tells how often the window had its turn meanwhile, how often it waited too long for it, and the longest wait.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.blueprint.registry import discover
from app.core.progress import Progress
from app.core.settings import Settings, State
from app.services.exchange.importing import ImportReport, plan_import, run
from app.services.library import Library
from app.ui import app as ui
from app.ui.desk import Desk
from app.ui.garbage import Garbage
from bench.children import tell
from bench.heart import Heart

RESTED_MS = 1_000
"""Before the import, until the window is there; after it, until the new rows are in the table."""


class Importing(QObject):
    """Imports as the wizard does, in the program's own event loop, and counts the beats."""

    def __init__(self, desk: Desk, source: Path) -> None:
        super().__init__(desk)
        self._desk, self._source = desk, source
        self._heart: Heart | None = None
        self._rows = 0
        desk.library_changed.connect(self._on_opened)

    def _on_opened(self) -> None:
        QTimer.singleShot(RESTED_MS, self, self._begin)

    def _begin(self) -> None:
        self._heart = Heart()
        self._desk.work.do("Importing", self._job, self._on_imported, can_cancel=True)

    def _job(self, progress: Progress) -> ImportReport:
        library = self._desk.library
        assert library is not None
        return run(plan_import(library, "contacts", self._source, progress=progress), progress)

    def _on_imported(self, report: ImportReport) -> None:
        self._rows = report.added
        QTimer.singleShot(RESTED_MS, self, self._end)

    def _end(self) -> None:
        assert self._heart is not None
        tell(longest=self._heart.longest, beats=self._heart.beats, held=self._heart.held, rows=self._rows)
        os._exit(0)


def main(source: Path, folder: Path) -> None:
    """Open the window over an empty file, and import."""
    path = folder / f"{time.monotonic_ns()}.cartoteca"
    Library.create(path).close()
    settings = Settings()
    application = ui.make_application(sys.argv[:1], settings)
    desk = ui.make_desk(discover(), settings, State())
    window = ui.make_window(application, desk)
    window.resize(1280, 720)
    window.show()
    Garbage(window)  # as the program does
    Importing(desk, source)
    desk.open_file(path)
    application.exec()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
