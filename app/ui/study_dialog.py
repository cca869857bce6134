"""A window that goes through the whole file and lists what it found: how far it is, what, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.listing.acts import redo, undo
from app.ui.widgets.buttons import QuietButton, is_enter
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label, plain_tooltip
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.naming import named
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library
    from app.ui.desk import Desk

FOUND, NOTHING, LOOKING = range(3)


class StudyDialog(QDialog):
    """Looks as soon as it is open and when it is told to; another look, or closing, cancels it.

    ``prefix`` begins the names of its controls.
    """

    def __init__(self, desk: Desk, prefix: str, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        named(self, f"{prefix}_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._prefix = desk, prefix
        self._progress: Progress | None = None
        self._looks = 0
        self._strip = ProgressStrip(f"{prefix}_progress")
        self._strip.cancelled.connect(self._cancel)
        self._note = named(label("", "secondary"), f"{prefix}_note")
        self._note.setWordWrap(True)
        self._again = QuietButton(_("Look again"), f"{prefix}_again", "refresh-cw")
        self._again.clicked.connect(self.look)
        self._stack = QStackedWidget()
        self.toast_place = QWidget()
        """Around the findings: in the stack itself, another page would come over what is said."""
        for keys, act in (("Ctrl+Z", undo), ("Ctrl+Y", redo)):  # as in the main window
            QShortcut(QKeySequence(keys), self).activated.connect(partial(act, desk))
        desk.library_changed.connect(self.close)

    def lay_out(
        self, head: QHBoxLayout | None, found: QWidget, empty: EmptyState, acts: Sequence[QAbstractButton]
    ) -> None:
        """Put it together: what is looked at, the findings, what is done with them."""
        for each in (found, empty, QWidget()):
            self._stack.addWidget(each)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        for button in (self._again, *acts):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        if head is not None:
            column.addLayout(head)
        column.addWidget(self._strip)
        around = QVBoxLayout(self.toast_place)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)
        column.addWidget(self.toast_place, 1)
        column.addLayout(foot)

    def make_table(self, name: str) -> tuple[LinedTable, QStandardItemModel]:
        """The table of findings: one is chosen at a time, by the mouse or the keyboard; Enter acts on it."""
        table = LinedTable(f"{self._prefix}_table", name)
        model = QStandardItemModel(table)
        table.setModel(model)
        table.setSelectionMode(LinedTable.SelectionMode.SingleSelection)
        table.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)
        table.doubleClicked.connect(self.act_on)
        table.installEventFilter(self)
        return table, model

    # -- looking -------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Go through everything anew."""
        library = self._desk.library
        job = self.job(library) if library is not None else None
        if job is None:
            return
        self._cancel()
        self._looks += 1
        self.forget()
        self._note.setText("")
        self._stack.setCurrentIndex(LOOKING)
        self._strip.start(self.doing())
        self._progress = self._desk.work.study(
            job, self.on_found, self._strip.advance, partial(self._on_end, self._looks), owner=self
        )

    def job(self, library: Library) -> Callable[[Progress], Any] | None:
        """What looks; None if there is nothing to look at."""
        raise NotImplementedError

    def doing(self) -> str:
        """What is told while it looks."""
        raise NotImplementedError

    def forget(self) -> None:
        """What was found before counts no longer."""
        raise NotImplementedError

    def on_found(self, found: Any) -> None:
        """A cancelled look tells nothing, so this is the newest one."""
        raise NotImplementedError

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _on_end(self, look: int) -> None:
        if look == self._looks:  # an older one was cancelled by this one
            self._strip.finish()
            self._note.setText(_("Cancelled."))

    # -- one of the findings -------------------------------------------------------------------------------

    def act_on(self, index: QModelIndex) -> None:
        """Enter or a double click on a line."""
        raise NotImplementedError

    def acts_by_key(self) -> dict[Qt.Key, Callable[[], object]]:
        """What further keys do in the table."""
        return {}

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        table = watched if isinstance(watched, LinedTable) else None
        if table is not None and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                self.act_on(table.currentIndex())
                return True
            act = self.acts_by_key().get(Qt.Key(event.key()))
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    @override
    def done(self, result: int) -> None:
        self._cancel()
        super().done(result)


def cells(*texts: str) -> list[QStandardItem]:
    """A line of the table; a text that has no room is read in its tooltip."""
    made = [QStandardItem(text) for text in texts]
    for item in made:
        item.setToolTip(plain_tooltip(item.text()))
    return made
