"""Rows of found things: icon, title with what was found marked, subtitle, a hint at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.override import override
from app.ui import theme
from app.ui.icons import paint_icon
from app.ui.listing.marks import find_marks
from app.ui.palette_results import Result

RESULT_ROLE = Qt.ItemDataRole.UserRole


class ResultDelegate(QStyledItemDelegate):
    """Paints headings and results: icon, title with found text marked, subtitle, and a hint at the right."""

    words: tuple[str, ...] = ()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        is_result = isinstance(index.data(RESULT_ROLE), Result)
        return QSize(100, theme.metrics().row if is_result else theme.metrics().tree_row)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place: QRect = option.rect  # type of the attribute is not in the stubs of every version
        result = index.data(RESULT_ROLE)
        painter.save()
        if isinstance(result, Result):
            is_current = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_result(painter, place, result, is_current)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 6, 6)
        else:
            painter.setFont(theme.secondary_font())
            painter.setPen(theme.colour("muted"))
            room = place.adjusted(8, 0, -8, -2)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, str(index.data())
            )
        painter.restore()

    def _paint_result(self, painter: QPainter, place: QRect, result: Result, is_current: bool) -> None:
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        paint_icon(painter, QRect(place.left() + 10, place.top(), 16, place.height()), result.icon, "muted")
        right = self._paint_hint(painter, place, result.hint)
        left = place.left() + 36
        used = self._paint_text(
            painter, QRect(left, place.top(), right - left, place.height()), result.title, "text"
        )
        left += used + 10
        if result.subtitle and right - left > 40:
            room = QRect(left, place.top(), right - left, place.height())
            self._paint_text(painter, room, result.subtitle, "muted")

    def _paint_hint(self, painter: QPainter, place: QRect, hint: str) -> int:
        """Draw the hint; where the room for other text ends."""
        painter.setFont(theme.secondary_font())
        painter.setPen(theme.colour("muted"))
        width = painter.fontMetrics().horizontalAdvance(hint)
        painter.drawText(
            place.adjusted(0, 0, -10, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint
        )
        return place.right() - width - 22

    def _paint_text(self, painter: QPainter, room: QRect, text: str, ink: str) -> int:
        """Draw a text with its found parts marked; returns its width."""
        painter.setFont(theme.ui_font(theme.metrics().font))
        metrics = painter.fontMetrics()
        line = " ".join(text.split())
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        kept = len(shown) if shown == line else max(len(shown) - 1, 0)
        found: QColor = theme.colour("found")
        for start, end in find_marks(line, self.words):
            if start < kept:
                from_x = room.left() + metrics.horizontalAdvance(line[:start])
                to_x = room.left() + metrics.horizontalAdvance(line[: min(end, kept)])
                top = room.top() + (room.height() - metrics.height()) // 2
                painter.fillRect(QRect(from_x, top, to_x - from_x, metrics.height()), found)
        painter.setPen(theme.colour(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
