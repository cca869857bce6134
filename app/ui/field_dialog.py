"""The dialog of one field: name, kind, place on card and list, default, help; and its deletion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.own import KINDS
from app.core.errors import UserError
from app.core.texts import _, grouped, ngettext
from app.ui import theme
from app.ui.dialog_owner import open_dialog
from app.ui.field_default import DefaultInput, field_with_default
from app.ui.listing.columns import NO_COLUMN
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.services.conversion import KindPreview
    from app.services.fields import FieldView
    from app.ui.desk import Desk

LABEL_WIDTH = 160
MISFITS_SHOWN = 5


def open_new_field(desk: Desk, section: str, parent: QWidget) -> FieldDialog | None:
    """Ask for a new field of a section; None where nothing can be written."""
    library = desk.library
    if library is None or library.is_read_only:
        return None
    dialog = FieldDialog(desk, section, None, parent)
    open_dialog(dialog)
    return dialog


class FieldDialog(QDialog):
    """Makes a field, or changes one. What another kind would come to is said before it is done."""

    done_with = Signal(str)
    """Something was written; the key of a new field, else nothing."""
    list_wanted = Signal(str)
    """Key of the value list that is to be edited in place of the field."""

    def __init__(
        self, desk: Desk, section: str, view: FieldView | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = _("New field") if view is None else view.label
        guided(named(self, "field_dialog", title), "fields")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._desk, self._section, self._view = desk, section, view
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, WrappedLabel] = {}
        self._make_inputs()
        column.addLayout(self._grid)
        self._told = WrappedLabel("", "warning")
        named(self._told, "field_kind_preview", "")
        self._told.hide()
        column.addWidget(self._told)
        column.addStretch(1)
        column.addLayout(self._foot())
        self._on_kind(0)
        self.name.setFocus()

    # -- inputs ------------------------------------------------------------------------------------------

    def _make_inputs(self) -> None:
        view, library = self._view, self._desk.library
        assert library is not None, "fields are those of an open file"
        self.name = named(QLineEdit(view.label if view else ""), "field_label", _("Name"))
        self._put(_("Name"), self.name)
        self.kind = named(QComboBox(), "field_kind", _("Kind"))
        self.kind.setMaxVisibleItems(len(KINDS))
        for each in KINDS.values():
            self.kind.addItem(_(each.label), each.key)
        if view is not None and view.is_own:
            self.kind.setCurrentIndex(self.kind.findData(view.kind))
        self.kind.activated.connect(self._on_kind)
        if view is None or view.is_own:
            self._put(_("Kind"), self.kind)
        self._make_options(view)
        self.group = named(QComboBox(), "field_group", _("Group on the card"))
        self.group.setEditable(True)
        for key, text in library.fields.groups(self._section):
            self.group.addItem(text, key)
        self.group.setCurrentIndex(self.group.findData(view.group if view else self.group.itemData(0)))
        if view is None:
            self.group.setCurrentIndex(self.group.count() - 1)
        self._put(_("Group on the card"), self.group)
        self.default = DefaultInput(self._desk)
        self._put(_("Default"), self.default)
        self.help = named(QLineEdit(view.hint if view else ""), "field_hint", _("Help text"))
        self._put(_("Help text"), self.help)
        self.required = named(QCheckBox(_("Warn when it is empty")), "field_required", _("Required"))
        self.required.setChecked(bool(view and view.is_required))
        self._put("", self.required)
        self.in_list = QCheckBox(_("Show as a column of the list"))
        named(self.in_list, "field_in_list", self.in_list.text())
        self.in_list.setChecked(view is None)
        self._put("", self.in_list)

    def _make_options(self, view: FieldView | None) -> None:
        library = self._desk.library
        options = dict(view.options) if view else {}
        self.unit = named(QLineEdit(str(options.get("suffix", "")).strip()), "field_unit", _("Unit"))
        self.currency = named(QLineEdit(str(options.get("currency", ""))), "field_currency", _("Currency"))
        self.target = named(QComboBox(), "field_target", _("Section"))
        for each in library.sections.views() if library is not None else ():
            self.target.addItem(each.title, each.key)
        self.target.setCurrentIndex(max(0, self.target.findData(options.get("section"))))
        self.values = named(QPlainTextEdit(), "field_values", _("Values"))
        self.values.setPlaceholderText(_("One value on each line"))
        self.values.setFixedHeight(96)
        self.values.setTabChangesFocus(True)
        self._put(_("Unit"), self.unit)
        self._put(_("Currency"), self.currency)
        self._put(_("Section"), self.target)
        self._put(_("Values"), self.values)
        self._list_link = QuietButton(_("Change…"), "field_list", "list-checks")
        self._list_link.setAccessibleName(_("Values") + ": " + self._list_link.text())
        self._list_link.clicked.connect(self._to_list)
        self._put(_("Values"), self._list_link)

    def _put(self, text: str, widget: QWidget) -> None:
        row = self._grid.rowCount()
        caption = WrappedLabel(text, is_selectable=False)
        caption.setBuddy(widget)
        caption.setMinimumHeight(theme.metrics().control)  # on the line of what is typed beside it
        self._labels[widget] = caption
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)

    def _foot(self) -> QHBoxLayout:
        self.ok = PrimaryButton(_("Save"), "field_save")
        self.ok.clicked.connect(self.save)
        if self._view is None or not self._view.is_own:
            return dialog_foot(self, "field", self.ok)
        delete = QuietButton(_("Delete field"), "field_delete", "trash-2")
        delete.clicked.connect(self._delete)
        return dialog_foot(self, "field", self.ok, delete)

    # -- another kind --------------------------------------------------------------------------------------

    @property
    def chosen_kind(self) -> str:
        """The kind that is chosen now."""
        return str(self.kind.currentData())

    def _on_kind(self, _index: int) -> None:
        kind = self.chosen_kind if self._view is None or self._view.is_own else ""
        is_new_list = self._view is None or self._view.kind != kind
        self._show(self.unit, kind == "number")
        self._show(self.currency, kind == "money")
        self._show(self.target, kind == "reference")
        self._show(self.values, self._view is None and bool(kind) and KINDS[kind].has_list and is_new_list)
        self._show(self._list_link, bool(self._list_key(kind)))
        self._show(self.in_list, self._view is None and kind not in NO_COLUMN)
        self._show_default(kind)
        self._preview(kind)
        self.adjustSize()

    def _list_key(self, kind: str) -> str:
        """The list whose values the field has, if there is one that can be edited."""
        view, library = self._view, self._desk.library
        if view is None or library is None or (view.is_own and view.kind != kind):
            return ""
        known = {each.key for each in library.choices.lists()}
        return view.list_key if view.list_key in known else ""

    def _to_list(self) -> None:
        self.list_wanted.emit(self._list_key(self.chosen_kind))
        self.reject()

    def _show_default(self, kind: str) -> None:
        view = self._view
        found = field_with_default(self._desk, self._section, view, kind, self._options(kind))
        is_kept = view is not None and (not view.is_own or view.kind == kind)
        self.default.show_for(found, view.default if is_kept and view is not None else None)
        self._show(self.default, found is not None)

    def _show(self, widget: QWidget, is_shown: bool) -> None:
        widget.setVisible(is_shown)
        self._labels[widget].setVisible(is_shown)

    def _preview(self, kind: str) -> None:
        view, library, section = self._view, self._desk.library, self._section
        self._told.hide()
        if view is None or library is None or not view.is_own or kind == view.kind:
            return
        options, key = self._options(kind), view.key
        self._desk.work.ask(
            "field.preview",
            lambda: library.fields.preview_kind(section, key, kind, options),
            self._on_preview,
            patience_ms=0,
            lane="beside",
            owner=self,
        )

    def _on_preview(self, preview: KindPreview) -> None:
        self._tell("\n".join(_preview_lines(preview)))
        self.adjustSize()

    def _options(self, kind: str) -> dict[str, Any]:
        unit = self.unit.text().strip()
        found: dict[str, dict[str, Any]] = {
            "number": {"suffix": f"\u00a0{unit}"} if unit else {},
            "money": {"currency": self.currency.text().strip()},
            "reference": {"section": self.target.currentData()},
        }
        return {key: value for key, value in found.get(kind, {}).items() if value}

    # -- writing -------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write what stands here; the dialog stays when it is refused."""
        library, view, section = self._desk.library, self._view, self._section
        if library is None:
            return
        default = self.default.take()
        if problem := self.default.problem():
            self._tell(problem)
            return
        what: dict[str, Any] = {
            "group": self._chosen_group(),
            "hint": self.help.text().strip() or None,
            "is_required": self.required.isChecked(),
            **({"default": default} if self.default.editor is not None else {}),
        }
        label, kind = self.name.text(), self.chosen_kind
        options, values = self._options(kind), self.values.toPlainText().splitlines()

        def job() -> object:
            if view is None:
                return library.fields.add(section, label, kind, values, options=options, **what)
            if view.is_own and kind != view.kind:
                library.fields.change_kind(section, view.key, kind, options)
            elif view.is_own:
                what["options"] = {**view.options, **options}
            return library.fields.change(section, view.key, label=label, **what)

        self._do(_("Changing the fields"), job)

    def _chosen_group(self) -> str:
        """The key of a known group; else a group of the user's, called as it was typed."""
        text = self.group.currentText().strip()
        place = self.group.findText(text)
        return str(self.group.itemData(place)) if place >= 0 else text

    def _delete(self) -> None:
        library, view, section = self._desk.library, self._view, self._section
        if library is not None and view is not None:
            self._do(_("Deleting a field"), lambda: library.fields.delete(section, view.key))

    def _do(self, title: str, job: Callable[[], object]) -> None:
        self.ok.setEnabled(False)
        self._desk.work.do(
            title, lambda _progress: job(), self._on_done, on_error=self._on_refused, owner=self
        )

    def _on_done(self, answer: object) -> None:
        made = answer if isinstance(answer, str) else ""
        if made and self.in_list.isChecked():
            self._desk.column_wanted.emit(self._section, made)
        self.done_with.emit(made)
        self.accept()

    def _on_refused(self, problem: UserError) -> None:
        self.ok.setEnabled(True)
        self._tell(str(problem))

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._told.setAccessibleName(text)
        self._told.show()


def _preview_lines(preview: KindPreview) -> list[str]:
    count, missed = preview.count, preview.misfit_count
    if not missed:
        return [
            ngettext("The one value fits.", "All {n} values fit.", count).format(n=grouped(count))
            if count
            else _("No record has a value yet.")
        ]
    told = ngettext(
        "{n} value does not fit; it is kept aside, and an undo brings it back:",
        "{n} values do not fit; they are kept aside, and an undo brings them back:",
        missed,
    ).format(n=grouped(missed))
    lines = [f"{each.title}: {each.value}" for each in preview.misfits[:MISFITS_SHOWN]]
    return [told, *lines, *(["…"] if missed > MISFITS_SHOWN else [])]
