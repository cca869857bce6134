"""Numbers that a spreadsheet spoilt: digits that are gone, phones that became figures."""

from __future__ import annotations

import re
from typing import Any

from app.blueprint.kinds import Code, Kind, Phone, cell_text
from app.core.texts import _

_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_FIGURE_TEXT = re.compile(r"\d+[.,]0|\d(?:[.,]\d+)?[eE]\+?\d{1,2}")


def refuse_lost_digits(kind: Kind, cell: Any) -> None:
    """More than 15 digits do not fit a figure of a spreadsheet: they are gone, and nobody can guess them."""
    is_lost = isinstance(cell, (int, float)) and not isinstance(cell, bool) and not _is_whole(cell)
    if (
        isinstance(cell, str)
        and isinstance(kind, (Phone, Code))
        and (found := _SCIENTIFIC.fullmatch(cell.strip()))
    ):
        is_lost = len(found[1] or "") < int(found[2])
    if is_lost:
        reason = _("“{text}” lost digits in the spreadsheet; format the column as text and type them again.")
        raise ValueError(reason.format(text=cell_text(cell).strip()))


def _is_whole(figure: float) -> bool:
    """Excel keeps 15 digits and writes zeros for the rest; what other programs wrote may have 16."""
    return abs(figure) < 1e15 or (abs(figure) < 2**53 and figure % 10 != 0)


def is_doubtful(cell: Any, region: str) -> bool:
    """Is it a phone number that became a figure, of which nobody can tell what stood before its digits?"""
    if isinstance(cell, str) and not _FIGURE_TEXT.fullmatch(cell.strip()):
        return False
    if not isinstance(cell, (int, float, str)) or isinstance(cell, bool):
        return False
    from app.blueprint.phones import SHORT_LENGTH, restorations

    number = str(int(float(str(cell).replace(",", "."))))
    return len(number) > SHORT_LENGTH and len(restorations(number, region)) != 1


def doubt(cell: Any) -> str:
    """The sentence for it."""
    told = _("“{text}” was kept as a figure; digits at its beginning may be missing.")
    return told.format(text=cell_text(cell).strip())
