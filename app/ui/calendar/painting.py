"""How an occasion looks: a bar of one line, a block of several; quiet when over, red when late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.blueprint.context import Context
from app.blueprint.dates import show_when
from app.blueprint.recurrence import Recurrence
from app.core.texts import _
from app.ui import theme
from app.ui.icons import Role, paint_icon

if TYPE_CHECKING:
    from app.services.days import Occasion

BAR = 20
"""Height of a bar at the 13 px font."""
_EDGE, _PAD, _ICON, _AGAIN = 3, 6, 12, 10


def bar_height() -> int:
    """Height of a bar in the font that is on."""
    return BAR + max(0, theme.metrics().font - 13)


def small_font(*, is_bold: bool = False) -> QFont:
    """The font of what stands on days."""
    return theme.ui_font(theme.metrics().secondary, QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)


def inks(occasion: Occasion) -> tuple[QColor, QColor, QColor, Role]:
    """Ground, edge, text and the role of the icon."""
    if occasion.layer == "birthday":
        return theme.colour("warning_tint"), theme.colour("warning"), theme.colour("text"), "warning"
    if occasion.standing == "late":
        return theme.colour("danger_tint"), theme.colour("danger"), theme.colour("danger"), "danger"
    if occasion.standing == "over":
        return theme.colour("chip"), theme.colour("line_strong"), theme.colour("muted"), "muted"
    return theme.colour("accent_tint"), theme.colour("accent"), theme.colour("text"), "accent"


def clock_of(occasion: Occasion) -> str:
    """``09:30``, with the place where another clock is meant; empty for the whole day."""
    if occasion.is_all_day:
        return ""
    at = occasion.starts.strftime("%H:%M")
    return f"{at} {occasion.zone}" if occasion.zone else at


def spoken(occasion: Occasion, context: Context) -> str:
    """An occasion in words, for a screen reader and for the tooltip."""
    at = occasion.starts.strftime("%Y-%m-%d" if occasion.is_all_day else "%Y-%m-%dT%H:%M")
    when = show_when(at, context)
    if occasion.ends > occasion.starts:
        is_same_day = occasion.ends.date() == occasion.starts.date()
        end = occasion.ends.strftime("%Y-%m-%dT%H:%M")
        when += " – " + (occasion.ends.strftime("%H:%M") if is_same_day else show_when(end, context))
    if occasion.zone:
        when += f" ({occasion.zone})"
    if occasion.standing == "late":
        when = _("{when}, overdue").format(when=when)
    again = Recurrence().show(occasion.repeats, context) if occasion.repeats else ""
    return "\n".join(filter(None, [occasion.title, when, again, occasion.note]))


def paint_bar(
    painter: QPainter, rect: QRectF, occasion: Occasion, *, is_current: bool = False,
    goes_on: tuple[bool, bool] = (False, False),
) -> None:  # fmt: skip
    """One line: time, icon, title. ``goes_on``: does it begin before, does it end after what is shown?"""
    role = _paint_ground(painter, rect, occasion, is_current, goes_on)
    left = rect.left() + _EDGE + _PAD
    icon = QRect(round(left), round(rect.center().y()) - _ICON // 2, _ICON, _ICON)
    if rect.width() > 60:
        paint_icon(painter, icon, occasion.icon or "circle", role)
        left += _ICON + 4
    room = QRectF(left, rect.top(), rect.right() - left - 3, rect.height())
    room = _mark_again(painter, room, occasion, rect.center().y())
    title = occasion.title if occasion.layer == "record" else f"{occasion.title} · {occasion.note}"
    clock = "" if goes_on[0] else clock_of(occasion)
    _paint_line(painter, room, clock, title, occasion)


def paint_block(
    painter: QPainter, rect: QRectF, occasion: Occasion, *, is_current: bool = False,
    goes_on: tuple[bool, bool] = (False, False),
) -> None:  # fmt: skip
    """As high as it lasts: title with the time, below them what else is to be said."""
    if rect.height() < 2 * bar_height() - 6:
        paint_bar(painter, rect, occasion, is_current=is_current, goes_on=goes_on)
        return
    role = _paint_ground(painter, rect, occasion, is_current, goes_on)
    metrics = QFontMetricsF(small_font())
    left, line = rect.left() + _EDGE + _PAD, metrics.height() + 1
    icon = QRect(round(left), round(rect.top()) + 4, _ICON, _ICON)
    if rect.width() > 60:
        paint_icon(painter, icon, occasion.icon or "circle", role)
        left += _ICON + 4
    room = QRectF(left, rect.top() + 2, rect.right() - left - 3, line)
    room = _mark_again(painter, room, occasion, room.center().y())
    _paint_line(painter, room, clock_of(occasion), occasion.title, occasion)
    if occasion.note and rect.height() >= 2 * line + 4:
        painter.setPen(theme.colour("muted"))
        room.translate(0, line)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, _cut(metrics, occasion.note, room.width()))


def _mark_again(painter: QPainter, room: QRectF, occasion: Occasion, middle: float) -> QRectF:
    """A small mark at the end of what repeats, where there is room for one; the room that is left."""
    if not occasion.repeats or room.width() < 70:
        return room
    place = QRect(round(room.right()) - _AGAIN - 1, round(middle) - _AGAIN // 2, _AGAIN, _AGAIN)
    paint_icon(painter, place, "refresh-cw", "muted")
    return room.adjusted(0, 0, -_AGAIN - 4, 0)


def _paint_ground(
    painter: QPainter, rect: QRectF, occasion: Occasion, is_current: bool, goes_on: tuple[bool, bool]
) -> Role:
    ground, edge, _ink, role = inks(occasion)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 4, 4)
    if not goes_on[0]:
        painter.setBrush(edge)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), _EDGE, rect.height()), 1.5, 1.5)
    if is_current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
    return role


def _paint_line(painter: QPainter, room: QRectF, clock: str, title: str, occasion: Occasion) -> None:
    """Time and title; where there is room for one of them only, the title."""
    ink = inks(occasion)[2]
    font = small_font()
    font.setStrikeOut(False)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    middle = Qt.AlignmentFlag.AlignVCenter
    if clock and (width := metrics.horizontalAdvance(clock)) < room.width() - 40:
        painter.setPen(theme.colour("muted") if occasion.standing != "late" else ink)
        painter.drawText(room, middle, clock)
        room = room.adjusted(width + 5, 0, 0, 0)
    painter.setPen(ink)
    painter.drawText(room, middle, _cut(metrics, title, room.width()))


def _cut(metrics: QFontMetricsF, text: str, width: float) -> str:
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
    return "" if shown == "…" else shown  # dots alone say nothing
