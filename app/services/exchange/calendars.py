"""Events and tasks as an iCalendar file, for calendars elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app import __version__
from app.blueprint.alarms import alarms_of
from app.blueprint.context import Context, Values
from app.blueprint.dates import wall_time
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Kind, LongText, RichText
from app.blueprint.rows import Groups, Reference, References
from app.blueprint.section import Section
from app.core.clock import from_stamp
from app.core.errors import UsageError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.calendar_rules import add_alarms, add_recurrence, at_day
from app.services.exchange.calendar_values import PRIORITIES, STATES
from app.services.exchange.writing import write_atomically

if TYPE_CHECKING:
    from icalendar import Component

    from app.services.library import Library, Record

CHUNK = 500
"""Records read at a time."""


def export_calendar(
    library: Library,
    section: Section,
    uids: Sequence[str],
    to: Path,
    _options: Mapping[str, Any],
    columns: Collection[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write events or tasks as a calendar; how many they were."""
    from icalendar import Calendar

    if section.carried_by not in STATES:
        titles = [_(each.title) for each in library.registry.sections if each.carried_by in STATES]
        told = _("A calendar holds {sections}; choose one of them.")
        raise UsageError(told.format(sections=", ".join(titles)))
    calendar = Calendar()
    calendar.add("prodid", f"-//Cartoteca//Cartoteca {__version__}//EN")
    calendar.add("version", "2.0")
    count = 0
    series = _SeriesOf(library, section, uids)
    defaults = library.reminders.defaults(section.key)
    for record in _records(library, uids, progress):
        made = _component(library, section, record, columns)
        series.join(made, record)
        start = made.get("DUE") or made.get("DTSTART")
        if start is not None:
            alarms = alarms_of(section, record.values, defaults)
            add_alarms(made, alarms, start.dt, "DUE" in made, record.title)
        calendar.add_component(made)
        count += 1
    calendar.add_missing_timezones()
    write_atomically(to, lambda path: _write(path, calendar.to_ical()))
    return count


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _records(library: Library, uids: Sequence[str], progress: Progress | None) -> Iterator[Record]:
    for start in range(0, len(uids), CHUNK):
        part = uids[start : start + CHUNK]
        found = library.get_many(part)
        yield from (found[uid] for uid in part if uid in found)
        if progress is not None:
            progress.step(min(start + CHUNK, len(uids)), len(uids))


def _component(
    library: Library, section: Section, record: Record, columns: Collection[str] | None
) -> Component:
    from icalendar import Event, Todo

    made: Component = Event() if section.carried_by == "VEVENT" else Todo()
    context = library.context()
    made.add("uid", _uid(record))
    made.add("dtstamp", from_stamp(record.values["updated_at"]))
    made.add("created", from_stamp(record.values["created_at"]))
    made.add("last-modified", from_stamp(record.values["updated_at"]))
    made.add("summary", record.title)
    for field in section.stored:
        value = record.values.get(field.key)
        is_wanted = columns is None or field.key in columns
        if field.carried_as not in _BESIDES and value is not None and is_wanted:
            for each in _values(section, field, value, record.values, context):
                made.add(field.carried_as.lower(), each)
    return made


_BESIDES = ("", "SUMMARY", "UID", "RRULE", "RECURRENCE-ID")
"""Properties that are written from more than the value of a field."""


def _uid(record: Record) -> str:
    ids = record.values.get("external_ids") or ()
    return str(ids[0]["key"]).partition("#")[0] if ids else record.uid


class _SeriesOf:
    """Joins what stands in place of an occurrence to the series that the same file has."""

    def __init__(self, library: Library, section: Section, uids: Sequence[str]) -> None:
        self._section = section
        self._carriers: dict[str, Record] = {}
        self._apart: dict[str, list[str]] = {}
        if section.repeats is None:
            return
        for record in _records(library, uids, None):
            values = record.values
            key = str(values.get("series") or record.uid)
            if values.get(section.repeats.key) and values.get(section.when):
                self._carriers[key] = record
            elif values.get("instance"):
                self._apart.setdefault(key, []).append(str(values["instance"])[:10])

    def join(self, made: Component, record: Record) -> None:
        """Rule, exceptions and place in a series."""
        values, section = record.values, self._section
        start = getattr(made.get("DUE") or made.get("DTSTART"), "dt", None)
        if section.repeats is None or start is None:
            return
        text, key = values.get(section.repeats.key), str(values.get("series") or record.uid)
        if text:
            days = [day for day in self._apart.get(key, ()) if day >= str(values[section.when])[:10]]
            if "DTSTART" not in made:
                made.add("dtstart", start)  # a rule counts from there
            add_recurrence(made, str(text), str(values[section.when]), start, days)
            return
        carrier, day = self._carriers.get(key), str(values.get("instance") or "")[:10]
        if carrier is not None and day and day >= str(carrier.values[section.when])[:10]:
            made["UID"] = _uid(carrier)
            begin = _moment(str(carrier.values[section.when]))
            made.add("recurrence-id", at_day(begin or start, date.fromisoformat(day)))


def _values(section: Section, field: Field, value: Any, values: Values, context: Context) -> Iterable[Any]:
    """The values of the property that carries a field; none where a calendar has no word for it."""
    word, kind = field.carried_as, field.kind
    if word in ("DTSTART", "DUE"):
        return _start_or_due(word, value, values)
    if word == "STATUS":
        return filter(None, (STATES[section.carried_by].get(value),))
    if word == "PRIORITY":
        return filter(None, (PRIORITIES.get(value),))
    if word == "DURATION":
        has_time = isinstance(_moment(values.get(section.when)), datetime)
        return (timedelta(minutes=value),) if has_time else ()  # nobody knows how long a day's call is
    if word == "COMPLETED":
        return (_in_utc(_moment(value), context),)
    return _in_words(kind, value, context)


def _in_words(kind: Kind, value: Any, context: Context) -> Iterable[Any]:
    if isinstance(kind, Groups):
        return ([context.title_of(uid) for uid in value],)
    if isinstance(kind, Reference) and kind.is_tree:
        return (value,)  # its uid: the calendar has that record as well
    if isinstance(kind, (Reference, References)):
        return (context.title_of(uid) for uid in (value if isinstance(value, list) else [value]))
    if isinstance(kind, Choice):
        return ([context.label_of(kind.list, value)],)
    return (kind.show(value, context) if isinstance(kind, (LongText, RichText)) else value,)


def _start_or_due(word: str, value: str, values: Values) -> Iterator[date]:
    """A task's beginning counts only before its end, and where both are days or both are moments."""
    start, due = _moment(values.get("start")), _moment(values.get("due"))
    if word == "DTSTART" and start is not None and due is not None:
        are_alike = isinstance(start, datetime) == isinstance(due, datetime)
        if not are_alike or not start < due:
            return
    found = _moment(value)
    if found is not None:
        yield found


def _moment(value: str | None) -> date | None:
    """A stored date or appointment as a date, a wall time, or a time in its zone."""
    if not value:
        return None
    plain, _bracket, zone = value.partition("[")
    moment = wall_time(value)
    if "T" not in plain:
        return moment.date()
    return moment.replace(tzinfo=ZoneInfo(zone.rstrip("]"))) if zone else moment


def _in_utc(moment: date | None, context: Context) -> datetime:
    """COMPLETED is always in UTC; a day alone counts from its beginning."""
    assert moment is not None
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(context.zone))).astimezone(UTC)
