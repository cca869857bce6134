"""Versions of everything the program runs on, as told in “About” and in a report of a problem."""

from __future__ import annotations

import platform
import sys
from contextlib import suppress

from app import __version__
from app.core.paths import APP_NAME
from app.core.texts import _, language
from app.store.raw_file import SCHEMA_VERSION, engine_versions

Facts = list[tuple[str, str]]
"""What is told: name and value."""


def versions(qt: str) -> Facts:
    """Name and version of each, nothing of the user's; that of Qt is handed in by who has it."""
    sqlite, cipher = engine_versions()
    kind = _("packaged program") if getattr(sys, "frozen", False) else _("run from its source")
    return [
        (APP_NAME, f"{__version__}, {kind}"),
        ("Python", f"{sys.version.split()[0]}, {platform.python_implementation()}"),
        ("Qt", qt),
        ("SQLite", sqlite),
        ("SQLCipher", cipher),
        (_("Format of files"), str(SCHEMA_VERSION)),
        (_("System"), system()),
        (_("Language"), language()),
    ]


def system() -> str:
    """Name, version and processor of the system; not what the computer is called."""
    found = f"{platform.system()} {platform.release()}"
    if sys.platform == "linux":
        with suppress(OSError):
            told = platform.freedesktop_os_release()
            found = f"{told.get('PRETTY_NAME', '')}, {found}".lstrip(", ")
    elif sys.platform == "win32":
        found = f"{found} ({platform.version()})"
    return f"{found}, {platform.machine()}"


def as_text(facts: Facts) -> str:
    """A line for each."""
    return "\n".join(f"{name}: {value}" for name, value in facts)
