"""What can be done with an import that is done: take it back, keep its report, see its records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.blueprint.conditions import Condition, Conditions
from app.core.clock import today
from app.core.paths import documents_folder
from app.core.texts import _, grouped, ngettext
from app.ui.file_choice import FileChoice

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
        """Close the wizard and show the section with what was changed today."""
        from app.services.filters import SavedFilter
        from app.services.rows import ListQuery

        section, desk = self._wizard.state.section, self._desk
        self._wizard.accept()
        desk.navigate.emit(section, "")
        day = today(desk.clock).isoformat()
        conditions = Conditions((Condition("updated_at", "on", day),))
        desk.narrow.emit(SavedFilter("", "", ListQuery(section, conditions=conditions)))
