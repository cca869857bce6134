"""What comes back from the trash: the records, and the references to them that their deletion took away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from app.blueprint.context import Values
from app.blueprint.registry import Registry
from app.blueprint.section import Entity
from app.store import journal
from app.store.change import DELETE, EDIT, restored
from app.store.ids import ids_of
from app.store.journal import StoredChange
from app.store.records import group_by_number, load
from app.store.relations import is_reference, referenced_uids, without

PASSING = ("delete", "restore")
"""Operations that take references away and give them back without anybody wanting other ones."""


def lost(connection: Connection, uids: Iterable[str]) -> list[StoredChange]:
    """The deletions of those of the records that are gone, each once."""
    wanted = list(dict.fromkeys(uids))
    alive = ids_of(connection, wanted)
    newest = [journal.changes_of(connection, uid)[:1] for uid in wanted if uid not in alive]
    return [change for found in newest for change in found if change.action == DELETE]


def references(connection: Connection, registry: Registry, back: Sequence[StoredChange]) -> dict[str, Values]:
    """By uid the referring fields that get a value back when these records return.

    Of the returning records themselves too: what they pointed to may have been deleted before them, and
    have returned since.
    """
    returning = {each.uid: each for each in back}
    found: dict[str, Values] = {}
    touched = journal.let_go(connection, list(returning))
    candidates = sorted({uid for uid, _entity in touched} | returning.keys())
    current = _current(connection, registry, candidates)
    entities = dict(touched) | {each.uid: each.entity for each in back}
    for uid in candidates:
        entity = registry.entities.get(entities[uid])
        if entity is None or not (uid in current or uid in returning):
            continue
        now = current[uid] if uid in current else restored(returning[uid].before or {})[0]
        values = _given_back(connection, entity, uid, now, set(returning), is_alive=uid in current)
        if values:
            found[uid] = values
    return found


def _current(connection: Connection, registry: Registry, uids: Sequence[str]) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for number, ids in group_by_number(ids_of(connection, uids).values()).items():
        if number in registry.by_number:
            records = load(connection, registry.by_number[number], ids).values()
            found.update({each.uid: each.values for each in records})
    return found


def _given_back(
    connection: Connection, entity: Entity, uid: str, now: Values, returning: set[str], is_alive: bool
) -> Values:
    """The fields of one record whose references return, with their values afterwards."""
    found: Values = {}
    for key, wanted in _wanted(connection, entity, uid, now).items():
        field = entity.by_key[key]
        missing = _missing(connection, entity, key, wanted)
        is_untouched = without(field, wanted, missing) == now.get(key)
        value = without(field, wanted, missing - returning)
        if value != now.get(key) and (is_untouched or not is_alive):
            found[key] = value
    return found


def _missing(connection: Connection, entity: Entity, key: str, value: Any) -> set[str]:
    pointed = set(referenced_uids(entity, {key: value}))
    return pointed - ids_of(connection, sorted(pointed)).keys()


def _wanted(connection: Connection, entity: Entity, uid: str, now: Values) -> Values:
    """The referring fields as the user left them, before deletions took away what they point to."""
    open_keys = {each.key for each in entity.stored if is_reference(each)}
    wanted: Values = {}
    for change, kind in journal.changes_with_kinds(connection, uid):
        before = change.before or {}
        touched = open_keys & before.keys() if change.action == EDIT else open_keys
        if kind in PASSING:
            if change.action != "create":
                wanted.update({key: before.get(key) for key in touched})
        else:
            open_keys = open_keys - touched
        if not open_keys:
            break
    return {key: value for key, value in wanted.items() if value is not None}
