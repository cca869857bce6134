"""Layout and paper, chosen from lists; what a layout does not need is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from app.core.texts import N_, _
from app.ui.printing.labels import SHEETS
from app.ui.printing.layouts import LAYOUTS, MARGINS, Setup
from app.ui.printing.pages import SIZES
from app.ui.widgets.inputs import NumberBox
from app.ui.widgets.labels import form_label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.blueprint.section import Section

_MARGIN_NAMES = {"narrow": N_("Narrow"), "normal": N_("Normal"), "wide": N_("Wide")}


LEAST = 14
"""Letters of a choice that can be read in any case."""


class SetupForm(QWidget):
    """Tells when anything is chosen otherwise."""

    changed = Signal()

    def __init__(self, section: Section, layout: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.layouts = self._list("print_layout", _("Layout"))
        for each in LAYOUTS.values():
            if each.fits(section):
                self.layouts.addItem(_(each.label), each.key)
        self.sizes = self._list("print_size", _("Paper"))
        for key in SIZES:
            self.sizes.addItem(key, key)
        self.directions = self._list("print_direction", _("Direction"))
        self.directions.addItem(_("Portrait"), False)
        self.directions.addItem(_("Landscape"), True)
        self.margins = self._list("print_margins", _("Margins"))
        for key in MARGINS:
            self.margins.addItem(_(_MARGIN_NAMES[key]), key)
        self.margins.setCurrentIndex(self.margins.findData("normal"))
        self.labels = self._list("print_labels", _("Sheet of labels"))
        for sheet in SHEETS.values():
            self.labels.addItem(sheet.name, sheet.key)
        self.skipped = NumberBox("print_skipped", _("Labels used already"))
        self._form.addRow(form_label(_("Labels used already")), self.skipped)
        self.layouts.currentIndexChanged.connect(self._on_layout)
        for one in (self.sizes, self.directions, self.margins, self.labels):
            one.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.skipped.valueChanged.connect(lambda _n: self.changed.emit())
        if layout:
            self.layouts.setCurrentIndex(max(self.layouts.findData(layout), 0))
        self._show_needed()

    def setup(self) -> Setup:
        """What is chosen."""
        return Setup(
            self.layouts.currentData(),
            self.sizes.currentData(),
            bool(self.directions.currentData()),
            self.margins.currentData(),
            self.labels.currentData(),
            self.skipped.value(),
        )

    def _list(self, name: str, text: str) -> QComboBox:
        made = named(QComboBox(), name, text)
        made.setMinimumContentsLength(LEAST)
        self._form.addRow(form_label(text), made)
        return made

    def _on_layout(self) -> None:
        was_blocked = self.blockSignals(True)
        chosen = LAYOUTS[self.layouts.currentData()]
        self.sizes.setCurrentIndex(self.sizes.findData(chosen.size))
        self.directions.setCurrentIndex(self.directions.findData(chosen.is_landscape))
        self.blockSignals(was_blocked)
        self._show_needed()
        self.changed.emit()

    def _show_needed(self) -> None:
        has_sizes = LAYOUTS[self.layouts.currentData()].has_sizes
        for one in (self.sizes, self.directions, self.margins):
            self._form.setRowVisible(one, has_sizes)
        for other in (self.labels, self.skipped):
            self._form.setRowVisible(other, not has_sizes)
        self.skipped.setRange(0, SHEETS[self.labels.currentData()].count - 1)
