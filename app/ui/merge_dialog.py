"""Two records become one: a choice for each field in which they differ, and the result beside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.field import Field
from app.core.errors import UserError
from app.core.texts import _
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing.acts import undo
from app.ui.messages import Action
from app.ui.panel.small import ByWidth, WrappedLabel
from app.ui.side_by_side import shown
from app.ui.widgets.buttons import LinkButton, PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.merging import Difference, MergePlan, Side
    from app.services.operations import Operation
    from app.ui.desk import Desk

LABEL_WIDTH = 130


def open_merge(
    desk: Desk, uids: tuple[str, str], on_done: Callable[[str, str], None] | None = None,
    owner: QWidget | None = None,
) -> None:  # fmt: skip
    """Read both records and show them above their owner; the older one stays. ``on_done`` gets who stays and
    who goes."""
    library = desk.library
    if library is None:
        return

    def read() -> MergePlan | UserError:
        try:
            plan = library.merging.plan(*uids)
        except UserError as error:
            return error
        made = [(each.values.get("created_at") or "", each.uid) for each in (plan.survivor, plan.other)]
        return plan if made[0] <= made[1] else library.merging.plan(plan.other.uid, plan.survivor.uid)

    def came(plan: MergePlan | UserError) -> None:
        if isinstance(plan, UserError):
            desk.messages.error(str(plan))
        else:
            open_dialog(MergeDialog(desk, plan, on_done, owner or dialog_owner()))

    desk.work.ask("merge", read, came, patience_ms=100, owner=desk)


class MergeDialog(QDialog):
    """Nothing happens before Merge; then all of it, as one step."""

    def __init__(
        self, desk: Desk, plan: MergePlan, on_done: Callable[[str, str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        named(self, "merge_dialog", _("Merge two records"))
        self.setWindowTitle(_("Merge two records"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 620)
        self._desk, self._plan, self._on_done = desk, plan, on_done
        self._context = desk.context()
        self._sides: dict[str, Side] = {each.field.key: each.default for each in plan.differences}
        self._groups: dict[str, QButtonGroup] = {}
        self._results: dict[str, WrappedLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(_("Merge two records"), "title"))
        hint = _("Choose what stays where they differ. Phones, groups, files, events and whatever points to"
                 " either of them is kept. It is one step that can be undone at any time.")  # fmt: skip
        column.addWidget(WrappedLabel(hint, "muted"))
        column.addWidget(self._table(), 1)
        self._problem = WrappedLabel("", "danger")
        self._problem.setObjectName("merge_problem")
        self._problem.hide()
        column.addWidget(self._problem)
        column.addLayout(self._foot())
        self._show_result()
        self.ok.setFocus()

    def _foot(self) -> QHBoxLayout:
        self.ok = PrimaryButton(_("Merge"), "merge_ok", "merge")
        self.ok.clicked.connect(self.merge)
        return dialog_foot(self, "merge", self.ok)

    # -- the two and their result --------------------------------------------------------------------------

    def _table(self) -> QScrollArea:
        inside = on_surface(ByWidth(), "surface")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(12, 8, 12, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        for place in (1, 2, 3):
            self._grid.setColumnStretch(place, 1)
        self._heads()
        by_field = {each.field.key: each for each in self._plan.differences}
        values = (self._plan.survivor.values, self._plan.other.values)
        for field in self._plan.section.stored:
            pair = (values[0].get(field.key), values[1].get(field.key))
            if not field.is_hidden and pair != (None, None):
                self._add(field, pair, by_field.get(field.key))
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setProperty("boxed", "true")
        scroll.setWidget(inside)
        return scroll

    def _heads(self) -> None:
        sides: tuple[tuple[Side, str], ...] = (
            ("survivor", self._plan.survivor.title), ("other", self._plan.other.title),
        )  # fmt: skip
        for place, (side, title) in enumerate(sides, 1):
            head = QVBoxLayout()
            head.setSpacing(0)
            head.addWidget(WrappedLabel(title, "strong"))
            take = LinkButton(_("Take all"), f"merge_all_{side}")
            take.setProperty("tight", "true")
            take.setAccessibleName(f"{take.text()}: {title}")
            take.setEnabled(bool(self._plan.differences))
            take.clicked.connect(partial(self._take_all, side))
            head.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
            self._grid.addLayout(head, 0, place, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label(_("Result"), "strong"), 0, 3, Qt.AlignmentFlag.AlignTop)

    def _add(self, field: Field, values: tuple[Any, Any], difference: Difference | None) -> None:
        row = self._grid.rowCount()
        rule = QFrame()
        rule.setProperty("rule", "true")
        self._grid.addWidget(rule, row, 0, 1, 4)
        row += 1
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(WrappedLabel(_(field.label), "muted"), row, 0, top)
        if difference is not None:
            self._add_choice(field, difference, row)
        else:
            for place, value in enumerate(values, 1):
                words = WrappedLabel(shown(field, value, self._context), "muted")
                self._grid.addWidget(words, row, place, top)
        self._results[field.key] = result = WrappedLabel("")
        result.setObjectName(f"merge_result_{field.key}")
        self._grid.addWidget(result, row, 3, top)

    def _add_choice(self, field: Field, difference: Difference, row: int) -> None:
        group = self._groups[field.key] = QButtonGroup(self)
        for place, side in enumerate(difference.sides):
            value = shown(field, difference.values[place], self._context) if side != "both" else ""
            spoken = f"{_(field.label)}: {value or _('Both, one below the other')}"
            button = named(QRadioButton(), f"merge_{field.key}_{side}", spoken)
            button.setChecked(side == difference.default)
            button.toggled.connect(partial(self._on_side, field.key, side))
            group.addButton(button)
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            words = WrappedLabel(value or _("Both, one below the other"), "text" if value else "muted")
            words.setBuddy(button)
            line.addWidget(words, 1)
            if side == "both":
                self._grid.addLayout(line, row + 1, 1, 1, 2)
            else:
                self._grid.addLayout(line, row, place + 1, Qt.AlignmentFlag.AlignTop)

    def _on_side(self, key: str, side: Side, is_on: bool) -> None:
        if is_on:
            self._sides[key] = side
            self._show_result()

    def _take_all(self, side: Side, _is_on: bool = False) -> None:
        for key in self._groups:
            button = self.findChild(QRadioButton, f"merge_{key}_{side}")
            if button is not None:
                button.setChecked(True)

    def _show_result(self) -> None:
        library = self._desk.library
        if library is None:
            return
        plan, sides = self._plan, dict(self._sides)
        self._desk.work.ask(
            f"merge.{id(self)}", lambda: library.merging.result(plan, sides), self._on_result,
            patience_ms=50, lane="beside", owner=self,
        )  # fmt: skip

    def _on_result(self, values: dict[str, Any]) -> None:
        for key, words in self._results.items():
            field = self._plan.section.by_key[key]
            text = shown(field, values.get(key), self._context)
            words.setText(text)
            words.setAccessibleName(f"{_('Result')}, {_(field.label)}: {text}")

    # -- doing it ------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Do it; the dialog stays when something is not right."""
        library, plan, sides = self._desk.library, self._plan, dict(self._sides)
        if library is None:
            return
        self.ok.setEnabled(False)
        self._desk.work.do(
            self.windowTitle(), lambda _progress: library.merging.merge(plan, sides), self._on_merged,
            on_error=self._refuse, owner=self,
        )  # fmt: skip

    def _on_merged(self, operation: Operation) -> None:
        desk, plan = self._desk, self._plan
        text = _("Merged: {title}.").format(title=operation.title)
        desk.messages.info(text, Action(_("Undo"), lambda: undo(desk, operation.uid)))
        desk.navigate.emit(plan.section.key, plan.survivor.uid)
        if self._on_done is not None:
            self._on_done(plan.survivor.uid, plan.other.uid)
        self.accept()

    def _refuse(self, problem: UserError) -> None:
        self.ok.setEnabled(True)
        self._problem.setText(str(problem))
        self._problem.show()
