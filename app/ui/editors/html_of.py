"""A text document as simple HTML: only the marks that notes keep, no styles of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
    QTextListFormat,
)

_NUMBERED = {
    QTextListFormat.Style.ListDecimal,
    QTextListFormat.Style.ListLowerAlpha,
    QTextListFormat.Style.ListUpperAlpha,
    QTextListFormat.Style.ListLowerRoman,
    QTextListFormat.Style.ListUpperRoman,
}
LINE_BREAK = "\u2028"
"""Ends a line within a block."""
Fragment = tuple[str, QTextCharFormat]
"""Text of a block that has the same marks."""


def html_of(document: QTextDocument) -> str:
    """The body of the document in simple tags; empty for a document without text."""
    if not document.toPlainText().strip():  # a picture counts as a sign
        return ""
    return html_of_blocks(blocks_of(document))


def html_of_blocks(blocks: Iterable[QTextBlock]) -> str:
    """Some blocks in simple tags, each a tag of its own."""
    parts: list[str] = []
    lists: list[str] = []
    for block in blocks:
        wanted = _lists_of(block, lists)
        _close(parts, lists, len(wanted))
        if lists and lists[-1] != wanted[len(lists) - 1]:
            _close(parts, lists, len(lists) - 1)
        while len(lists) < len(wanted):
            lists.append(wanted[len(lists)])
            parts.append(f"<{lists[-1]}>")
        parts.append(_block_html(block, bool(wanted)))
    _close(parts, lists, 0)
    return "".join(parts)


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    """All blocks, from the first to the last."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _lists_of(block: QTextBlock, now: list[str]) -> list[str]:
    """The lists the block stands in, the outermost first; outer ones stay what they are."""
    tag, depth = list_of(block)
    if not depth:
        return []
    outer = now[: depth - 1]
    return [*outer, *["ul"] * (depth - 1 - len(outer)), tag]


def list_of(block: QTextBlock) -> tuple[str, int]:
    """The tag of the list the block is an item of, and how deep that lies; 0 for no list."""
    own = block.textList()
    if own is None:
        return "", 0
    return "ol" if own.format().style() in _NUMBERED else "ul", max(1, own.format().indent())


def _close(parts: list[str], lists: list[str], depth: int) -> None:
    while len(lists) > depth:
        parts.append(f"</{lists.pop()}>")


def _block_html(block: QTextBlock, is_item: bool) -> str:
    level = min(3, block.blockFormat().headingLevel())
    inside = runs_html(fragments_of(block), is_heading=level > 0)
    if is_item:
        return f"<li>{inside}</li>"
    if level:
        return f"<h{level}>{inside}</h{level}>"
    if not inside:
        return "<p><br></p>"
    if block.blockFormat().property(QTextFormat.Property.BlockQuoteLevel):
        return f"<blockquote>{inside}</blockquote>"
    return f"<p>{inside}</p>"


def fragments_of(block: QTextBlock) -> Iterator[Fragment]:
    """The pieces of a block with their marks."""
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        yield fragment.text(), fragment.charFormat()
        iterator += 1


def runs_html(fragments: Iterable[Fragment], is_heading: bool = False) -> str:
    """Pieces in simple tags; neighbours with the same marks are one."""
    return "".join(_runs(fragments, is_heading))


def _runs(fragments: Iterable[Fragment], is_heading: bool) -> Iterator[str]:
    text, href = "", ""
    marks: tuple[str, ...] = ()
    for said, form in fragments:
        if form.isImageFormat():
            if text:
                yield _run(text, marks, href)
                text = ""
            yield _picture(form.toImageFormat()) * len(said)
            continue
        found = _marks(form, is_heading)
        link = form.anchorHref()
        if (found, link) != (marks, href) and text:
            yield _run(text, marks, href)
            text = ""
        text, marks, href = text + said, found, link
    if text:
        yield _run(text, marks, href)


def _picture(form: QTextImageFormat) -> str:
    """A picture that comes with the text; from anywhere else none is taken."""
    if not form.name().startswith("cid:"):
        return ""
    size = f' width="{round(form.width())}"' if form.width() else ""
    title = form.toolTip() or str(form.property(QTextFormat.Property.ImageAltText) or "")
    return f'<img src="{escape(form.name())}" alt="{escape(title)}"{size}>'


def _marks(form: QTextCharFormat, is_heading: bool) -> tuple[str, ...]:
    found = []
    if form.fontWeight() >= QFont.Weight.DemiBold and not is_heading:
        found.append("b")
    if form.fontItalic():
        found.append("i")
    if form.fontUnderline() and not form.isAnchor():
        found.append("u")
    if form.fontStrikeOut():
        found.append("s")
    if form.fontFixedPitch():
        found.append("code")
    return tuple(found)


def _run(text: str, marks: tuple[str, ...], href: str) -> str:
    html = escape(text.replace("\ufffc", ""), quote=False)
    html = html.replace("  ", " \u00a0").replace(LINE_BREAK, "<br>")
    for mark in reversed(marks):
        html = f"<{mark}>{html}</{mark}>"
    return f'<a href="{escape(href)}">{html}</a>' if href else html
