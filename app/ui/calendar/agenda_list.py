"""The agenda: day after day what is on it, days with nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock_time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.blueprint.dates import date_format
from app.core.override import override
from app.core.texts import _, capital, ngettext
from app.ui import theme
from app.ui.calendar.canvas import Canvas, Spot
from app.ui.calendar.painting import clock_of, inks, small_font
from app.ui.calendar.shown import Shown, Slot
from app.ui.desk import Desk
from app.ui.icons import paint_icon

if TYPE_CHECKING:
    from app.services.days import Occasion

_DAY, _TIME, _PAD = 132, 124, 14
"""Widths of the column of days and of the column of times."""


class AgendaList(Canvas):
    """Rows of one height; the day stands at the first of its rows."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "calendar_agenda", _("Agenda"), parent)
        self._rows: list[tuple[date, Occasion | None, int]] = []
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def _height(self) -> int:
        return theme.metrics().row

    @override
    def place(self) -> None:
        self.spots, self._rows = [], []
        if self.shown is None:
            return
        self._rows = list(_rows(self.shown))
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(len(self._rows) * self._height + 8 - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(self._height)
        for place, (day, occasion, _n) in enumerate(self._rows):
            if (rect := self._rect(place)).bottom() >= 0 and rect.top() <= room:
                self.spots.append(Spot(rect, occasion, day if occasion is None else None))

    def _rect(self, place: int) -> QRectF:
        top = 4 + place * self._height - self.verticalScrollBar().value()
        return QRectF(_DAY, top, self.viewport().width() - _DAY, self._height)

    def _on_scrolled(self) -> None:
        self.place()
        self.viewport().update()

    @override
    def moment_at(self, at: QPointF) -> Slot | None:
        place = int(at.y() + self.verticalScrollBar().value() - 4) // self._height
        if not 0 <= place < len(self._rows):
            return None
        start = datetime.combine(self._rows[place][0], clock_time())
        return Slot(start, start, is_all_day=True)

    @override
    def step_occasion(self, step: int) -> None:
        """Through all rows, over the ends of days."""
        listed = [occasion for _day, occasion, _n in self._rows if occasion is not None]
        place = listed.index(self.current) if self.current in listed else (-1 if step > 0 else len(listed))
        if 0 <= place + step < len(listed):
            self.choose(listed[place + step])
            self.reveal()

    @override
    def reveal(self) -> None:
        places = [n for n, (_day, each, _n) in enumerate(self._rows) if each == self.current]
        if places:
            rect, bar = self._rect(places[0]), self.verticalScrollBar()
            if rect.top() < 0:
                bar.setValue(bar.value() + int(rect.top()) - 4)
            elif rect.bottom() > self.viewport().height():
                bar.setValue(bar.value() + int(rect.bottom()) - self.viewport().height() + 4)

    # -- painting -----------------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.shown is not None
        if not any(each for _day, each, _n in self._rows) and self.shown.is_read:
            self._paint_nothing(painter)
            return
        before: date | None = None
        for place, (day, occasion, n) in enumerate(self._rows):
            rect = self._rect(place)
            if rect.bottom() >= area.top() and rect.top() <= area.bottom():
                if day != before:
                    self._paint_day(painter, rect, day, self.shown)
                self._paint_row(painter, rect, day, occasion, n)
            before = day

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setFont(theme.ui_font(theme.metrics().font))
        painter.setPen(theme.colour("muted"))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, _("Nothing on these days."))

    def _paint_day(self, painter: QPainter, rect: QRectF, day: date, shown: Shown) -> None:
        if rect.top() > 5:
            width = self.viewport().width()
            painter.fillRect(QRectF(0, rect.top(), width, 1), theme.colour("line"))
        is_today = day == shown.today
        painter.setFont(small_font(is_bold=True))
        painter.setPen(theme.colour("accent_text" if is_today else "text"))
        text = date_format(day, "EEE, d MMM", shown.language)
        room = QRectF(_PAD, rect.top(), _DAY - _PAD, rect.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, capital(text))

    def _paint_row(
        self, painter: QPainter, rect: QRectF, day: date, occasion: Occasion | None, n: int
    ) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.ui_font(theme.metrics().font))
        metrics = QFontMetricsF(painter.font())
        text = rect.adjusted(_TIME + 24, 0, -_PAD, 0)
        if occasion is None:
            painter.setPen(theme.colour("muted"))
            holiday = self.shown.holidays.get(day) if self.shown is not None else ""
            more = ngettext("+{n} more", "+{n} more", n).format(n=n) if n else holiday or ""
            painter.drawText(text, middle, more)
            return
        if occasion == self.current:
            self._paint_here(painter, rect)
        _ground, _edge, ink, role = inks(occasion)
        painter.setPen(ink if occasion.standing == "late" else theme.colour("muted"))
        at = clock_of(occasion) or ("" if occasion.layer == "birthday" else _("all day"))
        at = metrics.elidedText(at, Qt.TextElideMode.ElideRight, _TIME - 10)  # a place may have a long name
        painter.drawText(rect.adjusted(4, 0, 0, 0), middle, at)
        icon = QRect(round(rect.left() + _TIME), round(rect.center().y()) - 8, 16, 16)
        paint_icon(painter, icon, occasion.icon or "circle", role)
        painter.setPen(ink)
        title = metrics.elidedText(occasion.title, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, middle, title)
        left = metrics.horizontalAdvance(title) + 10
        if occasion.note and text.width() - left > 40:
            painter.setPen(theme.colour("muted"))
            painter.setFont(small_font())
            room = text.adjusted(left, 0, 0, 0)
            note = painter.fontMetrics().elidedText(
                occasion.note, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, middle, note)

    def _paint_here(self, painter: QPainter, rect: QRectF) -> None:
        place = rect.adjusted(0, 1, -6, -1)
        painter.setPen(QPen(theme.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("selection"))
        painter.drawRoundedRect(place, theme.metrics().radius, theme.metrics().radius)


def _rows(shown: Shown) -> Iterator[tuple[date, Occasion | None, int]]:
    """Day, occasion, and in the last row of a day how many more it has; a holiday alone has a row too."""
    for day in shown.days:
        here = shown.on(day)
        for each in here:
            yield day, each, 0
        if more := shown.unread(day):
            yield day, None, more
        elif not here and day in shown.holidays:
            yield day, None, 0
