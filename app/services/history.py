"""History: what was done and by whom; the changes of one record; the trash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.blueprint.context import Context, Values
from app.blueprint.section import Section
from app.core.folding import fold
from app.core.texts import _
from app.services.operations import Operation, to_operation
from app.store import groups, journal
from app.store.change import Change, restored
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one field of a record, in words; ``at`` is a UTC stamp."""

    at: str
    by: str
    operation: Operation
    action: str
    field_label: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Trashed:
    """A deleted record; ``operation`` is the uid of the deletion."""

    uid: str
    section: str
    title: str
    at: str
    by: str
    operation: str


class History:
    """Views of the journal and of the references."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def operations(self, limit: int = 100, before: int | None = None) -> list[Operation]:
        """The newest operations first; ``before`` (an ``Operation.id``) goes on from an earlier page."""
        with self._database.read() as connection:
            found = journal.operations(connection, limit, before)
            targets = journal.operations_by_id(
                connection, {each.target_id for each in found if each.target_id is not None}
            )
        return [to_operation(each, self._library.registry, targets) for each in found]

    def of(self, uid: str, limit: int | None = None) -> list[HistoryEntry]:
        """Every change of one record, or the newest, newest first, with old and new values in words."""
        with self._database.read() as connection:
            changes = journal.changes_of(connection, uid, limit)
            stored = journal.operations_by_id(connection, {each.operation_id for each in changes})
            targets = journal.operations_by_id(
                connection, {each.target_id for each in stored.values() if each.target_id is not None}
            )
        context = self._library.context()
        found: list[HistoryEntry] = []
        for change in changes:
            operation = to_operation(stored[change.operation_id], self._library.registry, targets)
            found += self._entries(change, operation, context)
        return found

    def _entries(
        self, change: journal.StoredChange, operation: Operation, context: Context
    ) -> Iterator[HistoryEntry]:
        if change.action != "edit":
            yield HistoryEntry(operation.at, operation.by, operation, change.action)
            return
        entity = self._library.registry.entities[change.entity]
        after = change.after or {}
        for key, old in restored(change.before or {})[0].items():
            field = entity.by_key.get(key)
            if field is not None:
                shown = [
                    field.kind.show(value, context) if value is not None else ""
                    for value in (old, after.get(key))
                ]
                if field.key == "groups":
                    shown = [self._group_names(value) for value in (old, after.get(key))]
                yield HistoryEntry(operation.at, operation.by, operation, "edit", _(field.label), *shown)

    def _group_names(self, uids: Sequence[str] | None) -> str:
        if not uids:
            return ""
        with self._database.read() as connection:
            names = groups.names(connection, uids)
        return ", ".join(names.get(uid, "?") for uid in uids)

    def trash(self, limit: int = 500, text: str = "") -> list[Trashed]:
        """Deleted records, newest first."""
        with self._database.read() as connection:
            found = journal.deleted(connection, limit)
        context = self._library.context()
        sections = {each.key: each for each in self._library.registry.sections}
        trashed = [
            Trashed(
                change.uid,
                change.entity,
                self._title(sections[change.entity], change.before or {}, context),
                done.at,
                done.by,
                done.uid,
            )
            for change, done in found
            if change.entity in sections and done.kind != journal.UNDO
        ]
        return [each for each in trashed if fold(text) in fold(each.title)]

    def _title(self, section: Section, before: Values, context: Context) -> str:
        return section.title_of(restored(before)[0], context)

    def restore(self, uids: Sequence[str]) -> Operation:
        """Bring deleted records back as they were."""
        wanted = set(uids)
        with self._database.read() as connection:
            found = {change.uid: change for uid in uids for change in journal.changes_of(connection, uid)[:1]}
        changes = [
            Change(each.entity, uid, *restored(each.before))
            for uid, each in found.items()
            if uid in wanted and each.before and each.action == "delete"
        ]
        return self._library.write("restore", changes, section=changes[0].entity if changes else None)
