"""Recurrence and reminders between our values and the properties of a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any

from app.blueprint.alarms import Alarm
from app.blueprint.context import Values
from app.blueprint.recurrence import Repeats, Rule, read_rule, remaining, wall
from app.blueprint.recurrence.rule import NO_PROGRESS, NOT_OFFERED, refused
from app.blueprint.reminding import MORNING, Lead, read_lead, zone_of

if TYPE_CHECKING:
    from icalendar import Component

FROM_DONE = "X-CARTOTECA-FROM"
"""Says that the next one is reckoned from when this one is done; other programs leave it aside."""
LEAD = "X-CARTOTECA-LEAD"
"""What an alarm of ours says exactly: a day before at nine is no number of minutes."""
MOST_ALARMS = 20
_CLOCKS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAY = timedelta(days=1)


# -- out -----------------------------------------------------------------------------------------------------


def add_recurrence(made: Component, text: str, when: str, start: date, elsewhere: Iterable[str]) -> None:
    """The rule of a record that begins at ``start``; days with a record of their own are not left out."""
    from icalendar import vRecur

    repeats = remaining(text, when)
    if repeats.rule is not None:
        made.add("rrule", vRecur.from_ical(_rule_text(repeats.rule, start)))
    for day in sorted(repeats.skipped - set(elsewhere)):
        made.add("exdate", at_day(start, date.fromisoformat(day)))
    for each in repeats.added:
        at = wall(each)
        is_timed = "T" in each and isinstance(start, datetime)
        made.add(
            "rdate", at.replace(tzinfo=getattr(start, "tzinfo", None)) if is_timed else at_day(start, at)
        )
    if repeats.is_from_done:
        made.add(FROM_DONE, "DONE")


def at_day(start: date, day: date) -> date:
    """That day, at the hour of ``start`` where it has one."""
    if not isinstance(start, datetime):
        return date(day.year, day.month, day.day)
    return datetime.combine(date(day.year, day.month, day.day), start.time(), start.tzinfo)


def _rule_text(rule: Rule, start: date) -> str:
    """The rule with an end as a calendar wants it: a day for days, UTC for moments."""
    if not rule.until:
        return rule.text()
    last = datetime.fromisoformat(rule.until)
    if not isinstance(start, datetime):
        return replace(rule, until=last.date().isoformat()).text()
    if "T" not in rule.until:
        last = datetime.combine(last.date(), start.time())
    if start.tzinfo is None:
        return replace(rule, until=last.isoformat()).text()
    return (
        replace(rule, until=f"{last.replace(tzinfo=start.tzinfo).astimezone(UTC):%Y-%m-%dT%H:%M:%S}").text()
        + "Z"
    )


def add_alarms(made: Component, alarms: Iterable[Alarm], start: date, is_end: bool, title: str) -> None:
    """What reminds, as alarms before the time at ``start``."""
    from icalendar import Alarm as Entry

    for alarm in alarms:
        entry = Entry()
        entry.add("action", "DISPLAY")
        entry.add("description", title)
        trigger = _trigger(alarm.lead, start)
        entry.add(
            "trigger",
            trigger,
            parameters={"RELATED": "END"} if is_end and isinstance(trigger, timedelta) else {},
        )
        entry.add(LEAD, alarm.text)
        made.add_component(entry)


def _trigger(lead: Lead, start: date) -> timedelta | datetime:
    if lead.at:
        plain, _bracket, zone = lead.at.partition("[")
        moment = datetime.fromisoformat(plain)
        return (
            moment.replace(tzinfo=zone_of(zone.rstrip("]"))).astimezone(UTC)
            if zone
            else moment.astimezone(UTC)
        )
    has_time = isinstance(start, datetime)
    if lead.days is not None and (lead.clock is not None or not has_time):
        base = (
            start.replace(tzinfo=None)
            if isinstance(start, datetime)
            else datetime.combine(start, clock_time())
        )
        day = base.date() + timedelta(days=lead.days)
        return datetime.combine(day, lead.clock or MORNING) - base
    if lead.days is not None:
        return timedelta(days=lead.days)
    minutes = timedelta(minutes=lead.minutes or 0)
    return minutes if has_time else minutes + timedelta(hours=MORNING.hour)


# -- in ------------------------------------------------------------------------------------------------------


def recurrence_of(entry: Component, start: date, zone: str, skipped: Iterable[date]) -> str | None:
    """The recurrence of an entry that begins at ``start`` on the wall of ``zone``; None if it comes once.

    ValueError with a sentence if its rule is none that can be used.
    """
    rules = [each for each in dict.fromkeys(_all(entry, "RRULE", _text)) if each.strip(" ;")]
    if len(rules) > 1 or "EXRULE" in entry:
        raise refused("; ".join(rules), NOT_OFFERED, "RRULE + RRULE" if len(rules) > 1 else "EXRULE")
    rule = _rule(rules[0], start, zone) if rules else None
    out = {day.isoformat() for day in (*_days(entry, "EXDATE", start, zone), *skipped)}
    added = [each for each in _added(entry, start, zone) if each[:10] not in out or "T" in each]
    if rule is None and not added:
        return None
    is_from_done = str(entry.get(FROM_DONE, "")).upper() == "DONE"
    return Repeats(rule, frozenset(out), tuple(sorted(set(added))), is_from_done=is_from_done).text()


def _text(value: Any) -> str:
    found = value.to_ical()
    return found.decode() if isinstance(found, bytes) else str(found)


def _all(entry: Component, name: str, read: Any) -> Iterator[Any]:
    found = entry.get(name)
    for each in found if isinstance(found, list) else [found] if found is not None else ():
        yield read(each)


def _rule(text: str, start: date, zone: str) -> Rule:
    """The rule; an hour in it that is the one of the beginning says nothing more."""
    parts = dict(piece.partition("=")[::2] for piece in text.upper().strip(";").split(";"))
    if isinstance(start, datetime):
        hour = {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}
        for key in _CLOCKS:
            if parts.get(key, "").lstrip("0") == str(hour[key]).lstrip("0") and key in parts:
                del parts[key]
    if parts.get("COUNT", "").startswith("-"):
        del parts["COUNT"]  # what some programs write for "without an end"
    until = parts.get("UNTIL", "")
    if until.endswith("Z") and "T" in until:
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        parts["UNTIL"] = f"{moment.astimezone(zone_of(zone)):%Y%m%dT%H%M%S}"
    rule = read_rule(";".join(f"{key}={value}" for key, value in parts.items()))
    if rule.until and rule.until[:10] < f"{start:%Y-%m-%d}":
        raise refused(text, NO_PROGRESS)
    return rule


def _moments(entry: Component, name: str) -> Iterator[date]:
    for each in _all(entry, name, lambda value: value):
        for one in getattr(each, "dts", [each]):
            found = getattr(one, "dt", None)
            if isinstance(found, tuple):  # a period: its beginning
                found = found[0]
            if isinstance(found, date):
                yield found


def on_wall(moment: date, zone: str) -> date:
    """A moment on the wall of a zone; days and wall times stay."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    return moment


