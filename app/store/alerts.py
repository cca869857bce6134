"""Reminders that fall due: raised, snoozed, dismissed.

Not journalled: it is what the program has said, not what the user wrote. Whatever is shown was committed as
open before, so that nothing that breaks off loses or doubles it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from app.blueprint.alarms import Alarm, Fall, alarm_named, falls
from app.blueprint.registry import Registry
from app.blueprint.reminders import Default
from app.blueprint.section import Section
from app.core.clock import stamp
from app.models.tables import METADATA
from app.store.ids import chunks, number_of
from app.store.records import Stored, load
from app.store.reminding import OPEN, read_defaults, row_of

MOST_MISSED = 10
"""Missed occurrences of one reminder that are told one by one; earlier ones are counted."""

_next = METADATA.tables["reminder_next"]
_alert = METADATA.tables["alert"]


@dataclass(frozen=True)
class Now:
    """A moment as due times are compared with it, and whose reminders count (None: everybody's)."""

    utc: str
    wall: str
    performers: tuple[str, ...] | None = None

    @classmethod
    def of(cls, moment: datetime, performers: Collection[str] | None = None) -> Now:
        """A moment on the wall of this computer."""
        return cls(
            _in_utc(moment),
            f"{moment:%Y-%m-%dT%H:%M:%S}",
            None if performers is None else tuple(sorted(performers)),
        )

    def is_reached(self, is_wall: bool, due: str) -> bool:
        """Has it fallen due?"""
        return due <= (self.wall if is_wall else self.utc)


def first_due(connection: Connection, now: Now) -> tuple[str | None, str | None]:
    """The next due time in UTC and the next on the wall; a step into the index each."""
    found: list[str | None] = []
    for is_wall in (False, True):
        if now.performers is None:
            query = select(func.min(_next.c.due)).where(_next.c.is_wall.is_(is_wall))
            found.append(connection.scalar(query))
            continue
        each = (_first_of(connection, is_wall, performer) for performer in now.performers)
        found.append(min((due for due in each if due is not None), default=None))
    return found[0], found[1]


def _first_of(connection: Connection, is_wall: bool, performer: str) -> str | None:
    mine = and_(_next.c.is_wall.is_(is_wall), _next.c.performer == performer)
    due: str | None = connection.scalar(select(_next.c.due).where(mine).order_by(_next.c.due).limit(1))
    return due


def first_snoozed(connection: Connection) -> str | None:
    """When the first snoozed alert comes again."""
    until: str | None = connection.scalar(select(func.min(_alert.c.until)).where(_alert.c.state == "snoozed"))
    return until


def due_rows(connection: Connection, now: Now) -> list[Any]:
    """What has fallen due and was not raised yet."""
    reached = or_(
        and_(_next.c.is_wall.is_(False), _next.c.due <= now.utc),
        and_(_next.c.is_wall.is_(True), _next.c.due <= now.wall),
    )
    query = select(_next).where(reached).order_by(_next.c.due)
    if now.performers is not None:
        query = query.where(_next.c.performer.in_(now.performers))
    return list(connection.execute(query).mappings())


def raise_due(connection: Connection, registry: Registry, now: Now, at: datetime) -> int:
    """Make alerts of everything that has fallen due, and set what falls due after it; how many there are.

    Several occurrences that were missed of one reminder are alerts of their own, the last of them; what was
    there before is counted with the first.
    """
    rows = due_rows(connection, now)
    if not rows:
        return 0
    defaults = read_defaults(connection, registry)
    records = _records(connection, registry, {row["record_id"] for row in rows})
    alerts: list[dict[str, Any]] = []
    following: list[dict[str, Any]] = []
    for row in rows:
        record = records.get(row["record_id"])
        if record is None:
            continue
        alarm = _alarm(record, row, defaults)
        if alarm is None or not isinstance(record.entity, Section):
            continue
        reached, then = _reached(falls(record.entity, record.values, alarm, _low(row)), row, now)
        shown = reached[-MOST_MISSED:]
        for place, fall in enumerate(shown):
            alerts.append(
                row_of(record.id, alarm, fall, row["performer"])
                | {"uid": record.uid, "state": "open", "raised_at": stamp(at),
                   "earlier": len(reached) - len(shown) if place == 0 else 0}
            )  # fmt: skip
        if then is not None:
            following.append(row_of(record.id, alarm, then, row["performer"]))
    for chunk in chunks([row["id"] for row in rows]):
        connection.execute(delete(_next).where(_next.c.id.in_(chunk)))
    new = _unknown(connection, alerts)
    if new:
        connection.execute(insert(_alert), new)
    if following:
        connection.execute(insert(_next), following)
    return len(new)


def _alarm(record: Stored, row: Any, defaults: Mapping[str, Sequence[Default]]) -> Alarm | None:
    section = record.entity
    if not isinstance(section, Section):
        return None
    return alarm_named(section, record.values, defaults[section.key], row["about"], row["lead"])


def _low(row: Any) -> datetime | None:
    return datetime.fromisoformat(row["due"].rstrip("Z"))


def _reached(found: Iterator[Fall], row: Any, now: Now) -> tuple[list[Fall], Fall | None]:
    """The occurrences from the row's own on that have fallen due, and the first that has not."""
    reached: list[Fall] = []
    for fall in found:
        if fall.slot < row["slot"]:
            continue
        if not now.is_reached(fall.due.is_wall, fall.due.at):
            return reached, fall
        reached.append(fall)
    return reached, None


def _records(connection: Connection, registry: Registry, ids: set[int]) -> dict[int, Stored]:
    grouped: dict[int, list[int]] = {}
    for each in sorted(ids):
        grouped.setdefault(number_of(each), []).append(each)
    found: dict[int, Stored] = {}
    for number, group in grouped.items():
        entity = registry.by_number.get(number)
        if isinstance(entity, Section):
            found |= load(connection, entity, group)
    return found


def _unknown(connection: Connection, alerts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that were not raised before, whatever became of them."""
    known: set[tuple[str, str, str, str]] = set()
    for chunk in chunks([each["uid"] for each in alerts]):
        names = (_alert.c.uid, _alert.c.about, _alert.c.lead, _alert.c.slot)
        query = select(*names).where(_alert.c.uid.in_(chunk))
        known |= {(row[0], row[1], row[2], row[3]) for row in connection.execute(query)}
    new: list[dict[str, Any]] = []
    for each in alerts:
        key = (each["uid"], each["about"], each["lead"], each["slot"])
        if key not in known:
            known.add(key)
            new.append({name: value for name, value in each.items() if name != "record_id"})
    return new


def waiting(connection: Connection, now: Now, is_snoozed_too: bool = False) -> list[Any]:
    """Alerts that wait for the user, the oldest first."""
    states = OPEN if is_snoozed_too else OPEN[:1]
    query = select(_alert).where(_alert.c.state.in_(states)).order_by(_alert.c.due, _alert.c.id)
    if now.performers is not None:
        query = query.where(_alert.c.performer.in_(now.performers))
    return list(connection.execute(query).mappings())


def wake(connection: Connection, now: Now) -> list[int]:
    """Snoozed alerts whose time has come are open again."""
    reached = and_(_alert.c.state == "snoozed", _alert.c.until <= now.utc)
    ids = list(connection.scalars(select(_alert.c.id).where(reached)))
    _set(connection, ids, state="open", until=None)
    return ids


def dismiss(connection: Connection, ids: Sequence[int]) -> None:
    """The user has seen them."""
    _set(connection, ids, state="done", until=None)


def snooze(connection: Connection, ids: Sequence[int], until: datetime) -> None:
    """They come again at that moment."""
    _set(connection, ids, state="snoozed", until=_in_utc(until))


def _in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _set(connection: Connection, ids: Sequence[int], **values: Any) -> None:
    for chunk in chunks(ids):
        mine = (_alert.c.id.in_(chunk), _alert.c.state.in_(OPEN))
        connection.execute(update(_alert).where(*mine).values(**values))


def coming(connection: Connection, registry: Registry, until: Now) -> Iterator[tuple[str, Any, Fall]]:
    """Uid, row and time of all that falls due until then and was not raised yet; nothing is written."""
    rows = due_rows(connection, until)
    defaults = read_defaults(connection, registry)
    records = _records(connection, registry, {row["record_id"] for row in rows})
    for row in rows:
        record = records.get(row["record_id"])
        alarm = _alarm(record, row, defaults) if record is not None else None
        if record is not None and alarm is not None and isinstance(record.entity, Section):
            for fall in _reached(falls(record.entity, record.values, alarm, _low(row)), row, until)[0]:
                yield record.uid, row, fall
