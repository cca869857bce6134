"""A saved record that the list does not show stays in the panel, and the user is told where it is."""

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
        self._uid = ""
        model.loaded.connect(self._look)
        model.completed.connect(self._look)

    def look_for(self, section: str, uid: str) -> None:
        """A record was saved; where nothing is left out of the list it is in it."""
        shown = self._model.filter
        if section == shown.section and shown.is_narrowed:
            self._uid = uid
            self._look()

    def _look(self) -> None:
        model = self._model
        if not self._uid or model.is_loading or not model.is_complete:
            return
        uid, self._uid = self._uid, ""
        model.reveal(uid)
        if model.position_of(uid) is None:
            self._standing.stand_beside(uid)
            show = Action(_("Show"), partial(self._desk.navigate.emit, model.filter.section, uid))
            self._desk.messages.info(_("Saved; not in this list."), show)
