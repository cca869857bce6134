"""Tells, when a file is opened, that cards were left with unsaved changes, and leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.texts import _, ngettext
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.drafts import CardDraftValue
    from app.services.library import Library
    from app.ui.desk import Desk


class UnsavedHint(QObject):
    """One message for all drafts; the newest is offered."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.library_changed.connect(self.look)

    def look(self) -> None:
        """Ask the open file for drafts."""
        library = self._desk.library
        if library is not None and not library.is_read_only:
            asked = library
            self._desk.work.ask(
                "drafts", library.drafts.all, lambda found: self._tell(asked, found), lane="slow", owner=self
            )

    def _tell(self, library: Library, drafts: list[CardDraftValue]) -> None:
        if not drafts or self._desk.library is not library:  # another file was opened meanwhile
            return
        newest = drafts[0]
        section = self._desk.registry.section(newest.section)
        record = None if newest.is_new else library.get(newest.uid)
        values = {**(record.values if record else {}), **newest.values}
        title = section.title_of(values, self._desk.context()) or _(section.one)
        text = ngettext(
            "There are unsaved changes: {title}.",
            "There are unsaved changes in {n} cards, the last: {title}.",
            len(drafts),
        ).format(n=len(drafts), title=title)
        uid = None if newest.is_new else newest.uid
        self._desk.messages.notice(text, Action(_("Open"), lambda: self._desk.open_card(newest.section, uid)))
