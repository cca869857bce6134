"""Keeps ``reminder_next`` true while records change: of each reminder the next time it falls due.

What was raised already (``alert``) is left out, so that nothing comes twice; what is no longer meant (moved,
done, deleted) leaves the open alerts with the change that makes it so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from app.blueprint.alarms import Alarm, Fall, alarms_of, dated_fields, falls, horizon_of, next_fall
from app.blueprint.context import Context, Values
from app.blueprint.registry import Registry
from app.blueprint.reminders import Default
from app.blueprint.section import Section
from app.models.tables import METADATA
from app.store.ids import chunks
from app.store.records import Stored, load
from app.store.tables import table_of

SETTING = "reminders"
"""Key of the setting of the file in which the user's defaults are."""
OPEN = ("open", "snoozed")
"""States of alerts that wait for the user."""

_next = METADATA.tables["reminder_next"]
_alert = METADATA.tables["alert"]
_setting = METADATA.tables["file_setting"]
_part = METADATA.tables["reminder"]
_pending = METADATA.tables["pending"]

Key = tuple[str, str]
"""About what, and how long before."""


def read_defaults(connection: Connection, registry: Registry) -> dict[str, tuple[Default, ...]]:
    """The reminders of records without their own, by section: the user's, else the declared ones."""
    found = connection.scalar(select(_setting.c.value).where(_setting.c.key == SETTING))
    kept = parsed(found)
    return {each.key: kept.get(each.key, each.reminds) for each in registry.sections}


