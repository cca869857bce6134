"""Labels: titles and secondary text, text that is cut with an ellipsis, key caps and counts."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.core.override import override
from app.ui import theme

_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
"""Blanks and line breaks; those within a number stay as narrow as they are."""
TextRole = Literal["text", "title", "heading", "secondary", "muted", "strong", "warning", "danger", "accent"]


def label(text: str, role: TextRole = "text", parent: QWidget | None = None) -> QLabel:
    """A label that shows its text as it is, never as rich text."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role != "text":
        made.setProperty("role", role)
    made.setText(text)
    return made


def form_label(text: str) -> QLabel:
    """The label beside an input of a form, in the middle of its height."""
    made = label(text)
    made.setMinimumHeight(theme.metrics().control)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def plain_tooltip(text: str) -> str:
    """A tooltip that shows data as it is: Qt guesses whether a tooltip is rich, so the guess is answered."""
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped.replace(chr(10), '<br>')}</qt>"


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it has no room; the tooltip then shows the whole."""

    def __init__(self, text: str = "", role: TextRole = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @property
    def is_cut(self) -> bool:
        """Whether some of the text has no room."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    @override
    def setText(self, text: str) -> None:
        shown = _BLANKS.sub(" ", text).strip()
        if shown != self.text():
            super().setText(shown)
            self._refresh_tooltip()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_tooltip()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)

    def _refresh_tooltip(self) -> None:
        self.setToolTip(plain_tooltip(self.text()) if self.is_cut else "")


class KeyCap(QLabel):
    """A small drawn key, such as ``Ctrl F``."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "keycap")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(20)


class CountBadge(QWidget):
    """A number in a filled pill; hides itself at zero."""

    def __init__(self, count: int = 0, kind: Literal["danger", "accent", "quiet"] = "danger") -> None:
        super().__init__()
        self._kind = kind
        self._count = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Show another number."""
        if count != self._count:
            self._count = count
            self.setVisible(count > 0)
            self.setAccessibleName(self._text())
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._text()) + 10
        return QSize(max(20, width), 20)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, QRectF(self.rect()), self._text(), self._kind)

    def _text(self) -> str:
        return str(self._count) if self._count < 1000 else "999+"


def paint_badge(painter: QPainter, rect: QRectF, text: str, kind: str = "danger") -> None:
    """Draw a number in a filled pill."""
    ground, ink = {"danger": ("danger", "on_danger"), "accent": ("accent", "on_accent")}.get(
        kind, ("pressed", "text")
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    font = theme.ui_font(theme.metrics().font - 2)
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(theme.colour(ink)))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
