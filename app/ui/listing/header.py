"""The heading of the list: names of columns, the mark of the order, a menu to choose columns."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app.core.override import override
from app.ui import theme
from app.ui.icons import paint_icon
from app.ui.widgets.naming import named

_PAD = 8
ARROW = 14


def heading_font() -> QFont:
    """The font of the names of columns."""
    font = theme.secondary_font()
    font.setWeight(font.Weight.DemiBold)
    return font


class ListHeader(QHeaderView):
    """Painted as the look wants it: quiet names, and the arrow right behind the name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        named(self, "list_header")
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.numeric: frozenset[int] = frozenset()
        """Columns that stand at the right."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.length(), theme.metrics().control)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), theme.colour("line"))
        painter.setFont(heading_font())
        painter.setPen(theme.colour("muted"))
        self._paint_name(painter, rect.adjusted(_PAD, 0, -2, -1), logicalIndex)
        painter.restore()

    def _paint_name(self, painter: QPainter, room: QRect, column: int) -> None:
        text = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        is_sorted = self.isSortIndicatorShown() and self.sortIndicatorSection() == column
        width = room.width() - (ARROW + 2 if is_sorted and text else 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        taken = painter.fontMetrics().horizontalAdvance(shown)
        left = room.left()
        if column in self.numeric:
            left = max(room.left(), room.right() - _PAD - taken - (ARROW + 2 if is_sorted else 0))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, room.top(), taken + 4, room.height()), middle, shown)
        if is_sorted:
            is_up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            place = QRect(left + (taken + 3 if text else -1), 0, ARROW, ARROW)
            place.moveTop(room.top() + (room.height() - ARROW) // 2)
            paint_icon(painter, place, "arrow-up" if is_up else "arrow-down", "muted")
