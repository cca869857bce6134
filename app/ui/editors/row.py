"""One row of a list of values: its kind, its main part, and the other parts below it when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.blueprint.rows import Part, Rows
from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.editors.editor import Editor
from app.ui.editors.row_details import RowDetails
from app.ui.icons import icon
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.editors.factory import MakeEditor

_TYPE_WIDTH = 132


class RowEditor(QWidget):
    """One row. ``moved(row, -1 or 1)`` and ``removed(row)`` ask the list to act."""

    changed = Signal()
    rearranged = Signal()
    moved = Signal(object, int)
    removed = Signal(object)

    def __init__(self, kind: Rows, label: str, desk: Desk, name: str, make: MakeEditor) -> None:
        super().__init__()
        self.setObjectName(name)
        self._kind, self._label, self._desk, self._make = kind, label, desk, make
        self.editors: dict[str, Editor] = {}
        self._is_opened = self._has_label = False
        self._record: tuple[str, str | None] = ("", None)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        column.addLayout(self._line)
        parts = {part.key: part for part in kind.parts}
        if "type" in parts:
            self._put(parts["type"]).setFixedWidth(_TYPE_WIDTH)
        self._put(parts[kind.main])
        self._line.setStretchFactor(self.editors[kind.main], 1)
        if "label" in parts:
            column.addWidget(self._label_line(parts["label"]))
        self._others = [part for part in kind.parts if part.key not in ("type", "label", kind.main)]
        self._details: RowDetails | None = None
        self._add_buttons()
        self._show_parts()

    @property
    def main(self) -> Editor:
        """The editor of the part that matters."""
        return self.editors[self._kind.main]

    def value(self) -> dict[str, Any]:
        """The parts that are not empty."""
        found = {key: editor.value() for key, editor in self.editors.items()}
        return {key: value for key, value in found.items() if value is not None}

    def set_value(self, row: dict[str, Any]) -> None:
        """Show the parts of a row."""
        self._is_opened = self._has_label = False
        if any(part.key in row for part in self._others):
            self._show_details(True)
        for key, editor in self.editors.items():
            editor.set_value(row.get(key))
        self._show_parts()

    def show_record(self, section: str, uid: str | None) -> None:
        """Told which record the card shows."""
        self._record = section, uid
        for editor in self.editors.values():
            editor.show_record(section, uid)

    @property
    def is_empty(self) -> bool:
        """Has it nothing but perhaps a kind?"""
        return not self._kind.has_content(self.value())

    def open_details(self) -> None:
        """Show the other parts."""
        self._is_opened = not self._is_opened or not self._are_details_shown()
        self._show_parts()

    def _are_details_shown(self) -> bool:
        return self._details is not None and not self._details.isHidden()

    def _put(self, part: Part) -> Editor:
        editor = self._made(part)
        self._line.addWidget(editor, 0, Qt.AlignmentFlag.AlignTop)
        return editor

    def _made(self, part: Part) -> Editor:
        caption = _(part.label) if part.key != self._kind.main else self._label
        if part.key in ("type", "label"):
            caption = f"{self._label}: {caption}"
        editor = self._make(part.kind, caption, self._desk, f"{self.objectName()}.{part.key}")
        editor.changed.connect(self._on_changed)
        editor.rearranged.connect(self.rearranged)
        editor.show_record(*self._record)
        self.editors[part.key] = editor
        return editor

    def _label_line(self, part: Part) -> QWidget:
        """The free label, under the main part; hidden while there is none."""
        place = QWidget()
        line = QHBoxLayout(place)
        line.setContentsMargins(_TYPE_WIDTH + 4 if "type" in self.editors else 0, 0, 0, 4)
        editor = self._made(part)
        editor.set_hint(_("Label"))
        line.addWidget(editor)
        self._label_place = place
        return place

    @property
    def details(self) -> RowDetails:
        """The other parts; made when they are first needed, which most rows never do."""
        if self._details is None:
            self._details = RowDetails([(part, self._made(part)) for part in self._others])
            self._details.hide()
            self._column.addWidget(self._details)
        return self._details

    def _add_buttons(self) -> None:
        self._menu_button = self._button("ellipsis-vertical", _("More for {name}"), "more")
        self._menu_button.clicked.connect(self._open_menu)
        self._remove_button = self._button("x", _("Remove from {name}"), "remove")
        self._remove_button.clicked.connect(self._remove)

    def _button(self, icon_name: str, does: str, word: str) -> IconButton:
        does, name = does.format(name=self._label), f"{self.objectName()}.{word}"
        button = IconButton(icon_name, does, name, role="muted", kind="flat", is_small=True)
        place = QVBoxLayout()
        place.setContentsMargins(0, (theme.metrics().control - button.height()) // 2, 0, 0)
        place.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(place)  # beside the input, also when a warning stands below it
        return button

    def menu(self) -> QMenu:
        """What can be done with the row; each also by a key."""
        made = named(QMenu(self), f"{self.objectName()}.menu", self._label)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._others:
            text = _("Fewer fields") if self._are_details_shown() else _("More fields")
            made.addAction(_action(made, "list", text, "", self.open_details))
        if "label" in self.editors and self._label_place.isHidden():
            made.addAction(_action(made, "tag", _("Add a label"), "", self._open_label))
        made.addAction(_action(made, "arrow-up", _("Move up"), "Alt+Up", self._up))
        made.addAction(_action(made, "arrow-down", _("Move down"), "Alt+Down", self._down))
        made.addAction(_action(made, "trash-2", _("Remove"), "", self._remove))
        return made

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(self, steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _up(self) -> None:
        self.moved.emit(self, -1)

    def _down(self) -> None:
        self.moved.emit(self, 1)

    def _remove(self) -> None:
        self.removed.emit(self)

    def _open_menu(self) -> None:
        self.menu().popup(self._menu_button.mapToGlobal(self._menu_button.rect().bottomLeft()))

    def _open_label(self) -> None:
        self._has_label = True
        self._show_parts()
        self.editors["label"].setFocus()
        self.rearranged.emit()

    def _on_changed(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_details(self, is_shown: bool) -> None:
        if is_shown != self._are_details_shown():
            self.details.setVisible(is_shown)
            self.rearranged.emit()

    def _show_parts(self) -> None:
        """Details stand open where they say something, and where the main part alone says too little."""
        value = self.value()
        shown = [key for key in value if key not in ("type", "label", self._kind.main)]
        if self._others:
            is_bare = "type" not in self.editors and self._kind.main in value
            self._show_details(bool(shown) or is_bare or self._is_opened)
        if "label" in self.editors:
            self._has_label = self._has_label or "label" in value
            self._label_place.setVisible(self._has_label)
        self._remove_button.setVisible(bool(value.keys() - {"type"}))
        self._menu_button.setVisible(bool(self._others) or bool(value.keys() - {"type"}))


def _action(menu: QMenu, icon_name: str, text: str, keys: str, act: Any) -> QAction:
    made = QAction(icon(icon_name), f"{text}\t{keys}" if keys else text, menu)
    made.triggered.connect(lambda _checked=False: act())
    return made
