"""A table as the look has it: rows of one height, horizontal lines only, a mark at the current row."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QLine, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.core.override import override
from app.ui import theme
from app.ui.widgets.naming import named


class LinedTable(QTableView):
    """Draws its lines in one go after the cells, which costs less than a border on every cell."""

    def __init__(
        self, object_name: str, accessible_name: str, *, is_padded: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, object_name, accessible_name)
        if is_padded:  # costs a rule for each cell; a delegate of its own pads cheaper
            self.setProperty("padded", "true")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.metrics().tree_row)
        rows.setDefaultSectionSize(theme.metrics().row)
        rows.hide()
        columns = self.horizontalHeader()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model: QAbstractItemModel | None = self.model()  # none before the first one is set
        count = 0 if model is None else model.rowCount()
        if not count:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.colour("line"))
        painter.drawLines(self._lines(event.rect(), count))
        self._mark_current(painter)

    def _lines(self, rect: QRect, count: int) -> list[QLine]:
        first = max(0, self.rowAt(max(0, rect.top())))
        last = self.rowAt(rect.bottom())
        rows = range(first, (count - 1 if last < 0 else last) + 1)
        right = self.viewport().width()
        height = self.rowHeight(first)
        top = self.rowViewportPosition(first)
        return [QLine(0, y, right, y) for y in (top + (row - first + 1) * height - 1 for row in rows)]

    def _mark_current(self, painter: QPainter) -> None:
        """Keyboard users see where they are, also among many selected rows."""
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            top = self.rowViewportPosition(current.row())
            painter.fillRect(0, top, 3, self.rowHeight(current.row()) - 1, theme.colour("accent"))
