"""Choices in a row, each under a digit: one key chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.core.override import override
from app.ui import theme
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.naming import named, styled

MOST_KEYS = 9


class KeyRow(QWidget):
    """The row has the keyboard, not its buttons: digits choose, arrows walk, Space takes it back."""

    chosen = Signal(object)
    """The key of a choice, or None when the one that stood was taken back."""

    def __init__(self, object_name: str, does: str) -> None:
        super().__init__()
        named(self, object_name, does)
        self._does = does
        self.buttons: dict[str, QPushButton] = {}
        self.current: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._line = FlowLayout(gap=4, line_gap=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.addLayout(self._line)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices: keys and texts."""
        for button in self.buttons.values():
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for number, (key, text) in enumerate(choices, 1):
            shown = f"{number}  {text}" if number <= MOST_KEYS else text
            button = named(QPushButton(shown.replace("&", "&&")), f"{self.objectName()}_{key}", text)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.choose(key))
            self._line.addWidget(button)
            self.buttons[key] = button
            styled(button, "kind", "primary")  # as wide as it is when it is chosen: nothing moves then
            button.setMinimumWidth(button.sizeHint().width())
            button.show()
        if self.current not in self.buttons:
            self.current = None
        self._mark()

    def show_choice(self, key: str | None) -> None:
        """Mark what stands, without telling it."""
        self.current = key if key in self.buttons else None
        self._mark()

    def choose(self, key: str) -> None:
        """Choose it, or take it back where it stood already."""
        self.current = None if key == self.current else key
        self._mark()
        self.chosen.emit(self.current)

    def _mark(self) -> None:
        for key, button in self.buttons.items():
            button.setChecked(key == self.current)
            styled(button, "kind", "primary" if key == self.current else "quiet")
        text = self.buttons[self.current].accessibleName() if self.current else ""
        self.setAccessibleName(f"{self._does}: {text}" if text else self._does)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self.buttons)
        number = event.key() - Qt.Key.Key_1
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if 0 <= number < min(MOST_KEYS, len(keys)) and event.modifiers() in plain:
            self.choose(keys[number])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and keys:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            place = keys.index(self.current) + step if self.current else 0
            self.current = None
            self.choose(keys[place % len(keys)])
        elif event.key() == Qt.Key.Key_Space and self.current:
            self.choose(self.current)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)
