"""Editor of several lines of plain text; as high as its text, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.blueprint.kinds import Kind
from app.core.override import override
from app.ui.editors.editor import Editor
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk

_LEAST_LINES, _MOST_LINES = 3, 12


class _Growing(QPlainTextEdit):
    """As high as its text, from three to twelve lines; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.fit)
        self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def fit(self) -> None:
        """As high as its text, within bounds."""
        lines = max(_LEAST_LINES, min(_MOST_LINES, int(self.document().size().height())))
        margins = 2 * int(self.document().documentMargin()) + 12
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + margins)


class LongTextEditor(Editor):
    """Several lines of plain text."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self.input = named(_Growing(), f"{name}.input", label)
        self.body.addWidget(self.input)
        self.setFocusProxy(self.input)
        self._value: Any = None
        self._shown = ""
        self.input.textChanged.connect(self._on_changed)

    @override
    def value(self) -> Any:
        text = self.input.toPlainText()
        return self._value if text == self._shown else self.kind.normal(text)

    @override
    def set_value(self, value: Any) -> None:
        self._value = value
        with QSignalBlocker(self.input):
            self.input.setPlainText(str(value or ""))
        self._shown = self.input.toPlainText()
        self.input.fit()

    @override
    def set_hint(self, hint: str) -> None:
        self.input.setPlaceholderText(hint)

    def _on_changed(self) -> None:
        self.touch()
