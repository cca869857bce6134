"""The end of the session, told by a signal or by the session manager (Windows, X11, macOS) through Qt."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtGui import QGuiApplication

LAST_S = 1.8
"""Seconds after which the program is gone whatever it waits for: systems kill what takes longer."""


class SessionEnd(QObject):
    """``came`` once, in the thread of the window, when the program has to end without a question."""

    came = Signal()

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._is_told = False
        self._former: dict[int, object] = {}
        app.commitDataRequest.connect(self._tell)  # which takes no manager: PySide would have to make a copy
        if sys.platform != "win32":
            self._listen()

    def _listen(self) -> None:
        """Python runs its handlers when it comes to it, a notifier wakes the window: the two are joined."""
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            self._former[each] = signal.signal(each, _nothing)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        try:
            told = self._near.recv(64)
        except BlockingIOError:
            return
        if any(each in self._former for each in told):
            self._tell()

    def _tell(self) -> None:
        if not self._is_told:
            self._is_told = True
            last = threading.Timer(LAST_S, os._exit, (0,))
            last.daemon = True
            last.start()
            self.came.emit()

    def forget(self) -> None:
        """Hear no more."""
        if self._former:
            signal.set_wakeup_fd(-1)
            for each, handler in self._former.items():
                signal.signal(each, handler)  # type: ignore[arg-type]  # what signal() itself gave
            self._former = {}
            self._notifier.setEnabled(False)
            self._near.close()
            self._far.close()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """What is to be done is done by the notifier."""
