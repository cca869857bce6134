"""Events and tasks as an iCalendar file, for calendars elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app import __version__
from app.blueprint.context import Context, Values
from app.blueprint.dates import wall_time
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, LongText, RichText
from app.blueprint.rows import Groups
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


def _values(section: Section, field: Field, value: Any, values: Values, context: Context) -> Iterator[Any]:
    word, kind = field.carried_as, field.kind
    names: dict[str, dict[str, Any]] = {"STATUS": STATES[section.carried_by], "PRIORITY": PRIORITIES}
    if word in names:
        yield from filter(None, (names[word].get(value),))
    elif word == "DURATION":
        if isinstance(_moment(values.get("starts_at")), datetime):  # nobody knows how long a day's call is
            yield timedelta(minutes=value)
    elif word == "COMPLETED":
        yield _in_utc(_moment(value), context)
    elif word in ("DTSTART", "DUE"):
        yield from _start_or_due(word, value, values)
    elif word == "CONTACT":
        yield from (context.title_of(uid) for uid in (value if isinstance(value, list) else [value]))
    elif isinstance(kind, Groups):
        yield [context.title_of(uid) for uid in value]
    elif isinstance(kind, Choice):
        yield [context.label_of(kind.list, value)]
    elif isinstance(kind, (LongText, RichText)):
        yield kind.show(value, context)
    else:
        yield value


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
