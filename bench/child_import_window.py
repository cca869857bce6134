"""Child: the real window while a list is imported behind it. Words: the list, an empty folder.

Tells how often the window had its turn meanwhile, how often it waited too long for it, and the longest wait.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from app.blueprint.registry import discover
from app.core.progress import Progress
from app.core.settings import Settings, State
from app.services.exchange.importing import ImportReport, plan_import, run
from app.services.library import Library
from app.ui import app as ui
from app.ui.garbage import Garbage
from bench.children import tell
from bench.heart import Heart

RESTED_S = 1.0


def main(source: Path, folder: Path) -> None:
    """Import as the wizard does, and count the beats."""
    path = folder / f"{time.monotonic_ns()}.cartoteca"
    Library.create(path).close()
    settings = Settings()
    application = ui.make_application(sys.argv[:1], settings)
    desk = ui.make_desk(discover(), settings, State())
    window = ui.make_window(application, desk)
    window.resize(1280, 720)
    window.show()
    Garbage(window)  # as the program does
    desk.open_file(path)
    done: list[ImportReport] = []

    def rest(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            application.processEvents()
            time.sleep(0.001)

    def job(progress: Progress) -> ImportReport:
        assert desk.library is not None
        return run(plan_import(desk.library, "contacts", source, progress=progress), progress)

    while desk.library is None:
        rest(0.1)
    rest(RESTED_S)
    heart = Heart()
    desk.work.do("Importing", job, done.append, can_cancel=True)
    while not done:
        application.processEvents()
        time.sleep(0.0002)
    rest(RESTED_S)  # the new rows come into the table
    tell(longest=heart.longest, beats=heart.beats, held=heart.held, rows=done[0].added)
    os._exit(0)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
