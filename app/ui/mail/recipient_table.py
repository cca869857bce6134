"""The recipients in the look before sending: who, what is said of him, and where the letter goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.lined_table import LinedTable

if TYPE_CHECKING:
    from app.services.mail.recipients import Recipient

NAME, STATE, ADDRESS = range(3)
ROW = Qt.ItemDataRole.UserRole
NAME_SHARE, STATE_SHARE = 0.3, 0.25
"""Of the width, at most: names and addresses are cut only where they would leave nothing to the state."""


class RecipientTable(LinedTable):
    """A row for each recipient; an address is as wide as it needs, for it is what is checked here."""

    def __init__(self) -> None:
        super().__init__("preflight_table", _("Recipients"))
        self.people = QStandardItemModel(self)
        self.setModel(self.people)
        self.setSelectionMode(LinedTable.SelectionMode.SingleSelection)
        self.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)

    def show_people(self, people: Iterable[Recipient]) -> None:
        """Other recipients; the one that was chosen stays so if it is among them."""
        former = self.current
        self.people.clear()
        self.people.setHorizontalHeaderLabels([_("Recipient"), _("State"), _("Address")])
        for each in people:
            self.people.appendRow(_row(each))
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
        self._fit()
        rows = range(self.people.rowCount())
        uid = former.uid if former is not None else ""
        place = next((n for n in rows if self.person(n).uid == uid), 0)
        self.setCurrentIndex(self.people.index(place, 0))

    def person(self, row: int) -> Recipient:
        """The recipient of a row."""
        found: Recipient = self.people.item(row, NAME).data(ROW)
        return found

    @property
    def current(self) -> Recipient | None:
        """The recipient that is chosen."""
        index = self.currentIndex()
        return self.person(index.row()) if index.isValid() and self.people.rowCount() else None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        width, head = self.viewport().width(), self.horizontalHeader()
        if head.count() <= ADDRESS:
            return
        columns = range(head.count())
        needed = [max(self.sizeHintForColumn(each), head.sectionSizeHint(each)) for each in columns]
        name, state = min(needed[NAME], int(width * NAME_SHARE)), min(needed[STATE], int(width * STATE_SHARE))
        self.setColumnWidth(NAME, name)
        self.setColumnWidth(ADDRESS, min(needed[ADDRESS], width - name - state))


def _row(person: Recipient) -> list[QStandardItem]:
    from app.services.mail.recipients import STATES

    said = _(STATES[person.state])
    if person.goes and person.has_empty:
        said = person.empty_in_words()
    row = [QStandardItem(text) for text in (person.title, said, person.address)]
    row[NAME].setData(person, ROW)
    for item in row:
        item.setToolTip(plain_tooltip(item.text()))
    role = "danger" if not person.goes else "warning" if person.has_empty else "muted"
    row[STATE].setForeground(theme.colour(role))
    return row
