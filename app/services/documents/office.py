"""LibreOffice or Word, where one is installed: old Word files taken over, documents turned into PDF.

Many files go in one call: the program itself takes longer to start than a document to be turned.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from app.core import windows
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _

START_SECONDS = 90.0
SECONDS_EACH = 5.0
AT_ONCE = 50
"""Files of one call: after so many progress is certain to be told, and a hanging call costs no more."""
_TICK_S = 0.2

_KNOWN_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SAFE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""No macros, no content from elsewhere: what is turned may be a stranger's."""

_WORD = """$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
$word.Visible = $false; $word.DisplayAlerts = 0; $word.AutomationSecurity = 3
try { foreach ($path in (Get-Content -LiteralPath $args[0] -Encoding UTF8)) {
  $document = $word.Documents.Open($path, $false, $true)
  $document.SaveAs([string]([IO.Path]::Combine($args[1],
    [IO.Path]::GetFileNameWithoutExtension($path) + $args[2])), [int]$args[3])
  $document.Close($false) } } finally { $word.Quit($false) }
"""
_WORD_PRINTS = """$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
$word.Visible = $false; $word.DisplayAlerts = 0; $word.AutomationSecurity = 3
$former = $word.ActivePrinter
try { $word.ActivePrinter = $args[1]; foreach ($path in (Get-Content -LiteralPath $args[0] -Encoding UTF8)) {
  $document = $word.Documents.Open($path, $false, $true)
  $document.PrintOut($false)
  $document.Close($false) } } finally { $word.ActivePrinter = $former; $word.Quit($false) }
"""
_WORD_FORMATS = {"pdf": 17, "docx": 16}


class Office(Protocol):
    """Turns files into another format."""

    name: str

    def convert(
        self, files: Sequence[Path], ending: str, folder: Path, progress: Progress | None = None
    ) -> list[Path]:
        """The turned files in ``folder``, in the order of the files; UserError if one is missing."""

    def print(self, files: Sequence[Path], printer: str, progress: Progress | None = None) -> None:
        """Print files on a printer by its name; UserError if that takes too long."""


def find_office() -> Office | None:
    """What is installed here: LibreOffice, else Word on Windows; None if neither is."""
    found = _soffice()
    if found is not None:
        return LibreOffice(found)
    here = windows.system()
    return Word() if here is not None and windows.has_word(here) else None


def office_or_refuse(what: str) -> Office:
    """The office program; UserError that says for what one is needed."""
    found = find_office()
    if found is None:
        told = _("{what} needs LibreOffice (or Word on Windows), which was not found on this computer.")
        raise UserError(told.format(what=what))
    return found


def _soffice() -> Path | None:
    own = os.environ.get("CARTOTECA_SOFFICE")
    if own is not None:
        return Path(own) if own and Path(own).is_file() else None
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((Path(each) for each in _KNOWN_PLACES if Path(each).is_file()), None)


class LibreOffice:
    """LibreOffice without its window, with a profile of its own that runs and loads nothing."""

    name = "LibreOffice"

    def __init__(self, program: Path) -> None:
        self._program = program

    def convert(
        self, files: Sequence[Path], ending: str, folder: Path, progress: Progress | None = None
    ) -> list[Path]:
        """Turn files, so many at once; UserError when it takes too long or one is not turned."""
        progress, made = progress or Progress(), []
        with self._home() as home:
            for start in range(0, len(files), AT_ONCE):
                part = files[start : start + AT_ONCE]
                self._call(["--convert-to", ending, "--outdir", str(folder)], part, home, progress)
                made += [_turned(each, ending, folder, self.name) for each in part]
                progress.step(
                    start + len(part), len(files), _("Turning into {kind}").format(kind=ending.upper())
                )
        return made

    def print(self, files: Sequence[Path], printer: str, progress: Progress | None = None) -> None:
        """Print files, so many at once."""
        progress = progress or Progress()
        with self._home() as home:
            for start in range(0, len(files), AT_ONCE):
                part = files[start : start + AT_ONCE]
                self._call(["--pt", printer], part, home, progress)
                progress.step(start + len(part), len(files), _("Printing"))

    @contextmanager
    def _home(self) -> Iterator[Path]:
        """A profile of its own, in which nothing runs and nothing is loaded."""
        with tempfile.TemporaryDirectory(prefix="cartoteca-office-") as home:
            user = Path(home) / "user"
            user.mkdir()
            (user / "registrymodifications.xcu").write_text(_SAFE, encoding="utf-8")
            yield Path(home)

    def _call(self, does: Sequence[str], files: Sequence[Path], home: Path, progress: Progress) -> None:
        words = [
            str(self._program), f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", *does, *map(str, files),
        ]  # fmt: skip
        _run(words, START_SECONDS + SECONDS_EACH * len(files), progress, self.name)


class Word:
    """Microsoft Word, asked through Windows' own shell."""

    name = "Microsoft Word"

    def convert(
        self, files: Sequence[Path], ending: str, folder: Path, progress: Progress | None = None
    ) -> list[Path]:
        """Turn files in one call of Word; UserError when it takes too long or one is not turned."""
        told = [str(folder), f".{ending}", str(_WORD_FORMATS[ending])]
        self._call(_WORD, files, told, progress or Progress())
        return [_turned(each, ending, folder, self.name) for each in files]

    def print(self, files: Sequence[Path], printer: str, progress: Progress | None = None) -> None:
        """Print files in one call of Word."""
        self._call(_WORD_PRINTS, files, [printer], progress or Progress())

    def _call(self, script: str, files: Sequence[Path], told: Sequence[str], progress: Progress) -> None:
        with tempfile.TemporaryDirectory(prefix="cartoteca-office-") as home:
            listed, program = Path(home) / "files.txt", Path(home) / "turn.ps1"
            listed.write_text("\n".join(map(str, files)), encoding="utf-8-sig")
            program.write_text(script, encoding="utf-8-sig")
            words = [
                "powershell", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File",
                str(program), str(listed), *told,
            ]  # fmt: skip
            _run(words, START_SECONDS + SECONDS_EACH * len(files), progress, self.name)


def _turned(file: Path, ending: str, folder: Path, name: str) -> Path:
    made = folder / f"{file.stem}.{ending}"
    if not made.is_file() or made.stat().st_size == 0:
        told = _("{name} did not turn {file} into {kind}; try to open the document there.")
        raise UserError(told.format(name=name, file=file.name, kind=ending.upper()))
    return made


def _run(words: Sequence[str], seconds: float, progress: Progress, name: str) -> None:
    """Run the program to its end, its whole family stopped when time is over or the user cancels."""
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        told = _("{name} cannot be started: {error}.").format(name=name, error=error.strerror or error)
        raise UserError(told) from error
    end = time.monotonic() + seconds
    try:
        while process.poll() is None:
            progress.check()
            if time.monotonic() > end:
                told = _("{name} took longer than {seconds} s and was stopped; nothing was kept.")
                raise UserError(told.format(name=name, seconds=round(seconds)))
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TICK_S)
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
