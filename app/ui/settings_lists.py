"""Settings, page “Lists”: rename, colour, hide, order, merge and add values, and say what the flags mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.blueprint.kinds import Choice
from app.blueprint.lists import LISTS
from app.core.errors import UserError
from app.core.texts import _
from app.ui.dialog_owner import open_dialog
from app.ui.merge_value_dialog import MergeValueDialog
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.flags import flag_icon
from app.ui.widgets.grip import Grip
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.choices import ChoiceValue
    from app.ui.desk import Desk

COLORS = tuple(option.color for option in LISTS["flag"].options if option.color)


class ListsPage(QWidget):
    """Choose a list, edit its values. Records keep pointing to a value whatever it is called."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._open_lists: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._which = named(QComboBox(), "lists_which", _("List"))
        for found in desk.library.choices.lists() if desk.library is not None else ():
            self._which.addItem(found.label, found.key)
            self._open_lists |= {found.key} if found.is_open else set()
        self._which.activated.connect(self._refill)
        column.addWidget(self._which)
        self._hint = WrappedLabel(
            _("Hidden values are no longer offered; records that have them keep them."), "muted"
        )
        column.addWidget(self._hint)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column.addLayout(self._rows)
        column.addWidget(self._adding())
        column.addStretch(1)
        self._refill()

    @property
    def list_key(self) -> str:
        """The list that is shown."""
        return str(self._which.currentData())

    def choose(self, list_key: str) -> None:
        """Show another list."""
        self._which.setCurrentIndex(self._which.findData(list_key))
        self._refill()

    def _adding(self) -> QWidget:
        self._add_row = QWidget()
        line = QHBoxLayout(self._add_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._new = named(QLineEdit(), "lists_new", _("New value"))
        self._new.setPlaceholderText(_("New value"))
        self._new.returnPressed.connect(self._add)
        self._belongs = named(QComboBox(), "lists_new_belongs", _("Belongs to"))
        button = QuietButton(_("Add"), "lists_add", "plus")
        button.clicked.connect(self._add)
        line.addWidget(self._new, 1)
        line.addWidget(self._belongs)
        line.addWidget(button)
        return self._add_row

    def _refill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        library, key = self._desk.library, self.list_key
        if library is None:
            return
        parent = self._parent_list()
        options = library.choices.options(key)
        for place, value in enumerate(options):
            row = self._row(key, value, parent)
            self._add_moves(row, key, value, place, len(options))
            row.setEnabled(not library.is_read_only)
            self._rows.addWidget(row)
        self._belongs.clear()
        for option in library.choices.options(parent) if parent else ():
            self._belongs.addItem(option.label, option.key)
        self._belongs.setVisible(bool(parent))
        self._add_row.setVisible(key in self._open_lists and not library.is_read_only)

    def _parent_list(self) -> str:
        """The list whose values those of this list belong to (results belong to event types)."""
        for section in self._desk.registry.sections:
            for field in section.fields:
                kind = field.kind
                if isinstance(kind, Choice) and kind.list == self.list_key and kind.depends_on:
                    other = section.by_key[kind.depends_on].kind
                    return other.list if isinstance(other, Choice) else ""
        return ""

    def _row(self, list_key: str, value: ChoiceValue, parent: str) -> QWidget:
        row = named(QWidget(), f"value_{value.key}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        if list_key == "flag":  # the colour is what a flag is; only its meaning is the user's
            mark = label("")
            mark.setPixmap(flag_icon(value.key).pixmap(16, 16))
            line.addWidget(mark)
        else:
            line.addWidget(self._color_box(list_key, value))
        name = named(QLineEdit(value.label), f"value_name_{value.key}", _("Name of the value"))
        name.editingFinished.connect(lambda: self._rename(list_key, value, name.text()))
        line.addWidget(name, 1)
        if parent and value.belongs_to and self._desk.library is not None:
            line.addWidget(
                WrappedLabel(self._desk.library.choices.label_of(parent, value.belongs_to), "muted")
            )
        shown = named(
            QCheckBox(_("Offered")), f"value_shown_{value.key}", _("Offer {name}").format(name=value.label)
        )
        shown.setChecked(not value.is_hidden)
        shown.toggled.connect(partial(self._show, list_key, value))
        line.addWidget(shown)
        return row

    def _add_moves(self, row: QWidget, list_key: str, value: ChoiceValue, place: int, count: int) -> None:
        """What orders the values, and what lets one go into another."""
        line = row.layout()
        assert isinstance(line, QHBoxLayout)
        grip = Grip(f"value_grip_{value.key}", _("Drag {name} to another place").format(name=value.label))
        grip.dropped.connect(partial(self._drop, list_key, value))
        line.insertWidget(0, grip)
        for step, icon_name, does in ((-1, "arrow-up", _("Move up")), (1, "arrow-down", _("Move down"))):
            button = IconButton(
                icon_name, does, f"value_{icon_name}_{value.key}", kind="flat", is_small=True
            )
            button.setEnabled(0 <= place + step < count)
            button.clicked.connect(partial(self._move, list_key, value, place + step))
            line.addWidget(button)
        library = self._desk.library
        if library is not None and library.choices.may_merge(list_key):
            does = _("Merge “{name}” into…").format(name=value.label)
            merge = IconButton("merge", does, f"value_merge_{value.key}", kind="flat", is_small=True)
            merge.setEnabled(bool(library.choices.merge_targets(list_key, value.key)))
            merge.clicked.connect(lambda: self.merge(value))
            line.addWidget(merge)

    def _move(self, list_key: str, value: ChoiceValue, place: int, _is_on: bool = False) -> None:
        library = self._desk.library
        if library is not None:
            self._do(lambda: library.choices.move(list_key, value.key, place))

    def _drop(self, list_key: str, value: ChoiceValue, height: int) -> None:
        """Let go there: below every row whose middle is higher."""
        rows = [item.widget() for n in range(self._rows.count()) if (item := self._rows.itemAt(n))]
        others = [row for row in rows if row is not None and row.objectName() != f"value_{value.key}"]
        place = sum(row.mapToGlobal(row.rect().center()).y() < height for row in others)
        self._move(list_key, value, place)

    def merge(self, value: ChoiceValue) -> MergeValueDialog | None:
        """Ask which value it goes into, and let it go."""
        library, list_key = self._desk.library, self.list_key
        targets = library.choices.merge_targets(list_key, value.key) if library is not None else []
        if library is None or not targets:
            return None
        dialog = MergeValueDialog(self._desk, list_key, value, targets, self.window())
        dialog.chosen.connect(partial(self._merge, list_key, value))
        open_dialog(dialog)
        return dialog

    def _merge(self, list_key: str, value: ChoiceValue, into: str) -> None:
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Merging values"),
                lambda progress: library.choices.merge(list_key, value.key, into, progress),
                self._on_done,
                can_cancel=True,
                on_error=self._on_refused,
                owner=self,
            )

    def _color_box(self, list_key: str, value: ChoiceValue) -> QComboBox:
        box = named(QComboBox(), f"value_color_{value.key}", _("Colour of {name}").format(name=value.label))
        box.setFixedWidth(64)
        box.addItem("—", None)
        for color in COLORS:
            box.addItem(flag_icon(color), "", color)
        box.setCurrentIndex(max(0, box.findData(value.color)))
        box.activated.connect(lambda: self._recolor(list_key, value, box.currentData()))
        return box

    def _rename(self, list_key: str, value: ChoiceValue, text: str) -> None:
        library = self._desk.library
        if library is not None and text.strip() != value.label:
            self._do(lambda: library.choices.rename(list_key, value.key, text))

    def _recolor(self, list_key: str, value: ChoiceValue, color: str | None) -> None:
        library = self._desk.library
        if library is not None and color != value.color:
            self._do(lambda: library.choices.recolor(list_key, value.key, color))

    def _show(self, list_key: str, value: ChoiceValue, is_shown: bool) -> None:
        library = self._desk.library
        if library is not None:
            self._do(lambda: library.choices.set_hidden(list_key, value.key, not is_shown))

    def _add(self) -> None:
        library, key, text = self._desk.library, self.list_key, self._new.text().strip()
        if library is None or not text:
            return
        belongs = self._belongs.currentData() if self._parent_list() else None
        self._new.clear()
        self._do(lambda: library.choices.add(key, text, belongs_to=belongs))

    def _do(self, job: Callable[[], object]) -> None:
        work, title = self._desk.work, _("Changing a list")
        work.do(title, lambda _progress: job(), self._on_done, on_error=self._on_refused, owner=self)

    def _on_done(self, _operation: object) -> None:
        self._refill()

    def _on_refused(self, problem: UserError) -> None:
        self._desk.messages.warning(str(problem))
        self._refill()
