"""Undo and redo: an operation taken back, every change the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.blueprint.context import Values
from app.blueprint.registry import Registry
from app.store import journal
from app.store.change import BATCH, CREATE, DELETE, EDIT, Change, restored, set_aside
from app.store.ids import ids_of, uids_of
from app.store.journal import StoredChange, StoredOperation
from app.store.records import Stored, group_by_number, load
from app.store.relations import Pointer, referenced_uids, referrers
from app.store.unit import Unit

_END = 2**31 - 1


@dataclass
class Foreseen:
    """What taking an operation back would come to: things changed back, and names of those that stay."""

    reversed: int = 0
    kept: list[str] = field(default_factory=list)


class Reverter:
    """Takes an operation back. What somebody edited since stays, with all it needs, and is named.

    Edits and deletions go first, last change first; then what was created goes, when nothing of the
    operation itself points to it any more.
    """

    def __init__(
        self, connection: Connection, registry: Registry, target: StoredOperation, unit: Unit | None = None
    ) -> None:
        self._connection, self._target = connection, target
        self._unit, self._before = unit, registry
        self._undone: dict[str, Values] = {}
        self._kept_uids: set[str] = set()
        self._read: list[Stored] = []
        self.kept: list[str] = []

    def run(self, unit: Unit, on_batch: Callable[[int], None] | None = None) -> None:
        """Write the reversed changes."""
        self._unit, unit.is_exact = unit, True
        done = 0
        for batch in self._batches((EDIT, DELETE)):
            changes = self._reversed(batch)
            given, self._read = self._read, []
            unit.apply(changes, given=given)
            done = _told(on_batch, done + len(batch))
        self.take_away(unit, on_batch, done)

    def take_away(
        self, unit: Unit, on_batch: Callable[[int], None] | None = None, done: int = 0,
        is_needed: Callable[[StoredChange], bool] = lambda _change: False,
    ) -> None:  # fmt: skip
        """What was created goes, but for what was edited since or is used; ``is_needed`` is asked besides."""
        staying = self._staying()
        for batch in self._batches((CREATE,)):
            unit.apply(
                self._uncreate(each) for each in batch if each.uid not in staying and not is_needed(each)
            )
            done = _told(on_batch, done + len(batch))

    def foresee(self, on_batch: Callable[[int], None] | None = None) -> Foreseen:
        """What ``run`` would come to; nothing is written."""
        done, touched = 0, set()
        for batch in self._batches((EDIT, DELETE)):
            for change in self._reversed(batch):
                touched.add(change.uid)
                self._undone.setdefault(change.uid, {}).update(change.values or {})
            done = _told(on_batch, done + len(batch))
        staying = self._staying()
        for batch in self._batches((CREATE,)):
            touched |= {each.uid for each in batch if each.uid not in staying}
            done = _told(on_batch, done + len(batch))
        return Foreseen(len(touched), self.kept)

    @property
    def _registry(self) -> Registry:
        """The sections as they are by now: taking back a definition changes them."""
        return self._unit.registry if self._unit is not None else self._before

    def _batches(self, actions: Sequence[str]) -> Iterator[list[StoredChange]]:
        """Pieces of equal action, last change first; a thing stands once in a piece."""
        position = _END
        while found := journal.changes_before(self._connection, self._target.id, position, actions, BATCH):
            batch: list[StoredChange] = []
            seen: set[str] = set()
            for change in found:
                if batch and (batch[-1].action != change.action or change.uid in seen):
                    yield batch
                    batch, seen = [], set()
                batch.append(change)
                seen.add(change.uid)
            yield batch
            position = found[-1].position

    # -- edits and deletions ---------------------------------------------------------------------------

    def _reversed(self, batch: Sequence[StoredChange]) -> list[Change]:
        if batch[0].action == DELETE:
            known = ids_of(self._connection, [change.uid for change in batch])
            return [self._undelete(change) for change in batch if change.uid not in known]
        own = journal.created_by(self._connection, self._target.id, [change.uid for change in batch])
        current = self._load([change.uid for change in batch])
        self._read = list(current.values())
        pairs = [(change, current[change.uid]) for change in batch if change.uid in current]
        found = [self._unedit(change, record) for change, record in pairs if change.uid not in own]
        return [each for each in found if each is not None]

    def _undelete(self, change: StoredChange) -> Change:
        values, stamps = restored(change.before or {})
        return Change(change.entity, change.uid, values, stamps or None, aside=set_aside(change.before or {}))

    def _unedit(self, change: StoredChange, record: Stored) -> Change | None:
        """The fields that nobody touched since get their old values."""
        before, stamps = restored(change.before or {})
        after = change.after or {}
        now = record.values | self._undone.get(change.uid, {})
        wanted = {key: old for key, old in before.items() if now.get(key) == after.get(key)}
        is_whole = len(wanted) == len(before)
        if not is_whole:
            self._keep(record)
        return Change(change.entity, change.uid, wanted, stamps if is_whole else None) if wanted else None

    def _uncreate(self, change: StoredChange) -> Change:
        """What was created goes; a row that has to stay is only marked as gone."""
        mark = self._registry.entities[change.entity].gone_when
        return Change(change.entity, change.uid, {mark: True} if mark else None)

    def _load(self, uids: Sequence[str]) -> dict[str, Stored]:
        found: dict[str, Stored] = {}
        for number, ids in group_by_number(ids_of(self._connection, uids).values()).items():
            records = load(self._connection, self._registry.by_number[number], ids)
            found.update({each.uid: each for each in records.values()})
        return found

    def _keep(self, record: Stored) -> None:
        """Remember the name of what stays, once."""
        if record.uid not in self._kept_uids:
            self._kept_uids.add(record.uid)
            self.kept.append(name_of(record))

    # -- what was created ------------------------------------------------------------------------------

    def _staying(self) -> set[str]:
        """Created things that were edited since or are used by others, and all they point to."""
        staying: set[str] = set()
        for batch in self._batches((CREATE,)):
            uids = [change.uid for change in batch]
            staying |= journal.edited_later(self._connection, self._target.id, uids) | self._used(uids)
        waiting = staying
        while waiting:
            records = self._load(sorted(waiting)).values()
            for each in records:
                self._keep(each)
            needed = {uid for each in records for uid in referenced_uids(each.entity, each.values)} - staying
            waiting = journal.created_by(self._connection, self._target.id, sorted(needed))
            staying |= waiting
        return staying

    def _used(self, uids: Sequence[str]) -> set[str]:
        """Which of the created things something points to that the operation did not create."""
        ids = ids_of(self._connection, uids)
        found = referrers(self._connection, self._registry, ids.values())
        sources = uids_of(self._connection, {source for _pointer, source, _target in found})
        own = journal.created_by(self._connection, self._target.id, sorted(sources.values()))
        names = {each: uid for uid, each in ids.items()}
        return {
            names[target]
            for pointer, source, target in found
            if (uid := sources.get(source, "")) not in own and not self._lets_go(uid, pointer, names[target])
        }

    def _lets_go(self, uid: str, pointer: Pointer, target: str) -> bool:
        """Would a thing point there no longer, once it is what it was before?"""
        undone = self._undone.get(uid, {})
        key = pointer.field.key
        return key in undone and target not in referenced_uids(pointer.entity, {key: undone[key]})


def name_of(record: Stored) -> str:
    """What a record, a group, a value or a field is called."""
    named = (record.values.get(key) for key in ("label", "name", "key"))
    return record.title or next((str(each) for each in named if each), record.uid)


def _told(on_batch: Callable[[int], None] | None, done: int) -> int:
    if on_batch is not None:
        on_batch(done)
    return done
