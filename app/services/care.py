"""Care of the file: check, backup, and the dump of its logical content."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.blueprint.section import Entity, Section
from app.core import clock as time
from app.core.errors import UserError
from app.core.texts import _
from app.models.parts import Blob, SearchText
from app.models.tables import METADATA
from app.store.derive import derived_row, search_text, with_titles
from app.store.engine import Database
from app.store.ids import CHUNK, first_id, last_id
from app.store.raw_file import is_library
from app.store.records import Stored, load, titles
from app.store.relations import pointers, referenced_uids

if TYPE_CHECKING:
    from app.services.library import Library

BACKUP_FOLDER = "backups"


class Care:
    """Looks after one library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def dump(self) -> Iterator[str]:
        """The logical content as JSON lines in a stable order, without internal ids.

        Two libraries with equal content give equal dumps.
        """
        for entity in sorted(self._library.registry.entities.values(), key=lambda each: each.number):
            for batch in self._by_uid(entity):
                for record in batch:
                    line = {
                        "section": entity.key,
                        "uid": record.uid,
                        **record.stamps,
                        "values": record.values,
                    }
                    yield json.dumps(line, ensure_ascii=False, sort_keys=True)

    def _by_uid(self, entity: Entity) -> Iterator[list[Stored]]:
        table = METADATA.tables[entity.table]
        with self._database.read() as connection:
            ids = connection.scalars(select(table.c.id).order_by(table.c.uid)).all()
            for start in range(0, len(ids), CHUNK):
                found = load(connection, entity, ids[start : start + CHUNK])
                yield sorted(found.values(), key=lambda each: each.uid)

    def check(self) -> list[str]:
        """Problems, each in a sentence: of the engine, of references, of search texts. Empty means sound."""
        return [*self._database.check(), *self._dangling(), *self._stale_texts(), *self._missing_blobs()]

    def _dangling(self) -> Iterator[str]:
        registered = METADATA.tables["record_id"]
        with self._database.read() as connection:
            for pointer in pointers(self._library.registry):
                column = pointer.table.c[pointer.target]
                query = select(column).where(column.is_not(None), column.not_in(select(registered.c.id)))
                lost = connection.scalars(query).all()
                if lost:
                    yield _("{n} references of {field} lead nowhere.").format(
                        n=len(lost), field=_(pointer.field.label)
                    )
            for entity in self._library.registry.entities.values():
                table = METADATA.tables[entity.table]
                low, high = first_id(entity.number), last_id(entity.number)
                query = select(registered.c.uid).where(
                    registered.c.id.between(low, high), registered.c.id.not_in(select(table.c.id))
                )
                orphans = connection.scalars(query).all()
                if orphans:
                    yield _("{n} ids of {section} have no record.").format(n=len(orphans), section=entity.key)

    def _stale_texts(self) -> Iterator[str]:
        """Records whose derived data does not fit their values."""
        for section in self._library.registry.sections:
            stale = sum(self._count_stale(section, batch) for batch in self._by_uid(section))
            if stale:
                yield _("{n} records of {section} have outdated search texts or titles.").format(
                    n=stale, section=_(section.title)
                )

    def _count_stale(self, section: Section, batch: list[Stored]) -> int:
        table, texts = METADATA.tables[section.table], SearchText.__table__
        with self._database.read() as connection:
            wanted = {uid for each in batch for uid in referenced_uids(section, each.values)}
            known = titles(connection, self._library.registry.sections, wanted)
            context = with_titles(self._library.context(), known)
            ids = [each.id for each in batch]
            kept = {
                row[0]: row[1]
                for row in connection.execute(
                    select(texts.c.record_id, texts.c.txt).where(texts.c.record_id.in_(ids))
                )
            }
            rows = {
                row["id"]: row
                for row in connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
            }
        stale = 0
        for each in batch:
            row: dict[str, Any] = derived_row(section, each, context)
            differs = any(rows[each.id][name] != value for name, value in row.items())
            stale += differs or not _same_lines(kept.get(each.id), search_text(section, each, context))
        return stale

    def _missing_blobs(self) -> Iterator[str]:
        attachment, blob = METADATA.tables["attachment"], Blob.__table__
        with self._database.read() as connection:
            query = select(attachment.c.name).where(attachment.c.digest.not_in(select(blob.c.digest)))
            for name in connection.scalars(query):
                yield _("The content of the file “{name}” is missing.").format(name=name)

    def spare(self, target: Path, *sources: Path) -> None:
        """UserError if a file to be written would replace the library itself or what is read for it."""
        for path in (self._library.path, *sources):
            if target.exists() and path.exists() and target.samefile(path):
                raise UserError(
                    _("{path} is what this is made from; choose another name.").format(path=target)
                )
        if is_library(target):
            raise UserError(_("{path} is a Cartoteca file; choose another name.").format(path=target))

    def backup(self, target: Path) -> Path:
        """A whole, verified copy; UserError if it would replace another library."""
        self._database.backup(target)
        return target

    def backup_folder(self) -> Path:
        """Where daily backups of this file lie: beside it."""
        return self._library.path.parent / f"{self._library.path.stem} {BACKUP_FOLDER}"

    def daily_backup(self, keep: int) -> Path | None:
        """Today's backup if there is none yet; the oldest beyond ``keep`` go. None if nothing was due."""
        folder = self.backup_folder()
        day = time.today(self._library.clock).isoformat()
        target = folder / f"{self._library.path.stem} {day}{self._library.path.suffix}"
        if target.exists() or self._database.is_read_only:
            return None
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise UserError(_("The folder {path} for backups cannot be made.").format(path=folder)) from error
        self.backup(target)
        names = glob.escape(self._library.path.stem), glob.escape(self._library.path.suffix)
        kept = sorted(folder.glob("{} ????-??-??{}".format(*names)))
        for old in kept[: -max(keep, 1)]:
            old.unlink()
        return target


def _same_lines(kept: str | None, wanted: str) -> bool:
    """Do two search texts find the same? Their lines stand in the order in which fields were declared."""
    return kept is not None and sorted(kept.split("\n")) == sorted(wanted.split("\n"))
