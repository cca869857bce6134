"""Starting with the session: a file in the autostart folder on Linux, a value of the registry on Windows."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from app.core import windows
from app.core.atomic import write_atomically
from app.core.errors import UserError
from app.core.paths import APP_NAME, HIDDEN
from app.core.texts import _


def command() -> list[str]:
    """How this program is started: the packed one by itself, else the interpreter with the package."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN]
    return [sys.executable, "-m", "app", HIDDEN]


def set_autostart(is_on: bool) -> None:
    """Start with the session from now on, or no longer; UserError where the system does not let us."""
    here = windows.system()
    if here is not None:
        _start_with_windows(here, is_on)
    elif sys.platform.startswith("linux"):
        _set_desktop_file(is_on)


def is_autostart() -> bool:
    """Does it start with the session?"""
    here = windows.system()
    if here is not None:
        return windows.starts_with_session(here)
    return desktop_file().exists()


def desktop_file() -> Path:
    """The entry of the XDG autostart specification."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "autostart" / "cartoteca.desktop"


def _set_desktop_file(is_on: bool) -> None:
    path = desktop_file()
    try:
        if not is_on:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _entry())
    except OSError as problem:
        text = _("{path} cannot be written, so the program does not start with the system: {why}")
        raise UserError(text.format(path=path, why=problem.strerror or str(problem))) from None


def _entry() -> str:
    """Exec as the specification quotes it; Path, because the package is found from its folder."""
    words = " ".join(_quoted(word) for word in command())
    lines = ["[Desktop Entry]", "Type=Application", f"Name={APP_NAME}", f"Exec={words}", "Terminal=false"]
    if not getattr(sys, "frozen", False):
        lines.append(f"Path={Path(__file__).resolve().parents[2]}")
    return "\n".join([*lines, "X-GNOME-Autostart-enabled=true", ""])


def _quoted(word: str) -> str:
    plain = shlex.quote(word) == word
    if plain:
        return word
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return '"' + escaped.replace("%", "%%") + '"'


def _start_with_windows(here: windows.Windows, is_on: bool) -> None:
    try:
        windows.start_with_session(here, command() if is_on else ())
    except OSError as problem:
        raise UserError(_("The system does not let the program be started with it.")) from problem
