"""What a check of the file asks, question by question; every problem is a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import cast, exists, literal, select

from app.blueprint.context import Context
from app.blueprint.kinds import Image
from app.blueprint.section import Entity, Section
from app.core.errors import UserError
from app.core.settings import REGIONS
from app.core.texts import _
from app.models.base import ID, RecordId
from app.models.parts import Blob, SearchText
from app.models.tables import METADATA
from app.store import house, journal
from app.store.derive import derived_row, nearest_fields, nearest_rows, search_text, with_titles
from app.store.engine import Database
from app.store.file_errors import stored_json
from app.store.ids import CHUNK, first_id, last_id
from app.store.records import Stored, load, titles
from app.store.relations import pointers, referenced_uids
from app.store.rings import all_above, rings
from app.store.tables import table_of

if TYPE_CHECKING:
    from app.services.library import Library

_registered = RecordId.__table__
_blob = Blob.__table__


def by_uid(database: Database, entity: Entity) -> Iterator[list[Stored]]:
    """All records of an entity in the order of their uids, in pieces."""
    table = table_of(entity)
    with database.read() as connection:
        ids = connection.scalars(select(table.c.id).order_by(table.c.uid)).all()
        for start in range(0, len(ids), CHUNK):
            found = load(connection, entity, ids[start : start + CHUNK])
            yield sorted(found.values(), key=lambda each: each.uid)


class Checker:
    """Asks everything once."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database, self._registry = library, database, library.registry
        self._regions = list(dict.fromkeys([library.identity.region, *(key for key, _name in REGIONS)]))

    def problems(self) -> list[str]:
        """Everything that is wrong; a question that damage makes unanswerable is a problem too."""
        questions: tuple[Callable[[], Iterable[str]], ...] = (
            self._database.check, self._dangling, self._unregistered, self._rings, self._stale_texts,
            self._files, self._unreadable_history,
        )  # fmt: skip
        found: dict[str, None] = {}
        for question in questions:
            try:
                found.update(dict.fromkeys(question()))
            except UserError as error:
                found[str(error)] = None
        return list(found)

    # -- who points to whom ------------------------------------------------------------------------------

    def _dangling(self) -> Iterator[str]:
        with self._database.read() as connection:
            for pointer in pointers(self._registry):
                column = pointer.table.c[pointer.target]
                query = select(column).where(column.is_not(None), column.not_in(select(_registered.c.id)))
                lost = connection.scalars(query).all()
                if lost:
                    yield _("{n} references of {field} lead nowhere.").format(
                        n=len(lost), field=_(pointer.field.label)
                    )

    def _unregistered(self) -> Iterator[str]:
        """Ids without a record of the same uid, and those that lie in the range of another section."""
        column = _registered.c.id
        with self._database.read() as connection:
            for entity in self._registry.entities.values():
                table = table_of(entity)
                same = exists().where(table.c.id == column, table.c.uid == _registered.c.uid)
                query = select(column).where(
                    column.between(first_id(entity.number), last_id(entity.number)), ~same
                )
                orphans = connection.scalars(query).all()
                if orphans:
                    yield _("{n} ids of {section} have no record.").format(n=len(orphans), section=entity.key)
            # A section that this program does not know is no damage: its ids lie in its own range.
            first = cast(_registered.c.section, ID) * literal(first_id(1), ID)
            strays = connection.scalars(
                select(column).where(~column.between(first, first + last_id(0)))
            ).all()
        if strays:
            yield _("{n} ids of {section} have no record.").format(n=len(strays), section="?")

    def _rings(self) -> Iterator[str]:
        """Records that stand above themselves where the references should make a tree."""
        with self._database.read() as connection:
            for entity in self._registry.entities.values():
                for field in entity.trees:
                    for ring in rings(all_above(connection, entity, field)):
                        records = load(connection, entity, ring).values()
                        names = [each.title or str(each.values.get("name") or "") for each in records]
                        yield _("{field}: {titles} stand above each other in a ring.").format(
                            field=_(field.label), titles=", ".join(f"“{name}”" for name in names)
                        )

    # -- what the program writes by itself ---------------------------------------------------------------

    def _stale_texts(self) -> Iterator[str]:
        """Records whose derived data does not fit their values."""
        for section in self._registry.sections:
            stale = sum(self._count_stale(section, batch) for batch in by_uid(self._database, section))
            if stale:
                yield _("{n} records of {section} have outdated search texts or titles.").format(
                    n=stale, section=_(section.title)
                )

    def _count_stale(self, section: Section, batch: list[Stored]) -> int:
        table, texts = table_of(section), SearchText.__table__
        ids = [each.id for each in batch]
        with self._database.read() as connection:
            wanted = {uid for each in batch for uid in referenced_uids(section, each.values)}
            known = titles(connection, self._registry.sections, wanted)
            query = select(texts.c.record_id, texts.c.txt).where(texts.c.record_id.in_(ids))
            kept = {row[0]: row[1] for row in connection.execute(query)}
            query = select(table).where(table.c.id.in_(ids))
            rows: dict[int, Any] = {row["id"]: row for row in connection.execute(query).mappings()}
            for owner, field in self._nearest:
                if owner is section:
                    for row in nearest_rows(connection, self._registry, section, field, ids):
                        rows[row["id"]] = _marked(rows[row["id"]], row)
        context = with_titles(self._library.context(), known)
        return sum(not self._fits(section, each, rows[each.id], kept.get(each.id), context) for each in batch)

    @property
    def _nearest(self) -> Iterator[Any]:
        for each in self._registry.sections:
            yield from nearest_fields(self._registry, each.key)

    def _fits(
        self, section: Section, record: Stored, row: dict[str, Any], text: str | None, context: Context
    ) -> bool:
        derived = derived_row(section, record, context)
        if row.get(_STALE) or any(row[name] != value for name, value in derived.items()):
            return False
        return any(
            text == search_text(section, record, replace(context, region=region)) and self._prefer(region)
            for region in tuple(self._regions)
        )

    def _prefer(self, region: str) -> bool:
        """Phones are read by the country of whoever wrote them; what fitted once is tried first."""
        if self._regions[0] != region:
            self._regions.remove(region)
            self._regions.insert(0, region)
        return True

    # -- files and history -------------------------------------------------------------------------------

    def _files(self) -> Iterator[str]:
        with self._database.read() as connection:
            kept: dict[str, bool] = {}
            for digest in connection.scalars(select(_blob.c.digest)).all():
                data = connection.scalar(select(_blob.c.data).where(_blob.c.digest == digest))
                kept[digest] = hashlib.sha256(data or b"").hexdigest() == digest
            wanted = [row for query in self._file_names() for row in connection.execute(query)]
        for digest, name in wanted:
            if digest not in kept:
                yield _("The content of the file “{name}” is missing.").format(name=name)
            elif not kept[digest]:
                yield _("The content of the file “{name}” is damaged.").format(name=name)

    def _file_names(self) -> Iterator[Any]:
        """Queries for digest and name of attachments, then of pictures with the titles of their records."""
        attachment = METADATA.tables["attachment"]
        yield select(attachment.c.digest, attachment.c.name)
        for section in self._registry.sections:
            table = table_of(section)
            for field in section.stored:
                if isinstance(field.kind, Image):
                    column = table.c[field.column_name]
                    yield select(column, table.c.title).where(column.is_not(None))

    def _unreadable_history(self) -> Iterator[str]:
        with self._database.read() as connection:
            for _uid, value in house.settings(connection).values():
                stored_json(value, dict)
            n = journal.count_unreadable(connection)
        if n:
            yield _("{n} lines of the history cannot be read.").format(n=n)


_STALE = "_stale"


def _marked(row: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """The row, marked if its "next step" is not what it should be."""
    is_stale = any(row[name] != value for name, value in wanted.items())
    return {**row, _STALE: row.get(_STALE) or is_stale}
