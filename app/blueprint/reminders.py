"""Reminders as values of a record, and those that a section gives to records without any.

What understands them (``reminding``) is loaded with the first value: the fields are there before the window
is painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.blueprint.context import Context
from app.blueprint.kinds import PRESENCE, Kind, Text
from app.blueprint.rows import Part, Rows
from app.core.texts import N_


@dataclass(frozen=True)
class Default:
    """Reminders of records that have none of their own: about the date ``about`` (their own time if empty),
    of those whose type is ``type`` (of all if empty)."""

    leads: tuple[str, ...]
    about: str = ""
    type: str = ""


class LeadTime(Kind):
    """When something reminds: so long before, on a day at an hour, at a time, or not at all."""

    name = "lead_time"
    is_verified = True
    operators = PRESENCE

    def normal(self, value: Any) -> Any:
        from app.blueprint.reminding import read_lead

        value = super().normal(value)
        try:
            return None if value is None else read_lead(str(value).strip()).text()
        except ValueError:
            return value  # verify says what is wrong with it

    def verify(self, value: Any) -> None:
        from app.blueprint.reminding import read_lead

        read_lead(value if isinstance(value, str) else str(value))

    def parse(self, text: str, context: Context) -> Any:
        """``15 min``, ``2 hours``, ``1 day 9:00``, ``3 zile``, ``за 1 день в 9:00``, a date, or as kept."""
        if not text.strip():
            return None
        from app.blueprint.reminding import parse_lead

        return parse_lead(text, context).text()

    def show(self, value: Any, context: Context) -> str:
        from app.blueprint.reminding import lead_in_words, read_lead

        try:
            return lead_in_words(read_lead(value), context) if value else ""
        except ValueError:  # damaged, or of another program
            return str(value)

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


class AboutDate(Text):
    """The date that a reminder counts from: the key of a field of its record, empty for its own time."""


class Reminders(Rows):
    """Reminders of a record; ``about`` is the key of the date they count from, empty for its own."""

    name = "reminders"
    table = "reminder"
    main = "lead"
    operators = PRESENCE
    add_label = N_("Add reminder")
    parts = (Part("lead", N_("Reminder"), LeadTime()), Part("about", N_("Of the field"), AboutDate()))

    def has_content(self, row: dict[str, Any]) -> bool:
        return "lead" in row

    def show_row(self, row: dict[str, Any], context: Context) -> str:
        return self.parts[0].kind.show(row.get("lead"), context)

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()
