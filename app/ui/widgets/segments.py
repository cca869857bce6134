"""A switch of a few words in a row, one of which is on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.core.override import override
from app.ui.widgets.naming import named

_AROUND = 2 * (8 + 1)
"""Padding and border of a segment, as the stylesheet has them."""


class _Segment(QPushButton):
    """A word that is bold while it is on: as wide as it is then, so that nothing moves and nothing is cut."""

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        width = QFontMetrics(bold).horizontalAdvance(self.text()) + _AROUND
        return super().sizeHint().expandedTo(QSize(width, 0))


class Segments(QWidget):
    """One of several words is on; arrow keys go from one to the next, as among radio buttons."""

    chosen = Signal(str)
    """The user chose another one."""

    def __init__(self, object_name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, object_name, spoken)
        self._buttons: dict[str, QPushButton] = {}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def keys(self) -> list[str]:
        """The keys that are offered, in order."""
        return list(self._buttons)

    @property
    def current(self) -> str:
        """The key that is on; empty if there is none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def offer(self, entries: Sequence[tuple[str, str]], current: str) -> None:
        """Show these keys with their words, one of them on."""
        if list(self._buttons) == [key for key, _text in entries]:
            for key, text in entries:
                self._buttons[key].setText(text)
                self._buttons[key].setAccessibleName(text)
        else:
            self._build(entries)
        if current in self._buttons:
            self._buttons[current].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

    def _build(self, entries: Sequence[tuple[str, str]]) -> None:
        for button in self._buttons.values():
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for key, text in entries:
            button = named(_Segment(text), f"{self.objectName()}_{key}", text)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._line.addWidget(button)
            self._buttons[key] = button
        self.adjustSize()
