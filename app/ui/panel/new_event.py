"""A new event for a record: which section keeps events, and what its card starts with."""

from __future__ import annotations

from datetime import datetime

from app.blueprint.context import Context, Values
from app.blueprint.dates import Appointment
from app.blueprint.kinds import Choice
from app.blueprint.lists import LISTS
from app.blueprint.registry import Registry
from app.blueprint.rows import ANY_SECTION, References
from app.blueprint.section import Section


def event_section(registry: Registry, about: str) -> Section | None:
    """The section whose records happen at a time and can name a record of the section ``about``."""
    for section in registry.sections:
        can_name = section.prefill and (about in section.prefill or ANY_SECTION in section.prefill)
        has_time = any(isinstance(each.kind, Appointment) for each in section.fields)
        if can_name and has_time and section.key != about:
            return section
    return None


def prefilled(section: Section, about: str, uid: str) -> Values:
    """The values of a new record of ``section`` that names the record ``uid`` of the section ``about``."""
    table = section.prefill or {}
    key = table.get(about) or table.get(ANY_SECTION)
    if key is None:
        return {}
    return {key: [uid] if isinstance(section.by_key[key].kind, References) else uid}


def logged(section: Section, event_type: str, now: datetime, context: Context) -> Values:
    """What has just happened: done, now, and of that type where the section has such lists."""
    values: Values = {}
    for field in section.stored:
        if isinstance(field.kind, Appointment):
            values[field.key] = f"{now.strftime('%Y-%m-%dT%H:%M')}[{context.zone}]"
        elif isinstance(field.kind, Choice) and not field.kind.depends_on:
            found = LISTS.get(field.kind.list)
            keys = {option.key for option in found.options} if found else set()
            wanted = next((key for key in (event_type, "done") if key in keys), None)
            if wanted:
                values[field.key] = wanted
    return values
