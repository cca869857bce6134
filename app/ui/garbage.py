"""Garbage is collected in the window's thread alone. Elsewhere, where a list is read or imported, windows
that hang together in circles would be taken apart beside Qt, which ends the program."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

from app.core.calm import is_calm

LOOK_MS = 1_000
SHARE = 1_000
"""So many times what the last full collection took has to pass before the next one."""


class Garbage(QObject):
    """Stands in for the interpreter's own collector, which runs in whatever thread makes something."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what has become old enough by the interpreter's own thresholds.

        Not while long work goes on: all that an import remembers would be looked at here, 0.4 s for 20,000
        rows, and hold the window. It leaves no circles behind.
        """
        if is_calm():
            return
        counts, most = gc.get_count(), gc.get_threshold()
        now = time.monotonic()
        if counts[2] > most[2] and now >= self._not_before:
            gc.collect(2)
            self._not_before = now + SHARE * (time.monotonic() - now)
        elif counts[1] > most[1]:
            gc.collect(1)
        elif counts[0] > most[0]:
            gc.collect(0)

    def end(self) -> None:
        """Nothing is shown any more: leave it to the interpreter again."""
        self._timer.stop()
        gc.enable()
