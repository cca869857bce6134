"""Paints pages: on paper, into a PDF, into a picture for the preview."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.core.texts import _
from app.ui.printing.measure import font_of
from app.ui.printing.pages import PT, SMALL, Box, Page, Words

INKS = {
    "text": "#1A1E26", "muted": "#5A6472", "accent": "#0B7A75", "line": "#C9CED6", "tint": "#E0F1F0",
}  # fmt: skip
"""Paper is white in every theme."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


def paint(painter: QPainter, page: Page, number: int, total: int = 0) -> None:
    """Paint one page; the painter's units are those of the page. ``total`` pages if that is known."""
    for item in page.items:
        if isinstance(item, Box):
            _box(painter, item)
        else:
            _words(painter, item)
    if page.foot is not None:
        x, y, width = page.foot
        text = _("{n} of {total}").format(n=number, total=total) if total else str(number)
        _words(painter, Words(x, y, text, SMALL, width, "right"))


def _box(painter: QPainter, item: Box) -> None:
    color = QColor(INKS[item.ink])
    if item.height == 0:
        painter.setPen(QPen(color, PT / 2))
        painter.drawLine(round(item.x), round(item.y), round(item.x + item.width), round(item.y))
    elif item.is_filled:
        painter.fillRect(QRectF(item.x, item.y, item.width, item.height), color)
    else:
        painter.setPen(QPen(color, PT * 0.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        area = QRectF(item.x, item.y, item.width, item.height)
        painter.drawRoundedRect(area, item.radius, item.radius)


def _words(painter: QPainter, item: Words) -> None:
    painter.setPen(QColor(INKS[item.style.ink]))
    painter.setFont(font_of(item.style))
    height = item.style.size * PT * 1.4
    flags = _ALIGN[item.align] | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine
    flags |= Qt.TextFlag.TextDontClip
    area = QRectF(item.x, item.y, item.width or 1, height)
    painter.drawText(area, int(flags), item.text.replace("\t", "    "))
