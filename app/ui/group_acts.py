"""What is done to groups, in the background, with the way back offered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.core.errors import UserError
from app.core.texts import _
from app.ui.desk import Desk
from app.ui.listing.acts import undo
from app.ui.messages import Action


class GroupActs(QObject):
    """Add, rename, move and delete groups of the open file."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    @property
    def can_write(self) -> bool:
        """Is a file open that may be changed?"""
        library = self._desk.library
        return library is not None and not library.is_read_only

    def add(self, section: str, parent: str | None, on_done: Callable[[str], None]) -> None:
        """A new group; ``on_done`` is told its uid."""
        library = self._desk.library
        if library is not None and self.can_write:
            title = _("New group")
            self._desk.work.do(
                _("Adding the group"),
                lambda _progress: library.groups.add(section, title, parent),
                on_done,
                owner=self.parent(),
            )

    def rename(self, uid: str, title: str, on_refused: Callable[[], None]) -> None:
        """Another name; ``on_refused`` puts the old one back on the screen."""
        library = self._desk.library
        if library is None or not self.can_write:
            return

        def refused(problem: UserError) -> None:
            self._desk.messages.error(str(problem))
            on_refused()

        self._desk.work.do(
            _("Renaming the group"), lambda _progress: library.groups.rename(uid, title), on_error=refused
        )

    def move(self, uid: str, parent: str | None, position: int | None) -> None:
        """Hang a group under another one, or put it at another place."""
        library = self._desk.library
        if library is not None and self.can_write:
            self._desk.work.do(
                _("Moving the group"), lambda _progress: library.groups.move(uid, parent, position)
            )

    def remove(self, uid: str, title: str) -> None:
        """Delete a group without a question: it can be undone."""
        library = self._desk.library
        if library is None or not self.can_write:
            return
        self._desk.work.do(
            _("Deleting the group"),
            lambda _progress: library.groups.remove(uid),
            lambda operation: self._desk.messages.info(
                _("Deleted the group “{name}”. Its records stay.").format(name=title),
                Action(_("Undo"), lambda: undo(self._desk, operation.uid)),
            ),
        )
