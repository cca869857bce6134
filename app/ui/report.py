"""What is shown of a bug: what happened, that nothing was lost, and everything that helps, to be copied."""

from __future__ import annotations

import traceback

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.texts import _
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

MOST_KEPT = 20


class ReportWindow(QDialog):
    """Collects bugs until it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "report", _("Error report"))
        self.setWindowTitle(_("Error report"))
        self.resize(680, 440)
        self._errors: list[str] = []
        said = label(
            _(
                "Something went wrong inside the program. What was saved before is safe. "
                "Please copy the report and send it to the developers; it holds nothing beyond this text."
            )
        )
        said.setWordWrap(True)
        self._text = named(QPlainTextEdit(), "report_text", _("Report"))
        self._text.setReadOnly(True)
        copy = PrimaryButton(_("Copy the report"), "report_copy", "copy")
        copy.clicked.connect(self.copy)
        close = QuietButton(_("Close"), "report_close")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        row.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(_("An error that should not happen"), "title"))
        column.addWidget(said)
        column.addWidget(self._text, 1)
        column.addLayout(row)

    def add(self, error: BaseException) -> None:
        """Add a bug to what is shown."""
        self._errors = [*self._errors, describe(error)][-MOST_KEPT:]
        self._text.setPlainText(surroundings() + "\n\n" + "\n\n".join(self._errors))

    def text(self) -> str:
        """The report as it would be sent."""
        return self._text.toPlainText()

    def copy(self) -> None:
        """Put the report onto the clipboard."""
        QApplication.clipboard().setText(self.text())


def describe(error: BaseException) -> str:
    """The error with the way to it."""
    return "".join(traceback.format_exception(error)).rstrip()


def surroundings() -> str:
    """Versions of what the program runs on."""
    from app.services.versions import as_text, versions  # there is no bug on most days

    return as_text(versions(qVersion()))
