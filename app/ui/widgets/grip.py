"""A handle by which a row is dragged to another place of its list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.override import override
from app.ui.icons import paint_icon
from app.ui.widgets.naming import named


class Grip(QWidget):
    """Sends ``dropped`` with the height on the screen where the button was let go."""

    dropped = Signal(int)

    def __init__(self, object_name: str, accessible_name: str) -> None:
        super().__init__()
        named(self, object_name, accessible_name)
        self.setFixedSize(16, 24)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(accessible_name)
        self._began: int | None = None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._began = round(event.globalPosition().y())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.parentWidget()
        if self._began is not None and row is not None:
            row.setProperty("dragged", "true")
            row.raise_()
            delta = round(event.globalPosition().y()) - self._began
            self._began += delta
            row.move(row.x(), row.y() + delta)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._began is not None:
            self._began = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit(round(event.globalPosition().y()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self.rect(), "grip-vertical", "muted")
