"""Starting with the session: a file in the autostart folder on Linux, the Run key of the user on Windows."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSettings

from app.core.atomic import write_atomically
from app.core.errors import UserError
from app.core.paths import APP_NAME, HIDDEN
from app.core.texts import _

RUN_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"


def command() -> list[str]:
    """How this program is started: the packed one by itself, else the interpreter with the package."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN]
    return [sys.executable, "-m", "app", HIDDEN]


def set_autostart(is_on: bool) -> None:
    """Start with the session from now on, or no longer; UserError where the system does not let us."""
    if sys.platform == "win32":
        _set_run_key(is_on)
    elif sys.platform.startswith("linux"):
        _set_desktop_file(is_on)


def is_autostart() -> bool:
    """Does it start with the session?"""
    if sys.platform == "win32":
        return _run_key().contains(APP_NAME)
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


def _run_key() -> QSettings:
    return QSettings(RUN_KEY, QSettings.Format.NativeFormat)


def _set_run_key(is_on: bool) -> None:
    """The registry through Qt, which needs no module of one system."""
    key = _run_key()
    if is_on:
        key.setValue(APP_NAME, subprocess.list2cmdline(command()))
    else:
        key.remove(APP_NAME)
    key.sync()
    if key.status() != QSettings.Status.NoError:
        raise UserError(_("The system does not let the program be started with it."))
