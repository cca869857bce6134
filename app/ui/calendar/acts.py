"""What the user does in a calendar: adds, moves and deletes; of what repeats it is asked which are meant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.blueprint.context import Values
from app.blueprint.dates import Appointment
from app.blueprint.views import Calendar
from app.core.errors import UserError
from app.core.texts import _
from app.ui.calendar.scope import ask_scope
from app.ui.calendar.shown import Slot

if TYPE_CHECKING:
    from app.services.days import Occasion
    from app.ui.calendar.view import CalendarView
    from app.ui.listing.list_page import ListPage

NEW_HOUR = 9
"""A new appointment on a day begins at this hour, or at the next full one of today."""


class CalendarActs:
    """Every act is one operation, which can be undone."""

    def __init__(self, view: CalendarView, page: ListPage) -> None:
        self._view, self._page, self._desk = view, page, page.desk

    def open(self, occasion: Occasion) -> None:
        """The card of an occasion."""
        self._desk.open_card(occasion.section, occasion.uid)

    def add(self, slot: Slot) -> None:
        """A new card with the time filled in."""
        from app.services.days import stored_time

        calendar = self._view.calendar
        kind = self._page.section.by_key[calendar.when].kind
        zone = f"[{self._desk.context().zone}]"
        if slot.is_all_day and isinstance(kind, Appointment):
            start = slot.starts.replace(hour=self._hour(slot.starts.date()))
            slot = Slot(start, start)
        given: Values = {calendar.when: stored_time(kind, slot.starts, slot.is_all_day, zone)}
        minutes = round((slot.ends - slot.starts) / timedelta(minutes=1))
        if calendar.minutes and minutes > 15:  # a mere click takes no time
            given[calendar.minutes] = minutes
        self._page.new_record(given)

    def _hour(self, day: date) -> int:
        now = self._desk.clock()
        return min(now.hour + 1, 23) if day == now.date() and now.hour >= NEW_HOUR else NEW_HOUR

    def move(self, occasion: Occasion, slot: Slot) -> None:
        """Put an occasion to another time; the view goes with it."""
        library = self._desk.library
        if library is None or library.is_read_only:
            return
        scope = ask_scope(self._desk, occasion) if occasion.repeats else "all"
        if not scope:
            self._view.refresh()
            return
        self._view.follow(occasion, slot)
        calendar: Calendar = self._view.calendar

        def job(_progress: object) -> object:
            from app.services.library import Change

            values = library.days.moved(occasion, calendar, slot.starts, slot.ends, slot.is_all_day)
            if occasion.repeats:
                return library.series.change(occasion.uid, occasion.starts, values, scope)
            changes = [Change(occasion.section, occasion.uid, values)]
            return library.write("edit", changes, section=occasion.section)

        self._desk.work.do(_("Moving"), job, on_error=self._on_refused, owner=self._view)

    def _on_refused(self, problem: UserError) -> None:
        """What could not be moved stands where it was."""
        self._desk.messages.error(str(problem))
        self._view.refresh()

    def delete(self, occasion: Occasion | None) -> bool:
        """Delete what repeats; False leaves anything else to the list. Of a birthday it is asked whether its
        whole record is meant: the user looks at a day."""
        library = self._desk.library
        if library is None or occasion is None:
            return False
        if occasion.layer != "record":
            return not self._is_record_meant(occasion)
        if not occasion.repeats:
            return False
        if scope := ask_scope(self._desk, occasion):
            uid, slot = occasion.uid, occasion.starts
            self._desk.work.do(_("Deleting"), lambda _progress: library.series.delete(uid, slot, scope))
        return True

    def _is_record_meant(self, occasion: Occasion) -> bool:
        text = _("“{title}” stands on this day by a date in its record. Delete the whole record?")
        return self._desk.messages.ask(
            _("Delete the record"), text.format(title=occasion.title), _("Delete the record"), _("Keep it"),
            is_danger=True,
        )  # fmt: skip
