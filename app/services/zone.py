"""The time zone of this computer by its IANA name."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core import windows

FALLBACK = "UTC"


def local_zone() -> str:
    """IANA name of the local zone, as well as the system tells it; UTC otherwise."""
    for name in (
        os.environ.get("TZ", "").lstrip(":"),
        _from_link(Path("/etc/localtime")),
        _from_file(Path("/etc/timezone")),
        _from_windows(),
    ):
        if name and _is_zone(name):
            return name
    return _by_offset()


def _from_link(path: Path) -> str:
    try:
        return str(path.resolve()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def _from_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _from_windows() -> str:
    here = windows.system()
    return windows.local_zone(here) if here is not None else ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _by_offset() -> str:
    """Where the system names no zone: the likeliest of ours with the offset of today."""
    offset = datetime.now().astimezone().utcoffset()
    for name in ("Europe/Bucharest", "Europe/Chisinau", "Europe/Moscow", "Europe/Berlin", "Europe/London"):
        if datetime.now(ZoneInfo(name)).utcoffset() == offset:
            return name
    return FALLBACK
