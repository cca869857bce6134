"""The scroll bar of the list where something stands between it and the rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar

from app.ui.listing.table_view import TableView
from app.ui.widgets.naming import named


class FarBar(QScrollBar):
    """Does what the table's own bar does, in another place.

    Letters laid over the rows would be less work, but Qt then paints every row anew with each step of the
    wheel, where it moves the picture otherwise.
    """

    def __init__(self, table: TableView) -> None:
        super().__init__(Qt.Orientation.Vertical)
        named(self, "list_bar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._own = table.verticalScrollBar()
        self._own.rangeChanged.connect(self._take)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)
        table.resized.connect(self._take)
        self._take()

    def _take(self) -> None:
        """The steps and ends of the table's own bar; with nothing to scroll there is none."""
        own = self._own
        self.setSingleStep(own.singleStep())
        self.setPageStep(own.pageStep())
        self.setRange(own.minimum(), own.maximum())
        self.setValue(own.value())
        self.setVisible(own.maximum() > own.minimum())
