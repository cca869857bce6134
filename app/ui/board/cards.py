"""Cards of a board: the rows of a list as a column of cards, read as they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.core.override import override
from app.core.texts import _
from app.services.rows import ListRow
from app.ui import theme
from app.ui.desk import Desk
from app.ui.icons import paint_icon
from app.ui.listing.columns import TITLE
from app.ui.listing.table_model import ListModel
from app.ui.widgets.flags import flag_colour

GAP = 8
_PAD, _LINE = 10, 18
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


class CardModel(ListModel):
    """The rows of one column: title, then time, notes and words, as many as there are."""

    patience_ms = 0
    """Several columns are asked at once: to wait for each of them would hold the window up."""

    def __init__(self, desk: Desk, name: str, when: str, notes: Sequence[str], words: Sequence[str]) -> None:
        super().__init__(desk, name)
        self._when, self._notes, self._words = when, tuple(notes), tuple(words)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Fields that a card shows."""
        return (TITLE, *((self._when,) if self._when else ()), *self._notes, *self._words)

    def when_of(self, row: ListRow) -> str:
        """The time of a card."""
        return row.cells[1] if self._when else ""

    def note_of(self, row: ListRow) -> str:
        """What stands below its title."""
        start = 2 if self._when else 1
        return " · ".join(each for each in row.cells[start : start + len(self._notes)] if each)

    def words_of(self, row: ListRow) -> str:
        """What stands at its foot."""
        start = (2 if self._when else 1) + len(self._notes)
        return " · ".join(each for each in row.cells[start:] if each)

    def spoken(self, row: ListRow) -> str:
        """A card in one sentence."""
        when = self.when_of(row)
        if when and row.standing == "late":
            when = _("{when}, overdue").format(when=when)
        return ", ".join(filter(None, [row.title, when, self.note_of(row), self.words_of(row)]))

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        row = self.row_at(index.row()) if role in (_ACCESSIBLE, _TOOLTIP) and index.isValid() else None
        if row is None:
            return super().data(index, role)
        return self.spoken(row) if role == _ACCESSIBLE else None


class CardPainter(QStyledItemDelegate):
    """Cards of one height: title, note, and at the foot the time and words."""

    def __init__(self, model: CardModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, card_height() + GAP)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found: Any = option  # its attributes are Qt's
        row = self._model.row_at(index.row())
        is_selected = bool(found.state & QStyle.StateFlag.State_Selected)
        is_here = is_selected and bool(found.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        card = QRectF(found.rect).adjusted(1, 1, -1, -GAP + 1)
        _paint_ground(painter, card, is_selected=is_selected, is_here=is_here)
        if row is not None:
            self._paint_texts(painter, card.toRect().adjusted(_PAD, 7, -_PAD, -6), row)
        painter.restore()

    def _paint_texts(self, painter: QPainter, room: QRect, row: ListRow) -> None:
        title = QRect(room.left(), room.top(), room.width(), _LINE + 2)
        colour = flag_colour(row.flag) if row.flag else None
        if colour is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(title.right() - 8, title.center().y() - 4, 8, 8))
            title.adjust(0, 0, -14, 0)
        ink = "muted" if row.standing == "over" else "text"
        painter.setFont(theme.ui_font(theme.metrics().font))
        _line(painter, title, row.title, ink)
        painter.setFont(theme.secondary_font())
        _line(painter, QRect(room.left(), title.bottom() + 1, room.width(), _LINE), self._model.note_of(row),
              "muted")  # fmt: skip
        foot = QRect(room.left(), room.bottom() - _LINE + 1, room.width(), _LINE)
        self._paint_foot(painter, foot, row)

    def _paint_foot(self, painter: QPainter, foot: QRect, row: ListRow) -> None:
        """The time, red when it has passed; at the right what else there is in short words."""
        when, words = self._model.when_of(row), self._model.words_of(row)
        metrics = QFontMetrics(painter.font())
        left = 0
        if when:
            is_late = row.standing == "late"
            paint_icon(painter, QRect(foot.left(), foot.center().y() - 6, 13, 13), "calendar",
                       "danger" if is_late else "muted")  # fmt: skip
            left = 18 + min(metrics.horizontalAdvance(when), foot.width() - 18)
            _line(painter, foot.adjusted(18, 0, 0, 0), when, "danger" if is_late else "muted")
        room = foot.adjusted(left + 10, 0, 0, 0)
        if words and room.width() > 24:
            _line(painter, room, words, "muted", Qt.AlignmentFlag.AlignRight)


def card_height() -> int:
    """Three lines and what is around them."""
    return 3 * (_LINE + max(0, theme.metrics().font - 13)) + 18


def _paint_ground(painter: QPainter, card: QRectF, *, is_selected: bool, is_here: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = "accent" if is_selected else "line"
    painter.setPen(QPen(theme.colour(edge), 2 if is_here else 1))
    painter.setBrush(theme.colour("selection" if is_selected else "surface"))
    half = 0.5 if not is_here else 1
    radius = theme.metrics().radius
    painter.drawRoundedRect(card.adjusted(half, half, -half, -half), radius, radius)


def _line(
    painter: QPainter, room: QRect, text: str, ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:  # fmt: skip
    painter.setPen(theme.colour(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
