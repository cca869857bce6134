"""Where the window stood and how wide its columns were, from one time to the next."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from app.core.settings import State

DEFAULT_SIZE = (1440, 900)
FRAME = (16, 48)
"""Room for what the system draws around the window: else the status bar lies below a small screen."""
_KEY = "window"


def within_screen(window: QWidget, size: QSize) -> QSize:
    """The size, or as much of it as the screen has room for: the buttons at the lower end stay in sight."""
    return size.boundedTo(window.screen().availableSize() - QSize(0, FRAME[1]))


class WindowPlace:
    """Restores the place when made; ``keep`` remembers it."""

    def __init__(self, window: QMainWindow, splitter: QSplitter, state: State) -> None:
        self._window, self._splitter, self._state = window, splitter, state
        found = state.get(_KEY)
        kept = found if isinstance(found, dict) else {}
        self._restore_place(kept)
        sizes = kept.get("columns")
        if isinstance(sizes, list) and _is_numbers(sizes, 3) and min(sizes) > 0:
            splitter.setSizes(sizes)

    def keep(self) -> None:
        """Remember place and columns; the panel's width also while it is folded."""
        window = self._window
        place = window.normalGeometry() if window.isMaximized() else window.geometry()
        sizes = self._splitter.sizes()
        known = self._state.get(_KEY)
        if sizes and 0 in sizes and isinstance(known, dict) and _is_numbers(known.get("columns"), 3):
            sizes = known["columns"]
        self._state.set(
            _KEY,
            {
                "place": [place.x(), place.y(), place.width(), place.height()],
                "is_maximized": window.isMaximized(),
                "columns": sizes,
            },
        )

    def _restore_place(self, kept: dict[str, object]) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        found = kept.get("place")
        if isinstance(found, list) and _is_numbers(found, 4):
            wanted = QRect(*found)
            if any(each.availableGeometry().intersects(wanted) for each in QGuiApplication.screens()):
                self._window.setGeometry(wanted)
        else:
            room = screen.size() - QSize(*FRAME)
            self._window.resize(QSize(*DEFAULT_SIZE).boundedTo(room))
        if kept.get("is_maximized") is True:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)


def _is_numbers(found: object, count: int) -> bool:
    return isinstance(found, list) and len(found) == count and all(type(each) is int for each in found)
