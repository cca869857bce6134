"""Child: the real window with its events in a calendar, stepped through. Words: the file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.blueprint.registry import discover
from app.core.settings import Settings, State
from app.ui import app as ui
from app.ui.calendar.spans import MODES
from app.ui.calendar.view import CalendarView
from bench.frames import Frames
from bench.heart import Heart
from bench.serving import serve

STEPS = 9
REST_MS = 250
"""After each step: what comes later, such as birthdays, is measured with it."""


class Bench:
    """The calendar and the steps through it."""

    def __init__(self, path: Path) -> None:
        settings = Settings()
        app = ui.make_application(sys.argv[:1], settings)
        self.desk = ui.make_desk(discover(), settings, State())
        self.window = ui.make_window(app, self.desk)
        self.window.resize(1280, 720)
        self.window.show()
        self.frames = Frames(self.window.page.table, lambda: True)
        self.desk.open_file(path)
        self._until(lambda: self.desk.library is not None)
        self.frames.rest(300)
        self.window.show_section("events")
        self.window.page.views.choose("calendar")
        view = self.window.page.views.current
        assert isinstance(view, CalendarView)
        self.view = view
        self.frames.rest(1500)  # the rules of the holidays are loaded once

    def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            QApplication.processEvents()

    def steps(self, mode: str) -> dict[str, list[float]]:
        """Of each step the milliseconds until the records of the days are painted, and those held."""
        view, heart = self.view, Heart()
        view.show_mode(mode)
        self.frames.rest(600)
        times, held = [], []
        for _n in range(STEPS):
            heart.restart()
            began = time.perf_counter()
            view.step(1)
            self._until(lambda: view.shown is not None and view.shown.is_read)
            view.canvas.viewport().repaint()
            times.append((time.perf_counter() - began) * 1000)
            self.frames.rest(REST_MS)
            held.append(heart.longest)
        view.go_today()
        self.frames.rest(300)
        return {"times": times, "held": held}


def main(path: Path) -> None:
    bench = Bench(path)
    serve({mode: lambda mode=mode: bench.steps(mode) for mode in MODES})
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
