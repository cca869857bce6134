"""Pictures of people and firms: a photo, or initials on a calm colour that stays the same for a record."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal
from zlib import crc32

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.core.override import override
from app.ui import theme
from app.ui.tokens import AVATARS

Shape = Literal["circle", "rounded"]


def initials_of(title: str) -> str:
    """First letters of the first two words, capital; of a text without letters its first digit."""
    words = unicodedata.normalize("NFC", title).split()
    letters = [letter for word in words if (letter := next(filter(str.isalpha, word), ""))]
    found = "".join(letter.upper()[:1] for letter in letters[:2])
    return found or next(filter(str.isalnum, title), "")


def avatar_colour(seed: str) -> str:
    """The colour of a record's avatar; the same for the same seed on every machine."""
    return AVATARS[crc32(seed.encode()) % len(AVATARS)]


def paint_avatar(painter: QPainter, rect: QRect, initials: str, seed: str, shape: Shape = "circle") -> None:
    """Draw initials on their colour; the rectangle should be square."""
    dpr = painter.device().devicePixelRatio()
    drawn = _drawn(initials, avatar_colour(seed), rect.width(), dpr, shape)
    painter.drawPixmap(rect.topLeft(), drawn)


@lru_cache(maxsize=1000)
def _drawn(initials: str, colour: str, side: int, dpr: float, shape: Shape) -> QPixmap:
    drawn = _blank(side, dpr)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(_outline(side, shape), QColor(colour))
    font = theme.ui_font(max(8, round(side * 0.4)))
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(QRect(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, initials)
    painter.end()
    return drawn


def _blank(side: int, dpr: float) -> QPixmap:
    blank = QPixmap(round(side * dpr), round(side * dpr))
    blank.setDevicePixelRatio(dpr)
    blank.fill(Qt.GlobalColor.transparent)
    return blank


def _outline(side: int, shape: Shape) -> QPainterPath:
    radius = side / 2 if shape == "circle" else max(4.0, side / 6)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, side, side), radius, radius)
    return path


class AvatarWidget(QWidget):
    """The picture of one record: its photo, or initials."""

    def __init__(self, side: int = 48, shape: Shape = "rounded", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._shape = side, shape
        self._initials = self._seed = ""
        self._photo: QPixmap | None = None
        self.setFixedSize(side, side)

    def show_record(self, title: str, seed: str, photo: QPixmap | None = None) -> None:
        """Show the photo of a record, or the initials of its title."""
        self._initials, self._seed = initials_of(title), seed
        self._photo = None if photo is None or photo.isNull() else self._cut(photo)
        self.setAccessibleName(title)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._photo is not None:
            painter.drawPixmap(0, 0, self._photo)
        else:
            paint_avatar(painter, self.rect(), self._initials, self._seed, self._shape)

    def _cut(self, photo: QPixmap) -> QPixmap:
        """The middle of the photo in the outline."""
        dpr = self.devicePixelRatioF()
        side = round(self._side * dpr)
        scaled = photo.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        middle = scaled.copy((scaled.width() - side) // 2, (scaled.height() - side) // 2, side, side)
        cut = _blank(self._side, dpr)
        painter = QPainter(cut)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(_outline(self._side, self._shape))
        painter.drawPixmap(QRect(0, 0, self._side, self._side), middle)
        painter.end()
        return cut
