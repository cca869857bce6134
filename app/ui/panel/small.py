"""Small pieces of the panel: a label that wraps, a mark of the flag with its meaning, a tall button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from app.core.override import override
from app.ui import theme
from app.ui.icons import Role, paint_icon
from app.ui.widgets.flags import paint_flag
from app.ui.widgets.labels import TextRole, plain_tooltip
from app.ui.widgets.naming import named

_MARK_ROOM = 16


class WrappedLabel(QLabel):
    """Plain text that wraps, also within words that are too long, and can be selected."""

    def __init__(self, text: str, role: TextRole = "text", *, is_selectable: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)
        self.setAccessibleName(text)
        if role != "text":
            self.setProperty("role", role)
        if is_selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if any(len(word) > 28 for word in text.split()):
            self.setToolTip(plain_tooltip(text))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())


class ByWidth(QWidget):
    """A place whose height follows from its width alone: what wrapping labels guess is more, and would
    scroll."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class LinkText(QAbstractButton):
    """Text that leads somewhere: cut with an ellipsis where it has no room, underlined when pointed at."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], None],
        name: str = "",
        tone: Literal["accent_text", "text"] = "accent_text",
    ) -> None:
        super().__init__()
        self._tone = tone
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}: {text}" if name else text)
        self.clicked.connect(on_click)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 3, metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_cut = self.sizeHint().width() > self.width()
        self.setToolTip(plain_tooltip(self.text()) if is_cut else "")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(theme.colour(self._tone))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class FlagMark(QWidget):
    """The colour of the flag and what it means to the user."""

    def __init__(self, flag: str, meaning: str) -> None:
        super().__init__()
        self._flag, self._meaning = flag, meaning
        self.setFont(theme.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(plain_tooltip(meaning))
        named(self, "panel_flag", meaning)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_MARK_ROOM + metrics.horizontalAdvance(self._meaning) + 6, metrics.height() + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_flag(painter, QRect(0, 0, _MARK_ROOM - 2, self.height()), self._flag)
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(_MARK_ROOM, 0, 0, 0)
        shown = self.fontMetrics().elidedText(self._meaning, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


LEAST_FONT = 10
"""Pixels: the word of a button in a narrow place becomes so small before it is cut."""


class TallButton(QAbstractButton):
    """An icon above its word; as wide as its place allows."""

    def __init__(self, icon_name: str, text: str, object_name: str) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        named(self, object_name, text)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(max(56, metrics.horizontalAdvance(self.text()) + 16), 34 + metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isEnabled() and (self.underMouse() or self.isDown())
        ground = "pressed" if self.isDown() else "hover" if is_on else "surface"
        edge = "accent" if self.hasFocus() else "line_strong" if is_on else "line"
        painter.setBrush(theme.colour(ground))
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1))
        radius = theme.metrics().radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        role: Role = "text" if self.isEnabled() else "muted"
        paint_icon(painter, QRect(0, 9, self.width(), 16), self._icon_name, role)
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        room = self.rect().adjusted(3, 28, -3, -4)
        needed = self.fontMetrics().horizontalAdvance(self.text())
        if needed > room.width():
            size = theme.metrics().font * room.width() // needed
            painter.setFont(theme.ui_font(max(size, LEAST_FONT)))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, shown)
