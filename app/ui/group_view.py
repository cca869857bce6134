"""How the tree of groups looks: rows with an icon, a name and a count, rounded where they are chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from app.core.override import override
from app.core.texts import _, grouped
from app.ui import theme
from app.ui.icons import paint_icon
from app.ui.widgets.naming import own_viewport

UID = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
_ICON = 16
_Index = QModelIndex | QPersistentModelIndex


class GroupView(QTreeWidget):
    """A tree that paints its rows itself; ``pointed`` is the item over which something is dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self.pointed: QTreeWidgetItem | None = None
        self.icon_name, self.left_gap = "folder", 0
        self.setProperty("surface", "side")
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_GroupDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)

    def point_at(self, item: QTreeWidgetItem | None) -> None:
        """Show where a drop would go; None for nowhere."""
        if self.pointed is not item:
            self.pointed = item
            self.viewport().update()

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: _Index) -> None:
        item = self.itemFromIndex(index)
        place = self.visualRect(index).adjusted(self.left_gap, 0, 0, 0)
        row = QRect(0, place.top(), self.viewport().width(), place.height())
        self._paint_ground(painter, row, item)
        middle = place.top() + (place.height() - _ICON) // 2
        if item.childCount():
            arrow = QRect(place.left() - _ICON + 1, middle + 1, 14, 14)
            paint_icon(painter, arrow, "chevron-down" if item.isExpanded() else "chevron-right", "muted")
        paint_icon(painter, QRect(place.left() + 4, middle, _ICON, _ICON), self.icon_name, "muted")
        painter.setFont(theme.ui_font(theme.metrics().font))
        metrics = painter.fontMetrics()
        found = item.data(0, COUNT)
        count = found if isinstance(found, str) else grouped(int(found or 0))
        width = metrics.horizontalAdvance(count)
        painter.setPen(theme.colour("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, row.top(), row.width() - 10, row.height()), right, count)
        painter.setPen(theme.colour("text"))
        room = QRect(place.left() + 26, row.top(), row.width() - place.left() - 26 - width - 18, row.height())
        shown = metrics.elidedText(item.text(0), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_ground(self, painter: QPainter, row: QRect, item: QTreeWidgetItem) -> None:
        is_pointed = self.pointed is not None and item is self.pointed
        is_hovered = self.viewport().underMouse() and row.contains(
            self.viewport().mapFromGlobal(QCursor.pos())
        )
        token = "selection" if item.isSelected() or is_pointed else "pressed" if is_hovered else ""
        if not token:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_ring = is_pointed or (item.isSelected() and self.hasFocus())
        painter.setPen(QPen(theme.colour("accent"), 1.5) if has_ring else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(token))
        radius = theme.metrics().radius
        painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), radius, radius)
        painter.restore()


class _GroupDelegate(QStyledItemDelegate):
    """Height of a row, and where its name is typed."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, theme.metrics().tree_row)

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        place = QRect(option.rect)
        editor.setAccessibleName(_("Name of the group"))
        editor.setGeometry(place.adjusted(22, 1, -4, -1))


def group_item(title: str, uid: str, count: int | str) -> QTreeWidgetItem:
    """An item of the tree."""
    item = QTreeWidgetItem([title])
    item.setData(0, UID, uid)
    show_count(item, count)
    flag = Qt.ItemFlag
    item.setFlags(
        flag.ItemIsEnabled
        | flag.ItemIsSelectable
        | flag.ItemIsEditable
        | flag.ItemIsDragEnabled
        | flag.ItemIsDropEnabled
    )
    return item


def show_count(item: QTreeWidgetItem, count: int | str) -> None:
    """Show how many records are in it, also to a screen reader."""
    item.setData(0, COUNT, count)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}, {count}")
