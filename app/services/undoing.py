"""Undo and redo: an operation is taken back, or done again, as a new operation; foreseen before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.core.errors import UserError
from app.core.progress import Progress, counting
from app.core.texts import _, grouped, ngettext
from app.services.operations import Operation, to_operation
from app.store import definitions, journal
from app.store.engine import Database
from app.store.revert import Reverter
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class Undone:
    """What an undo or redo came to; ``kept`` names what was edited since and therefore stayed."""

    operation: Operation
    kept: list[str]


@dataclass(frozen=True)
class UndoPreview:
    """What an undo would come to: how many things change back, and the names of those that stay."""

    operation: Operation
    reversed: int
    kept: tuple[str, ...]

    def sentences(self, shown: int = 5) -> list[str]:
        """Both in words, with some of the names."""
        n, kept = self.reversed, len(self.kept)
        told = [ngettext("{n} change is taken back.", "{n} changes are taken back.", n).format(n=grouped(n))]
        if kept:
            names = ", ".join(f"“{name}”" for name in self.kept[:shown]) + ("…" if kept > shown else "")
            stays = ngettext(
                "{n} record was edited since or is used by others and stays as it is: {names}.",
                "{n} records were edited since or are used by others and stay as they are: {names}.", kept,
            )  # fmt: skip
            told.append(stays.format(n=grouped(kept), names=names))
        return told


class Undoing:
    """The way back of one library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def undo(self, operation: str | None = None, progress: Progress | None = None) -> Undone:
        """Take back an operation, the newest in force when none is named."""
        with self._database.read() as connection:
            target = self._to_undo(connection, operation)
        return self._revert(target, journal.UNDO, target, progress)

    def preview(self, operation: str | None = None, progress: Progress | None = None) -> UndoPreview:
        """What an undo would take back and what it would leave, because it was edited since or is used."""
        with self._database.read() as connection:
            target = self._to_undo(connection, operation)
            registry = self._library.registry.with_own(definitions.read(connection))
            foreseen = Reverter(connection, registry, target).foresee(counting(progress, target.count))
        shown = to_operation(target, self._library.registry, {})
        return UndoPreview(shown, foreseen.reversed, tuple(foreseen.kept))

    def _to_undo(self, connection: Connection, operation: str | None) -> journal.StoredOperation:
        """The operation in force that is named, or the newest."""
        named = operation is not None  # an empty name names nothing; it is not the newest
        target = journal.operation(connection, operation or "") if named else journal.undoable(connection)
        if target is None:
            raise UserError(
                _("There is nothing to undo.")
                if not named
                else _("There is no operation {uid}.").format(uid=operation)
            )
        if target.is_undone or target.kind in (journal.UNDO, journal.REDO):
            raise UserError(_("This operation is not in force; there is nothing to undo in it."))
        return target

    def redo(self, progress: Progress | None = None) -> Undone:
        """Do again what was undone last."""
        with self._database.read() as connection:
            undone = journal.redoable(connection)
            if undone is None or undone.target_id is None:
                raise UserError(_("There is nothing to do again."))
            target = journal.by_id(connection, undone.target_id)
        return self._revert(undone, journal.REDO, target, progress)

    def undoable(self) -> Operation | None:
        """What an undo would take back."""
        with self._database.read() as connection:
            return self._shown(journal.undoable(connection))

    def redoable(self) -> Operation | None:
        """What a redo would do again."""
        with self._database.read() as connection:
            undone = journal.redoable(connection)
            if undone is None or undone.target_id is None:
                return None
            return self._shown(journal.by_id(connection, undone.target_id))

    def _revert(
        self,
        source: journal.StoredOperation,
        kind: str,
        base: journal.StoredOperation,
        progress: Progress | None,
    ) -> Undone:
        kept: list[str] = []

        def work(unit: Unit) -> None:
            if journal.by_id(unit.connection, source.id).is_undone:
                raise UserError(_("Somebody else has just undone this."))
            reverter = Reverter(unit.connection, unit.registry, source)
            reverter.run(unit, counting(progress, source.count))
            kept.extend(reverter.kept)
            journal.finish(unit.connection, base.id, is_undone=kind == journal.UNDO)
            if kind == journal.REDO:
                journal.finish(unit.connection, source.id, is_undone=True)

        return Undone(self._library.operate(kind, base.section, base.title, work, base), kept)

    def _shown(self, stored: journal.StoredOperation | None) -> Operation | None:
        return None if stored is None else to_operation(stored, self._library.registry, {})
