"""Undo and redo: an operation taken back, every change the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection

from app.store import journal
from app.store.change import BATCH, CREATE, DELETE, EDIT, Change, restored
from app.store.ids import ids_of, uids_of
from app.store.journal import StoredChange, StoredOperation
from app.store.records import Stored, group_by_number, load
from app.store.relations import referenced_uids, referrers
from app.store.unit import Unit

_END = 2**31 - 1


class Reverter:
    """Takes an operation back. What somebody edited since stays, with all it needs, and is named.

    Edits and deletions go first, last change first; then what was created goes, when nothing of the
    operation itself points to it any more.
    """

    def __init__(self, connection: Connection, unit: Unit, target: StoredOperation) -> None:
        self._connection, self._unit, self._target = connection, unit, target
        self.kept: list[str] = []

    def run(self, on_batch: Callable[[int], None] | None = None) -> None:
        """Write the reversed changes."""
        self._unit.is_exact = True
        done = 0
        for batch in self._batches((EDIT, DELETE)):
            self._unit.apply(self._reversed(batch))
            done = _told(on_batch, done + len(batch))
        staying = self._staying()
        for batch in self._batches((CREATE,)):
            self._unit.apply(self._uncreate(each) for each in batch if each.uid not in staying)
            done = _told(on_batch, done + len(batch))

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
        pairs = [(change, current[change.uid]) for change in batch if change.uid in current]
        found = [self._unedit(change, record) for change, record in pairs if change.uid not in own]
        return [each for each in found if each is not None]

    def _undelete(self, change: StoredChange) -> Change:
        values, stamps = restored(change.before or {})
        return Change(change.entity, change.uid, values, stamps or None)

    def _unedit(self, change: StoredChange, record: Stored) -> Change | None:
        """The fields that nobody touched since get their old values."""
        before, stamps = restored(change.before or {})
        after = change.after or {}
        wanted = {key: old for key, old in before.items() if record.values.get(key) == after.get(key)}
        is_whole = len(wanted) == len(before)
        if not is_whole:
            self.kept.append(record.title or record.uid)
        return Change(change.entity, change.uid, wanted, stamps if is_whole else None) if wanted else None

    def _uncreate(self, change: StoredChange) -> Change:
        """What was created goes; a row that has to stay is only marked as gone."""
        mark = self._unit.registry.entities[change.entity].gone_when
        return Change(change.entity, change.uid, {mark: True} if mark else None)

    def _load(self, uids: Sequence[str]) -> dict[str, Stored]:
        found: dict[str, Stored] = {}
        for number, ids in group_by_number(ids_of(self._connection, uids).values()).items():
            records = load(self._connection, self._unit.registry.by_number[number], ids)
            found.update({each.uid: each for each in records.values()})
        return found

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
            self.kept += [each.title or each.uid for each in records]
            needed = {uid for each in records for uid in referenced_uids(each.entity, each.values)} - staying
            waiting = journal.created_by(self._connection, self._target.id, sorted(needed))
            staying |= waiting
        return staying

    def _used(self, uids: Sequence[str]) -> set[str]:
        """Which of the created things something points to that the operation did not create."""
        ids = ids_of(self._connection, uids)
        found = referrers(self._connection, self._unit.registry, ids.values())
        sources = uids_of(self._connection, {source for _pointer, source, _target in found})
        own = journal.created_by(self._connection, self._target.id, sorted(sources.values()))
        used = {target for _pointer, source, target in found if sources.get(source) not in own}
        return {uid for uid, each in ids.items() if each in used}


def _told(on_batch: Callable[[int], None] | None, done: int) -> int:
    if on_batch is not None:
        on_batch(done)
    return done
