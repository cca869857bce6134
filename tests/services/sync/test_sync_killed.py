"""A synchronisation that is killed anywhere is simply run again: nothing doubled, nothing lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.services.library import Library
from tests.services.sync.conftest import PASSWORD, Radicale, make_twin

KILLS = 12
HERE, THERE = 60, 60


def run_once(path: Path, after_s: float | None) -> bool:
    """Start it, kill it so long after it has planned; was it done before?"""
    words = [sys.executable, "-m", "tests.services.sync.killed", str(path), PASSWORD]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "planned\n"
        if after_s is not None:
            time.sleep(after_s)
            process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        process.wait()
    return "done" in said


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_killed_at_random_moments_it_ends_as_if_nothing_had_happened(
    library: Library, radicale: Radicale
) -> None:
    twin = make_twin(library, radicale)
    for n in range(HERE):
        twin.add(given_name=f"Here {n}", phones=[{"value": f"0722 100 {n:03}"}])
    for n in range(THERE):
        twin.put(f"there{n}", f"FN:There {n}", f"N:;There {n};;;", f"TEL:0733 100 {n:03}")
    library.close()
    chance, killed, started = random.Random(7), 0, time.monotonic()
    for number in range(KILLS):
        killed += not run_once(library.path, chance.uniform(0, 2.5))
        twin.library = Library.open(library.path)
        twin.edit(twin.uid(f"Here {number}"), notes=f"ours {number}")
        twin.replace(f"There {number}", "END:VCARD", f"NOTE:theirs {number}\nEND:VCARD")
        twin.library.close()
    assert run_once(library.path, None)
    print(f"{killed} kills in {time.monotonic() - started:.0f} s")
    assert killed > KILLS // 3
    twin.library = Library.open(library.path)
    try:
        wanted = sorted([f"Here {n}" for n in range(HERE)] + [f"There {n}" for n in range(THERE)])
        assert twin.titles() == wanted
        assert twin.names() == wanted
        assert twin.plan().shown == []
        assert twin.library.care.check() == []
        for number in range(KILLS):
            assert f"NOTE:ours {number}" in twin.card(f"Here {number}")
            assert twin.values(twin.uid(f"There {number}"))["notes"] == f"theirs {number}"
    finally:
        twin.library.close()
