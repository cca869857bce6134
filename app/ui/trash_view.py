"""The trash: deleted records, looked for and brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from app.core.texts import _, ngettext
from app.ui.history_filter import HistoryFilter
from app.ui.listing.marks import search_words
from app.ui.palette_results import Result
from app.ui.panel.moments import short_when
from app.ui.result_rows import RESULT_ROLE, ResultDelegate
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.history import Trashed
    from app.services.library import Operation
    from app.ui.desk import Desk

SHOWN_IN_TRASH = 500
_UID_ROLE = RESULT_ROLE + 1


class TrashView(QWidget):
    """Deleted records: search, choose, restore."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "trash_view", _("Deleted records"))
        self._desk = desk
        self.filter = HistoryFilter(desk, "trash", _("Search the trash"))
        self._search = self.filter.search
        self._list = named(QListWidget(), "trash_list", _("Deleted records"))
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setProperty("boxed", "true")
        self._delegate = ResultDelegate(self._list)
        self._list.setItemDelegate(self._delegate)
        self._restore = PrimaryButton(_("Restore"), "trash_restore", "archive-restore")
        self._restore.clicked.connect(self.restore)
        self._note = label("", "secondary")
        self.filter.changed.connect(self.refresh)
        self._list.itemSelectionChanged.connect(self._on_selected)
        self._list.itemDoubleClicked.connect(lambda _item: self.restore())
        self._lay_out()
        desk.records_changed.connect(self._on_records_changed)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.filter, 1)
        head.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        self._place = QStackedWidget()
        self._place.addWidget(self._list)
        column.addWidget(self._place, 1)
        column.addWidget(self._note)

    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read what was deleted and fits the search."""
        library, only = self._desk.library, self.filter.only
        if library is not None:
            self._desk.work.ask(
                "trash", lambda: library.history.trash(SHOWN_IN_TRASH, only=only), self._show, lane="beside"
            )

    def _show(self, found: list[Trashed]) -> None:
        self._list.clear()
        self._delegate.words = search_words(self._search.text())
        context = self._desk.context()
        for each in found:
            when = short_when(each.at, context, with_time=True)
            deleted = _("deleted {when} by {who}") if each.by else _("deleted {when}")
            hint = deleted.format(when=when, who=each.by)
            title = self._desk.title_of(each.section)
            icon = self._desk.icon_of(each.section)
            result = Result("", each.title, icon, self.restore, title, hint)
            item = QListWidgetItem()
            item.setData(RESULT_ROLE, result)
            item.setData(_UID_ROLE, each.uid)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.title}, {title}, {hint}")
            self._list.addItem(item)
        n = len(found)
        self._note.setText(ngettext("{n} deleted record", "{n} deleted records", n).format(n=n) if n else "")
        self._show_empty(not n)
        self._on_selected()

    def _show_empty(self, is_empty: bool) -> None:
        if (former := self._place.widget(1)) is not None:
            self._place.removeWidget(former)
            former.deleteLater()
        if is_empty:
            self._place.addWidget(self._nothing())
        self._place.setCurrentIndex(int(is_empty))

    def _nothing(self) -> EmptyState:
        if self.filter.is_narrowed:
            return EmptyState("search-x", _("Nothing found"), object_name="trash_empty")
        text = _("Deleted records stand here and can be brought back.")
        return EmptyState("trash-2", _("The trash is empty"), text, object_name="trash_empty")

    def _on_selected(self) -> None:
        library = self._desk.library
        self._restore.setEnabled(
            bool(self._list.selectedItems()) and library is not None and not library.is_read_only
        )

    def restore(self) -> None:
        """Bring the chosen records back."""
        library = self._desk.library
        uids = [str(item.data(_UID_ROLE)) for item in self._list.selectedItems()]
        if library is not None and uids:
            job = partial(library.history.restore, uids)
            self._desk.work.do(_("Restoring"), lambda _progress: job(), self._on_restored)

    def _on_restored(self, operation: Operation) -> None:
        self.refresh()
        n = operation.count
        self._desk.messages.info(ngettext("{n} record restored.", "{n} records restored.", n).format(n=n))
