"""Suggestions while typing: found by folded words, chosen by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.core.folding import fold
from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.widgets.naming import named

KEY_ROLE = Qt.ItemDataRole.UserRole + 1
FOLDED_ROLE = Qt.ItemDataRole.UserRole + 2
NOTE_ROLE = Qt.ItemDataRole.UserRole + 3


def item(text: str, key: str, note: str = "", icon: QIcon | None = None) -> QStandardItem:
    """One suggestion: what is read, its key, and a muted note behind it."""
    made = QStandardItem(text)
    made.setData(key, KEY_ROLE)
    made.setData(fold(text), FOLDED_ROLE)
    made.setData(note, NOTE_ROLE)
    made.setEditable(False)
    if icon is not None:
        made.setIcon(icon)
    return made


class SuggestionDelegate(QStyledItemDelegate):
    """An icon, a text and a muted note on one line; always plain text."""

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        room = option.rect
        if option.state & QStyle.StateFlag.State_Selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, theme.colour("selection"))
        left = room.left() + 8
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon) and not icon.isNull():
            icon.paint(painter, QRect(left, room.center().y() - 7, 16, 16))
            left += 24
        line = QRect(left, room.top(), room.right() - left - 8, room.height())
        self._draw_words(painter, line, str(index.data() or ""), str(index.data(NOTE_ROLE) or ""))
        painter.restore()

    def _draw_words(self, painter: QPainter, line: QRect, text: str, note: str) -> None:
        metrics = painter.fontMetrics()
        centre = Qt.AlignmentFlag.AlignVCenter
        shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, line.width())
        painter.setPen(theme.colour("text"))
        painter.drawText(line, centre, shown)
        line.setLeft(line.left() + metrics.horizontalAdvance(shown) + 12)
        if note and line.width() > 40:
            painter.setPen(theme.colour("muted"))
            shown = metrics.elidedText(" ".join(note.split()), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, centre, shown)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, theme.metrics().tree_row)


class Suggestions(QCompleter):
    """A completer over items; with ``is_filtering`` it shows those whose folded text has what is typed."""

    def __init__(self, parent: QObject, is_filtering: bool = True) -> None:
        self.items = QStandardItemModel()
        super().__init__(self.items, parent)
        self.items.setParent(self)
        self.setCompletionRole(FOLDED_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        mode = QCompleter.CompletionMode
        self.setCompletionMode(mode.PopupCompletion if is_filtering else mode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(9)
        self.setWrapAround(False)  # else an arrow behind the last one chooses nothing
        self.list = QListView()
        self.setPopup(self.list)
        named(self.list, "suggestions", _("Suggestions"))
        self.list.setItemDelegate(SuggestionDelegate(self))
        self.list.setMouseTracking(True)

    @override
    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    @override
    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data() or "")

    def fill(self, items: Iterable[QStandardItem]) -> None:
        """Other suggestions."""
        self.items.clear()
        for each in items:
            self.items.appendRow(each)

    def show_under(self, line: QLineEdit) -> None:
        """Open the list under a field, wide enough to be read."""
        width = max(line.width(), 280)
        self.complete(QRect(0, 0, width, line.height()))


def key_of(index: QModelIndex | QPersistentModelIndex) -> str:
    """The key of a chosen suggestion."""
    return str(index.data(KEY_ROLE) or "")
