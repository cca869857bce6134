"""Frames of a table: scroll it like a user, wait until it is painted, and take the time of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QTableView

FRAMES = {"wheel": 60, "page": 40, "jump": 30}
WAYS = tuple(FRAMES)
REST_MS = 40
"""Between frames: whatever is done ahead for the next one is done, as between the turns of a real wheel."""


class Painted(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.count = 0
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


class Frames:
    """Takes the times of one table."""

    def __init__(self, table: QTableView, is_ready: Callable[[], bool]) -> None:
        self._table, self._is_ready, self._painted = table, is_ready, Painted(table)

    def times(self, way: str) -> list[float]:
        """Milliseconds of each frame on one way down the table."""
        bar = self._table.verticalScrollBar()
        bar.setValue(bar.maximum() // 3)
        self.rest(REST_MS * 3)
        found = []
        for number in range(FRAMES[way]):
            found.append(self.until_painted(partial(self._turn, way, number)))
            self.rest(REST_MS)
        return found

    def until_painted(self, act: Callable[[], None]) -> float:
        """Act, and run the event loop until the table is painted with what belongs there."""
        before, began = self._painted.count, time.perf_counter()
        act()
        while self._painted.count == before or not self._is_ready():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return (time.perf_counter() - began) * 1000

    def full_repaint(self) -> float:
        """Milliseconds to paint all of the table that is seen, with its header."""
        began = time.perf_counter()
        self._table.viewport().repaint()
        self._table.horizontalHeader().viewport().repaint()
        return (time.perf_counter() - began) * 1000

    def rest(self, milliseconds: int) -> None:
        """Let the event loop run for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _turn(self, way: str, number: int) -> None:
        bar, page = self._table.verticalScrollBar(), self._table.viewport().height()
        if way == "wheel":
            place = QPointF(50, 50)
            event = QWheelEvent(
                place, self._table.viewport().mapToGlobal(place), QPoint(), QPoint(0, -120),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(self._table.viewport(), event)
        elif way == "page":
            bar.setValue(bar.value() + page)
        else:
            bar.setValue(jump(number, bar.maximum()))


def jump(number: int, most: int) -> int:
    """A place far from the last one, the same in every run."""
    return (number * 7_919_777 + 104_729) % max(most, 1)
