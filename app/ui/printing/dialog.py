"""Print: which records, how they are laid out, how that looks; then to the printer or into a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.paths import documents_folder
from app.core.texts import _, ngettext
from app.services.exchange.writing import write_atomically
from app.ui.file_choice import FILES, FileChoice, with_suffix
from app.ui.messages import Action
from app.ui.opening import OpenUrl, open_in_system, open_own_file
from app.ui.panel.document import file_name
from app.ui.printing.calendar_pages import DaySpan
from app.ui.printing.layouts import LAYOUTS, Laid, Material, Wanted, lay_again, lay_out
from app.ui.printing.pdf import write_pages
from app.ui.printing.preview import Preview
from app.ui.printing.printer import AskPrinter, ask_printer, print_pages
from app.ui.printing.setup_form import SetupForm
from app.ui.records_choice import RecordsChoice
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.rows import ListQuery
    from app.ui.desk import Desk

_FOLDER = "export_folder"
SIDE = 280
CHANGE_MS = 150
"""Choices made one after the other are laid out once."""


class PrintDialog(QDialog):
    """Left what is chosen, right how it comes out."""

    def __init__(
        self,
        desk: Desk,
        section: str,
        uids: Sequence[str] = (),
        view: ListQuery | None = None,
        columns: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        files: FileChoice = FILES,
        days: DaySpan | None = None,
        open_url: OpenUrl = open_in_system,
        ask: AskPrinter = ask_printer,
    ) -> None:
        super().__init__(parent)
        self._desk, self._section = desk, desk.registry.section(section)
        self._columns = tuple(columns) or self._section.columns
        self._files, self._open_url, self._ask = files, open_url, ask
        self._read: tuple[tuple[str, str], Material] | None = None
        """What was read last, and for which layout and records."""
        self._progress: Progress | None = None
        self.laid = Laid()
        title = _("Print: {section}").format(section=desk.title_of(section))
        named(self, "print_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(960, 640)
        self._what = RecordsChoice(desk, section, uids, view, "print")
        self._days = days
        self.form = SetupForm(self._section, _layout_of(days))
        self.preview = Preview()
        self._strip = ProgressStrip("print_progress")
        self._note = label("", "warning")
        self._note.setWordWrap(True)
        named(self._note, "print_note")
        self._lay_out(title)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CHANGE_MS)
        self._soon.timeout.connect(self.look)
        self._what.changed.connect(self._soon.start)
        self.form.changed.connect(self._soon.start)
        self._strip.cancelled.connect(self._cancel)
        self.look()

    def _lay_out(self, title: str) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(label(title, "title"))
        side.addSpacing(4)
        side.addWidget(self._what)
        side.addSpacing(8)
        side.addWidget(self.form)
        side.addWidget(self._note)
        side.addStretch(1)
        side.addWidget(self._strip)
        left = QWidget()
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        left.setFixedWidth(SIDE)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addWidget(left)
        body.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(body, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        cancel = QuietButton(_("Cancel"), "print_cancel")
        cancel.clicked.connect(self.reject)
        self._pdf = QuietButton(_("Save as PDF…"), "print_pdf", "file-down")
        self._pdf.clicked.connect(self.save_pdf)
        self._start = PrimaryButton(_("Print…"), "print_start", "printer")
        self._start.setDefault(True)
        self._start.clicked.connect(self.print)
        row = QHBoxLayout()
        row.addStretch(1)
        for each in (cancel, self._pdf, self._start):
            row.addWidget(each)
        return row

    # -- laying out ----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read what is needed and lay it out, away from the window's thread."""
        library = self._desk.library
        if library is None:
            return
        self._cancel()
        setup, uids, query = self.form.setup(), self._what.uids(), self._what.query()
        days = self._days
        section, columns, read_for = self._section, self._columns, (setup.layout, self._what.key)
        material = self._read[1] if self._read is not None and self._read[0] == read_for else None

        def job(progress: Progress) -> tuple[Material, Laid]:
            if material is not None:
                return material, lay_again(material, setup, progress)
            return lay_out(library, section, Wanted(query, uids(), columns, days), setup, progress)

        self._enable(False)
        self._strip.start(_(LAYOUTS[setup.layout].label))
        progress = self._desk.work.study(
            job, lambda found: self._show(progress, read_for, found), self._strip.advance,
            lambda: self._end(progress), owner=self,
        )  # fmt: skip
        self._progress = progress

    def _show(self, progress: Progress, read_for: tuple[str, str], found: tuple[Material, Laid]) -> None:
        if progress is not self._progress:
            return  # something else was chosen meanwhile
        self._read, self.laid = (read_for, found[0]), found[1]
        self.preview.show_pages(self.laid.pages, self.laid.on)
        self._note.setText(self.laid.note)
        self._enable(bool(self.laid.pages))

    def _end(self, progress: Progress) -> None:
        if progress is self._progress:
            self._strip.finish()

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _enable(self, is_ready: bool) -> None:
        self._pdf.setEnabled(is_ready)
        self._start.setEnabled(is_ready)

    # -- out -----------------------------------------------------------------------------------------------

    def print(self) -> None:
        """Ask for the printer, then paint."""
        desk, laid = self._desk, self.laid
        printer = self._ask(self, laid)
        if printer is None:
            return

        def job(progress: Progress) -> int:
            return print_pages(printer, laid, progress)

        def tell(n: int) -> None:
            text = ngettext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", n)
            desk.messages.info(text.format(n=n))

        desk.work.do(_("Printing"), job, tell, can_cancel=True, owner=desk)
        self.accept()

    def save_pdf(self) -> None:
        """Ask for the file, then write it."""
        desk, laid, opener = self._desk, self.laid, self._open_url
        folder = Path(desk.state.get(_FOLDER) or documents_folder())
        suggested = folder / f"{file_name(laid.title)}.pdf"
        target = self._files.new(self, _("Save as PDF"), "PDF (*.pdf)", suggested)
        library = desk.library
        if target is None or library is None:
            return
        target = with_suffix(target, ".pdf")
        desk.state.set(_FOLDER, str(target.parent))

        def job(_progress: Progress) -> int:
            library.care.spare(target)
            total = len(laid.pages)
            write_atomically(target, lambda path: write_pages(path, laid.pages, laid.on, laid.title, total))
            return total

        def tell(n: int) -> None:
            text = ngettext("{n} page was written to {name}.", "{n} pages were written to {name}.", n)
            open_it = Action(_("Open"), lambda: open_own_file(target, opener))
            desk.messages.info(text.format(n=n, name=target.name), open_it)

        desk.work.do(_("Saving as PDF"), job, tell, owner=desk)
        self.accept()


def _layout_of(days: DaySpan | None) -> str:
    """Where a calendar is shown, a calendar is to be printed."""
    if days is None:
        return ""
    return "agenda" if days.mode == "agenda" else "calendar"
