"""What a letter's editor shows, as the HTML that mail programs show alike; and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from app.services.mail.lines import Piece, html_of_pieces, inner_html, is_only_tags, kept_spaces
from app.ui.editors.html_of import (
    LINE_BREAK,
    Fragment,
    blocks_of,
    fragments_of,
    html_of_blocks,
    list_of,
    runs_html,
)

_SIGN = "\ufffc"
"""Stands for a picture in the text of a block."""


def letter_html(document: QTextDocument) -> str:
    """The letter in simple HTML; empty for a document without text."""
    if not document.toPlainText().strip():  # a picture counts as a sign
        return ""
    return html_of_pieces(_pieces(document))


def show_lines(document: QTextDocument) -> None:
    """Make of a document that was read from HTML what the editor works on: a block a line, no gaps but
    empty lines."""
    cursor = QTextCursor(document)
    blocks = list(blocks_of(document))
    gaps = [_has_gap(one, two) for one, two in pairwise(blocks)]
    for block, is_gap in zip(reversed(blocks), (False, *reversed(gaps)), strict=True):
        if is_gap:
            cursor.setPosition(block.position() + block.length() - 1)
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        if _is_text(block):
            _split(block, cursor)
    cursor.select(QTextCursor.SelectionType.Document)
    flat = QTextBlockFormat()
    flat.setTopMargin(0)
    flat.setBottomMargin(0)
    cursor.mergeBlockFormat(flat)


def _is_text(block: QTextBlock) -> bool:
    return block.textList() is None and not block.blockFormat().headingLevel()


def _has_gap(one: QTextBlock, two: QTextBlock) -> bool:
    """Does a mail program leave room between two blocks?"""
    depths = list_of(one)[1], list_of(two)[1]
    is_same_list = one.blockFormat().objectIndex() == two.blockFormat().objectIndex()
    if all(depths) and (is_same_list or max(depths) > 1):
        return False
    return max(one.blockFormat().bottomMargin(), two.blockFormat().topMargin()) > 0


def _split(block: QTextBlock, cursor: QTextCursor) -> None:
    """A block for each line; a break at the end begins no further line."""
    text, start = block.text(), block.position()
    for place in reversed([n for n, sign in enumerate(text) if sign == LINE_BREAK]):
        cursor.setPosition(start + place)
        cursor.setPosition(start + place + 1, QTextCursor.MoveMode.KeepAnchor)
        if place == len(text) - 1:
            cursor.removeSelectedText()
        else:
            cursor.insertBlock()


class _Pieces:
    """Puts together what stands below each other without an empty line."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._tag, self._above = "", 0
        self._lines: list[str] = []
        self._items: list[QTextBlock] = []

    def add_item(self, block: QTextBlock) -> None:
        """An item of a list; a list in a list belongs to the outer one."""
        tag, depth = list_of(block)
        if depth > 1:
            tag = self._tag if self._items else "ul"
        if not self._items or tag != self._tag:
            self.end()
        self._tag = tag
        self._items.append(block)

    def add_line(self, tag: str, line: str) -> None:
        """A line in HTML; an empty one ends what stands above it."""
        if not line:
            self.end()
            self._above += 1
            return
        if self._items or tag != self._tag or tag.startswith("h"):
            self.end()
        self._tag = tag
        self._lines.append(line)

    def end(self) -> None:
        """Whatever comes next is a piece of its own."""
        if self._items:
            self._lines.append(html_of_blocks(self._items)[4:-5])  # without the tags of the list
        if self._lines:
            self.found.append(Piece(self._tag, tuple(self._lines), self._above))
            self._above = 0
        self._lines, self._items = [], []


def _pieces(document: QTextDocument) -> list[Piece]:
    made = _Pieces()
    for block in blocks_of(document):
        if list_of(block)[1]:
            made.add_item(block)
            continue
        for line in _lines_of(block):
            made.add_line(_tag_of(block), line)
    made.end()
    return made.found


def _tag_of(block: QTextBlock) -> str:
    level = min(3, block.blockFormat().headingLevel())
    if level:
        return f"h{level}"
    return "blockquote" if block.blockFormat().property(QTextFormat.Property.BlockQuoteLevel) else "p"


def _lines_of(block: QTextBlock) -> Iterator[str]:
    """The lines of a block in HTML; empty where nothing is to be seen."""
    if block.blockFormat().headingLevel():
        yield runs_html(fragments_of(block), is_heading=True) if block.text().strip() else ""
        return
    for line in _split_fragments(block):
        text = "".join(said for said, _form in line)
        if is_only_tags(text):
            yield inner_html(text.strip())
            continue
        html = runs_html(_trimmed(line))
        yield html if text.strip(f"{_SIGN} \t\u00a0") or "<img" in html else ""


def _split_fragments(block: QTextBlock) -> list[list[Fragment]]:
    lines: list[list[Fragment]] = [[]]
    for said, form in fragments_of(block):
        first, *more = said.split(LINE_BREAK)
        lines[-1].append((first, form))
        lines.extend([(each, form)] for each in more)
    return lines


def _trimmed(line: list[Fragment]) -> Iterator[Fragment]:
    """Without spaces at the end; those at the beginning are kept as they are seen."""
    shown = list(line)
    while shown and not (rest := shown[-1][0].rstrip(" \t")):
        shown.pop()
    if shown:
        shown[-1] = (rest, shown[-1][1])
    is_first = True
    for said, form in shown:
        yield kept_spaces(said, is_first=is_first), form
        is_first = said.endswith((" ", "\t")) if said else is_first
