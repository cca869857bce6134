"""Which list is shown: its first rows at once, its count and its whole order in the background."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal

from app.core.texts import grouped
from app.ui.desk import Desk
from app.ui.listing.fetched_rows import PATIENCE_MS, FetchedRows
from app.ui.listing.fetching import Page, first_page
from app.ui.listing.filter import ListFilter
from app.ui.listing.headings import Headings
from app.ui.listing.known_pages import KnownPages
from app.ui.listing.row_cache import PAGE

if TYPE_CHECKING:
    from app.services.lists import Count
    from app.services.rows import ListRow
    from app.services.summaries import Groups

FIRST_COUNT = 128
"""Rows asked for at once; the whole order follows in the background."""
SHORT = 20_000
"""An order of so many is read within a few milliseconds."""
REST_MS = 200
"""When nothing else was asked for so long, nobody is typing or stepping through the list."""
T = TypeVar("T")


class ListModel(FetchedRows):
    """Asks for the first rows of a list, then for the order of all; older answers are dropped."""

    loaded = Signal()
    """The first rows of what was asked for are here."""
    completed = Signal()
    """The order of all is here."""
    counted = Signal(str)
    """How many there are, in words (``2,305`` or ``1000+``)."""
    patience_ms = PATIENCE_MS

    def __init__(self, desk: Desk, name: str = "list") -> None:
        super().__init__(desk, name)
        self._folded: dict[tuple[str, str], set[int]] = {}
        self.is_complete = True
        """Are all ids here, and not only the first ones?"""
        self.is_loading = False
        self._wanted_columns: tuple[str, ...] = ()
        self._keeps_place = False
        self._known = KnownPages()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._read_again)
        self.folding.connect(self._known.forget)

    # -- what to show -------------------------------------------------------------------------------------

    def show(self, wanted: ListFilter, columns: Sequence[str], *, is_same_place: bool = False) -> None:
        """Ask for another list; ``is_same_place`` keeps what is selected and where the view stands.

        One that was shown before is here at once, and is read again when it has been painted.
        """
        keys = tuple(columns)
        self.drop_rows()
        self._again.stop()
        self.filter, self._wanted_columns = wanted, keys
        for late in ("first", "count", "ids"):
            self.desk.work.drop(f"{self.name}-{late}")
        known = None if is_same_place else self._known.get(wanted, keys)
        if self.desk.library is None:
            self._put_first(Page(array("q"), ()), keys, 0)
            self._count()
        elif known is not None:
            self._put_first(known, keys, FIRST_COUNT)
            self._again.start()
        else:
            self._read_first(self.patience_ms, is_same_place=is_same_place)

    def _read_again(self) -> None:
        """What was shown as it was known may have been changed by another program."""
        self._read_first(0, is_same_place=True)

    def _read_first(self, patience_ms: int, *, is_same_place: bool) -> None:
        if is_same_place and self.headings is not None and self.headings.ids is not None:
            self._read_all_groups()
            return
        self._keeps_place, self.is_loading = is_same_place, True
        wanted, keys, turn = self.filter, self._wanted_columns, self._known.turn

        def came(found: Page) -> None:
            self._known.put(wanted, keys, found, turn)
            if is_same_place:
                self._refreshed(found, keys)
            else:
                self._put_first(found, keys, FIRST_COUNT)
            self._count()

        self.desk.work.ask(
            f"{self.name}-first", self._first_of(wanted, keys), came, patience_ms=patience_ms, owner=self
        )

    def _read_all_groups(self) -> None:
        """Groups of a million records take seconds: what is shown stays until all of them are read again."""
        self.is_complete = False
        self.tell_all_changed()
        self._count()

    def _first_of(self, wanted: ListFilter, columns: tuple[str, ...]) -> Callable[[], Page]:
        library, folded = self.desk.library, frozenset(self._folded_of(wanted))
        assert library is not None
        return lambda: first_page(library, wanted, columns, folded, FIRST_COUNT, PAGE)

    def _folded_of(self, wanted: ListFilter) -> set[int]:
        return self._folded.setdefault((wanted.section, wanted.grouped_by), set())

    def learn(self, wanted: ListFilter, columns: tuple[str, ...], on_done: Callable[[], None]) -> bool:
        """Read the first page of a list that may be shown next; False if it is known."""
        if self.desk.library is None or self._known.get(wanted, columns) is not None:
            return False
        turn = self._known.turn

        def came(found: Page) -> None:
            self._known.put(wanted, columns, found, turn)
            on_done()

        job = self._first_of(wanted, columns)
        self.desk.work.ask(f"{self.name}-learn", job, came, patience_ms=0, lane="beside", owner=self)
        return True

    def forget(self) -> None:
        """Another file: nothing that was read of the former one counts."""
        self._known.forget()
        self._folded.clear()

    def show_rows(
        self, wanted: ListFilter, columns: Sequence[str], rows: Sequence[ListRow], count: str
    ) -> None:
        """Show rows that were read beforehand, while the file is still being opened."""
        self.drop_rows()
        self.filter = wanted
        self._put_first(Page(array("q", [row.id for row in rows]), ()), tuple(columns), 0)
        self._count()
        for start in range(0, len(rows), PAGE):
            self.cache.put(start // PAGE, rows[start : start + PAGE])
        self.counted.emit(count)

    def refresh(self, *, is_order_touched: bool = True) -> None:
        """The same list again, because records changed; their order only if that may be another now."""
        self.cache.make_stale()
        self._known.forget()
        if self.is_loading:  # what was asked for and has not come yet is asked for again
            self.show(self.filter, self._wanted_columns, is_same_place=self._keeps_place)
        elif is_order_touched:
            self.show(self.filter, self.columns, is_same_place=True)
        else:
            self.drop_rows()
            self.tell_all_changed()

    def _put_first(self, found: Page, columns: tuple[str, ...], limit: int) -> None:
        self.beginResetModel()
        self.cache.clear()
        self.ids, self.columns = found.ids, columns
        self.fields = self.desk.registry.section(self.filter.section).list_fields
        if found.rows:
            self.cache.put(0, found.rows)
        self._take_headings(found.groups)
        self.is_complete = self._is_whole(found, limit)
        self.is_loading = False
        self.endResetModel()
        self.loaded.emit()

    def _is_whole(self, found: Page, limit: int) -> bool:
        """A grouped list is read once more in any case: folded rows are not among the first ones."""
        return found.groups is None and (len(found.ids) < limit or not limit)

    def _take_headings(self, groups: Groups | None, ids: array[int] | None = None) -> None:
        self.headings = None if groups is None else Headings(groups, self._folded_of(self.filter), ids)

    def _refreshed(self, found: Page, columns: tuple[str, ...]) -> None:
        if not self.ids:  # nothing is shown whose place could be kept
            self._put_first(found, columns, FIRST_COUNT)
            return
        self.columns = columns
        self.is_loading = False
        ids, rows = found.ids, found.rows
        self.is_complete = self._is_whole(found, FIRST_COUNT)
        is_same = ids == (self.ids if self.is_complete else self.ids[: len(ids)])
        if not (is_same and self.cache.is_fresh(rows)):
            self._take_anew(ids, rows, is_same=is_same)
        if found.groups is None:
            self.headings = None
        self.loaded.emit()

    def _take_anew(self, ids: array[int], rows: Sequence[ListRow], *, is_same: bool) -> None:
        """The first page as it is now; where another order is still to come, what is shown is stale."""
        if self.is_complete and not is_same:
            self.swap(ids)
        elif not is_same:
            self.cache.make_stale()
        if rows and (is_same or self.is_complete):
            self.cache.put(0, rows)
        self.tell_all_changed()

    # -- the whole order ----------------------------------------------------------------------------------

    def _count(self) -> None:
        """Tell how many there are, and fetch the order of all when these were only the first."""
        if self.is_complete or self.desk.library is None:
            self._tell_count()
            return
        lists, query = self.desk.library.lists, self.filter.query()
        self._ask_late("count", lambda: lists.count(query), self._on_count)

    def _on_count(self, count: Count) -> None:
        """Only a long order waits until nobody types or steps on: reading it would hold the window up."""
        if self.desk.library is None:
            return
        self.counted.emit(count.text)
        lists, query = self.desk.library.lists, self.filter.query()
        is_short = count.is_exact and count.n <= SHORT
        late = 0 if is_short else REST_MS
        if query.grouped_by:
            summaries = self.desk.library.summaries
            self._ask_late("ids", lambda: summaries.all(query), lambda found: self._on_groups(*found), late)
        else:
            self._ask_late("ids", lambda: lists.ids(query), self._on_ids, late)

    def _ask_late(
        self, what: str, job: Callable[[], T], on_done: Callable[[T], None], after_ms: int = 0
    ) -> None:
        key = f"{self.name}-{what}"
        self.desk.work.ask(key, job, on_done, patience_ms=0, after_ms=after_ms, lane="slow", owner=self)

    def _on_ids(self, ids: array[int]) -> None:
        self.is_complete = True
        self.swap(ids)
        self.completed.emit()
        self._tell_count()

    def _on_groups(self, groups: Groups, ids: array[int]) -> None:
        before = self.headings
        self._take_headings(groups, ids)
        assert self.headings is not None
        if before is not None and not self.headings.says_what(before):
            self.cache.make_stale()
        self._on_ids(self.headings.rows())

    def _tell_count(self) -> None:
        self.counted.emit(grouped(len(self.ids) if self.headings is None else self.headings.total))
