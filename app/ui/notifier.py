"""Shows messages in the window: a toast over the list, questions as small dialogs, bugs as a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.core.override import override
from app.ui import theme
from app.ui.dialog_owner import with_guide
from app.ui.messages import Action, Answer, Level
from app.ui.widgets.banner import Banner, Kind
from app.ui.widgets.buttons import DangerButton, PrimaryButton, QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.report import ReportWindow

TOAST_MS = 8000
WARNING_MS = 20000
_WIDEST = 560
_KINDS: dict[Level, Kind] = {"info": "info", "notice": "info", "warning": "warning", "error": "danger"}
_TIMES: dict[Level, int] = {"info": TOAST_MS, "notice": 0, "warning": WARNING_MS, "error": 0}


class Toast(Banner):
    """A message over the list: edged, so that it stands off whatever is behind it."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line_strong"))
        radius = theme.metrics().radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()


class WindowNotifier(QObject):
    """The window's own notifier. ``place`` is the widget over whose lower end toasts stand.

    Over the main window they would be behind a window that is worked in: one that has a ``toast_place`` shows
    them there.
    """

    def __init__(self, window: QWidget, place: QWidget) -> None:
        super().__init__(window)
        self._window, self._main = window, place
        self._place = place
        self._toast: Toast | None = None
        self._report: ReportWindow | None = None
        place.installEventFilter(self)

    @property
    def toast(self) -> Toast:
        """Made with the first message: most starts have none; anew when it went with its window."""
        if self._toast is None or not isValid(self._toast):
            self._place = self._main
            self._toast = Toast("toast", self._place)
        return self._toast

    def _go_to(self, place: QWidget) -> None:
        toast = self.toast
        if place is not self._place:
            if self._place is not self._main:
                self._place.removeEventFilter(self)
            self._place = place
            toast.setParent(place)
            if place is not self._main:
                place.installEventFilter(self)

    def show_message(self, level: Level, text: str, action: Action | None) -> None:
        """Show a toast; errors and notices stay until they are closed, what offers something stays longer."""
        act = action.text if action is not None else ""
        run = action.run if action is not None else None
        time = _TIMES[level] if action is None or not _TIMES[level] else WARNING_MS
        self._go_to(_toast_place() or self._main)
        self.toast.say(text, _KINDS[level], act, run, time)
        self._arrange()
        self.toast.raise_()

    def forget_offer(self) -> None:
        """Another file is open: what a message offers to do was meant for the former one."""
        if self.toast.has_action:
            self.toast.dismiss()

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        """Ask in a dialog over the window that is being worked in; closing it answers nothing.

        Over the main window it would lift that one, and put the card that is asked about behind it.
        """
        owner = QApplication.activeModalWidget() or QApplication.activeWindow() or self._window
        return QuestionDialog(title, text, answers, owner).ask()

    def report(self, error: BaseException) -> None:
        """Show the report window; a second bug is added to the one that is open."""
        if self._report is None:
            from app.ui.report import ReportWindow  # there is none on most days

            self._report = ReportWindow(self._window)
            self._report.finished.connect(self._on_report_closed)
        self._report.add(error)
        self._report.show()
        self._report.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._toast is not None and watched is self._place:
            self._arrange()
        return False

    def _arrange(self) -> None:
        width = min(_WIDEST, self._place.width() - 32)
        self.toast.setFixedWidth(max(width, 200))
        height = self.toast.heightForWidth(width) if self.toast.hasHeightForWidth() else 0
        self.toast.resize(width, max(height, self.toast.sizeHint().height()))
        left = (self._place.width() - self.toast.width()) // 2
        self.toast.move(left, self._place.height() - self.toast.height() - 16)

    def _on_report_closed(self) -> None:
        if self._report is not None:
            self._report.deleteLater()
            self._report = None


def _toast_place() -> QWidget | None:
    """Where the window that is worked in, or one that it belongs to, shows messages."""
    window: QWidget | None = QApplication.activeModalWidget() or QApplication.activeWindow()
    while window is not None:
        place = getattr(window, "toast_place", None)
        if isinstance(place, QWidget) and window.isVisible():
            return place
        above = window.parentWidget()
        window = above.window() if isinstance(above, QWidget) else None
    return None


class QuestionDialog(QDialog):
    """A sentence and its answers as buttons."""

    def __init__(
        self, title: str, text: str, answers: Sequence[Answer], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, "question", title)
        with_guide(self)
        self.setWindowTitle(title)
        self._answer = ""
        heading, sentence = label(title, "title"), label(text)
        for each in (heading, sentence):
            each.setWordWrap(True)
            each.setMinimumWidth(380)
            each.setMaximumWidth(520)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for answer in sorted(answers, key=lambda each: each.is_main or each.is_danger):
            row.addWidget(self._button(answer))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(sentence)
        column.addSpacing(12)
        column.addLayout(row)

    def ask(self) -> str:
        """Wait for the answer; empty when the dialog was closed."""
        self.exec()
        self.deleteLater()
        return self._answer

    def _button(self, answer: Answer) -> QWidget:
        made = (DangerButton if answer.is_danger else PrimaryButton if answer.is_main else QuietButton)(
            answer.text, f"answer_{answer.key}"
        )
        made.setDefault(answer.is_main)
        made.clicked.connect(lambda: self._take(answer.key))
        if answer.is_main:
            made.setFocus(Qt.FocusReason.OtherFocusReason)
        return made

    def _take(self, key: str) -> None:
        self._answer = key
        self.accept()
