"""Plan calls with people of a list: how many a day, for how many working days; told before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.blueprint.conditions import Condition
from app.blueprint.dates import date_format
from app.core.clock import today
from app.core.texts import _, grouped, language, ngettext
from app.services.call_plan import MOST_A_DAY, MOST_DAYS, CallPlan, plan, to_call, write
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.inputs import NumberBox
from app.ui.widgets.labels import form_label, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.library import Operation
    from app.ui.desk import Desk

A_DAY, DAYS = 10, 5


Chosen = Callable[[], list[str]]
"""Uids of whom the user has selected; asked beside the window, as they may be many."""


def plan_calls(desk: Desk, section: str, *among: Condition, only: Chosen | None = None) -> PlanCallsDialog:
    """Open it for the people of a section whom these conditions leave, or who are selected."""
    dialog = PlanCallsDialog(desk, section, among, dialog_owner(), only)
    open_dialog(dialog)
    return dialog


class PlanCallsDialog(QDialog):
    """Who has a phone and no next step yet is called, in the order of the list."""

    def __init__(
        self,
        desk: Desk,
        section: str,
        among: tuple[Condition, ...] = (),
        parent: QWidget | None = None,
        only: Chosen | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "plan_calls_dialog", _("Plan calls"))
        self.setWindowTitle(_("Plan calls"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._desk, self._section, self._among, self._only = desk, section, among, only
        self._people: list[str] = []
        self.found = CallPlan()
        self.per_day = NumberBox("plan_per_day", _("Calls a day"))
        self.per_day.setRange(1, MOST_A_DAY)
        self.per_day.setValue(A_DAY)
        self.days = NumberBox("plan_days", _("Working days"))
        self.days.setRange(1, MOST_DAYS)
        self.days.setValue(DAYS)
        self.told = WrappedLabel("", "muted")
        self.ok = PrimaryButton(_("Plan the calls"), "plan_ok", "calendar-plus")
        self.ok.clicked.connect(self.save)
        self.ok.setEnabled(False)
        for box in (self.per_day, self.days):
            box.valueChanged.connect(self._refresh)
        self._lay_out()
        self._look()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for line, box in enumerate((self.per_day, self.days)):
            grid.addWidget(form_label(box.accessibleName()), line, 0)
            grid.addWidget(box, line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Plan calls"), "title"))
        column.addWidget(
            WrappedLabel(_("Who has a phone and no next step yet is called, one after another."))
        )
        column.addLayout(grid)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addSpacing(6)
        column.addLayout(dialog_foot(self, "plan", self.ok))

    def _look(self) -> None:
        library = self._desk.library
        if library is None:
            return
        section, among, only = self._section, self._among, self._only

        def job() -> list[str]:
            return to_call(library, section, *among, only=only() if only is not None else None)

        self._desk.work.ask("calls.plan", job, self._on_found, lane="slow", owner=self)

    def _on_found(self, people: list[str]) -> None:
        self._people = people
        self._refresh()

    def _refresh(self) -> None:
        """Reckon anew and say what would be done."""
        library = self._desk.library
        if library is None:
            return
        self.found = plan(library, self._people, self.per_day.value(), self.days.value())
        self.ok.setEnabled(bool(self.found.calls))
        self.told.setText(self._in_words())
        self.told.setAccessibleName(self.told.text())

    def _in_words(self) -> str:
        days, n, total = self.found.days, len(self.found.calls), len(self._people)
        if not days:
            return _("There is nobody with a phone and without a next step.")
        first, last = (date_format(each, "EEE, d MMMM", language()) for each in (days[0], days[-1]))
        when = first if first == last else f"{first} – {last}"
        text = ngettext("{n} call of {total}: {when}.", "{n} calls of {total}: {when}.", n)
        return text.format(n=grouped(n), total=grouped(total), when=when)

    def save(self) -> None:
        """Write them and show today's."""
        library, desk, found = self._desk.library, self._desk, self.found
        if library is None or not found.calls:
            return
        section, subject = self._section, _("First call")

        def done(operation: Operation) -> None:
            n, now = len(found.calls), found.on(today(desk.clock))
            text = ngettext(
                "{n} call is planned, {today} of them for today.",
                "{n} calls are planned, {today} of them for today.", n,
            )  # fmt: skip
            undo = Action(_("Undo"), lambda: acts.undo(desk, operation.uid))
            desk.messages.info(text.format(n=grouped(n), today=grouped(now)), undo)
            desk.commands.run("go.today")

        desk.work.do(
            _("Planning calls"),
            lambda progress: write(library, section, found, subject, progress),
            done,
            owner=desk,
        )
        self.accept()
