"""Clients due for contact: how often those of each grade are to be talked to, and whom it is time for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.blueprint.lists import GRADES
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.ids import built_in_uid
from app.core.texts import _
from app.services.operations import Operation
from app.store import house
from app.store.cadence import due_clients, last_contacts
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

SETTING = "cadence"
BUILT_IN = {"a": 14, "b": 30, "c": 90}
LONGEST = 3_660
SHOWN = 50


@dataclass(frozen=True)
class DueClient:
    """Somebody to be talked to again: ``last_at`` is when something last took place (empty if nothing ever
    did), ``days`` how long ago that or their coming was, ``late`` how many days too many."""

    section: str
    uid: str
    title: str
    grade: str
    last_at: str
    days: int
    late: int


class Cadence:
    """Whom it is time to talk to again. Any event that took place counts; who has one planned is left out."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def days(self) -> dict[str, int]:
        """Days between contacts by grade; grades without are never due."""
        with self._database.read() as connection:
            found = house.settings(connection).get(SETTING)
        try:
            kept = json.loads(found[1]) if found else BUILT_IN
            return {str(key): int(value) for key, value in kept.items() if value}
        except (ValueError, TypeError, AttributeError):  # damaged
            return dict(BUILT_IN)

    def set_days(self, days: Mapping[str, int]) -> Operation:
        """Other days; 0 for grades that are never due."""
        if any(not 0 <= value <= LONGEST for value in days.values()):
            raise UserError(_("Write a number from {low} to {high}.").format(low=0, high=LONGEST))
        text = json.dumps(dict(days), sort_keys=True)
        change = Change("file_setting", built_in_uid(SETTING, ""), {"key": SETTING, "value": text})
        return self._library.write("settings", [change], title=_("Grades"))

    def last(self, section: str, uids: Sequence[str]) -> dict[str, str]:
        """When something last took place with each of these records; empty where nothing ever did."""
        found = self._library.registry.section(section)
        column, none = _last(found), dict.fromkeys(uids, "")
        if not column:
            return none
        with self._database.read() as connection:
            return none | last_contacts(connection, found, column, uids)

    def sections(self) -> list[Section]:
        """Sections whose records have a grade and something that took place last."""
        return [each for each in self._library.registry.sections if _grade(each) and _last(each)]

    def due(self, section: str = "contacts", limit: int = SHOWN) -> list[DueClient]:
        """Whom it is time for, the longest overdue first."""
        found = self._library.registry.section(section)
        grade, last = _grade(found), _last(found)
        if not grade or not last:
            return []
        today = self._library.context().today
        clients: list[DueClient] = []
        with self._database.read() as connection:
            for key, days in self.days().items():
                before = (today - timedelta(days=days)).isoformat()
                for row in due_clients(connection, found, (grade, last, _next(found)), key, before, limit):
                    clients.append(_client(section, row, key, days, today))
        return sorted(clients, key=lambda each: (-each.late, each.title))[:limit]


def _client(
    section: str, row: tuple[str, str, str | None, str], grade: str, days: int, today: date
) -> DueClient:
    uid, title, last, created = row
    passed = (today - date.fromisoformat((last or created)[:10])).days
    return DueClient(section, uid, title, grade, last or "", passed, passed - days)


def grade_field(section: Section) -> Field | None:
    """The field that says how important a record is, if the section has one."""
    found = (each for each in section.stored if isinstance(each.kind, Choice) and each.kind.list == GRADES)
    return next(found, None)


def _grade(section: Section) -> str:
    found = grade_field(section)
    return found.column_name if found is not None else ""


def _last(section: Section) -> str:
    found = (each.shown_from[0] for each in section.fields if each.nearest and each.nearest.is_last)
    return next(found, "")


def _next(section: Section) -> str:
    found = (each.shown_from[0] for each in section.fields if each.nearest and not each.nearest.is_last)
    return next(found, "")
