"""What can be done with an import that is done: take it back, keep its report, see its records."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.blueprint.conditions import IMPORT, Condition, Conditions
from app.core.paths import documents_folder
from app.core.texts import _, grouped, ngettext
from app.ui.file_choice import FileChoice
from app.ui.import_wizard.file_page import table_name
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.library import Undone
    from app.ui.desk import Desk
    from app.ui.import_wizard.wizard import ImportWizard


class Outcome(QObject):
    """The acts of the last page."""

    told = Signal(str)

    def __init__(self, desk: Desk, wizard: ImportWizard, files: FileChoice) -> None:
        super().__init__(wizard)
        self._desk, self._wizard, self._files = desk, wizard, files
        self._is_shown = False
        """Were the records looked at, or taken back?"""
        wizard.accepted.connect(self._tell)

    def undo(self) -> None:
        """Take the whole import back."""
        library, report = self._desk.library, self._wizard.report
        operation = report.operation if report is not None else None
        if library is not None and operation is not None:
            self._desk.work.do(
                _("Undoing the import"),
                lambda progress: library.undo(operation, progress),
                self._on_undone,
                can_cancel=True,
            )

    def _on_undone(self, undone: Undone) -> None:
        self._is_shown = True
        self._wizard.result_page.show_undone(undone.kept)

    def save(self) -> None:
        """Ask for a place and write the report there."""
        from app.services.exchange.report import write_report  # loaded by now: something was imported

        plan, report, state = self._wizard.plan, self._wizard.report, self._wizard.state
        if plan is None or report is None:
            return
        name = _("{name} - report").format(name=Path(plan.table.file).stem)
        folder = state.path.parent if state.path is not None else documents_folder()
        suggested = folder / f"{name}.xlsx"
        path = self._files.new(self._wizard, _("Save report"), "Excel (*.xlsx)", suggested)
        if path is None:
            return

        def done(rows: int) -> None:
            text = ngettext("“{name}” has {n} row.", "“{name}” has {n} rows.", rows)
            self.told.emit(text.format(name=path.name, n=grouped(rows)))

        chosen = state.chosen(plan)
        self._desk.work.do(
            _("Save report"), lambda _progress: write_report(chosen, report, path), done, owner=self
        )

    def show(self) -> None:
        """Close the wizard and show what came with the import."""
        report = self._wizard.report
        self._is_shown = True
        self._wizard.accept()
        if report is not None and report.operation is not None:
            show_imported(self._desk, self._wizard.state.section, report.operation)

    def plan_calls(self) -> None:
        """Close the wizard and plan calls with those who came with the import."""
        from app.ui.calls.plan_dialog import plan_calls

        report = self._wizard.report
        self._is_shown = True
        self._wizard.accept()
        if report is not None and report.operation is not None:
            brought = Condition(IMPORT, "in_import", report.operation)
            plan_calls(self._desk, self._wizard.state.section, brought)

    def _tell(self) -> None:
        """The wizard was closed: what it brought can be seen from the window as well."""
        report, state = self._wizard.report, self._wizard.state
        if self._is_shown or report is None or report.operation is None or state.path is None:
            return
        n = report.added + report.updated
        text = ngettext("{n} record came with “{name}”.", "{n} records came with “{name}”.", n)
        look = partial(show_imported, self._desk, state.section, report.operation)
        self._desk.messages.info(
            text.format(n=grouped(n), name=table_name(state.paths)), Action(_("Show imported"), look)
        )


def show_imported(desk: Desk, section: str, operation: str) -> None:
    """Show the section with what an import added or changed."""
    from app.services.filters import SavedFilter
    from app.services.rows import ListQuery

    desk.navigate.emit(section, "")
    conditions = Conditions((Condition(IMPORT, "in_import", operation),))
    desk.narrow.emit(SavedFilter("", "", ListQuery(section, conditions=conditions)))
