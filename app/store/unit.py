"""One unit of work: changes of any entity, written with their derived data and their journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.blueprint.context import Context, Values
from app.blueprint.house import FIELD, FILE_SETTING
from app.blueprint.registry import Registry
from app.blueprint.section import Entity, Section
from app.core.errors import ConflictError, UserError
from app.core.ids import built_in_uid
from app.core.texts import _
from app.models.tables import METADATA
from app.store import definitions
from app.store.change import (
    ASIDE,
    BATCH,
    CREATE,
    DELETE,
    EDIT,
    FILLED,
    Change,
    Touched,
    batches,
    normal_values,
)
from app.store.engine import Database
from app.store.finishing import finished, reopened
from app.store.ids import ids_of, next_id
from app.store.records import (
    Stored,
    delete_children,
    delete_rows,
    insert_rows,
    main_row,
    shape,
    update_rows,
    write_children,
    write_differing,
)
from app.store.relations import referenced_uids, referrers, without
from app.store.reminding import SETTING as REMINDERS
from app.store.rings import above, rings
from app.store.succession import moved_on
from app.store.upkeep import Upkeep, by_entity

_record_id = METADATA.tables["record_id"]
_change = METADATA.tables["change"]


MUCH = 200_000
"""Changes from which one operation gets more memory."""


class Unit:
    """Changes inside one transaction and one operation."""

    def __init__(
        self,
        database: Database,
        connection: Connection,
        registry: Registry,
        context: Context,
        operation_id: int,
        at: str,
        by: str,
    ) -> None:
        self._database, self._connection = database, connection
        self.registry = registry
        """The sections as they are now: definitions of fields change them."""
        self._operation_id, self._at, self._by = operation_id, at, by
        self._next: dict[int, int] = {}
        self._position = 0
        self._notes: list[dict[str, Any]] = []
        self._waiting: dict[int, Stored] = {}
        self._filled: dict[int, list[str]] = {}
        self._revives = False
        self._climbing: dict[tuple[str, str], set[int]] = {}
        self._successors: list[Change] = []
        self._late: list[tuple[dict[str, Any], Stored, Values]] = []
        self.touched = Touched()
        self.is_exact = False
        """Is everything written as it was stored once: nothing checked, nothing filled in (undo, redo)?"""
        self._upkeep = Upkeep(database, connection, registry, context, self.touched)

    @property
    def connection(self) -> Connection:
        """The connection of the transaction."""
        return self._connection

    def apply(
        self,
        changes: Iterable[Change],
        on_batch: Callable[[int], None] | None = None,
        given: Iterable[Stored] = (),
    ) -> None:
        """Write the changes in their order, in batches in which no uid stands twice.

        ``given``: records that were read for these changes just now and need not be read again.
        """
        done = 0
        self._upkeep.give(given)
        for batch in batches(changes):
            self._apply_batch(batch)
            if done <= MUCH < done + len(batch):
                self._database.widen(self._connection)
            done += len(batch)
            if on_batch is not None:
                on_batch(done)

    def follow(self, changes: Iterable[Change]) -> None:
        """Write changes that follow from others: journalled and told like them, but not counted."""
        counted, title = self.touched.counts.copy(), self.touched.title
        self.apply(changes)
        self.touched.counts, self.touched.title = counted, title

    def finish(self) -> None:
        """Write what waits for the end: late references and the last journal lines; refuse rings."""
        if self._waiting:
            self._resolve_waiting()
        for (entity, key), ids in () if self._revives else self._climbing.items():
            self._refuse_rings(self.registry.entities[entity], key, ids)
        self._write_notes()

    def _apply_batch(self, batch: Sequence[Change]) -> None:
        known = ids_of(self._connection, (change.uid for change in batch))
        self._upkeep.ids.update(known)
        creates = [change for change in batch if change.uid not in known and change.values is not None]
        edits = [change for change in batch if change.uid in known and change.values is not None]
        gone = {
            change.uid: known[change.uid] for change in batch if change.uid in known and change.values is None
        }
        if gone:
            self._delete(gone)
        if creates:
            self._create(creates)
        if edits:
            self._edit(edits)
        if any(change.entity == FIELD.key for change in batch):
            self.registry = self.registry.with_own(definitions.read(self._connection))
            self._upkeep.redefine(self.registry)
        if any(_sets_reminders(change) for change in batch):
            self._upkeep.reminders.everything()
        self._succeed()

    def _succeed(self) -> None:
        """What was finished and comes again gets its next occurrence, unless that is there already."""
        waiting, self._successors = self._successors, []
        if waiting:
            known = ids_of(self._connection, [each.uid for each in waiting])
            self.follow(each for each in waiting if each.uid not in known)

    # -- create ----------------------------------------------------------------------------------------

    def _create(self, changes: Sequence[Change]) -> None:
        # What undo brings back to life comes back whatever was stored, rings of older files too.
        self._revives = self._revives or self.is_exact
        records = [self._new_record(change) for change in changes]
        registered = [{"id": each.id, "uid": each.uid, "section": each.entity.number} for each in records]
        insert_rows(self._connection, _record_id, registered)
        self._upkeep.learn(records)
        self._upkeep.name(records)
        self._wait(records)
        for entity, group in by_entity(records):
            form = shape(entity)
            insert_rows(self._connection, form.table, self._rows(entity, group))
            said = set().union(*(record.values for record in group))
            for each in form.rowsets:
                if each.field.key in said:
                    write_children(
                        self._connection, each, group, self._id_of, self._upkeep.context, is_new=True
                    )
        for change, record in zip(changes, records, strict=True):
            if change.aside and isinstance(record.entity, Section):
                definitions.put_aside(self._connection, record.entity, record.id, change.aside)
        for record in records:
            self._climb(record, record.values)
            filled = self._filled.pop(record.id, None)
            self._note(record, CREATE, {FILLED: filled} if filled else None, None)
        self._upkeep.feed_nearest(records)
        self._upkeep.reminders.created(records)

    def _new_record(self, change: Change) -> Stored:
        if change.version is not None:
            raise ConflictError(_("The record was deleted in between; nothing was saved."))
        entity = self.registry.entities[change.entity]
        number = entity.number
        record_id = self._next.get(number) or next_id(self._connection, number)
        self._next[number] = record_id + 1
        self._upkeep.ids[change.uid] = record_id
        is_new = change.stamps is None and not self.is_exact
        values = normal_values(entity, change.values or {}, is_verified=is_new)
        record = Stored(record_id, change.uid, entity, values)
        if isinstance(entity, Section):
            record.stamps = change.stamps or self._stamps()
            if change.stamps is None and entity.defaults:
                values |= {key: each for key, each in entity.defaults.items() if key not in values}
        if is_new:
            values |= self._finish(record, {}, values)
        return record

    def _finish(self, record: Stored, old: Values, new: Values) -> Values:
        """What follows from finishing or opening a record; remembered, so that it can be taken back."""
        if not (isinstance(record.entity, Section) and record.entity.finish):
            return {}
        filled = finished(record.entity, old, new, self._upkeep.context)
        if filled:
            self._filled[record.id] = sorted(filled)
        return filled or reopened(self._connection, record.entity, record.uid, old, new)

    def _stamps(self) -> dict[str, str]:
        return {
            "created_at": self._at,
            "created_by": self._by,
            "updated_at": self._at,
            "updated_by": self._by,
        }

    def _rows(
        self, entity: Entity, records: Sequence[Stored], changed: Mapping[int, Values] | None = None
    ) -> list[dict[str, Any]]:
        """Whole rows, own columns and derived ones."""
        derived, form = self._upkeep.derive(entity, records, changed), shape(entity)
        return [main_row(form, each, self._id_of) | derived.get(each.id, {}) for each in records]

    def _id_of(self, uid: str) -> int | None:
        return self._upkeep.ids.get(uid)

    # -- references to what comes later ----------------------------------------------------------------

    def _wait(self, records: Sequence[Stored]) -> None:
        self._waiting.update({each.id: each for each in records if not self._upkeep.is_resolved(each)})

    def _resolve_waiting(self) -> None:
        """Records that pointed to others written only later get their references now."""
        waiting = [each for each in self._waiting.values() if each.uid in self._upkeep.ids]
        self._upkeep.learn(waiting)
        for record in waiting:
            self._drop_unknown(record)
        old_titles = {each.id: each.title for each in waiting}
        for entity, group in by_entity(waiting):
            form = shape(entity)
            update_rows(self._connection, form.table, self._rows(entity, group))
            for each in form.rowsets:
                write_children(self._connection, each, group, self._id_of, self._upkeep.context, is_new=False)
            self._upkeep.feed_nearest(group)
        self._upkeep.retitle([each for each in waiting if each.title != old_titles[each.id]])
        for note, record, before in self._late:
            note["after"] = _json(_after(record, before))
            self._notes.append(note)

    def _drop_unknown(self, record: Stored) -> None:
        """What the record points to and is nowhere leaves its values, so that the journal tells the truth."""
        unknown = {uid for uid in referenced_uids(record.entity, record.values) if self._id_of(uid) is None}
        for key in list(record.values) if unknown else ():
            value = without(record.entity.by_key[key], record.values[key], unknown)
            if value is None:
                del record.values[key]
            else:
                record.values[key] = value

    # -- trees -----------------------------------------------------------------------------------------

    def _climb(self, record: Stored, keys: Iterable[str]) -> None:
        """Remember what was hung below another record; only the end tells whether that makes a ring."""
        for each in record.entity.trees:
            if each.key in keys and record.values.get(each.key) is not None:
                self._climbing.setdefault((record.entity.key, each.key), set()).add(record.id)

    def _refuse_rings(self, entity: Entity, key: str, ids: set[int]) -> None:
        field = entity.by_key[key]
        for ring in rings(above(self._connection, entity, field, ids)):
            hung = ids.intersection(ring)
            if hung:
                record = self._upkeep.load([min(hung)])[min(hung)]
                message = _("“{title}” would stand above itself in “{field}”; choose another record there.")
                title = record.title or record.values.get("name") or ""  # a group has a name only
                raise UserError(message.format(title=title, field=_(field.label)))

    # -- edit ------------------------------------------------------------------------------------------

    def _edit(self, changes: Sequence[Change]) -> None:
        current = self._upkeep.load(self._upkeep.ids[change.uid] for change in changes)
        current |= {each: self._waiting[each] for each in current if each in self._waiting}
        edited: list[Stored] = []
        befores: list[Values] = []
        changed_fields: set[tuple[str, str]] = set()
        for change in changes:
            record = current.get(self._upkeep.ids[change.uid])
            if record is None or change.values is None:
                continue
            before = self._change_values(record, change)
            if before is not None:
                edited.append(record)
                befores.append(before)
                changed_fields.update((record.entity.key, key) for key in before)
        for record, before in zip(edited, befores, strict=True):
            self._climb(record, before)
        self._upkeep.learn(edited)
        self._wait(edited)
        old = {record.id: before for record, before in zip(edited, befores, strict=True)}
        self._write_edited(edited, changed_fields, old)
        for record, before in zip(edited, befores, strict=True):
            self._note(record, EDIT, before, _after(record, before))
        self._upkeep.feed_nearest(edited, befores)
        self._upkeep.reminders.edited(edited, old)

    def _change_values(self, record: Stored, change: Change) -> Values | None:
        """Put the new values into the record; what was there before, or None if nothing differs."""
        if change.version is not None and change.version != record.version:
            who = record.stamps.get("updated_by") or _("somebody")
            raise ConflictError(
                _("{who} has changed “{title}” in between.").format(who=who, title=record.title)
            )
        new = normal_values(
            record.entity, change.values or {}, keep_empty=True, is_verified=not self.is_exact
        )
        if not self.is_exact:
            new |= self._finish(record, record.values, new)
            left, following = moved_on(record.entity, record.uid, record.values, new, self._upkeep.context)
            new |= left
            self._successors += [following] if following is not None else []
        before: Values = {}
        for key, value in new.items():
            old = record.values.get(key)
            if old != value:
                before[key] = old
                if value is None:
                    record.values.pop(key, None)
                else:
                    record.values[key] = value
        if not before:
            return None
        if record.stamps:
            before["_updated_at"], before["_updated_by"] = (
                record.stamps["updated_at"],
                record.stamps["updated_by"],
            )
            record.stamps.update(change.stamps or {"updated_at": self._at, "updated_by": self._by})
        if record.id in self._filled:
            before[FILLED] = self._filled.pop(record.id)
        record.version += 1
        return before

    def _write_edited(
        self, records: Sequence[Stored], changed: set[tuple[str, str]], befores: Mapping[int, Values]
    ) -> None:
        retitled: list[Stored] = []
        for entity, group in by_entity(records):
            form = shape(entity)
            old_titles = {each.id: each.title for each in group}
            write_differing(self._connection, form.table, self._rows(entity, group, befores), group)
            for each in form.rowsets:
                if (entity.key, each.field.key) in changed:
                    write_children(
                        self._connection, each, group, self._id_of, self._upkeep.context, is_new=False
                    )
            retitled += [each for each in group if each.title != old_titles[each.id]]
        self._upkeep.retitle(retitled)

    # -- delete ----------------------------------------------------------------------------------------

    def _delete(self, gone: dict[str, int]) -> None:
        self._let_go(gone)
        records = list(self._upkeep.load(gone.values()).values())
        self._upkeep.learn(records)
        asides = self._asides(records)
        for record in records:
            before = {**record.values, **{f"_{key}": value for key, value in record.stamps.items()}}
            before |= {f"{ASIDE}{name}": value for name, value in asides.get(record.id, {}).items()}
            self._note(record, DELETE, before, None)
        self._upkeep.reminders.deleted(records)
        for entity, group in by_entity(records):
            ids = [each.id for each in group]
            form = shape(entity)
            for each in form.rowsets:
                delete_children(self._connection, each, ids)
            if form.is_record:
                self._database.drop_texts(self._connection, ids)
            delete_rows(self._connection, form.table, "id", ids)
        delete_rows(self._connection, _record_id, "id", [each.id for each in records])
        for record in records:
            self._upkeep.forget(record.uid)
        self._upkeep.feed_nearest(records)

    def _asides(self, records: Sequence[Stored]) -> dict[int, Values]:
        found: dict[int, Values] = {}
        for entity, group in by_entity(records):
            if isinstance(entity, Section):
                found |= definitions.aside(self._connection, entity, [each.id for each in group])
        return found

    def _let_go(self, gone: dict[str, int]) -> None:
        """Whatever points to the deleted forgets it, as changes of this same operation."""
        found = referrers(self._connection, self.registry, gone.values())
        leaving = set(gone.values())
        pointing = {source for _pointer, source, _target in found if source not in leaving}
        if not pointing:
            return
        names = set(gone)
        fields = {(each.entity.key, each.field.key) for each, _source, _target in found}
        edits = []
        for record in self._upkeep.load(pointing).values():
            self._upkeep.ids[record.uid] = record.id
            new = {
                key: without(record.entity.by_key[key], record.values.get(key), names)
                for entity, key in fields
                if entity == record.entity.key
            }
            edits.append(Change(record.entity.key, record.uid, new))
        self.follow(edits)

    # -- journal ---------------------------------------------------------------------------------------

    def _note(self, record: Stored, action: str, before: Values | None, after: Values | None) -> None:
        self._position += 1
        note = {
            "operation_id": self._operation_id,
            "position": self._position,
            "action": action,
            "entity": record.entity.key,
            "uid": record.uid,
            "before": _json(before),
            "after": _json(after),
        }
        if action == EDIT and before is not None and record.id in self._waiting:
            self._late.append((note, record, before))
        else:
            self._notes.append(note)
        self.touched.add(record.entity.key, record.uid)
        self.touched.counts[record.entity.key] += 1
        if record.title:
            self.touched.title = self.touched.title or record.title
        if len(self._notes) >= BATCH:
            self._write_notes()

    def _write_notes(self) -> None:
        if self._notes:
            insert_rows(self._connection, _change, self._notes)
            self._notes.clear()


def _sets_reminders(change: Change) -> bool:
    """Are the reminders of all records that have none of their own others now?"""
    return change.entity == FILE_SETTING.key and change.uid == built_in_uid(REMINDERS, "")


def _after(record: Stored, before: Values) -> Values:
    return {key: record.values.get(key) for key in before if not key.startswith("_")}


def _json(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)
