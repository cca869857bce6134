"""The choice where a column goes: a box whose list is searched by typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QVBoxLayout, QWidget

from app.core.folding import fold
from app.core.override import override
from app.core.texts import _
from app.ui.editors.suggest import FOLDED_ROLE, SuggestionDelegate
from app.ui.widgets.buttons import is_enter
from app.ui.widgets.naming import named
from app.ui.widgets.search_box import SearchBox

NEW = "new"
"""What a mapping says of a column that becomes a field; after a colon its kind."""

_WIDTH, _HEIGHT = 300, 340


def choice(text: str, key: str) -> QStandardItem:
    """One thing to choose."""
    made = QStandardItem(text)
    made.setData(key, Qt.ItemDataRole.UserRole)
    made.setData(fold(text), FOLDED_ROLE)
    return made


class CalmBox(QComboBox):
    """A box in a page that scrolls: the wheel scrolls the page, not the choice."""

    @override
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()


class TargetBox(CalmBox):
    """Opens a list with a search field; any letter that is typed opens it too."""

    def __init__(self) -> None:
        super().__init__()
        self.popup: TargetPopup | None = None

    @override
    def showPopup(self) -> None:
        self.open_list("")

    def open_list(self, text: str) -> TargetPopup:
        """Open the list with a text to look for."""
        popup = TargetPopup(self, self.model(), self.currentIndex())
        popup.picked.connect(self.pick)
        popup.destroyed.connect(self._on_gone)
        self.popup = popup
        popup.show_at(self.mapToGlobal(QPoint(0, self.height())), text)
        return popup

    def pick(self, row: int) -> None:
        """Take the choice in this row, as if it had been clicked."""
        self.setCurrentIndex(row)
        self.activated.emit(row)
        self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_F4)
        if event.key() in keys:
            self.open_list("")
        elif is_enter(event) or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            event.ignore()
        elif event.text().strip() and event.text().isprintable():
            self.open_list(event.text())
        else:
            super().keyPressEvent(event)

    def _on_gone(self) -> None:
        self.popup = None


class _Words(QSortFilterProxyModel):
    """Choices that have every word that was typed; the way to a new field always stays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def look_for(self, text: str) -> None:
        """Other words."""
        self._words = fold(text).split()
        self.invalidate()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex, /) -> bool:  # type: ignore[override]
        index = self.sourceModel().index(source_row, 0)
        text = str(index.data(FOLDED_ROLE) or "")
        return index.data(Qt.ItemDataRole.UserRole) == NEW or all(word in text for word in self._words)


class TargetPopup(QFrame):
    """A search field over a list; ``picked`` tells the row in the box."""

    picked = Signal(int)

    def __init__(self, box: QComboBox, model: QObject, row: int) -> None:
        super().__init__(box.window(), Qt.WindowType.Popup)  # not the box: it would dress what is in it
        self._box = box
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", "true")
        self.search = SearchBox(_("Type to find"), f"{box.objectName()}_search")
        self.list = named(QListView(), f"{box.objectName()}_list", box.accessibleName())
        self.list.setItemDelegate(SuggestionDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = _Words(self)
        if isinstance(model, QStandardItemModel):
            self.words.setSourceModel(model)
        self.list.setModel(self.words)
        self._show_current(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._look)
        self.search.left.connect(self.close)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._pick)

    def show_at(self, place: QPoint, text: str) -> None:
        """Open there, or above where the screen ends."""
        box = self._box
        room = box.screen().availableGeometry()
        size = QSize(max(_WIDTH, box.width()), _HEIGHT)
        if place.y() + size.height() > room.bottom():
            place.setY(max(room.top(), place.y() - box.height() - size.height()))
        place.setX(min(place.x(), room.right() - size.width()))
        self.resize(size)
        self.move(place)
        self.show()
        self.search.setFocus()
        if text:
            self.search.setText(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if is_enter(event):
                self._pick(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _look(self, text: str) -> None:
        self.words.look_for(text)
        is_only_new = self.words.rowCount() == 1
        first = next((row for row in range(self.words.rowCount()) if is_only_new or not self._is_new(row)), 0)
        self.list.setCurrentIndex(self.words.index(first, 0))

    def _is_new(self, row: int) -> bool:
        return bool(self.words.index(row, 0).data(Qt.ItemDataRole.UserRole) == NEW)

    def _move(self, step: int) -> None:
        row = max(0, min(self.words.rowCount() - 1, self.list.currentIndex().row() + step))
        self.list.setCurrentIndex(self.words.index(row, 0))

    def _show_current(self, row: int) -> None:
        index = self.words.index(max(0, row), 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self.words.mapToSource(index).row()
            self.close()
            self.picked.emit(row)


def fill(parent: QWidget, choices: list[tuple[str, str]]) -> QStandardItemModel:
    """A model of texts and keys, to be shared by many boxes."""
    model = QStandardItemModel(parent)
    for text, key in choices:
        model.appendRow(choice(text, key))
    return model
