"""Which reminders a record has, its own and those of the settings, and when each of them falls due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.blueprint.dates import Birthday, DateOrTime, DayMonth, PartialDate, wall_time
from app.blueprint.recurrence import slots
from app.blueprint.reminders import Default
from app.blueprint.reminding import Due, Lead, day_of_year, due_of, read_lead

if TYPE_CHECKING:
    from app.blueprint.field import Field
    from app.blueprint.section import Section

ABOUT_DATES = (PartialDate, DateOrTime)
"""Kinds of fields that a reminder can count from."""
SLACK = timedelta(days=2)
"""No zone and no change of the clock moves anything further."""


@dataclass(frozen=True)
class Alarm:
    """One reminder of one record."""

    about: str
    lead: Lead
    text: str
    """The lead as it is kept."""


@dataclass(frozen=True)
class Fall:
    """A reminder that falls due: for which occurrence, and when."""

    slot: str
    due: Due


def dated_fields(section: Section) -> list[Field]:
    """Fields of a section that reminders can count from, the user's own among them."""
    return [each for each in section.stored if isinstance(each.kind, ABOUT_DATES) and each.column_name]


def alarms_of(section: Section, values: Values, defaults: Sequence[Default]) -> list[Alarm]:
    """The reminders that are in force; none once a record is open no longer."""
    if not is_open(section, values):
        return []
    own: dict[str, list[str]] = {}
    for row in values.get("reminders") or ():
        own.setdefault(str(row.get("about") or ""), []).append(str(row.get("lead") or ""))
    kind = str(values.get(section.type_field) or "") if section.type_field else ""
    for each in sorted(defaults, key=lambda one: one.type == ""):  # those of a type go before those of all
        if each.type in ("", kind) and each.about not in own:
            own[each.about] = list(each.leads)
    return list(_understood(own))


def alarm_named(
    section: Section, values: Values, defaults: Sequence[Default], about: str, lead: str
) -> Alarm | None:
    """The reminder that a row of what falls due stands for, if it is still in force."""
    found = alarms_of(section, values, defaults)
    return next((each for each in found if (each.about, each.text) == (about, lead)), None)


def _understood(own: dict[str, list[str]]) -> Iterator[Alarm]:
    for about, texts in own.items():
        for text in dict.fromkeys(texts):
            try:
                lead = read_lead(text)
            except ValueError:  # damaged, or of another program
                continue
            if not lead.is_off:
                yield Alarm(about, lead, text)


def is_open(section: Section, values: Values) -> bool:
    """Is there still something to do? Records without a state always are."""
    return section.open_when is None or values.get(section.open_when[0]) in section.open_when[1]


def falls(section: Section, values: Values, alarm: Alarm, low: datetime | None = None) -> Iterator[Fall]:
    """When a reminder falls due, in order, from about the wall time ``low`` on."""
    if alarm.lead.at:
        yield Fall("", due_of(alarm.lead, datetime(2000, 1, 1), True, ""))
        return
    field = section.by_key.get(alarm.about or section.when)
    value = values.get(field.key) if field is not None else None
    if field is None or field in section.gone or not isinstance(value, str):
        return
    begin = _begin(alarm.lead, low)
    is_of_year = isinstance(field.kind, (Birthday, DayMonth)) or value[0] == "-"
    if isinstance(field.kind, PartialDate) and is_of_year:
        yield from _yearly(alarm.lead, value, begin)
    else:
        yield from _timed(section, values, field, alarm.lead, value, begin)


def _begin(lead: Lead, low: datetime | None) -> datetime | None:
    if low is None:
        return None
    try:
        return low - timedelta(days=lead.days or 0, minutes=lead.minutes or 0) - SLACK
    except OverflowError:
        return None


def _yearly(lead: Lead, value: str, begin: datetime | None) -> Iterator[Fall]:
    first = begin.year if begin is not None else int(value[:4]) if value[0] != "-" else 1900
    for year in range(first, 2200):
        day = day_of_year(value, year)
        if day is None:
            return
        slot = datetime(day.year, day.month, day.day)
        if begin is None or slot >= begin:
            yield Fall(day.isoformat(), due_of(lead, slot, False, ""))


def _timed(
    section: Section, values: Values, field: Field, lead: Lead, value: str, begin: datetime | None
) -> Iterator[Fall]:
    has_time, zone = "T" in value, value.partition("[")[2].rstrip("]")
    try:
        start = wall_time(value if has_time or len(value) == 10 else "")
    except ValueError:  # a year or a month alone, or damaged
        return
    found: Any = (start,)
    repeats = section.repeats
    if repeats is not None and field.key == section.when and values.get(repeats.key):
        found = _slots(str(values[repeats.key]), value, begin)
    for slot in found:
        text = slot.isoformat(timespec="minutes") if has_time else slot.date().isoformat()
        yield Fall(text, due_of(lead, slot, has_time, zone))


def _slots(text: str, value: str, begin: datetime | None) -> Iterator[datetime]:
    try:
        yield from slots(text, value, begin)
    except ValueError:  # damaged, or of another program
        return


def horizon_of(today: datetime, zone: str) -> tuple[str, str]:
    """The beginning of a day, as due times on the wall and in UTC are compared with it."""
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    return (due_of(Lead(days=0), midnight, True, "").at, due_of(Lead(days=0), midnight, True, zone).at)


def next_fall(
    section: Section, values: Values, alarm: Alarm, today: datetime, horizon: tuple[str, str], seen: set[str]
) -> Fall | None:
    """The first time that a reminder falls due: not before the horizon, and for no occurrence seen before."""
    for found in falls(section, values, alarm, today):
        if found.due.at >= horizon[0 if found.due.is_wall else 1] and found.slot not in seen:
            return found
    return None
