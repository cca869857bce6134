"""Editor of groups: chips with the path of each group, and a tree to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.blueprint.kinds import Kind
from app.core.override import override
from app.core.texts import _
from app.ui.editors.chip_line import ChipsEditor
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.groups import GroupNode
    from app.ui.desk import Desk

_UID = Qt.ItemDataRole.UserRole


class GroupsEditor(ChipsEditor):
    """The groups of a record; chosen in the tree of its section, where a new one can be made."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._section = ""
        self._nodes: dict[str, GroupNode] = {}
        self._making = 0
        self._popup: GroupPopup | None = None
        self.button = LinkButton(_("Choose groups"), f"{name}.input", "plus")
        self.button.setAccessibleName(label)
        self.button.clicked.connect(self.open_tree)
        self.centre_first_line()
        self.set_tail(self.button)

    @override
    def show_record(self, section: str, uid: str | None) -> None:
        self._section = section
        library = self.library
        self.ask("tree", lambda: library.groups.tree(section), self._on_tree)

    @property
    @override
    def is_pending(self) -> bool:
        return self._making > 0

    @override
    def text_of(self, value: Any) -> str:
        """``Sales / Ionescu``; a group of another section by its title alone."""
        titles: list[str] = []
        node = self._nodes.get(value)
        while node is not None and len(titles) < 20:
            titles.insert(0, node.title)
            node = self._nodes.get(node.parent or "")
        return " / ".join(titles) or self.desk.context().title_of(value)

    @override
    def open(self, value: Any) -> None:
        self.open_tree()

    def open_tree(self) -> GroupPopup:
        """Show the tree with a tick at each group the record is in."""
        popup = GroupPopup(self.button, self.objectName())
        popup.fill(list(self._nodes.values()), set(self._values))
        popup.ticked.connect(self._on_ticked)
        popup.wanted.connect(self._on_wanted)
        popup.show()
        popup.tree.setFocus()
        self._popup = popup
        popup.destroyed.connect(self._on_popup_gone)
        return popup

    def _on_popup_gone(self) -> None:
        self._popup = None

    def _on_tree(self, nodes: list[GroupNode]) -> None:
        self._nodes = {node.uid: node for node in nodes}
        self._show()
        if self._popup is not None:
            self._popup.fill(nodes, set(self._values))

    def _on_ticked(self, uid: str, is_on: bool) -> None:
        if is_on:
            self.add([uid])
        elif uid in self._values:
            self._values.remove(uid)
            self._show()
            self.touch()

    def _on_wanted(self, title: str, parent: str) -> None:
        groups, section = self.library.groups, self._section
        self._making += 1
        told = _("Adding the group “{title}”").format(title=title)
        self.do(
            told, lambda: (groups.add(section, title, parent or None), groups.tree(section)), self._on_made
        )

    def _on_made(self, made: tuple[str, list[GroupNode]]) -> None:
        self._making -= 1
        uid, nodes = made
        self._values.append(uid)
        self._on_tree(nodes)
        self.touch()


class GroupPopup(QFrame):
    """A tree of groups to tick, and a field for a new group."""

    ticked = Signal(str, bool)
    wanted = Signal(str, str)

    def __init__(self, under: QWidget, name: str) -> None:
        super().__init__(under, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        self.tree = named(QTreeWidget(), f"{name}.tree", _("Groups"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.itemChanged.connect(self._on_changed)
        self.line = named(QLineEdit(), f"{name}.new", _("New group"))
        self.line.setPlaceholderText(_("New group"))
        self.line.returnPressed.connect(self._on_new)
        column.addWidget(self.tree)
        column.addWidget(self.line)
        self.setFixedSize(300, 320)
        self.move(under.mapToGlobal(QPoint(0, under.height() + 2)))

    def fill(self, nodes: list[GroupNode], chosen: set[str]) -> None:
        """The groups of a section as a tree; parents may come after their children."""
        with QSignalBlocker(self.tree):
            self.tree.clear()
            made = {node.uid: QTreeWidgetItem([node.title]) for node in nodes}
            for node in sorted(nodes, key=lambda each: each.position):
                row = made[node.uid]
                row.setData(0, _UID, node.uid)
                row.setCheckState(0, Qt.CheckState.Checked if node.uid in chosen else Qt.CheckState.Unchecked)
                above = made.get(node.parent or "")
                if above is not None:
                    above.addChild(row)
                else:
                    self.tree.addTopLevelItem(row)
            self.tree.expandAll()
            first = self.tree.topLevelItem(0)
            if first is not None:
                self.tree.setCurrentItem(first)

    def _on_changed(self, row: QTreeWidgetItem) -> None:
        self.ticked.emit(str(row.data(0, _UID)), row.checkState(0) == Qt.CheckState.Checked)

    def _on_new(self) -> None:
        """A new group, inside the group that is current and ticked, else at the top."""
        current = self.tree.currentItem()
        is_inside = current is not None and current.checkState(0) == Qt.CheckState.Checked
        if title := self.line.text().strip():
            self.wanted.emit(title, str(current.data(0, _UID)) if is_inside and current is not None else "")
            self.line.clear()
