"""The wizard's window: steps in the head, a page in the middle, Back and Continue below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.override import override
from app.core.progress import Cancelled, Progress
from app.core.texts import _
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.first_steps import REMOVE
from app.ui.import_wizard.check_page import CheckPage
from app.ui.import_wizard.column_line import rule
from app.ui.import_wizard.columns_page import ColumnsPage
from app.ui.import_wizard.counts import new_with_them
from app.ui.import_wizard.duplicates_page import DuplicatesPage
from app.ui.import_wizard.file_page import FilePage
from app.ui.import_wizard.inquiries import Inquiries
from app.ui.import_wizard.outcome import Outcome
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.result_page import ResultPage
from app.ui.import_wizard.state import Checked, ImportState, Known, Look
from app.ui.import_wizard.steps_bar import StepsBar
from app.ui.widgets.banner import Banner, Kind
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import guided, named, on_surface
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan, ImportReport
    from app.ui.desk import Desk

FILE, COLUMNS, DUPLICATES, CHECK, IMPORT = range(5)


def show_import(
    desk: Desk, section: str, paths: Sequence[Path] = (), *, is_pasted: bool = False
) -> ImportWizard:
    """Open the wizard for a section, with files if there are some already, or with the clipboard."""
    wizard = ImportWizard(desk, section, dialog_owner())
    if paths:
        wizard.take_files(paths)
    open_dialog(wizard)
    if is_pasted:
        wizard.file_page.paste()
    return wizard


class ImportWizard(QDialog):
    """Leads from a file to records. Every question to the file runs off the window's thread."""

    def __init__(
        self, desk: Desk, section: str, parent: QWidget | None = None, *, files: FileChoice = FILES
    ) -> None:
        super().__init__(parent)
        self._desk, self._library = desk, desk.library
        self.state = ImportState(section)
        self.found: Look | None = None
        self.checked: Checked | None = None
        self.report: ImportReport | None = None
        self.step = FILE
        self._is_importing = False
        on_surface(guided(named(self, "import_wizard", _("Import")), "import"), "surface")
        self._title = label("", "title")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 720)
        self.file_page, self.columns_page = FilePage(files), ColumnsPage()
        self.duplicates_page = DuplicatesPage()
        self.check_page, self.result_page = CheckPage(), ResultPage()
        self.pages: tuple[WizardPage, ...] = (
            self.file_page, self.columns_page, self.duplicates_page, self.check_page, self.result_page,
        )  # fmt: skip
        self._stack = QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(page)
            page.changed.connect(self._on_changed)
            page.ready.connect(self._on_ready)
        self._lay_out()
        self._name_section(section)
        self._inquiries = Inquiries(desk, self._library, self)
        self._outcome = Outcome(desk, self, files)
        self._connect()
        self._go(FILE)

    def _name_section(self, section: str) -> None:
        """Say where the list goes."""
        title = _("Import: {section}").format(section=self._desk.title_of(section))
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self._title.setText(title)

    def _lay_out(self) -> None:
        head = on_surface(QWidget(), "surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(32)
        row.addWidget(self._title)
        self.steps = StepsBar([_("File"), _("Columns"), _("Duplicates"), _("Check"), _("Import")])
        row.addWidget(self.steps)
        row.addStretch(1)
        self._banner = Banner("import_banner")
        self._reading = ProgressStrip("import_reading")
        self._note = ElidedLabel("", "muted")
        self.cancel_button = QuietButton(_("Cancel"), "import_cancel")
        self.back_button = QuietButton(_("Back"), "import_back")
        self.next_button = PrimaryButton(_("Continue"), "import_next")
        self.next_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 12)
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, rule(), self._banner, self._reading):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addWidget(rule())
        column.addLayout(foot)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.file_page.refused.connect(lambda text: self._banner.say(text, "warning"))
        asked = self._inquiries
        self._reading.cancelled.connect(asked.cancel)
        asked.looked.connect(self._on_looked)
        asked.checked.connect(self._on_checked)
        asked.checked_again.connect(self._on_checked_again)
        asked.row_read.connect(self.check_page.show_problems)
        asked.stepped.connect(self._on_step)
        self.check_page.row_touched.connect(self._read_row)
        self.check_page.known_looked_at.connect(self._compare)
        asked.differing.connect(self.check_page.show_differing)
        self.check_page.strip.cancelled.connect(asked.cancel)
        self.result_page.strip.cancelled.connect(self._desk.work.cancel)
        self.result_page.undo_asked.connect(self._outcome.undo)
        self.result_page.save_asked.connect(self._outcome.save)
        self.result_page.show_asked.connect(self._outcome.show)
        self.result_page.plan_asked.connect(self._outcome.plan_calls)
        self.result_page.remove_demo_asked.connect(lambda: self._desk.commands.run(REMOVE))
        self._outcome.told.connect(self._banner.say)
        self._desk.work.stepped.connect(self._on_stepped)

    @property
    def plan(self) -> ImportPlan | None:
        """The plan that the pages show."""
        return self.found.plan if self.found is not None else None

    # -- the way through the pages ------------------------------------------------------------------------

    def take_files(self, paths: Sequence[Path]) -> None:
        """Begin with these files."""
        self._on_changed(self.state.with_file(*paths))

    def go_on(self) -> None:
        """To the next page, or close after the last."""
        if self.step == IMPORT:
            self.accept()
        elif self.next_button.isEnabled():
            self._go(self._beside(1))

    def go_back(self) -> None:
        """To the page before."""
        if self.step > FILE:
            self._inquiries.cancel()
            self._go(self._beside(-1))

    def _beside(self, way: int) -> int:
        """The next step or the one before; cards have no columns to be mapped."""
        step = self.step + way
        has_columns = self.plan is None or self.plan.has_columns
        return step if step != COLUMNS or has_columns else step + way

    def _go(self, step: int) -> None:
        self.step = step
        if step in (CHECK, IMPORT):
            self.setFocus()  # else it would go from the button that is off meanwhile to “Cancel”
        self._stack.setCurrentIndex(step)
        self.steps.set_current(step)
        self._banner.dismiss()
        self._reading.finish()
        self.cancel_button.setVisible(step != IMPORT)
        self.back_button.setVisible(step in (COLUMNS, DUPLICATES, CHECK))
        self.next_button.setText({CHECK: _("Import"), IMPORT: _("Close")}.get(step, _("Continue")))
        self._note.setText(
            _("Nothing is written before the last step, and the whole import can be undone in one step.")
            if step != IMPORT
            else ""
        )
        self._refresh_page()
        if step == CHECK and self.found is not None:
            self.check_page.start(_("Checking the list"))
            self._inquiries.check(self.state, self.found.plan)
        elif step == IMPORT:
            self._import()

    def _refresh_page(self) -> None:
        if self.step == FILE:
            self.file_page.show_state(self.state, self.found)
        elif self.found is not None and self.step == COLUMNS:
            self.columns_page.show_state(self.state, self.found)
        elif self.found is not None and self.step == DUPLICATES:
            self.duplicates_page.show_state(self.state, self.found)
        elif self.step == CHECK:
            self.check_page.show_state(self.state)

    def _on_ready(self, is_ready: bool) -> None:
        self.next_button.setEnabled(is_ready)

    # -- questions to the file ----------------------------------------------------------------------------

    def _on_changed(self, state: ImportState) -> None:
        """Look at the file anew; what cannot be read is told, and the state before stays."""
        if self.found is not None and state.reads_as(self.state):
            self.state = state
            self._refresh_page()
            if self.step == CHECK:
                self._inquiries.check_again_soon(state, self.found.plan)
            return
        self._on_ready(False)
        self._banner.dismiss()
        self._reading.start(_("Reading the file…"))
        self._inquiries.look(state)

    def _on_looked(self, state: ImportState, answer: Look | UserError | None) -> None:
        self._reading.finish()
        is_first = self.found is None
        if isinstance(answer, Look):
            self.state, self.found = replace(state, section=answer.plan.section.key), answer
            self._name_section(self.state.section)
        if not isinstance(answer, UserError):
            self._refresh_page()
            if answer is not None and is_first:
                self.next_button.setFocus()  # what was asked with is gone from the page
            return
        self._banner.say(str(answer), "warning")
        if state.constants == self.state.constants:
            self._refresh_page()
        else:
            self._on_ready(False)  # what was typed stands there still, and is not taken

    def _on_checked(self, answer: Checked | UserError | None) -> None:
        self.check_page.stop()
        if isinstance(answer, Checked):
            self.checked = answer
            self.check_page.show_checked(self.state, answer, self._others(answer.report), self._lost)
            self._on_ready(bool(answer.report.added or answer.report.updated))
            self._focus_next()
        elif self.step == CHECK:
            text = str(answer) if answer else _("Cancelled. Nothing was changed.")
            has_columns = self.plan is None or self.plan.has_columns
            self._go(COLUMNS if answer and has_columns else DUPLICATES)
            self._banner.say(text, "warning" if answer else "info")

    def _on_checked_again(self, report: ImportReport) -> None:
        if self.step == CHECK:
            self.check_page.show_again(report, self._others(report))
            self._on_ready(bool(report.added or report.updated))

    def _read_row(self, number: int) -> None:
        if self.checked is not None:
            self._inquiries.read_row(self.checked.rows, number, self.state.corrections)

    def _compare(self, known: Known) -> None:
        if self.checked is not None:
            self._inquiries.compare(self.checked.rows, known, self.state.corrections)

    def _on_step(self, done: int, total: int) -> None:
        strip = self.check_page.strip if self.step == CHECK else self._reading
        strip.advance(done, total)

    @property
    def _lost(self) -> tuple[str, ...]:
        return self.found.lost if self.found is not None else ()

    def _others(self, report: ImportReport) -> str:
        fields = len(self.plan.new_fields) if self.plan is not None else 0
        return new_with_them(report, self._desk.registry, self.state.section, fields)

    # -- the import ---------------------------------------------------------------------------------------

    def _import(self) -> None:
        library, found, state = self._library, self.found, self.state
        if library is None or found is None:
            return
        self._inquiries.cancel()

        def job(progress: Progress) -> ImportReport | None:
            try:
                return state.run(found.plan, progress)
            except Cancelled:
                return None

        self._is_importing = True
        self.result_page.start(_("Importing"))
        self._desk.work.do(_("Importing"), job, self._on_imported, can_cancel=True, on_error=self._on_failed)

    def _on_imported(self, report: ImportReport | None) -> None:
        if report is None:
            self._leave_import(_("Cancelled. Nothing was changed."), DUPLICATES, "info")
            return
        self._is_importing = False
        self.report = report
        rows = self.checked.rows if self.checked is not None else None
        can_call = "call" in self._desk.registry.section(self.state.section).actions
        has_demo = self._desk.commands.get(REMOVE) is not None
        self.result_page.show_result(
            report, self._others(report), self.state, rows, can_call=can_call, has_demo=has_demo
        )
        self._on_ready(True)
        self._focus_next()

    def _on_failed(self, problem: UserError) -> None:
        has_columns = self.plan is None or self.plan.has_columns
        self._leave_import(str(problem), COLUMNS if has_columns else DUPLICATES, "warning")

    def _leave_import(self, text: str, step: int, kind: Kind) -> None:
        """Nothing was written: back to where it can be changed."""
        self._is_importing = False
        self.result_page.stop()
        self._go(step)
        self._banner.say(text, kind)

    def _focus_next(self) -> None:
        """Back to the button that leads on, unless the user went elsewhere meanwhile."""
        if self.focusWidget() in (self, None):
            self.next_button.setFocus()

    def _on_stepped(self, done: int, total: int, text: str) -> None:
        if self._is_importing:
            self.result_page.strip.advance(done, total, text)

    # -- leaving ------------------------------------------------------------------------------------------

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._inquiries.cancel()
        if self._is_importing:
            self._desk.work.cancel()
        super().closeEvent(event)

    @override
    def reject(self) -> None:
        """Cancel or Esc: an import that runs is cancelled; else the wizard closes, if nothing is lost."""
        if self._is_importing:
            self._desk.work.cancel()
            return
        if self.step != IMPORT and self.state.has_work and not self._is_lost_gladly():
            return
        self._inquiries.cancel()
        super().reject()

    def _is_lost_gladly(self) -> bool:
        text = _("What you chose and corrected for this list is lost. Nothing was imported.")
        return self._desk.messages.ask(
            self.windowTitle(), text, _("Close"), _("Keep editing"), is_danger=True
        )
