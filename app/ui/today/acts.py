"""What can be done from the Today page: open, call, write, check off, note a result, postpone, plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from app.blueprint.context import Values
from app.blueprint.dates import wall_time
from app.core.clock import today
from app.core.texts import _
from app.services.results import finish, result_fields
from app.ui.dialog_owner import open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.opening import OpenUrl, open_in_system
from app.ui.panel.commands import RecordCommands
from app.ui.panel.new_event import event_section, prefilled
from app.ui.widgets.calendar import MonthView

if TYPE_CHECKING:
    from app.services.day_page import DayLine
    from app.services.library import Operation
    from app.ui.desk import Desk

PLAN_HOUR = 9
"""What is planned from here begins at this hour of the next working day."""


class DayActs:
    """Does what a line wants; ``parent`` is the page."""

    def __init__(
        self, desk: Desk, parent: QWidget, open_url: OpenUrl = open_in_system, files: FileChoice = FILES
    ) -> None:
        self._desk, self._parent = desk, parent
        self._records = RecordCommands(desk, parent, open_url, files)

    def do(self, act: str, line: DayLine) -> None:
        """Do it."""
        if act == "open":
            self._desk.navigate.emit(line.section, line.uid)
        elif act == "card":
            self._desk.open_card(line.section, line.uid)
        elif act in ("call", "write"):
            self._records.start_with(act, line.person or line.uid)
        elif act == "done":
            self.finish(line)
        elif act == "plan":
            self.plan(line)
        elif act == "later":
            self.ask_later(line)

    # -- done ---------------------------------------------------------------------------------------------

    def finish(self, line: DayLine) -> None:
        """Check it off; where a result is to be noted, ask for it and for the next step."""
        section = self._desk.registry.section(line.section)
        if result_fields(section):
            from app.ui.today.result_dialog import ResultDialog

            open_dialog(ResultDialog(self._desk, line, self._parent))
            return
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Marking as done"),
                lambda _progress: finish(library, line.section, line.uid, {}),
                self._tell_done,
            )

    def _tell_done(self, operation: Operation) -> None:
        undo = Action(_("Undo"), lambda: acts.undo(self._desk, operation.uid))
        self._desk.messages.info(_("Done: {title}").format(title=operation.title), undo)

    # -- later --------------------------------------------------------------------------------------------

    def ask_later(self, line: DayLine) -> None:
        """Until when? A few days to choose from, and a month for any other."""
        menu = self.later_menu(line)
        focused = self._parent.window().focusWidget()
        anchor = focused if self._parent.isAncestorOf(focused) else self._parent
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def later_menu(self, line: DayLine) -> QMenu:
        """Tomorrow, next week, in a month, or a day of the calendar."""
        here = today(self._desk.clock)
        menu = QMenu(self._parent)
        menu.setObjectName("today_later")
        days = (
            ("today", _("Today"), here),
            ("tomorrow", _("Tomorrow"), here + timedelta(days=1)),
            ("three", _("In 3 days"), here + timedelta(days=3)),
            ("monday", _("Next week"), here + timedelta(days=7 - here.weekday())),
            ("month", _("In 4 weeks"), here + timedelta(days=28)),
        )
        for key, text, day in days:
            if day.isoformat() != line.when[:10]:
                action = menu.addAction(text, partial(self.postpone, line, day))
                action.setObjectName(f"later_{key}")
        other = menu.addMenu(_("Another day"))
        other.setObjectName("later_other")
        month = MonthView("later_month")
        month.setSelectedDate(QDate(here.year, here.month, here.day))

        def choose(chosen: QDate) -> None:
            menu.close()
            self.postpone(line, _as_date(chosen))

        month.clicked.connect(choose)
        month.activated.connect(choose)
        place = QWidgetAction(menu)
        place.setDefaultWidget(month)
        other.addAction(place)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def postpone(self, line: DayLine, day: date) -> None:
        """Put it to another day, at the same hour; can be undone."""
        library = self._desk.library
        if library is None:
            return
        section = self._desk.registry.section(line.section)
        values = {section.when: f"{day.isoformat()}{line.when[10:]}"}

        def job(_progress: object) -> object:
            from app.services.library import Change

            record = library.get(line.uid)
            if record is not None and library.series.is_repeating(record):  # the others keep their days
                return library.series.change(line.uid, wall_time(line.when), values, "one")
            return library.write("edit", [Change(section.key, line.uid, values)], section=section.key)

        self._desk.work.do(_("Moving"), job)

    # -- the next step ------------------------------------------------------------------------------------

    def plan(self, line: DayLine) -> None:
        """A card for the next step with somebody."""
        found = event_section(self._desk.registry, line.section)
        if found is None:
            return
        values: Values = prefilled(found, line.section, line.uid)
        values[found.when] = next_working(self._desk.clock().replace(tzinfo=None), self._desk.context().zone)
        self._desk.open_card(found.key, None, values)


def next_working(now: datetime, zone: str, days: int = 1) -> str:
    """The morning of a day ahead; of a weekend that of the Monday after it."""
    day = now.date() + timedelta(days=days)
    day += timedelta(days=max(7 - day.weekday(), 0) if day.weekday() >= 5 else 0)
    return f"{day.isoformat()}T{PLAN_HOUR:02d}:00[{zone}]"


def _as_date(chosen: QDate) -> date:
    return date(chosen.year(), chosen.month(), chosen.day())
