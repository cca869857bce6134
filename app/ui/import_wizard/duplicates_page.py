"""Step 3: what a record is recognised by, and what becomes of rows whose record is there already."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.texts import _
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.state import ASK, ImportState, Look
from app.ui.panel.small import ByWidth, WrappedLabel
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.blueprint.field import Field
    from app.services.exchange.importing import ImportPlan

_INDENT = 24


class DuplicatesPage(WizardPage):
    """The fields that tell, then five ways, each with what it does."""

    def __init__(self) -> None:
        super().__init__("import_duplicates", _("Duplicates"))
        self._rows = self._scrolled()
        self._fields: tuple[str, ...] = ()
        self._checks: dict[str, QCheckBox] = {}
        self._add_keys()
        self._rows.addSpacing(14)
        self._rows.addWidget(label(_("When a row is there already"), "strong"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for key, text, explanation in (
            ("skip", _("Leave it out"), _("Records that are there stay as they are. The safest way.")),
            (
                "fill",
                _("Fill only what is empty"),
                _("What the record has stays; what it lacks is taken from the list."),
            ),
            (
                "update",
                _("Update it"),
                _("What the list says goes into the record; nothing else in it is touched."),
            ),
            (
                "add",
                _("Add it all the same"),
                _("Every row becomes a new record, even if there is one like it."),
            ),
            (ASK, _("Ask me"), _("Such rows are shown before the import, and you decide on each.")),
        ):
            self._add(key, text, explanation)
        self._rows.addStretch(1)

    def _scrolled(self) -> QVBoxLayout:
        """In a low window, or with large texts, the page is longer than its place."""
        content = on_surface(ByWidth(), "surface")
        rows = QVBoxLayout(content)
        rows.setContentsMargins(20, 20, 20, 14)
        rows.setSpacing(6)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(scroll)
        return rows

    def _add_keys(self) -> None:
        self._rows.addWidget(label(_("How a record is recognised"), "strong"))
        self._known_by = WrappedLabel("", "muted")
        self._rows.addWidget(self._known_by)
        self._place = QWidget()
        self._flow = FlowLayout(self._place, gap=20)
        self._rows.addWidget(self._place)

    def _add(self, key: str, text: str, explanation: str) -> None:
        button = named(QRadioButton(text), f"import_{key}", text)
        button.setAccessibleDescription(explanation)
        button.clicked.connect(partial(self._choose, key))
        self._group.addButton(button)
        self._buttons[key] = button
        self._rows.addWidget(button)
        hint = WrappedLabel(explanation, "secondary", is_selectable=False)
        hint.setContentsMargins(_INDENT, 0, 0, 2)
        self._rows.addWidget(hint)
        if key == "update":
            text = _("An empty cell empties the field too")
            self.clears = named(QCheckBox(text), "import_clear", text)
            self.clears.clicked.connect(self._choose_clear)
            row = QHBoxLayout()
            row.setContentsMargins(_INDENT, 0, 0, 0)
            row.addWidget(self.clears)
            self._rows.addLayout(row)

    def show_state(self, state: ImportState, look: Look) -> None:
        """Show the chosen way, and by which fields a record is recognised."""
        self.state = state
        self._buttons[state.on_duplicate].setChecked(True)
        self.clears.setChecked(state.empty_cells == "clear")
        self.clears.setVisible(state.on_duplicate in ("update", ASK))
        self._offer(look.plan.key_fields)
        for key, box in self._checks.items():
            box.setChecked(key in state.match)
        self._known_by.setText(self._told(look.plan, bool(set(state.match) & self._checks.keys())))
        self.ready.emit(True)

    def _told(self, plan: ImportPlan, is_chosen: bool) -> str:
        if is_chosen:
            return _("By the chosen fields alone: the first of them that is known tells the record.")
        titles = [each for each in plan.section.compared if each.key == "title"]
        labels = [_(each.label) for each in (*plan.section.exact_signs, *titles)]
        if not labels:
            return _("Records of this section are never recognised again.")
        told = _("A record is recognised by: {fields}.").format(fields=", ".join(labels))
        choose = _("Or choose what has to be equal:")
        return f"{told} {choose}" if self._checks else told

    def _offer(self, fields: dict[str, Field]) -> None:
        if tuple(fields) == self._fields:
            return
        self._fields = tuple(fields)
        for box in self._checks.values():
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._checks = {}
        order = sorted(fields.values(), key=lambda each: not each.kind.has_signs and not each.kind.is_rows)
        for field in order:  # codes, phones and e-mails first: names are seldom one person's own
            text = _(field.label)
            box = named(QCheckBox(text), f"import_key_{field.key}", text)
            box.clicked.connect(self._choose_keys)
            self._checks[field.key] = box
            self._flow.addWidget(box)
            box.show()
        self._place.setVisible(bool(fields))

    def _choose(self, key: str, _is_on: bool = False) -> None:
        self.change(on_duplicate=key, decisions={})

    def _choose_keys(self, _is_on: bool = False) -> None:
        match = tuple(key for key, box in self._checks.items() if box.isChecked())
        self.change(match=match, decisions={})

    def _choose_clear(self, is_on: bool) -> None:
        self.change(empty_cells="clear" if is_on else "leave")
