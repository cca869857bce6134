"""What is done to saved filters, in the background, with the way back offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.texts import _
from app.services.rows import ListQuery
from app.ui.desk import Desk
from app.ui.listing.acts import undo
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.filters import SavedFilter
    from app.services.library import Library


class FilterActs(QObject):
    """Keep, rename, change, order and delete saved filters of the open file."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    @property
    def can_write(self) -> bool:
        """Is a file open that may be changed?"""
        return self._library() is not None

    def _library(self) -> Library | None:
        library = self._desk.library
        return library if library is not None and not library.is_read_only else None

    def keep(self, name: str, query: ListQuery) -> None:
        """Keep a filter under a name; one of that name and section is changed."""
        library = self._library()
        if library is None:
            return

        def job(_progress: object) -> object:
            known = [each for each in library.filters.of(query.section) if each.name == name]
            return library.filters.change(known[0].uid, query) if known else library.filters.add(name, query)

        self._desk.work.do(_("Saving the filter"), job)

    def rename(self, uid: str, name: str) -> None:
        """Another name."""
        library = self._library()
        if library is not None:
            self._desk.work.do(_("Saving the filter"), lambda _progress: library.filters.rename(uid, name))

    def move(self, uid: str, position: int) -> None:
        """Another place among the others."""
        library = self._library()
        if library is not None:
            self._desk.work.do(_("Saving the filter"), lambda _progress: library.filters.move(uid, position))

    def remove(self, found: SavedFilter) -> None:
        """Delete a filter without a question: it can be undone."""
        library = self._library()
        if library is not None:
            self._desk.work.do(
                _("Deleting the filter"),
                lambda _progress: library.filters.remove(found.uid),
                lambda operation: self._desk.messages.info(
                    _("Deleted the filter “{name}”. Its records stay.").format(name=found.name),
                    Action(_("Undo"), lambda: undo(self._desk, operation.uid)),
                ),
            )
