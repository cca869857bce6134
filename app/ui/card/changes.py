"""What a card holds: the values it began with, those that stand there now, and what differs. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.blueprint.context import Values
from app.blueprint.dates import Appointment
from app.blueprint.field import Field
from app.blueprint.readings import Mirror
from app.blueprint.section import CardGroup, Section


def card_fields(section: Section) -> list[tuple[CardGroup, list[Field]]]:
    """The fields of the card by group: what is stored, what points here, what is computed."""
    found = []
    for group in section.card_groups:
        fields = [each for each in section.all_fields if each.group == group.key and _is_on_card(each)]
        if fields:
            found.append((group, fields))
    return found


def _is_on_card(field: Field) -> bool:
    if field.is_hidden:
        return False
    return field.is_stored or field.computed is not None or isinstance(field.kind, Mirror)


def default_values(section: Section, now: datetime, zone: str) -> Values:
    """Values that a new record begins with; an appointment at the next half hour of the wall clock."""
    found: Values = {each.key: each.default for each in section.stored if each.default is not None}
    soon = (now + timedelta(minutes=30 - now.minute % 30)).strftime("%Y-%m-%dT%H:%M")
    appointments = (each.key for each in section.stored if isinstance(each.kind, Appointment))
    return {**dict.fromkeys(appointments, f"{soon}[{zone}]"), **found}


def fit_prefill(section: Section, prefill: Values) -> Values:
    """Given values as their fields keep them: a single uid where several may stand becomes a list."""
    fitted: Values = {}
    for key, value in prefill.items():
        each = section.by_key.get(key)
        if each is not None and each.is_stored:
            is_single = each.kind.name in ("references", "groups") and isinstance(value, str)
            fitted[key] = each.kind.normal([value] if is_single else value)
    return fitted


@dataclass
class CardState:
    """The record of a card. ``began`` is what the editors gave right after they were filled."""

    section: Section
    uid: str
    is_new: bool
    version: int | None = None
    defaults: Values = field(default_factory=dict)
    stored: Values = field(default_factory=dict)
    began: Values = field(default_factory=dict)
    now: Values = field(default_factory=dict)

    def set(self, key: str, value: Any) -> None:
        """An editor tells its value."""
        self.now[key] = value

    def changes(self) -> Values:
        """What has to be written: for a new record all that is not empty, else what differs."""
        if self.is_new:
            return {key: value for key, value in self.now.items() if value is not None}
        return {key: value for key, value in self.now.items() if value != self.began.get(key)}

    def edits(self) -> Values:
        """What the user changed since the card was filled."""
        return {key: value for key, value in self.now.items() if value != self.began.get(key)}

    @property
    def is_dirty(self) -> bool:
        """Would closing lose something?"""
        return bool(self.edits())

    @property
    def has_content(self) -> bool:
        """Is there anything beyond what every new record begins with?"""
        return any(value is not None and value != self.defaults.get(key) for key, value in self.now.items())

    def values(self) -> Values:
        """All values as they stand, also those that no editor shows."""
        return {**self.stored, **self.now}

    def empty_required(self) -> list[Field]:
        """Required fields without a value."""
        return [each for each in self.section.stored if each.is_required and self.now.get(each.key) is None]


@dataclass(frozen=True)
class Clash:
    """What somebody else changed while the card was open: keys of fields, and those that both changed."""

    theirs: tuple[str, ...]
    both: tuple[str, ...]


def compare(state: CardState, newer: Values) -> Clash:
    """Where the stored record has moved on."""
    edits = state.edits()
    keys = [each.key for each in state.section.stored]
    theirs = tuple(key for key in keys if newer.get(key) != state.stored.get(key))
    return Clash(theirs, tuple(key for key in theirs if key in edits))
