"""Child: our program as it is started, watched until its window, or the first rows in it, are painted.

Words: what to wait for and the arguments of the program. ``window``: painted at all; ``rows``: with rows;
``kept``: until the program has kept what its next start shows first.
The program is not changed for this: the function that shows the window is wrapped as soon as it is imported.
"""

from __future__ import annotations

import os
import sys
import time
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

_PLACE = "app.ui.app"


class Wrapper:
    """Finds one module as Python would and hands it to ``watch`` when it is loaded."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != _PLACE:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_watch(module: Any) -> None:
                load(module)
                watch(module)

            spec.loader.exec_module = load_and_watch
        return spec


def watch(module: Any) -> None:
    """Look at the window just before it is shown."""
    run = module.run

    def run_watched(app: Any, desk: Any, window: Any, *others: Any, **doings: Any) -> int:
        window.first_paint = _first_paint(window)
        return int(run(app, desk, window, *others, **doings))

    module.run = run_watched


def _first_paint(window: Any) -> Any:
    from PySide6.QtCore import QEvent, QObject, QTimer, QTimerEvent

    class FirstPaint(QObject):
        painted = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                has_rows = window.page.model.row_at(0) is not None
                QTimer.singleShot(0, self, lambda: self.note(has_rows))
            return False

        def note(self, has_rows: bool) -> None:
            now = time.monotonic_ns()
            self.painted = self.painted or now
            if sys.argv[1] == "kept":
                self.startTimer(100)
            elif sys.argv[1] == "window" or has_rows:
                self.end(now)

        def timerEvent(self, event: QTimerEvent) -> None:
            page = window.desk.state.get("first_page")
            if page is not None and page["path"] == sys.argv[2]:
                self.end(time.monotonic_ns())

        def end(self, now: int) -> None:
            cpu = time.process_time()
            from bench.children import peak_mib, settled_mib, tell

            heavy = sorted({name.partition(".")[0] for name in sys.modules} & _HEAVY)
            heavy += sorted(_UNSEEN & vars(sys.modules["PySide6.QtWidgets"]).keys())
            tell(painted=self.painted, rows=now, cpu=cpu, heavy=heavy, peak=peak_mib(), settled=settled_mib())
            os._exit(0)

    found = FirstPaint()
    for widget in (window, window.page.table.viewport()):
        widget.installEventFilter(found)
    return found


_HEAVY = {
    "sqlalchemy",
    "alembic",
    "babel",
    "openpyxl",
    "phonenumbers",
    "docx",
    "docxtpl",
    "jinja2",
    "lxml",
    "keyring",
}

_UNSEEN = {"QStyle", "QDial"}
"""Classes with hundreds of names, or standing for all that are not shown: known when they are asked for."""


if __name__ == "__main__":
    sys.meta_path.insert(0, Wrapper())
    from app.__main__ import main

    sys.exit(main(sys.argv[2:]))
