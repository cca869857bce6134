"""In which of the program's languages a text is, as far as its letters tell."""

from __future__ import annotations

import re

_CYRILLIC, _LATIN = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z]")
_ROMANIAN = re.compile("[ăâîșțşţĂÂÎȘȚŞŢ]")
ENOUGH = 2
"""Letters that English has not: a single one may be of a name."""


def language_of_text(text: str) -> str:
    """``ru``, ``ro``, or empty where the letters do not tell."""
    if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)):
        return "ru"
    return "ro" if len(_ROMANIAN.findall(text)) >= ENOUGH else ""
