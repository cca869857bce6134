"""Inputs for numbers and dates in the measures of the look; the wheel changes only the one in use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QDoubleSpinBox, QSpinBox, QWidget

from app.core.override import override
from app.ui.widgets.calendar import MonthView
from app.ui.widgets.naming import named

_TEXT_MARGIN = 7


class NumberBox(QSpinBox):
    """A whole number."""

    def __init__(self, object_name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _prepare(self, object_name, accessible_name)

    @override
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        if _is_in_use(self, event):
            super().wheelEvent(event)


class DateBox(QDateEdit):
    """A day, written or chosen from a month."""

    def __init__(self, object_name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setCalendarWidget(MonthView(f"{object_name}_calendar"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self, object_name, accessible_name)

    @override
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        if _is_in_use(self, event):
            super().wheelEvent(event)


def _prepare(box: QSpinBox | QDoubleSpinBox, object_name: str, accessible_name: str) -> None:
    named(box, object_name, accessible_name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)  # the stylesheet cannot pad a spin box


def _is_in_use(box: QAbstractSpinBox, event: QWheelEvent) -> bool:
    """Scrolling a form must not change the numbers that pass under the pointer."""
    if box.hasFocus():
        return True
    event.ignore()
    return False
