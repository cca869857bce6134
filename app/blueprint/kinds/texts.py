"""Kinds of text: one line, several, and several with simple marks."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from typing import Any

from app.blueprint.context import Context
from app.blueprint.kinds.base import Kind
from app.core.folding import plain_text, storable


class Text(Kind):
    """One line of text."""

    has_sort_key = True

    def normal(self, value: Any) -> Any:
        if value is None:
            return None
        text = str(value)
        # What can be printed has neither ends of lines nor anything that is not kept.
        return (text if text.isprintable() else " ".join(storable(text).splitlines())).strip() or None


class LongText(Kind):
    """Several lines of plain text."""

    name = "long_text"
    is_multiline = True
    has_sort_key = True

    def parse(self, text: str, context: Context) -> Any:
        """Blanks at the ends and empty lines are the writer's own."""
        return self.normal(text)


class RichText(Kind):
    """Text with simple marks, kept as a washed subset of HTML."""

    name = "rich_text"
    is_multiline = True
    has_sort_key = True

    def parse(self, text: str, context: Context) -> Any:
        """In a text without marks < and & are signs like others; without them it stays as it is."""
        is_plain = ("<" in text or "&" in text) and not _MARKS.search(text)
        return self.normal(paragraphs(text) if is_plain else text)

    def normal(self, value: Any) -> Any:
        washed = "" if value is None else wash(storable(str(value)))
        return washed if plain_text(washed).strip() else None

    def show(self, value: Any, context: Context) -> str:
        return plain_text(value) if value else ""


ALLOWED_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "h1", "h2", "h3", "a",
                "blockquote",
                "code", "pre"}  # fmt: skip


_MARKS = re.compile(
    rf"</?(?:{'|'.join(sorted(ALLOWED_TAGS))}|div|span|font|table|html|body|img|script|style)"
    r"(?:\s+[\w-]+\s*=[^<>]*|\s*/?)>",
    re.IGNORECASE,
)
"""What tells a text with marks from one that says a<b."""


def paragraphs(text: str) -> str:
    """Plain text as rich text, a paragraph a line."""
    lines = (line for line in text.splitlines() if line.strip())
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def wash(html: str, styles: Collection[str] = ()) -> str:
    """Only simple marks remain: no images, scripts, nor other styles; links only to web, mail and phone."""
    if "<" not in html and "&" not in html:
        return html
    import nh3

    return nh3.clean(
        _with_line_ends(html),
        tags=ALLOWED_TAGS,
        clean_content_tags={"script", "style", "head", "title"},
        attributes={"a": {"href"}, **({"*": {"style"}} if styles else {})},
        filter_style_properties=set(styles),
        attribute_filter=lambda _tag, name, value: (
            value if name == "style" or _SAFE_LINK.match(value.strip()) else None
        ),
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
"""Links without a scheme would be places on this computer or in its network."""
_BLOCKS = (
    "table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|div|section|article|header|footer|main|aside|nav"
    "|address|figure|figcaption|h4|h5|h6|dl|dt|dd|center"
)
_COMMENT = re.compile(r"<!--[^<>]*-->")
_NEXT_CELL = re.compile(r"(?:</p>\s*)?</t[dh]\s*>\s*<t[dh]\b[^<>]*>\s*(?:<p\b[^<>]*>)?", re.IGNORECASE)
_BLOCK_ENDS = re.compile(rf"(?:</?(?:{_BLOCKS})\b[^<>]*>\s*)+", re.IGNORECASE)
_LINE_END = "<br data-line>"
_KEPT_BLOCKS = r"p|li|ul|ol|h[1-3]|blockquote|pre|html|body|head|meta|link|style|script|title"
_NEEDLESS = re.compile(
    rf"((?:\A|</?(?:{_KEPT_BLOCKS}|br)\b[^<>]*>)\s*){_LINE_END}"
    rf"|{_LINE_END}(?=\s*(?:\Z|</?(?:{_KEPT_BLOCKS})\b))",
    re.IGNORECASE,
)


def _with_line_ends(html: str) -> str:
    """Blocks and tables are not kept, but where their lines and cells end is: no words are glued together."""
    html = _COMMENT.sub("", html)
    if not _BLOCK_ENDS.search(html):
        return html
    ended = _BLOCK_ENDS.sub(_LINE_END, _NEXT_CELL.sub(" | ", html))
    return _NEEDLESS.sub(lambda found: found[1] or "", ended)
