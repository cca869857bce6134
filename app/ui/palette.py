"""The command palette (Ctrl+K): one line that leads to any record, command, section or setting."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.dialog_owner import open_dialog
from app.ui.listing.marks import search_words
from app.ui.palette_found import told_why
from app.ui.palette_results import MOST, RECENT, RECORDS, Result, other_results, record_results
from app.ui.result_rows import RESULT_ROLE, ResultDelegate
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, on_surface
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.lists import Found
    from app.ui.desk import Desk

WIDTH = 640
ROWS_SHOWN = 12
FIND_LIMIT = 12
RECENT_SHOWN = 5
"""Beside them the empty palette has room for commands and sections."""


class CommandPalette(QDialog):
    """Type, choose with the arrows, Enter; Esc leaves. Without a text it offers what was used last."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "palette", _("Go to anything, or run a command"))
        self.setWindowTitle(_("Go to"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._records: list[Result] = []
        self._is_answered = False
        self._input = SearchBox(_("Name, phone, command, setting…"), "palette_input")
        self._list = named(QListWidget(), "palette_list", _("Found"))
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._delegate = ResultDelegate(self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.setUniformItemSizes(False)
        self._lay_out()
        self._input.textChanged.connect(self._on_typed)
        self._input.installEventFilter(self)
        self._list.itemClicked.connect(self._run)
        self._on_typed("")

    def _lay_out(self) -> None:
        self._frame = frame = QFrame()
        frame.setProperty("card", "true")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(8, 8, 8, 8)
        inner.setSpacing(6)
        inner.addWidget(self._input)
        inner.addWidget(self._list)
        foot = label(_("↑ ↓ choose   Enter go   Esc close"), "secondary")
        foot.setContentsMargins(8, 0, 0, 0)
        inner.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        on_surface(self, "surface")

    def popup(self) -> None:
        """Show it in the upper middle of its window."""
        parent = self.parentWidget()
        window = parent.window() if isinstance(parent, QWidget) else None
        width = min(WIDTH, window.width() - 40) if window is not None else WIDTH
        self.setFixedWidth(width)
        if window is not None:
            top = window.geometry().top() + max(40, window.height() // 9)
            self.move(window.geometry().left() + (window.width() - width) // 2, top)
        open_dialog(self, is_modal=False)
        self.activateWindow()
        self._input.setFocus()

    def results(self) -> list[Result]:
        """What is offered now, from top to bottom."""
        items = (self._list.item(row).data(RESULT_ROLE) for row in range(self._list.count()))
        return [each for each in items if isinstance(each, Result)]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._input and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._took(event.key())
        return super().eventFilter(watched, event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate and self.isVisible():
            QTimer.singleShot(0, self, self._leave_if_left)
        return super().event(event)

    def _leave_if_left(self) -> None:
        """A click elsewhere in the program closes the palette; another program in front does not."""
        active = QApplication.activeWindow()
        if self.isVisible() and active is not None and active is not self:
            self.reject()

    def _took(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.reject()
        elif (step := next((by for known, by in steps.items() if known == key), 0)) != 0:
            self._move(step)
        else:
            return False
        return True

    def _on_typed(self, text: str) -> None:
        library, wanted = self._desk.library, text.strip()
        self._delegate.words = search_words(text)
        self._records, self._is_answered = [], False
        if library is None:
            self._fill()
            return

        def find() -> tuple[str, list[Found]]:
            if not wanted:
                return wanted, library.lists.recent(RECENT_SHOWN)
            return wanted, told_why(library, library.lists.find(wanted, FIND_LIMIT)[:MOST], wanted)

        self._desk.work.ask("palette", find, self._on_found)
        if not self._is_answered:  # what is known without the file is shown at once
            self._fill()

    def _on_found(self, answer: tuple[str, list[Found]]) -> None:
        wanted, found = answer
        if wanted != self._input.text().strip():
            return  # an answer to what was typed before
        self._is_answered = True
        self._records = record_results(self._desk, found, RECORDS if wanted else RECENT)
        self._fill()

    def _fill(self) -> None:
        self._list.clear()
        group = ""
        for result in [*self._records, *other_results(self._desk, self._input.text())]:
            if result.group != group:
                group = result.group
                self._add_heading(_(group))
            item = QListWidgetItem()
            item.setData(RESULT_ROLE, result)
            spoken = ", ".join(filter(None, (result.title, result.subtitle, result.hint)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self._list.addItem(item)
        if not self._list.count():
            self._add_heading(_("Nothing found"))
        self._move(1)
        self._fit()

    def _fit(self) -> None:
        """As high as what was found, up to a dozen rows, none of them cut."""
        rows = accumulate(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        most = ROWS_SHOWN * theme.metrics().row
        height = max((bottom for bottom in rows if bottom <= most), default=0)
        self._list.setFixedHeight(height + 2 * self._list.frameWidth())
        for layout in (self._frame.layout(), self.layout()):
            if layout is not None:
                layout.activate()  # else the window would follow one event later, and shrink in two steps
        self.adjustSize()

    def _add_heading(self, text: str) -> None:
        heading = QListWidgetItem(text)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addItem(heading)

    def _move(self, step: int) -> None:
        """To the next line that is no heading; the ends hold."""
        items = [self._list.item(row) for row in range(self._list.count())]
        rows = [row for row, item in enumerate(items) if item.data(RESULT_ROLE) is not None]
        if not rows:
            return
        current = self._list.currentRow()
        place = rows.index(current) + step if current in rows else 0
        self._list.setCurrentRow(rows[max(0, min(place, len(rows) - 1))])
        if self._list.currentRow() == rows[0]:
            self._list.scrollToTop()

    def _run(self, item: QListWidgetItem | None) -> None:
        result = item.data(RESULT_ROLE) if item is not None else None
        if isinstance(result, Result):
            self.accept()
            result.run()
