"""Settings, page “Fields”: the fields of each section - their names, order, groups, and the user's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.own import KINDS
from app.core.errors import UserError
from app.core.texts import _
from app.ui.dialog_owner import open_dialog
from app.ui.field_dialog import FieldDialog
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import IconButton, PrimaryButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.fields import FieldView
    from app.ui.desk import Desk

KIND_WIDTH = 130


class FieldsPage(QWidget):
    """Choose a section, then name, hide and order its fields and make new ones."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(WrappedLabel(_("Hidden fields keep their values."), "muted"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._refill()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._which = named(QComboBox(), "fields_section", _("Section"))
        library = self._desk.library
        for view in library.sections.views() if library is not None else ():
            self._which.addItem(view.title, view.key)
        self._which.setCurrentIndex(max(0, self._which.findData(self._desk.section)))
        self._which.activated.connect(self._refill)
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
        self._refill()

    def edit(self, key: str = "") -> FieldDialog:
        """Open the dialog of a field; without a key that of a new one."""
        library = self._desk.library
        view = None
        if library is not None and key:
            view = next(each for each in library.fields.views(self.section) if each.key == key)
        dialog = FieldDialog(self._desk, self.section, view, self.window())
        dialog.done_with.connect(self._refill)
        open_dialog(dialog)
        return dialog

    def _refill(self, _index: int = 0) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        library = self._desk.library
        if library is None:
            return
        self._add.setEnabled(not library.is_read_only)
        views = library.fields.views(self.section)
        groups = dict(library.fields.groups(self.section))
        for place, view in enumerate(views):
            row = self._row(view, groups.get(view.group, view.group), place, len(views))
            row.setEnabled(not library.is_read_only)
            self._rows.addWidget(row)

    def _row(self, view: FieldView, group: str, place: int, count: int) -> QWidget:
        row = named(QWidget(), f"field_{view.key}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        name = named(QLineEdit(view.label), f"field_name_{view.key}", _("Name of the field"))
        name.setPlaceholderText(view.declared)
        name.editingFinished.connect(lambda: self._rename(view, name.text()))
        line.addWidget(name, 1)
        kind = ElidedLabel(_(KINDS[view.kind].label) if view.is_own else group, "muted")
        kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kind.setFixedWidth(KIND_WIDTH)
        line.addWidget(kind)
        shown = named(
            QCheckBox(_("Shown")), f"field_shown_{view.key}", _("Show {title}").format(title=view.label)
        )
        shown.setChecked(not view.is_hidden)
        shown.toggled.connect(partial(self._show, view))
        line.addWidget(shown)
        for step, icon_name, does in ((-1, "arrow-up", _("Move up")), (1, "arrow-down", _("Move down"))):
            button = IconButton(
                icon_name, does, f"field_{icon_name}_{view.key}", kind="flat", is_small=True
            )
            button.setEnabled(0 <= place + step < count)
            button.clicked.connect(partial(self._move, view, place + step))
            line.addWidget(button)
        more = IconButton(
            "pencil",
            _("Change {title}").format(title=view.label),
            f"field_edit_{view.key}",
            kind="flat",
            is_small=True,
        )
        more.clicked.connect(lambda: self.edit(view.key))
        line.addWidget(more)
        return row

    def _on_add(self) -> None:
        self.edit()

    def _rename(self, view: FieldView, text: str) -> None:
        library = self._desk.library
        if library is not None and text.strip() != view.label:
            self._do(lambda: library.fields.change(self.section, view.key, label=text))

    def _show(self, view: FieldView, is_shown: bool) -> None:
        library, section = self._desk.library, self.section
        if library is not None:
            self._do(lambda: library.fields.change(section, view.key, is_hidden=not is_shown))

    def _move(self, view: FieldView, place: int, _is_on: bool = False) -> None:
        library, section = self._desk.library, self.section
        if library is not None:
            self._do(lambda: library.fields.move(section, view.key, place))

    def _do(self, job: Callable[[], object]) -> None:
        work, title = self._desk.work, _("Changing the fields")
        work.do(title, lambda _progress: job(), self._on_done, on_error=self._on_refused, owner=self)

    def _on_done(self, _operation: object) -> None:
        self._refill()

    def _on_refused(self, problem: UserError) -> None:
        self._desk.messages.warning(str(problem))
        self._refill()
