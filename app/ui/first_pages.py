"""The first screen of the next start: kept while the list is used, shown before the file is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.core.clock import today
from app.core.texts import language
from app.ui.desk import Desk
from app.ui.listing.list_page import ListPage

KEEP_AFTER_MS = 2000
_KEY = "first_page"


class FirstPages(QObject):
    """Remembers how to read the first rows of the shown list, and reads them at the next start."""

    def __init__(self, desk: Desk, page: ListPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        page.loaded.connect(self._timer.start)

    def show(self, path: Path) -> None:
        """Show the rows of the file, if it is the one that was open last and has not changed its form."""
        from app.services.first_page import from_state, read, registry_of  # no database library behind it

        found = from_state(self._desk.state.get(_KEY))
        if found is None or found.path != str(path):
            return
        region = self._desk.settings.get("region")
        rows = read(found, self._desk.registry, language(), region, today(self._desk.clock))
        if rows:
            self._desk.expect(registry_of(found, self._desk.registry))
            self._page.show_first(found, rows)

    def keep(self) -> None:
        """Remember the list that is shown, unless something is left out of it or put between its rows."""
        library, page = self._desk.library, self._page
        shown = page.filter
        if library is None or shown.is_narrowed or shown.grouped_by or not shown.section:
            return
        query, columns = page.filter.query(), page.columns.choice.keys
        self._desk.work.ask(
            "first-page",
            lambda: library.lists.first_page(query, columns).as_state(),
            lambda found: self._desk.state.set(_KEY, found),
            patience_ms=0,
            lane="slow",
            owner=self,
        )
