"""The packaged program beside the unpackaged one: from the start of the process to rows on a real screen.

Neither is changed for this: the pixels of a virtual screen are looked at, where the list stands.
"""

from __future__ import annotations

import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.demo_files import demo_file
from bench.ratio import Ratio, ratio
from bench.run import QUIET, Run

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "dist" / "cartoteca" / "cartoteca"
WIDTH, HEIGHT = 1280, 720
LIST_X, LIST_Y = (260, 700), (170, 560)
"""Where rows stand, below the head of the list, in a window that fills the screen."""
COLOURS_OF_TEXT = 6
"""Colours in one line of pixels, where letters are; between the rows there are one or two."""
LINES_OF_TEXT = 30
PATIENCE_S = 60
LIMIT = 1.5


def packaged(run: Run) -> list[Ratio]:
    """First rows painted, packaged against unpackaged; nothing where there is no package or no Xvfb."""
    if not PROGRAM.exists() or not shutil.which("Xvfb"):
        print("not measured: it needs dist/cartoteca (python3 run.py package) and Xvfb", flush=True)
        return []
    size = min(run.sizes)
    path = str(demo_file(size))
    ways = {"packaged": [str(PROGRAM)], "unpackaged": [sys.executable, "-m", "app"]}
    times: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as place, _screen(Path(place)) as (screen, display):
        for name in ways:
            _prepare(run.home / name)
        for turn in range(run.rounds + 1):
            for name, words in ways.items():
                took = _start([*words, path], run.home / name, screen, display, stays=turn == 0)
                if turn:  # the first keeps what the next ones show at once
                    times[name].append(took)
    what = f"first rows on the screen, packaged, {size:,} contacts"
    return [ratio("packaged", what, "the same, unpackaged", times["packaged"], times["unpackaged"], LIMIT)]


def _prepare(home: Path) -> None:
    settings = home / "settings" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(QUIET, encoding="utf-8")


@contextmanager
def _screen(place: Path) -> Iterator[tuple[Screen, str]]:
    """A virtual screen whose pixels lie in a file."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(place)],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        yield Screen(place / "Xvfb_screen0"), display
    finally:
        server.terminate()
        server.wait()


class Screen:
    """The pixels of a screen, as an XWD file that the server keeps up to date."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as opened:
            self._pixels = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._pixels[:100])
        self._line, self._begin = head[12], head[0] + 12 * head[19]

    @property
    def has_rows(self) -> bool:
        """Does text stand where the list is?"""
        lines = 0
        for y in range(*LIST_Y, 2):
            begin = self._begin + y * self._line
            line = memoryview(self._pixels[begin + 4 * LIST_X[0] : begin + 4 * LIST_X[1]]).cast("I")
            lines += len(set(line)) >= COLOURS_OF_TEXT
        return lines >= LINES_OF_TEXT


def _start(words: Sequence[str], home: Path, screen: Screen, display: str, *, stays: bool) -> float:
    """Milliseconds from the start to the rows; ``stays`` gives it time to keep what it shows next time."""
    environment = os.environ | {
        "CARTOTECA_HOME": str(home), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LANGUAGE": "en",
    }  # fmt: skip
    begun = time.monotonic()
    running = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        while not screen.has_rows:
            if running.poll() is not None or time.monotonic() - begun > PATIENCE_S:
                raise RuntimeError(f"no rows came: {' '.join(words)}")
            time.sleep(0.002)
        took = (time.monotonic() - begun) * 1000
        time.sleep(6 if stays else 1)
    finally:
        running.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()
    end = time.monotonic() + PATIENCE_S
    while screen.has_rows and time.monotonic() < end:
        time.sleep(0.05)
    return took
