"""What an entry of a calendar says, as values of a record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.blueprint.context import Context, Values
from app.blueprint.dates import Appointment
from app.blueprint.kept import ID_LENGTH
from app.blueprint.kinds import Kind, Number
from app.blueprint.lists import find_choice
from app.blueprint.recurrence import slots
from app.blueprint.rows import References
from app.blueprint.section import Section
from app.core.texts import _
from app.services.exchange.calendar_entries import Entry
from app.services.exchange.calendar_rules import leads_of, on_wall, recurrence_of
from app.services.exchange.putting import Name

if TYPE_CHECKING:
    from icalendar import Component

STATES = {
    "VEVENT": {"planned": "TENTATIVE", "done": "CONFIRMED"},
    "VTODO": {"open": "NEEDS-ACTION", "waiting": "NEEDS-ACTION", "in_progress": "IN-PROCESS",
              "done": "COMPLETED", "cancelled": "CANCELLED"},
}  # fmt: skip
"""What calendars call the states of events and tasks."""

PRIORITIES = {"high": 1, "normal": 5, "low": 9}

_DAY = timedelta(days=1)
_PLACE = re.compile(r"[A-Za-z_]+/[A-Za-z_]+(?:/[A-Za-z_]+)?$")


@dataclass(frozen=True)
class Span:
    """When an entry is: on the wall of ``zone``, how long, and whether its end is what counts."""

    start: date
    zone: str
    lasts: timedelta
    is_end: bool

    @property
    def has_time(self) -> bool:
        """Has it an hour?"""
        return isinstance(self.start, datetime)


class EntryValues:
    """Reads entries for one section; ``is_known`` tells whether a name is that of exactly one person here."""

    def __init__(
        self,
        section: Section,
        context: Context,
        value: Callable[[Kind, Any], Any],
        is_known: Callable[[str], bool],
    ) -> None:
        self._section, self._context, self._value, self._is_known = section, context, value, is_known
        self._by_word = {each.carried_as: each for each in section.stored if each.carried_as}

    def of(self, entry: Entry) -> Values:
        """The values of an entry; ValueError with a sentence if it cannot be taken."""
        component = entry.component
        status = str(component.get("STATUS", "")).upper()
        if status == "CANCELLED" and self._section.carried_by == "VEVENT":
            raise ValueError(_("it was cancelled"))
        values: Values = {}
        span = self._span(component)
        text = self._recurrence(entry, span) if span is not None else None
        if span is not None:
            values[self._section.when] = self._stored(span)
            if text is not None and self._section.repeats is not None:
                values[self._section.repeats.key] = text
            self._lasting(values, span)
            values["reminders"] = leads_of(component, span.start, span.lasts, span.is_end)
        self._identify(values, entry, span)
        self._texts(values, component)
        self._choices(values, component)
        self._people(values, component)
        self._state(values, entry, status, span)
        return values

    # -- times ---------------------------------------------------------------------------------------------

    def _span(self, component: Component) -> Span | None:
        begin, due, end = (_date(component, name) for name in ("DTSTART", "DUE", "DTEND"))
        length = getattr(component.get("DURATION"), "dt", None)
        end = due if due is not None else end
        if end is None and begin is not None and isinstance(length, timedelta):
            end = begin + length
        is_task = self._section.carried_by == "VTODO"
        when = end if is_task and end is not None else begin
        if when is None:
            if is_task:
                return None
            raise ValueError(_("it has no time"))
        zone = self._zone(component, when)
        lasts = timedelta()
        if begin is not None and end is not None and isinstance(begin, datetime) == isinstance(end, datetime):
            lasts = on_wall(end, zone) - on_wall(begin, zone)
        return Span(on_wall(when, zone), zone, max(lasts, timedelta()), is_task and end is not None)

    def _zone(self, component: Component, when: date) -> str:
        """The zone on whose wall the entry lives: its own where it has one that is known, else the user's."""
        is_kept = isinstance(self._section.by_key[self._section.when].kind, Appointment)
        if not isinstance(when, datetime) or when.tzinfo is None or not is_kept:
            return self._context.zone
        name = str(getattr(when.tzinfo, "key", "") or "")
        if name == "UTC" or when.utcoffset() is None or not name:
            found = _PLACE.search(str(component["DTSTART"].params.get("TZID", "")))
            name = found[0] if found else name
        if name == "UTC":
            return "UTC" if "RRULE" in component or "RDATE" in component else self._context.zone
        return name if _is_zone(name) else self._context.zone

    def _stored(self, span: Span) -> str:
        if not isinstance(self._section.by_key[self._section.when].kind, Appointment):
            return (
                span.start.isoformat(timespec="minutes")
                if isinstance(span.start, datetime)
                else str(span.start)
            )
        start = span.start if isinstance(span.start, datetime) else datetime.combine(span.start, clock_time())
        return f"{start:%Y-%m-%dT%H:%M}[{span.zone}]"

    def _recurrence(self, entry: Entry, span: Span) -> str | None:
        if entry.instead is not None:
            if "RANGE" in entry.component["RECURRENCE-ID"].params:
                raise ValueError(_("“{part}” is not understood here").format(part="RANGE=THISANDFUTURE"))
            return None
        apart = (on_wall(each, span.zone) for each in entry.apart)
        days = [each.date() if isinstance(each, datetime) else each for each in apart]
        return recurrence_of(entry.component, span.start, span.zone, days)

    def _lasting(self, values: Values, span: Span) -> None:
        field = self._by_word.get("DURATION")
        if field is None or not isinstance(field.kind, Number) or not span.lasts:
            return
        minutes = round(span.lasts.total_seconds() / 60)
        if span.has_time or span.lasts > _DAY:
            values[field.key] = min(minutes, int(field.kind.maximum or minutes))

    # -- the rest ------------------------------------------------------------------------------------------

    def _identify(self, values: Values, entry: Entry, span: Span | None) -> None:
        """The id by which another import knows it; what is of one series has the same key."""
        key = entry.uid
        if entry.instead is not None and span is not None:
            day = on_wall(entry.instead, span.zone)
            values["instance"] = f"{day:%Y-%m-%d}"
            key = f"{entry.uid}#{day:%Y-%m-%d}"
        if entry.uid and (entry.instead is not None or "repeats" in values):
            values["series"] = hashlib.sha256(entry.uid.encode()).hexdigest()[:32]
        if key and len(key) <= ID_LENGTH:
            values["external_ids"] = [{"key": key}]

    def _texts(self, values: Values, component: Component) -> None:
        found = {
            word: str(component.get(word, "")).strip() for word in ("SUMMARY", "DESCRIPTION", "LOCATION")
        }
        if found["LOCATION"]:
            place = f"{_('Address')}: {found['LOCATION']}"
            found["DESCRIPTION"] = "\n".join(filter(None, (found["DESCRIPTION"], place)))
        for word in ("SUMMARY", "DESCRIPTION"):
            field = self._by_word.get(word)
            if field is not None and found[word]:
                values[field.key] = self._value(field.kind, found[word])

    def _choices(self, values: Values, component: Component) -> None:
        names = _categories(component)
        field = self._section.by_key.get(self._section.type_field)
        if field is not None:
            list_key = getattr(field.kind, "list", "")
            keys = [(name, find_choice(list_key, name, self._context)) for name in names]
            known = next(((name, key) for name, key in keys if key), None)
            values[field.key] = known[1] if known else "meeting"
            names = [name for name in names if known is None or name != known[0]]
        if names:
            values["groups"] = [Name(name) for name in dict.fromkeys(names)]
        for word, field in self._by_word.items():
            if word == "PRIORITY" and (number := _number(component, word)):
                values[field.key] = "high" if number < 5 else "normal" if number == 5 else "low"
            elif word == "PERCENT-COMPLETE" and component.get(word) is not None:
                values[field.key] = min(100, max(0, _number(component, word)))

    def _people(self, values: Values, component: Component) -> None:
        field = self._by_word.get("CONTACT")
        found = component.get("CONTACT") or []
        names = [str(each).strip() for each in (found if isinstance(found, list) else [found])]
        known = [Name(name) for name in names if self._is_known(name)]
        if field is not None and known:
            values[field.key] = known if isinstance(field.kind, References) else known[0]

    def _state(self, values: Values, entry: Entry, status: str, span: Span | None) -> None:
        """As our own export says it; in other calendars an event that has been is done."""
        field = self._by_word.get("STATUS")
        if field is None:
            return
        done = _date(entry.component, "COMPLETED")
        states = STATES[self._section.carried_by]
        said = next((key for key, word in states.items() if word == status), "")
        if self._section.carried_by == "VTODO":
            values[field.key] = "done" if done is not None and not said else said or "open"
            if done is not None and "COMPLETED" in self._by_word:
                moment = on_wall(done, self._context.zone)
                values[self._by_word["COMPLETED"].key] = moment.isoformat()[:16]
            start = _date(entry.component, "DTSTART")
            if start is not None and span is not None and span.is_end and "start" in self._section.by_key:
                values["start"] = on_wall(start, self._context.zone).isoformat()[:16]
        elif entry.is_ours and said:
            values[field.key] = said
        elif span is not None:
            values[field.key] = "planned" if self._is_ahead(values) else "done"

    def _is_ahead(self, values: Values) -> bool:
        """Does it come again, or for the first time?"""
        when, today = values[self._section.when], self._context.today
        low = datetime.combine(today, clock_time())
        text = values.get("repeats")
        if text is None:
            return str(when)[:10] >= today.isoformat()
        return next(iter(slots(text, when, low)), None) is not None


def _date(component: Component, name: str) -> date | None:
    found = component.get(name)
    found = found[0] if isinstance(found, list) else found
    moment = getattr(found, "dt", None)
    return moment if isinstance(moment, date) else None


def _categories(component: Component) -> list[str]:
    found = component.get("CATEGORIES") or []
    pieces = found if isinstance(found, list) else [found]
    return [str(name).strip() for piece in pieces for name in getattr(piece, "cats", []) if str(name).strip()]


def _number(component: Component, name: str) -> int:
    try:
        return int(component.get(name, 0))
    except (TypeError, ValueError):
        return 0


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return False
    return True
