"""Keeps what the program writes by itself true while records change: titles, search texts, "next steps"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from app.blueprint.context import Context, Values
from app.blueprint.registry import Registry
from app.blueprint.section import Entity, Section
from app.store import definitions, derive
from app.store.change import BATCH, Touched
from app.store.engine import Database
from app.store.ids import chunks, ids_of, number_of, uids_of
from app.store.records import Stored, group_by_number, load, shape, titles, write_differing
from app.store.relations import pointers, referenced_uids, referrers
from app.store.reminding import ReminderUpkeep

RETITLE_DEPTH = 3
"""How far a new title is followed: from a firm to its people, from these to their events."""


class Upkeep:
    """Knows the ids and titles that one unit of work has met, and derives from them."""

    def __init__(
        self,
        database: Database,
        connection: Connection,
        registry: Registry,
        context: Context,
        touched: Touched,
    ) -> None:
        self._database, self._connection, self._registry, self._touched = (
            database,
            connection,
            registry,
            touched,
        )
        self.ids: dict[str, int] = {}
        self._titles: dict[str, str] = {}
        self._given: dict[int, Stored] = {}
        self.context = derive.with_titles(context, self._titles)
        self.reminders = ReminderUpkeep(connection, registry, context)

    def load(self, ids: Iterable[int]) -> dict[int, Stored]:
        """The records with these internal ids, of whatever entity."""
        ids, given, self._given = list(ids), self._given, {}
        found = {each: given[each] for each in ids if each in given}
        ids = [each for each in ids if each not in found]
        for number, group in group_by_number(ids).items():
            entity = self._registry.by_number.get(number)
            if entity is not None:
                found.update(load(self._connection, entity, group))
        return found

    def give(self, records: Iterable[Stored]) -> None:
        """Records that were read just now, for what is loaded next; nothing may be written before that."""
        self._given = {each.id: each for each in records}

    def learn(self, records: Iterable[Stored]) -> None:
        """Ids and titles of everything the records point to."""
        wanted = {uid for each in records for uid in referenced_uids(each.entity, each.values)}
        self.ids.update(ids_of(self._connection, [uid for uid in wanted if uid not in self.ids]))
        untitled = [uid for uid in wanted if uid not in self._titles]
        self._titles.update(dict.fromkeys(untitled, ""))
        self._titles.update(titles(self._connection, self._registry.sections, untitled))

    def forget(self, uid: str) -> None:
        """The record is gone."""
        self.ids.pop(uid, None)
        self._titles.pop(uid, None)

    def is_resolved(self, record: Stored) -> bool:
        """Is everything there that the record points to?"""
        return all(uid in self.ids for uid in referenced_uids(record.entity, record.values))

    def name(self, records: Sequence[Stored]) -> None:
        """Titles first, twice: new records may show each other's titles, whatever their order."""
        asked: list[str] = []

        def title_of(uid: str) -> str:
            asked.append(uid)
            return self._titles.get(uid, "")

        context = replace(self.context, title_of=title_of)
        for _turn in range(2):
            for record in records:
                if isinstance(record.entity, Section):
                    self._titles[record.uid] = record.entity.title_of(record.values, context).strip()
            if not asked:
                return

    def derive(
        self, entity: Entity, records: Sequence[Stored], changed: Mapping[int, Values] | None = None
    ) -> dict[int, dict[str, Any]]:
        """The derived columns of the records by id; their search texts are written at once.

        ``changed``: what of each record is another now. Where none of it is searched, nor makes another
        title, the search text stays what it is.
        """
        if not isinstance(entity, Section):
            return {}
        rows: dict[int, dict[str, Any]] = {}
        texts: list[tuple[int, str]] = []
        searched = {each.key for each in entity.searched}
        for record in records:
            old_title = record.title
            rows[record.id] = derive.derived_row(entity, record, self.context)
            self._titles[record.uid] = record.title
            if changed is not None and record.title == old_title and searched.isdisjoint(changed[record.id]):
                continue
            texts.append((record.id, derive.search_text(entity, record, self.context)))
        self._database.put_texts(self._connection, texts)
        return rows

    def retitle(self, records: Sequence[Stored], depth: int = RETITLE_DEPTH) -> None:
        """Records that show the title of a renamed one get their derived data anew."""
        if not records or not depth:
            return
        wanted = [
            pointer
            for pointer in pointers(self._registry)
            if isinstance(pointer.entity, Section)
            and pointer.field in tuple(derive.reference_fields(pointer.entity))
        ]
        found = referrers(self._connection, self._registry, [each.id for each in records], wanted)
        self.retitle(self.derive_again({source for _pointer, source, _target in found}), depth - 1)

    def derive_again(self, ids: Iterable[int]) -> list[Stored]:
        """Write the derived data of these records anew; returns those whose title is another now."""
        stale = list(self.load(ids).values())
        self.learn(stale)
        renamed: list[Stored] = []
        for entity, group in by_entity(stale):
            old = {each.id: each.title for each in group}
            derived = self.derive(entity, group)
            rows = [derived[each.id] for each in group]
            write_differing(self._connection, shape(entity).table, rows, group)
            for each in group:
                self._touched.add(entity.key, each.uid)
            renamed += [each for each in group if each.title != old[each.id]]
        return renamed

    def redefine(self, registry: Registry) -> None:
        """Fields are others now: the columns they need are made, and records that show them derived anew."""
        before, self._registry = self._registry, registry
        definitions.add_missing_columns(self._connection, registry.sections)
        self.reminders.redefine(registry)
        for section in registry.sections:
            ids = definitions.touched_by(self._connection, before.section(section.key), section)
            for chunk in chunks(ids, BATCH):
                self.derive_again(chunk)

    def feed_nearest(self, records: Sequence[Stored], befores: Sequence[Values] = ()) -> None:
        """The "next steps" of whatever the records point to, or did before."""
        for entity, group in by_entity(records):
            for target, each in derive.nearest_fields(self._registry, entity.key):
                rule = each.nearest
                assert rule is not None
                values = [record.values for record in group] + list(befores)
                uids = {uid for found in values for key in rule.via for uid in _as_list(found.get(key))}
                self.ids.update(ids_of(self._connection, [uid for uid in uids if uid not in self.ids]))
                known = [self.ids[uid] for uid in uids if uid in self.ids]
                ids = [found for found in known if number_of(found) == target.number]
                derive.write_nearest(self._connection, self._registry, target, each, ids)
                for uid in uids_of(self._connection, ids).values():
                    self._touched.add(target.key, uid)


def by_entity(records: Iterable[Stored]) -> Iterator[tuple[Entity, list[Stored]]]:
    """The records in groups of one entity each."""
    grouped: dict[str, list[Stored]] = {}
    for record in records:
        grouped.setdefault(record.entity.key, []).append(record)
    for group in grouped.values():
        yield group[0].entity, group


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
