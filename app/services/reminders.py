"""Reminders for whoever shows them: what falls due, what waits, snoozing and dismissing, defaults.

A window makes one ``ReminderClock`` per opened library, asks it every 20 seconds or so whether something
``is_due``, and if so, off its own thread, for a ``tick``. What that returns is to be shown in one window; it
was written into the file as open before, and stays open until it is dismissed or its record is done. So a
program that is killed between due and shown tells it at its next start, and what was dismissed never comes
again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any

from app.blueprint.alarms import Fall, dated_fields
from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.blueprint.reminders import Default
from app.blueprint.reminding import MORNING, read_lead, zone_of
from app.core.errors import UserError
from app.core.folding import fold
from app.core.ids import built_in_uid
from app.core.texts import _
from app.services.operations import Operation
from app.store import alerts, house
from app.store.alerts import Now
from app.store.change import Change
from app.store.engine import Database
from app.store.reminding import SETTING, parsed, settle, upkeep_waits

if TYPE_CHECKING:
    from app.services.library import Library, Record, RecordsChanged

MISSED_AFTER = timedelta(minutes=5)
"""What fell due longer ago than this was missed: the computer slept, or the program was not running."""
LOOK_AGAIN = timedelta(minutes=1)
"""How often a clock looks for what other programs wrote into the file."""
SNOOZES = (timedelta(minutes=10), timedelta(hours=1))
"""What is offered for snoozing, besides tomorrow morning."""


_NOT_RAISED = {"id": 0, "state": "open", "earlier": 0, "until": None}


@dataclass(frozen=True)
class Alert:
    """A reminder that fell due. ``id`` is what it is snoozed and dismissed by.

    ``due`` and ``when`` are on the wall of this computer: when it reminded, and the time of what it is about
    (None where the reminder has a time of its own); ``has_time`` tells whether that has an hour. ``about`` is
    the key of the date it counts from, with its label (Birthday); ``missed`` says that it is told late, and
    ``earlier`` how many like it were missed before it.
    """

    id: int
    uid: str
    section: str
    title: str
    icon: str
    due: datetime
    when: datetime | None = None
    has_time: bool = False
    about: str = ""
    label: str = ""
    lead: str = ""
    is_missed: bool = False
    is_snoozed: bool = False
    earlier: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Tick:
    """What a tick came to: alerts to be shown now, ids of shown ones that wait no longer (dismissed in
    another window, done, deleted), and how many wait in all."""

    new: tuple[Alert, ...] = ()
    gone: tuple[int, ...] = ()
    waiting: int = 0


class Reminders:
    """The reminders of a library. Every call may come from any thread."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    # -- what falls due ------------------------------------------------------------------------------------

    def now(self, moment: datetime | None = None) -> Now:
        """A moment and whose reminders count here."""
        return Now.of(moment or self._library.clock(), self._mine())

    def next_due(self) -> datetime | None:
        """When the next reminder falls due that this computer shows; None if none does."""
        clock = self._library.clock()
        with self._database.read() as connection:
            utc, wall = alerts.first_due(connection, self.now(clock))
        found = [_moment(utc, clock)] if utc else []
        found += [_moment(wall, clock)] if wall else []
        return min(found, default=None)

    def waiting(self, is_snoozed_too: bool = True) -> list[Alert]:
        """What was raised and not dismissed yet, the oldest first: the list of what was missed."""
        clock = self._library.clock()
        with self._database.read() as connection:
            rows = alerts.waiting(connection, self.now(clock), is_snoozed_too)
        return self._shown(rows, clock)

    def until(self, moment: datetime) -> list[Alert]:
        """All that waits or falls due until a moment, in order. Nothing is raised by looking; ids of what was
        not raised yet are 0."""
        now = self.now(moment)
        with self._database.read() as connection:
            rows = alerts.waiting(connection, now, is_snoozed_too=True)
            rows += [
                {**row, **_NOT_RAISED, "uid": uid, "slot": fall.slot, "due": fall.due.at}
                for uid, row, fall in alerts.coming(connection, self._library.registry, now)
            ]
        return self._shown(rows, self._library.clock())

    def dismiss(self, ids: Iterable[int]) -> None:
        """They were seen and never come again."""
        with self._database.write() as connection:
            alerts.dismiss(connection, list(ids))

    def snooze(self, ids: Iterable[int], until: datetime | timedelta) -> None:
        """They come again at a moment, or after a while; also after the program was closed."""
        moment = self._library.clock() + until if isinstance(until, timedelta) else until
        with self._database.write() as connection:
            alerts.snooze(connection, list(ids), moment)

    def tomorrow(self) -> datetime:
        """Tomorrow morning on the wall of this computer."""
        clock = self._library.clock()
        return datetime.combine(clock.date() + timedelta(days=1), MORNING, clock.tzinfo)

    # -- reminders of one record ---------------------------------------------------------------------------

    def add(self, uid: str, lead: str, about: str = "") -> Operation | None:
        """Give a record one more reminder (``2026-12-14T09:00``, ``-P1D@09:00`` …), in one operation."""
        if self._library.get(uid) is None:
            raise UserError(_("There is no record {uid}.").format(uid=uid))
        return self.add_all([uid], lead, about)

    def add_all(self, uids: Iterable[str], lead: str, about: str = "") -> Operation | None:
        """Give records one more reminder, those that have it already none; None where nothing changes."""
        row = {"lead": read_lead(lead).text(), **({"about": about} if about else {})}
        records = self._library.get_many(list(uids))
        changes = [
            Change(each.section, each.uid, {"reminders": [*(each.values.get("reminders") or ()), row]})
            for each in records.values()
            if row not in (each.values.get("reminders") or ())
        ]
        if not changes:
            return None
        return self._library.write("edit", changes, section=changes[0].entity)

    def about(self, uid: str) -> list[tuple[str, str]]:
        """Dates of a record that a reminder can count from: keys and labels of those that are there.

        The record's own time has no key.
        """
        record = self._library.get(uid)
        if record is None:
            return []
        section = self._library.registry.section(record.section)
        return [
            ("" if each.key == section.when else each.key, _(each.label))
            for each in self.dates(record.section)
            if record.values.get(each.key)
        ]

    def in_weeks(self, weeks: int, at: clock_time = MORNING) -> str:
        """The text of a reminder in so many weeks."""
        day = self._library.clock().date() + timedelta(weeks=weeks)
        return datetime.combine(day, at).isoformat(timespec="minutes")

    # -- defaults ------------------------------------------------------------------------------------------

    def dates(self, section: str) -> list[Field]:
        """Fields of a section that reminders can count from."""
        return dated_fields(self._library.registry.section(section))

    def defaults(self, section: str) -> tuple[Default, ...]:
        """Reminders of records that have none of their own."""
        return self._kept().get(section, self._library.registry.section(section).reminds)

    def set_defaults(self, section: str, defaults: Sequence[Default] | None) -> Operation:
        """Other defaults; None brings the declared ones back. What falls due follows in this operation."""
        for each in defaults or ():
            for lead in each.leads:
                read_lead(lead)
        kept = {key: value for key, value in self._kept().items() if key != section}
        if defaults is not None:
            kept[section] = tuple(defaults)
        rows = {key: [asdict(each) for each in found] for key, found in kept.items()}
        text = json.dumps(rows, sort_keys=True)
        change = Change("file_setting", built_in_uid(SETTING, ""), {"key": SETTING, "value": text})
        return self._library.write("settings", [change], title=_("Reminders"))

    def _kept(self) -> dict[str, tuple[Default, ...]]:
        with self._database.read() as connection:
            found = house.settings(connection).get(SETTING)
        return parsed(found[1]) if found else {}

    def settle(self) -> None:
        """Do what an upgrade of the file left to do: say of all records what falls due."""
        with self._database.read() as connection:
            is_waiting = upkeep_waits(connection)
        if is_waiting and not self._library.is_read_only:
            with self._database.write() as connection:
                settle(connection, self._library.registry, self._library.context())

    # -- inside --------------------------------------------------------------------------------------------

    def _mine(self) -> set[str] | None:
        """Keys of the performers that are the user of this computer; None, all, where nobody is named."""
        user = fold(self._library.identity.user)
        if not user:
            return None
        found = {"", self._library.identity.user}
        for section in self._library.registry.sections:
            kind = section.by_key[section.performed_by].kind if section.performed_by else None
            if isinstance(kind, Choice):
                pairs = self._library.choices.pairs(kind.list)
                found |= {key for key, label in pairs if user in (fold(key), fold(label))}
        return found

    def _shown(self, rows: Sequence[Any], clock: datetime) -> list[Alert]:
        records = self._library.get_many([row["uid"] for row in rows])
        found = [self._alert(row, records[row["uid"]], clock) for row in rows if row["uid"] in records]
        return sorted(found, key=lambda each: (each.due, each.title, each.id))

    def _alert(self, row: Any, record: Record, clock: datetime) -> Alert:
        section = self._library.registry.section(record.section)
        due, slot = _moment(row["due"], clock), row["slot"]
        about = section.by_key.get(row["about"] or section.when)
        until = _moment(row["until"], clock) if row["until"] else None
        return Alert(
            row["id"], record.uid, record.section, record.title, self._library.sections.icon_of(section.key),
            due.replace(tzinfo=None),
            _when(slot, record, about, clock), "T" in slot, row["about"],
            _(about.label) if about is not None and row["about"] else "", row["lead"],
            is_missed=clock - due > MISSED_AFTER, is_snoozed=row["state"] == "snoozed",
            earlier=row["earlier"],
            until=until.replace(tzinfo=None) if until is not None else None,
        )  # fmt: skip


