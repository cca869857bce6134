"""The line above the journal and the trash: words, person, section, day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.core.clock import today
from app.core.texts import _
from app.ui.widgets.inputs import DateBox
from app.ui.widgets.naming import named
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.history import Only
    from app.ui.desk import Desk

SEARCH_DELAY_MS = 150
ANY, TODAY, YESTERDAY, OTHER = range(4)


class HistoryFilter(QWidget):
    """Sends ``changed`` when something else is wanted; ``only`` says what."""

    changed = Signal()

    def __init__(self, desk: Desk, prefix: str, placeholder: str) -> None:
        super().__init__()
        self._desk = desk
        self.search = SearchBox(placeholder, f"{prefix}_search")
        self.person = named(QComboBox(), f"{prefix}_person", _("By"))
        self.section = named(QComboBox(), f"{prefix}_section", _("Section"))
        self.section.addItem(_("All sections"), "")
        for view in desk.library.sections.views() if desk.library is not None else ():
            self.section.addItem(view.title, view.key)
        self.day = named(QComboBox(), f"{prefix}_day", _("Day"))
        for text in (_("Any day"), _("Today"), _("Yesterday"), _("A certain day…")):
            self.day.addItem(text)
        self.date = DateBox(f"{prefix}_date", _("Day"))
        now = today(desk.clock)
        self.date.setDate(QDate(now.year, now.month, now.day))
        self.date.hide()
        self._fill_people([])
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY_MS)
        self._delay.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _text: self._delay.start())
        self.person.currentIndexChanged.connect(self.changed)
        self.section.currentIndexChanged.connect(self.changed)
        self.day.currentIndexChanged.connect(self._on_day)
        self.date.dateChanged.connect(self.changed)
        self._lay_out()
        self._ask_people(prefix)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        for box in (self.person, self.section, self.day, self.date):
            line.addWidget(box)

    def _ask_people(self, prefix: str) -> None:
        library = self._desk.library
        if library is not None:
            people = library.history.people
            self._desk.work.ask(f"{prefix}.people", people, self._fill_people, lane="beside", owner=self)

    def _fill_people(self, names: list[str]) -> None:
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(_("Everybody"), None)
        for name in names:
            self.person.addItem(name or "—", name)
        self.person.blockSignals(False)

    def _on_day(self, place: int) -> None:
        self.date.setVisible(place == OTHER)
        self.changed.emit()

    @property
    def is_narrowed(self) -> bool:
        """Is anything left out?"""
        boxes = (self.person, self.section, self.day)
        return bool(self.search.text().strip()) or any(box.currentIndex() > 0 for box in boxes)

    @property
    def only(self) -> Only:
        """What is wanted now."""
        from app.services.history import Only  # loaded by now: a file is open

        now = today(self._desk.clock)
        written = self.date.date()
        other = date(written.year(), written.month(), written.day())
        days = {TODAY: now, YESTERDAY: now - timedelta(days=1), OTHER: other}
        by = self.person.currentData()
        day = days.get(self.day.currentIndex())
        return Only(by, str(self.section.currentData()), day, self.search.text())
