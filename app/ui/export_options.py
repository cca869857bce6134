"""The format of an export and what can be chosen of it, made from the declarations of the formats."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget

from app.blueprint.section import Section
from app.core.texts import _
from app.services.exchange.formats import FORMATS, Format, Option
from app.ui.widgets.labels import form_label
from app.ui.widgets.naming import named


class FormatChoice(QWidget):
    """A list of formats; below it the options of the chosen one."""

    def __init__(self, section: Section, suffix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self._formats = named(QComboBox(), "export_format", _("Format"))
        for each in (found for found in FORMATS.values() if found.fits(section)):
            self._formats.addItem(f"{_(each.label)} ({each.suffix})", each.suffix)
        self._formats.setCurrentIndex(max(self._formats.findData(suffix), 0))
        self._form.addRow(form_label(_("Format")), self._formats)
        self._options: dict[str, tuple[Option, QWidget]] = {}
        self._formats.currentIndexChanged.connect(self._show_options)
        self._show_options()

    @property
    def format(self) -> Format:
        """The chosen format."""
        return FORMATS[self._formats.currentData()]

    def choose(self, suffix: str) -> None:
        """Choose another format."""
        self._formats.setCurrentIndex(self._formats.findData(suffix))

    def options(self) -> dict[str, Any]:
        """What is chosen of the format's options."""
        return {key: _value(editor) for key, (_option, editor) in self._options.items()}

    def _show_options(self) -> None:
        while self._form.rowCount() > 1:
            self._form.removeRow(1)
        self._options.clear()
        for each in self.format.options:
            editor = _editor(each)
            self._options[each.key] = each, editor
            if isinstance(editor, QCheckBox):
                self._form.addRow(editor)
            else:
                self._form.addRow(form_label(_(each.label)), editor)


def _editor(option: Option) -> QWidget:
    name, text, default = f"export_{option.key}", _(option.label), option.default()
    if not option.choices:
        box = named(QCheckBox(text), name, text)
        box.setChecked(bool(default))
        return box
    choice = named(QComboBox(), name, text)
    for value, shown in option.choices:
        choice.addItem(_(shown), value)
    choice.setCurrentIndex(choice.findData(default))
    return choice


def _value(editor: QWidget) -> Any:
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    assert isinstance(editor, QComboBox)
    return editor.currentData()
