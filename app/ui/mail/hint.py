"""The status bar says how many letters still wait while they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.core.texts import _, grouped
from app.ui.mail.runner import runner_of

if TYPE_CHECKING:
    from app.services.mail.outbox import Mailing
    from app.ui.desk import Desk
    from app.ui.window import Window

HINT = "letters"
EVERY_MS = 1_000


class MailHint(QObject):
    """Follows what is sent; looks for what was left behind when a file is opened."""

    def __init__(self, window: Window, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._runner = runner_of(desk)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(EVERY_MS)
        self._soon.timeout.connect(self._look)
        # A method, no lambda: the runner outlives the window, which is made anew for another language.
        self._runner.changed.connect(self._wait)
        self._runner.look()

    def _wait(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        library = self._desk.library
        if library is None or not self._runner.is_running:
            self._window.show_hint(HINT, "")
            return
        self._desk.work.ask("mail.hint", library.mail.outbox.all, self._show, lane="beside", owner=self)

    def _show(self, found: list[Mailing]) -> None:
        running = [each for each in found if each.state == "running"]
        done, total = sum(each.done for each in running), sum(each.total for each in running)
        told = _("Letters: {done} of {total}").format(done=grouped(done), total=grouped(total))
        self._window.show_hint(HINT, told if total and self._runner.is_running else "")
