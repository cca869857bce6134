"""Step 5: what the import came to, with the way back and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.import_wizard.finding_table import FindingTable
from app.ui.import_wizard.problems import ProblemsModel
from app.ui.import_wizard.run_page import RunPage
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import QuietButton

if TYPE_CHECKING:
    from app.services.exchange.corrections import RowsAgain
    from app.services.exchange.importing import ImportReport
    from app.ui.import_wizard.state import ImportState

_MOST_NAMES = 20


class ResultPage(RunPage):
    """Counts, what can be done now, and the rows that were refused."""

    undo_asked = Signal()
    show_asked = Signal()
    save_asked = Signal()
    plan_asked = Signal()
    remove_demo_asked = Signal()

    def __init__(self) -> None:
        super().__init__("import_result", _("Import"), is_done=True)
        self.go = QuietButton(_("Show imported"), "import_show", "list")
        self.go.clicked.connect(self.show_asked)
        self.plan = QuietButton(_("Plan calls…"), "import_plan", "calendar-plus")
        self.plan.clicked.connect(self.plan_asked)
        self.remove_demo = QuietButton(_("Remove demo data"), "import_remove_demo", "trash-2")
        self.remove_demo.clicked.connect(self.remove_demo.hide)
        self.remove_demo.clicked.connect(self.remove_demo_asked)
        self.save = QuietButton(_("Save report…"), "import_save_report", "save")
        self.save.clicked.connect(self.save_asked)
        self.undo = QuietButton(_("Undo import"), "import_undo", "undo-2")
        self.undo.clicked.connect(self.undo_asked)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 4)
        row.setSpacing(8)
        self._acts = (self.go, self.plan, self.save, self.undo, self.remove_demo)
        for button in self._acts:
            row.addWidget(button)
            button.hide()
        row.addStretch(1)
        self.column.addLayout(row)
        self._kept = WrappedLabel("", "warning")
        self._kept.hide()
        self.column.addWidget(self._kept)
        self.problems = ProblemsModel(can_edit=False)
        self.table = FindingTable("import_refusals", _("Rows that cannot be imported"), (70, 170, 230))
        self.table.setModel(self.problems)
        self.table.hide()
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)

    @override
    def start(self, heading: str) -> None:
        """The import has begun."""
        for widget in (*self._acts, self.table, self._kept):
            widget.hide()
        super().start(heading)

    def show_result(
        self, report: ImportReport, others: str, state: ImportState, rows: RowsAgain | None,
        *, can_call: bool = False, has_demo: bool = False,
    ) -> None:  # fmt: skip
        """What was imported; undo is offered when something was written, calls where people came."""
        self.show_report(report, others)
        is_written = report.operation is not None
        self.go.setVisible(is_written)
        self.plan.setVisible(is_written and can_call)
        self.remove_demo.setVisible(is_written and has_demo)
        self.undo.setVisible(is_written)
        self.save.setVisible(bool(report.refused or report.untaken or report.same_as or report.notes))
        places = {(each.row, each.column) for each in report.refused}
        corrected = {place: text for place, text in state.corrections.items() if place in places}
        self.problems.show_all(report.refused, rows, corrected)
        self.table.setVisible(bool(report.refused))

    def show_undone(self, kept: Sequence[str]) -> None:
        """The import was taken back; ``kept`` names what was edited since and stayed."""
        for button in (self.go, self.plan, self.undo):
            button.hide()
        self.heading.setText(_("The import was undone; everything is as before."))
        self.counts.empty()
        self._kept.setVisible(bool(kept))
        if kept:
            n = len(kept)
            names = ", ".join(f"“{title}”" for title in kept[:_MOST_NAMES]) + ("…" if n > _MOST_NAMES else "")
            text = ngettext(
                "{n} record was edited since and stays as it is: {names}.",
                "{n} records were edited since and stay as they are: {names}.", n,
            ).format(n=grouped(n), names=names)  # fmt: skip
            self.heading.setText(_("The import was undone."))
            self._kept.setText(text)
