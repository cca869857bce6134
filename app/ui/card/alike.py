"""While a new record is typed: a calm line in the head that says what it looks like, and opens that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.core.texts import _
from app.ui.card.alike_notice import AlikeLine, AlikeNotice
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.duplicates import Alike
    from app.ui.card.card import Card
    from app.ui.desk import Desk

DELAY_MS = 400
"""After the last letter: nobody is told of what half a number looks like."""

PATIENCE_MS = 50
"""What is saved before the line could come is looked up at once; the window waits no longer than this."""


class AlikeHint(QObject):
    """Never in the way: it asks nothing and keeps nothing from being saved."""

    def __init__(self, desk: Desk, card: Card, notice: AlikeNotice) -> None:
        super().__init__(card)
        self._desk, self._card, self._notice = desk, card, notice
        self._shown: list[Alike] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.look)

    def on_changed(self) -> None:
        """Something was typed into the card."""
        if self._card.state.is_new and self._card.section.exact_signs:
            self._timer.start()

    def clear(self) -> None:
        """Another record stands in the card now."""
        self._timer.stop()
        self._desk.work.drop(self._key)
        self._show([])

    @property
    def _key(self) -> str:
        return f"card.alike.{id(self._card)}"

    def look(self, patience_ms: int = 0) -> None:
        """Look now."""
        self._timer.stop()
        library, section, uid = self._card.library, self._card.section.key, self._card.uid
        values = {key: value for key, value in self._card.state.values().items() if value is not None}
        self._desk.work.ask(
            self._key, lambda: library.duplicates.like(section, values, uid), self._show,
            patience_ms=patience_ms, lane="beside", owner=self,
        )  # fmt: skip

    def tell_late(self) -> None:
        """The record is saved before the line could be read: it is said in the window."""
        before = list(self._shown)
        if not self._timer.isActive():
            return
        self.look(PATIENCE_MS)
        new = [each for each in self._shown if each not in before]
        if new:
            first, desk, section = new[0], self._desk, self._card.section.key
            open_it = Action(_("Open"), lambda: desk.open_card(section, first.uid))
            desk.messages.info(sentence(first), open_it)

    def _show(self, found: list[Alike]) -> None:
        if found == self._shown:
            return
        self._shown = found
        desk, section = self._desk, self._card.section.key
        lines = [
            AlikeLine(each.title, sentence(each), partial(desk.open_card, section, each.uid))
            for each in found
        ]
        self._notice.say(lines if self._card.state.is_new else [])


def sentence(alike: Alike) -> str:
    """Looks like Ana Popescu — same phone, same city."""
    reasons = ", ".join(alike.reasons)
    return _("Looks like {title} — {reasons}").format(title=alike.title, reasons=reasons)
