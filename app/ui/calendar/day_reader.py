"""Reads what lies on the visible days off the window's thread: records first, feasts beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.blueprint.views import Calendar
from app.services.rows import ListQuery
from app.ui.calendar.choice import CalendarChoice
from app.ui.calendar.shown import Shown
from app.ui.desk import Desk

if TYPE_CHECKING:
    from app.services.days import Occasion, Spread

PER_DAY = {"day": 400, "week": 40, "month": 10, "agenda": 50}
"""Records read of one day; of more of them the day says how many more there are."""
PATIENCE_MS = 15


class DayReader(QObject):
    """An answer for other days than those that were asked for last is dropped."""

    def __init__(self, desk: Desk, choice: CalendarChoice, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._choice = desk, choice
        self._turn = 0

    def read(
        self,
        shown: Shown,
        wanted: ListQuery,
        calendar: Calendar,
        show: Callable[[Callable[[Shown], Shown]], None],
    ) -> None:
        """Ask for what lies on those days; ``show`` is handed what is to be changed of what is shown then."""
        library = self._desk.library
        if library is None:
            return
        self._turn += 1
        turn, per_day, days = self._turn, PER_DAY[shown.mode], library.days

        def came(found: Spread) -> None:
            if turn == self._turn:
                show(lambda now: _with_records(now, found))

        self._desk.work.ask(
            "calendar", lambda: days.of(wanted, calendar, shown.first, shown.last, per_day), came,
            patience_ms=PATIENCE_MS, owner=self,
        )  # fmt: skip
        self._read_feasts(shown.first, shown.last, show)

    def _read_feasts(self, first: date, last: date, show: Callable[[Callable[[Shown], Shown]], None]) -> None:
        """Birthdays and holidays, which do not hold up the records."""
        library, turn = self._desk.library, self._turn
        assert library is not None
        days = library.days
        has_birthdays, has_holidays = self._choice.is_on("birthdays"), self._choice.is_on("holidays")

        def job() -> tuple[list[Occasion], dict[date, str]]:
            born = days.of_years(first, last) if has_birthdays else []
            return born, days.holidays(first, last) if has_holidays else {}

        def came(found: tuple[list[Occasion], dict[date, str]]) -> None:
            if turn == self._turn:
                show(lambda now: _with_feasts(now, *found))

        self._desk.work.ask("calendar-feasts", job, came, patience_ms=0, lane="beside", owner=self)


def _with_records(shown: Shown, found: Spread) -> Shown:
    feasts = (each for each in shown.occasions if each.layer != "record")
    occasions = _in_order((*found.occasions, *feasts))
    return replace(shown, occasions=occasions, totals=found.totals, is_read=True)


def _with_feasts(shown: Shown, feasts: list[Occasion], holidays: dict[date, str]) -> Shown:
    records = (each for each in shown.occasions if each.layer == "record")
    return replace(shown, occasions=_in_order((*records, *feasts)), holidays=holidays)


def _in_order(occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    def place(each: Occasion) -> tuple[datetime, bool, str]:
        return each.starts, each.layer == "record", each.title

    return tuple(sorted(occasions, key=place))
