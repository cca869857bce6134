"""What all calendars have in common: what is shown and chosen, where it is painted, and how it is spoken."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.blueprint.dates import date_format
from app.core.override import override
from app.core.texts import ngettext
from app.ui import theme
from app.ui.calendar.dragging import Drag
from app.ui.calendar.keys import STEPS, CanvasKeys
from app.ui.calendar.occasion_painter import OccasionPainter
from app.ui.calendar.painting import spoken
from app.ui.calendar.pointer import CanvasPointer
from app.ui.calendar.shown import QUARTER, Shown, Slot
from app.ui.calendar.spans import within
from app.ui.desk import Desk
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named, on_surface, own_viewport

if TYPE_CHECKING:
    from app.services.days import Occasion

EDGE = 6
"""So near its end an occasion is stretched instead of moved."""


class Spot(NamedTuple):
    """Where an occasion is painted; a day without one is the place that shows what has no room."""

    rect: QRectF
    occasion: Occasion | None
    day: date | None = None


class Canvas(QAbstractScrollArea):
    """Paints what is shown; tells by signals what the user wants."""

    chosen = Signal(object)
    """The Occasion on which the user stands now, or None."""
    opened = Signal(object)
    """An Occasion is to be opened."""
    day_chosen = Signal(object)
    """The user stands on another day."""
    day_wanted = Signal(object)
    """All of that day is to be seen."""
    new_wanted = Signal(object)
    """A new record in that Slot."""
    moved = Signal(object, object)
    """An Occasion was moved or stretched to a Slot."""
    stepped = Signal(int)
    today_wanted = Signal()
    delete_wanted = Signal()
    left = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, desk: Desk, object_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, object_name, name)
        self.desk = desk
        own_viewport(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        on_surface(self.viewport(), "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.shown: Shown | None = None
        self.current: Occasion | None = None
        self.spots: list[Spot] = []
        self.drag: Drag | None = None
        self._keys, self._pointer = CanvasKeys(self), CanvasPointer(self)
        self.painter = OccasionPainter()
        theme.signals().changed.connect(self._on_dressed)

    # -- what the kinds of calendar say -------------------------------------------------------------------

    def place(self) -> None:
        """Find the places of everything; sets ``spots``."""
        raise NotImplementedError

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint it all."""
        raise NotImplementedError

    def moment_at(self, at: QPointF) -> Slot | None:
        """The time at a place: a day, or a quarter of an hour."""
        raise NotImplementedError

    def can_stretch_at(self, _spot: Spot, _at: QPointF) -> bool:
        """Is this the end of an occasion, by which it is stretched?"""
        return False

    def slot_here(self) -> Slot:
        """Where a new record is put by the keyboard: on the day the user stands on."""
        assert self.shown is not None
        start = datetime.combine(self.shown.day, clock_time())
        return Slot(start, start, is_all_day=True)

    # -- showing ------------------------------------------------------------------------------------------

    def show_days(self, shown: Shown) -> None:
        """Show other days or other occasions; the user stays on the one he stood on, if it is there."""
        current = _found(self.current, shown) if self.current is not None else None
        if (shown, current, None) == (self.shown, self.current, self.drag):
            return
        self.shown, self.current, self.drag = shown, current, None
        self.place()
        self.viewport().update()
        self._speak()

    def choose(self, occasion: Occasion | None, *, is_told: bool = True) -> None:
        """Stand on an occasion."""
        if occasion == self.current:
            return
        self.current = occasion
        self.viewport().update()
        self._speak()
        if is_told:
            self.chosen.emit(occasion)

    def reveal(self) -> None:
        """Scroll to where the user stands, if that is out of sight."""

    def spot_at(self, at: QPointF) -> Spot | None:
        """What is painted at a place; what was painted last lies above."""
        return next((each for each in reversed(self.spots) if each.rect.contains(at)), None)

    def _speak(self) -> None:
        """Tell a screen reader where the user stands."""
        if self.shown is None:
            return
        self.setAccessibleDescription(self.spoken())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def spoken(self) -> str:
        """The occasion on which the user stands, else the day with what is on it."""
        assert self.shown is not None
        if self.current is not None:
            return spoken(self.current, self.desk.context()).replace("\n", ", ")
        day = self.shown.day
        n = len(self.shown.on(day)) + self.shown.unread(day)
        count = ngettext("{n} record", "{n} records", n).format(n=n)
        said = [date_format(day, "EEEE, d MMMM y", self.shown.language), self.shown.holidays.get(day), count]
        return ", ".join(filter(None, said))

    def _on_dressed(self) -> None:
        self.painter = OccasionPainter()
        self.place()
        self.viewport().update()

    # -- mouse and keys -----------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event.position())

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current is not None:
            self.menu_wanted.emit(event.globalPos())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            text = plain_tooltip(self._pointer.told_at(QPointF(event.pos()))).replace("\n", "<br>")
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.take(event):
            super().keyPressEvent(event)

    def stand_on(self, moment: Slot) -> None:
        """The user stands on the day of that moment."""
        if self.shown is not None and moment.starts.date() != self.shown.day:
            self.day_chosen.emit(moment.starts.date())

    def go(self, days: int) -> None:
        """To another day, on none of its occasions."""
        assert self.shown is not None
        self.choose(None)
        self.day_chosen.emit(within(self.shown.day, days))

    def step_occasion(self, step: int) -> None:
        """Up and down through what is on the day; beyond its ends to the day above or below."""
        assert self.shown is not None
        here = self.shown.on(self.shown.day)
        place = here.index(self.current) if self.current in here else (-1 if step > 0 else len(here))
        if 0 <= place + step < len(here):
            self.choose(here[place + step])
            self.reveal()
        else:
            self.leave_day(step)

    def leave_day(self, step: int) -> None:
        """Beyond the first or the last occasion of a day."""
        self.go(step)

    def key_step(self, key: int) -> timedelta:
        """How far an arrow moves an occasion."""
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        step = STEPS[Qt.Key(key)]
        return timedelta(days=step) if sideways else timedelta(minutes=step * QUARTER)

    # -- painting -----------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown is None:
            return
        painter = QPainter(self.viewport())
        try:
            painter.fillRect(event.rect(), theme.colour("surface"))
            self.paint(painter, QRectF(event.rect()))
        finally:
            painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.shown is not None:
            self.place()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def _found(occasion: Occasion, shown: Shown) -> Occasion | None:
    """What is shown of it now: the same one, or where it stands now."""
    same = (each for each in shown.occasions if each.uid == occasion.uid and each.section == occasion.section)
    found = list(same)
    return next((each for each in found if each.key == occasion.key), found[0] if found else None)
