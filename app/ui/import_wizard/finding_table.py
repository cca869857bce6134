"""The tables of the check: a cell is put right where it stands, Enter leads into it and to the next one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from app.core.override import override
from app.ui.import_wizard.problems import VALUE
from app.ui.widgets.buttons import is_enter
from app.ui.widgets.lined_table import LinedTable


class FindingTable(LinedTable):
    """A table over findings; ``on_delete`` is what Del does, ``on_entered`` what follows an edited cell."""

    def __init__(self, object_name: str, accessible_name: str, widths: tuple[int, ...]) -> None:
        super().__init__(object_name, accessible_name)
        self._widths = widths
        self.on_delete: Callable[[], None] = lambda: None
        self.on_entered: Callable[[], None] = lambda: None
        self.cell = VALUE
        """The column that Enter and F2 edit."""
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
        )

    @override
    def setModel(self, model: QAbstractItemModel | None, /) -> None:
        super().setModel(model)
        for place, width in enumerate(self._widths):
            self.setColumnWidth(place, width)
        self.horizontalHeader().setSectionResizeMode(len(self._widths), QHeaderView.ResizeMode.Stretch)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):  # also on its way out of the editor of a cell: never the button of the wizard
            event.accept()
            if self.state() == QAbstractItemView.State.EditingState:
                QTimer.singleShot(0, self, self.on_entered)
            else:
                self.edit_current()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_current()
        elif event.key() == Qt.Key.Key_Delete and self.state() != QAbstractItemView.State.EditingState:
            self.on_delete()
        else:
            super().keyPressEvent(event)

    def edit_current(self) -> None:
        """Open the editor of the current row's cell."""
        index = self.currentIndex()
        column = self.cell if self.cell >= 0 else index.column()
        cell = index.siblingAtColumn(column)
        if cell.isValid() and cell.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(cell)
            self.edit(cell)

    def places(self) -> list[int]:
        """The selected rows."""
        selection = self.selectionModel().selection()
        spans = (selection.at(number) for number in range(selection.count()))
        return sorted({row for span in spans for row in range(span.top(), span.bottom() + 1)})
