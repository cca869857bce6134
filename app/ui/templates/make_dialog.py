"""Making documents of records: what is asked, how they would be, what stays empty; then they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.opening import OpenUrl, open_in_system
from app.ui.templates.acts import kinds
from app.ui.templates.document_look import look_at_document
from app.ui.templates.foresight import Foresight
from app.ui.templates.made_list import MadeList
from app.ui.templates.make_jobs import AskPrinter, ask_printer
from app.ui.templates.make_jobs import make as make_all
from app.ui.templates.make_options import MakeOptions
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named, on_surface
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.documents.making import Made, Order
    from app.services.documents.rehearsal import Rehearsal
    from app.services.documents.templates import Template
    from app.services.rows import ListQuery
    from app.ui.desk import Desk

OPTIONS_WIDTH = 330
CHANGE_MS = 250
BEFORE, AFTER = range(2)


def open_making(
    desk: Desk, template: Template | None = None, *, section: str = "", uids: Sequence[str] = (),
    view: ListQuery | None = None, parent: QWidget | None = None, files: FileChoice = FILES,
    open_url: OpenUrl = open_in_system,
) -> MakeDialog:  # fmt: skip
    """Open the window for some records, else for what is selected."""
    keys = [each.key for each in desk.registry.sections]
    section = section or (desk.section if desk.section in keys else keys[0])
    chosen = tuple(uids) or (desk.selected if desk.section == section else ())
    owner = parent or dialog_owner()
    dialog = MakeDialog(desk, section, chosen, view, owner, template=template, files=files, open_url=open_url)
    open_dialog(dialog, is_modal=False)
    return dialog


class MakeDialog(QDialog):
    """Left what is asked, right how it would be; afterwards what came of it."""

    def __init__(
        self, desk: Desk, section: str, uids: Sequence[str] = (), view: ListQuery | None = None,
        parent: QWidget | None = None, *, template: Template | None = None, files: FileChoice = FILES,
        open_url: OpenUrl = open_in_system, ask: AskPrinter = ask_printer,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        title = _("Documents: {section}").format(section=desk.title_of(section))
        guided(named(self, "make_dialog", title), "letters")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1060, 640)
        self._desk, self._section, self._files, self._open_url = desk, section, files, open_url
        self._ask = ask
        self._template = template
        self._progress: Progress | None = None
        self._trial: Progress | None = None
        """The trial whose end is to be shown."""
        self._is_running = False
        self.rehearsal: Rehearsal | None = None
        self.options = MakeOptions(desk, section, uids, view, files)
        self.foresight = Foresight(desk)
        self.names, self.gaps, self.banner = self.foresight.names, self.foresight.gaps, self.foresight.banner
        self.made = MadeList(desk, open_url)
        self.strip = ProgressStrip("make_progress")
        self._pages = QStackedWidget()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CHANGE_MS)
        self._lay_out(title)
        self._connect()
        self._read_templates()

    # -- putting it together -------------------------------------------------------------------------------

    def _lay_out(self, title: str) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(on_surface(self.options, "window"))
        scroll.setFixedWidth(OPTIONS_WIDTH)
        self._pages.addWidget(self.foresight)
        self._pages.addWidget(self.made)
        self.toast_place = self._pages
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addWidget(scroll)
        body.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        column.addLayout(body, 1)
        column.addWidget(self.strip)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self._first = QuietButton(_("Look at the first"), "make_preview", "eye")
        self._check = QuietButton(_("Check…"), "make_check", "list-checks")
        self._close = QuietButton(_("Cancel"), "make_cancel")
        self.ok = PrimaryButton(_("Make documents"), "make_start", "files")
        self.ok.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._first)
        row.addWidget(self._check)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self.ok)
        return row

    def _connect(self) -> None:
        desk = self._desk
        self._soon.timeout.connect(self.rehearse)
        self.options.changed.connect(self._try_anew)
        self.options.template_wanted.connect(self._choose_file)
        self.options.library_wanted.connect(self._open_library)
        self.foresight.check_wanted.connect(self.check)
        self.gaps.filled.connect(self.rehearse)
        self.gaps.settings_wanted.connect(self._open_settings)
        self._first.clicked.connect(self.look_at_first)
        self._check.clicked.connect(self.check)
        self._close.clicked.connect(self.reject)
        self.ok.clicked.connect(self.start)
        self.strip.cancelled.connect(self._cancel)
        desk.records_changed.connect(self._on_records_changed)
        desk.library_changed.connect(self.close)

    # -- templates -----------------------------------------------------------------------------------------

    def _read_templates(self) -> None:
        library, section = self._desk.library, self._section
        if library is not None:
            templates = library.documents.templates
            self._desk.work.ask(
                "make.templates", lambda: [*templates.all(section), *templates.shipped()], self._offer,
                lane="beside", owner=self,
            )  # fmt: skip

    def _offer(self, templates: Sequence[Template]) -> None:
        self.options.offer(templates, self._template)
        self._template = None

    def _choose_file(self) -> None:
        from app.services.documents.templates import of_file

        path = self._files.existing(self, _("Choose a template"), kinds())
        if path is not None:
            self._template = of_file(path)
            self._read_templates()

    def _open_library(self) -> None:
        from app.ui.templates.library_dialog import TemplatesDialog

        open_dialog(TemplatesDialog(self._desk, self, files=self._files), is_modal=False)

    def _open_settings(self, root: str) -> None:
        from app.ui.settings_dialog import DOCUMENTS_PAGE, show_settings

        show_settings(self._desk, DOCUMENTS_PAGE if root == "firm" else "user_name")

    def _on_records_changed(self, changed: object) -> None:
        touched = set(getattr(changed, "changed", {}))
        if touched & {"template", "template_version"}:
            self._read_templates()
        elif self._pages.currentIndex() == BEFORE and not self._is_running and not self.gaps.is_typed:
            self._later()

    # -- trying --------------------------------------------------------------------------------------------

    def _try_anew(self) -> None:
        """Another template or other records: what is shown of the former ones does not hold for these."""
        self.rehearsal = None
        self.foresight.show_trying()
        self._later()

    def _later(self) -> None:
        self._stop_trying()
        self._wait()
        self._soon.start()

    def _wait(self) -> None:
        """The button says why it waits: what has not been tried may have mistakes and empty places."""
        for each in (self.ok, self._first):
            each.setEnabled(False)
        self._call(_("Trying the template…"))

    def _call(self, text: str) -> None:
        self.ok.setText(text)
        self.ok.setAccessibleName(text)

    def rehearse(self) -> None:
        """Try how the documents would be; nothing of it is kept."""
        from app.services.documents.rehearsal import rehearse, uids_of

        library, template = self._desk.library, self.options.chosen
        if library is None or template is None or self._is_running:
            return
        self._stop_trying()
        make = self._order_maker(template)
        uids, query = self.options.what.uids(), self.options.what.query()

        def job(progress: Progress) -> Rehearsal:
            return rehearse(library, make(uids_of(library, uids(), query)), progress)

        self._wait()
        self.strip.start(_("Trying the template"))

        def show(found: Rehearsal) -> None:
            if progress is self._trial:
                self._show(found)

        self._progress = self._trial = progress = self._desk.work.study(
            job, show, self.strip.advance, lambda: self._on_tried(progress), owner=self
        )

    def _order_maker(self, template: Template) -> Callable[[tuple[str, ...]], Order]:
        from app.services.documents.making import Order

        wanted = self.options.wanted()

        def make(uids: tuple[str, ...]) -> Order:
            return Order(
                template, uids, wanted.folder, None, wanted.pattern, is_joined=wanted.is_joined,
                as_pdf=wanted.as_pdf, is_attached=wanted.is_attached, is_noted=wanted.is_noted,
            )  # fmt: skip

        return make

    def _stop_trying(self) -> None:
        """What is under way is not waited for, and what it still finds is not shown."""
        if self._progress is not None:
            self._progress.cancel()
        self._progress = self._trial = None
        self.strip.finish()

    def _on_end(self, progress: Progress | None) -> None:
        if progress is self._progress:
            self._progress = None
            self.strip.finish()

    def _on_tried(self, progress: Progress) -> None:
        """Cancelled or broken off, as far as is known here; what was found is shown right after."""
        if progress is self._progress:
            self._call(_("Make documents"))
            self.foresight.show_untried(self.rehearse)
        self._on_end(progress)

    def _show(self, found: Rehearsal) -> None:
        self.rehearsal = found
        n = 1 if found.looked is not None and found.looked.is_for_many else found.total
        self.foresight.show_rehearsal(found, n)
        self.options.show_count(n, found.looked)
        self._call(ngettext("Make {n} document", "Make {n} documents", n).format(n=grouped(n)))
        self.ok.setEnabled(bool(found.names))
        self._first.setEnabled(bool(found.names))

    def check(self) -> None:
        """What was found in the template."""
        from app.ui.templates.check_dialog import CheckDialog

        template = self.options.chosen
        if template is not None:
            looked = self.rehearsal.looked if self.rehearsal is not None else None
            open_dialog(
                CheckDialog(self._desk, template, self, section=self._section, looked=looked,
                            open_url=self._open_url),
                is_modal=False,
            )  # fmt: skip

    def look_at_first(self) -> None:
        """Open the first document as it would be made, Word or PDF; nothing of it is kept."""
        library, template, found = self._desk.library, self.options.chosen, self.rehearsal
        if library is None or template is None or found is None or not found.made or not found.made.documents:
            return
        first = found.made.documents[0]
        self._stop_trying()
        self._progress = progress = look_at_document(
            self._desk, self, self.strip, self._open_url, lambda: template, first.uids, name=first.name,
            as_pdf=self.options.is_pdf, on_end=lambda: self._on_end(progress),
        )  # fmt: skip

    # -- making --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Make them all, off the window's thread; the window tells how far it is."""
        from app.services.documents.rehearsal import uids_of

        library, template, wanted = self._desk.library, self.options.chosen, self.options.wanted()
        if library is None or template is None or not self.ok.isEnabled():
            return
        if not (wanted.folder or wanted.is_attached or wanted.is_printed):
            self._desk.messages.warning(
                _("Say where the documents go: into a folder, to the records, or on paper.")
            )
            return
        printer = self._ask(self) if wanted.is_printed else ""
        if wanted.is_printed and not printer:
            return
        self._stop_trying()
        make = self._order_maker(template)
        uids, query = self.options.what.uids(), self.options.what.query()

        def job(progress: Progress) -> tuple[Made, list[Path]]:
            order = make(uids_of(library, uids(), query))
            return make_all(library, order, wanted, printer, progress)

        self._watch(True)
        self._desk.work.do(
            self.windowTitle(), job, self._on_made, can_cancel=True, on_error=self._on_refused, owner=self
        )

    def _on_made(self, found: tuple[Made, list[Path]]) -> None:
        self._watch(False)
        made, files = found
        self.made.show_made(made, files)
        self._pages.setCurrentIndex(AFTER)
        for each in (self._first, self._check, self.ok):
            each.hide()
        self.options.setEnabled(False)
        self._close.setText(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self._close.setFocus()

    def _on_refused(self, problem: Exception) -> None:
        self._watch(False)
        self.banner.say(str(problem), "danger")

    def _watch(self, is_running: bool) -> None:
        """While documents are made, the window tells how far it is."""
        if is_running == self._is_running:
            return
        work, strip = self._desk.work, self.strip
        for signal, act in (
            (work.started, strip.start), (work.stepped, strip.advance), (work.finished, self._on_finished),
        ):  # fmt: skip
            (signal.connect if is_running else signal.disconnect)(act)
        self._is_running = is_running
        for each in (self.ok, self._first, self._check, self.options):
            each.setEnabled(not is_running)
        if not is_running:
            strip.finish()

    def _on_finished(self) -> None:
        """Also after a cancel, which has no answer."""
        QTimer.singleShot(0, self, self._leave_if_done)

    def _leave_if_done(self) -> None:
        if self._is_running and not self._desk.work.is_writing:
            self._watch(False)

    def _cancel(self) -> None:
        if self._is_running:
            self._desk.work.cancel()
        elif self._progress is not None:
            self._progress.cancel()

    @override
    def reject(self) -> None:
        """Esc while documents are made cancels that first."""
        if self._is_running:
            self._desk.work.cancel()
        else:
            super().reject()

    @override
    def done(self, result: int) -> None:
        self._stop_trying()
        super().done(result)
