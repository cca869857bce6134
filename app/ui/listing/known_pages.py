"""First pages of lists that were read before: they are painted at once, and read again right after that."""

from __future__ import annotations

from collections import OrderedDict

from app.ui.listing.fetching import Page
from app.ui.listing.filter import ListFilter

KEPT = 16


class KnownPages:
    """By filter and columns; those that were not shown for longest go first.

    Nothing here is older than the last change that the window heard of: ``forget`` is called with each, and
    an answer that was asked for before it is not taken (``turn`` tells the times before from those after).
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[ListFilter, tuple[str, ...]], Page] = OrderedDict()
        self.turn = 0

    def get(self, wanted: ListFilter, columns: tuple[str, ...]) -> Page | None:
        """The page, if it is known."""
        found = self._pages.get((wanted, columns))
        if found is not None:
            self._pages.move_to_end((wanted, columns))
        return found

    def put(self, wanted: ListFilter, columns: tuple[str, ...], page: Page, turn: int) -> None:
        """Keep a page that was asked for in that turn."""
        if turn != self.turn:
            return
        self._pages[wanted, columns] = page
        self._pages.move_to_end((wanted, columns))
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def forget(self) -> None:
        """Something was written, or another file is open."""
        self._pages.clear()
        self.turn += 1
