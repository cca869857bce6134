"""A Windows of wine to try an installer in, and the installers of a stand-in program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from package import windows

HERE = Path(__file__).resolve().parent
PATIENCE_S = 4
"""Seconds that the installers of the tests wait for a program that does not end."""


def lacking() -> str:
    """What of this system the tests of the installer need and it lacks; empty where they can run."""
    if windows.find_makensis() is None or shutil.which("wine") is None:
        return "makensis and wine are needed (Debian: nsis wine64)"
    stub = Path("/usr/share/nsis/Stubs/lzma_solid-amd64-unicode")
    return "" if stub.exists() else "this NSIS makes no 64-bit installers, and wine64 runs no others"


def wait_for(is_so: Callable[[], bool], within_s: float = 30) -> None:
    """Until it is so; AssertionError when it takes too long."""
    end = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class Wine:
    """A fresh Windows below a folder."""

    def __init__(self, folder: Path) -> None:
        self.prefix = folder / "prefix"
        home = folder / "home"
        home.mkdir(parents=True)
        self._said = folder / "said.txt"
        self._known = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "LC_ALL")}
        self._known |= {
            "WINEPREFIX": str(self.prefix), "HOME": str(home), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8",
            "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree=d;mshtml=d",
        }  # fmt: skip
        self.run("wineboot", "-i", within_s=120)
        self.be("win10")
        # As long as one program runs, the next ones need not start Windows anew.
        self._always = self.start("cmd", stdin=subprocess.PIPE)
        self.c = self.prefix / "drive_c"
        user = next(each for each in (self.c / "users").iterdir() if each.name != "Public")
        self.temp, self.local = user / "Temp", user / "AppData" / "Local"
        self.menu = user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Cartoteca.lnk"
        self.desktop = home / "Cartoteca.lnk"

    def be(self, version: str) -> None:
        """Be this version of Windows."""
        self.run("winecfg", "-v", version)

    def run(self, *words: str | Path, within_s: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end. What it says goes to a file: parts of Windows that it has started
        stay, and would hold a pipe open."""
        with self._said.open("w") as said:
            code = subprocess.run(
                ["wine", *words], env=self._known, stdin=subprocess.DEVNULL, stdout=said,
                stderr=subprocess.DEVNULL, check=False, timeout=within_s,
            ).returncode  # fmt: skip
        return subprocess.CompletedProcess(words, code, self.said())

    def said(self) -> str:
        """What the last program has said until now, with those that it has started."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def start(self, *words: str | Path, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Begin to run a Windows program."""
        return subprocess.Popen(
            ["wine", *words], env=self._known, stdin=stdin, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def end(self) -> None:
        """End whatever runs, and remove the Windows: it is large."""
        self._always.communicate()
        subprocess.run(["wineserver", "-k"], env=self._known, check=False, timeout=60)
        subprocess.run(["wineserver", "-w"], env=self._known, check=False, timeout=60)
        shutil.rmtree(self.prefix, ignore_errors=True)

    def path(self, place: Path) -> str:
        """What Windows calls it."""
        return "C:\\" + str(place.relative_to(self.c)).replace("/", "\\")

    def registry(self, key: str) -> dict[str, str]:
        """The values of a key; none where it is not there."""
        told = self.run("reg", "query", key).stdout.splitlines()
        found = (re.fullmatch(r"    (.+?)    REG_\w+    (.*)", line) for line in told)
        return {each.group(1): each.group(2) for each in found if each}

    def starts(self) -> list[list[str]]:
        """How the stand-in program was started: its version, the folder, the words."""
        file = self.temp / "started.txt"
        text = file.read_bytes().decode("utf-16le") if file.exists() else ""
        return [line.split("|") for line in text.splitlines()]


def works_in(shortcut: Path, folder: str) -> bool:
    """Does the shortcut start its program in the folder?"""
    return f"{folder}\0".encode("utf-16le") in shortcut.read_bytes()  # that of the program goes on after it


def make_installer(folder: Path, version: str, files: tuple[str, ...]) -> Path:
    """The installer of a stand-in program with these files, made by the script of the real one."""
    makensis = windows.find_makensis()
    assert makensis is not None
    tree = folder / f"tree-{version}"
    for name in ("icons/document.ico", *files):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(f"{name} {version}")
    program = [makensis, "-V1", f"-DOUT={tree / 'cartoteca.exe'}", f"-DVERSION={version}"]
    subprocess.run([*program, HERE / "standin.nsi"], check=True)
    target = folder / f"cartoteca-{version}.exe"
    return windows.installer(makensis, tree, target, ["-WX"], VERSION=version, PATIENCE=str(PATIENCE_S))
