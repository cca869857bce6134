"""The HTML of a letter: made readable for the template language, and washed."""

from __future__ import annotations

import re
from html import unescape

PICTURE = "cid:"
"""What the address of a picture begins with that comes with the letter."""

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_MARK = re.compile(r"<[^<>]*>")
_CID = re.compile(r"""\bcid:([\w.-]+)""")
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd", "div", "dl",
    "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li",
    "ol", "p", "pre", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_LAYOUT = {"style", "align", "valign", "width", "height", "bgcolor", "color", "dir", "lang", "title"}
_OWN = {
    "a": {"href", "name"}, "img": {"src", "alt", "border"}, "font": {"face", "size"}, "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing"}, "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"}, "col": {"span"}, "ul": {"type"},
}  # fmt: skip


def readable(html: str) -> str:
    """Placeholders as they were typed: what an editor put into them, marks and entities, is taken out."""
    return _TAG.sub(lambda found: unescape(_MARK.sub("", found[0])).replace("\u00a0", " "), html)


def washed(html: str) -> str:
    """What mail programs show, without scripts and forms, whatever data or a template brought in."""
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style", "head", "title"},
        attributes={"*": _LAYOUT, **_OWN},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel=None,
    )


def pictures_in(html: str) -> list[str]:
    """Uids of the pictures that a letter shows."""
    return list(dict.fromkeys(_CID.findall(html)))


def whole(html: str) -> str:
    """The HTML as a document of its own."""
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>\n{html}\n</body></html>\n"
