"""What the tables of the check have in common: headings, and how many rows there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.core.override import override

Index = QModelIndex | QPersistentModelIndex


class HeadedModel(QAbstractTableModel):
    """Knows its headings and counts; what stands in a cell is told by those who derive from it."""

    def __init__(self, headings: Sequence[str] = ()) -> None:
        super().__init__()
        self.headings = headings

    def count(self) -> int:
        """How many rows."""
        raise NotImplementedError

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else self.count()

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.headings)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None
