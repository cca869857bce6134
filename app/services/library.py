"""The library: one opened file of records; saving, deleting, undoing. Every writing door leads here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.registry import Registry, discover
from app.blueprint.section import Section
from app.core import clock as time
from app.core.clock import Clock, system_clock
from app.core.errors import UserError
from app.core.folding import storable
from app.core.ids import UidMaker, new_uid
from app.core.progress import Progress, counting
from app.core.texts import _
from app.services.around import Around
from app.services.cadence import Cadence
from app.services.care import Care
from app.services.choices import Choices, seed_choices
from app.services.data_check import DataCheck
from app.services.days import Days
from app.services.demo_data import DemoData
from app.services.documents.shelf import Documents
from app.services.drafts import Drafts
from app.services.duplicates import Duplicates
from app.services.fields import Fields
from app.services.files import Files
from app.services.filters import Filters
from app.services.groups import Groups
from app.services.history import History
from app.services.identity import Identity
from app.services.lists import Lists
from app.services.mass_edit import MassEdit
from app.services.merging import Merging
from app.services.operations import Operation, to_operation
from app.services.reminders import Reminders
from app.services.sections import Sections
from app.services.series import Series
from app.services.summaries import Summaries
from app.services.undoing import Undoing, Undone, UndoPreview
from app.store import definitions, journal
from app.store.change import Change, Touched, normal_values
from app.store.engine import Database
from app.store.engine_file import FileDatabase
from app.store.ids import ids_of, number_of
from app.store.journal import StoredOperation
from app.store.records import load, titles
from app.store.relations import referenced_uids
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.mail.shelf import Mail
    from app.services.others import Others
    from app.services.sync.service import Sync

__all__ = [
    "Change", "Identity", "Library", "Operation", "Record", "RecordsChanged", "Saved", "UndoPreview",
    "Undone",
]  # fmt: skip


LARGE = 5_000
"""Changes from which an operation is worth tidying up after."""


@dataclass(frozen=True)
class Record:
    """A record as read: its stored values and those made from them."""

    section: str
    uid: str
    title: str
    values: Values
    version: int


@dataclass(frozen=True)
class Saved:
    """What a save came to: the record and the operation (None when nothing differed)."""

    uid: str
    operation: Operation | None


@dataclass(frozen=True)
class RecordsChanged:
    """Told to every listener after a write: uids by entity key."""

    changed: dict[str, frozenset[str]]
    operation: Operation | None


class Library:
    """One opened library. Methods may be called from any thread; writes wait for each other."""

    def __init__(
        self,
        database: Database,
        path: Path,
        identity: Identity,
        registry: Registry | None,
        clock: Clock,
        uids: UidMaker,
    ) -> None:
        self._database, self.path, self.identity = database, path, identity
        with database.read() as connection:
            found = definitions.read(connection)
        self.registry = (registry or discover()).with_own(found)
        """The sections with the fields that the user made; another one after each change of fields."""
        self.clock, self.new_uid = clock, uids
        self._listeners: list[Callable[[RecordsChanged], None]] = []
        self._lock = threading.Lock()
        self._undoing = Undoing(self, database)
        self.lists = Lists(self, database)
        self.groups = Groups(self, database)
        self.filters = Filters(self, database)
        self.history = History(self, database)
        self.around = Around(self, database)
        self.choices = Choices(self, database)
        self.files = Files(database)
        self.drafts = Drafts(self, database)
        self.sections = Sections(self, database)
        self.fields = Fields(self, database)
        self.mass_edit = MassEdit(self, database)
        self.duplicates = Duplicates(self, database)
        self.merging = Merging(self, database)
        self.data_check = DataCheck(self, database)
        self.summaries = Summaries(self, database)
        self.days = Days(self, database)
        self.reminders = Reminders(self, database)
        self.series = Series(self)
        self.cadence = Cadence(self, database)
        self.documents = Documents(self, database)
        self.care = Care(self, database)
        self.demo = DemoData(self, database)
        self.reminders.settle()

    @classmethod
    def create(
        cls, path: Path, *, identity: Identity | None = None, registry: Registry | None = None,
        clock: Clock = system_clock, uids: UidMaker = new_uid,
    ) -> Library:  # fmt: skip
        """A new file with the built-in value lists; UserError if the place is taken or cannot be written."""
        return cls.over(
            FileDatabase.create(path, seed_choices),
            path,
            identity=identity,
            registry=registry,
            clock=clock,
            uids=uids,
        )

    @classmethod
    def open(
        cls, path: Path, *, identity: Identity | None = None, registry: Registry | None = None,
        clock: Clock = system_clock, uids: UidMaker = new_uid,
    ) -> Library:  # fmt: skip
        """An existing file; UserError if it is none of ours, FileTooNewError if it is too new."""
        return cls.over(
            FileDatabase.open(path), path, identity=identity, registry=registry, clock=clock, uids=uids
        )

    @classmethod
    def over(
        cls, database: Database, path: Path, *, identity: Identity | None = None,
        registry: Registry | None = None,
        clock: Clock = system_clock, uids: UidMaker = new_uid,
    ) -> Library:  # fmt: skip
        """A library over a database that is there already."""
        return cls(database, path, identity or Identity(), registry, clock, uids)

    @cached_property
    def mail(self) -> Mail:
        """Letters by mail; loaded when they are first asked for."""
        from app.services.mail.shelf import Mail

        return Mail(self, self._database)

    @cached_property
    def others(self) -> Others:
        """What other programs write; followed from the first time it is asked for."""
        from app.services.others import Others

        return Others(self, self._database)

    @cached_property
    def sync(self) -> Sync:
        """Address books on servers; loaded when it is first asked for, which no start waits for."""
        from app.services.sync.service import Sync

        return Sync(self, self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def discard(self) -> None:
        """Let go of a file just made and remove it: what should have come into it did not."""
        self._database.discard()

    @property
    def is_read_only(self) -> bool:
        """Can nothing be written here?"""
        return self._database.is_read_only

    def subscribe(self, listener: Callable[[RecordsChanged], None]) -> Callable[[], None]:
        """Call back after each write, in the writing thread; returns how to stop that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def context(self, known_titles: dict[str, str] | None = None) -> Context:
        """What kinds need to show and parse values."""
        cache: dict[str, str] = dict(known_titles or {})

        def title_of(uid: str) -> str:
            if uid not in cache:
                with self._database.read() as connection:
                    cache.update({uid: ""} | titles(connection, self.registry.sections, [uid]))
            return cache[uid]

        return Context(
            region=self.identity.region,
            language=self.identity.language,
            zone=self.identity.zone,
            today=time.today(self.clock),
            now=self.clock().strftime("%Y-%m-%dT%H:%M"),
            label_of=self.choices.label_of,
            options_of=self.choices.pairs,
            title_of=title_of,
        )

    # -- reading -------------------------------------------------------------------------------------------

    def get(self, uid: str) -> Record | None:
        """One record, or None if there is none."""
        return self.get_many([uid]).get(uid)

    def get_many(self, uids: Sequence[str]) -> dict[str, Record]:
        """The records that exist, by uid."""
        return self.read_many(uids)[0]

    def read_many(self, uids: Sequence[str]) -> tuple[dict[str, Record], dict[str, str]]:
        """The records that exist, by uid, and the titles of what they point to."""
        found: dict[str, Record] = {}
        named: dict[str, str] = {}
        with self._database.read() as connection:
            by_section: dict[int, list[int]] = {}
            for record_id in ids_of(connection, uids).values():
                by_section.setdefault(number_of(record_id), []).append(record_id)
            for number, ids in by_section.items():
                entity = self.registry.by_number.get(number)
                if not isinstance(entity, Section):
                    continue
                stored = load(connection, entity, ids)
                wanted = {uid for each in stored.values() for uid in referenced_uids(entity, each.values)}
                named |= titles(connection, self.registry.sections, wanted)
                context = self.context(named)
                for each in stored.values():
                    values = _with_computed(entity, {**each.values, **each.stamps}, context)
                    found[each.uid] = Record(entity.key, each.uid, each.title, values, each.version)
        return found, named

    # -- writing -------------------------------------------------------------------------------------------

    def save(self, section: str, values: Values, uid: str | None = None, version: int | None = None) -> Saved:
        """Create a record or change the given fields of one.

        ConflictError if the record has changed since ``version``; UserError if nothing at all was typed.
        """
        existing = self.get(uid) if uid else None
        if existing is None and not normal_values(self.registry.section(section), values):
            raise UserError(_("There is nothing to save yet; fill in at least one field."))
        uid = uid or self.new_uid()
        kind = "edit" if existing else "create"
        operation = self.write(kind, [Change(section, uid, values, version=version)], section=section)
        self.drafts.drop(uid)
        return Saved(uid, operation if operation.count else None)

    def write(
        self, kind: str, changes: Iterable[Change], *, section: str | None = None, title: str = "",
        progress: Progress | None = None, total: int | None = None, following: Iterable[Change] = (),
    ) -> Operation:  # fmt: skip
        """Write changes as one operation, wholly or not at all; an operation with count 0 was not kept.

        ``following`` belongs to it, but is not what the user did and is not counted.
        """

        def work(unit: Unit) -> None:
            unit.apply(changes, counting(progress, total))
            unit.follow(following)

        return self.operate(kind, section, title, work)

    def delete(self, uids: Sequence[str], progress: Progress | None = None) -> Operation:
        """Delete records; they stay in the journal and can be restored."""
        found = self.get_sections(uids)
        kinds = set(found.values())
        section = kinds.pop() if len(kinds) == 1 else None
        changes = [Change(found[uid], uid, None) for uid in uids if uid in found]
        return self.write("delete", changes, section=section, progress=progress, total=len(changes))

    def get_sections(self, uids: Sequence[str]) -> dict[str, str]:
        """Entity keys of the uids that exist."""
        with self._database.read() as connection:
            ids = ids_of(connection, uids)
        return {uid: self.registry.by_number[number_of(each)].key for uid, each in ids.items()}

    # -- undoing -------------------------------------------------------------------------------------------

    def undo(self, operation: str | None = None, progress: Progress | None = None) -> Undone:
        """Take back an operation, the newest in force when none is named."""
        return self._undoing.undo(operation, progress)

    def preview_undo(self, operation: str | None = None, progress: Progress | None = None) -> UndoPreview:
        """What an undo would take back and what it would leave, because it was edited since or is used."""
        return self._undoing.preview(operation, progress)

    def redo(self, progress: Progress | None = None) -> Undone:
        """Do again what was undone last."""
        return self._undoing.redo(progress)

    def undoable(self) -> Operation | None:
        """What an undo would take back."""
        return self._undoing.undoable()

    def redoable(self) -> Operation | None:
        """What a redo would do again."""
        return self._undoing.redoable()

    # -- one operation -------------------------------------------------------------------------------------

    def operate(
        self, kind: str, section: str | None, title: str, work: Callable[[Unit], None],
        target: StoredOperation | None = None,
    ) -> Operation:  # fmt: skip
        """Whatever ``work`` does in one unit, as one operation; ``target`` is the one it takes back."""
        if self.is_read_only:
            raise UserError(_("{path} is read-only; nothing was changed.").format(path=self.path))
        at, title = time.stamp(self.clock()), storable(title)
        context = self.context()
        with self._lock, self._database.write() as connection:
            operation_id, _uid = journal.start(
                connection, new_uid, kind, section, title, at, self.identity.user
            )
            # Another program on the same file may have changed fields.
            registry = self.registry.with_own(definitions.read(connection))
            unit = Unit(self._database, connection, registry, context, operation_id, at, self.identity.user)
            work(unit)
            unit.finish()
            registry = unit.registry
            touched = unit.touched
            shown_title = title or (touched.title if touched.count == 1 or kind in ("edit", "create") else "")
            count = touched.count_of(section) or sum(map(len, touched.uids.values()))  # only what followed
            values: dict[str, Any] = {"count": count, "title": shown_title}
            if target is not None:
                values["target_id"] = target.id
            journal.finish(connection, operation_id, **values)
            stored = journal.by_id(connection, operation_id)
            if not touched.uids and target is None:
                journal.discard(connection, operation_id)
        self.registry = registry
        if touched.count > LARGE:
            self._database.relax()
        shown = to_operation(stored, registry, {target.id: target} if target else {})
        self.announce(touched, shown)
        return shown

    def announce(self, touched: Touched, operation: Operation | None) -> None:
        """Tell every listener what has changed."""
        message = RecordsChanged({key: frozenset(uids) for key, uids in touched.uids.items()}, operation)
        self.choices.forget()
        self.sections.forget()
        for listener in tuple(self._listeners):
            listener(message)


def _with_computed(section: Section, values: Values, context: Context) -> Values:
    for field in section.all_fields:
        make = field.derived or field.computed
        if make is not None:
            value = make(values, context)
            if value is not None:
                values[field.key] = value
    return values
