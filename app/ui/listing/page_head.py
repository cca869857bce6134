"""The head of the list: title, search, filter, columns, exchange, the one filled button; chips below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, QuietButton
from app.ui.widgets.chips import Chip
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named
from app.ui.widgets.search_box import SearchBox
from app.ui.widgets.segments import Segments

HeadChip = tuple[str, str, Callable[[], None], Callable[[], None]]
"""Name, text, what taking it away does, what a click on its words does."""

SEARCH_LEAST = 160
"""With less room than this for what is searched, the buttons give up their words."""
_AROUND = 28 + 8 * 6
"""Margins of the head and what is between its parts."""
_BUTTON = 54
"""What a button has around its text: icon, gaps, border."""


class PageHead(QWidget):
    """Says what is wanted by signals; what is shown is told from outside."""

    new_wanted = Signal()
    count_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list_head")
        self.title = label("", "title")
        self.title.setObjectName("list_title")
        self.search = SearchBox(_("Search"), "list_search", _("Ctrl F"))
        self.search.setMinimumWidth(72)
        self.filter = QuietButton(_("Filter"), "list_filter", "list-filter")
        self.columns = IconButton("columns-3", _("Choose columns"), "list_columns")
        self.exchange = IconButton("file-down", _("Import and export"), "list_exchange")
        self.new = PrimaryButton("", "list_new", "plus")
        self.new.clicked.connect(self.new_wanted)
        self.views = Segments("list_view", _("View"))
        self.views.hide()
        self.count = ElidedLabel("", "muted")
        named(self.count, "list_count")
        self.count_text = ""
        self._new_text = ""
        self.keep = LinkButton(_("Save filter"), "list_save_filter")
        self.keep.hide()
        self.count.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = QWidget()
        self._chips = FlowLayout(self._line, gap=8, line_gap=4)
        self._chips.addWidget(self.count)
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title)
        first.addSpacing(8)
        first.addWidget(self.search, 1)
        for button in (self.filter, self.columns, self.exchange, self.new):
            first.addWidget(button)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addStrut(24)
        second.addWidget(self._line, 1)
        second.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.views, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 9)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)

    def show_section(self, title: str, new: str, search: str) -> None:
        """Name the section that is shown."""
        self.title.setText(title)
        self._new_text = new
        self.new.setAccessibleName(new)
        self.search.setPlaceholderText(search)
        self.search.setAccessibleName(search)
        self._fit()

    def show_views(self, entries: Sequence[tuple[str, str]], current: str) -> None:
        """The ways in which the section can be shown; columns are there in the table only."""
        self.views.offer(entries, current)
        self.views.setVisible(bool(entries))
        self.columns.setVisible(not entries or current == entries[0][0])
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for their words, the buttons keep their icons only."""
        words = {self.filter: _("Filter"), self.new: self._new_text}
        firm = (self.title, self.columns, self.exchange)
        needed = _AROUND + SEARCH_LEAST + sum(each.sizeHint().width() for each in firm)
        needed += sum(each.fontMetrics().horizontalAdvance(text) + _BUTTON for each, text in words.items())
        for button, text in words.items():
            shown = text if needed <= self.width() else ""
            if button.text() != shown:
                button.setText(shown)
                button.setToolTip(text if not shown else "")

    def show_chips(self, chips: list[HeadChip]) -> None:
        """What is left out, in words."""
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.count:
                widget.hide()
                widget.deleteLater()
        for name, text, take_away, change in chips:
            chip = Chip(text, name)
            chip.closed.connect(take_away)
            chip.clicked.connect(change)
            self._chips.addWidget(chip)
        self._chips.addWidget(self.count)
        self._chips.invalidate()

    def show_count(self, n: str, sentence: str) -> None:
        """How many records are shown: the number, and the sentence with it."""
        self.count_text = n
        self.count.setText(sentence)
        self._chips.invalidate()
        self.count_changed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        painter.end()

    def enable(self, is_open: bool, can_write: bool) -> None:
        """Nothing can be done without a file, nothing new in one that is for reading only."""
        for widget in (self.search, self.filter, self.columns, self.exchange):
            widget.setEnabled(is_open)
        self.new.setEnabled(can_write)
