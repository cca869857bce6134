"""What other programs wrote into the open file: the command line, another computer, another window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.blueprint.house import FIELD
from app.store import definitions, journal
from app.store.change import Touched
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library, RecordsChanged


class Others:
    """Follows the journal of one library; what was written before it was made is not its business."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self._own: set[str] = set()
        library.subscribe(self._on_written)
        with database.read() as connection:
            self._seen = journal.newest(connection)

    def _on_written(self, changed: RecordsChanged) -> None:
        if changed.operation is not None:
            self._own.add(changed.operation.uid)

    def look(self) -> bool:
        """Tell every listener of the library what others wrote since the last look; False if it was nothing.

        An own operation of which nobody was told yet may be told twice, which costs a look and no more.
        """
        touched = Touched()
        with self._database.read() as connection:
            new = journal.since(connection, self._seen)
            foreign = {each.id for each in new if each.uid not in self._own}
            for entity, uid in journal.touched(connection, foreign):
                touched.add(entity, uid)
            if FIELD.key in touched.uids:
                library = self._library
                library.registry = library.registry.with_own(definitions.read(connection))
        if new:
            self._seen = new[0].id
            self._own.difference_update(each.uid for each in new)
        if touched.uids:
            self._library.announce(touched, None)
        return bool(touched.uids)
