"""Progress of long work: shown when it lasts, and cancelled from here."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.core.texts import _
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import named

SHOW_AFTER_MS = 300
"""Work shorter than this shows nothing: a flash would only disturb."""


class ProgressStrip(QWidget):
    """A thin bar with a text and Cancel, which tells the work by ``cancelled`` and stays until ``finish``."""

    cancelled = Signal()

    def __init__(
        self, object_name: str = "progress", delay_ms: int = SHOW_AFTER_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(delay_ms)
        self._delay.timeout.connect(self.show)
        self._text = ElidedLabel("", "secondary")
        self._cancel = LinkButton(_("Cancel"), f"{object_name}_cancel")
        self._cancel.clicked.connect(self._on_cancel)
        self._bar = named(QProgressBar(), f"{object_name}_bar", _("Progress"))
        self._bar.setTextVisible(False)
        self._lay_out()
        self.hide()

    def start(self, text: str, can_cancel: bool = True) -> None:
        """Work has begun; how much there is may be told later."""
        self._text.setText(text)
        self._bar.setAccessibleDescription(text)
        self._bar.setRange(0, 0)
        self._cancel.setVisible(can_cancel)
        self._cancel.setEnabled(True)
        self._delay.start()

    def advance(self, done: int, total: int, text: str = "") -> None:
        """So much of so much is done; a total of 0 means nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text:
            self._text.setText(text)

    def finish(self) -> None:
        """The work is over, one way or another."""
        self._delay.stop()
        self.hide()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText(_("Cancelling…"))
        self.cancelled.emit()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._text, 1)
        line.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._bar)
