"""Why something of a list was not taken."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.texts import _


@dataclass(frozen=True)
class Refusal:
    """Why a row was not taken: its number in the list, the heading of the column, a sentence.

    ``text`` is what stands in the cell, ``key`` the field whose value was read but leads nowhere.
    """

    row: int
    column: str
    reason: str
    text: str = ""
    key: str = ""


def untaken(refusal: Refusal) -> str:
    """The sentence for a value without which its row was taken; the text of the cell is in it."""
    text = refusal.text.strip()
    if not text or text in refusal.reason:
        return _("The value was not taken: {reason}").format(reason=refusal.reason)
    return _("“{text}” was not taken: {reason}").format(text=text, reason=refusal.reason)
