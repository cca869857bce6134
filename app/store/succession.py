"""What comes after a record that repeats, once it is done: the same again at its next time, exactly once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.blueprint.alarms import is_open
from app.blueprint.context import Context, Values
from app.blueprint.dates import DateOrTime
from app.blueprint.kept import ExternalIds
from app.blueprint.recurrence import Next, following, read_repeats, wall
from app.blueprint.reminding import read_lead
from app.blueprint.rows import Files
from app.blueprint.section import Entity, Section
from app.store.change import Change


def moved_on(
    entity: Entity, uid: str, old: Values, new: Values, context: Context
) -> tuple[Values, Change | None]:
    """What changes of a record that these new values finish, and the record that takes its place.

    The rule goes with the new one: so there is one record that carries a series, whoever finishes it however
    often, and what is done is done.
    """
    if not isinstance(entity, Section) or entity.repeats is None or entity.open_when is None:
        return {}, None
    after = {**old, **new}
    text, when = after.get(entity.repeats.key), after.get(entity.when)
    if entity.repeats.key in new and new[entity.repeats.key] != old.get(entity.repeats.key):
        return {}, None  # whoever says both knows what he wants
    if not text or not when or not is_open(entity, old) or not _is_finished(entity, after):
        return {}, None
    found = _following(entity, str(text), str(when), after, context)
    left = {entity.repeats.key: None, "series": after.get("series") or uid}
    return left, successor(entity, uid, after, found, context) if found is not None else None


def _is_finished(entity: Section, values: Values) -> bool:
    if entity.finish is not None:
        return bool(values.get(entity.finish.field) == entity.finish.value)
    return not is_open(entity, values)


def _following(entity: Section, text: str, when: str, values: Values, context: Context) -> Next | None:
    done = values.get(entity.finish.at) if entity.finish is not None else None
    try:
        moment = wall(str(done or context.now)) if done or context.now else None
        return following(text, when, moment, day_done="T" not in when)
    except ValueError:  # damaged, or of another program
        return None


def successor(entity: Section, uid: str, values: Values, found: Next, context: Context) -> Change:
    """The record of the next occurrence; its uid follows from series and day, so that two make one."""
    assert entity.repeats is not None
    when = str(values[entity.when])
    days = (found.at.date() - wall(when).date()).days
    series = str(values.get("series") or uid)
    made = {key: value for key, value in values.items() if value is not None and key not in entity.of_one}
    for field in entity.stored:
        if field.key not in made:
            continue
        if isinstance(field.kind, (Files, ExternalIds)) or field.key == "instance":
            del made[field.key]
        elif isinstance(field.kind, DateOrTime) and not field.is_own:
            made[field.key] = shifted(str(made[field.key]), days)
    if entity.open_when is not None:
        key, states = entity.open_when
        default = entity.by_key[key].default
        made[key] = default if default in states else states[0]
    made[entity.when] = at_slot(when, found.at)
    made[entity.repeats.key] = anchored(found.text, when)
    made["series"] = series
    rows = [row for row in made.get("reminders") or () if not read_lead(row["lead"]).at]
    made["reminders"] = rows or None
    return Change(entity.key, uid_of(series, found.at), made)


def anchored(text: str, when: str) -> str:
    """The recurrence that goes on counting from where it began, though its record stands later."""
    repeats = read_repeats(text)
    if repeats.anchor or repeats.is_from_done or repeats.rule is None:
        return text
    return replace(repeats, anchor=when[:10]).text()


def uid_of(series: str, slot: datetime) -> str:
    """The uid of an occurrence of a series."""
    return hashlib.sha256(f"{series}:{slot:%Y-%m-%d}".encode()).hexdigest()[:32]


def at_slot(when: str, slot: datetime) -> str:
    """A stored time, put to another one; its zone and whether it has an hour stay."""
    plain, bracket, zone = when.partition("[")
    if "T" not in plain:
        return slot.date().isoformat()
    return slot.isoformat(timespec="minutes" if not slot.second else "seconds") + bracket + zone


def shifted(when: str, days: int) -> Any:
    """A stored time so many days later."""
    try:
        return at_slot(when, wall(when) + timedelta(days=days))
    except (ValueError, OverflowError):
        return when
