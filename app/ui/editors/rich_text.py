"""Editor of text with simple marks: bold, italic, underline, strike, lists, links; nothing is ever loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QBoxLayout, QTextEdit, QWidget

from app.blueprint.kinds import Kind, wash
from app.core.errors import UserError
from app.core.folding import plain_text
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import Editor
from app.ui.editors.html_of import html_of
from app.ui.editors.rich_toolbar import RichToolbar
from app.ui.opening import open_address
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk


_LEAST, _MOST = 160, 420


class _Document(QTextDocument):
    """A document that loads nothing: no pictures, no style sheets, from nowhere."""

    @override
    def loadResource(self, type: int, name: QUrl | str, /) -> object:
        return None


class RichEdit(QTextEdit):
    """Takes only washed text; Ctrl and a click open a link."""

    picture_refused = Signal()
    """A picture without words was pasted or dropped; it has no place in the text."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setDocument(_Document(self))
        self.setTabChangesFocus(True)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoBulletList)
        named(self, name, label)
        self.document().setIndentWidth(24)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As high as its text, within bounds; beyond them it scrolls."""
        height = int(self.document().size().height()) + 16
        self.setMinimumHeight(max(_LEAST, min(_MOST, height)))

    @override
    def loadResource(self, type: int, name: QUrl | str, /) -> object:
        return None

    @override
    def canInsertFromMimeData(self, source: QMimeData, /) -> bool:
        return source.hasText() or source.hasHtml() or source.hasImage()

    @override
    def insertFromMimeData(self, source: QMimeData, /) -> None:
        html = wash(source.html()) if source.hasHtml() else ""
        if source.hasImage() and not plain_text(html).strip() and not source.text().strip():
            self.picture_refused.emit()
        elif html:
            self.insertHtml(html)
        elif source.hasText():
            self.insertPlainText(source.text())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        href = self.anchorAt(event.position().toPoint())
        if href and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            try:
                open_address(href)
            except UserError as error:
                self.setToolTip(plain_tooltip(str(error)))


class RichTextEditor(Editor):
    """Text with simple marks; the value is washed HTML, the same as long as nothing is typed."""

    is_wide = True

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._value: Any = None
        self._is_touched = False
        self.body.setDirection(QBoxLayout.Direction.TopToBottom)
        self.body.setSpacing(4)
        self.input = RichEdit(f"{name}.input", label)
        self.toolbar = RichToolbar(self.input, f"{name}.toolbar")
        self.body.addWidget(self.toolbar)
        self.body.addWidget(self.input, 1)
        self.setFocusProxy(self.input)
        self.input.textChanged.connect(self._on_changed)
        self.input.picture_refused.connect(self._refuse_picture)

    @override
    def value(self) -> Any:
        return self.kind.normal(wash(html_of(self.input.document()))) if self._is_touched else self._value

    @override
    def set_value(self, value: Any) -> None:
        self._value, self._is_touched = value, False
        with QSignalBlocker(self.input):
            text = str(value or "")
            if "<" in text or "&" in text:
                self.input.setHtml(wash(text))
            else:
                self.input.setPlainText(text)
            self.input.document().clearUndoRedoStacks()
            self.input.fit()
            self.input.moveCursor(QTextCursor.MoveOperation.Start)

    @override
    def set_hint(self, hint: str) -> None:
        self.input.setPlaceholderText(hint)

    def _on_changed(self) -> None:
        self._is_touched = True
        self.touch()

    def _refuse_picture(self) -> None:
        self.warn(_("A picture cannot stand in the text. Save it as a file and add it at “Files”."))
