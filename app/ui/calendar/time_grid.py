"""Day and week: the hours below each other, whole days above them, a line where now is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.blueprint.dates import date_format
from app.core.override import override
from app.core.texts import _, capital, ngettext
from app.ui import theme
from app.ui.calendar.canvas import EDGE, Canvas, Spot
from app.ui.calendar.layout import DAY_MINUTES, Bar, Block, bars_of, blocks_of, is_strip
from app.ui.calendar.month_grid import paint_number
from app.ui.calendar.painting import small_font
from app.ui.calendar.shown import QUARTER, Shown, Slot
from app.ui.desk import Desk

if TYPE_CHECKING:
    from app.services.days import Occasion

HOUR = 48
"""Height of an hour."""
GUTTER, HEAD = 52, 34
"""Width of the hours' names, height of the days' names."""
MORNING = 7
"""The hour at the top when a day is shown first."""
STRIP_LANES = 4
"""Bars of whole days that are shown above the hours; of more the last place counts the others."""
_GAP = 2


class TimeGrid(Canvas):
    """One day or seven beside each other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "calendar_time_grid", _("Hours of the day"), parent)
        self._bars: list[tuple[QRectF, Bar]] = []
        self._blocks: list[tuple[QRectF, Block]] = []
        self._more: list[tuple[QRectF, date, int]] = []
        self._lanes = 0
        self._was_scrolled = False
        self.minute = 9 * 60
        """The minute of the day on which the user stands, for a new record by the keyboard."""
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- places -------------------------------------------------------------------------------------------

    @property
    def _top(self) -> int:
        """Where the hours begin."""
        strip = self._lanes * (self.painter.bar_height + _GAP) + 6 if self._lanes else 6
        return HEAD + strip

    def _column(self, place: int) -> tuple[float, float]:
        assert self.shown is not None
        n, room = len(self.shown.days), self.viewport().width() - GUTTER
        return GUTTER + room * place / n, GUTTER + room * (place + 1) / n

    def _y(self, minute: float) -> float:
        return self._top + minute * HOUR / 60 - self.verticalScrollBar().value()

    @override
    def place(self) -> None:
        self.spots, self._bars, self._blocks, self._more = [], [], [], []
        if self.shown is None:
            return
        self._place_strip(self.shown)
        self._set_bar()
        for place, day in enumerate(self.shown.days):
            self._place_day(self.shown, place, day)

    def _place_strip(self, shown: Shown) -> None:
        bars = bars_of(
            [each for each in shown.occasions if is_strip(each)], shown.first, len(shown.days), STRIP_LANES
        )
        needed = max((bar.lane for bar in bars), default=-1) + 1
        self._lanes = min(needed, STRIP_LANES)
        hidden = dict.fromkeys(range(len(shown.days)), 0)
        for bar in bars:
            if needed > STRIP_LANES and bar.lane >= STRIP_LANES - 1:
                for n in range(bar.from_day, bar.to_day + 1):
                    hidden[n] += 1
                continue
            left, right = self._column(bar.from_day)[0] + 3, self._column(bar.to_day)[1] - 4
            rect = QRectF(
                left,
                HEAD + bar.lane * (self.painter.bar_height + _GAP) + 2,
                right - left,
                self.painter.bar_height,
            )
            self._bars.append((rect, bar))
            self.spots.append(Spot(rect, bar.occasion))
        for place, n in hidden.items():
            n += shown.unread(shown.days[place])
            if n:
                self._put_more(shown.days[place], place, n)

    def _put_more(self, day: date, place: int, n: int) -> None:
        self._lanes = max(self._lanes, 1)
        left, right = self._column(place)
        top = HEAD + (self._lanes - 1) * (self.painter.bar_height + _GAP) + 2
        rect = QRectF(left + 3, top, right - left - 7, self.painter.bar_height)
        self._more.append((rect, day, n))
        self.spots.append(Spot(rect, None, day))

    def _place_day(self, shown: Shown, place: int, day: date) -> None:
        left, right = self._column(place)
        for block in blocks_of(shown.on(day), day):
            width = (right - left - 8) / block.columns
            rect = QRectF(
                left + 2 + block.column * width, self._y(block.from_minute) + 1, width - 2,
                (block.to_minute - block.from_minute) * HOUR / 60 - 2,
            )  # fmt: skip
            self._blocks.append((rect, block))
            self.spots.append(Spot(rect, block.occasion))

    def _set_bar(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._top
        bar.blockSignals(True)
        bar.setRange(0, max(24 * HOUR - room, 0))
        bar.setPageStep(max(room, 1))
        bar.setSingleStep(HOUR)
        if not self._was_scrolled and self.isVisible():
            self._was_scrolled = True
            bar.setValue(MORNING * HOUR - 12)
        bar.blockSignals(False)

    def _on_scrolled(self) -> None:
        self.place()
        self.viewport().update()

    @override
    def spot_at(self, at: QPointF) -> Spot | None:
        """What has gone below the names of the days is not there."""
        spot = super().spot_at(at)
        is_hour = spot is not None and any(rect == spot.rect for rect, _block in self._blocks)
        return None if is_hour and at.y() < self._top else spot

    @override
    def moment_at(self, at: QPointF) -> Slot | None:
        if self.shown is None or at.x() < GUTTER:
            return None
        days = self.shown.days
        room = max(self.viewport().width() - GUTTER, 1)
        place = min(int((at.x() - GUTTER) * len(days) / room), len(days) - 1)
        midnight = datetime.combine(days[place], clock_time())
        if at.y() < self._top:
            return Slot(midnight, midnight, is_all_day=True)
        minute = (at.y() - self._y(0)) * 60 / HOUR
        minute = min(max(int(minute // QUARTER) * QUARTER, 0), DAY_MINUTES - QUARTER)
        start = midnight + timedelta(minutes=minute)
        return Slot(start, start + timedelta(minutes=QUARTER))

    @override
    def can_stretch_at(self, spot: Spot, at: QPointF) -> bool:
        if self.shown is None or not self.shown.can_stretch or not self.shown.can_write:
            return False
        is_block = any(rect == spot.rect for rect, _block in self._blocks)
        is_ours = spot.occasion is not None and spot.occasion.layer == "record"
        return is_block and is_ours and spot.rect.bottom() - at.y() < EDGE

    # -- keys ---------------------------------------------------------------------------------------------

    @override
    def slot_here(self) -> Slot:
        assert self.shown is not None
        start = datetime.combine(self.shown.day, clock_time()) + timedelta(minutes=self.minute)
        return Slot(start, start)

    @override
    def stand_on(self, moment: Slot) -> None:
        if not moment.is_all_day:
            self.minute = moment.starts.hour * 60 + moment.starts.minute
        super().stand_on(moment)

    @override
    def leave_day(self, step: int) -> None:
        """Half an hour up or down, when there is nothing more on the day."""
        self.choose(None)
        self.minute = min(max(self.minute + 30 * step, 0), DAY_MINUTES - 30)
        self.reveal()
        self.viewport().update()

    @override
    def choose(self, occasion: Occasion | None, *, is_told: bool = True) -> None:
        if occasion is not None and not occasion.is_all_day:
            self.minute = occasion.starts.hour * 60 + occasion.starts.minute
        super().choose(occasion, is_told=is_told)

    @override
    def reveal(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._top
        top = self.minute * HOUR // 60
        if top < bar.value():
            bar.setValue(top - HOUR // 2)
        elif top + HOUR > bar.value() + room:
            bar.setValue(top + HOUR - room)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        if self.drag is not None and self.drag.is_begun and (moment := self.moment_at(event.position())):
            self.drag.to(moment)

    # -- painting -----------------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.shown is not None
        painter.save()
        painter.setClipRect(QRectF(0, self._top, self.viewport().width(), self.viewport().height()))
        self._paint_hours(painter, self.shown)
        self._paint_now(painter, self.shown)
        seen = area.intersected(QRectF(self.viewport().rect()).adjusted(0, self._top, 0, 0))
        for rect, block in self._blocks:
            if rect.intersects(seen):
                self.painter.block(painter, rect, block.occasion, is_current=block.occasion == self.current)
        self._paint_drag(painter)
        painter.restore()
        self._paint_head(painter, self.shown)

    def _paint_hours(self, painter: QPainter, shown: Shown) -> None:
        width = self.viewport().width()
        painter.setFont(small_font())
        for place, day in enumerate(shown.days):
            left, right = self._column(place)
            if day.weekday() >= 5:
                painter.fillRect(QRectF(left, self._top, right - left, 24 * HOUR), theme.colour("window"))
        for hour in range(24):
            y = self._y(hour * 60)
            painter.fillRect(QRectF(GUTTER - 6, y, width, 1), theme.colour("line"))
            painter.setPen(theme.colour("muted"))
            room = QRectF(0, y - 8, GUTTER - 10, 16)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            if hour:
                painter.drawText(room, align, f"{hour:02d}:00")
        for place in range(len(shown.days)):
            left = self._column(place)[0]
            painter.fillRect(QRectF(left, self._top, 1, self.viewport().height()), theme.colour("line"))
        if self.hasFocus() and self.current is None and shown.day in shown.days:
            left, right = self._column(shown.days.index(shown.day))
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            here = QRectF(left + 2, self._y(self.minute) + 1, right - left - 4, HOUR / 2 - 2)
            painter.drawRoundedRect(here, 4, 4)

    def _paint_now(self, painter: QPainter, shown: Shown) -> None:
        if shown.today not in shown.days:
            return
        left, right = self._column(shown.days.index(shown.today))
        y = self._y(shown.now.hour * 60 + shown.now.minute)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("danger"))
        painter.drawRect(QRectF(left, y - 1, right - left, 2))
        painter.drawEllipse(QPointF(left, y), 4, 4)

    def _paint_head(self, painter: QPainter, shown: Shown) -> None:
        width = self.viewport().width()
        painter.fillRect(QRectF(0, 0, width, self._top), theme.colour("surface"))
        painter.fillRect(QRectF(0, self._top - 1, width, 1), theme.colour("line"))
        for place, day in enumerate(shown.days):
            left, right = self._column(place)
            painter.fillRect(QRectF(left, HEAD - 8, 1, self._top - HEAD + 8), theme.colour("line"))
            self._paint_name(painter, QRectF(left, 0, right - left, HEAD), day, shown)
        for rect, bar in self._bars:
            goes_on = bar.begins_before, bar.ends_after
            is_here = bar.occasion == self.current
            self.painter.bar(painter, rect, bar.occasion, is_current=is_here, goes_on=goes_on)
        painter.setFont(small_font())
        for rect, _day, n in self._more:
            painter.setPen(theme.colour("muted"))
            text = ngettext("+{n} more", "+{n} more", n).format(n=n)
            painter.drawText(rect.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_name(self, painter: QPainter, room: QRectF, day: date, shown: Shown) -> None:
        paint_number(painter, QRectF(room.left() + 6, room.top() + 6, 24, 22), day, shown)
        painter.setFont(small_font(is_bold=True))
        painter.setPen(theme.colour("text" if day == shown.today else "muted"))
        name = capital(date_format(day, "ccc" if len(shown.days) > 1 else "cccc", shown.language))
        text = room.adjusted(34, 6, -4, -6)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)
        holiday = shown.holidays.get(day)
        if holiday:
            text.adjust(painter.fontMetrics().horizontalAdvance(name) + 8, 0, 0, 0)
            painter.setFont(small_font())
            painter.setPen(theme.colour("warning_text"))
            cut = painter.fontMetrics().elidedText(holiday, Qt.TextElideMode.ElideRight, int(text.width()))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, cut)

    def _paint_drag(self, painter: QPainter) -> None:
        """What is dragged, or the room that is taken, as it would be when the button is let go."""
        drag, shown = self.drag, self.shown
        if drag is None or drag.slot is None or shown is None or drag.slot.is_all_day:
            return
        for place, day in enumerate(shown.days):
            begin = (drag.slot.starts - datetime.combine(day, clock_time())).total_seconds() / 60
            end = (drag.slot.ends - datetime.combine(day, clock_time())).total_seconds() / 60
            if end <= 0 or begin >= DAY_MINUTES:
                continue
            left, right = self._column(place)
            height = max((end - begin) * HOUR / 60, HOUR / 2) - 2
            rect = QRectF(left + 2, self._y(begin) + 1, right - left - 8, height)
            if drag.ghost is not None:
                self.painter.block(painter, rect, drag.ghost, is_current=True)
            else:
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.setBrush(theme.colour("accent_tint"))
                painter.drawRoundedRect(rect, 4, 4)
                text = f"{drag.slot.starts:%H:%M} – {drag.slot.ends:%H:%M}"
                painter.setFont(small_font())
                painter.setPen(theme.colour("accent_text"))
                painter.drawText(rect.adjusted(8, 3, 0, 0), Qt.AlignmentFlag.AlignTop, text)
