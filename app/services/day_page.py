"""What a day begins with: what is overdue, due today or soon, birthdays, clients without a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from app.blueprint.conditions import Condition, Conditions
from app.blueprint.context import Context
from app.blueprint.dates import date_format, wall_time
from app.blueprint.rows import Reference, References
from app.blueprint.section import Section
from app.core.texts import _, capital, ngettext
from app.services.days import note_columns
from app.services.rows import ListQuery

if TYPE_CHECKING:
    from app.services.day_people import DayPeople
    from app.services.library import Library, Record

SHOWN, LATE = 30, 8
"""Lines of today's and of overdue records; of more of them the heading tells how many there are."""
SHORT = 5
"""Lines of what stands beside them."""
About = Literal["due", "birthday", "stepless"]
AHEAD, BEHIND = 7, 3
"""Birthdays are shown so many days before, and so many after for who forgot, unless others are wished."""


@dataclass(frozen=True)
class DayLine:
    """A line: when, what, about whom. ``person`` is who is called or written to; empty if nobody can be."""

    section: str
    uid: str
    at: str
    title: str
    note: str
    icon: str
    about: About = "due"
    is_late: bool = False
    is_round: bool = False
    person: str = ""
    can_call: bool = False
    can_write: bool = False
    when: str = ""
    """The stored value of its time."""

    def acts(self, *, can_write: bool) -> list[str]:
        """What is offered beside it: call, write, later, done, plan; one way to congratulate is enough."""
        if self.about == "birthday":
            return ["write"] if self.can_write else ["call"] if self.can_call else []
        found = ["call"] if self.can_call and self.about == "due" else []
        found += ["write"] if self.can_write else []
        if can_write:
            found += ["later", "done"] if self.about == "due" else ["plan"]
        return found


@dataclass(frozen=True)
class DayPart:
    """A part of the page: its lines, and how many there are with those that are not shown."""

    lines: tuple[DayLine, ...] = ()
    count: int = 0
    query: ListQuery | None = None
    """What finds all of them; of several sections those of the first."""


@dataclass(frozen=True)
class DayPage:
    """The whole page."""

    day: date
    overdue: DayPart = field(default_factory=DayPart)
    today: DayPart = field(default_factory=DayPart)
    week: DayPart = field(default_factory=DayPart)
    birthdays: DayPart = field(default_factory=DayPart)
    stepless: DayPart = field(default_factory=DayPart)
    calls: int = 0
    meetings: int = 0

    @property
    def is_empty(self) -> bool:
        """Is there nothing to do and nobody to think of?"""
        parts = (self.overdue, self.today, self.week, self.birthdays, self.stepless)
        return not any(part.lines for part in parts)

    def summary(self) -> str:
        """``5 to call · 2 meetings · 3 overdue · 2 birthdays``."""
        parts = (
            (self.calls, ngettext("{n} to call", "{n} to call", self.calls)),
            (self.meetings, ngettext("{n} meeting", "{n} meetings", self.meetings)),
            (self.overdue.count, ngettext("{n} overdue", "{n} overdue", self.overdue.count)),
            (self.birthdays.count, ngettext("{n} birthday", "{n} birthdays", self.birthdays.count)),
        )
        return " · ".join(text.format(n=n) for n, text in parts if n)


def end_of_week(day: date) -> date:
    """Sunday; towards the end of a week that of the next one, so that Monday is not a surprise."""
    sunday = day + timedelta(days=6 - day.weekday())
    return sunday if day.weekday() < 4 else sunday + timedelta(days=7)


def overdue_count(library: Library) -> int:
    """How many open records have passed their time."""
    today = library.context().today
    return sum(library.lists.count(_open(each, None, today)).n for each in _timed(library))


def read_day(library: Library, ahead: int = AHEAD, behind: int = BEHIND) -> DayPage:
    """Read the page; only what it shows is read, however much there is. Birthdays are those of so many days
    ahead and of so many that have passed."""
    from app.services.day_people import DayPeople

    return _Reader(library).page(DayPeople(library, ahead, behind))


def _timed(library: Library) -> list[Section]:
    """Sections whose records are open until a time."""
    return [each for each in library.registry.sections if each.when and each.open_when]


def _open(section: Section, low: date | None, high: date | None) -> ListQuery:
    """What is open from one day (included) to another (left out)."""
    assert section.open_when is not None
    key, values = section.open_when
    found = [Condition(key, "one_of", values)]
    if low is not None and high is not None:
        span = (low.isoformat(), (high - timedelta(days=1)).isoformat())
        found.append(Condition(section.when, "between", span))
    elif high is not None:
        found.append(Condition(section.when, "before", high.isoformat()))
    return ListQuery(
        section.key, conditions=Conditions(tuple(found)), sort=section.when, is_descending=low is None
    )


