"""History: what was done and by whom; the changes of one record; the trash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.kinds import Kind
from app.blueprint.rows import Files, Rows
from app.blueprint.section import Section
from app.core.folding import fold
from app.core.texts import _
from app.services.operations import Operation, to_operation
from app.store import journal, restoring
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
        context = self._context()
        found: list[HistoryEntry] = []
        for change in changes:
            if change.operation_id not in stored:  # damage: the rest is told all the same
                continue
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
                shown = _in_words(field.kind, old, after.get(key), context)
                yield HistoryEntry(operation.at, operation.by, operation, "edit", _(field.label), *shown)

    def _context(self) -> Context:
        """The context that knows groups too, and the names of what is gone by now."""
        context = self._library.context()
        known: dict[str, str] = {}

        def title_of(uid: str) -> str:
            if uid not in known:
                known[uid] = ""
                known[uid] = context.title_of(uid) or self._kept_name(uid, whole) or "?"
            return known[uid]

        whole = replace(context, title_of=title_of)
        return whole

    def _kept_name(self, uid: str, context: Context) -> str:
        """The name of a group, or of what was deleted, from what the journal keeps."""
        names = {each.uid: each.title for key in self._sections for each in self._library.groups.tree(key)}
        if uid in names:
            return names[uid]
        with self._database.read() as connection:
            changes = journal.changes_of(connection, uid)
        before = next((each.before for each in changes if each.action == "delete" and each.before), None)
        if before is None:
            return ""
        section = self._sections.get(changes[0].entity)
        return self._title(section, before, context) if section else str(before.get("name") or "")

    @property
    def _sections(self) -> dict[str, Section]:
        return {each.key: each for each in self._library.registry.sections}

    def trash(self, limit: int = 500, text: str = "") -> list[Trashed]:
        """Deleted records, newest first."""
        with self._database.read() as connection:
            found = journal.deleted(connection, limit)
        context = self._context()
        sections = self._sections
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
        """Bring deleted records back as they were, and with them the references that their deletion took."""
        with self._database.read() as connection:
            found = restoring.lost(connection, uids)
            back = restoring.references(connection, self._library.registry, found)
        changes = [
            Change(each.entity, each.uid, values | back.pop(each.uid, {}), stamps)
            for each in found
            for values, stamps in [restored(each.before or {})]
        ]
        entities = self._library.get_sections(list(back))
        following = [Change(entities[uid], uid, values) for uid, values in back.items() if uid in entities]
        section = changes[0].entity if changes else None
        return self._library.write("restore", changes, section=section, following=following)


def _in_words(kind: Kind, old: Any, new: Any, context: Context) -> tuple[str, str]:
    """Both values as a reader sees them; where they look the same, with all that a list does not show."""
    before, after = (kind.show(value, context) if value is not None else "" for value in (old, new))
    if before != after:
        return before, after
    return _in_full(kind, old, context) or before, _in_full(kind, new, context) or after


def _in_full(kind: Kind, value: Any, context: Context) -> str:
    if isinstance(kind, Files):
        return ", ".join(f"{each['name']} ({each['digest'][:8]})" for each in value or ())
    if not isinstance(kind, Rows):
        return ""
    rows = (
        [
            f"{_(part.label)}: {part.kind.show(row[part.key], context)}"
            for part in kind.parts
            if part.key in row
        ]
        for row in value or ()
    )
    return "; ".join(", ".join(row) for row in rows)
