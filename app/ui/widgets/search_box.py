"""The search field: a magnifier, the key that leads here, and a button that clears."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.icons import paint_icon
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import KeyCap
from app.ui.widgets.naming import named

_ICON_ROOM = 26
_END_ROOM = 8


class SearchBox(QLineEdit):
    """A search field. Esc clears it; Esc in an empty field sends ``left``, Down sends ``entered``."""

    left = Signal()
    entered = Signal()

    def __init__(
        self, placeholder: str, object_name: str = "search", keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        named(self, object_name, placeholder)
        self._cap = KeyCap(keys, self) if keys else None
        does = _("Clear the search")
        self._clear = IconButton("x", does, f"{object_name}_clear", role="muted", kind="flat", is_small=True)
        self._clear.setParent(self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._arrange)
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the program's undo here too: a search is not worth one of its own."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        elif event.key() == Qt.Key.Key_Down:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        room = self.rect().adjusted(10, 0, 0, 0)
        room.setWidth(16)
        paint_icon(QPainter(self), room, "search", "muted")

    def _step_back(self) -> None:
        if self.text():
            self.clear()
        else:
            self.left.emit()

    def _arrange(self) -> None:
        """Show the clear button or the key, whichever fits the moment, and keep text away from it."""
        has_text = bool(self.text())
        self._clear.setVisible(has_text)
        end: QWidget | None = self._clear if has_text else self._cap
        if self._cap is not None:
            self._cap.setVisible(not has_text and self.width() > 200)
        end_room = 0
        if end is not None and not end.isHidden():
            if isinstance(end, KeyCap):
                end.adjustSize()
            end_room = end.width() + 2
            away = 5 if has_text else _END_ROOM
            end.move(self.width() - end.width() - away, (self.height() - end.height()) // 2)
        margins = self.textMargins()
        if (margins.left(), margins.right()) != (_ICON_ROOM - 2, end_room):
            self.setTextMargins(_ICON_ROOM - 2, 0, end_room, 0)
