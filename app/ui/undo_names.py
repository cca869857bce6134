"""What undo and redo would do now, in words; read again whenever something was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.desk import Desk

if TYPE_CHECKING:
    from app.services.library import Operation


class UndoNames(QObject):
    """Reads beside the window."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.undo = self.redo = ""
        """Empty where there is nothing to undo or to redo."""
        desk.records_changed.connect(self.read)

    def read(self) -> None:
        """Ask for them."""
        library = self._desk.library
        if library is None:
            self._show((None, None))
            return
        self._desk.work.ask(
            "undo-names",
            lambda: (library.undoable(), library.redoable()),
            self._show,
            patience_ms=0,
            lane="beside",
            owner=self,
        )

    def _show(self, found: tuple[Operation | None, Operation | None]) -> None:
        self.undo, self.redo = (each.describe() if each is not None else "" for each in found)
        self.changed.emit()
