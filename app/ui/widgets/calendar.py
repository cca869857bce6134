"""A month to choose a day from, in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.widgets.naming import named


class MonthView(QCalendarWidget):
    """Qt's calendar without week numbers and without its fixed red weekends."""

    def __init__(self, object_name: str = "calendar", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, object_name, _("Calendar"))
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.setFirstDayOfWeek(self.locale().firstDayOfWeek())
        self._colour_weekends()

    @override
    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_weekends()

    def _colour_weekends(self) -> None:
        calm = QTextCharFormat()
        calm.setForeground(theme.colour("muted"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, calm)
