"""Whom a day makes one think of: birthdays around it, clients with whom nothing is planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.blueprint.conditions import HAPPENINGS, Condition, Conditions
from app.blueprint.context import Context
from app.blueprint.dates import date_format, wall_time
from app.blueprint.field import Field
from app.blueprint.section import Section
from app.core.texts import _, capital, ngettext
from app.services.around import subtitle_of
from app.services.cadence import grade_field
from app.services.day_page import SHORT, DayLine, DayPart
from app.services.days import Occasion
from app.services.rows import ListQuery

if TYPE_CHECKING:
    from app.services.library import Library, Record


class DayPeople:
    """Reads these two parts of the page."""

    def __init__(self, library: Library, ahead: int, behind: int) -> None:
        self._library = library
        self._context: Context = library.context()
        self._today = self._context.today
        self._ahead, self._behind = ahead, behind

    def birthdays(self) -> DayPart:
        """Those to come from today on, then those that have just been."""
        first, last = self._today - timedelta(days=self._behind), self._today + timedelta(days=self._ahead)
        found = self._library.days.of_years(first, last)
        ahead = [each for each in found if each.starts.date() >= self._today]
        behind = [each for each in reversed(found) if each.starts.date() < self._today]
        chosen = [*ahead, *behind][:SHORT]
        people = self._library.get_many([each.uid for each in chosen])
        lines = tuple(self._born(each, people.get(each.uid)) for each in chosen)
        return DayPart(lines, len(found))

    def _born(self, each: Occasion, person: Record | None) -> DayLine:
        values = person.values if person is not None else {}
        days = (each.starts.date() - self._today).days
        near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
        at = near.get(days) or capital(self._date(each.starts.date(), "ccc d" if days < 14 else "d MMM"))
        if days < -1:
            at = ngettext("{n} day ago", "{n} days ago", -days).format(n=-days)
        note = " · ".join(filter(None, [each.note, self._job(person) if person is not None else ""]))
        return DayLine(
            each.section,
            each.uid,
            at,
            each.title,
            note,
            "gift" if each.is_round else "cake",
            "birthday",
            is_round=each.is_round,
            person=each.uid,
            can_call=bool(values.get("phones")),
            can_write=bool(values.get("emails") or values.get("accounts")),
        )

    def stepless(self) -> DayPart:
        """Clients with whom nothing is planned: those with a grade; where none has one, those with a past.

        Those to whom nobody has talked for longer than their grade allows come first.
        """
        section = next((each for each in self._library.registry.sections if next_step_of(each)), None)
        step = next_step_of(section) if section is not None else None
        if section is None or step is None:
            return DayPart()
        nothing_planned = Condition(step.key, "empty")
        lists = self._library.lists
        for clients in clients_of(section):
            conditions = Conditions((clients, nothing_planned))
            query = ListQuery(section.key, conditions=conditions, sort=clients.field)
            if clients.field not in section.list_fields:
                query = ListQuery(section.key, conditions=conditions)
            count = lists.count(query).n
            if count:
                lines = self._lines(section, lists.uids_of(lists.first_ids(query, SHORT)))
                return DayPart(lines, count, query)
        return DayPart()

    def _lines(self, section: Section, uids: Sequence[str]) -> tuple[DayLine, ...]:
        cadence = self._library.cadence
        late = {each.uid: each.days for each in cadence.due(section.key, SHORT)}
        chosen = list(dict.fromkeys([*late, *uids]))
        records, last = self._library.get_many(chosen), cadence.last(section.key, chosen)
        return tuple(
            self._without(
                section, records[uid], self._days(late[uid]) if uid in late else self._since(last[uid]),
                is_late=uid in late,
            )
            for uid in [each for each in chosen if each in records][:SHORT]
        )  # fmt: skip

    def _without(self, section: Section, record: Record, at: str, *, is_late: bool) -> DayLine:
        grade = grade_field(section)
        words = [
            grade.kind.show(record.values.get(grade.key), self._context) if grade is not None else "",
            self._job(record),
        ]
        return DayLine(
            section.key,
            record.uid,
            at,
            record.title,
            " · ".join(filter(None, words)),
            "circle-question-mark",
            "stepless",
            is_late=is_late,
            person=record.uid,
            can_call=bool(record.values.get("phones")),
        )

    def _job(self, person: Record) -> str:
        """Job and firm, as they stand under the name."""
        return subtitle_of(self._library.registry.section(person.section), person, self._context)

    def _since(self, last_at: str) -> str:
        """How long ago something took place with somebody last."""
        try:
            passed = (self._today - wall_time(last_at).date()).days if last_at else -1
        except ValueError:  # damaged, or of another program
            passed = -1
        return self._days(passed) if passed >= 0 else "—"

    def _days(self, n: int) -> str:
        return ngettext("{n} day", "{n} days", n).format(n=n)

    def _date(self, day: date, pattern: str) -> str:
        return date_format(day, pattern, self._context.language)


def clients_of(section: Section) -> Iterator[Condition]:
    """Who counts as a client: who has a grade; where nobody has one, with whom something happened."""
    if (grade := grade_field(section)) is not None:
        yield Condition(grade.key, "not_empty")
    yield Condition(HAPPENINGS, "not_empty")


def next_step_of(section: Section) -> Field | None:
    """The field that says what is planned next with a record."""
    return next((each for each in section.fields if each.nearest and not each.nearest.is_last), None)
