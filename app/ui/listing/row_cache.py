"""Rows of a list that were fetched: pages of 64, the longest unused ones go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.rows import ListRow

PAGE = 64
PAGES_KEPT = 64


class RowCache:
    """Pages by number. ``stale`` pages are shown until their fresh rows have come."""

    def __init__(self, pages_kept: int = PAGES_KEPT) -> None:
        self._pages: OrderedDict[int, Sequence[ListRow]] = OrderedDict()
        self._stale: set[int] = set()
        self._kept = pages_kept

    def row(self, position: int) -> ListRow | None:
        """The row at a position of the list, if it is here."""
        page = self._pages.get(position // PAGE)
        within = position % PAGE
        return page[within] if page is not None and within < len(page) else None

    def missing(self, first: int, last: int, count: int) -> list[int]:
        """Numbers of the pages to fetch for the positions from first to last of a list of ``count`` rows."""
        if count <= 0 or last < first:
            return []
        pages = range(max(first, 0) // PAGE, min(last, count - 1) // PAGE + 1)
        return [number for number in pages if not self._is_whole(number, count)]

    def put(self, number: int, rows: Sequence[ListRow]) -> None:
        """Keep the rows of a page."""
        self._pages[number] = rows
        self._pages.move_to_end(number)
        self._stale.discard(number)
        while len(self._pages) > self._kept:
            gone, _rows = self._pages.popitem(last=False)
            self._stale.discard(gone)

    def is_fresh(self, first: Sequence[ListRow]) -> bool:
        """Is nothing to be fetched anew, and is the first page this one?"""
        return not self._stale and 0 in self._pages and list(self._pages[0]) == list(first)

    def gone(self) -> list[int]:
        """Positions of fetched rows whose record is deleted."""
        return [
            number * PAGE + within
            for number, page in self._pages.items()
            for within, row in enumerate(page)
            if not row.uid and row.id > 0  # a heading has none
        ]

    def make_stale(self) -> None:
        """Everything has to be fetched anew, but may be shown until then."""
        self._stale.update(self._pages)

    def clear(self) -> None:
        """Nothing is here any more."""
        self._pages.clear()
        self._stale.clear()

    def _is_whole(self, number: int, count: int) -> bool:
        page = self._pages.get(number)
        expected = min(PAGE, count - number * PAGE)
        return page is not None and len(page) >= expected and number not in self._stale
