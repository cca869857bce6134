"""The fields of an open card follow what is made of them, and new ones can be made from the card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.blueprint.context import Values
from app.blueprint.section import Section
from app.ui.card.changes import card_fields, default_values
from app.ui.field_dialog import open_new_field

if TYPE_CHECKING:
    from app.ui.card.card import Card
    from app.ui.desk import Desk


class CardFields(QObject):
    """A field was made, renamed, hidden, moved or deleted: the card shows it, and what was typed stays."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__(card)
        self._desk, self._card = desk, card
        self._wanted = ""
        desk.sections_changed.connect(self._on_changed)

    def make(self) -> None:
        """Ask for a new field and go to it."""
        dialog = open_new_field(self._desk, self._card.section.key, self._card)
        if dialog is not None:
            dialog.done_with.connect(self._go_to)

    def _go_to(self, key: str) -> None:
        """To a field that has been made, as soon as it stands here."""
        self._wanted = key
        if key in self._card.editors:
            self._wanted = ""
            QTimer.singleShot(0, self, lambda: self._card.form.show_field(key))

    def _on_changed(self) -> None:
        card, library = self._card, self._desk.library
        if library is not card.library or not card.is_filled:
            return
        section = self._desk.registry.section(card.section.key)
        if card_fields(section) != card_fields(card.section):
            self._remake(section)

    def _remake(self, section: Section) -> None:
        card, state = self._card, self._card.state
        edits, new = state.edits(), self._new_defaults(section)
        focused: QWidget | None = card.focusWidget()
        top = card.form.verticalScrollBar().value()
        card.remake_form(section)
        card.listen()
        state.section, state.defaults = section, {**state.defaults, **new}
        values = {**state.stored, **state.began, **new}
        card.show_values(values, None if state.is_new else state.uid)
        card.put(edits)
        card.order_tabs()
        name = focused.objectName() if focused is not None else ""
        QTimer.singleShot(0, self, partial(card.form.come_back, name, top))
        self._go_to(self._wanted)

    def _new_defaults(self, section: Section) -> Values:
        """What a field that has come meanwhile begins with on the card of a new record."""
        state = self._card.state
        if not state.is_new:
            return {}
        found = default_values(section, self._desk.clock(), self._desk.context().zone)
        return {key: value for key, value in found.items() if key not in state.began}
