"""The tree beside the list of templates: sections and folders of the file's own, the ready-made ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from app.core.override import override
from app.core.texts import LANGUAGES, _, language
from app.ui import theme
from app.ui.icons import icon
from app.ui.templates.shelf import OWN, SHIPPED, Place, Shelf
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.ui.desk import Desk

_PLACE = Qt.ItemDataRole.UserRole
MIME_TEMPLATE = "application/x-cartoteca-template"
WIDTH = 220


class Places(QTreeWidget):
    """Choose where to look; a template that is dropped on a folder or a section is moved there."""

    chosen = Signal()
    moved = Signal(str, object)
    """uid of a template, and the Place where it was dropped."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        named(self, "templates_places", _("Where"))
        on_surface(self, "side")
        self.setHeaderHidden(True)
        self.setFixedWidth(WIDTH)
        self.setIndentation(14)
        self.setIconSize(QSize(16, 16))
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.itemSelectionChanged.connect(self.chosen)

    @property
    def place(self) -> Place:
        """What is chosen; everything if nothing is."""
        items = self.selectedItems()
        found = items[0].data(0, _PLACE) if items else None
        return found if isinstance(found, Place) else Place()

    def fill(self, shelf: Shelf) -> None:
        """Show the places there are; the chosen one stays chosen if it is still there."""
        former = self.place
        self.blockSignals(True)
        self.clear()
        self._add(None, _("All templates"), Place(), "files", len(shelf.templates))
        own = self._add(None, _("In this file"), Place(OWN), "database", len(shelf.own))
        for section in shelf.sections():
            title = self._desk.title_of(section) if section else _("For any section")
            mark = self._desk.icon_of(section) if section else "layout-list"
            place = Place(OWN, section)
            item = self._add(own, title, place, mark, sum(map(place.holds, shelf.templates)))
            self._add_folders(item, section, shelf)
        shipped = Place(SHIPPED)
        ready = self._add(None, _("Ready-made"), shipped, "package", sum(map(shipped.holds, shelf.templates)))
        for code, name in sorted(LANGUAGES.items(), key=lambda each: each[0] != language()):
            place = Place(SHIPPED, language=code)
            self._add(ready, name, place, "languages", sum(map(place.holds, shelf.templates)))
        self.expandAll()
        self._choose(former)
        self.blockSignals(False)

    def _add_folders(self, item: QTreeWidgetItem, section: str, shelf: Shelf) -> None:
        items = {"": item}
        for path in shelf.folders(section):
            above, _slash, name = path.rpartition("/")
            place = Place(OWN, section, path)
            count = sum(map(place.holds, shelf.templates))
            items[path] = self._add(items[above], name, place, "folder", count)

    def _add(
        self, above: QTreeWidgetItem | None, text: str, place: Place, mark: str, count: int
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"{text}  {count}" if count else text])
        item.setData(0, _PLACE, place)
        item.setIcon(0, icon(mark))
        item.setToolTip(0, plain_tooltip(text))
        item.setSizeHint(0, QSize(0, theme.metrics().tree_row))
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _choose(self, place: Place) -> None:
        waiting = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        self.setCurrentItem(waiting[0] or QTreeWidgetItem())
        while waiting:
            item = waiting.pop()
            if item is None:
                continue
            if item.data(0, _PLACE) == place:
                self.setCurrentItem(item)
                return
            waiting += [item.child(n) for n in range(item.childCount())]

    # -- dropping ------------------------------------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_TEMPLATE):
            event.acceptProposedAction()
        else:
            event.ignore()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._target(event.position().toPoint()) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        place = self._target(event.position().toPoint())
        if place is not None:
            uid = bytes(event.mimeData().data(MIME_TEMPLATE).data()).decode()
            self.moved.emit(uid, place)
            event.acceptProposedAction()

    def _target(self, point: QPoint) -> Place | None:
        item = self.itemAt(point)
        place = item.data(0, _PLACE) if item is not None else None
        return place if isinstance(place, Place) and place.section is not None else None
