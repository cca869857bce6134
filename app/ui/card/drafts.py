"""Keeps what is typed into a card as a draft, so that a crash loses two seconds at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.core.texts import _
from app.ui.card.changes import CardState

if TYPE_CHECKING:
    from app.services.drafts import CardDraftValue
    from app.services.library import Library
    from app.ui.desk import Desk

DRAFT_DELAY_MS = 2000


class DraftKeeper(QObject):
    """Writes a draft two seconds after the first change that has none."""

    def __init__(self, desk: Desk, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._library = desk, library
        self._state: CardState | None = None
        self._is_kept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_DELAY_MS)
        self._timer.timeout.connect(self.keep)

    def follow(self, state: CardState) -> None:
        """From now on it is about this record."""
        self._timer.stop()
        self._state, self._is_kept = state, False

    def on_changed(self) -> None:
        """Something was typed."""
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Write the draft now; nothing typed, no draft."""
        self._timer.stop()
        state = self._state
        if state is None:
            return
        edits = state.edits()
        if not edits:
            self.drop()
            return
        drafts, section, uid, is_new = self._library.drafts, state.section.key, state.uid, state.is_new
        values = state.changes() if is_new else edits
        self._is_kept = True
        self._desk.work.do(_("Keeping a draft"), lambda _progress: drafts.save(section, uid, values, is_new))

    def flush(self) -> None:
        """Write at once what is not yet kept; the file is about to be closed."""
        if self._timer.isActive():
            self.keep()

    def took_over(self, draft: CardDraftValue) -> None:
        """An older draft is in the card now; it goes when the card is saved or discarded."""
        self._is_kept = draft.uid == (self._state.uid if self._state else "")

    def forget(self) -> None:
        """The record was saved, and its draft went with it."""
        self._timer.stop()
        self._is_kept = False

    def drop(self, uid: str = "") -> None:
        """Nothing is to be kept any more."""
        self._timer.stop()
        wanted = uid or (self._state.uid if self._state is not None and self._is_kept else "")
        self._is_kept = False if not uid else self._is_kept
        if wanted:
            drafts = self._library.drafts
            self._desk.work.do(_("Dropping a draft"), lambda _progress: drafts.drop(wanted))
