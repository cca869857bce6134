"""``cartoteca --quit`` ends the running program as an installer needs it: nothing asked, nothing lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.services.library import Library
from tests.ui.programs import TYPING, Programs

# Holds the place of the program and never hears.
DEAF = """
import time
from app.ui.single_instance import SingleInstance
instance = SingleInstance()
assert instance.lock()
print("typed", flush=True)
time.sleep(60)
"""


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
