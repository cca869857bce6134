"""The window hears of what other programs write into its file."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from app.core.errors import UserError
from app.ui.desk import Desk

EVERY_MS = 60_000
"""How often it looks while somebody looks at it; as often as the reminders."""


class OthersHeard(QObject):
    """Looks when somebody comes back from another program, and once a minute while it is in front."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        desk.library_changed.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_state)
        if application.applicationState() == Qt.ApplicationState.ApplicationActive:
            self._timer.start()
        self.look()  # what is written from here on is heard, also while it waits in the tray

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self._timer.stop()
            return
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Ask the file; whoever listens to the library is told by it."""
        library = self._desk.library
        if library is None:
            return

        def job() -> UserError | None:
            try:
                library.others.look()
            except UserError as problem:  # such as a server that does not answer: the next look tries again
                return problem
            return None

        self._desk.work.ask("others", job, _told, patience_ms=0, lane="beside", owner=self)


def _told(problem: UserError | None) -> None:
    if problem is not None:
        logging.getLogger(__name__).warning("nothing was heard of other programs: %s", problem)
