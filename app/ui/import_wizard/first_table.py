"""The first records of an import as the list will show them: what a new user looks for before the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.import_wizard.headed import HeadedModel, Index
from app.ui.widgets.labels import label, plain_tooltip
from app.ui.widgets.lined_table import LinedTable

if TYPE_CHECKING:
    from app.services.exchange.preview import FirstRecords

_WIDEST = 260


class FirstTable(QWidget):
    """A heading and a table that is only looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.model = FirstModel()
        self.table = LinedTable("import_first", _("The first records as they will be"))
        self.table.setModel(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("The first records as they will be"), "heading"))
        column.addWidget(self.table, 1)

    @property
    def has_records(self) -> bool:
        """Is there anything to look at?"""
        return self.model.rowCount() > 0

    def show_records(self, found: FirstRecords) -> None:
        """Show other records."""
        self.model.show_records(found)
        self.table.resizeColumnsToContents()
        for place in range(self.model.columnCount()):
            self.table.setColumnWidth(place, min(self.table.columnWidth(place) + 12, _WIDEST))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)


class FirstModel(HeadedModel):
    """Rows of texts."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, ...], ...] = ()

    def show_records(self, found: FirstRecords) -> None:
        """Show other records."""
        self.beginResetModel()
        self.headings, self._rows = found.headings, found.rows
        self.endResetModel()

    @override
    def count(self) -> int:
        return len(self._rows)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._rows[index.row()][index.column()]
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tooltip(text)
        return None
