"""The tree of groups: choose, add, rename in place, delete, drag to move; records dropped here are put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QSizePolicy, QTreeWidgetItem, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.desk import Desk
from app.ui.group_acts import GroupActs
from app.ui.group_view import UID, GroupView, group_item, show_count
from app.ui.listing.acts import put_into_group
from app.ui.listing.shown_rows import MIME_UIDS
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.groups import GroupNode

_OPEN_KEY = "open_groups"
_MOST_OPEN = 500
LEAST_ROWS = 3


class GroupTree(GroupView):
    """The groups of one section under "All records"."""

    chosen = Signal(str, str)
    """uid and path of the chosen group; both empty for all records."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._section = ""
        self._rename_when_there = ""
        self._total = 0
        self._is_filling = False
        self.acts = GroupActs(desk, self)
        named(self, "group_tree", _("Groups"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemSelectionChanged.connect(self._on_chosen)
        self._is_again = False
        self.itemClicked.connect(self._on_clicked)
        self.itemChanged.connect(self._on_renamed)
        self.itemExpanded.connect(self._keep_open)
        self.itemCollapsed.connect(self._keep_open)
        self.itemExpanded.connect(self.updateGeometry)
        self.itemCollapsed.connect(self.updateGeometry)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_section(self, section: str) -> None:
        """Show the groups of another section, nothing but "All records" being chosen."""
        self._section = section
        self._fill([], "")
        self.refresh()

    def forget(self) -> None:
        """No file, no groups."""
        self._section = ""
        self._total = 0
        self._is_filling = True
        self.clear()
        self._is_filling = False

    def refresh(self) -> None:
        """Read the groups anew."""
        library, section = self._desk.library, self._section
        if library is None or not section:
            return

        def came(nodes: list[GroupNode]) -> None:
            if section == self._section:
                self._fill(nodes, self.group())

        def tree() -> list[GroupNode]:
            return library.groups.tree(section)

        self._desk.work.ask("groups", tree, came, patience_ms=0, lane="beside", owner=self)

    def set_total(self, count: int) -> None:
        """How many records the section has."""
        self._total = count
        root = self.topLevelItem(0)
        if root is not None:
            self._quietly(lambda: show_count(root, count))

    def group(self) -> str:
        """Uid of the chosen group; empty for all records."""
        item = self.currentItem()
        return str(item.data(0, UID)) if item is not None else ""

    def choose(self, uid: str) -> None:
        """Mark a group without telling it."""
        item = self.item_of(uid)
        if item is not None and item is not self.currentItem():
            self._quietly(lambda: self.setCurrentItem(item))

    def item_of(self, uid: str) -> QTreeWidgetItem | None:
        """The item of a group; "All records" for an empty uid."""
        waiting = [self.topLevelItem(0)]
        while waiting:
            item = waiting.pop()
            if item is not None and item.data(0, UID) == uid:
                return item
            waiting += [item.child(place) for place in range(item.childCount())] if item is not None else []
        return None

    def path(self, item: QTreeWidgetItem) -> str:
        """``Sales / Ionescu``"""
        names: list[str] = []
        place: QTreeWidgetItem | None = item
        while place is not None and place.data(0, UID):
            names.insert(0, place.text(0))
            place = place.parent()
        return " / ".join(names)

    def _fill(self, nodes: Sequence[GroupNode], current: str) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return
        self._is_filling, self.pointed = True, None
        opened = set(self._desk.state.get(_OPEN_KEY, []))
        self.clear()
        root = group_item(_("All records"), "", self._total)
        root.setFlags(root.flags() & ~(Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled))
        self.addTopLevelItem(root)
        items: dict[str | None, QTreeWidgetItem] = {None: root}
        for node in nodes:
            item = items[node.uid] = group_item(node.title, node.uid, node.count)
            items.get(node.parent, root).addChild(item)
        root.setExpanded(True)
        for uid, item in items.items():
            if uid in opened:
                item.setExpanded(True)
        self.setCurrentItem(items.get(current or None, root))
        self._is_filling = False
        self.updateGeometry()
        if current and current not in items:
            self._on_chosen()  # the group that was shown is gone
        self._rename_new(items)

    @override
    def sizeHint(self) -> QSize:
        """As high as its open groups: what follows stands right below them."""
        rows, item = 0, self.topLevelItem(0)
        while item is not None:
            rows, item = rows + 1, self.itemBelow(item)
        return QSize(super().sizeHint().width(), rows * theme.metrics().tree_row + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        """Not higher than its rows; where there is little room, a few of them are seen and scrolled."""
        return QSize(0, min(self.sizeHint().height(), LEAST_ROWS * theme.metrics().tree_row + 4))

    def _rename_new(self, items: dict[str | None, QTreeWidgetItem]) -> None:
        item = items.get(self._rename_when_there)
        if self._rename_when_there and item is not None:
            self._rename_when_there = ""
            self.scrollToItem(item)
            self.editItem(item)

    def _quietly(self, act: Callable[[], object]) -> None:
        self._is_filling = True
        act()
        self._is_filling = False

    # -- what the user does -------------------------------------------------------------------------------

    def add_group(self) -> None:
        """A new group at the top, ready to be named."""
        self._add("")

    def add_subgroup(self) -> None:
        """A new group in the chosen one, ready to be named."""
        self._add(self.group())

    def rename_group(self) -> None:
        """Rename the chosen group in its place."""
        item = self.currentItem()
        if item is not None and self.acts.can_write and item.data(0, UID):
            self.editItem(item)

    def remove_group(self) -> None:
        """Delete the chosen group; its records stay."""
        item = self.currentItem()
        if item is not None and item.data(0, UID):
            self.acts.remove(str(item.data(0, UID)), item.text(0))

    def _add(self, parent: str) -> None:
        def added(uid: str) -> None:
            self._rename_when_there = uid
            if parent:
                self._remember_open(parent, is_open=True)
            self.refresh()

        if self._section:
            self.acts.add(self._section, parent or None, added)

    def _on_chosen(self) -> None:
        item = self.currentItem()
        if not self._is_filling and item is not None:
            self.chosen.emit(str(item.data(0, UID)), self.path(item))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_again = self.itemAt(event.position().toPoint()) is self.currentItem()
        super().mousePressEvent(event)

    def _on_clicked(self, item: QTreeWidgetItem) -> None:
        """All records, clicked once more, means that really all are wanted."""
        if self._is_again and not item.data(0, UID):
            self._on_chosen()

    def _on_renamed(self, item: QTreeWidgetItem) -> None:
        if not self._is_filling:
            self.acts.rename(str(item.data(0, UID)), item.text(0), self.refresh)

    def _keep_open(self, item: QTreeWidgetItem) -> None:
        if not self._is_filling and item.data(0, UID):
            self._remember_open(str(item.data(0, UID)), is_open=item.isExpanded())

    def _remember_open(self, uid: str, *, is_open: bool) -> None:
        others = [each for each in self._desk.state.get(_OPEN_KEY, []) if each != uid]
        self._desk.state.set(_OPEN_KEY, ([uid] if is_open else []) + others[: _MOST_OPEN - 1])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename_group()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_group()
        elif event.key() == Qt.Key.Key_Escape and self.group():
            self._to_all()
        else:
            super().keyPressEvent(event)

    def _to_all(self) -> None:
        root = self.topLevelItem(0)
        if root is not None:
            self.setCurrentItem(root)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("group_menu")
        is_group = bool(self.group())
        entries = (
            (_("New group"), self.add_group, True),
            (_("New subgroup"), self.add_subgroup, is_group),
            (_("Rename") + "\t" + _("F2"), self.rename_group, is_group),
            (_("Delete group") + "\t" + _("Del"), self.remove_group, is_group),
        )
        for text, act, is_possible in entries:
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, act=act: act())
            action.setEnabled(is_possible and self.acts.can_write)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))

    # -- dragging -----------------------------------------------------------------------------------------

    @override
    def mimeTypes(self) -> list[str]:
        return [*super().mimeTypes(), MIME_UIDS]

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_UIDS) and self.acts.can_write:
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(MIME_UIDS):
            super().dragMoveEvent(event)
            return
        item = self.itemAt(event.position().toPoint())
        if item is not None and item.data(0, UID):
            self.point_at(item)
            event.accept()
        else:
            event.ignore()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if event.mimeData().hasFormat(MIME_UIDS):
            self.point_at(None)
            if item is not None and item.data(0, UID):
                is_move = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                uids = bytes(event.mimeData().data(MIME_UIDS).data()).decode().split("\n")
                self.put(str(item.data(0, UID)), uids, is_move=is_move)
                event.acceptProposedAction()
        elif event.source() is self and item is not None:
            self._move_group(item)
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.point_at(None)
        super().dragLeaveEvent(event)

    def put(self, group: str, uids: list[str], *, is_move: bool = False) -> None:
        """Put dropped records into a group; moved ones leave the group that is shown."""
        desk = self._desk
        is_part = desk.selected_count > len(uids) >= len(desk.selected)
        dropped = desk.all_selected if is_part else (lambda: uids)
        put_into_group(desk, group, dropped, out_of=(self.group() or None) if is_move else None)

    def _move_group(self, target: QTreeWidgetItem) -> None:
        moved = self.currentItem()
        if moved is None or not moved.data(0, UID) or moved is target:
            return
        where = QAbstractItemView.DropIndicatorPosition
        place = self.dropIndicatorPosition()
        parent, position, above = target, None, target.parent()
        if place in (where.AboveItem, where.BelowItem) and above is not None:
            parent = above
            children = [parent.child(number) for number in range(parent.childCount())]
            uids = [child.data(0, UID) for child in children if child is not None]
            uids = [uid for uid in uids if uid != moved.data(0, UID)]
            position = uids.index(target.data(0, UID)) + (place == where.BelowItem)
        self.acts.move(str(moved.data(0, UID)), str(parent.data(0, UID)) or None, position)
