"""The lines of a letter as HTML that mail programs show with the same line ends and empty lines.

Lines below each other are one paragraph with ``<br>``, an empty line is the gap between two paragraphs;
every further one is a ``<br>`` before the first line. Where a list, a quotation or a heading follows without
an empty line, a margin of nought says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

MARGIN = r'style="margin(?:-top|-bottom)?:0"'
"""All styles that are written here."""
_TAG = r"(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})"
_ONLY_TAGS = re.compile(rf"\s*(?:{_TAG}\s*)+")
_KEPT_LINES = re.compile(
    rf"((?:\A|<br\s*/?>|<(?:p|blockquote)\b[^<>]*>)\s*)((?:[ \t]*(?:{_TAG}[ \t]*)+\n)+)", re.IGNORECASE
)
_SEVERAL = {"p", "blockquote"}


@dataclass(frozen=True)
class Piece:
    """Lines, in HTML, of one tag; a list is one line. ``above`` says how many empty lines are above it."""

    tag: str
    lines: tuple[str, ...]
    above: int = 0


def html_of_pieces(pieces: Iterable[Piece]) -> str:
    """The pieces below each other."""
    spread = list(_spread(pieces))
    parts = []
    for place, piece in enumerate(spread):
        is_near_above = place > 0 and not piece.above
        is_near_below = place + 1 < len(spread) and not spread[place + 1].above
        extra = piece.above - 1 if place else piece.above
        inside = _joined((*[""] * extra, *piece.lines))
        parts.append(f"<{piece.tag}{_style(is_near_above, is_near_below)}>{inside}</{piece.tag}>")
    return "".join(parts)


def html_of_lines(text: str) -> str:
    """Plain text as HTML; empty if there is none."""
    pieces: list[Piece] = []
    above = 0
    for line in text.rstrip().splitlines():
        if not line.strip():
            above += 1
            continue
        html = inner_html(line)
        if pieces and not above:
            pieces[-1] = replace(pieces[-1], lines=(*pieces[-1].lines, html))
        else:
            pieces.append(Piece("p", (html,), above))
        above = 0
    return html_of_pieces(pieces)


def inner_html(line: str) -> str:
    """A line of plain text, its spaces kept."""
    return escape(kept_spaces(line.rstrip(), is_first=True), quote=False)


def kept_spaces(text: str, *, is_first: bool) -> str:
    """Text whose spaces HTML does not run together; ``is_first`` where a line begins with it."""
    text = text.replace("\t", "    ").replace("  ", " \u00a0")
    return f"\u00a0{text[1:]}" if is_first and text.startswith(" ") else text


def is_only_tags(line: str) -> bool:
    """Does a line hold nothing but conditions or loops? It leaves no empty line behind when it is filled."""
    return _ONLY_TAGS.fullmatch(line) is not None


def with_all_breaks(html: str) -> str:
    """HTML as it is edited: also what stands alone on its line without ``<br>`` has one."""
    return _KEPT_LINES.sub(lambda found: found[1] + found[2].replace("\n", "<br>"), html)


def _spread(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """More than one empty line above what is no paragraph stands in one of its own."""
    is_first = True
    for piece in pieces:
        most = 0 if is_first else 1
        if piece.above > most and piece.tag not in _SEVERAL:
            yield Piece("p", ("",) * (piece.above - most + 1), most)
            piece = replace(piece, above=0)
        yield piece
        is_first = False


def _joined(lines: Sequence[str]) -> str:
    ends = ("\n" if is_only_tags(line) else "<br>" for line in lines[:-1])
    return "".join(line + end for line, end in zip(lines, (*ends, ""), strict=True))


def _style(is_near_above: bool, is_near_below: bool) -> str:
    if is_near_above and is_near_below:
        return ' style="margin:0"'
    if is_near_above:
        return ' style="margin-top:0"'
    return ' style="margin-bottom:0"' if is_near_below else ""
