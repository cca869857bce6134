"""What an empty place says: what belongs here, and the one next thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.override import override
from app.ui.icons import paint_icon
from app.ui.widgets.labels import TextRole, label
from app.ui.widgets.naming import named

_TEXT_WIDTH, _MARGIN = 400, 24


class _BigIcon(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setFixedSize(40, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self.rect(), self.name, "muted")


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
        self._sentences: list[QLabel] = []
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(0)
        column.addStretch(2)
        self._icon = _BigIcon(icon_name)
        column.addWidget(self._icon, 0, middle)
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

    def say(self, icon_name: str, title: str, text: str) -> None:
        """Other words in the same place; only where there was a sentence from the beginning."""
        self._icon.name = icon_name
        self._icon.update()
        self.setAccessibleName(title)
        for sentence, told in zip(self._sentences, (title, text), strict=True):
            sentence.setText(told)
        self._balance()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def _balance(self) -> None:
        room = max(40, min(_TEXT_WIDTH, self.width() - 2 * _MARGIN))
        for sentence in self._sentences:
            sentence.setMaximumWidth(_balanced(sentence, room))

    def _wrapped(self, text: str, role: TextRole) -> QHBoxLayout:
        """Between stretches and not aligned: an aligned label gets the height of the whole width."""
        sentence = label(text, role)
        sentence.setWordWrap(True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setMaximumWidth(_TEXT_WIDTH)
        self._sentences.append(sentence)
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


def _balanced(sentence: QLabel, room: int) -> int:
    """The least width in which it takes no more lines: no word stands alone on the last of them."""
    sentence.ensurePolished()
    lines = sentence.heightForWidth(room)
    low, high = room // 2, room
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if sentence.heightForWidth(middle) <= lines else (middle + 1, high)
    return high
