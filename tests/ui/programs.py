"""Our program as a process of its own, with a card into which something is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Our program with a card into which something is typed; told by a line when it stands there.
TYPING = """
import sys
import threading
import time
from PySide6.QtCore import QTimer
from PySide6.QtGui import QSessionManager
from shiboken6 import getCppPointer, wrapInstance
from app import main
from app.ui import app as ui

run = ui.run

def run_and_type(app, desk, window, *others, **doings):
    def begin():
        if desk.library is None:
            return QTimer.singleShot(50, begin)
        desk.open_card("contacts")
        write()

    def write():
        from app.ui.card import CardOpener

        card = CardOpener.of(desk).cards[0]
        if not card.is_filled:
            return QTimer.singleShot(50, write)
        card.editors["surname"].input.insert("Șerban")
        if "asked" in sys.argv:
            QTimer.singleShot(0, card.close)  # asks whether to save
        if "import" in sys.argv:
            return desk.work.do("Importing", bring_in, can_cancel=True)
        if "session" in sys.argv:
            # Its own cannot be made, and nothing is asked of it: any object in its place.
            manager = wrapInstance(getCppPointer(desk)[0], QSessionManager)
            QTimer.singleShot(200, lambda: app.commitDataRequest.emit(manager))
        QTimer.singleShot(100, lambda: print("typed", flush=True))

    def bring_in(progress):
        # A list that takes many seconds; the line comes when it is being written.
        from app.services.exchange.importing import ImportOptions, plan_import, run as run_import

        source = desk.library.path.with_name("list.csv")
        lines = [f"Name {n},{n}@client.example" for n in range(60000)]
        source.write_text("Surname,E-mail\\n" + "\\n".join(lines), encoding="utf-8")
        plan = plan_import(desk.library, "contacts", source, ImportOptions())
        threading.Timer(1.5, print, ("typed",), {"flush": True}).start()
        run_import(plan, progress)

    QTimer.singleShot(0, begin)
    return run(app, desk, window, *others, **doings)

ui.run = run_and_type
sys.exit(main.run(sys.argv[1:2]))
"""


class Programs:
    """Starts ours over one home."""

    def __init__(self, home: Path) -> None:
        self.known = {**os.environ, "CARTOTECA_HOME": str(home), "LANGUAGE": "en"}
        self.known["QT_QPA_PLATFORM"] = "offscreen"
        self.started: list[subprocess.Popen[str]] = []

    def start(
        self, program: str, *words: str, says: str = "typed", before: Sequence[str] = (), **known: str
    ) -> subprocess.Popen[str]:
        """Start it, by way of the words ``before`` if there are any, and wait until it says that line."""
        made = subprocess.Popen(
            [*before, sys.executable, "-c", program, *words], env={**self.known, **known},
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.started.append(made)
        assert made.stdout is not None
        assert made.stdout.readline().strip() == says
        return made

    def ask_to_quit(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app", "--quit"], env=self.known, capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip
