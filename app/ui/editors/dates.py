"""Editor of dates: typed freely, shown in words beside it, or chosen from a calendar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.blueprint.context import Context
from app.blueprint.dates import Appointment, DateOrTime, DayMonth, date_format, read_date, wall_time
from app.blueprint.kinds import Kind
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import LineEditor
from app.ui.editors.spoken_dates import in_figures, nearest
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.calendar import MonthView
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import styled

if TYPE_CHECKING:
    from app.ui.desk import Desk

_DATE_WIDTH, _TIME_WIDTH = 120, 160


class DateEditor(LineEditor):
    """A date, partial date, date with time or appointment; an appointment keeps its zone."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._has_time = isinstance(kind, DateOrTime)
        self._popup: CalendarPopup | None = None
        self.input.setMinimumWidth(_DATE_WIDTH // 2)
        self.input.setMaximumWidth(_TIME_WIDTH if self._has_time else _DATE_WIDTH)
        does = _("Choose {name} from a calendar").format(name=label)
        self._button = IconButton(
            "calendar", does, f"{name}.calendar", role="muted", kind="flat", shortcut="Alt+↓"
        )
        self._button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._button.clicked.connect(self.open_calendar)
        self.body.addWidget(self._button)
        self.understood = WrappedLabel("", "muted", is_selectable=False)
        self.understood.setObjectName(f"{name}.understood")
        self.body.addWidget(self.understood, 1)

    @override
    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._say()

    @override
    def make_compact(self) -> None:
        self._button.hide()
        self.understood.hide()
        self.body.setAlignment(self.input, Qt.AlignmentFlag.AlignLeft)  # where other values begin

    @override
    def write(self, value: Any) -> str:
        return figures(value)

    @override
    def read(self, text: str) -> Any:
        """The value; what has no year is taken for the nearest such day where a year is needed."""
        context = self.desk.context()
        if not isinstance(self.kind, DateOrTime):
            return self._read_day(text.strip(), context)
        text = in_figures(text.strip(), context.today, context.region)
        if text:
            text = self._with_year(text, context)
        zone = self._zone()
        return self.kind.parse(f"{text}[{zone}]" if zone and text else text, context)

    def _read_day(self, text: str, context: Context) -> Any:
        """A day without a time: the last figures of “5 mar 10” are a year."""
        try:
            return self.kind.parse(text, context)
        except ValueError:
            return self.kind.parse(in_figures(text, context.today, context.region), context)

    def _with_year(self, text: str, context: Context) -> str:
        today = context.today
        try:
            found = nearest(read_date(text, today, region=context.region), today)
        except ValueError:
            return text
        return found.isoformat() if found is not None and found.isoformat() not in text else text

    def _zone(self) -> str:
        """The zone in which the appointment stands; it stays when the time is typed anew."""
        if isinstance(self.kind, Appointment) and isinstance(self._value, str) and "[" in self._value:
            return self._value.partition("[")[2].rstrip("]")
        return ""

    @override
    def _on_edited(self) -> None:
        super()._on_edited()
        self._say()

    def _say(self) -> None:
        """In words what was understood, so that 03.04. is not taken for March."""
        value = None if self.problem() else self.value()
        words = self._in_words(value) if value else ""
        styled(self.understood, "role", "secondary" if "\n" in words else "muted")  # two lines in one row
        self.understood.setText(words)
        self.input.setToolTip(plain_tooltip(words))

    def _in_words(self, value: str) -> str:
        context = self.desk.context()
        if not self._has_time:
            return self.kind.show(value, context)
        moment = wall_time(value)
        words = date_format(moment, "EEE, d MMM y", context.language)
        words = f"{words}, {moment:%H:%M}" if "T" in value else words
        zone = value.partition("[")[2].rstrip("]")
        return f"{words}\n({zone})" if zone and zone != context.zone else words

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> CalendarPopup:
        """Show a month to choose from; the time of day stays."""
        if self._popup is not None:
            self._popup.deleteLater()
        self._popup = CalendarPopup(self._day(), self.input, self.objectName())
        self._popup.month.activated.connect(self._take)
        self._popup.month.clicked.connect(self._take)
        self._popup.show()
        self._popup.month.setFocus()
        return self._popup

    def _day(self) -> QDate:
        value = self.value() or ""
        day = nearest(value[:10], self.desk.context().today) if isinstance(value, str) else None
        day = day or self.desk.context().today
        return QDate(day.year, day.month, day.day)

    def _take(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.hide()
        old = self.value() or ""
        clock = old[10:16].replace("T", " ") if self._has_time and "T" in old else ""
        pattern = "dd.MM" if isinstance(self.kind, DayMonth) else "dd.MM.yyyy"
        self.input.setText(day.toString(pattern) + clock)
        self._on_edited()
        self.input.setFocus()


class CalendarPopup(QFrame):
    """A month under a field; goes away by Esc, a choice, or a click beside it."""

    def __init__(self, day: QDate, under: QLineEdit, name: str) -> None:
        super().__init__(under, Qt.WindowType.Popup)
        self.setProperty("card", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        self.month = MonthView(f"{name}.month")
        self.month.setSelectedDate(day)
        column.addWidget(self.month)
        self.adjustSize()
        self.move(under.mapToGlobal(QPoint(0, under.height() + 2)))


def figures(value: Any) -> str:
    """A stored date as it is typed: ``14.03.1985``, ``14.03``, ``03.1985``, ``24.11.2026 10:00``."""
    if not isinstance(value, str):
        return ""
    plain = value.partition("[")[0]
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?.*", plain):
        day = f"{found[3]}.{found[2]}.{found[1]}"
        return f"{day} {found[4]}" if found[4] else day
    if found := re.fullmatch(r"--(\d\d)-(\d\d)", plain):
        return f"{found[2]}.{found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d\d)", plain):
        return f"{found[2]}.{found[1]}"
    return plain
