"""One column of a board: its title with the count, and the cards in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.board.cards import GAP, CardModel, CardPainter, card_height
from app.ui.calendar.keys import LETTERS
from app.ui.editors.marks import dot_colour
from app.ui.listing.dragging import drag_records, dragged_uids
from app.ui.listing.filter import ListFilter
from app.ui.listing.shown_rows import MIME_UIDS
from app.ui.listing.table_view import MOST_DRAGGED
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named, own_viewport

if TYPE_CHECKING:
    from app.services.boards import BoardColumn

WIDTH = 232
AHEAD = 24
"""Cards fetched beyond what is visible."""


class CardList(QListView):
    """The cards; keys that leave the column are told."""

    opened = Signal(str)
    stepped = Signal(int)
    """To the column so many places on."""
    carried = Signal(int)
    """The selected cards to the column so many places on."""
    delete_wanted = Signal()
    new_wanted = Signal()
    left = Signal()
    dropped = Signal(list)
    pointed = Signal(bool)
    """Something that can be dropped is over the cards, or no longer."""

    def __init__(self, model: CardModel, object_name: str, name: str) -> None:
        super().__init__()
        named(self, object_name, name)
        own_viewport(self)
        self.viewport().setAutoFillBackground(False)
        self.cards = model
        self.can_take = True
        self.setModel(model)
        self.setItemDelegate(CardPainter(model, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("board", "true")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        model.rows_came.connect(self.viewport().update)

    def selected_rows(self) -> list[int]:
        """Selected rows, the current one first."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        current = self.currentIndex().row()
        return [current, *(row for row in rows if row != current)] if current in rows else rows

    def selected_uids(self) -> list[str]:
        """Uids of the selected cards, the current one first."""
        return self.cards.uids_of(self.selected_rows()[:MOST_DRAGGED])

    def go_to(self, row: int) -> None:
        """Make a card the current and only selected one."""
        index = self.cards.index(row, 0)
        if index.isValid():
            chosen = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, chosen.ClearAndSelect)
            self.scrollTo(index)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        height = card_height() + GAP
        first = self.verticalScrollBar().value() // height
        last = first + self.viewport().height() // height + 1
        count = len(self.cards.ids)
        if count:
            self.cards.prepare(first, min(last, count - 1))
            self.cards.fetch_ahead(max(first - AHEAD, 0), min(last + AHEAD, count - 1))
        super().paintEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
        if sideways and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.carried.emit(sideways)
        elif sideways and modifiers == Qt.KeyboardModifier.NoModifier:
            self.stepped.emit(sideways)
        elif modifiers == Qt.KeyboardModifier.NoModifier and self._take(key, event.text()):
            pass
        else:
            super().keyPressEvent(event)

    def _take(self, key: int, text: str) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open(self.currentIndex().row())
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif LETTERS.get(text.lower()) == "new":
            self.new_wanted.emit()
        else:
            return False
        return True

    def _open(self, row: int) -> None:
        uids = self.cards.uids_of([row]) if row >= 0 else []
        if uids:
            self.opened.emit(uids[0])

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters do not walk through the cards: Qt would ask every one of them."""

    # -- dragging -----------------------------------------------------------------------------------------

    @override
    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        drag_records(self, self.selected_uids())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._accept(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept(event)

    def _accept(self, event: QDragMoveEvent) -> None:
        is_meant = event.mimeData().hasFormat(MIME_UIDS) and self.can_take and event.source() is not self
        if is_meant:
            event.acceptProposedAction()
        else:
            event.ignore()
        self.pointed.emit(is_meant)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pointed.emit(False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.pointed.emit(False)
        if event.mimeData().hasFormat(MIME_UIDS) and self.can_take:
            event.acceptProposedAction()
            self.dropped.emit(dragged_uids(event.mimeData()))


class Column(QWidget):
    """Title and count above the cards."""

    selection_changed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: CardModel, column: BoardColumn, number: int, *, can_write: bool) -> None:
        super().__init__()
        name = f"board_column_{column.key or 'rest'}"
        named(self, name, column.title)
        self.column, self.number = column, number
        self.cards = CardList(model, f"{name}_cards", column.title)
        self.cards.can_take = can_write and column.can_take
        self._is_pointed = False
        self._wanted = ""
        self.title = named(ElidedLabel(column.title, "strong"), f"{name}_title")
        self.count = named(label("", "muted"), f"{name}_count")
        self.setMinimumWidth(WIDTH - 40)
        head = QHBoxLayout()
        head.setContentsMargins(22 if column.color else 4, 0, 6, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        room = QVBoxLayout(self)
        room.setContentsMargins(6, 8, 2, 2)
        room.setSpacing(6)
        room.addLayout(head)
        room.addWidget(self.cards, 1)
        self._connect(model)

    def _connect(self, model: CardModel) -> None:
        model.counted.connect(self._on_counted)
        model.loaded.connect(self._look)
        model.completed.connect(self._look)
        self.cards.pointed.connect(self._on_pointed)
        self.cards.selectionModel().selectionChanged.connect(self._on_selection)
        self.cards.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.cards.viewport().mapToGlobal(at))
        )

    @property
    def model(self) -> CardModel:
        """The rows of the column."""
        return self.cards.cards

    def show_list(self, wanted: ListFilter) -> None:
        """Show what the filter leaves in this column."""
        conditions = self.column.narrowed(wanted.conditions)
        self.model.show(replace(wanted, conditions=conditions, grouped_by=""), self.model.wanted)

    def want(self, uid: str) -> None:
        """Stand on a card, now or when it has come into the column."""
        self._wanted = uid
        self._look()

    def clear(self) -> None:
        """Nothing is selected here."""
        self.cards.selectionModel().clear()

    def _look(self) -> None:
        model = self.model
        if not self._wanted or model.is_loading:
            return
        row = model.position_of(self._wanted)
        if row is not None:
            self._wanted = ""
            self.cards.go_to(row)

    def _on_selection(self, chosen: QItemSelection, gone: QItemSelection) -> None:
        self.selection_changed.emit()

    def _on_counted(self, text: str) -> None:
        self.count.setText(text)
        self.setAccessibleDescription(text)
        self.setHidden(self.column.is_rest and text == "0")

    def _on_pointed(self, is_pointed: bool) -> None:
        if is_pointed != self._is_pointed:
            self._is_pointed = is_pointed
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of a column; what can be dropped now makes it the accent's."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(theme.colour("accent_tint" if self._is_pointed else "window"))
        edge = QPen(theme.colour("accent"), 2) if self._is_pointed else Qt.PenStyle.NoPen
        painter.setPen(edge)
        painter.drawRoundedRect(place, theme.metrics().card_radius, theme.metrics().card_radius)
        colour = dot_colour(self.column.color)
        if colour is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            middle = self.title.geometry().center().y()
            painter.drawEllipse(QRectF(12, middle - 4, 8, 8))
        painter.end()


def titles(columns: Sequence[Column]) -> str:
    """The columns in words."""
    return ", ".join(f"{each.column.title} {each.count.text()}" for each in columns) or _("Board")
