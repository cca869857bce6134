"""The log file in the state folder, and the hooks by which bugs reach it and the report window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from app.core.paths import state_folder

LOG_NAME = "cartoteca.log"
LOG_BYTES = 512 * 1024
LOG_FILES = 3

_NAME = "cartoteca"


class Bugs(QObject):
    """Brings what was not caught, from any thread, to the window's thread."""

    found = Signal(object)
    """BaseException"""
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self.found, Qt.ConnectionType.QueuedConnection)

    def take(self, error: BaseException) -> None:
        """Write it down and pass it on."""
        import logging

        start_log()  # unless it is on already: a bug may come before the first painting
        logging.getLogger(_NAME).error("A bug", exc_info=error)
        self._came.emit(error)


def start_log(folder: Path | None = None) -> Path:
    """Write the log into a file that never grows beyond its size, and keep two older ones.

    The logging library is imported here: until the window is painted nothing needs it.
    """
    import logging
    from logging.handlers import RotatingFileHandler

    path = (folder or state_folder()) / LOG_NAME
    handler = RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"))
    root = logging.getLogger()
    if any(isinstance(each, RotatingFileHandler) for each in root.handlers):
        return path
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_on_qt_message)
    return path


def stop_log() -> None:
    """Close the log file."""
    import logging
    from logging.handlers import RotatingFileHandler

    qInstallMessageHandler(None)
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()


def hook(bugs: Bugs) -> Callable[[], None]:
    """Send everything uncaught to ``bugs``; returns how to put the former hooks back."""
    former, former_thread = sys.excepthook, threading.excepthook

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            former(kind, error, trace)
        else:
            bugs.take(error)

    def on_thread_error(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            bugs.take(found.exc_value)

    sys.excepthook, threading.excepthook = on_error, on_thread_error

    def restore() -> None:
        sys.excepthook, threading.excepthook = former, former_thread

    return restore


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    import logging

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger(_NAME).log(levels.get(kind, logging.WARNING), "Qt: %s", text)
