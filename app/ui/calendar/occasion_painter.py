"""Paints occasions: a bar of one line, a block of several. What is measured once is kept with the look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.ui import theme
from app.ui.calendar.painting import bar_height, clock_of, inks, small_font
from app.ui.icons import Role, paint_icon

if TYPE_CHECKING:
    from app.services.days import Occasion

_EDGE, _PAD, _ICON, _AGAIN = 3, 6, 12, 10
_KEPT = 4_000
"""Shortened texts that are kept; a month has some hundred."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
WHOLE = (False, False)


class _Ink(NamedTuple):
    ground: QColor
    edge: QColor
    text: QColor
    role: Role


class OccasionPainter:
    """One for each calendar, made anew when the theme or the size of the font is another."""

    def __init__(self) -> None:
        self.bar_height = bar_height()
        self._font = small_font()
        self._metrics = QFontMetricsF(self._font)
        self._muted, self._accent = theme.colour("muted"), QPen(theme.colour("accent"), 2)
        self._inks: dict[tuple[str, str], _Ink] = {}
        self._cuts: dict[tuple[str, int], str] = {}

    def bar(
        self, painter: QPainter, rect: QRectF, occasion: Occasion, *, is_current: bool = False,
        goes_on: tuple[bool, bool] = WHOLE,
    ) -> None:  # fmt: skip
        """One line: time, icon, title. ``goes_on``: does it begin before, does it end after what is shown?"""
        ink = self._ground(painter, rect, occasion, is_current, goes_on)
        left = self._icon(painter, rect, rect.center().y() - _ICON / 2, occasion, ink)
        room = QRectF(left, rect.top(), rect.right() - left - 3, rect.height())
        room = self._mark_again(painter, room, occasion)
        title = occasion.title if occasion.layer == "record" else f"{occasion.title} · {occasion.note}"
        self._line(painter, room, "" if goes_on[0] else clock_of(occasion), title, occasion, ink)

    def block(self, painter: QPainter, rect: QRectF, occasion: Occasion, *, is_current: bool = False) -> None:
        """As high as it lasts: title with the time, below them what else is to be said."""
        if rect.height() < 2 * self.bar_height - 6:
            self.bar(painter, rect, occasion, is_current=is_current)
            return
        ink = self._ground(painter, rect, occasion, is_current, WHOLE)
        line = self._metrics.height() + 1
        left = self._icon(painter, rect, rect.top() + 4, occasion, ink)
        room = QRectF(left, rect.top() + 2, rect.right() - left - 3, line)
        room = self._mark_again(painter, room, occasion)
        self._line(painter, room, clock_of(occasion), occasion.title, occasion, ink)
        if occasion.note and rect.height() >= 2 * line + 4:
            painter.setPen(self._muted)
            room.translate(0, line)
            painter.drawText(room, _MIDDLE, self._cut(occasion.note, room.width()))

    # -- parts --------------------------------------------------------------------------------------------

    def _ink(self, occasion: Occasion) -> _Ink:
        key = occasion.layer, occasion.standing
        if key not in self._inks:
            self._inks[key] = _Ink(*inks(occasion))
        return self._inks[key]

    def _ground(
        self,
        painter: QPainter,
        rect: QRectF,
        occasion: Occasion,
        is_current: bool,
        goes_on: tuple[bool, bool],
    ) -> _Ink:
        ink = self._ink(occasion)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.ground)
        painter.drawRoundedRect(rect, 4, 4)
        if not goes_on[0]:
            painter.setBrush(ink.edge)
            painter.drawRoundedRect(QRectF(rect.left(), rect.top(), _EDGE, rect.height()), 1.5, 1.5)
        if is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._accent)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        return ink

    def _icon(self, painter: QPainter, rect: QRectF, top: float, occasion: Occasion, ink: _Ink) -> float:
        """The icon, where there is room for one; where the text begins."""
        left = rect.left() + _EDGE + _PAD
        if rect.width() <= 60:
            return left
        paint_icon(painter, QRect(round(left), round(top), _ICON, _ICON), occasion.icon or "circle", ink.role)
        return left + _ICON + 4

    def _mark_again(self, painter: QPainter, room: QRectF, occasion: Occasion) -> QRectF:
        """A small mark at the end of what repeats, where there is room for one; the room that is left."""
        if not occasion.repeats or room.width() < 70:
            return room
        top = round(room.center().y()) - _AGAIN // 2
        paint_icon(
            painter, QRect(round(room.right()) - _AGAIN - 1, top, _AGAIN, _AGAIN), "refresh-cw", "muted"
        )
        return room.adjusted(0, 0, -_AGAIN - 4, 0)

    def _line(
        self, painter: QPainter, room: QRectF, clock: str, title: str, occasion: Occasion, ink: _Ink
    ) -> None:
        """Time and title; where there is room for one of them only, the title."""
        painter.setFont(self._font)
        if clock and (width := self._metrics.horizontalAdvance(clock)) < room.width() - 40:
            painter.setPen(self._muted if occasion.standing != "late" else ink.text)
            painter.drawText(room, _MIDDLE, clock)
            room = room.adjusted(width + 5, 0, 0, 0)
        if shown := self._cut(title, room.width()):
            painter.setPen(ink.text)
            painter.drawText(room, _MIDDLE, shown)

    def _cut(self, text: str, width: float) -> str:
        """As much of a text as there is room for; dots alone say nothing."""
        key = text, max(int(width), 0)
        if key not in self._cuts:
            if len(self._cuts) >= _KEPT:
                self._cuts.clear()
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, key[1])
            self._cuts[key] = "" if shown == "…" else shown
        return self._cuts[key]
