"""The calendar as a view of a section: which days are shown, and where on them the user stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.blueprint.views import Calendar
from app.core.clock import today
from app.core.override import override
from app.core.texts import _, language
from app.ui.calendar.acts import CalendarActs
from app.ui.calendar.agenda_list import AgendaList
from app.ui.calendar.bar import CalendarBar, Toggle
from app.ui.calendar.canvas import Canvas
from app.ui.calendar.choice import CalendarChoice
from app.ui.calendar.day_reader import DayReader
from app.ui.calendar.month_grid import MonthGrid
from app.ui.calendar.shown import Shown, Slot
from app.ui.calendar.spans import MODES, Mode, first_weekday, span_of, stepped, title_of
from app.ui.calendar.time_grid import TimeGrid
from app.ui.listing.filter import ListFilter
from app.ui.listing.page_view import PageView
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.days import Occasion
    from app.ui.listing.list_page import ListPage
    from app.ui.printing.calendar_pages import DaySpan

MINUTE_MS = 60_000


class CalendarView(PageView):
    """Day, week, month or agenda of one date field of the section."""

    def __init__(self, page: ListPage) -> None:
        super().__init__()
        on_surface(named(self, "calendar_view", _("Calendar")), "surface")
        self._page, self._desk = page, page.desk
        self._choice = CalendarChoice(self._desk.state)
        self._reader = DayReader(self._desk, self._choice, self)
        self.acts = CalendarActs(self, page)
        self.mode: Mode = self._choice.mode
        self.day = today(self._desk.clock)
        self._anchor = self.day
        """The day whose month, week or agenda is shown; the user may stand on another day of it."""
        self._filter = ListFilter("")
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
        canvas.opened.connect(self.acts.open)
        canvas.day_chosen.connect(self.go_to_day)
        canvas.day_wanted.connect(self._show_day)
        canvas.new_wanted.connect(self.acts.add)
        canvas.moved.connect(self.acts.move)
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
        return self._choice.calendar_of(self._page.section)

    def show_mode(self, mode: str) -> None:
        """Day, week, month or agenda."""
        chosen = next((each for each in MODES if each == mode), self.mode)
        if chosen != self.mode:
            current = self.canvas.current
            self.mode = chosen
            self._choice.choose_mode(chosen)
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
        """Show the days at once, with what is known of them, and ask for what lies on them."""
        library = self._desk.library
        if library is None or not self._filter.section:
            return
        self._stack.setCurrentWidget(self.canvas)
        shown = self._days(can_write=not library.is_read_only)
        self._show(shown)
        self._reader.read(shown, self._filter.query(), self.calendar, self._on_read)

    def _days(self, *, can_write: bool) -> Shown:
        first, last = self._span()
        calendar, mode, before = self.calendar, self.mode, self.shown
        base = Shown(
            mode, first, last, self.day, self._anchor, self._now(), language(),
            can_write=can_write, can_stretch=bool(calendar.minutes),
        )  # fmt: skip
        if before is None or (before.first, before.last, before.mode) != (first, last, mode):
            return base
        return replace(
            base, occasions=before.occasions, totals=before.totals, holidays=before.holidays,
            is_read=before.is_read,
        )  # fmt: skip

    def _on_read(self, changed: Callable[[Shown], Shown]) -> None:
        if self.shown is not None:
            self._show(changed(self.shown))
            self._find_wanted()

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

    @override
    def delete(self) -> bool:
        return self.acts.delete(self.canvas.current)

    def follow(self, occasion: Occasion, slot: Slot) -> None:
        """An occasion is put to another time: the user goes with it."""
        self.canvas.current = replace(
            occasion, starts=slot.starts, ends=slot.ends, is_all_day=slot.is_all_day
        )
        if self.shown is not None and not self.shown.first <= slot.starts.date() <= self.shown.last:
            self._wanted, self._anchor = occasion.uid, slot.starts.date()
        self.day = slot.starts.date()

    # -- what else is shown -------------------------------------------------------------------------------

    def _toggles(self) -> Iterator[Toggle]:
        calendars = self._page.section.calendars
        if len(calendars) > 1:
            by = self.calendar.when
            for each in calendars:
                text = _("By “{field}”").format(field=_(self._page.section.by_key[each.when].label))
                run = self._by(each.when)
                yield Toggle(f"by_{each.when}", text, each.when == by, run, is_choice=True)
        for layer, text in (("birthdays", _("Birthdays")), ("holidays", _("Holidays"))):
            yield Toggle(layer, text, self._choice.is_on(layer), self._switch(layer))

    def _by(self, when: str) -> Callable[[], None]:
        def run() -> None:
            self._choice.choose_calendar(self._filter.section, when)
            self._read()

        return run

    def _switch(self, layer: str) -> Callable[[], None]:
        def run() -> None:
            self._choice.switch(layer)
            self._read()

        return run
