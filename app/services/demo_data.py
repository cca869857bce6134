"""Demo data in a file: are there any, and taking them away without touching what is the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.blueprint.house import CHOICE
from app.core.errors import UserError
from app.core.progress import Progress, counting
from app.core.texts import _
from app.services.undoing import Undone
from app.store import house, journal
from app.store.chosen import holders
from app.store.engine import Database
from app.store.journal import StoredChange, StoredOperation
from app.store.revert import Reverter
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library

DEMO, REMOVAL = "demo", "demo_removal"


class DemoData:
    """The demo data of one library, known by the operations that made them."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    @property
    def is_there(self) -> bool:
        """Were demo data made that have not been taken away? What was kept then is the user's."""
        return bool(self._made())

    def remove(self, progress: Progress | None = None) -> Undone:
        """Take away, as one operation, what nobody changed and nothing else uses; the names of what stays."""
        made = self._made()
        if not made:
            raise UserError(_("There are no demo data in this file."))
        step = counting(progress, sum(each.count for each in made))
        kept: dict[str, None] = {}

        def work(unit: Unit) -> None:
            for target in made:  # the newest first: it may point to what the others made
                reverter = Reverter(unit.connection, unit.registry, target)
                reverter.take_away(unit, step, is_needed=_is_value)
                kept.update(dict.fromkeys(reverter.kept))
            used = _values_in_use(unit, made)
            for target in made:  # values of lists come last: only now it is known which are in use
                reverter = Reverter(unit.connection, unit.registry, target)
                reverter.take_away(unit, is_needed=lambda each: not _is_value(each) or each.uid in used)

        operation = self._library.operate(REMOVAL, None, "", work)
        return Undone(operation, list(kept))

    def _made(self) -> list[StoredOperation]:
        """The operations that made them, newest first, since they were taken away the last time."""
        with self._database.read() as connection:
            found = journal.in_force(connection, (DEMO, REMOVAL))
        last = next((each.id for each in found if each.kind == REMOVAL), 0)
        return [each for each in found if each.id > last]


def _is_value(change: StoredChange) -> bool:
    return change.entity == CHOICE.key


def _values_in_use(unit: Unit, made: list[StoredOperation]) -> set[str]:
    """Uids of the demo's values of lists that some record has: by their keys, it does not point to them."""
    rows = {row["uid"]: row for row in house.choices(unit.connection)}
    own = (journal.created_by(unit.connection, each.id, list(rows)) for each in made)
    return {
        uid
        for uid in set().union(*own)
        if holders(unit.connection, unit.registry.sections, rows[uid]["list"], rows[uid]["key"])
    }
