"""Calls: what there is to log with somebody, whom to call, and whoever is next of many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.blueprint.conditions import HAPPENINGS, Condition, Conditions
from app.blueprint.section import Section
from app.core.texts import _
from app.services.around import subtitle_of
from app.services.cadence import grade_field
from app.services.day_page import DayLine, pointed
from app.services.day_people import clients_of, next_step_of
from app.services.filters import SavedFilter
from app.services.rows import ListQuery

if TYPE_CHECKING:
    from app.services.library import Library, Record


@dataclass(frozen=True)
class CallCard:
    """Whom to call: what one wants to know at a glance. ``line`` is what is logged when it is done."""

    uid: str
    section: str
    title: str
    place: str
    last: str
    next: str
    line: DayLine
    phone: str = ""
    """The first number, for whoever dials it by hand; empty if there is none to call."""


def to_log(library: Library, uid: str, events: str) -> DayLine | None:
    """What is logged when something took place with a record.

    That is an open event itself; with a person or firm the open event that was meant for today or before,
    else a new one in the section ``events`` (a line without a uid). None if the record is gone.
    """
    record = library.get(uid)
    if record is None:
        return None
    section = library.registry.section(record.section)
    if section.type_field and section.open_when:
        key, states = section.open_when
        person = _person(library, section, record)
        if record.values.get(key) in states:
            return DayLine(section.key, uid, "", record.title, "", section.icon, person=person)
        record = library.get(person) if person else None
    elif "call" not in section.actions:
        person = _person(library, section, record)
        record = library.get(person) if person else None
    return _with(library, record, events) if record is not None else None


def call_card(library: Library, uid: str, events: str) -> CallCard | None:
    """Whom to call, with what was and what is planned; None if the record is gone."""
    record = library.get(uid)
    if record is None:
        return None
    section = library.registry.section(record.section)
    steps = [each for each in section.fields if each.nearest]
    rows = library.lists.rows(section.key, library.lists.ids_of([uid]), [each.key for each in steps])
    told = dict(
        zip([bool(each.nearest and each.nearest.is_last) for each in steps], rows[0].cells, strict=True)
    )
    phones = record.values.get("phones") or []
    return CallCard(
        uid, section.key, record.title, subtitle_of(section, record, library.context()), told.get(True) or "",
        told.get(False) or "", _with(library, record, events), phone=phones[0]["value"] if phones else "",
    )  # fmt: skip


def filters(library: Library) -> list[SavedFilter]:
    """The lists of whom to call that follow from grades and next steps, as of today."""
    found: list[SavedFilter] = []
    today = library.context().today
    for section in library.registry.sections:
        step = next_step_of(section)
        if step is None:
            continue
        free = Condition(step.key, "empty")
        grade = grade_field(section)
        days = library.cadence.days()
        late = [] if grade is None else [
            Conditions((
                Condition(grade.key, "one_of", (key,)), Condition(HAPPENINGS, "not_last_days", n),
                Condition("created_at", "before", (today - timedelta(days=n)).isoformat()), free,
            ))
            for key, n in days.items()
        ]  # fmt: skip
        if late:
            query = ListQuery(section.key, conditions=Conditions(tuple(late), is_any=True))
            found.append(SavedFilter("", _("Clients due for contact"), query))
        clients = next(iter(clients_of(section)))
        query = ListQuery(section.key, conditions=Conditions((clients, free)))
        found.append(SavedFilter("", _("Clients without a next step"), query))
    return found


def _with(library: Library, record: Record, events: str) -> DayLine:
    """What was meant for today or before with somebody, else a new line about them."""
    today = library.context().today.isoformat()
    planned = [
        each for each in library.around.of(record.uid).story
        if each.is_planned and each.section == events and each.at and each.at[:10] <= today
    ]  # fmt: skip
    if planned:
        first = planned[0]
        return DayLine(events, first.uid, "", record.title, first.title, first.icon, person=record.uid)
    return DayLine(events, "", "", record.title, "", "phone", person=record.uid)


def _person(library: Library, section: Section, record: Record) -> str:
    """The first that a record speaks of and who can be called."""
    uids = pointed(section, record)
    sections = library.get_sections(uids)
    return next(
        (
            uid
            for uid in uids
            if uid in sections and "call" in library.registry.section(sections[uid]).actions
        ),
        "",
    )
