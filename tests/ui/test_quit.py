"""``cartoteca --quit`` ends the running program as an installer needs it: nothing asked, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.library import Library

# Our program with a card into which something is typed; told by a line when it stands there.
TYPING = """
import sys
from PySide6.QtCore import QTimer
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
        QTimer.singleShot(100, lambda: print("typed", flush=True))

    QTimer.singleShot(0, begin)
    return run(app, desk, window, *others, **doings)

ui.run = run_and_type
sys.exit(main.run(sys.argv[1:2]))
"""
# Holds the place of the program and never hears.
DEAF = """
import time
from app.ui.single_instance import SingleInstance
instance = SingleInstance()
assert instance.lock()
print("typed", flush=True)
time.sleep(60)
"""


class Programs:
    """Starts ours over one home."""

    def __init__(self, home: Path) -> None:
        self.known = {**os.environ, "CARTOTECA_HOME": str(home), "LANGUAGE": "en"}
        self.known["QT_QPA_PLATFORM"] = "offscreen"
        self.started: list[subprocess.Popen[str]] = []

    def start(self, program: str, *words: str) -> subprocess.Popen[str]:
        made = subprocess.Popen(
            [sys.executable, "-c", program, *words], env=self.known, stdout=subprocess.PIPE, text=True
        )
        self.started.append(made)
        assert made.stdout is not None
        assert made.stdout.readline() == "typed\n"
        return made

    def ask_to_quit(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app", "--quit"], env=self.known, capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    made = Programs(tmp_path / "home")
    yield made
    for each in made.started:
        each.kill()
        each.communicate()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("more", [[], ["asked"]], ids=["typing", "while a question is open"])
def test_the_program_ends_and_keeps_what_is_typed(
    programs: Programs, tmp_path: Path, more: list[str]
) -> None:
    path = tmp_path / "clients.cartoteca"
    Library.create(path).close()
    running = programs.start(TYPING, str(path), *more)
    begun = time.monotonic()
    asked = programs.ask_to_quit()
    assert (asked.returncode, asked.stderr) == (0, "")
    assert running.wait(10) == 0
    assert time.monotonic() - begun < 10
    library = Library.open(path)
    try:
        (draft,) = library.drafts.all()
        assert draft.values["surname"] == "Șerban"
    finally:
        library.close()


def test_where_none_runs_it_is_done_at_once(programs: Programs) -> None:
    asked = programs.ask_to_quit()
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")


def test_a_program_that_was_killed_is_not_waited_for(programs: Programs) -> None:
    running = programs.start(DEAF)
    running.kill()
    running.wait()
    assert programs.ask_to_quit().returncode == 0


@pytest.mark.slow
def test_a_program_that_does_not_end_is_told_of_and_left_alone(programs: Programs) -> None:
    running = programs.start(DEAF)
    begun = time.monotonic()
    asked = programs.ask_to_quit()
    assert asked.returncode == 1
    assert "did not end" in asked.stderr
    assert 19 < time.monotonic() - begun < 30
    assert running.poll() is None
