"""The calendar as a view of a section: reads the visible days, moves, adds, and keeps where the user was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.blueprint.context import Values
from app.blueprint.dates import Appointment
from app.blueprint.views import Calendar
from app.core.clock import today
from app.core.errors import UserError
from app.core.override import override
from app.core.texts import _, language
from app.ui.calendar.agenda_list import AgendaList
from app.ui.calendar.bar import CalendarBar, Toggle
from app.ui.calendar.canvas import Canvas
from app.ui.calendar.month_grid import MonthGrid
from app.ui.calendar.scope import ask_scope
from app.ui.calendar.shown import Shown, Slot
from app.ui.calendar.spans import MODES, Mode, first_weekday, span_of, stepped, title_of
from app.ui.calendar.time_grid import TimeGrid
from app.ui.listing.filter import ListFilter
from app.ui.listing.page_view import PageView
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.days import Occasion, Spread
    from app.ui.listing.list_page import ListPage
    from app.ui.printing.calendar_pages import DaySpan

PER_DAY = {"day": 400, "week": 60, "month": 10, "agenda": 50}
"""Records read of one day; of more of them the day says how many more there are."""
NEW_HOUR = 9
"""A new appointment on a day begins at this hour, or at the next full one of today."""
MINUTE_MS = 60_000
_STATE, _MODE = "calendar", "mode"


class CalendarView(PageView):
    """Day, week, month or agenda of one date field of the section."""

    def __init__(self, page: ListPage) -> None:
        super().__init__()
        on_surface(named(self, "calendar_view", _("Calendar")), "surface")
        self._page, self._desk = page, page.desk
        self._kept = dict(self._desk.state.get(_STATE, {}))
        mode = self._kept.get(_MODE)
        self.mode: Mode = mode if mode in MODES else "month"
        self.day = today(self._desk.clock)
        self._anchor = self.day
        """The day whose month, week or agenda is shown; the user may stand on another day of it."""
        self._filter = ListFilter("")
        self._turn = 0
        self._wanted = ""
        self.shown: Shown | None = None
        self.bar = CalendarBar(lambda: list(self._toggles()))
        self.month, self.hours = MonthGrid(self._desk), TimeGrid(self._desk)
        self.agenda = AgendaList(self._desk)
        self._stack = QStackedWidget()
        for canvas in (self.month, self.hours, self.agenda):
            self._stack.addWidget(canvas)
            self._connect(canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.stepped.connect(self.step)
        self.bar.today_wanted.connect(self.go_today)
        self.bar.mode_chosen.connect(self.show_mode)
        self._clock = QTimer(self)
        self._clock.setInterval(MINUTE_MS)
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()

    def _connect(self, canvas: Canvas) -> None:
        canvas.chosen.connect(lambda _occasion: self.selection_changed.emit())
        canvas.opened.connect(self._open)
        canvas.day_chosen.connect(self.go_to_day)
        canvas.day_wanted.connect(self._show_day)
        canvas.new_wanted.connect(self.add)
        canvas.moved.connect(self.move_to)
        canvas.stepped.connect(self.step)
        canvas.today_wanted.connect(self.go_today)
        canvas.delete_wanted.connect(self._page.selection.delete)
        canvas.left.connect(self.left)
        canvas.menu_wanted.connect(self._page.menus.show_context_at)

    # -- where --------------------------------------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        """What paints the mode that is on."""
        return {"month": self.month, "agenda": self.agenda}.get(self.mode, self.hours)

    @property
    def calendar(self) -> Calendar:
        """The date field by which the section is shown."""
        calendars = self._page.section.calendars
        kept = self._kept.get(self._filter.section, "")
        return next((each for each in calendars if each.when == kept), calendars[0])

    def show_mode(self, mode: str) -> None:
        """Day, week, month or agenda."""
        chosen = next((each for each in MODES if each == mode), self.mode)
        if chosen != self.mode:
            current = self.canvas.current
            self.mode = chosen
            self._keep(_MODE, chosen)
            self.canvas.current = current
        self._turn_to(self.day)
        self.focus_here()

    def step(self, step: int) -> None:
        """The span before or after."""
        is_near = self.mode != "month" or self.day.month == self._anchor.month
        self._turn_to(stepped(self.mode, self.day if is_near else self._anchor, step))

    def go_today(self) -> None:
        """Back to today, and in its hours to now."""
        self.canvas.choose(None)
        self._turn_to(today(self._desk.clock))
        now = self._desk.clock()
        self.hours.minute = now.hour * 60
        if self.canvas is self.hours:
            self.hours.reveal()

    def go_to_day(self, day: date) -> None:
        """Stand on a day; as long as it is to be seen, what is shown stays where it is."""
        shown = self.shown
        if shown is not None and shown.mode == self.mode and shown.first <= day <= shown.last:
            self.day = day
            self._show(replace(shown, day=day))
        else:
            self._turn_to(day)

    def _turn_to(self, day: date) -> None:
        """The span in which a day lies."""
        self.day = self._anchor = day
        self._read()

    def _show_day(self, day: date) -> None:
        self.day = day
        self.show_mode("day" if self.mode != "day" else "agenda")

    def _span(self) -> tuple[date, date]:
        return span_of(self.mode, self._anchor, first_weekday(self._desk.context().region))

    # -- what ---------------------------------------------------------------------------------------------

    @override
    def show_list(self, wanted: ListFilter) -> None:
        """The days of another section begin today; of the same one they stay."""
        if wanted.section != self._filter.section:
            self.shown = None
            for canvas in (self.month, self.hours, self.agenda):
                canvas.current = None
        self._filter = wanted
        self._read()

    @override
    def refresh(self) -> None:
        self._read()

    def _read(self) -> None:
        """Ask for what lies on the visible days; an answer for other days is dropped."""
        library = self._desk.library
        if library is None or not self._filter.section:
            return
        first, last = self._span()
        mode, wanted, calendar, days = self.mode, self._filter.query(), self.calendar, library.days
        self._stack.setCurrentWidget(self.canvas)
        before = self.shown
        base = Shown(
            mode, first, last, self.day, self._anchor, self._now(), language(),
            can_write=not library.is_read_only, can_stretch=bool(calendar.minutes),
        )  # fmt: skip
        if before is not None and (before.first, before.last, before.mode) == (first, last, mode):
            base = replace(
                base, occasions=before.occasions, totals=before.totals, holidays=before.holidays,
                is_read=before.is_read,
            )  # fmt: skip
        self._turn += 1
        turn, per_day = self._turn, PER_DAY[mode]

        def came(found: Spread) -> None:
            if turn == self._turn and self.shown is not None:
                others = tuple(each for each in self.shown.occasions if each.layer != "record")
                joined = sorted((*found.occasions, *others), key=_in_order)
                self._show(replace(self.shown, occasions=tuple(joined), totals=found.totals, is_read=True))
                self._find_wanted()

        self._show(base)
        self._desk.work.ask(
            "calendar", lambda: days.of(wanted, calendar, first, last, per_day), came, patience_ms=15,
            owner=self,
        )  # fmt: skip
        self._read_feasts(turn, first, last)

    def _read_feasts(self, turn: int, first: date, last: date) -> None:
        """Birthdays and holidays, which do not hold up the records."""
        library = self._desk.library
        if library is None:
            return
        has_birthdays, has_holidays = self._is_on("birthdays"), self._is_on("holidays")

        def job() -> tuple[list[Occasion], dict[date, str]]:
            born = library.days.of_years(first, last) if has_birthdays else []
            return born, library.days.holidays(first, last) if has_holidays else {}

        def came(found: tuple[list[Occasion], dict[date, str]]) -> None:
            if turn == self._turn and self.shown is not None:
                records = (each for each in self.shown.occasions if each.layer == "record")
                joined = sorted((*records, *found[0]), key=_in_order)
                self._show(replace(self.shown, occasions=tuple(joined), holidays=found[1]))

        self._desk.work.ask("calendar-feasts", job, came, patience_ms=0, lane="beside", owner=self)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.canvas.show_days(shown)
        self.bar.show_span(
            title_of(shown.mode, shown.anchor, (shown.first, shown.last), language()), shown.mode
        )

    def _on_minute(self) -> None:
        """The line of now moves; at midnight another day is today."""
        if self.shown is not None and self.isVisible() and self.canvas.drag is None:
            self._show(replace(self.shown, now=self._now()))

    def _now(self) -> datetime:
        return self._desk.clock().replace(tzinfo=None)

    # -- the selection ------------------------------------------------------------------------------------

    @override
    def selected(self) -> tuple[str, list[str]]:
        current = self.canvas.current
        return (current.section, [current.uid]) if current is not None else (self._filter.section, [])

    @override
    def go_to(self, uid: str) -> None:
        """The day of a record; one that has none there is shown in the table."""
        library, section, calendar = self._desk.library, self._filter.section, self.calendar
        if library is None:
            return
        self._wanted = uid

        def came(day: date | None) -> None:
            if day is None:
                self._page.views.choose("table")
                self._page.go_to(uid)
            elif self._wanted == uid:
                self.go_to_day(day)
                self._find_wanted()

        days = library.days
        self._desk.work.ask("calendar-day", lambda: days.day_of(section, uid, calendar), came, owner=self)

    @override
    def stand_on(self, uid: str) -> None:
        self._wanted = uid
        self._find_wanted()
        if self.shown is not None and self.shown.is_read:
            self._wanted = ""

    def _find_wanted(self) -> None:
        if not self._wanted or self.shown is None:
            return
        found = next((each for each in self.shown.occasions if each.uid == self._wanted), None)
        if found is not None:
            self._wanted = ""
            self.canvas.choose(found)
            self.canvas.reveal()

    @override
    def printed_days(self) -> DaySpan | None:
        from app.ui.printing.calendar_pages import DaySpan

        if self.shown is None:
            return None
        return DaySpan(self.calendar, self.mode, self._anchor, self.shown.first, self.shown.last)

    @override
    def focus_here(self) -> None:
        self.canvas.setFocus()

    # -- what the user does -------------------------------------------------------------------------------

    def _open(self, occasion: Occasion) -> None:
        self._desk.open_card(occasion.section, occasion.uid)

    def add(self, slot: Slot) -> None:
        """A new card with the time filled in."""
        from app.services.days import stored_time

        calendar = self.calendar
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
        now = self._now()
        return min(now.hour + 1, 23) if day == now.date() and now.hour >= NEW_HOUR else NEW_HOUR

    def move_to(self, occasion: Occasion, slot: Slot) -> None:
        """Put an occasion to another time: one operation, which can be undone."""
        library, calendar = self._desk.library, self.calendar
        if library is None or library.is_read_only:
            return

        scope = ask_scope(self._desk, occasion) if occasion.repeats else "all"
        if not scope:
            self._read()
            return
        moved = replace(occasion, starts=slot.starts, ends=slot.ends, is_all_day=slot.is_all_day)
        self.canvas.current = moved  # the user goes with it
        if self.shown is not None and not self.shown.first <= slot.starts.date() <= self.shown.last:
            self._wanted, self._anchor = occasion.uid, slot.starts.date()
        self.day = slot.starts.date()

        def job(_progress: object) -> object:
            from app.services.library import Change

            values = library.days.moved(occasion, calendar, slot.starts, slot.ends, slot.is_all_day)
            if occasion.repeats:
                return library.series.change(occasion.uid, occasion.starts, values, scope)
            changes = [Change(occasion.section, occasion.uid, values)]
            return library.write("edit", changes, section=occasion.section)

        self._desk.work.do(_("Moving"), job, on_error=self._on_refused, owner=self)

    def _on_refused(self, problem: UserError) -> None:
        """What could not be moved stands where it was."""
        self._desk.messages.error(str(problem))
        self._read()

    @override
    def delete(self) -> bool:
        """Of what repeats, ask which occurrences are meant; anything else the list deletes."""
        library, occasion = self._desk.library, self.canvas.current
        if library is None or occasion is None or not occasion.repeats:
            return False
        if scope := ask_scope(self._desk, occasion):
            uid, slot = occasion.uid, occasion.starts
            self._desk.work.do(_("Deleting"), lambda _progress: library.series.delete(uid, slot, scope))
        return True

    # -- what else is shown -------------------------------------------------------------------------------

    def _toggles(self) -> Iterator[Toggle]:
        calendars = self._page.section.calendars
        if len(calendars) > 1:
            by = self.calendar.when
            for each in calendars:
                text = _("By “{field}”").format(field=_(self._page.section.by_key[each.when].label))
                run = self._choice(each.when)
                yield Toggle(f"by_{each.when}", text, each.when == by, run, is_choice=True)
        for layer, text in (("birthdays", _("Birthdays")), ("holidays", _("Holidays"))):
            yield Toggle(layer, text, self._is_on(layer), self._switch(layer))

    def _choice(self, when: str) -> Callable[[], None]:
        def run() -> None:
            self._keep(self._filter.section, when)
            self._read()

        return run

    def _switch(self, layer: str) -> Callable[[], None]:
        def run() -> None:
            self._keep(layer, not self._is_on(layer))
            self._read()

        return run

    def _is_on(self, layer: str) -> bool:
        return bool(self._kept.get(layer, True))

    def _keep(self, key: str, value: object) -> None:
        self._kept[key] = value
        self._desk.state.set(_STATE, dict(self._kept))


def _in_order(occasion: Occasion) -> tuple[datetime, bool, str]:
    return occasion.starts, occasion.layer == "record", occasion.title
