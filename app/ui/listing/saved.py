"""The list goes to a new record; one that it does not show stays in the panel, and the user is told."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from app.core.texts import _
from app.ui.desk import Desk
from app.ui.listing.standing import Standing
from app.ui.listing.table_model import ListModel
from app.ui.messages import Action


class SavedRecords(QObject):
    """Looks for what was saved as soon as the list has been read again."""

    def __init__(self, desk: Desk, model: ListModel, standing: Standing) -> None:
        super().__init__(model)
        self._desk, self._model, self._standing = desk, model, standing
        self._uid, self._is_new = "", False
        model.loaded.connect(self._look)
        model.completed.connect(self._look)

    def look_for(self, section: str, uid: str, is_new: bool = False) -> None:
        """A record was saved: a new one, or one that the list may leave out now."""
        shown = self._model.filter
        self._is_new = section == shown.section and is_new
        if section == shown.section and (shown.is_narrowed or self._is_new):
            self._uid = uid
            self._look()

    def _look(self) -> None:
        model = self._model
        if not self._uid or model.is_loading or not model.is_complete:
            return
        model.reveal(self._uid)
        is_there = model.position_of(self._uid) is not None
        if not is_there and not model.filter.is_narrowed:
            return  # the list is still to be read again
        uid, self._uid = self._uid, ""
        if is_there and self._is_new:
            self._standing.want(uid)
        elif not is_there:
            self._standing.stand_beside(uid)
            show = Action(_("Show"), partial(self._desk.navigate.emit, model.filter.section, uid))
            self._desk.messages.info(_("Saved; not in this list."), show)