def parsed(text: str | None) -> dict[str, tuple[Default, ...]]:
    """Defaults as the setting keeps them; what is damaged counts as not set."""
    try:
        kept = json.loads(text or "{}")
        return {
            str(key): tuple(
                Default(tuple(map(str, each["leads"])), str(each.get("about", "")), str(each.get("type", "")))
                for each in rows
            )
            for key, rows in kept.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


class ReminderUpkeep:
    """Derives what falls due next, for one unit of work."""

    def __init__(self, connection: Connection, registry: Registry, context: Context) -> None:
        self._connection, self._registry, self._context = connection, registry, context
        self._defaults: dict[str, tuple[Default, ...]] | None = None
        self._today = datetime.fromisoformat(context.now or f"{context.today}T00:00")
        self._horizon = horizon_of(self._today, context.zone)

    @property
    def defaults(self) -> dict[str, tuple[Default, ...]]:
        """By section; read when first needed."""
        if self._defaults is None:
            self._defaults = read_defaults(self._connection, self._registry)
        return self._defaults

    def redefine(self, registry: Registry) -> None:
        """Fields are others now: reminders about a date that came or went are derived anew."""
        before, self._registry = self._registry, registry
        dates = {each.key: {one.key for one in dated_fields(each)} for each in before.sections}
        changed = [each.key for each in registry.sections
                   if {one.key for one in dated_fields(each)} != dates.get(each.key)]  # fmt: skip
        if changed:
            self.everything(changed)

    def created(self, records: Sequence[Stored]) -> None:
        """New records: what of theirs falls due."""
        found = [(each, alarms) for each in records if (alarms := self._alarms(each))]
        self._write(found, {}, self._seen([each.uid for each, _alarms in found]))

    def edited(self, records: Sequence[Stored], befores: Mapping[int, Values]) -> None:
        """Changed records: only what a reminder depends on makes any work."""
        relevant = [each for each in records if self._is_touched(each, befores.get(each.id) or {})]
        if relevant:
            self.again(relevant)

    def again(self, records: Sequence[Stored]) -> None:
        """Derive anew what falls due of these records."""
        kept: dict[int, dict[Key, Any]] = defaultdict(dict)
        ids = [each.id for each in records]
        for chunk in chunks(ids):
            for row in self._connection.execute(select(_next).where(_next.c.record_id.in_(chunk))).mappings():
                kept[row["record_id"]][row["about"], row["lead"]] = row
        found = [(each, self._alarms(each)) for each in records]
        self._forget_rows([each for each in ids if each in kept])
        seen = self._withdrawn(found, self._seen([each.uid for each in records]))
        self._write([each for each in found if each[1]], kept, seen)

    def deleted(self, records: Sequence[Stored]) -> None:
        """Records that go: nothing of theirs falls due, and nothing waits any more."""
        self._forget_rows([each.id for each in records])
        uids = [each.uid for each in records]
        for chunk in chunks(uids):
            self._connection.execute(delete(_alert).where(_alert.c.uid.in_(chunk), _alert.c.state.in_(OPEN)))

    def everything(self, sections: Iterable[str] | None = None) -> None:
        """Derive anew what falls due of all records that could have anything."""
        self._defaults = None
        for section in self._registry.sections:
            if sections is None or section.key in sections:
                ids = self._candidates(section)
                for chunk in chunks(ids, 500):
                    self.again(list(load(self._connection, section, chunk).values()))

    def _candidates(self, section: Section) -> list[int]:
        """Records that have reminders, or a date that the defaults are about, or something derived before."""
        table = table_of(section)
        abouts = {each.about or section.when for each in (*self.defaults[section.key], *section.reminds)}
        columns = [table.c[each.column_name] for each in dated_fields(section) if each.key in abouts]
        query = select(table.c.id).where(
            or_(
                table.c.id.in_(select(_part.c.record_id)),
                table.c.id.in_(select(_next.c.record_id)),
                *(column.is_not(None) for column in columns),
            )
        )
        if section.open_when is not None:
            state = table.c[section.by_key[section.open_when[0]].column_name]
            derived = table.c.id.in_(select(_next.c.record_id))
            query = query.where(or_(state.in_(section.open_when[1]), derived))
        return list(self._connection.scalars(query.order_by(table.c.id)))

    def _alarms(self, record: Stored) -> list[Alarm]:
        if not isinstance(record.entity, Section):
            return []
        defaults = self.defaults.get(record.entity.key, ())
        if not defaults and not record.values.get("reminders"):
            return []
        return alarms_of(record.entity, record.values, defaults)

    def _is_touched(self, record: Stored, before: Values) -> bool:
        section = record.entity
        if not isinstance(section, Section):
            return False
        keys = {"reminders", section.type_field, section.performed_by}
        keys |= {each.key for each in dated_fields(section)}
        keys |= {section.open_when[0]} if section.open_when else set()
        keys |= {section.repeats.key} if section.repeats else set()
        return not keys.isdisjoint(before)

    def _forget_rows(self, ids: Sequence[int]) -> None:
        for chunk in chunks(ids):
            self._connection.execute(delete(_next).where(_next.c.record_id.in_(chunk)))

    def _seen(self, uids: Sequence[str]) -> dict[str, list[Any]]:
        """What was raised of these records, whatever became of it."""
        found: dict[str, list[Any]] = defaultdict(list)
        for chunk in chunks(uids):
            for row in self._connection.execute(select(_alert).where(_alert.c.uid.in_(chunk))).mappings():
                found[row["uid"]].append(row)
        return found

    def _withdrawn(
        self, found: Sequence[tuple[Stored, list[Alarm]]], seen: dict[str, list[Any]]
    ) -> dict[str, list[Any]]:
        """Alerts that wait for what is no longer meant go; those that remain."""
        gone: list[int] = []
        for record, alarms in found:
            for row in seen.get(record.uid, ()):
                if row["state"] in OPEN and not self._is_meant(record, alarms, row):
                    gone.append(row["id"])
        for chunk in chunks(gone):
            self._connection.execute(delete(_alert).where(_alert.c.id.in_(chunk)))
        lost = set(gone)
        return {uid: [row for row in rows if row["id"] not in lost] for uid, rows in seen.items()}

    def _is_meant(self, record: Stored, alarms: Sequence[Alarm], row: Any) -> bool:
        key = (row["about"], row["lead"])
        alarm = next((each for each in alarms if (each.about, each.text) == key), None)
        if alarm is None or not isinstance(record.entity, Section):
            return False
        if alarm.lead.at:
            return True
        low = datetime.fromisoformat(row["slot"])
        for each in falls(record.entity, record.values, alarm, low):
            if each.slot >= row["slot"]:
                return bool(each.slot == row["slot"])
        return False

    def _write(
        self,
        found: Sequence[tuple[Stored, list[Alarm]]],
        kept: Mapping[int, Mapping[Key, Any]],
        seen: Mapping[str, Sequence[Any]],
    ) -> None:
        rows = [row for record, alarms in found for row in self._rows(record, alarms, kept, seen)]
        if rows:
            self._connection.execute(insert(_next), rows)

    def _rows(
        self,
        record: Stored,
        alarms: Sequence[Alarm],
        kept: Mapping[int, Mapping[Key, Any]],
        seen: Mapping[str, Sequence[Any]],
    ) -> Iterator[dict[str, Any]]:
        section = record.entity
        assert isinstance(section, Section)
        for alarm in alarms:
            key = (alarm.about, alarm.text)
            slots = {row["slot"] for row in seen.get(record.uid, ()) if (row["about"], row["lead"]) == key}
            today, horizon = self._from(kept.get(record.id, {}).get(key))
            fall = next_fall(section, record.values, alarm, today, horizon, slots)
            if fall is not None:
                yield row_of(record.id, alarm, fall, performer_of(section, record.values))

    def _from(self, row: Any) -> tuple[datetime, tuple[str, str]]:
        """From when on a reminder counts: from today; one that was due before and never raised, from then."""
        place = 0 if row is not None and row["is_wall"] else 1
        if row is None or row["due"] >= self._horizon[place]:
            return self._today, self._horizon
        then = datetime.fromisoformat(row["due"].rstrip("Z"))
        return then, (min(self._horizon[0], then.isoformat()), min(self._horizon[1], f"{then.isoformat()}Z"))


def performer_of(section: Section, values: Values) -> str:
    """The key of whose a record is; empty if it is nobody's in particular."""
    return str(values.get(section.performed_by) or "") if section.performed_by else ""


def row_of(record_id: int, alarm: Alarm, fall: Fall, performer: str) -> dict[str, Any]:
    """A row of what falls due next."""
    return {
        "record_id": record_id, "about": alarm.about, "lead": alarm.text, "slot": fall.slot,
        "is_wall": fall.due.is_wall, "due": fall.due.at, "performer": performer,
    }  # fmt: skip


def upkeep_waits(connection: Connection) -> bool:
    """Has an upgrade left it to the program to say what falls due?"""
    return connection.scalar(select(_pending.c.name).where(_pending.c.name == SETTING)) is not None


def settle(connection: Connection, registry: Registry, context: Context) -> None:
    """Say of all records what falls due, and that it was done."""
    ReminderUpkeep(connection, registry, context).everything()
    connection.execute(delete(_pending).where(_pending.c.name == SETTING))
