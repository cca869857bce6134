"""Chips that can be taken away, small tags, and the row that wraps them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.icons import paint_icon
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

_HEIGHT = 24
_PAD = 10
_CROSS = 14
_WIDEST = 320

TagKind = Literal["neutral", "accent", "warning", "danger"]


class Chip(QAbstractButton):
    """A filter in words with a cross. A click on the words sends ``clicked``, the cross or Del ``closed``."""

    closed = Signal()

    def __init__(self, text: str, object_name: str = "chip", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(plain_tooltip(text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        named(self, object_name, text)
        self.setAccessibleDescription(_("Press Delete to take this away"))

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PAD + _CROSS + 4
        return QSize(min(width, _WIDEST), max(_HEIGHT, self.fontMetrics().height() + 6))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_on_cross = is_left and self._cross().contains(event.position().toPoint())
        if is_on_cross and self.isDown():
            self.setDown(False)
            self.closed.emit()
        else:
            super().mouseReleaseEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = theme.colour("pressed" if self.underMouse() or self.isDown() else "chip")
        _paint_ground(painter, QRectF(self.rect()), ground, self.height() / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            round_by = self.height() / 2 - 1
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), round_by, round_by)
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(_PAD, 0, -_PAD - _CROSS - 2, 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width() + 2)
        painter.drawText(room.adjusted(0, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        cross = QRect(0, 0, _CROSS, _CROSS)
        cross.moveCenter(self._cross().center())
        paint_icon(painter, cross, "x", "text" if self.underMouse() else "muted")

    def _cross(self) -> QRect:
        return QRect(self.width() - _CROSS - _PAD, 0, _CROSS + _PAD, self.height())


class TagLabel(QWidget):
    """A small coloured tag of plain text."""

    def __init__(self, text: str, kind: TagKind = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._kind = text, kind
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFont(theme.secondary_font())
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(text))

    def text(self) -> str:
        """What the tag says."""
        return self._text

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._text) + 13
        return QSize(min(width, _WIDEST), self.fontMetrics().height() + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), self.rect(), self._text, self._kind)


def paint_tag(painter: QPainter, rect: QRect, text: str, kind: TagKind = "neutral") -> None:
    """Draw a tag that fills the rectangle, in the painter's font."""
    ground, ink = {
        "neutral": ("chip", "text"),
        "accent": ("accent_tint", "accent_text"),
        "warning": ("warning_tint", "warning_text"),
        "danger": ("danger_tint", "danger"),
    }[kind]
    _paint_ground(painter, QRectF(rect), theme.colour(ground), 4)
    painter.setPen(theme.colour(ink))
    room = rect.adjusted(6, 0, -5, 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 2)
    painter.drawText(room.adjusted(0, 0, 3, 0), Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_ground(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)


class ChipRow(QWidget):
    """Chips and tags side by side, wrapped; hidden while it is empty."""

    def __init__(self, object_name: str = "chips", gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._flow = FlowLayout(self, gap=gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._flow.addWidget(widget)
        widget.show()
        self.show()

    def clear(self) -> None:
        """Take all widgets away."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()
