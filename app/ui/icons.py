"""Icons by name: Lucide drawings in the colours of the theme, rendered when they are first painted."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from app.core.override import override
from app.core.paths import resource
from app.ui import theme

Role = Literal["text", "muted", "accent", "danger", "warning", "on_accent", "on_danger"]

STROKE = "1.75"
"""Width of the line on the drawing's grid of 24."""

_TOKENS = {"accent": "accent_text", "warning": "warning_text"}
_clones: list[QIconEngine] = []


def icon(name: str, role: Role = "text", size: int = 16) -> QIcon:
    """An icon that takes its colour from the theme at each painting; ``size`` is what it prefers."""
    return QIcon(_ThemedEngine(name, role, size))


def pixmap(name: str, role: Role = "text", size: int = 16, dpr: float = 1.0) -> QPixmap:
    """The icon as a picture of ``size`` logical pixels, sharp on a screen of that ratio."""
    token = _TOKENS.get(role, role)
    return _rendered(name, getattr(theme.current(), token), size, size, dpr)


def paint_icon(painter: QPainter, rect: QRect, name: str, role: Role = "text") -> None:
    """Draw an icon in the middle of the rectangle, as large as it fits."""
    side = min(rect.width(), rect.height())
    place = QRect(0, 0, side, side)
    place.moveCenter(rect.center())
    painter.drawPixmap(place, pixmap(name, role, side, painter.device().devicePixelRatio()))


def application_icon() -> QIcon:
    """The icon of the program, for windows and the tray."""
    return QIcon(str(resource("icons", "cartoteca.svg")))


class _ThemedEngine(QIconEngine):
    """Answers Qt's requests for pictures from the cache."""

    def __init__(self, name: str, role: Role, size: int) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        dpr = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, dpr))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        now = theme.current()
        token = "disabled" if mode == QIcon.Mode.Disabled else _TOKENS.get(self._role, self._role)
        return _rendered(self._name, getattr(now, token), size.width(), size.height(), scale)

    @override
    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    @override
    def availableSizes(
        self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        return [QSize(self._size, self._size)]

    @override
    def isNull(self) -> bool:
        return False

    @override
    def clone(self) -> QIconEngine:
        copy = _ThemedEngine(self._name, self._role, self._size)
        _clones.append(copy)  # Qt keeps a bare pointer: without this Python would free it
        return copy


@lru_cache(maxsize=600)
def _rendered(name: str, colour: str, width: int, height: int, dpr: float) -> QPixmap:
    """The icon in logical pixels; what is wider than high keeps room at its right, as a gap before text."""
    from PySide6.QtSvg import QSvgRenderer  # first needed when something is painted

    drawn = QPixmap(round(width * dpr), round(height * dpr))
    drawn.fill(Qt.GlobalColor.transparent)
    side = round(min(width, height) * dpr)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(dpr)
    return drawn


@cache
def _drawing(name: str) -> str:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')
