"""Settings, page “Lists”: rename, colour, hide, order, merge and add values, and say what the flags mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.blueprint.kinds import Choice
from app.blueprint.lists import LISTS
from app.core.override import override
from app.core.texts import _
from app.ui.dialog_owner import open_dialog
from app.ui.merge_value_dialog import MergeValueDialog
from app.ui.panel.small import WrappedLabel
from app.ui.settings_rows import Entry, RowsPage, Words
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.flags import flag_icon
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.choices import ChoiceValue
    from app.services.library import Library
    from app.ui.desk import Desk

COLORS = tuple(option.color for option in LISTS["flag"].options if option.color)
BELONGS_WIDTH = 72


class ListsPage(RowsPage):
    """Choose a list, edit its values. Records keep pointing to a value whatever it is called."""

    def __init__(self, desk: Desk) -> None:
        words = Words(
            "value", _("Name of the value"), _("Offered"), _("Offer {name}"), _("Changing a list")
        )  # fmt: skip
        super().__init__(desk, words)
        self._open_lists: set[str] = set()
        self._which = named(QComboBox(), "lists_which", _("List"))
        self._find_lists()
        self._which.activated.connect(lambda _place: self.refill())
        told = _("Hidden values are no longer offered; records that have them keep them.")
        self._column.addWidget(self._which)
        self._column.addWidget(WrappedLabel(told, "muted"))
        self._column.addLayout(self._rows)
        self._column.addWidget(self._adding())
        self._column.addStretch(1)
        self.refill()

    @property
    def list_key(self) -> str:
        """The list that is shown."""
        return str(self._which.currentData())

    def choose(self, list_key: str) -> None:
        """Show another list; it may belong to a field that was just made."""
        if self._which.findData(list_key) < 0:
            self._find_lists()
        self._which.setCurrentIndex(self._which.findData(list_key))
        self.refill()

    def _find_lists(self) -> None:
        library = self._desk.library
        lists = library.choices.lists() if library is not None else ()
        self._open_lists = {found.key for found in lists if found.is_open}
        self._which.clear()
        for found in lists:
            self._which.addItem(found.label, found.key)

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

    # -- the values ----------------------------------------------------------------------------------------

    @override
    def entries(self, library: Library) -> list[Entry]:
        parent = self._parent_list()
        self._belongs.clear()
        for option in library.choices.options(parent) if parent else ():
            self._belongs.addItem(option.label, option.key)
        self._belongs.setVisible(bool(parent))
        self._add_row.setVisible(self.list_key in self._open_lists and not library.is_read_only)
        return [self._entry(library, value, parent) for value in library.choices.options(self.list_key)]

    def _parent_list(self) -> str:
        """The list whose values those of this list belong to (results belong to event types)."""
        for section in self._desk.registry.sections:
            for field in section.fields:
                kind = field.kind
                if isinstance(kind, Choice) and kind.list == self.list_key and kind.depends_on:
                    other = section.by_key[kind.depends_on].kind
                    return other.list if isinstance(other, Choice) else ""
        return ""

    def _entry(self, library: Library, value: ChoiceValue, parent: str) -> Entry:
        choices, list_key, key = library.choices, self.list_key, value.key
        belongs = None
        if parent:
            belongs = ElidedLabel(choices.label_of(parent, value.belongs_to or ""), "muted")
            belongs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            belongs.setFixedWidth(BELONGS_WIDTH)
        return Entry(
            key, value.label, not value.is_hidden, partial(choices.rename, list_key, key),
            lambda is_shown: choices.set_hidden(list_key, key, not is_shown),
            partial(choices.move, list_key, key), mark=self._mark(list_key, value), kind=belongs,
            ends=tuple(self._merge_button(library, value)),
        )  # fmt: skip

    def _mark(self, list_key: str, value: ChoiceValue) -> QWidget:
        """The colour is what a flag is, only its meaning is the user's; other values may have one."""
        if list_key != "flag":
            return self._color_box(list_key, value)
        mark = label("")
        mark.setPixmap(flag_icon(value.key).pixmap(16, 16))
        return mark

    def _color_box(self, list_key: str, value: ChoiceValue) -> QComboBox:
        box = named(QComboBox(), f"value_color_{value.key}", _("Colour of {name}").format(name=value.label))
        box.setFixedWidth(64)
        box.addItem("—", None)
        for color in COLORS:
            box.addItem(flag_icon(color), "", color)
        box.setCurrentIndex(max(0, box.findData(value.color)))
        box.activated.connect(lambda: self._recolor(list_key, value, box.currentData()))
        return box

    def _recolor(self, list_key: str, value: ChoiceValue, color: str | None) -> None:
        library = self._desk.library
        if library is not None and color != value.color:
            self.do(lambda: library.choices.recolor(list_key, value.key, color))

    def _add(self) -> None:
        library, key, text = self._desk.library, self.list_key, self._new.text().strip()
        if library is None or not text:
            return
        belongs = self._belongs.currentData() if self._parent_list() else None
        self._new.clear()
        self.do(lambda: library.choices.add(key, text, belongs_to=belongs))

    # -- one value into another ----------------------------------------------------------------------------

    def _merge_button(self, library: Library, value: ChoiceValue) -> list[QWidget]:
        if not library.choices.may_merge(self.list_key):
            return []
        does = _("Merge “{name}” into…").format(name=value.label)
        merge = IconButton("merge", does, f"value_merge_{value.key}", kind="flat", is_small=True)
        merge.setEnabled(bool(library.choices.merge_targets(self.list_key, value.key)))
        merge.clicked.connect(lambda: self.merge(value))
        return [merge]

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
            merge = partial(library.choices.merge, list_key, value.key, into)
            self.do_long(_("Merging values"), merge)
