"""Care of the file: check, backup, and the dump of its logical content."""

from __future__ import annotations

import glob
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core import clock as time
from app.core.clock import stamp
from app.core.errors import UserError
from app.core.texts import _
from app.services.checking import Checker, by_uid
from app.store import journal
from app.store.engine import Database
from app.store.engine_file import copy_file
from app.store.raw_file import first_operation, is_library, last_operation

if TYPE_CHECKING:
    from app.services.library import Library

BACKUP_FOLDER = "backups"

_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\u0085\u2028\u2029"}
"""Signs that many readers of lines take for the end of one; in JSON they may stand escaped as well."""


@dataclass(frozen=True)
class DailyCopy:
    """A daily backup: when it was written (a stamp), and how many steps were done in the file since."""

    path: Path
    at: str
    later: int | None
    """None where the backup is of another course of things."""


class Care:
    """Looks after one library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def dump(self, entities: Collection[str] | None = None) -> Iterator[str]:
        """The logical content as JSON lines in a stable order, without internal ids; all of it, or of some.

        Two libraries with equal content give equal dumps.
        """
        for entity in sorted(self._library.registry.entities.values(), key=lambda each: each.number):
            if entities is not None and entity.key not in entities:
                continue
            gone = {field.key for field in entity.gone}
            for batch in by_uid(self._database, entity):
                for record in batch:
                    if record.values.get(entity.gone_when):
                        continue
                    values = {key: value for key, value in record.values.items() if key not in gone}
                    line = {"section": entity.key, "uid": record.uid, **record.stamps, "values": values}
                    yield self.line(line)

    def line(self, values: Mapping[str, Any]) -> str:
        """One line of a dump."""
        return json.dumps(values, ensure_ascii=False, sort_keys=True).translate(_LINE_ENDS)

    def check(self) -> list[str]:
        """Problems, each in a sentence: of the engine, of references, of search texts. Empty means sound."""
        return Checker(self._library, self._database).problems()

    def spare(self, target: Path, *sources: Path) -> None:
        """UserError if a file to be written would replace the library itself or what is read for it."""
        # Whoever is root could replace /dev/null by a letter.
        if target.exists() and not (target.is_file() or target.is_dir()):
            raise UserError(_("{path} is not an ordinary file; choose another name.").format(path=target))
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

    def backups(self) -> list[Path]:
        """The daily backups of this file, the oldest first; not those of another one that had its name."""
        names = glob.escape(self._library.path.stem), glob.escape(self._library.path.suffix)
        found = sorted(self.backup_folder().glob("{} ????-??-??*{}".format(*names)))
        known = {None, first_operation(self._library.path)} if found else ()
        return [each for each in found if is_library(each) and first_operation(each) in known]

    def daily_copies(self) -> list[DailyCopy]:
        """The daily backups and what was done since each, the newest first."""
        found = []
        with self._database.read() as connection:
            for path in reversed(self.backups()):
                later = journal.count_after(connection, last_operation(path))
                found.append(DailyCopy(path, written_at(path), later))
        return found

    def bring_back(self, backup: Path) -> Path:
        """Copy a backup beside the file, under its own name and the day; the file itself stays as it is."""
        folder = self._library.path.parent
        places = (folder / f"{backup.stem}{again}{backup.suffix}" for again in _endings())
        target = next(each for each in places if not each.exists())
        copy_file(backup, target)
        return target

    def daily_backup(self, keep: int) -> Path | None:
        """Today's backup if there is none yet; the oldest beyond ``keep`` go. None if nothing was due."""
        folder, path = self.backup_folder(), self._library.path
        day = f"{path.stem} {time.today(self._library.clock).isoformat()}"
        kept = self.backups()
        if self._database.is_read_only or any(each.name.startswith(day) for each in kept):
            return None
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise UserError(_("The folder {path} for backups cannot be made.").format(path=folder)) from error
        names = (f"{day}{again}{path.suffix}" for again in _endings())
        target = next(folder / each for each in names if not (folder / each).exists())
        self.backup(target)
        for old in [*kept, target][: -max(keep, 1)]:
            old.unlink()
        return target


def written_at(path: Path) -> str:
    """When a file was written, as a stamp."""
    return stamp(datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _endings() -> Iterator[str]:
    """What is put to a name until it is new."""
    return chain(("",), (f" {n}" for n in count(2)))
