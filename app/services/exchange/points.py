"""Several phones, e-mails or sites in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.blueprint.kinds import Email, Phone
from app.blueprint.rows import ContactPoints
from app.core.folding import digits

_LABEL = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]", re.DOTALL)
_NAMED = re.compile(r"\s*\"?([^<>\"]*?)\"?\s*<([^<>]+@[^<>]+)>\s*")
_EMAIL_GAPS = re.compile(r"[;,\s]+")
_GAPS = re.compile(r"\s*(?::::|[;\n]|\r)\s*")
_ANY_GAP = re.compile(r"[;,/\n\r]|:::|\s(?:sau|or|или)\s")
_PHONE_GAPS = (
    (_GAPS, 3),
    (re.compile(r"\s*,\s*"), 6),
    (re.compile(r"\s*/\s*|\s+(?:sau|or|или)\s+"), 9),
)
"""Signs between numbers, and how many digits each part must have at least."""


_MAY_BE_MORE = re.compile(r"[;,/\n\r\[<]|:::|\s\S")
"""What parts values or labels one, and blanks within the text, between which a word for "or" may stand."""


def split(kind: ContactPoints, cell: Any) -> Iterable[tuple[Any, str]]:
    """The single values of a cell, each with its label ("secretary" in ``021 312 3456 [secretary]``)."""
    if not isinstance(cell, str):
        return [(cell, "")]
    value = kind.value
    if _MAY_BE_MORE.search(cell) is None and (plain := cell.strip()):
        return [(plain, "")]
    if isinstance(value, Phone):
        pieces = _phones(cell)
    elif isinstance(value, Email):
        pieces = _emails(cell)
    else:
        pieces = [piece for piece in _GAPS.split(cell) if piece.strip()]
    return map(_labelled, pieces)


def _labelled(piece: str) -> tuple[str, str]:
    found = _LABEL.fullmatch(piece.strip()) if "[" in piece else None
    if found:
        return found[1], found[2].strip()
    named = _NAMED.fullmatch(piece) if "<" in piece else None
    return (named[2].strip(), named[1].strip()) if named else (piece.strip(), "")


def _phones(text: str) -> list[str]:
    """Parted only where every part can be a number: 021/312.34.56 has an area code, not two phones."""
    if _ANY_GAP.search(text) is None:
        return [text.strip()]
    if ":::" in text:  # put there by Google, whatever the parts are
        return [piece.strip() for piece in text.split(":::") if piece.strip()]
    for gap, least in _PHONE_GAPS:
        pieces = [piece for piece in gap.split(text) if piece.strip()]
        if len(pieces) > 1 and all(len(digits(_LABEL.sub(r"\1", piece))) >= least for piece in pieces):
            return [inner for piece in pieces for inner in (_phones(piece) if len(pieces) < 20 else [piece])]
    return [text.strip()]


def _emails(text: str) -> list[str]:
    pieces = [piece for piece in _GAPS.split(text) if piece.strip()]
    if len(pieces) > 1:
        return pieces
    if "<" in text or "[" in text:
        return re.split(r"(?<=[>\]])\s*[,;]\s*", text.strip())
    parts = [part for part in _EMAIL_GAPS.split(text) if part]
    return parts if len(parts) > 1 and all("@" in part for part in parts) else [text.strip()]


def joined(values: list[tuple[str, str]]) -> str:
    """Several values as one cell, so that ``split`` gives them back."""
    return "; ".join(f"{value} [{label}]" if label else value for value, label in values)
