"""The slim list of groups at the left of a card."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.blueprint.section import CardGroup
from app.core.texts import _
from app.ui import theme
from app.ui.widgets.naming import named

_NARROWEST, _WIDEST = 120, 220


class GroupIndex(QListWidget):
    """The groups by title; choosing one goes there, scrolling marks where one is."""

    chosen = Signal(str)

    def __init__(self, groups: list[CardGroup]) -> None:
        super().__init__()
        named(self, "card.groups", _("Groups of fields"))
        self.setProperty("surface", "side")
        self.setProperty("roomy", "true")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContentsMargins(0, 8, 0, 8)
        self.setViewportMargins(8, 12, 8, 8)
        for group in groups:
            row = QListWidgetItem(_(group.title) or _("Main"))
            row.setData(Qt.ItemDataRole.UserRole, group.key)
            row.setSizeHint(QSize(0, theme.metrics().tree_row))
            self.addItem(row)
        words = max(self.fontMetrics().horizontalAdvance(self.item(n).text()) for n in range(self.count()))
        self.setFixedWidth(max(_NARROWEST, min(_WIDEST, words + 40)))
        self.setCurrentRow(0)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)

    def mark(self, key: str) -> None:
        """Show that this group is in view."""
        for number in range(self.count()):
            if self.item(number).data(Qt.ItemDataRole.UserRole) == key:
                with QSignalBlocker(self):
                    self.setCurrentRow(number)

    def _on_chosen(self, row: QListWidgetItem) -> None:
        self.chosen.emit(str(row.data(Qt.ItemDataRole.UserRole)))
