"""How long the window is held: a heart that beats every millisecond, and the pauses between its beats."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

HELD_MS = 50.0
"""From here on somebody feels that the window does not answer."""


class Heart(QObject):
    """Beats every millisecond; the longest pause between two beats is how long the window was held."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self.restart()
        self._timer.start(1)

    def beat(self) -> None:
        """The window has its turn."""
        now = time.perf_counter()
        pause, self._last = (now - self._last) * 1000, now
        self.longest = max(self.longest, pause)
        self.beats += 1
        self.held += pause > HELD_MS

    def restart(self) -> None:
        """Forget the pauses so far."""
        self.longest, self.beats, self.held = 0.0, 0, 0
        self._last = time.perf_counter()
