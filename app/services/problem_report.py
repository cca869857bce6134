"""A report of a problem: files that are shown before they are saved, and that nobody but the user sends.

Nothing of the records goes in. Of the settings only those go in whose values are the program's own words or
numbers; what a user typed is told as “given” or “empty”. The log is masked (``services.masking``).
"""

from __future__ import annotations

import getpass
import os
import platform
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import clock as time
from app.core.atomic import replace
from app.core.clock import Clock, system_clock
from app.core.errors import UserError
from app.core.paths import APP_NAME, state_folder
from app.core.settings import SETTINGS, Setting, Settings
from app.core.texts import _
from app.services.masking import mask_log
from app.services.versions import Facts, as_text, versions

if TYPE_CHECKING:
    from app.services.library import Library

LOGS = "cartoteca.log*"
"""The log and the older ones beside it, as ``ui.log`` names them."""


@dataclass(frozen=True)
class ReportFile:
    """A file of the report: its name in the archive, what is in it in a few words, and its text."""

    name: str
    about: str
    text: str


@dataclass(frozen=True)
class Surroundings:
    """What only the window knows: the version of Qt, and the screens."""

    qt: str
    screens: Facts


def gather(
    settings: Settings, around: Surroundings, library: Library | None = None, logs: Path | None = None
) -> list[ReportFile]:
    """Everything that may go into a report. Reads and masks files: not in the window's thread."""
    found = [
        ReportFile(
            "versions.txt", _("Versions of the program and of what it runs on"), as_text(versions(around.qt))
        ),
        ReportFile("screens.txt", _("Screens and their scale"), as_text(around.screens)),
        ReportFile("settings.txt", _("Settings, without what you typed"), as_text(safe_settings(settings))),
    ]
    if library is not None:
        found.append(ReportFile("file.txt", _("How large the open file is"), as_text(size_of(library))))
    known = own_words(settings, library)
    for path in sorted((logs or state_folder()).glob(LOGS)):
        with suppress(OSError):
            text = mask_log(path.read_text(encoding="utf-8", errors="replace"), known)
            found.append(
                ReportFile(f"log/{path.name}", _("What the program noted, names and values masked"), text)
            )
    return found


def safe_settings(settings: Settings) -> Facts:
    """Every setting; a text that the user could write freely is not told, only whether there is one."""
    return [(each.key, _told(each, settings.get(each.key))) for each in SETTINGS]


def _told(setting: Setting, value: object) -> str:
    if isinstance(value, bool | int) or setting.choices:
        return str(value)
    return _("given") if value else _("empty")


def size_of(library: Library) -> Facts:
    """Numbers of records by section, and of fields of the user's own; no names, no values."""
    counts = library.lists.counts()
    sections = library.registry.sections
    own = sum(field.is_own for each in sections for field in each.fields)
    size = library.path.stat().st_size if library.path.exists() else 0
    return [
        *((each.key, str(counts.get(each.key, 0))) for each in sections),
        (_("Fields of your own"), str(own)),
        (_("Size, MB"), f"{size / 1_000_000:.1f}"),
        (_("Read-only"), _("yes") if library.is_read_only else _("no")),
    ]


def own_words(settings: Settings, library: Library | None = None) -> list[str]:
    """What the user and the files are called, to be masked even where it is an ordinary word."""
    found = [
        settings.user_name,
        *settings.user_name.split(),
        platform.node(),
        str(Path.home()),
        Path.home().name,
    ]
    with suppress(OSError, KeyError, ImportError):
        found.append(getpass.getuser())
    if library is not None:
        found += [str(library.path), library.path.name, library.path.stem]
    return [each for each in found if each.strip()]


def save(files: Sequence[ReportFile], words: str, target: Path) -> Path:
    """Write the archive whole or not at all; ``words`` are the user's own, as they were written."""
    beside = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in _members(files, words):
                archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        replace(beside, target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        problem = error.strerror or error
        told = _("“{file}” cannot be written: {reason}. Close it in other programs or choose another place.")
        raise UserError(told.format(file=target.name, reason=problem)) from error
    return target


def _members(files: Iterable[ReportFile], words: str) -> list[tuple[str, str]]:
    found = [(each.name, f"{each.text}\n") for each in files]
    return [("problem.txt", f"{words.strip()}\n"), *found] if words.strip() else found


def suggested_name(clock: Clock = system_clock) -> str:
    """A name that tells program and day."""
    day = time.today(clock).isoformat()
    return _("{program} problem {day}").format(program=APP_NAME, day=day) + ".zip"
