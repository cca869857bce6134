"""Child: the limit of every start - a bare QMainWindow with a QTableView, painted once."""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


class FirstPaint(QObject):
    """Notes the moment at which everything of the first painting is done."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.tell)
        return False

    def tell(self) -> None:
        painted = time.monotonic_ns()
        from bench.children import peak_mib, settled_mib, tell

        tell(painted=painted, cpu=time.process_time(), peak=peak_mib(), settled=settled_mib())
        os._exit(0)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window, table = QMainWindow(), QTableView()
    window.setCentralWidget(table)
    window.resize(1280, 720)
    first = FirstPaint()
    window.installEventFilter(first)
    window.show()
    application.exec()
