"""What an empty place says: what belongs here, and the one next thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.core.override import override
from app.ui.icons import paint_icon
from app.ui.widgets.labels import TextRole, label
from app.ui.widgets.naming import named

_TEXT_WIDTH = 400


class _BigIcon(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(40, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self.rect(), self._name, "muted")


class EmptyState(QWidget):
    """An icon, a title, a sentence and up to two buttons in the middle of the place."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str = "",
        primary: QAbstractButton | None = None,
        secondary: QAbstractButton | None = None,
        object_name: str = "empty",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, object_name, title)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(_BigIcon(icon_name), 0, middle)
        column.addSpacing(12)
        column.addLayout(self._wrapped(title, "title"))
        if text:
            column.addSpacing(4)
            column.addLayout(self._wrapped(text, "muted"))
        buttons = [button for button in (primary, secondary) if button is not None]
        if buttons:
            column.addSpacing(16)
            column.addLayout(self._row(buttons))
        column.addStretch(3)

    def _wrapped(self, text: str, role: TextRole) -> QHBoxLayout:
        """Between stretches and not aligned: an aligned label gets the height of the whole width."""
        sentence = label(text, role)
        sentence.setWordWrap(True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setMaximumWidth(_TEXT_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(sentence, 1000)
        row.addStretch(1)
        return row

    def _row(self, buttons: list[QAbstractButton]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        return row
