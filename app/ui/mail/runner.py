"""Sends the outbox beside the window, in a thread of its own, until all is sent."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from app.core.errors import UserError
from app.core.texts import _
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.outbox import Mailing
    from app.services.mail.sender import Rules, Sender
    from app.ui.desk import Desk

PATIENCE_S = 20
"""How long the end of the program waits for the letter that is going out."""


def runner_of(desk: Desk) -> MailRunner:
    """The one that sends for this desk."""
    found = desk.findChild(MailRunner)
    return found if found is not None else MailRunner(desk)


class MailRunner(QObject):
    """Starts and stops sending; tells when something in the outbox has changed."""

    changed = Signal()
    _stepped = Signal()
    _ended = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._sender: Sender | None = None
        self._thread: threading.Thread | None = None
        self.rules: Rules | None = None
        self._stepped.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        desk.library_changed.connect(self._on_library)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.finish)

    @property
    def is_running(self) -> bool:
        """Is anything being sent?"""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Send what is in the outbox and not paused; goes on by itself with what is put in meanwhile."""
        library = self._desk.library
        if library is None or library.is_read_only or self.is_running:
            return
        library.mail.secrets = self._desk.secrets
        sender = library.mail.sender(self.rules, self._stepped.emit)
        self._sender = sender
        self._thread = threading.Thread(target=self._run, args=(sender, library), name="send mail")
        self._thread.start()
        self.changed.emit()

    def stop(self) -> None:
        """End after the letter that is going out; what waits stays in the outbox."""
        if self._sender is not None:
            self._sender.stop()

    def finish(self) -> None:
        """Stop, and wait for the letter that is going out."""
        self.stop()
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def look(self) -> None:
        """Tell of letters that were being sent when the program ended, and offer to go on."""
        library = self._desk.library
        if library is not None and not self.is_running:
            outbox = library.mail.outbox
            self._desk.work.ask("mail.left", outbox.all, self._tell_left, lane="beside", owner=self)

    def _tell_left(self, found: list[Mailing]) -> None:
        left = [each for each in found if each.state == "running"]
        if left and not self.is_running:
            n = sum(each.total - each.done for each in left)
            told = _("Letters still wait in the outbox ({n}): {names}")
            names = ", ".join(each.name for each in left)
            self._desk.messages.notice(told.format(n=n, names=names), Action(_("Go on sending"), self.start))

    def _run(self, sender: Sender, library: Library) -> None:
        problem: BaseException | None = None
        try:
            sender.run()
        # A bug in this thread is told in the window like any other.
        except BaseException as error:  # noqa: BLE001
            problem = error
        self._ended.emit(library, problem)

    def _on_ended(self, library: Library, problem: BaseException | None) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = self._sender = None
        if isinstance(problem, UserError):
            self._desk.messages.error(str(problem))
        elif problem is not None:
            self._desk.messages.bug(problem)
        self.changed.emit()
        if library is self._desk.library:
            outbox = library.mail.outbox
            self._desk.work.ask("mail.ended", outbox.all, self._tell_end, lane="beside", owner=self)

    def _tell_end(self, found: list[Mailing]) -> None:
        """What came of the newest mailing."""
        if not found or self.is_running:
            return
        newest = found[0]
        sent, total = newest.counts["sent"], newest.total
        told = _("“{name}”: {sent} of {total} letters were sent.")
        text = told.format(name=newest.name, sent=sent, total=total)
        if newest.problem:
            self._desk.messages.warning(f"{text} {newest.problem}")
        elif sent == total:
            self._desk.messages.info(text)
        else:
            self._desk.messages.warning(text)

    def _on_library(self) -> None:
        self.stop()
        self.look()