def _days(entry: Component, name: str, start: date, zone: str) -> Iterator[date]:
    """Days that are left out; a time that is not the hour of the series leaves nothing out."""
    for each in _moments(entry, name):
        moment = on_wall(each, zone)
        if not isinstance(moment, datetime):
            yield moment
        elif not isinstance(start, datetime) or moment.time() == start.time():
            yield moment.date()


def _added(entry: Component, start: date, zone: str) -> Iterator[str]:
    for each in _moments(entry, "RDATE"):
        moment = on_wall(each, zone)
        has_other_hour = (
            isinstance(moment, datetime) and isinstance(start, datetime) and moment.time() != start.time()
        )
        yield (
            moment.isoformat(timespec="minutes")
            if isinstance(moment, datetime) and has_other_hour
            else (f"{moment:%Y-%m-%d}")
        )


def leads_of(entry: Component, start: date, lasts: timedelta, is_end: bool) -> list[Values]:
    """The alarms of an entry as rows of reminders; one that has none shall not remind."""
    found = (_lead(each, start, lasts, is_end) for each in entry.subcomponents if each.name == "VALARM")
    texts = list(dict.fromkeys(each.text() for each in found if each is not None))[:MOST_ALARMS]
    return [{"lead": text} for text in texts or ["OFF"]]


def _lead(alarm: Component, start: date, lasts: timedelta, is_end: bool) -> Lead | None:
    trigger = getattr(alarm.get("TRIGGER"), "dt", None)
    if LEAD in alarm:
        with suppress(ValueError):
            return read_lead(str(alarm[LEAD]))
    if isinstance(trigger, datetime):
        local = trigger.astimezone() if trigger.tzinfo is not None else trigger
        return Lead(at=local.replace(tzinfo=None).isoformat(timespec="minutes"))
    if not isinstance(trigger, timedelta):
        return None
    params = getattr(alarm["TRIGGER"], "params", {})
    is_of_end = str(params.get("RELATED", "START")).upper() == "END"
    if is_of_end != is_end:
        trigger += lasts if is_of_end else -lasts
    if not isinstance(start, datetime):
        days, rest = divmod(trigger, _DAY)
        return Lead(days=days, clock=(datetime(2000, 1, 1) + rest).time())
    if trigger and trigger % _DAY == timedelta():
        return Lead(days=trigger // _DAY)
    return Lead(minutes=round(trigger.total_seconds() / 60))
