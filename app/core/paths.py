"""Where things lie: resources of the program, settings and state of the user."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

APP_NAME = "Cartoteca"
SUFFIX = ".cartoteca"
"""Ending of a data file."""

HIDDEN = "--hidden"
"""The word by which the program starts into the tray, as at the beginning of a session."""

QUIT = "--quit"
"""The word that asks the running program to end, as an installer does before it replaces it."""

ENV_HOME = "CARTOTECA_HOME"
"""Environment variable: keep settings and state in this folder (portable use, tests)."""


PORTABLE_MARK = "portable.txt"
"""Beside the packaged program it means: what the program keeps lies beside it, too."""


def portable_folder() -> Path | None:
    """Where a program that is carried about keeps settings, state and, unless told otherwise, its files."""
    if not getattr(sys, "frozen", False):
        return None
    beside = Path(sys.executable).parent
    return beside / "data" if (beside / PORTABLE_MARK).exists() else None


def resource(*parts: str) -> Path:
    """A file that ships with the program."""
    return _resources().joinpath(*parts)


@cache
def _resources() -> Path:
    return Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2])) / "resources"


def settings_folder() -> Path:
    """Folder of the user's settings; made when first asked for."""
    return _folder("user_config_path", "settings")


def state_folder() -> Path:
    """Folder of what the program remembers by itself (window places, drafts, log)."""
    return _folder("user_state_path", "state")


def documents_folder() -> Path:
    """Where a user expects new files."""
    if portable := portable_folder():
        with suppress(OSError):
            portable.mkdir(parents=True, exist_ok=True)
        return portable
    import platformdirs

    found = platformdirs.user_documents_path()
    return found if found.is_dir() else Path.home()


def downloads_folder() -> Path:
    """Where a user looks for a file that is to be sent on: downloads, else the desktop, else the home."""
    import platformdirs

    wanted = (platformdirs.user_downloads_path(), platformdirs.user_desktop_path())
    return next((each for each in wanted if each.is_dir()), Path.home())


def _folder(kind: str, portable_name: str) -> Path:
    home = os.environ.get(ENV_HOME) or portable_folder()
    if home:
        folder = Path(home) / portable_name
    else:
        import platformdirs

        found: Path = getattr(platformdirs, kind)(APP_NAME, appauthor=False, roaming=False)
        folder = found
    with suppress(OSError):  # a home that is read-only: defaults serve, and whoever writes there will tell
        folder.mkdir(parents=True, exist_ok=True)
    return folder
