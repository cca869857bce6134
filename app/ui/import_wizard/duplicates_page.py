"""Step 3: what becomes of rows whose record is there already."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from app.core.texts import _
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.state import ImportState
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan


class DuplicatesPage(WizardPage):
    """Three ways, each with what it does."""

    def __init__(self) -> None:
        super().__init__("import_duplicates", _("Duplicates"))
        self._state = ImportState("")
        self.column.setContentsMargins(20, 24, 20, 14)
        self.column.addWidget(label(_("When a row is there already"), "strong"))
        self._known_by = WrappedLabel("", "muted")
        self.column.addWidget(self._known_by)
        self.column.addSpacing(6)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for key, text, explanation in (
            ("skip", _("Leave it out"), _("Records that are there stay as they are. The safest way.")),
            (
                "update",
                _("Complete it"),
                _("What the list says goes into the record; nothing else in it is touched."),
            ),
            (
                "add",
                _("Add it all the same"),
                _("Every row becomes a new record, even if there is one like it."),
            ),
        ):
            self._add(key, text, explanation)
        self.column.addStretch(1)

    def _add(self, key: str, text: str, explanation: str) -> None:
        button = named(QRadioButton(text), f"import_{key}", text)
        button.setAccessibleDescription(explanation)
        button.clicked.connect(partial(self._choose, key))
        self._group.addButton(button)
        self._buttons[key] = button
        self.column.addWidget(button)
        hint = WrappedLabel(explanation, "secondary", is_selectable=False)
        hint.setContentsMargins(24, 0, 0, 6)
        self.column.addWidget(hint)

    def show_state(self, state: ImportState, plan: ImportPlan) -> None:
        """Show the chosen way, and by which fields a record is recognised."""
        self._state = state
        self._buttons[state.on_duplicate].setChecked(True)
        titles = [each for each in plan.section.compared if each.key == "title"]
        labels = [_(each.label) for each in (*plan.section.exact_signs, *titles)]
        known = _("A record is recognised by: {fields}.").format(fields=", ".join(labels))
        self._known_by.setText(known if labels else _("Records of this section are never recognised again."))
        self.ready.emit(True)

    def _choose(self, key: str, _is_on: bool = False) -> None:
        self.changed.emit(replace(self._state, on_duplicate=key))
