"""The table of the list: keyboard, selection and screen reader are Qt's own, rows are painted here."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.core.override import override
from app.core.texts import _, grouped
from app.ui import theme
from app.ui.listing.columns import FLAG_WIDTH, TITLE, ColumnChoice
from app.ui.listing.dragging import drag_records
from app.ui.listing.header import ListHeader
from app.ui.listing.row_painter import Column, RowPainter
from app.ui.listing.shown_rows import FLAG_COLUMN
from app.ui.listing.table_model import ListModel
from app.ui.widgets.naming import named, own_viewport

_MUTED_KINDS = ("email", "url", "long_text", "stamp")
MOST_DRAGGED = 2000
FOLDING_KEYS: dict[int, bool | None] = {
    Qt.Key.Key_Left: True,
    Qt.Key.Key_Right: False,
    Qt.Key.Key_Return: None,
    Qt.Key.Key_Enter: None,
    Qt.Key.Key_Space: None,
}
"""On a heading: fold, unfold, or the other way from now."""
AHEAD = 96
"""Rows fetched beyond what is visible, once the window has nothing else to do."""

ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
"""Qt's own way would move the current row with Ctrl but leave the selection behind."""


class TableView(QTableView):
    """Rows of one height in per-pixel scrolling; the current record is told when it rests."""

    opened = Signal(int)
    """Enter on the row."""
    cell_wanted = Signal(QModelIndex)
    """F2, or a double click on a cell."""
    delete_wanted = Signal()
    copy_wanted = Signal()
    typed = Signal(str)
    """A letter was typed: it belongs to the search."""
    left = Signal()
    """Esc was pressed."""
    resized = Signal()

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "list_table", _("Records"))
        own_viewport(self)
        self.list_model = model
        self.row_painter = RowPainter()
        self.choice = ColumnChoice((TITLE,))
        self._cell_key = TITLE
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(12)
        self._ahead.timeout.connect(self._fetch_ahead)
        self.list_header = ListHeader(self)
        self.setHorizontalHeader(self.list_header)
        self.list_header.setSortIndicatorShown(True)  # the table has just switched it off
        self.setModel(model)
        self._set_up()
        model.rows_came.connect(self.viewport().update)
        theme.signals().changed.connect(self.dress)

    def _set_up(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(theme.metrics().row)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.doubleClicked.connect(self.cell_wanted)

    def dress(self) -> None:
        """Another theme is on: measures, colours and prepared texts are made anew."""
        old = self.row_painter
        self.row_painter = RowPainter(old.has_avatar)
        self.row_painter.words, self.row_painter.when = old.words, old.when
        self.verticalHeader().setDefaultSectionSize(theme.metrics().row)
        self.viewport().update()

    def mark(self, words: tuple[str, ...]) -> None:
        """Mark these words wherever they stand."""
        if words != self.row_painter.words:
            self.row_painter.words = words
            self.viewport().update()

    # -- painting -----------------------------------------------------------------------------------------

    def paint_now(self) -> None:
        """Paint before anything else is done."""
        if self.isVisible():
            self.viewport().repaint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            self._paint(painter, event.rect())
        finally:
            painter.end()

    def _paint(self, painter: QPainter, area: QRect) -> None:
        painter.setFont(self.row_painter.font)
        height, offset = self.row_painter.height, self.verticalOffset()
        count = len(self.list_model.ids)
        first = (area.top() + offset) // height
        last = min((area.bottom() + offset) // height, count - 1)
        self._prepare(offset, height, count)
        columns = self._visible_columns(area.left(), area.right())
        width = max(self.list_header.length(), self.viewport().width())
        selected = self._selected_between(first, last)
        current = self.currentIndex().row() if self.hasFocus() else -1
        paint, row_at = self.row_painter.paint, self.list_model.row_at
        is_heading = self.list_model.is_heading if self.list_model.headings is not None else None
        for position in range(first, last + 1):
            top = position * height - offset
            if is_heading is not None and is_heading(position):
                self._paint_heading(painter, top, position, position in selected, position == current)
                continue
            paint(painter, top, width, row_at(position), columns, position in selected, position == current)
            if position == current:
                self._paint_cell(painter, top)
        below = max((last + 1) * height - offset, area.top())
        if below <= area.bottom():
            rest = QRect(area.left(), below, area.width(), area.bottom() - below + 1)
            painter.fillRect(rest, theme.colour("surface"))

    def _paint_cell(self, painter: QPainter, top: int) -> None:
        """The cell that keys act on, once somebody went into one; the title stands for the whole row."""
        column = self.currentIndex().column()
        if column != FLAG_COLUMN and self.list_model.columns[column - 1] != TITLE:
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            self.row_painter.paint_cell(painter, QRect(left, top, width, self.row_painter.height - 1))

    def _paint_heading(
        self, painter: QPainter, top: int, position: int, is_selected: bool, is_current: bool
    ) -> None:
        headings, row = self.list_model.headings, self.list_model.row_at(position)
        assert headings is not None
        group = -1 - self.list_model.ids[position]
        self.row_painter.paint_heading(
            painter,
            top,
            self.viewport().width(),
            self.list_model.heading(self.list_model.filter.grouped_by),
            row.title if row is not None else "…",
            grouped(headings.counts[group]),
            is_folded=headings.is_folded(group),
            is_selected=is_selected,
            is_current=is_current,
        )

    def _prepare(self, offset: int, height: int, count: int) -> None:
        """Rows of the whole visible place, with a moment's patience; what comes next is fetched later."""
        if count:
            first = offset // height
            last = min((offset + self.viewport().height()) // height, count - 1)
            self.list_model.prepare(first, last)
            self._ahead.start()

    def _fetch_ahead(self) -> None:
        height, offset = self.row_painter.height, self.verticalOffset()
        first = offset // height
        last = (offset + self.viewport().height()) // height
        self.list_model.fetch_ahead(max(first - AHEAD, 0), last + AHEAD)

    def _visible_columns(self, from_x: int, to_x: int) -> list[Column]:
        found = []
        fields = self.list_model.fields
        for column in range(self.list_model.columnCount()):
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if left > to_x or left + width < from_x:
                continue
            if column == FLAG_COLUMN:
                found.append(Column(-1, left, width))
                continue
            key = self.list_model.columns[column - 1]
            kind = fields[key].kind
            is_muted = kind.name in _MUTED_KINDS
            is_when = key == self.row_painter.when
            found.append(Column(column - 1, left, width, key == TITLE, is_muted, kind.is_numeric, is_when))
        return found

    def _selected_between(self, first: int, last: int) -> set[int]:
        found: set[int] = set()
        for block in self.selected_blocks():
            found.update(range(max(block.top(), first), min(block.bottom(), last) + 1))
        return found

    # -- selection ----------------------------------------------------------------------------------------

    def selected_blocks(self) -> list[QItemSelectionRange]:
        """Selected rows as blocks, each from ``top()`` to ``bottom()``."""
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.size())]

    def selected_count(self) -> int:
        """How many records are selected."""
        between = self.list_model.headings_between
        return sum(block.height() - between(block.top(), block.bottom()) for block in self.selected_blocks())

    def selected_ids(self) -> array[int]:
        """Ids of the selected records, from the top."""
        ids, found = self.list_model.ids, array("q")
        for top, bottom in sorted((block.top(), block.bottom()) for block in self.selected_blocks()):
            found.extend(ids[top : bottom + 1])
        if self.list_model.headings is None:
            return found
        return array("q", (each for each in found if each > 0))

    def selected_rows(self, most: int | None = None) -> list[int]:
        """Selected rows of records, the current one first, then from the top; ``most`` limits them."""
        current, is_heading = self.currentIndex().row(), self.list_model.is_heading
        found: list[int] = []
        for top, bottom in sorted((block.top(), block.bottom()) for block in self.selected_blocks()):
            rows: Iterable[int] = range(top, bottom + 1)
            if self.list_model.headings is not None:
                rows = (row for row in rows if not is_heading(row))
            found.extend(islice(rows, None if most is None else max(most - len(found) + 1, 0)))
        if current in found:
            found.remove(current)
            found.insert(0, current)
        return found if most is None else found[:most]

    def go_to(self, row: int, *, is_centred: bool = False, is_at_top: bool = False) -> None:
        """Make a row the current and only selected one, and visible."""
        index, bar = self.cell_of(row), self.horizontalScrollBar()
        if index.isValid():
            left = bar.value()
            self.make_current(index)
            hint = QAbstractItemView.ScrollHint
            usual = hint.PositionAtCenter if is_centred else hint.EnsureVisible
            self.scrollTo(index, hint.PositionAtTop if is_at_top else usual)
            bar.setValue(left)

    def cell_of(self, row: int) -> QModelIndex:
        """The cell of a row in the column where the user is; also after the rows were read again."""
        columns = self.list_model.columns
        key = self._cell_key if self._cell_key in columns else TITLE
        return self.list_model.index(row, columns.index(key) + 1 if key in columns else 1)

    @override
    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        if current.isValid() and current.column() != FLAG_COLUMN:
            self._cell_key = self.list_model.columns[current.column() - 1]
        super().currentChanged(current, previous)

    def make_current(self, index: QModelIndex) -> None:
        """Select only this row. Qt's own way would heed keys that are held: Ctrl of Ctrl+Z would deselect."""
        chosen = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, chosen.ClearAndSelect | chosen.Rows)

    def select_rows(self, rows: Iterable[int]) -> None:
        """Select exactly these rows; the current row stays."""
        wanted = QItemSelection()
        last = self.list_model.columnCount() - 1
        for row in rows:
            wanted.select(self.list_model.index(row, 0), self.list_model.index(row, last))
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # -- keys, mouse --------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentIndex().row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and self.list_model.is_heading(row) and key in FOLDING_KEYS:
            self.list_model.fold(row, FOLDING_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if row >= 0:
                self.opened.emit(row)
        elif key == Qt.Key.Key_F2 and plain:
            self.cell_wanted.emit(self.currentIndex())
        elif key == Qt.Key.Key_Delete and plain:
            self.delete_wanted.emit()
        elif key == Qt.Key.Key_Escape and plain:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif key in ENDS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.go_to(0 if key == Qt.Key.Key_Home else self.list_model.rowCount() - 1)
        elif self._is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a heading folds its group."""
        row = self.rowAt(event.position().toPoint().y())
        if event.button() != Qt.MouseButton.LeftButton or not self.list_model.is_heading(row):
            super().mousePressEvent(event)
            return
        self.make_current(self.list_model.index(row, 1))
        self.list_model.fold(row)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks on a heading are two clicks."""
        if self.list_model.is_heading(self.rowAt(event.position().toPoint().y())):
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _is_letter(self, event: QKeyEvent) -> bool:
        held = Qt.KeyboardModifier
        command = held.ControlModifier | held.AltModifier | held.MetaModifier
        return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & command

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters go to the search: Qt's own way would ask every row of a million."""
        self.typed.emit(search)

    @override
    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        drag_records(self, self.list_model.uids_of(self.selected_rows(MOST_DRAGGED)))

    # -- columns ------------------------------------------------------------------------------------------

    def apply_widths(self, widths: list[int]) -> None:
        """Widths of the columns after the flag, which has its own."""
        header = self.list_header
        wanted = dict(enumerate((FLAG_WIDTH, *widths)))
        if all(header.sectionSize(column) == width for column, width in wanted.items()):
            return
        header.blockSignals(True)
        header.setSectionResizeMode(FLAG_COLUMN, header.ResizeMode.Fixed)
        for column, width in wanted.items():
            header.resizeSection(column, width)
        header.blockSignals(False)
        self.updateGeometries()
        header.headerDataChanged(Qt.Orientation.Horizontal, 0, header.count() - 1)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