def _only_told(found: Iterable[tuple[str, Any, Fall]]) -> list[Any]:
    """What is due in a file that may not be written: told once in each run of the program."""
    return [
        {**row, **_NOT_RAISED, "id": -(row["id"] * 1_000 + place % 1_000), "uid": uid, "slot": fall.slot,
         "due": fall.due.at}
        for place, (uid, row, fall) in enumerate(found)
    ]  # fmt: skip


def _moment(text: str, clock: datetime) -> datetime:
    """A due time as a moment on the wall of this computer."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(clock.tzinfo or UTC)
    return datetime.fromisoformat(text).replace(tzinfo=clock.tzinfo)


def _when(slot: str, record: Record, about: Field | None, clock: datetime) -> datetime | None:
    """The time of the occurrence on the wall of this computer, wherever its own wall is."""
    if not slot:
        return None
    at = datetime.fromisoformat(slot)
    zone = str(record.values.get(about.key) or "").partition("[")[2].rstrip("]") if about is not None else ""
    if not zone:
        return at
    return at.replace(tzinfo=zone_of(zone)).astimezone(clock.tzinfo).replace(tzinfo=None)


@dataclass
class ReminderClock:
    """Decides by the wall clock what is due. It reads the file only when something can have fallen due, when
    the library was written to, and once a minute for what other programs wrote.

    >>> clock = ReminderClock(library)
    >>> for alert in clock.tick().new: show(alert)
    """

    library: Library
    look_again: timedelta | None = LOOK_AGAIN
    _shown: set[int] = field(default_factory=set)
    _is_stale: bool = True
    _read_at: datetime | None = None
    _next: tuple[str | None, str | None, str | None] = (None, None, None)
    _count: int = 0

    def __post_init__(self) -> None:
        self._stop = self.library.subscribe(self._on_change)

    def close(self) -> None:
        """Stop listening to the library."""
        self._stop()

    def look(self) -> None:
        """Something was snoozed or dismissed, or the computer woke up: read again at the next tick."""
        self._is_stale = True

    def forget(self) -> None:
        """Take everything that waits as not shown yet: the next tick tells all of it."""
        self._shown, self._is_stale = set(), True

    def _on_change(self, _changed: RecordsChanged) -> None:
        self._is_stale = True

    def tick(self, now: datetime | None = None) -> Tick:
        """What is to be shown now. Call it often: a tick in which nothing is due does not touch the file."""
        moment = now or self.library.clock()
        if not self.is_due(moment):
            return Tick(waiting=self._count)
        self._is_stale = False
        return self._read(moment)

    def looked(self, now: datetime | None = None) -> Tick | None:
        """As ``tick``, but None where something would have to be written first: that waits for its turn."""
        moment = now or self.library.clock()
        if self._must_write(moment):
            return None
        return self.tick(moment)

    def next_at(self, moment: datetime) -> datetime | None:
        """When the next reminder or snooze that this clock knows of falls due."""
        return min((_moment(due, moment) for due in self._next if due), default=None)

    def is_due(self, moment: datetime) -> bool:
        """Can there be something to tell? Answered from memory; the file is not touched."""
        if self._is_stale or self._read_at is None:
            return True
        if self.look_again is not None and abs(moment - self._read_at) >= self.look_again:
            return True
        return self._has_reached(Now.of(moment), *self._next)

    def _must_write(self, moment: datetime) -> bool:
        now = self.library.reminders.now(moment)
        return self._has_reached(now, *self._first(now)) and not self.library.is_read_only

    def _first(self, now: Now) -> tuple[str | None, str | None, str | None]:
        with self.library.reminders._database.read() as connection:
            return *alerts.first_due(connection, now), alerts.first_snoozed(connection)

    @staticmethod
    def _has_reached(now: Now, utc: str | None, wall: str | None, snoozed: str | None) -> bool:
        times = ((False, utc), (True, wall), (False, snoozed))
        return any(now.is_reached(is_wall, due) for is_wall, due in times if due)

    def _read(self, moment: datetime) -> Tick:
        reminders, database = self.library.reminders, self.library.reminders._database
        now = reminders.now(moment)
        utc, wall, snoozed = self._first(now)
        if self._has_reached(now, utc, wall, snoozed) and not self.library.is_read_only:
            with database.write() as connection:
                alerts.raise_due(connection, self.library.registry, now, moment)
                self._shown.difference_update(alerts.wake(connection, now))
                utc, wall = alerts.first_due(connection, now)
                snoozed = alerts.first_snoozed(connection)
        with database.read() as connection:
            rows = alerts.waiting(connection, now)
            if self.library.is_read_only:
                rows += _only_told(alerts.coming(connection, self.library.registry, now))
        self._next, self._read_at, self._count = (utc, wall, snoozed), moment, len(rows)
        here = {row["id"] for row in rows}
        gone = tuple(sorted(self._shown - here))
        new = [row for row in rows if row["id"] not in self._shown]
        self._shown = here
        return Tick(tuple(reminders._shown(new, moment)), gone, len(rows))
