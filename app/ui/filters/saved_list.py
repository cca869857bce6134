"""The saved filters of a section in the sidebar: choose, rename in place, change, order, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QSizePolicy, QTreeWidgetItem, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.desk import Desk
from app.ui.filters.acts import FilterActs
from app.ui.group_view import UID, GroupView, group_item, show_count
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.filters import SavedFilter
    from app.services.lists import Count
    from app.services.rows import ListQuery

MOST_ROWS = 7
"""Filters that are seen without scrolling where there is room for them."""
LEAST_ROWS = 2


class SavedList(GroupView):
    """Saved filters with live counts."""

    chosen = Signal(object)
    """The SavedFilter to show."""
    change_wanted = Signal(object)
    """The SavedFilter to show and to open in the builder."""
    known = Signal(int)
    """How many filters the section has."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._section = desk, ""
        self._found: list[SavedFilter] = []
        self._to_count: list[SavedFilter] = []
        self._counts: dict[str, Count] = {}
        self._shown: ListQuery | None = None
        self._is_filling = False
        self.icon_name, self.left_gap = "funnel", 6
        self.acts = FilterActs(desk, self)
        named(self, "saved_filters", _("Saved filters"))
        self.setRootIsDecorated(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda _item: self._tell())
        self.itemChanged.connect(self._on_renamed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    # -- what is shown ------------------------------------------------------------------------------------

    def show_section(self, section: str) -> None:
        """Show the filters of another section."""
        self._section, self._shown = section, None
        self._fill([])
        self.refresh()

    def forget(self) -> None:
        """No file, no filters."""
        self._section = ""
        self._counts = {}
        self._fill([])

    def refresh(self) -> None:
        """Read the filters anew, then count what they find."""
        library, section = self._desk.library, self._section
        if library is None or not section:
            return

        def came(found: list[SavedFilter]) -> None:
            if section == self._section:
                self._fill(found)
                self.known.emit(len(found))
                self._count()

        filters = library.filters
        self._desk.work.ask(
            "saved-filters", lambda: filters.of(section), came, patience_ms=0, lane="beside", owner=self
        )

    def _count(self) -> None:
        """One filter after the other: what the list itself asks comes in between."""
        self._to_count = list(self._found)
        self._count_next()

    def _count_next(self) -> None:
        library = self._desk.library
        if library is None or not self._to_count:
            return
        found, lists = self._to_count.pop(0), library.lists

        def came(count: Count) -> None:
            self._counts[found.uid] = count
            self._show_counts()
            self._count_next()

        self._desk.work.ask(
            "saved-counts",
            lambda: lists.count(found.query),
            came,
            patience_ms=0,
            lane="slow",
            owner=self,
        )

    def _show_counts(self) -> None:
        self._is_filling = True
        for item, each in zip(self._items(), self._found, strict=True):
            if each.uid in self._counts:
                show_count(item, self._counts[each.uid].text)
        self._is_filling = False

    def _fill(self, found: list[SavedFilter]) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return
        self._is_filling = True
        self.clear()
        self._found = found
        for each in found:
            known = self._counts.get(each.uid)
            self.addTopLevelItem(group_item(each.name, each.uid, known.text if known is not None else ""))
        for item in self._items():
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled & ~Qt.ItemFlag.ItemIsDropEnabled)
        self._is_filling = False
        self.setVisible(bool(found))
        self.updateGeometry()
        if self._shown is not None:
            self.mark(self._shown)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(MOST_ROWS))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._height(LEAST_ROWS))

    def _height(self, most: int) -> int:
        rows = min(len(self._found), most)
        return rows * theme.metrics().tree_row + (2 if rows else 0)

    def mark(self, query: ListQuery) -> None:
        """Mark the filter that the list shows, if it is one of these."""
        self._shown = query
        self.setCurrentIndex(QModelIndex())
        for item, each in zip(self._items(), self._found, strict=True):
            if is_same(each.query, query):
                self.setCurrentItem(item)

    def shown(self) -> SavedFilter | None:
        """The saved filter that the list shows."""
        return next((each for each in self._found if self._shown and is_same(each.query, self._shown)), None)

    def current(self) -> SavedFilter | None:
        """The filter on which the keyboard stands."""
        item = self.currentItem()
        uid = item.data(0, UID) if item is not None else ""
        return next((each for each in self._found if each.uid == uid), None)

    # -- what the user does -------------------------------------------------------------------------------

    def _tell(self) -> None:
        found = self.current()
        if found is not None:
            self.chosen.emit(found)

    def rename_current(self) -> None:
        """Rename in its place."""
        item = self.currentItem()
        if item is not None and self.acts.can_write:
            self.editItem(item)

    def _on_renamed(self, item: QTreeWidgetItem) -> None:
        if self._is_filling:
            return
        if item.text(0).strip():
            self.acts.rename(str(item.data(0, UID)), item.text(0))
        else:
            self.refresh()

    def _remove(self) -> None:
        found = self.current()
        if found is not None and self.acts.can_write:
            self.acts.remove(found)

    def _move(self, step: int) -> None:
        found = self.current()
        if found is not None and self.acts.can_write:
            self.acts.move(found.uid, self._found.index(found) + step)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif event.key() == Qt.Key.Key_Delete:
            self._remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._tell()
        elif is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _show_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if item is None:
            return
        self.setCurrentItem(item)
        found = self.current()
        if found is None:
            return
        place, last = self._found.index(found), len(self._found) - 1
        menu = QMenu(self)
        menu.setObjectName("saved_filter_menu")
        entries = (
            (_("Rename") + "\t" + _("F2"), self.rename_current, True),
            (_("Change…"), lambda: self.change_wanted.emit(found), True),
            (_("Move up"), lambda: self._move(-1), place > 0),
            (_("Move down"), lambda: self._move(1), place < last),
            (_("Delete filter") + "\t" + _("Del"), self._remove, True),
        )
        for text, act, is_possible in entries:
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, act=act: act())
            action.setEnabled(is_possible and self.acts.can_write)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))


def is_same(one: ListQuery, other: ListQuery) -> bool:
    """Do both leave the same records out? The order does not count."""
    return (
        one.section == other.section
        and one.text.strip() == other.text.strip()
        and (one.group, one.flag, one.tag, one.conditions)
        == (other.group, other.flag, other.tag, other.conditions)
    )
