"""Settings, page “Reminders” of the file: what reminds by itself, by section and type of event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.blueprint.reminders import Default, LeadTime
from app.blueprint.section import Section
from app.core.texts import N_, _
from app.ui.editors import Editor, editor_for
from app.ui.editors.leads import LeadEditor
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.labels import form_label, label

if TYPE_CHECKING:
    from app.ui.desk import Desk

LABEL_WIDTH = 200


class DefaultsBox(QWidget):
    """A line for each type of event and each other section with a time; every change is kept at once.

    It is kept in the file, so that everybody who opens it is reminded alike. Where one type has several, the
    first is shown, and they stay until the line is changed.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.editors: dict[tuple[str, str], Editor] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("What reminds by itself"), "strong"))
        told = _("Of records that have no reminder of their own; kept in the file.")
        column.addWidget(WrappedLabel(told, "secondary", is_selectable=False))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        for section in desk.registry.sections:
            if section.reminds:
                self._add(section)

    def _add(self, section: Section) -> None:
        library = self._desk.library
        if library is None:
            return
        known = {each.type: each.leads for each in library.reminders.defaults(section.key) if not each.about}
        for key, text in self._types(section):
            field = Field(f"{section.key}_{key or 'all'}", N_("When"), LeadTime())
            editor = editor_for(field, self._desk, "remind")
            assert isinstance(editor, LeadEditor)
            editor.set_value(next(iter(known.get(key, ())), None) or "OFF")
            editor.setEnabled(not library.is_read_only)
            editor.setMaximumWidth(260)
            editor.settled.connect(partial(self._keep, section, key))
            self.editors[section.key, key] = editor
            row = self._grid.rowCount()
            self._grid.addWidget(form_label(text), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(editor, row, 1)

    def _types(self, section: Section) -> list[tuple[str, str]]:
        """Types of its records; a section without types has one line."""
        field = section.by_key.get(section.type_field)
        library = self._desk.library
        if library is None or field is None or not isinstance(field.kind, Choice):
            return [("", self._desk.title_of(section.key))]
        title = self._desk.title_of(section.key)
        options = library.choices.options(field.kind.list)
        return [(each.key, f"{title}: {each.label}") for each in options if not each.is_hidden]

    def _keep(self, section: Section, key: str) -> None:
        """Write the line, if what stands there means a time."""
        library, editor = self._desk.library, self.editors[section.key, key]
        if library is None or editor.problem() is not None:
            return
        value = str(editor.value() or "OFF")
        before = [
            each for each in library.reminders.defaults(section.key) if not each.about and each.type == key
        ]
        if value == (before[0].leads[0] if before and before[0].leads else "OFF"):
            return
        found = [each for each in library.reminders.defaults(section.key) if each.about or each.type != key]
        if value != "OFF":
            found.append(Default((value,), type=key))
        reminders = library.reminders

        def job(_progress: object) -> object:
            return reminders.set_defaults(section.key, found)

        self._desk.work.do(_("Changing what reminds"), job)
