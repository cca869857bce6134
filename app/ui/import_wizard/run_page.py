"""What the last two steps have in common: progress while it runs, then counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core.texts import _
from app.ui.import_wizard.counts import CountLines
from app.ui.import_wizard.page import WizardPage
from app.ui.widgets.labels import label
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportReport


class RunPage(WizardPage):
    """A heading, a strip of progress, and lines of counts."""

    def __init__(self, object_name: str, title: str, *, is_done: bool) -> None:
        super().__init__(object_name, title)
        self._is_done = is_done
        self.column.setContentsMargins(20, 20, 20, 14)
        self.heading = label("", "strong")
        self.column.addWidget(self.heading)
        self.strip = ProgressStrip(f"{object_name}_progress", delay_ms=0)
        self.column.addWidget(self.strip)
        self.counts = CountLines()
        self.column.addLayout(self.counts)

    def start(self, heading: str) -> None:
        """The work has begun."""
        self.heading.setText(heading)
        self.counts.empty()
        self.strip.start(heading)
        self.ready.emit(False)

    def stop(self) -> None:
        """The work is over, also when it was cancelled."""
        self.strip.finish()

    def show_report(self, report: ImportReport, others: str = "", left_out: Sequence[str] = ()) -> None:
        """Show what it came to; ``others`` names what comes along."""
        self.stop()
        self.heading.setText(_("Done") if self._is_done else _("This will happen"))
        self.counts.show_report(report, others, is_done=self._is_done, left_out=left_out)
