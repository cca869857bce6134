"""Sheets of LibreOffice Calc that other programs have written with a line for every element.

Calamine takes the ends of lines between the cells for something that has no place there and calls the file
damaged.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from app.services.exchange.ods_notes import CONTENT

_BETWEEN = re.compile(rb"(</?(?:table|office|text:p)\b[^<>]*>)\s+(?=</?(?:table|office|text:p)\b)")
"""Blanks between two elements of the sheet; those inside of a text are the user's."""


def tidied(path: Path) -> io.BytesIO | None:
    """The file with nothing between the elements of its sheets; None for another kind or a broken file."""
    if not zipfile.is_zipfile(path):
        return None
    found = io.BytesIO()
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(found, "w", zipfile.ZIP_STORED) as copy:
            content = archive.read(CONTENT)
            copy.writestr(CONTENT, _BETWEEN.sub(rb"\1", content))
            for name in archive.namelist():
                if name != CONTENT:
                    copy.writestr(name, archive.read(name))
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, KeyError, EOFError):
        return None
    found.seek(0)
    return found
