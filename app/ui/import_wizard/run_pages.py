"""Steps 4 and 5: what the import would come to, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.icons import Role, pixmap
from app.ui.import_wizard.counts import count_lines, fill_refusals, refusals_table
from app.ui.import_wizard.page import WizardPage
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportReport


class RunPage(WizardPage):
    """Progress while it runs, then counts and refused rows."""

    def __init__(self, object_name: str, title: str, *, is_done: bool) -> None:
        super().__init__(object_name, title)
        self._is_done = is_done
        self.column.setContentsMargins(20, 24, 20, 14)
        self._heading = label("", "strong")
        self.column.addWidget(self._heading)
        self.strip = ProgressStrip(f"{object_name}_progress", delay_ms=0)
        self.column.addWidget(self.strip)
        self._counts = QVBoxLayout()
        self._counts.setSpacing(6)
        self.column.addLayout(self._counts)
        self.column.addLayout(self._foot())
        self._refusals = refusals_table()
        self._refusals.hide()
        self.column.addWidget(self._refusals, 1)
        self.column.addStretch(0)

    def _foot(self) -> QHBoxLayout:
        return QHBoxLayout()

    def start(self, heading: str) -> None:
        """The work has begun."""
        self._heading.setText(heading)
        self._clear()
        self._refusals.hide()
        self.strip.start(heading)
        self.ready.emit(False)

    def stop(self) -> None:
        """The work is over, also when it was cancelled."""
        self.strip.finish()

    def show_report(self, report: ImportReport, others: str = "") -> None:
        """Show what it came to; ``others`` names records of other sections that come along."""
        self.stop()
        self._heading.setText(_("Done") if self._is_done else _("This will happen"))
        self._clear()
        for icon_name, text in count_lines(report, is_done=self._is_done):
            self._counts.addWidget(_count(icon_name, text))
        if others:
            self._counts.addWidget(_count("circle-plus", _("New with them: {what}").format(what=others)))
        if report.refused and not self._is_done:
            hint = _("These rows are left out as a whole; correct them in the file and import it again.")
            self._counts.addWidget(WrappedLabel(hint, "secondary"))
        fill_refusals(self._refusals, report)

    def _clear(self) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class ResultPage(RunPage):
    """The result, with the way back and the way on."""

    undo_asked = Signal()
    show_asked = Signal()

    def __init__(self) -> None:
        super().__init__("import_result", _("Import"), is_done=True)

    @override
    def _foot(self) -> QHBoxLayout:
        self._undo = QuietButton(_("Undo import"), "import_undo", "undo-2")
        self._undo.clicked.connect(self.undo_asked)
        self._go = QuietButton(_("Show imported"), "import_show", "list")
        self._go.clicked.connect(self.show_asked)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 4)
        row.setSpacing(8)
        row.addWidget(self._go)
        row.addWidget(self._undo)
        row.addStretch(1)
        self._offer(False)
        return row

    def _offer(self, is_offered: bool) -> None:
        self._undo.setVisible(is_offered)
        self._go.setVisible(is_offered)

    @override
    def start(self, heading: str) -> None:
        """The import has begun."""
        self._offer(False)
        super().start(heading)

    @override
    def show_report(self, report: ImportReport, others: str = "") -> None:
        """What was imported; undo is offered when something was written."""
        super().show_report(report, others)
        self._offer(report.operation is not None)

    def show_undone(self) -> None:
        """The import was taken back."""
        self._offer(False)
        self._heading.setText(_("The import was undone; everything is as before."))
        self._clear()


def _count(icon_name: str, text: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    role: Role = "warning" if icon_name == "triangle-alert" else "muted"
    mark = label("")
    mark.setPixmap(pixmap(icon_name, role, dpr=made.devicePixelRatioF()))
    row.addWidget(mark)
    row.addWidget(label(text), 1)
    return made
