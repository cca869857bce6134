"""What is told is to be seen, also in a page that is longer than its window."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_view(widget: QWidget) -> None:
    """Scroll the area that the widget lies in until it is seen, when the layout has its place for it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        area = above
        QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget))
