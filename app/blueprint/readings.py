"""Kinds of values that are read from other records or the journal, and never stored in the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.blueprint.context import CellValue, Context
from app.blueprint.kinds import OF_DATES, PRESENCE, Kind
from app.core.texts import _


class Mirror(Kind):
    """The records of another section that point here with one of their fields; never stored here."""

    name = "mirror"
    operators = PRESENCE

    def __init__(self, section: str, field: str) -> None:
        self.section, self.field = section, field

    def cell(self, value: Any, context: Context) -> CellValue:
        return None


class Happenings(Kind):
    """What happened with a record or is planned with it: the records of a section that point here."""

    name = "happenings"
    operators = ("last_days", "not_last_days", "next_days", "not_next_days", *PRESENCE)

    def __init__(self, section: str) -> None:
        self.section = section


class Imports(Kind):
    """The imports that a record came with, or that changed it."""

    name = "imports"
    operators = ("in_import", "new_in_import", "not_in_import")


class NextStep(Kind):
    """The nearest planned event: its type and when."""

    name = "next_step"
    operators = ("empty", "not_empty", *OF_DATES[:-2])

    def show(self, value: Any, context: Context) -> str:
        from app.blueprint.dates import show_when

        at, kind = value or (None, None)
        if not at:
            return ""
        label = context.label_of("event_type", kind) if kind else _("Event")
        return f"{label}, {show_when(at, context)}"

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()
