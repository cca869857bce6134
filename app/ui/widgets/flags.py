"""The six flags: their colours in the theme, and the mark that shows one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from app.core.texts import _
from app.ui import theme
from app.ui.tokens import FLAG_COLOURS, FLAGS

_KEYS = tuple(FLAGS)
_SIDE = 10


def flag_name(flag: str) -> str:
    """What a flag is called as long as the user has not named it."""
    return _(FLAGS[flag])


def flag_colour(flag: str) -> QColor:
    """Colour of a flag in the theme that is on; muted for a word that is no flag."""
    if flag not in FLAGS:
        return theme.colour("muted")
    return QColor(FLAG_COLOURS[theme.current().name][_KEYS.index(flag)])


def paint_flag(painter: QPainter, rect: QRect, flag: str | None) -> None:
    """Draw the flag's mark in the middle of the rectangle; nothing for no flag."""
    if not flag:
        return
    mark = QRectF(0, 0, _SIDE, _SIDE)
    mark.moveCenter(QRectF(rect).center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(flag_colour(flag))
    painter.drawRoundedRect(mark, 2, 2)
    painter.restore()


def flag_icon(flag: str, size: int = 16, dpr: float = 2.0) -> QIcon:
    """The mark as an icon, for menus."""
    drawn = QPixmap(round(size * dpr), round(size * dpr))
    drawn.setDevicePixelRatio(dpr)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_flag(painter, QRect(0, 0, size, size), flag)
    painter.end()
    return QIcon(drawn)
