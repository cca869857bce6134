"""The mouse in a calendar: choosing, dragging to move, to stretch and to take room; what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.ui.calendar.dragging import Drag
from app.ui.calendar.painting import spoken
from app.ui.calendar.shown import Slot, slot_of

if TYPE_CHECKING:
    from app.ui.calendar.canvas import Canvas, Spot


class CanvasPointer:
    """Does on a canvas what the mouse means there."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def press(self, event: QMouseEvent) -> None:
        """Stand on what is there, and take hold of it."""
        canvas, button = self._canvas, event.button()
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) or not canvas.shown:
            return
        at = event.position()
        spot, moment = canvas.spot_at(at), canvas.moment_at(at)
        if moment is not None:
            canvas.stand_on(moment)
        if spot is not None and spot.day is not None:
            canvas.day_wanted.emit(spot.day)
            return
        canvas.choose(spot.occasion if spot is not None else None)
        if button == Qt.MouseButton.LeftButton and moment is not None and canvas.shown.can_write:
            self._grab(spot, at, moment)

    def _grab(self, spot: Spot | None, at: QPointF, moment: Slot) -> None:
        canvas, occasion = self._canvas, spot.occasion if spot is not None else None
        if occasion is None:
            canvas.drag = None if moment.is_all_day else Drag.of_room(at, moment)
        elif occasion.layer == "record" and occasion.stored:
            assert spot is not None
            is_end = canvas.can_stretch_at(spot, at)
            canvas.drag = Drag(at, moment, occasion, slot_of(occasion), is_stretching=is_end)

    def move(self, at: QPointF) -> None:
        """Drag what is held; without it the shape of the pointer tells what can be done."""
        drag = self._canvas.drag
        if drag is None:
            self._point(at)
            return
        far = (at - drag.pressed).manhattanLength()
        if drag.is_begun or far >= QApplication.startDragDistance():
            moment = self._canvas.moment_at(at)
            if moment is not None:
                drag.to(moment)
                self._canvas.viewport().update()

    def _point(self, at: QPointF) -> None:
        """The hand over what can be clicked, the arrows at what can be stretched."""
        spot = self._canvas.spot_at(at)
        shape = Qt.CursorShape.ArrowCursor
        if spot is not None and spot.occasion is not None and self._canvas.can_stretch_at(spot, at):
            shape = Qt.CursorShape.SizeVerCursor
        elif spot is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self._canvas.viewport().setCursor(shape)

    def release(self) -> None:
        """What was dragged comes to lie where it is."""
        canvas = self._canvas
        drag, canvas.drag = canvas.drag, None
        canvas.viewport().update()
        if drag is None or not drag.is_begun or drag.slot is None:
            return
        if drag.occasion is None:
            canvas.new_wanted.emit(drag.slot)
        elif drag.slot != slot_of(drag.occasion):
            canvas.moved.emit(drag.occasion, drag.slot)

    def double_click(self, at: QPointF) -> None:
        """Open what is there, or add something where nothing is."""
        canvas = self._canvas
        canvas.drag = None
        spot, moment = canvas.spot_at(at), canvas.moment_at(at)
        if spot is not None and spot.occasion is not None:
            canvas.opened.emit(spot.occasion)
        elif spot is None and moment is not None and canvas.shown is not None and canvas.shown.can_write:
            canvas.new_wanted.emit(moment)

    def told_at(self, at: QPointF) -> str:
        """What the tooltip says: all of an occasion, or the holiday of a day."""
        canvas = self._canvas
        spot, moment = canvas.spot_at(at), canvas.moment_at(at)
        if spot is not None and spot.occasion is not None:
            return spoken(spot.occasion, canvas.desk.context())
        if moment is None or not moment.is_all_day or canvas.shown is None:
            return ""
        return canvas.shown.holidays.get(moment.starts.date(), "")
