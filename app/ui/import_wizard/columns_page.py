"""Step 2: where each column goes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.kinds import Phone, cell_text
from app.blueprint.own import KINDS
from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.icons import pixmap
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.state import ImportState
from app.ui.widgets.chips import ChipRow, TagLabel
from app.ui.widgets.labels import ElidedLabel, label, plain_tooltip
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.mapping import ColumnMatch

WIDTHS = (170, 240, 230)
_ROW = 38
NEW = "new"
"""What a mapping says of a column that becomes a field; after a colon its kind."""


class ColumnsPage(WizardPage):
    """One line for each column: its heading, its first value, the field it goes to, and what to know."""

    def __init__(self) -> None:
        super().__init__("import_columns", _("Columns"))
        self._state = ImportState("")
        head = QHBoxLayout()
        head.setSpacing(10)
        self._facts = ChipRow("import_facts", gap=8)
        self._summary = ElidedLabel("", "muted")
        head.addWidget(self._facts, 0)
        head.addWidget(self._summary, 1)
        self.column.addLayout(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._scroll, 1)

    def show_state(self, state: ImportState, plan: ImportPlan) -> None:
        """Show the columns of the file and what is guessed or chosen for each."""
        self._state = state
        self._show_facts(plan)
        mapped = sum(match.target is not None for match in plan.matches)
        total = len(plan.matches)
        text = ngettext("{mapped} of {n} column mapped.", "{mapped} of {n} columns mapped.", total)
        self._summary.setText(text.format(mapped=mapped, n=total))
        self._fill(plan)
        self.ready.emit(mapped > 0)

    def _show_facts(self, plan: ImportPlan) -> None:
        table = plan.table
        self._facts.clear()
        self._facts.add(TagLabel(table.file))
        if len(table.sheets) > 1:
            self._facts.add(TagLabel(_("Sheet: {name}").format(name=table.name)))
        n = plan.rows
        self._facts.add(
            TagLabel(ngettext("{n} row", "{n} rows", n).format(n=grouped(n)))
        )
        if table.first_row > 1:
            self._facts.add(TagLabel(_("Headings in row {n}").format(n=table.first_row - 1)))
        self._facts.setFixedWidth(self._facts.sizeHint().width())

    def _fill(self, plan: ImportPlan) -> None:
        from app.services.exchange.reading import MONTH_FIRST  # loaded by now: there is a plan

        place = self._scroll.verticalScrollBar().value()
        content = on_surface(QWidget(), "surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_line([label(_("Column in the file"), "heading"), label(_("First value"), "heading"),
                                label(_("Goes to"), "heading"), label("")]))  # fmt: skip
        sample = plan.table.sample()
        choices = self._choices(plan)
        for number, match in enumerate(plan.matches):
            values = [row[number] for row in sample if number < len(row) and row[number] is not None]
            column.addWidget(_rule())
            is_month_first = plan.date_orders.get(number) == MONTH_FIRST
            column.addWidget(self._row(number, match, values, choices, is_month_first))
        column.addWidget(_rule())
        column.addStretch(1)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().setValue(place)

    def _choices(self, plan: ImportPlan) -> QStandardItemModel:
        """Every target once, shared by all boxes."""
        model = QStandardItemModel(self)
        left_out = QStandardItem(_("Do not import"))
        left_out.setData("", Qt.ItemDataRole.UserRole)
        model.appendRow(left_out)
        new = QStandardItem(_("New field"))
        new.setData(NEW, Qt.ItemDataRole.UserRole)
        model.appendRow(new)
        for key, target in plan.targets.items():
            item = QStandardItem(target.heading(_))
            item.setData(key, Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        return model

    def _row(
        self,
        number: int,
        match: ColumnMatch,
        values: list[object],
        choices: QStandardItemModel,
        is_month_first: bool,
    ) -> QWidget:
        box = named(
            _TargetBox(), f"import_target_{number}", _("“{column}” goes to").format(column=match.header)
        )
        box.setModel(choices)
        box.setMaxVisibleItems(20)
        key = NEW if match.new_kind else match.target.key if match.target else ""
        box.setCurrentIndex(max(0, box.findData(key)))
        box.setProperty("unset", "true" if match.target is None else "false")
        box.activated.connect(partial(self._choose, match.header, box))
        first = ElidedLabel(cell_text(values[0]) if values else "", "muted")
        note = self._kind(number, match) if match.new_kind else self._note(match, values, is_month_first)
        return _line([ElidedLabel(match.header), first, box, note])

    def _kind(self, number: int, match: ColumnMatch) -> QWidget:
        """The kind of the field that is made for the column, to be chosen."""
        from app.services.exchange.new_fields import KINDS_OF_COLUMNS  # loaded by now: there is a plan

        name = _("Kind of the field “{column}”").format(column=match.header)
        box = named(_TargetBox(), f"import_kind_{number}", name)
        for key in KINDS_OF_COLUMNS:
            box.addItem(_(KINDS[key].label), key)
        box.setCurrentIndex(max(0, box.findData(match.new_kind)))
        box.activated.connect(partial(self._choose_kind, match.header, box))
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box)
        row.addStretch(1)
        return made

    def _choose_kind(self, header: str, box: QComboBox, _index: int) -> None:
        mapping = {**self._state.mapping, header: f"{NEW}:{box.currentData()}"}
        self.changed.emit(replace(self._state, mapping=mapping))

    def _note(self, match: ColumnMatch, values: list[object], is_month_first: bool) -> QWidget:
        """What is worth knowing of the column."""
        if match.target is None:
            return ElidedLabel(match.reason, "muted")
        if is_month_first:
            return ElidedLabel(_("The dates are written month first (12/31/2026)."), "muted")
        lost = (
            sum(isinstance(value, (int, float)) for value in values)
            if isinstance(match.target.kind, Phone)
            else 0
        )
        if not lost:
            return label("")
        text = ngettext(
            "{n} number may have lost its leading 0 in the spreadsheet: it is read with it.",
            "{n} numbers may have lost their leading 0 in the spreadsheet: they are read with it.", lost,
        ).format(n=lost)  # fmt: skip
        made = QWidget()
        made.setToolTip(plain_tooltip(text))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        mark = label("")
        mark.setPixmap(pixmap("triangle-alert", "warning", 14, self.devicePixelRatioF()))
        row.addWidget(mark)
        row.addWidget(ElidedLabel(text, "warning"), 1)
        return made

    def _choose(self, header: str, box: QComboBox, _index: int) -> None:
        mapping = {**self._state.mapping, header: str(box.currentData())}
        self.changed.emit(replace(self._state, mapping=mapping))


class _TargetBox(QComboBox):
    """The wheel scrolls the page, not the choice."""

    @override
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()


def _line(cells: list[QWidget]) -> QWidget:
    made = QWidget()
    made.setMinimumHeight(_ROW)
    grid = QGridLayout(made)
    grid.setContentsMargins(10, 2, 10, 2)
    grid.setHorizontalSpacing(10)
    for place, cell in enumerate(cells):
        if place < len(WIDTHS):
            cell.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            cell.setFixedWidth(WIDTHS[place])
        grid.addWidget(cell, 0, place)
    grid.setColumnStretch(len(cells) - 1, 1)
    return made


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("rule", "true")
    return rule
