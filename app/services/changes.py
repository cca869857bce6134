"""What operations changed, in words; and one value, or one record, brought back to what it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.blueprint.rows import Files, Rows
from app.blueprint.section import Entity, Section
from app.core.errors import UserError
from app.core.texts import _
from app.services.operations import Operation, to_operation
from app.store import journal
from app.store.change import CREATE, DELETE, EDIT, Change, restored
from app.store.engine import Database
from app.store.ids import ids_of
from app.store.records import Stored, group_by_number, load
from app.store.revert import name_of

if TYPE_CHECKING:
    from app.services.history import History
    from app.services.library import Library


@dataclass(frozen=True)
class FieldChange:
    """One field of a change: what it was and what it became, in words."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordChange:
    """What one operation did to one thing; ``position`` goes on from an earlier page."""

    uid: str
    entity: str
    title: str
    action: str
    operation: Operation
    fields: tuple[FieldChange, ...]
    is_there: bool
    position: int


class Changes:
    """The changes of one operation or of one record, and their restoring."""

    def __init__(self, history: History, library: Library, database: Database) -> None:
        self._history, self._library, self._database = history, library, database

    def of_operation(self, operation: str, limit: int = 100, after: int = 0) -> list[RecordChange]:
        """What an operation changed, in its order."""
        with self._database.read() as connection:
            found = journal.operation(connection, operation)
            changes = journal.changes_after(connection, found.id, after, limit) if found else []
            return self._told(connection, changes)

    def of_record(self, uid: str, limit: int = 100) -> list[RecordChange]:
        """The newest changes of a record, newest first."""
        with self._database.read() as connection:
            return self._told(connection, journal.changes_of(connection, uid, limit))

    def restore_fields(self, operation: str, uid: str, keys: Sequence[str] = ()) -> Operation:
        """Give fields of a record the values they had before an operation; all that it changed if none is
        named."""
        with self._database.read() as connection:
            change = self._change(connection, operation, uid)
            if not ids_of(connection, [uid]):
                raise UserError(_("The record was deleted; restore it first."))
        entity = self._library.registry.entities[change.entity]
        before = restored(change.before or {})[0] if change.action == EDIT else {}
        values = {
            key: _fitting(entity.by_key[key], old)
            for key, old in before.items()
            if key in entity.by_key and (key in keys or not keys)
        }
        if not values:
            raise UserError(_("There is nothing to restore in it."))
        return self._write(Change(change.entity, uid, values))

    def restore_record(self, operation: str, uid: str) -> Operation:
        """Make a record what it was before an operation, whatever was done to it since."""
        with self._database.read() as connection:
            target = self._change(connection, operation, uid)
            changes = journal.changes_of(connection, uid)
            now = _records(self._library, connection, [uid]).get(uid)
        entity = self._library.registry.entities[target.entity]
        values, stamps = dict(now.values) if now else {}, None
        for change in changes:
            if change.operation_id < target.operation_id:
                break
            before, were = restored(change.before or {})
            if change.action == EDIT:
                values.update(before)
            else:
                values, stamps = (before, were) if change.action == DELETE else ({}, None)
        if not any(value is not None for value in values.values()):
            raise UserError(_("There was no such record before it."))
        wanted = dict.fromkeys(now.values if now else ()) | values
        fitting = {key: value for key, value in wanted.items() if _fits(entity, key, value)}
        return self._write(Change(target.entity, uid, fitting, stamps if now is None else None))

    def _write(self, change: Change) -> Operation:
        registry = self._library.registry
        section = change.entity if isinstance(registry.entities[change.entity], Section) else None
        return self._library.write("restore", [change], section=section)

    def _change(self, connection: Connection, operation: str, uid: str) -> journal.StoredChange:
        """The change of that thing in that operation, the first if there are several."""
        found = journal.operation(connection, operation)
        changes = journal.changes_of(connection, uid) if found else []
        own = [each for each in changes if found is not None and each.operation_id == found.id]
        if not own:
            raise UserError(_("There is nothing to restore in it."))
        return own[-1]

    # -- in words ----------------------------------------------------------------------------------------

    def _told(self, connection: Connection, changes: Sequence[journal.StoredChange]) -> list[RecordChange]:
        stored = journal.operations_by_id(connection, {each.operation_id for each in changes})
        targets = journal.operations_by_id(
            connection, {each.target_id for each in stored.values() if each.target_id is not None}
        )
        there = _records(self._library, connection, [each.uid for each in changes])
        registry, context = self._library.registry, self._history.context()
        return [
            RecordChange(
                each.uid,
                each.entity,
                self._title(registry.entities[each.entity], each, there.get(each.uid), context),
                each.action,
                to_operation(stored[each.operation_id], registry, targets),
                tuple(_fields(registry.entities[each.entity], each, context)),
                each.uid in there,
                each.position,
            )
            for each in changes
            if each.operation_id in stored and each.entity in registry.entities
        ]

    def _title(
        self, entity: Entity, change: journal.StoredChange, now: Stored | None, context: Context
    ) -> str:
        if now is not None:
            return name_of(now)
        if change.action == DELETE and isinstance(entity, Section):
            return entity.title_of(restored(change.before or {})[0], context)
        return context.title_of(change.uid)


def _fields(entity: Entity, change: journal.StoredChange, context: Context) -> Iterable[FieldChange]:
    before, after = restored(change.before or {})[0], change.after or {}
    if change.action == CREATE:
        return
    for key, old in before.items():
        field = entity.by_key.get(key)
        if field is not None and field.kind.is_told and (change.action == EDIT or old is not None):
            yield FieldChange(key, _(field.label), *in_words(field.kind, old, after.get(key), context))


def _records(library: Library, connection: Connection, uids: Sequence[str]) -> dict[str, Stored]:
    """Those of the things that are there, as they are now."""
    found: dict[str, Stored] = {}
    for number, ids in group_by_number(ids_of(connection, list(dict.fromkeys(uids))).values()).items():
        if number in library.registry.by_number:
            for each in load(connection, library.registry.by_number[number], ids).values():
                found[each.uid] = each
    return found


def _fitting(field: Field, value: Any) -> Any:
    """An old value, if the field still takes such: its kind may be another one by now."""
    try:
        normal = field.kind.normal(value)
        if normal is not None:
            field.kind.verify(normal)
    except (ValueError, TypeError, AttributeError) as problem:
        told = _("“{label}” is of another kind by now; the old value does not fit it.")
        raise UserError(told.format(label=_(field.label))) from problem
    return normal


def _fits(entity: Entity, key: str, value: Any) -> bool:
    if key not in entity.by_key or not entity.by_key[key].is_stored:
        return False
    try:
        _fitting(entity.by_key[key], value)
    except UserError:
        return False
    return True


def in_words(kind: Kind, old: Any, new: Any, context: Context) -> tuple[str, str]:
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
