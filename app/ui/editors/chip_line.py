"""What the editors of several values share: chips one after the other, and a field at their end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.blueprint.kinds import Kind
from app.core.override import override
from app.ui.editors.editor import Editor
from app.ui.widgets.chips import Chip
from app.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from app.ui.desk import Desk

_LINE_WIDTH, _LINE_PADDING = 150, 32


class ChipsEditor(Editor):
    """Several values as chips; the cross or Del takes one away, Backspace in the empty field the last."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._values: list[Any] = []
        self._original: Any = None
        self._tail: QWidget | None = None
        self._place = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._place.setSizePolicy(policy)
        self._flow = FlowLayout(self._place, gap=4, line_gap=4)
        self.body.addWidget(self._place, 1)

    def set_tail(self, tail: QWidget) -> None:
        """The widget at the end by which values are added."""
        self._tail = tail
        if isinstance(tail, QLineEdit):
            tail.ensurePolished()
            hint = tail.fontMetrics().horizontalAdvance(tail.placeholderText())
            tail.setFixedWidth(max(_LINE_WIDTH, hint + _LINE_PADDING))
        self._flow.addWidget(tail)
        tail.installEventFilter(self)
        self.setFocusProxy(tail)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_back = (
                event.key() == Qt.Key.Key_Backspace and isinstance(watched, QLineEdit) and not watched.text()
            )
            if is_back and self._values:
                self.remove(self._values[-1])
                return True
        return super().eventFilter(watched, event)

    @override
    def value(self) -> Any:
        return list(self._values) or None

    @override
    def set_value(self, value: Any) -> None:
        self._values = list(value or ())
        self._show()

    def add(self, values: Iterable[Any]) -> None:
        """Put values at the end; those that are there already stay where they are."""
        new = [each for each in dict.fromkeys(values) if each not in self._values]
        if new:
            self._values += new
            self._show()
            self.touch()

    def remove(self, value: Any) -> None:
        """Take one value away; the field keeps the focus."""
        if value in self._values:
            self._values.remove(value)
            self._show()
            if self._tail is not None:
                self._tail.setFocus()
            self.touch()

    def chips(self) -> list[Chip]:
        """The chips that are shown."""
        items = (self._flow.itemAt(index) for index in range(self._flow.count()))
        return [widget for each in items if each is not None and isinstance(widget := each.widget(), Chip)]

    def text_of(self, value: Any) -> str:
        """What the chip of a value says."""
        return str(value)

    def open(self, value: Any) -> None:
        """A chip was clicked."""

    def _show(self) -> None:
        while (taken := self._flow.takeAt(0)) is not None:
            old = taken.widget()
            if isinstance(old, Chip):
                old.hide()
                old.deleteLater()
        for number, value in enumerate(self._values):
            chip = Chip(self.text_of(value), f"{self.objectName()}.chip{number}", self._place)
            chip.closed.connect(lambda value=value: self.remove(value))
            chip.clicked.connect(lambda _checked=False, value=value: self.open(value))
            self._flow.addWidget(chip)
            chip.show()
        if self._tail is not None:
            self._flow.addWidget(self._tail)
        self._place.updateGeometry()
        self.rearranged.emit()
