"""Opens cards: several at once, but the same record only once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from app.blueprint.context import Values
from app.ui.card.card import Card

if TYPE_CHECKING:
    from app.ui.desk import Desk

Neighbour = Callable[[str, str, int], str | None]
"""(section, uid, step -1 or 1) gives the uid of the record before or after it in the list, or None."""


class CardOpener(QObject):
    """Knows the open cards of a desk. The list sets ``neighbour``; without it cards cannot step on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._cards: list[Card] = []
        self._leaving: list[Card] = []
        self.neighbour: Neighbour | None = None
        self.on_closed: Callable[[], None] | None = None
        self.on_saved: Callable[[str, str, bool], None] | None = None
        """Told section and uid of every record that a card has written, and whether it is new."""

    @classmethod
    def of(cls, desk: Desk) -> CardOpener:
        """The one of this desk."""
        found = next((each for each in desk.children() if isinstance(each, cls)), None)
        return found or cls(desk)

    @property
    def cards(self) -> list[Card]:
        """The open cards, the oldest first."""
        return list(self._cards)

    def open(
        self, section: str, uid: str | None = None, prefill: Values | None = None, group: str = ""
    ) -> Card:
        """The card of a record, or of a new one; one that is open already comes to the front."""
        card = self._find(uid) if uid else None
        if card is None:
            card = Card(self._desk, section, uid, prefill, self)
            self._cards.append(card)
            card.closed.connect(self._on_closed)
            card.saved.connect(self._on_saved)
            card.load()
            if card not in self._cards:
                return card  # the record is gone, and that was told
        card.show()
        card.raise_()
        card.activateWindow()
        if group:
            card.begin_at(group)
        return card

    def close_all(self) -> bool:
        """Close every card, asking for those with unsaved changes; False if one shall stay."""
        return all(card.close() for card in self.cards)

    def is_open(self, uid: str) -> bool:
        """Is there a card of this record?"""
        return self._find(uid) is not None

    def step(self, section: str, uid: str, by: int) -> str | None:
        """The neighbour of a record in the list."""
        return self.neighbour(section, uid, by) if self.neighbour is not None else None

    def _find(self, uid: str) -> Card | None:
        return next((card for card in self._cards if card.uid == uid), None)

    def _on_saved(self, section: str, uid: str, is_new: bool) -> None:
        if self.on_saved is not None:
            self.on_saved(section, uid, is_new)

    def _on_closed(self, card: Card) -> None:
        """The card is kept until Qt has taken it apart: its Python half must not go in the midst of that."""
        self._cards = [each for each in self._cards if each is not card]
        self._leaving.append(card)
        if self.on_closed is not None and not self._cards:
            self.on_closed()
        card.destroyed.connect(self._on_destroyed)

    def _on_destroyed(self) -> None:
        QTimer.singleShot(0, self._forget_gone)

    def _forget_gone(self) -> None:
        self._leaving = [each for each in self._leaving if isValid(each)]


def open_card(
    desk: Desk, section: str, uid: str | None = None, prefill: Values | None = None, group: str = ""
) -> None:
    """Open the card of a record at a group of its fields, or of a new one with some values given."""
    CardOpener.of(desk).open(section, uid, prefill, group)


def close_cards(desk: Desk) -> bool:
    """Close every card before the file or the program is closed; False if the user wants to stay."""
    return CardOpener.of(desk).close_all()
