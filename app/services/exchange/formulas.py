"""Texts that a spreadsheet would take for formulas, and the apostrophe that says they are none.

``guarded`` puts it there, an import takes it away again: whatever a text is, it comes back as it was. Both
look only at what follows the apostrophes a text begins with.
"""

from __future__ import annotations

import re

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A text that begins with one of these is a formula to a spreadsheet; the wide ones are narrowed by some."""

_BLANK = ' \n\u00a0\u3000\u200b\ufeff"'
"""What a spreadsheet may drop before it looks: blanks, signs that nobody sees, a quote."""

_NUMBER = re.compile(r"[+\d][^-+*/^&|!=<>%@\"{}＝＋－＠\t\r]*")
"""A phone as it is dialled: nothing in it can be reckoned with."""

_CALL = re.compile(r"[^\W\d_]\w*\(")


def is_live(text: str) -> bool:
    """Would a spreadsheet reckon with the text?"""
    return text.lstrip(_BLANK).startswith(SIGNS)


def is_plain_phone(text: str) -> bool:
    """May a spreadsheet see the number as it is? +373 22 … must stay what it is for everyone who reads it."""
    return _NUMBER.fullmatch(text) is not None and _CALL.search(text) is None


def guarded(text: str) -> str:
    """The text with an apostrophe where a spreadsheet would see a formula or an import take one away."""
    return f"'{text}" if is_live(text.lstrip("'")) else text


def is_guarded(text: str) -> bool:
    """Does the apostrophe at the beginning only say that this is a text?"""
    rest = text.lstrip("'")
    return rest != text and is_live(rest)
