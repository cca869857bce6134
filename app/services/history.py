"""History: what was done and by whom; the changes of one record or one operation; the trash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.blueprint.context import Context, Values
from app.blueprint.dates import Stamp
from app.blueprint.section import Section
from app.core.clock import stamp
from app.core.folding import fold
from app.core.texts import _
from app.services.changes import Changes, in_words
from app.services.operations import Operation, to_operation
from app.store import journal, restoring
from app.store.change import Change, restored, set_aside
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library


READ_AT_ONCE = 1_000
"""Of the journal, when words are looked for in it."""


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


@dataclass(frozen=True)
class Only:
    """Of which operations: by somebody, of a section, of a day, with words in what is told of them."""

    by: str | None = None
    section: str = ""
    day: date | None = None
    text: str = ""

    @property
    def narrowed(self) -> journal.Narrowed:
        """As the journal asks for it; a day begins and ends on the user's wall."""
        if self.day is None:
            return journal.Narrowed(self.by, self.section)
        since, until = (
            stamp(datetime.combine(each, time.min).astimezone())
            for each in (self.day, self.day + timedelta(days=1))
        )
        return journal.Narrowed(self.by, self.section, since, until)

    def fits(self, *told: str) -> bool:
        """Are all words in what is told?"""
        whole = fold(" ".join(told))
        return all(word in whole for word in fold(self.text).split())


EVERYTHING = Only()


class History:
    """Views of the journal and of the references."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self.changes = Changes(self, library, database)

    def operations(
        self, limit: int = 100, before: int | None = None, only: Only = EVERYTHING
    ) -> list[Operation]:
        """The newest operations first; ``before`` (an ``Operation.id``) goes on from an earlier page."""
        if not only.text.strip():
            return self._page(limit, before, only)
        found: list[Operation] = []
        while len(found) < limit and (page := self._page(READ_AT_ONCE, before, only)):
            found += [each for each in page if only.fits(each.describe(), each.title, each.by)]
            before = page[-1].id
        return found[:limit]

    def imports(self, section: str, limit: int = 50) -> list[Operation]:
        """The newest imports into a section, without those that were undone."""
        with self._database.read() as connection:
            found = journal.imports(connection, section, limit)
        return [to_operation(each, self._library.registry, {}) for each in found]

    def name_of_import(self, uid: str) -> str:
        """The list that was imported, and when; empty if there is no such import."""
        with self._database.read() as connection:
            found = journal.operation(connection, uid)
        if found is None:
            return ""
        when = Stamp().show(found.at, self._library.context())
        return f"{found.title}, {when}" if found.title else when

    def _page(self, limit: int, before: int | None, only: Only) -> list[Operation]:
        with self._database.read() as connection:
            found = journal.operations(connection, limit, before, only.narrowed)
            targets = journal.operations_by_id(
                connection, {each.target_id for each in found if each.target_id is not None}
            )
        return [to_operation(each, self._library.registry, targets) for each in found]

    def people(self) -> list[str]:
        """Everybody who did something."""
        with self._database.read() as connection:
            return journal.people(connection)

    def of(self, uid: str, limit: int | None = None) -> list[HistoryEntry]:
        """Every change of one record, or the newest, newest first, with old and new values in words."""
        with self._database.read() as connection:
            changes = journal.changes_of(connection, uid, limit)
            stored = journal.operations_by_id(connection, {each.operation_id for each in changes})
            targets = journal.operations_by_id(
                connection, {each.target_id for each in stored.values() if each.target_id is not None}
            )
        context = self.context()
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
            if field is not None and field.kind.is_told:
                shown = in_words(field.kind, old, after.get(key), context)
                yield HistoryEntry(operation.at, operation.by, operation, "edit", _(field.label), *shown)

    def context(self) -> Context:
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

    def trash(self, limit: int = 500, text: str = "", only: Only = EVERYTHING) -> list[Trashed]:
        """Deleted records, newest first."""
        wanted = replace(only, text=text or only.text)
        found: list[Trashed] = []
        place = 0
        while len(found) < limit and (page := self._deleted(place, wanted)):
            place += READ_AT_ONCE
            found += [each for each in page if each is not None and wanted.fits(each.title)]
        return found[:limit]

    def _deleted(self, place: int, only: Only) -> list[Trashed | None]:
        """A page of deletions; None for what is no record or was only taken back."""
        with self._database.read() as connection:
            found = journal.deleted(connection, READ_AT_ONCE, place, only.narrowed)
        context = self.context()
        sections = self._sections
        return [
            Trashed(
                change.uid,
                change.entity,
                self._title(sections[change.entity], change.before or {}, context),
                done.at,
                done.by,
                done.uid,
            )
            if change.entity in sections and done.kind != journal.UNDO
            else None
            for change, done in found
        ]

    def _title(self, section: Section, before: Values, context: Context) -> str:
        return section.title_of(restored(before)[0], context)

    def restore(self, uids: Sequence[str]) -> Operation:
        """Bring deleted records back as they were, and with them the references that their deletion took."""
        with self._database.read() as connection:
            found = restoring.lost(connection, uids)
            back = restoring.references(connection, self._library.registry, found)
        changes = [
            Change(
                each.entity,
                each.uid,
                values | back.pop(each.uid, {}),
                stamps,
                aside=set_aside(each.before or {}),
            )
            for each in found
            for values, stamps in [restored(each.before or {})]
        ]
        entities = self._library.get_sections(list(back))
        following = [Change(entities[uid], uid, values) for uid, values in back.items() if uid in entities]
        section = changes[0].entity if changes else None
        return self._library.write("restore", changes, section=section, following=following)
