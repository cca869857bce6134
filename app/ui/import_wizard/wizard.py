"""The wizard's window: steps in the head, a page in the middle, Back and Continue below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.override import override
from app.core.progress import Cancelled, Progress
from app.core.texts import NN_, _, grouped, ngettext
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.import_wizard.columns_page import ColumnsPage
from app.ui.import_wizard.duplicates_page import DuplicatesPage
from app.ui.import_wizard.file_page import FilePage
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.run_pages import ResultPage, RunPage
from app.ui.import_wizard.state import ImportState
from app.ui.import_wizard.steps_bar import StepsBar
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan, ImportReport
    from app.services.library import Library
    from app.ui.desk import Desk

FILE, COLUMNS, DUPLICATES, CHECK, IMPORT = range(5)


def show_import(desk: Desk, section: str, path: Path | None = None) -> ImportWizard:
    """Open the wizard for a section, with a file if there is one already."""
    wizard = ImportWizard(desk, section, dialog_owner())
    if path is not None:
        wizard.take_file(path)
    open_dialog(wizard)
    return wizard


class ImportWizard(QDialog):
    """Leads from a file to records. Every question to the file runs off the window's thread."""

    def __init__(
        self, desk: Desk, section: str, parent: QWidget | None = None, *, files: FileChoice = FILES
    ) -> None:
        super().__init__(parent)
        self._desk, self._library = desk, desk.library
        self.state = ImportState(section)
        self.plan: ImportPlan | None = None
        self.report: ImportReport | None = None
        self.step = FILE
        self._asked: ImportState | None = None
        self._looked: ImportState | None = None
        self._is_running = False
        title = _("Import: {section}").format(section=desk.title_of(section))
        on_surface(named(self, "import_wizard", title), "surface")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 720)
        self.file_page, self.columns_page = FilePage(files), ColumnsPage()
        self.duplicates_page = DuplicatesPage()
        self.check_page, self.result_page = RunPage("import_check", _("Check"), is_done=False), ResultPage()
        self.pages: tuple[WizardPage, ...] = (
            self.file_page, self.columns_page, self.duplicates_page, self.check_page, self.result_page,
        )  # fmt: skip
        self._stack = QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(page)
            page.changed.connect(self._on_changed)
            page.ready.connect(self._on_ready)
        self._lay_out(title)
        self._connect()
        self._go(FILE)

    def _lay_out(self, title: str) -> None:
        head = on_surface(QWidget(), "surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(32)
        row.addWidget(label(title, "title"))
        self.steps = StepsBar([_("File"), _("Columns"), _("Duplicates"), _("Check"), _("Import")])
        row.addWidget(self.steps)
        row.addStretch(1)
        self._banner = Banner("import_banner")
        self._note = label("", "muted")
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
        column.addWidget(head)
        column.addWidget(_rule())
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        column.addWidget(_rule())
        column.addLayout(foot)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.result_page.undo_asked.connect(self._undo)
        self.result_page.show_asked.connect(self._show_imported)
        for page in (self.check_page, self.result_page):
            page.strip.cancelled.connect(self._desk.work.cancel)
        self._desk.work.stepped.connect(self._on_stepped)

    # -- the way through the pages ------------------------------------------------------------------------

    def take_file(self, path: Path) -> None:
        """Begin with this file."""
        self._on_changed(self.state.with_file(path))

    def go_on(self) -> None:
        """To the next page, or close after the last."""
        if self.step == IMPORT:
            self.accept()
        else:
            self._go(self._beside(1))

    def go_back(self) -> None:
        """To the page before."""
        if self.step > FILE:
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
        self.cancel_button.setVisible(step != IMPORT)
        self.back_button.setVisible(step in (COLUMNS, DUPLICATES, CHECK))
        self.next_button.setText({CHECK: _("Import"), IMPORT: _("Close")}.get(step, _("Continue")))
        self._note.setText(
            _("Nothing is written before the last step, and the whole import can be undone in one step.")
            if step != IMPORT
            else ""
        )
        self._refresh_page()
        if step == CHECK:
            self._check()
        elif step == IMPORT:
            self._import()

    def _refresh_page(self) -> None:
        if self.step == FILE:
            self.file_page.show_state(self.state, self.plan)
        elif self.plan is not None and self.step == COLUMNS:
            self.columns_page.show_state(self.state, self.plan)
        elif self.plan is not None and self.step == DUPLICATES:
            self.duplicates_page.show_state(self.state, self.plan)

    def _on_ready(self, is_ready: bool) -> None:
        self.next_button.setEnabled(is_ready)

    # -- questions to the file ----------------------------------------------------------------------------

    def _on_changed(self, state: ImportState) -> None:
        """Look at the file anew; what cannot be read is told, and the state before stays."""
        library = self._library
        if library is None:
            return

        if self.plan is not None and replace(state, on_duplicate=self.state.on_duplicate) == self.state:
            self.state = state  # the file reads the same
            self._refresh_page()
            return
        self._asked = state

        def look() -> ImportPlan | UserError:
            try:
                return state.plan(library)
            except UserError as problem:
                return problem

        self._desk.work.ask(
            "import.look", look, lambda answer: self._on_looked(state, answer), lane="slow", owner=self
        )
        if self._looked is not state:
            self._banner.say(_("Reading the file…"))
            self._on_ready(False)

    def _on_looked(self, state: ImportState, answer: ImportPlan | UserError) -> None:
        if state is not self._asked:
            return  # an answer to what was chosen before
        self._looked, is_first = state, False
        if isinstance(answer, UserError):
            self._banner.say(str(answer), "warning")
        else:
            self._banner.dismiss()
            is_first, self.state, self.plan = self.plan is None, state, answer
        self._refresh_page()
        if is_first:
            self.next_button.setFocus()  # what was asked with is gone from the page

    def _check(self) -> None:
        self._run(_("Checking the list"), self.check_page, self.state.check, self._on_checked)

    def _on_checked(self, report: ImportReport | None) -> None:
        if self._ended(report) and report is not None:
            self.check_page.show_report(report, self._other_new(report))
            self._on_ready(bool(report.added or report.updated))
            self._focus_next()

    def _other_new(self, report: ImportReport) -> str:
        """Records of other sections that come with the rows, in words: firms of people."""
        plurals = {each.key: each.plural for each in self._desk.registry.sections}
        plurals["group"] = NN_("{n} group", "{n} groups")
        words = []
        for key, n in report.created.items():
            if key != self.state.section and key in plurals and n:
                words.append(ngettext(*plurals[key], n).format(n=grouped(n)))
        return ", ".join(words)

    def _import(self) -> None:
        self._run(_("Importing"), self.result_page, self.state.run, self._on_imported)

    def _on_imported(self, report: ImportReport | None) -> None:
        if self._ended(report) and report is not None:
            self.report = report
            self.result_page.show_report(report, self._other_new(report))
            self._on_ready(True)
            self._focus_next()

    def _focus_next(self) -> None:
        """Back to the button that leads on, unless the user went elsewhere meanwhile."""
        if self.focusWidget() in (self, None):
            self.next_button.setFocus()

    def _run(
        self,
        title: str,
        page: RunPage,
        work: Callable[[Library, Progress], ImportReport],
        on_done: Callable[[ImportReport | None], None],
    ) -> None:
        """Run a check or an import; a cancelled one answers None."""
        library = self._library
        if library is None:
            return

        def job(progress: Progress) -> ImportReport | None:
            try:
                return work(library, progress)
            except Cancelled:
                return None

        self._is_running = True
        page.start(title)
        self.back_button.setEnabled(False)
        self._desk.work.do(title, job, on_done, can_cancel=True, on_error=self._on_failed)

    def _ended(self, report: ImportReport | None) -> bool:
        """The work is over; True if it was not cancelled. A cancelled one leads back."""
        self._is_running = False
        self.back_button.setEnabled(True)
        if report is None:
            self._stop_pages()
            self._go(DUPLICATES)
            self._banner.say(_("Cancelled. Nothing was changed."))
        return report is not None

    def _stop_pages(self) -> None:
        for page in (self.check_page, self.result_page):
            page.stop()

    def _on_stepped(self, done: int, total: int, text: str) -> None:
        page = self.pages[self.step]
        if self._is_running and isinstance(page, RunPage):
            page.strip.advance(done, total, text)

    def _on_failed(self, problem: UserError) -> None:
        self._is_running = False
        self.back_button.setEnabled(True)
        self._stop_pages()
        self._go(COLUMNS if self.plan is None or self.plan.has_columns else DUPLICATES)
        self._banner.say(str(problem), "warning")

    # -- after the import ---------------------------------------------------------------------------------

    def _undo(self) -> None:
        library, operation = self._library, self.report.operation if self.report else None
        if library is not None and operation is not None:
            self._desk.work.do(
                _("Undoing the import"), lambda progress: library.undo(operation, progress), self._on_undone
            )

    def _on_undone(self, _undone: object) -> None:
        self.result_page.show_undone()

    def _show_imported(self) -> None:
        self.accept()
        self._desk.navigate.emit(self.state.section, "")

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_running:
            self._desk.work.cancel()
        super().closeEvent(event)

    @override
    def reject(self) -> None:
        """Cancel or Esc: an import that runs is cancelled, then the wizard closes."""
        if self._is_running:
            self._desk.work.cancel()
        super().reject()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("rule", "true")
    return rule
