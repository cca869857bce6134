"""What is Windows's own: what the program asks of that system, and what it makes of the answers.

The calls themselves stand in ``calls``, which is imported there alone; everything else is tried with a system
in memory. Nothing of Windows is called from outside this folder.
"""

from __future__ import annotations

import ntpath
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Protocol

from app.core.paths import APP_NAME

APP_ID = "Cartoteca.Cartoteca"
"""AppUserModelID: the taskbar holds windows, shortcut and messages of the program together by it."""
RUN_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"
"""Programs that start with the user's session, by name; the installer writes the same value."""
ZONE_KEY = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
WORD_KEY = r"HKEY_CLASSES_ROOT\Word.Application"
REMOTE_DRIVE = 4
"""DRIVE_REMOTE of GetDriveTypeW."""


class Windows(Protocol):
    """What the program asks of the system. Keys of the registry are named in full, from their HKEY on."""

    def has_key(self, key: str) -> bool:
        """Is there such a key?"""

    def value(self, key: str, name: str) -> str:
        """A text of the registry, empty where there is none."""

    def set_value(self, key: str, name: str, text: str) -> None:
        """Write a text; OSError if that is not allowed."""

    def remove_value(self, key: str, name: str) -> None:
        """Remove a text, if it is there; OSError if that is not allowed."""

    def drive_kind(self, root: str) -> int:
        """GetDriveTypeW of ``C:\\``."""

    def set_app_id(self, text: str) -> None:
        """Name the program to the taskbar."""

    def forget_working_folder(self) -> None:
        """Look for libraries no longer in the working folder, where a stranger may have put some."""

    def memory_bound(self, process: int, memory_mb: int) -> AbstractContextManager[None]:
        """Let a process (by its number) have so much memory, and end it with this program."""


@cache
def system() -> Windows | None:
    """Windows, where this is Windows."""
    if sys.platform == "win32":
        from app.core.windows.calls import Calls

        return Calls()
    return None


def begin(here: Windows) -> None:
    """What is to be said before there is a window."""
    here.forget_working_folder()
    here.set_app_id(APP_ID)


def is_remote(here: Windows, path: str) -> bool:
    """Does a full path lie on a network drive?"""
    drive = ntpath.splitdrive(path)[0]
    return drive.startswith("\\\\") or here.drive_kind(drive + "\\") == REMOTE_DRIVE


def has_word(here: Windows) -> bool:
    """Is Microsoft Word installed?"""
    return here.has_key(WORD_KEY)


def starts_with_session(here: Windows) -> bool:
    """Is the program started with the user's session?"""
    return bool(here.value(RUN_KEY, APP_NAME))


def start_with_session(here: Windows, words: Sequence[str]) -> None:
    """Start these words with the user's session from now on, nothing if there are none; OSError."""
    if words:
        here.set_value(RUN_KEY, APP_NAME, subprocess.list2cmdline(words))
    else:
        here.remove_value(RUN_KEY, APP_NAME)


def local_zone(here: Windows) -> str:
    """IANA name of the local zone by the mapping of the Unicode CLDR, empty for one that it does not know."""
    name = here.value(ZONE_KEY, "TimeZoneKeyName").partition("\0")[0]
    if not name:
        return ""
    from babel.core import get_global

    return str(get_global("windows_zone_mapping").get(name, ""))
