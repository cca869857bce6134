"""One running program per user, as processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.services.library import Library
from tests.ui.programs import Programs

HANDED_OVER_WITHIN_S = 2
# Our program; tells the name of each file that it has opened.
TELLING = """
import sys
from app import main
from app.ui import app as ui

run = ui.run

def run_and_tell(app, desk, window, *others, **doings):
    desk.library_changed.connect(lambda: print(desk.library and desk.library.path.name, flush=True))
    return run(app, desk, window, *others, **doings)

ui.run = run_and_tell
sys.exit(main.run(sys.argv[1:]))
"""
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "one.cartoteca", tmp_path / "șase & două.cartoteca"]
    for each in made:
        Library.create(each).close()
    return made


def test_a_second_start_hands_over_its_file_and_ends(programs: Programs, files: list[Path]) -> None:
    first, second = files
    running = programs.start(TELLING, str(first), says=first.name)
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "app", str(second)], env=programs.known, check=False)
    lasted = time.monotonic() - begun
    assert done.returncode == 0
    assert running.stdout is not None
    assert running.stdout.readline().strip() == second.name
    assert running.poll() is None
    assert lasted < HANDED_OVER_WITHIN_S


def test_a_program_that_was_killed_does_not_block_the_next(programs: Programs, files: list[Path]) -> None:
    first, second = files
    killed = programs.start(TELLING, str(first), says=first.name)
    killed.kill()
    killed.wait()
    running = programs.start(TELLING, str(second), says=second.name)
    assert running.poll() is None


def as_user(uid: int, gid: int) -> list[str]:
    """Words that start a program as another user, who may read, as everywhere, where the program lies."""
    may_read = [f"--{each}-caps=+dac_read_search" for each in ("inh", "ambient")]
    ids = [f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
    return ["setpriv", *ids, *may_read]


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="only root on Linux can start a program as another user",
)
def test_two_users_of_one_computer_both_run(programs: Programs, tmp_path: Path) -> None:
    import pwd

    running, other = [], pwd.getpwnam("nobody")
    for user, before in ((pwd.getpwuid(0), []), (other, as_user(other.pw_uid, other.pw_gid))):
        home = tmp_path / f"home of {user.pw_name}"
        home.mkdir()
        Library.create(home / "own.cartoteca").close()
        for each in (home, *home.iterdir()):
            os.chown(each, user.pw_uid, user.pw_gid)
        running.append(
            programs.start(
                TELLING, str(home / "own.cartoteca"), says="own.cartoteca", before=before,
                CARTOTECA_HOME=str(home / "kept"), HOME=str(home), USER=user.pw_name, LOGNAME=user.pw_name,
            )
        )  # fmt: skip
    assert [each.poll() for each in running] == [None, None]
    assert Path(f"/proc/{running[1].pid}").stat().st_uid == other.pw_uid
