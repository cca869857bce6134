"""What lies on the days of a calendar: records with a time, days that come every year, holidays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.blueprint.context import Context, Values
from app.blueprint.dates import Appointment, Birthday, DateOrTime, DayMonth, age, wall_time
from app.blueprint.field import Field
from app.blueprint.section import Section, Standing
from app.blueprint.views import Calendar
from app.core.texts import _, ngettext
from app.services.days_again import Again
from app.services.holidays import holidays_between
from app.services.rows import ListQuery
from app.store.days import on_days, yearly
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

LONGEST = timedelta(days=7)
"""So far back something may have begun that is still going on."""
Layer = Literal["record", "birthday", "holiday"]
NOTES = 2
"""Further texts of a record that are shown beside its title."""


@dataclass(frozen=True)
class Occasion:
    """Something on a day. Times are on the wall; ``ends`` equals ``starts`` where nothing lasts.

    ``stored`` is the value of its field, so that a move keeps what else it says; ``zone`` the name of the
    place whose wall is meant, where its clock shows another time than here.
    """

    section: str
    uid: str
    title: str
    starts: datetime
    ends: datetime
    is_all_day: bool = False
    layer: Layer = "record"
    icon: str = ""
    standing: Standing = ""
    note: str = ""
    stored: str = ""
    zone: str = ""
    is_round: bool = False
    is_again: bool = False
    """Is it an occurrence after the one that stands in its record? Another time of it is a matter of
    ``library.series``, which takes its ``starts`` for the slot."""
    repeats: str = ""
    """The recurrence of its record."""

    @property
    def key(self) -> tuple[str, str, datetime]:
        """Which one it is, among those of a record that comes again and again."""
        return self.section, self.uid, self.starts

    @property
    def last_day(self) -> date:
        """The last day that it touches; an end at midnight touches the day before."""
        if self.ends > self.starts:
            return (self.ends - timedelta(microseconds=1)).date()
        return self.starts.date()

    @property
    def days(self) -> int:
        """How many days it touches."""
        return (self.last_day - self.starts.date()).days + 1


@dataclass(frozen=True)
class Spread:
    """The occasions of some days in order; ``totals`` says of days how many there are, shown or not."""

    occasions: tuple[Occasion, ...] = ()
    totals: dict[date, int] = field(default_factory=dict)


class Days:
    """Answers for calendars. Every call may come from any thread."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def of(self, query: ListQuery, calendar: Calendar, first: date, last: date, per_day: int) -> Spread:
        """What the query finds on the days from first to last: of each day the first ``per_day``."""
        section = self._library.registry.section(query.section)
        columns = _columns(section, calendar)
        low, high = (first - LONGEST).isoformat(), (last + timedelta(days=1)).isoformat()

        def ask(reader: Any, connection: Any) -> list[tuple[Any, ...]]:
            begin = low if calendar.minutes else first.isoformat()
            names = [column for column in columns.values() if column]
            when = section.by_key[calendar.when].column_name
            return on_days(reader, connection, when, (begin, high), names, per_day)

        found = self._library.lists.asked(query, ask)
        occasions = list(self._made(section, calendar, list(columns), found))
        totals: dict[date, int] = {}
        for row in found:
            if (day := _day(row[3])) is not None:
                totals[day] = row[-1]
        again = Again(self._library, section, calendar, first, last)
        stored = self._made(section, calendar, list(columns), again.rows(query, list(columns.values())))
        occasions = again.added(occasions, stored, totals, per_day)
        shown = tuple(each for each in occasions if first <= each.last_day and each.starts.date() <= last)
        return Spread(shown, {day: n for day, n in totals.items() if first <= day <= last})

    def of_years(self, first: date, last: date) -> list[Occasion]:
        """Birthdays and name days of all sections on the days from first to last."""
        found: list[Occasion] = []
        with self._database.read() as connection:
            for section in self._library.registry.sections:
                for each in section.stored:
                    if isinstance(each.kind, (Birthday, DayMonth)) and not each.is_hidden:
                        rows = yearly(connection, section, each, first, last)
                        found += (one for row in rows for one in _yearly(section, each, row, first, last))
        return sorted(found, key=lambda each: each.starts)

    def holidays(self, first: date, last: date) -> dict[date, str]:
        """Public holidays of the user's country."""
        context = self._library.context()
        return holidays_between(context.region, context.language, first, last)

    def day_of(self, section: str, uid: str, calendar: Calendar) -> date | None:
        """The day on which a record stands in a calendar; None if on none."""
        record = self._library.get(uid)
        value = record.values.get(calendar.when) if record is not None and record.section == section else None
        return _day(value)

    def moved(self, occasion: Occasion, calendar: Calendar, starts: datetime, ends: datetime,
              is_all_day: bool) -> Values:  # fmt: skip
        """The values that put an occasion to another time; zone, all-day and what lasts are kept."""
        kind = self._library.registry.section(occasion.section).by_key[calendar.when].kind
        values: Values = {calendar.when: stored_time(kind, starts, is_all_day, occasion.stored)}
        minutes = round((ends - starts).total_seconds() / 60)
        if calendar.minutes and minutes != round((occasion.ends - occasion.starts).total_seconds() / 60):
            values[calendar.minutes] = minutes or None
        return values

    # -- inside -------------------------------------------------------------------------------------------

    def _made(
        self, section: Section, calendar: Calendar, keys: Sequence[str], found: Sequence[tuple[Any, ...]]
    ) -> Iterator[Occasion]:
        context = self._library.context()
        icons = self._library.sections.icons_by_type(section)
        notes = note_columns(section)
        rows = self._library.lists.rows(section.key, [row[0] for row in found], notes)
        for row, shown in zip(found, rows, strict=True):
            values = dict(zip(keys, row[3:-1], strict=True))
            note = " · ".join([cell for cell in shown.cells if cell][:NOTES])
            made = _occasion(section, calendar, row, values, context)
            if made is not None:
                icon = icons.get(values.get(section.type_field) or "", "") or icons[""]
                yield replace(made, icon=icon, note=note)