class _Reader:
    """Reads the parts of one page."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._context: Context = library.context()
        self._today = self._context.today
        self._types: dict[str, int] = {}

    def page(self, people: DayPeople) -> DayPage:
        today, tomorrow = self._today, self._today + timedelta(days=1)
        overdue = self._part(None, today, LATE)
        now = self._part(today, tomorrow, SHOWN, is_counting=True)
        week = self._part(tomorrow, end_of_week(today) + timedelta(days=1), SHORT)
        return DayPage(
            today,
            overdue,
            now,
            week,
            people.birthdays(),
            people.stepless(),
            calls=self._types.get("call", 0),
            meetings=self._types.get("meeting", 0),
        )

    # -- what has a time ----------------------------------------------------------------------------------

    def _part(self, low: date | None, high: date, limit: int, *, is_counting: bool = False) -> DayPart:
        found: list[DayLine] = []
        count, queries = 0, dict[str, ListQuery]()
        for section in _timed(self._library):
            query = queries[section.key] = _open(section, low, high)
            count += self._library.lists.count(query).n
            uids = self._library.lists.uids_of(self._library.lists.first_ids(query, limit))
            records = self._library.get_many(uids)
            lines = self._lines(section, [records[uid] for uid in uids if uid in records])
            found += lines
            if is_counting:
                self._count_types(section, records.values())
        found.sort(key=lambda line: (line.when[:10], "T" not in line.when, line.when), reverse=low is None)
        return DayPart(tuple(found[:limit]), count, queries[found[0].section] if found else None)

    def _count_types(self, section: Section, records: Iterable[Record]) -> None:
        for record in records:
            kind = str(record.values.get(section.type_field) or "")
            self._types[kind] = self._types.get(kind, 0) + 1

    def _lines(self, section: Section, records: Sequence[Record]) -> list[DayLine]:
        people = people_of(self._library, section, records)
        icons = self._library.sections.icons_by_type(section)
        ids = self._library.lists.ids_of([each.uid for each in records])
        words = {each.by for each in section.boards}
        columns = [key for key in note_columns(section) if key not in words]
        notes = self._library.lists.rows(section.key, ids, columns)
        told = {row.uid: " · ".join([cell for cell in row.cells if cell][:2]) for row in notes}
        return [self._line(section, each, people, icons, told.get(each.uid, "")) for each in records]

    def _line(
        self,
        section: Section,
        record: Record,
        people: Mapping[str, Record],
        icons: Mapping[str, str],
        told: str,
    ) -> DayLine:
        """About somebody: who, and below it what about; else what, and below it for whom."""
        when = str(record.values.get(section.when) or "")
        person = next((uid for uid in pointed(section, record) if uid in people), "")
        is_about = bool(section.type_field and told)
        title, note = (told, record.title) if is_about else (record.title, f"{_(section.one)} · {told}")
        kind = str(record.values.get(section.type_field) or "")
        known = people.get(person)
        is_late = when[:10] < self._today.isoformat()
        return DayLine(
            section.key,
            record.uid,
            self._at(when),
            title,
            note.removesuffix(" · ") if note != title else "",
            icons.get(kind) or icons[""],
            is_late=is_late,
            person=person,
            can_call=known is not None and bool(known.values.get("phones")) and kind in ("", "call"),
            can_write=known is not None and bool(known.values.get("emails")) and kind == "email",
            when=when,
        )

    def _at(self, when: str) -> str:
        """``09:30`` of today; ``Fri 16:00`` of the last days; ``Tue`` of the coming ones; ``20 Nov``."""
        try:
            moment = wall_time(when)
        except ValueError:
            return ""
        distance = (moment.date() - self._today).days
        clock = moment.strftime("%H:%M") if "T" in when and (moment.hour or moment.minute) else ""
        if distance == 0:
            return clock or _("all day")
        if 0 < distance < 14:
            day = "ccc" if distance < 7 else "d MMM"
            return " ".join(filter(None, [capital(self._date(moment.date(), day)), clock]))
        if distance >= -6 and clock:
            return f"{capital(self._date(moment.date(), 'ccc'))} {clock}"
        is_near = moment.year == self._today.year or distance > -180
        return self._date(moment.date(), "d MMM" if is_near else "d MMM y")

    def _date(self, day: date, pattern: str) -> str:
        return date_format(day, pattern, self._context.language)


def people_of(library: Library, section: Section, records: Sequence[Record]) -> dict[str, Record]:
    """Who can be called or written to, of those that these records speak of."""
    uids = {uid for each in records for uid in pointed(section, each)}
    found, sections = library.get_many(list(uids)), library.registry
    return {uid: each for uid, each in found.items() if "call" in sections.section(each.section).actions}


def pointed(section: Section, record: Record) -> list[str]:
    """Uids of the records that a record speaks of, by its own fields."""
    found: list[str] = []
    for each in section.stored:
        value: Any = record.values.get(each.key)
        if not value or each.is_shared or not isinstance(each.kind, (Reference, References)):
            continue
        found += [value] if isinstance(each.kind, Reference) else list(value)
    return found
