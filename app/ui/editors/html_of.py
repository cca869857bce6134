"""A text document as simple HTML: only the marks that notes keep, no styles of Qt."""

from __future__ import annotations

from collections.abc import Iterator
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
_LINE_BREAK = "\u2028"


def html_of(document: QTextDocument) -> str:
    """The body of the document in simple tags; empty for a document without text."""
    if not document.toPlainText().strip():  # a picture counts as a sign
        return ""
    parts: list[str] = []
    lists: list[str] = []
    for block in _blocks(document):
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


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _lists_of(block: QTextBlock, now: list[str]) -> list[str]:
    """The lists the block stands in, the outermost first; outer ones stay what they are."""
    own = block.textList()
    if own is None:
        return []
    tag = "ol" if own.format().style() in _NUMBERED else "ul"
    depth = max(1, own.format().indent())
    outer = now[: depth - 1]
    return [*outer, *["ul"] * (depth - 1 - len(outer)), tag]


def _close(parts: list[str], lists: list[str], depth: int) -> None:
    while len(lists) > depth:
        parts.append(f"</{lists.pop()}>")


def _block_html(block: QTextBlock, is_item: bool) -> str:
    level = min(3, block.blockFormat().headingLevel())
    inside = "".join(_runs(block, is_heading=level > 0))
    if is_item:
        return f"<li>{inside}</li>"
    if level:
        return f"<h{level}>{inside}</h{level}>"
    if not inside:
        return "<p><br></p>"
    if block.blockFormat().property(QTextFormat.Property.BlockQuoteLevel):
        return f"<blockquote>{inside}</blockquote>"
    return f"<p>{inside}</p>"


def _runs(block: QTextBlock, is_heading: bool) -> Iterator[str]:
    """The pieces of a block; neighbours with the same marks are one."""
    text, href = "", ""
    marks: tuple[str, ...] = ()
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().isImageFormat():
            if text:
                yield _run(text, marks, href)
                text = ""
            yield _picture(fragment.charFormat().toImageFormat()) * len(fragment.text())
            iterator += 1
            continue
        found = _marks(fragment.charFormat(), is_heading)
        link = fragment.charFormat().anchorHref()
        if (found, link) != (marks, href) and text:
            yield _run(text, marks, href)
            text = ""
        text, marks, href = text + fragment.text(), found, link
        iterator += 1
    if text:
        yield _run(text, marks, href)


def _picture(form: QTextImageFormat) -> str:
    """A picture that comes with the text; from anywhere else none is taken."""
    if not form.name().startswith("cid:"):
        return ""
    size = f' width="{round(form.width())}"' if form.width() else ""
    return f'<img src="{escape(form.name())}" alt="{escape(form.toolTip())}"{size}>'


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
    html = html.replace("  ", " \u00a0").replace(_LINE_BREAK, "<br>")
    for mark in reversed(marks):
        html = f"<{mark}>{html}</{mark}>"
    return f'<a href="{escape(href)}">{html}</a>' if href else html