def note_columns(section: Section) -> list[str]:
    """What a card or a line shows beside the title: the first columns of the list that say something else."""
    said = {"title", section.when, section.type_field, section.open_when[0] if section.open_when else ""}
    return [key for key in section.columns if key not in said]


def _columns(section: Section, calendar: Calendar) -> dict[str, str]:
    """Fields that a calendar reads, and their columns; the time first."""
    keys = [calendar.when, calendar.minutes, section.type_field, section.open_when and section.open_when[0]]
    return {key: section.by_key[key].column_name for key in dict.fromkeys(keys) if key}


def _day(value: Any) -> date | None:
    try:
        return wall_time(str(value)).date() if value else None
    except ValueError:  # damaged, or of another program
        return None


def _occasion(
    section: Section, calendar: Calendar, row: tuple[Any, ...], values: Values, context: Context
) -> Occasion | None:
    stored = str(values[calendar.when])
    try:
        starts = wall_time(stored)
    except ValueError:
        return None
    minutes = int(values.get(calendar.minutes) or 0) if calendar.minutes else 0
    # An appointment always has an hour: one at midnight that does not last is meant for the day.
    is_all_day = "T" not in stored or (starts.time() == clock_time() and not minutes)
    state = values.get(section.open_when[0]) if section.open_when else None
    standing: Standing = ""
    if calendar.when == section.when and section.open_when:
        standing = section.standing_of((stored, state), context.today)
    return Occasion(
        section.key, row[1], row[2], starts, starts + timedelta(minutes=minutes), is_all_day,
        standing=standing, stored=stored, zone=_elsewhere(stored, starts, context.zone),
    )  # fmt: skip


def _elsewhere(stored: str, starts: datetime, here: str) -> str:
    """The place of a zone whose clock shows another time than the one here; else empty."""
    zone = stored.partition("[")[2].rstrip("]")
    if not zone or zone == here:
        return ""
    try:
        there, own = ZoneInfo(zone), ZoneInfo(here)
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    is_same = starts.replace(tzinfo=there).utcoffset() == starts.replace(tzinfo=own).utcoffset()
    return "" if is_same else zone.rpartition("/")[2].replace("_", " ")


def stored_time(kind: Any, at: datetime, is_all_day: bool, before: str = "") -> str:
    """A time as the field keeps it: a day alone where it can, else with the zone that was there."""
    if isinstance(kind, Appointment):
        zone = before.partition("[")[2]
        moment = datetime.combine(at.date(), clock_time()) if is_all_day else at
        return moment.strftime("%Y-%m-%dT%H:%M") + (f"[{zone}" if zone else "")
    if is_all_day or (isinstance(kind, DateOrTime) and kind.name == "date"):
        return at.date().isoformat()
    return at.strftime("%Y-%m-%dT%H:%M")


def _yearly(
    section: Section, each: Field, row: tuple[str, str, str], first: date, last: date
) -> Iterator[Occasion]:
    uid, title, value = row
    month, day = int(value[-5:-3]), int(value[-2:])
    for year in range(first.year, last.year + 1):
        try:
            at = date(year, month, day)
        except ValueError:  # 29 February
            at = date(year, month, 28)
        if first <= at <= last:
            years = (age(value, at) or 0) if isinstance(each.kind, Birthday) else 0
            note = _turns(years) if years else _(each.label)
            moment = datetime.combine(at, clock_time())
            yield Occasion(
                section.key, uid, title, moment, moment, True, "birthday", "cake", note=note, stored=value,
                is_round=years > 0 and years % 5 == 0,
            )  # fmt: skip


def _turns(years: int) -> str:
    return ngettext("turns {n}", "turns {n}", years).format(n=years)
