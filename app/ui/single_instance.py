"""One running program per user: a second start hands over its file, or the wish that it ends, and goes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from app.core.paths import HIDDEN, QUIT, state_folder

if TYPE_CHECKING:  # the network library is loaded after the first painting, or when another program runs
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

CONNECT_MS = 800
"""So long the other program may need until it listens: it may be starting itself."""
ANSWER_MS = 800


class SingleInstance(QObject):
    """Holds the lock of the first start and listens for later ones."""

    asked = Signal(str)
    """Another start: the path it was given, empty for none."""

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = folder or state_folder()
        self._lock = QLockFile(str(self._place / "instance.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def lock(self) -> bool:
        """Be the first; False if another one runs already."""
        return self._lock.tryLock(50)

    def listen(self) -> None:
        """Hear what later starts ask for; only the first program does."""
        if not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = self._name()
        QLocalServer.removeServer(name)
        server.listen(name)
        server.newConnection.connect(self._on_connection)
        self._server = server

    def hand_over(self, path: str) -> bool:
        """Tell the running program to come forward and open the path; False if it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket, name, end = QLocalSocket(), self._name(), time.monotonic() + CONNECT_MS / 1000
        socket.connectToServer(name)
        while not socket.waitForConnected(CONNECT_MS):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
            socket.connectToServer(name)
        socket.write(path.encode() + b"\n")
        socket.waitForBytesWritten(ANSWER_MS)
        is_heard = socket.bytesAvailable() > 0 or socket.waitForReadyRead(ANSWER_MS)
        socket.disconnectFromServer()
        return is_heard

    def ask_to_quit(self, within_s: float) -> bool:
        """Ask the running program to end, and wait; True as soon as none runs."""
        end, is_heard = time.monotonic() + within_s, False
        while not self._lock.tryLock(0):
            if time.monotonic() > end:
                return False
            is_heard = is_heard or self.hand_over(QUIT)
            time.sleep(0.1)
        self._lock.unlock()
        return True

    def _name(self) -> str:
        """One for each user and folder of the state."""
        import getpass
        import hashlib

        digest = hashlib.sha256(f"{getpass.getuser()}|{self._place}".encode()).hexdigest()[:16]
        return f"cartoteca-{digest}"

    def end(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection() if self._server is not None else None
        if socket is None:
            return
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            path = bytes(socket.readLine().data()).decode("utf-8", "replace").strip()
            socket.write(b"heard\n")
            socket.flush()
            self.asked.emit(path)


def take_place(path: Path | None, is_hidden: bool = False) -> SingleInstance | None:
    """Become the one running program; None if another one came forward with the file instead."""
    instance = SingleInstance()
    brought = HIDDEN if is_hidden else str(path.resolve()) if path is not None else ""
    if instance.lock() or not instance.hand_over(brought):
        return instance
    return None
