"""Events and tasks as an iCalendar file, for calendars elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app import __version__
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
from app.services.exchange.writing import write_atomically

if TYPE_CHECKING:
    from icalendar import Component

    from app.services.library import Library, Record

CHUNK = 500
"""Records read at a time."""

STATES = {
    "VEVENT": {"planned": "TENTATIVE", "done": "CONFIRMED"},
    "VTODO": {"open": "NEEDS-ACTION", "waiting": "NEEDS-ACTION", "in_progress": "IN-PROCESS",
              "done": "COMPLETED", "cancelled": "CANCELLED"},
}  # fmt: skip
"""What calendars call the states of events and tasks."""

PRIORITIES = {"high": 1, "normal": 5, "low": 9}


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
    for record in _records(library, uids, progress):
        calendar.add_component(_component(library, section, record, columns))
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
    made.add("uid", record.uid)
    made.add("dtstamp", from_stamp(record.values["updated_at"]))
    made.add("created", from_stamp(record.values["created_at"]))
    made.add("last-modified", from_stamp(record.values["updated_at"]))
    made.add("summary", record.title)
    for field in section.stored:
        value = record.values.get(field.key)
        is_wanted = columns is None or field.key in columns
        if field.carried_as not in ("", "SUMMARY") and value is not None and is_wanted:
            for each in _values(section, field, value, record.values, context):
                made.add(field.carried_as.lower(), each)
    return made


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
