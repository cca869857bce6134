"""Calendars on paper: weeks with what is on their days, and the days below each other as a table."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.blueprint.dates import date_format
from app.core.texts import _, capital, language, ngettext
from app.services.exchange.formats.sheet import Heading, Row
from app.ui.calendar.painting import clock_of
from app.ui.calendar.spans import Mode, first_weekday, span_of, title_of
from app.ui.printing.pages import GROUP, PT, SMALL, STRONG, TITLE, Box, Measure, Page, Paper, Style, Words

if TYPE_CHECKING:
    from app.blueprint.views import Calendar
    from app.services.days import Occasion
    from app.services.library import Library
    from app.services.rows import ListQuery

MOST = 200
"""Records of one day that come on paper."""
_PAD = 3 * PT
_LINE = Style(size=7.5)
_QUIET = Style(size=7.5, ink="muted")


@dataclass(frozen=True)
class DaySpan:
    """Which days of which calendar, in the way in which they are shown."""

    calendar: Calendar
    mode: Mode
    day: date
    first: date
    last: date

    @classmethod
    def this_month(cls, calendar: Calendar, day: date, region: str) -> DaySpan:
        """The whole weeks of the month in which the day lies."""
        return cls(calendar, "month", day, *span_of("month", day, first_weekday(region)))

    @property
    def title(self) -> str:
        """``November 2026``."""
        return title_of(self.mode, self.day, (self.first, self.last), language())

    @property
    def listed(self) -> tuple[date, date]:
        """The days of a table: of a month only its own."""
        if self.mode != "month":
            return self.first, self.last
        end = monthrange(self.day.year, self.day.month)[1]
        return self.day.replace(day=1), self.day.replace(day=end)


@dataclass(frozen=True)
class DaySheet:
    """What was read of the days."""

    span: DaySpan
    occasions: Sequence[Occasion] = ()
    holidays: dict[date, str] = field(default_factory=dict)

    def on(self, day: date) -> list[Occasion]:
        """What touches a day; birthdays after what has its hour."""
        found = [each for each in self.occasions if each.starts.date() <= day <= each.last_day]
        return sorted(found, key=lambda each: (each.layer == "birthday", each.starts))


def read_days(library: Library, query: ListQuery, span: DaySpan, uids: Sequence[str] | None) -> DaySheet:
    """The records of the query, or certain ones of it; birthdays and holidays beside them."""
    found = library.days.of(query, span.calendar, span.first, span.last, MOST).occasions
    if uids is not None:
        chosen = set(uids)
        return DaySheet(span, [each for each in found if each.uid in chosen])
    born = library.days.of_years(span.first, span.last)
    return DaySheet(span, [*found, *born], library.days.holidays(span.first, span.last))


def agenda_rows(sheet: DaySheet) -> tuple[list[Heading], list[Row]]:
    """The days below each other, those with nothing left out."""
    headings = [Heading(_("When"), 9), Heading(_("Title"), 34), Heading("", 40)]
    rows: list[Row] = []
    first, last = sheet.span.listed
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        name = date_format(day, "EEEE, d MMMM y", language())
        if day in sheet.holidays:
            name += f" · {sheet.holidays[day]}"
        for each in sheet.on(day):
            at = clock_of(each) or ("" if each.layer == "birthday" else _("all day"))
            rows.append((capital(name), [at, each.title, each.note]))
    return headings, rows


class WeekPages:
    """Whole weeks below each other on one page; a single day gets all of it."""

    def __init__(self, sheet: DaySheet, on: Paper, measure: Measure) -> None:
        self._sheet, self._paper, self._measure = sheet, on, measure
        self._page = Page(foot=(on.left, on.height - on.bottom - 9 * PT, on.inner))

    def pages(self) -> Iterator[Page]:
        """One page."""
        span, paper = self._sheet.span, self._paper
        self._put(Words(paper.left, paper.top, span.title, TITLE))
        top = paper.top + self._measure.height(TITLE) + 6 * PT
        days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
        columns = min(len(days), 7)
        width = paper.inner / columns
        if columns > 1:
            for n, day in enumerate(days[:columns]):
                name = date_format(day, "cccc", language())
                self._put(Words(paper.left + n * width + _PAD, top, capital(name), STRONG))
            top += self._measure.height(STRONG) + 2 * PT
        height = (paper.height - paper.bottom - 12 * PT - top) / -(-len(days) // columns)
        for n, day in enumerate(days):
            week, column = divmod(n, columns)
            self._day(day, paper.left + column * width, top + week * height, width, height)
        yield self._page

    def _put(self, item: Words | Box) -> None:
        self._page.items.append(item)

    def _day(self, day: date, x: float, y: float, width: float, height: float) -> None:
        span = self._sheet.span
        self._put(Box(x, y, width, height, is_filled=False))
        is_other = span.mode == "month" and day.month != span.day.month
        self._put(Words(x + _PAD, y + _PAD, str(day.day), SMALL if is_other else GROUP))
        holiday = self._sheet.holidays.get(day)
        if holiday:
            room = width - 26 * PT
            self._put(
                Words(x + 22 * PT, y + _PAD + PT, self._cut(holiday, _QUIET, room), _QUIET, room, "right")
            )
        top = y + _PAD + self._measure.height(GROUP)
        line = self._measure.height(_LINE)
        lines = max(int((y + height - _PAD - top) // line), 1)
        here = self._sheet.on(day)
        shown = here if len(here) <= lines else here[: lines - 1]
        for each in shown:
            text = " ".join(filter(None, [clock_of(each), each.title]))
            is_quiet = each.layer == "birthday" or each.standing == "over"
            style = _QUIET if is_quiet else _LINE
            self._put(Words(x + _PAD, top, self._cut(text, style, width - 2 * _PAD), style))
            top += line
        if n := len(here) - len(shown):
            self._put(Words(x + _PAD, top, ngettext("+{n} more", "+{n} more", n).format(n=n), _QUIET))

    def _cut(self, text: str, style: Style, width: float) -> str:
        """As much of a text as has room in one line."""
        if self._measure.width(text, style) <= width:
            return text
        while text and self._measure.width(f"{text}…", style) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"
