"""The month: whole weeks below each other, each day with what is on it as bars."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock_time

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.blueprint.dates import date_format
from app.core.override import override
from app.core.texts import _, capital, ngettext
from app.ui import theme
from app.ui.calendar.canvas import Canvas, Spot
from app.ui.calendar.layout import Bar, bars_of
from app.ui.calendar.painting import small_font
from app.ui.calendar.shown import Shown, Slot
from app.ui.desk import Desk

HEAD, NUMBER = 28, 26
"""Height of the names of the days, and of the number of a day."""
_GAP = 2


class MonthGrid(Canvas):
    """Up to six weeks that always fit the place; what has no room is counted below the day."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "calendar_month_grid", _("Month"), parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bars: list[tuple[QRectF, Bar]] = []
        self._more: list[tuple[QRectF, date, int]] = []

    # -- places -------------------------------------------------------------------------------------------

    @property
    def _weeks(self) -> int:
        assert self.shown is not None
        return len(self.shown.days) // 7

    def _cell(self, day: date) -> QRectF:
        """The place of a day, the line at its right and below it left out."""
        assert self.shown is not None
        room, place = self.viewport().rect(), (day - self.shown.first).days
        week, column = divmod(place, 7)
        left, right = room.width() * column // 7, room.width() * (column + 1) // 7
        height = max(room.height() - HEAD, 0)
        top, bottom = HEAD + height * week // self._weeks, HEAD + height * (week + 1) // self._weeks
        return QRectF(left, top, right - left - 1, bottom - top - 1)

    @override
    def place(self) -> None:
        self.spots, self._bars, self._more = [], [], []
        if self.shown is None:
            return
        for week in range(self._weeks):
            self._place_week(self.shown, self.shown.first + timedelta(days=7 * week))

    def _place_week(self, shown: Shown, first: date) -> None:
        room = self._cell(first).height() - NUMBER
        lanes = max(int(room // (self.painter.bar_height + _GAP)), 1)
        bars = bars_of(shown.between(first, 7), first, 7, lanes)
        days = [first + timedelta(days=n) for n in range(7)]
        crowded = {
            n for n, day in enumerate(days)
            if shown.unread(day) or any(bar.lane >= lanes and bar.from_day <= n <= bar.to_day for bar in bars)
        }  # fmt: skip
        hidden = [shown.unread(day) for day in days]
        for bar in bars:
            touched = range(bar.from_day, bar.to_day + 1)
            limit = lanes - 1 if crowded & set(touched) else lanes
            if bar.lane < limit:
                self._put_bar(bar, days)
            else:
                for n in touched:
                    hidden[n] += 1
        for day, n in zip(days, hidden, strict=True):
            if n:
                self._put_more(day, n, lanes)

    def _lane(self, cell: QRectF, lane: int) -> float:
        return cell.top() + NUMBER + lane * (self.painter.bar_height + _GAP)

    def _put_bar(self, bar: Bar, days: list[date]) -> None:
        begin, end = self._cell(days[bar.from_day]), self._cell(days[bar.to_day])
        left = begin.left() + (0 if bar.begins_before else 4)
        right = end.right() - (0 if bar.ends_after else 4)
        rect = QRectF(left, self._lane(begin, bar.lane), right - left, self.painter.bar_height)
        self._bars.append((rect, bar))
        self.spots.append(Spot(rect, bar.occasion))

    def _put_more(self, day: date, n: int, lanes: int) -> None:
        cell = self._cell(day)
        rect = QRectF(cell.left() + 4, self._lane(cell, lanes - 1), cell.width() - 8, self.painter.bar_height)
        self._more.append((rect, day, n))
        self.spots.append(Spot(rect, None, day))

    @override
    def moment_at(self, at: QPointF) -> Slot | None:
        if self.shown is None or at.y() < HEAD:
            return None
        for day in self.shown.days:
            if self._cell(day).adjusted(0, 0, 1, 1).contains(at):
                start = datetime.combine(day, clock_time())
                return Slot(start, start, is_all_day=True)
        return None

    # -- keys ---------------------------------------------------------------------------------------------

    @override
    def leave_day(self, step: int) -> None:
        """A week on: the day above or below."""
        self.go(7 * step)

    @override
    def key_step(self, key: int) -> timedelta:
        step = super().key_step(key)
        return step if abs(step) >= timedelta(days=1) else timedelta(days=7 if step > timedelta() else -7)

    # -- painting -----------------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.shown is not None
        self._paint_names(painter)
        for day in self.shown.days:
            self._paint_day(painter, day, self.shown)
        for rect, bar in self._bars:
            if not rect.intersects(area):
                continue
            is_here = bar.occasion == self.current
            goes_on = bar.begins_before, bar.ends_after
            self.painter.bar(painter, rect, bar.occasion, is_current=is_here, goes_on=goes_on)
        self._paint_more(painter)
        self._paint_ghost(painter)

    def _paint_names(self, painter: QPainter) -> None:
        assert self.shown is not None
        painter.setFont(small_font(is_bold=True))
        painter.setPen(theme.colour("muted"))
        wide = self.viewport().width() > 800
        for day in self.shown.days[:7]:
            cell = self._cell(day)
            text = date_format(day, "cccc" if wide else "ccc", self.shown.language)
            room = QRectF(cell.left() + 8, 0, cell.width() - 8, HEAD)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, capital(text))

    def _paint_day(self, painter: QPainter, day: date, shown: Shown) -> None:
        cell = self._cell(day)
        is_other = shown.mode == "month" and day.month != shown.anchor.month
        if is_other:
            painter.fillRect(cell, theme.colour("window"))
        painter.fillRect(QRectF(cell.left(), cell.top() - 1, cell.width() + 1, 1), theme.colour("line"))
        if (day - shown.first).days % 7 < 6:
            painter.fillRect(QRectF(cell.right(), cell.top(), 1, cell.height() + 1), theme.colour("line"))
        if day == shown.day and self.hasFocus() and self.current is None:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4)
        paint_number(painter, QRectF(cell.left() + 4, cell.top() + 2, 24, 22), day, shown, is_quiet=is_other)
        holiday = shown.holidays.get(day)
        if holiday:
            painter.setFont(small_font())
            painter.setPen(theme.colour("warning_text"))
            room = QRectF(cell.left() + 32, cell.top() + 2, cell.width() - 36, 22)
            text = painter.fontMetrics().elidedText(holiday, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_more(self, painter: QPainter) -> None:
        painter.setFont(small_font())
        painter.setPen(theme.colour("muted"))
        for rect, _day, n in self._more:
            text = ngettext("+{n} more", "+{n} more", n).format(n=n)
            painter.drawText(rect.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_ghost(self, painter: QPainter) -> None:
        """What is dragged, on the days where it would lie."""
        ghost = self.drag.ghost if self.drag is not None else None
        if ghost is None or self.shown is None:
            return
        for day in self.shown.days:
            if ghost.starts.date() <= day <= ghost.last_day:
                cell = self._cell(day)
                painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), 4, 4)
                rect = QRectF(cell.left() + 4, cell.top() + NUMBER, cell.width() - 8, self.painter.bar_height)
                self.painter.bar(painter, rect, ghost, is_current=True)


def paint_number(painter: QPainter, rect: QRectF, day: date, shown: Shown, *, is_quiet: bool = False) -> None:
    """The number of a day; that of today stands on the accent."""
    is_today = day == shown.today
    font = small_font(is_bold=is_today or day == shown.day)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_today:
        disc = QRectF(0, 0, 22, 22)
        disc.moveCenter(rect.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(disc)
    ink = "on_accent" if is_today else "muted" if is_quiet else "text"
    painter.setPen(theme.colour(ink))
    painter.drawText(QRect(rect.toRect()), Qt.AlignmentFlag.AlignCenter, str(day.day))
