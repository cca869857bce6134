"""Rows of conditions: field, operator, value; joined by "all" or "any", with blocks of one further level."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.blueprint.conditions import MOST_PARTS, Condition, Conditions, offered, subjects
from app.blueprint.field import Field
from app.blueprint.operators import OPERATORS, Operand
from app.core.texts import _
from app.ui.editors.editor import CalmCombo
from app.ui.filters.values import ValueInput, value_input
from app.ui.widgets.buttons import FlatButton, IconButton
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.ui.desk import Desk

FIELD_WIDTH, OPERATOR_WIDTH = 170, 264


class ConditionRow(QWidget):
    """One condition. Another field keeps operator and value where they still fit."""

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, section: str, name: str) -> None:
        super().__init__()
        self._desk, self._section, self._name = desk, section, name
        found = desk.registry.section(section)
        self._subjects = subjects(found)
        self.field = named(CalmCombo(), f"{name}.field", _("Field"))
        self.field.setMaxVisibleItems(24)
        for each in offered(found):
            self.field.addItem(_(each.label), each.key)
        self.operator = named(CalmCombo(), f"{name}.operator", _("Condition"))
        self.operator.setMaxVisibleItems(24)
        self.input = ValueInput()
        self._operand: Operand = "none"
        self.cross = IconButton(
            "x", _("Remove this condition"), f"{name}.remove", role="muted", kind="flat", is_small=True
        )
        self.field.setFixedWidth(FIELD_WIDTH)
        self.operator.setFixedWidth(OPERATOR_WIDTH)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        for widget in (self.field, self.operator):
            self._row.addWidget(widget)
        self._row.addWidget(self.input, 1)
        self._row.addWidget(self.cross)
        self.field.activated.connect(self._on_field)
        self.operator.activated.connect(self._on_operator)
        self.cross.clicked.connect(self.removed)

    def show_condition(self, condition: Condition) -> None:
        """Show a condition; a field that is only asked from a cell joins the offered ones."""
        field = self._subjects.get(condition.field)
        if field is not None and self.field.findData(condition.field) < 0:
            self.field.addItem(_(field.label), field.key)
        self.field.setCurrentIndex(self.field.findData(condition.field))
        self._fill_operators(condition.operator)
        self._make_input()
        self.input.set_value(condition.value)

    def condition(self) -> Condition:
        """What stands here; incomplete while something is missing."""
        value = self.input.value()
        return Condition(str(self.field.currentData() or ""), str(self.operator.currentData() or ""), value)

    def focus_value(self) -> None:
        """To what is compared with, or to the operator where nothing is."""
        has_input = self.input.focusProxy() is not None
        (self.input if has_input else self.operator).setFocus(Qt.FocusReason.PopupFocusReason)

    def _subject(self) -> Field | None:
        return self._subjects.get(str(self.field.currentData() or ""))

    def _fill_operators(self, wanted: str) -> None:
        field = self._subject()
        self.operator.clear()
        for key in field.kind.operators if field is not None else ():
            self.operator.addItem(OPERATORS[key].in_words(), key)
        self.operator.setCurrentIndex(max(0, self.operator.findData(wanted)))

    def _make_input(self) -> None:
        field, former = self._subject(), self.input
        operator = str(self.operator.currentData() or "")
        self._operand = OPERATORS[operator].operand if operator else "none"
        if field is None or not operator:
            self.input = ValueInput()
        else:
            self.input = value_input(field, operator, self._section, self._desk, f"{self._name}.value")
        self.input.changed.connect(self.changed)
        self._row.replaceWidget(former, self.input)
        former.hide()
        former.deleteLater()
        QWidget.setTabOrder(self.operator, self.input)
        QWidget.setTabOrder(self.input, self.cross)

    def _on_field(self, _place: int) -> None:
        self._fill_operators(str(self.operator.currentData() or ""))
        self._make_input()
        self.changed.emit()

    def _on_operator(self, _place: int) -> None:
        """What was given stays if it means the same: 30 days are no day."""
        before, operand = self.input.value(), self._operand
        self._make_input()
        is_same = self._operand == operand
        if is_same and Condition("", str(self.operator.currentData()), before).is_complete:
            self.input.set_value(before)
        self.changed.emit()


class BlockEditor(QWidget):
    """Conditions and, in the outer one, blocks of them."""

    changed = Signal()
    rearranged = Signal()
    """A row came or went: more or less room is wanted."""
    removed = Signal()

    def __init__(self, desk: Desk, section: str, name: str, *, is_inner: bool = False) -> None:
        super().__init__()
        self._desk, self._section, self._name, self._is_inner = desk, section, name, is_inner
        self._numbers = count(1)
        self._parts: list[ConditionRow | BlockEditor] = []
        self.joined = named(CalmCombo(), f"{name}.joined", _("How conditions are joined"))
        self.joined.addItem(_("All of these are true"), False)
        self.joined.addItem(_("Any of these is true"), True)
        self.joined.setFixedWidth(FIELD_WIDTH + OPERATOR_WIDTH + 6)
        self.joined.activated.connect(lambda _place: self.changed.emit())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.setContentsMargins(*((10, 10, 4, 6) if is_inner else (0, 0, 0, 0)))
        if is_inner:
            on_surface(self, "side")
        column.addLayout(self._head())
        column.addLayout(self._rows)
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(self.joined)
        line.addStretch(1)
        if self._is_inner:
            name = f"{self._name}.remove"
            cross = IconButton("x", _("Remove this block"), name, role="muted", kind="flat", is_small=True)
            cross.clicked.connect(self.removed)
            line.addWidget(cross)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.add = FlatButton(_("Condition"), f"{self._name}.add", "plus")
        self.add.clicked.connect(self._on_add)
        line.addWidget(self.add)
        if not self._is_inner:
            self.add_inner = FlatButton(_("Block of conditions"), f"{self._name}.add_block", "plus")
            self.add_inner.clicked.connect(self._on_add_block)
            line.addWidget(self.add_inner)
        line.addStretch(1)
        return line

    def show_conditions(self, conditions: Conditions) -> None:
        """Show a tree; without a condition one row that asks nothing yet."""
        for old in tuple(self._parts):
            self._take_out(old)
        self.joined.setCurrentIndex(int(conditions.is_any))
        for part in conditions.parts:
            if isinstance(part, Conditions):
                self.add_block(part)
            else:
                self.add_condition(part)
        if not conditions.parts:
            self.add_condition()

    def conditions(self) -> Conditions:
        """The tree of what is complete."""
        found: list[Condition | Conditions] = []
        for part in self._parts:
            if isinstance(part, BlockEditor):
                inner = part.conditions()
                found += [inner] if inner else []
            elif (condition := part.condition()).is_complete:
                found.append(condition)
        return Conditions(tuple(found), bool(self.joined.currentData()) and len(found) > 1)

    def focus_first(self) -> None:
        """To the value of the first condition, where most is changed."""
        row = next((part for part in self._parts if isinstance(part, ConditionRow)), None)
        if row is not None:
            row.focus_value()

    def ask_about(self, key: str) -> None:
        """To the condition on a field; if there is none yet, a row that still asks nothing becomes one."""
        rows = [part for part in self._parts if isinstance(part, ConditionRow)]
        row = next((each for each in rows if each.field.currentData() == key), None)
        if row is None:
            first = subjects(self._desk.registry.section(self._section))[key].kind.operators[0]
            row = next((each for each in rows if not each.condition().is_complete), None)
            if row is None:
                row = self.add_condition(Condition(key, first))
            else:
                row.show_condition(Condition(key, first))
        row.focus_value()

    def add_condition(self, condition: Condition | None = None) -> ConditionRow:
        """A further row."""
        row = ConditionRow(self._desk, self._section, f"{self._name}.{next(self._numbers)}")
        row.show_condition(condition or self._first())
        self._put(row)
        return row

    def _first(self) -> Condition:
        """What a new row asks: the first field that is no picture, by its first operator."""
        found = offered(self._desk.registry.section(self._section))
        field = next(each for each in found if "contains" in each.kind.operators)
        return Condition(field.key, field.kind.operators[0])

    def add_block(self, conditions: Conditions) -> BlockEditor:
        """A further block inside this one."""
        inner = BlockEditor(self._desk, self._section, f"{self._name}.{next(self._numbers)}", is_inner=True)
        inner.show_conditions(conditions)
        inner.rearranged.connect(self.rearranged)
        self._put(inner)
        return inner

    def _on_add(self) -> None:
        self.add_condition().field.setFocus()

    def _on_add_block(self) -> None:
        is_any = not self.joined.currentData()
        self.add_block(Conditions((self._first(),), is_any)).joined.setFocus()

    def _put(self, part: ConditionRow | BlockEditor) -> None:
        part.changed.connect(self.changed)
        part.removed.connect(lambda: self._on_removed(part))
        self._parts.append(part)
        self._rows.addWidget(part)
        self.add.setEnabled(len(self._parts) < MOST_PARTS)
        self.rearranged.emit()

    def _on_removed(self, part: ConditionRow | BlockEditor) -> None:
        place = self._parts.index(part)
        self._take_out(part)
        self.changed.emit()
        left = self._parts[min(place, len(self._parts) - 1)] if self._parts else None
        following = left.field if isinstance(left, ConditionRow) else self.add
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_out(self, part: ConditionRow | BlockEditor) -> None:
        self._parts.remove(part)
        self._rows.removeWidget(part)
        part.hide()
        part.deleteLater()
        self.add.setEnabled(True)
        self.rearranged.emit()
