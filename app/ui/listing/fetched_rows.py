"""Rows of the list fetched by pages, off the window's thread, as they come into sight."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from app.ui.desk import Desk
from app.ui.listing.fetching import read_rows
from app.ui.listing.row_cache import PAGE
from app.ui.listing.shown_rows import ShownRows

if TYPE_CHECKING:
    from app.services.rows import ListRow

PATIENCE_MS = 15
"""Waited for an answer that may come at once; until a later one comes, the list stays as it is."""


class FetchedRows(ShownRows):
    """Fills the pages of rows that a view wants to show; what was deleted is taken out."""

    rows_came = Signal()
    gone = Signal()
    """Deleted records were taken out."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.name = name
        self._epoch = 0
        self._is_preparing = False
        self._gone_timer = QTimer(self)
        self._gone_timer.setSingleShot(True)
        self._gone_timer.timeout.connect(self._take_out_gone)
        self.folding.connect(self.drop_rows)

    def drop_rows(self) -> None:
        """Rows on their way would come to the wrong places."""
        self._epoch += 1

    def prepare(self, first: int, last: int, patience_ms: int = PATIENCE_MS) -> None:
        """See to it that the rows from first to last are here, waiting a moment for them."""
        missing = self.cache.missing(first, last, len(self.ids))
        if missing:
            self._is_preparing = True
            self._fetch("rows", missing, patience_ms)
            self._is_preparing = False

    def fetch_ahead(self, first: int, last: int) -> None:
        """Fetch rows that will be looked at next; nobody waits for them."""
        missing = self.cache.missing(first, last, len(self.ids))
        if missing:
            self._fetch("ahead", missing, 0)

    def _fetch(self, purpose: str, pages: list[int], patience_ms: int) -> None:
        library = self.desk.library
        if library is None:
            return
        epoch, shown, columns, headings = self._epoch, self.filter, self.columns, self.headings
        wanted = [(number, self.ids[number * PAGE : (number + 1) * PAGE]) for number in pages]
        records = headings.records if headings is not None else ()

        def job() -> list[tuple[int, array[int], Sequence[ListRow]]]:
            return [(number, ids, read_rows(library, shown, ids, columns, records)) for number, ids in wanted]

        def came(found: list[tuple[int, array[int], Sequence[ListRow]]]) -> None:
            if epoch != self._epoch:
                return
            for number, ids, rows in found:
                if ids == self.ids[number * PAGE : number * PAGE + len(ids)]:
                    self.cache.put(number, rows)
                    if any(not row.uid and row.id > 0 for row in rows):
                        self._gone_timer.start()
            if not self._is_preparing:
                self.rows_came.emit()

        key = f"{self.name}-{purpose}"
        self.desk.work.ask(key, job, came, patience_ms=patience_ms, owner=self)

    def _take_out_gone(self) -> None:
        """Rows of deleted records go at once; the whole order may take a moment longer."""
        gone = sorted(self.cache.gone(), reverse=True)
        if not gone:
            return
        self.swapping.emit()
        self.beginResetModel()
        if self.headings is not None:
            self.headings.take_out({self.ids[position] for position in gone if position < len(self.ids)})
        for position in gone:
            if position < len(self.ids):
                del self.ids[position]
        self.cache.clear()
        self.endResetModel()
        self.swapped.emit()
        self.gone.emit()
