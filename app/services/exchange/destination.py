"""Which section files can go to: cards hold people and firms, calendars events and tasks, lists anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.blueprint.registry import Registry
from app.blueprint.section import Section
from app.services.exchange.calendar_entries import is_calendar_file
from app.services.exchange.vcards.files import is_card_file

CARDS, ENTRIES, TASKS = "VCARD", ("VEVENT", "VTODO"), "VTODO"


def can_go_to(section: Section, paths: Sequence[Path]) -> bool:
    """Can what is in these files become records of the section?"""
    carried = _carried(paths)
    return not carried or section.carried_by in carried


def section_for(registry: Registry, wanted: str, paths: Sequence[Path]) -> str:
    """The wanted section, unless the files hold what it does not: then the first that does."""
    if can_go_to(registry.section(wanted), paths):
        return wanted
    fitting = [each for each in registry.sections if can_go_to(each, paths)]
    if _has_tasks_alone(paths):
        fitting.sort(key=lambda each: each.carried_by != TASKS)
    return fitting[0].key if fitting else wanted


def _carried(paths: Sequence[Path]) -> tuple[str, ...]:
    """What sections have to be carried by; nothing for a list."""
    if any(map(is_calendar_file, paths[:1])):
        return ENTRIES
    return (CARDS,) if any(map(is_card_file, paths[:1])) else ()


def _has_tasks_alone(paths: Sequence[Path]) -> bool:
    if not is_calendar_file(paths[0]):
        return False
    try:
        content = paths[0].read_bytes().upper()
    except OSError:
        return False
    return b"BEGIN:VTODO" in content and b"BEGIN:VEVENT" not in content
