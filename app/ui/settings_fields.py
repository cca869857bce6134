"""Settings, page “Fields”: the fields of each section - their names, order, groups, and the user's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy

from app.blueprint.own import KINDS
from app.core.override import override
from app.core.texts import _, pgettext
from app.ui.dialog_owner import open_dialog
from app.ui.field_dialog import FieldDialog
from app.ui.panel.small import WrappedLabel
from app.ui.settings_rows import Entry, RowsPage, Words
from app.ui.widgets.buttons import IconButton, PrimaryButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.fields import FieldView
    from app.services.library import Library
    from app.ui.desk import Desk

KIND_WIDTH = 130


class FieldsPage(RowsPage):
    """Choose a section, then name, hide and order its fields and make new ones."""

    list_wanted = Signal(str)
    """Key of the value list that is to be edited."""

    def __init__(self, desk: Desk) -> None:
        words = Words(
            "field",
            _("Name of the field"),
            pgettext("field", "Shown"),
            _("Show {title}"),
            _("Changing the fields"),
        )
        super().__init__(desk, words)
        self._column.addLayout(self._head())
        self._column.addWidget(WrappedLabel(_("Hidden fields keep their values."), "muted"))
        self._column.addLayout(self._rows)
        self._column.addStretch(1)
        self.refill()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._which = named(QComboBox(), "fields_section", _("Section"))
        library = self._desk.library
        for view in library.sections.views() if library is not None else ():
            self._which.addItem(view.title, view.key)
        self._which.setCurrentIndex(max(0, self._which.findData(self._desk.section)))
        self._which.activated.connect(lambda _place: self.refill())
        self._add = PrimaryButton(_("New field"), "fields_add", "plus")
        self._add.clicked.connect(self._on_add)
        line.addWidget(self._which, 1)
        line.addWidget(self._add)
        return line

    @property
    def section(self) -> str:
        """The section whose fields are shown."""
        return str(self._which.currentData())

    def choose(self, section: str) -> None:
        """Show the fields of another section."""
        self._which.setCurrentIndex(self._which.findData(section))
        self.refill()

    def edit(self, key: str = "") -> FieldDialog:
        """Open the dialog of a field; without a key that of a new one."""
        library = self._desk.library
        view = None
        if library is not None and key:
            view = next(each for each in library.fields.views(self.section) if each.key == key)
        dialog = FieldDialog(self._desk, self.section, view, self.window())
        dialog.done_with.connect(lambda _made: self.refill())
        dialog.list_wanted.connect(self.list_wanted)
        open_dialog(dialog)
        return dialog

    def _on_add(self) -> None:
        self.edit()

    @override
    def entries(self, library: Library) -> list[Entry]:
        self._add.setEnabled(not library.is_read_only)
        groups = dict(library.fields.groups(self.section))
        views = library.fields.views(self.section)
        return [self._entry(library, view, groups.get(view.group, view.group)) for view in views]

    def _entry(self, library: Library, view: FieldView, group: str) -> Entry:
        fields, section, key = library.fields, self.section, view.key
        kind = ElidedLabel(_(KINDS[view.kind].label) if view.is_own else group, "muted")
        kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kind.setFixedWidth(KIND_WIDTH)
        does = _("Change {title}").format(title=view.label)
        more = IconButton("pencil", does, f"field_edit_{key}", kind="flat", is_small=True)
        more.clicked.connect(lambda: self.edit(key))
        return Entry(
            key, view.label, not view.is_hidden, lambda text: fields.change(section, key, label=text),
            lambda is_shown: fields.change(section, key, is_hidden=not is_shown),
            partial(fields.move, section, key), placeholder=view.declared, kind=kind, ends=(more,),
        )  # fmt: skip
