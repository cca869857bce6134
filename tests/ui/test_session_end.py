"""The session ends: the program is gone within two seconds, asks nothing, and what was typed is a draft."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from app.services.library import Library
from tests.ui.programs import TYPING, Programs

WITHIN_S = 2
pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals; its session manager is Qt's"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "clients.cartoteca"
    Library.create(made).close()
    return made


def kept(path: Path) -> tuple[list[str], int]:
    """Surnames in the drafts, and how many contacts there are."""
    library = Library.open(path)
    try:
        drafts = [str(each.values["surname"]) for each in library.drafts.all()]
        return drafts, library.lists.counts()["contacts"]
    finally:
        library.close()


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_is_typed_is_kept(programs: Programs, path: Path, signal_: signal.Signals) -> None:
    running = programs.start(TYPING, str(path))
    begun = time.monotonic()
    os.kill(running.pid, signal_)
    assert running.wait(10) == 0
    assert time.monotonic() - begun < WITHIN_S
    assert kept(path) == (["Șerban"], 0)


@pytest.mark.parametrize("more", ["asked", "import"])
def test_neither_a_question_nor_an_import_holds_it_up(programs: Programs, path: Path, more: str) -> None:
    running = programs.start(TYPING, str(path), more)
    begun = time.monotonic()
    os.kill(running.pid, signal.SIGTERM)
    assert running.wait(10) == 0
    assert time.monotonic() - begun < WITHIN_S + 0.5  # reading the answer of the process takes its time
    assert kept(path) == (["Șerban"], 0)  # an import is whole or not at all


def test_the_session_manager_is_heard(programs: Programs, path: Path) -> None:
    running = programs.start(TYPING, str(path), "session")
    begun = time.monotonic()
    assert running.wait(10) == 0
    assert time.monotonic() - begun < WITHIN_S + 0.2
    assert kept(path) == (["Șerban"], 0)
