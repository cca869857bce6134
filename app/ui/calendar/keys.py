"""The keyboard of a calendar: going, opening, adding, and moving or stretching the occasion one stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.ui.calendar.shown import Slot, slot_of

if TYPE_CHECKING:
    from app.ui.calendar.canvas import Canvas

LETTERS = {"n": "new", "т": "new", "t": "today", "е": "today"}
"""Keys by their letter, on a Russian keyboard too."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CanvasKeys:
    """Does on a canvas what a key means there."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def take(self, event: QKeyEvent) -> bool:
        """Do what the key means; False if it means nothing."""
        if self._canvas.shown is None:
            return False
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier and key in STEPS:
            return self._move(key, is_stretching=False)
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._move(key, is_stretching=True)
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        return self._take_plain(key) or self._take_letter(event.text())

    def _take_plain(self, key: int) -> bool:
        canvas = self._canvas
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._enter()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            canvas.stepped.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            canvas.go(STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            canvas.step_occasion(STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Delete:
            canvas.delete_wanted.emit()
        else:
            return False
        return True

    def _take_letter(self, text: str) -> bool:
        wanted = LETTERS.get(text.lower())
        if wanted == "new":
            self._new_here()
        elif wanted == "today":
            self._canvas.today_wanted.emit()
        return wanted is not None

    def _escape(self) -> None:
        canvas = self._canvas
        if canvas.drag is not None:
            canvas.drag = None
            canvas.viewport().update()
        elif canvas.current is not None:
            canvas.choose(None)
        else:
            canvas.left.emit()

    def _enter(self) -> None:
        if self._canvas.current is not None:
            self._canvas.opened.emit(self._canvas.current)
        else:
            self._new_here()

    def _new_here(self) -> None:
        shown = self._canvas.shown
        if shown is not None and shown.can_write:
            self._canvas.new_wanted.emit(self._canvas.slot_here())

    def _move(self, key: int, *, is_stretching: bool) -> bool:
        """Ctrl with an arrow: another day, another quarter of an hour; Shift: longer or shorter."""
        occasion, shown = self._canvas.current, self._canvas.shown
        if occasion is None or occasion.layer != "record" or shown is None or not shown.can_write:
            return False
        by = self._canvas.key_step(key)
        if is_stretching and (not shown.can_stretch or occasion.is_all_day):
            return False
        slot = slot_of(occasion)
        if is_stretching:
            slot = Slot(slot.starts, max(occasion.ends + by, slot.starts), slot.is_all_day)
        else:
            slot = slot.shifted(by)
        self._canvas.moved.emit(occasion, slot)
        return True
