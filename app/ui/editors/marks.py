"""Coloured dots of choices."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from app.ui import theme
from app.ui.tokens import FLAGS
from app.ui.widgets.flags import flag_colour

_ALSO = {"amber": "orange", "violet": "purple"}


def dot_colour(name: str | None) -> QColor | None:
    """The colour of a choice in the theme that is on: that of a flag, grey, or ``#RRGGBB``; None for none."""
    if not name:
        return None
    name = _ALSO.get(name, name)
    if name in FLAGS:
        return flag_colour(name)
    found = theme.colour("muted") if name in ("grey", "gray") else QColor(name)
    return found if found.isValid() else None


def dot_icon(name: str | None, size: int = 16, dpr: float = 2.0, side: float = 8) -> QIcon:
    """A dot of the colour; without a colour an empty picture, so that texts stay aligned."""
    drawn = QPixmap(round(size * dpr), round(size * dpr))
    drawn.setDevicePixelRatio(dpr)
    drawn.fill(Qt.GlobalColor.transparent)
    colour = dot_colour(name)
    if colour is not None:
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(QRectF(0, 0, size, size).center())
        painter.drawEllipse(spot)
        painter.end()
    return QIcon(drawn)
