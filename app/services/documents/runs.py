"""The texts of a paragraph over all its runs: read as one, and changed at a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _RUN, _PARAGRAPH = qn("w:t"), qn("w:r"), qn("w:p")
_WRAPPED = re.compile(r"<w:(?:ins|moveTo|smartTag|customXml|hyperlink|fldSimple|sdt|dir|bdo)\b")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)

Piece = tuple[Any, str]
"""An element with text, or a sign (its element None), and its text."""


def pieces(paragraph: Any) -> Iterator[Piece]:
    """The texts of a paragraph in order; those of text boxes in it are not its own."""
    for each in paragraph.iter(_TEXT, *_SIGNS):
        run = each.getparent()
        if run is None or run.tag != _RUN or next(each.iterancestors(_PARAGRAPH), None) is not paragraph:
            continue
        if each.tag == _TEXT:
            yield each, each.text or ""
        else:
            yield None, _SIGNS[each.tag]


def put(paragraph: Any, start: int, end: int, text: str) -> None:
    """Text in place of what stands from ``start`` to ``end``; it looks as that began."""
    place, is_put, last = 0, False, None
    for element, old in list(pieces(paragraph)):
        first, place = place, place + len(old)
        if element is None:
            continue
        last = element
        is_touched = (first < end and place > start) or (start == end and first <= start <= place)
        if not is_touched or (is_put and start == end):
            continue
        begins, ends = max(start - first, 0), min(end - first, len(old))
        _write(element, old[:begins] + ("" if is_put else text) + old[ends:])
        is_put = True
    if not is_put:
        _append(paragraph, last, text)


def _write(element: Any, text: str) -> None:
    element.text = text
    element.set(qn("xml:space"), "preserve")


def _append(paragraph: Any, last: Any, text: str) -> None:
    if last is not None:
        _write(last, (last.text or "") + text)
        return
    run, made = OxmlElement("w:r"), OxmlElement("w:t")
    _write(made, text)
    run.append(made)
    paragraph.append(run)


def join_tags(root: Any, xml: str) -> bool:
    """Gather tags that begin in one insertion, link or control and end in another; has anything changed?

    The language reads the XML as text: without this it would cut such an element in two.
    """
    if not _WRAPPED.search(xml):
        return False
    has_changed = False
    for paragraph in root.iter(_PARAGRAPH):
        found = list(pieces(paragraph))
        for tag in reversed(list(_TAG.finditer("".join(text for _element, text in found)))):
            if _is_torn(found, tag.start(), tag.end()):
                put(paragraph, tag.start(), tag.end(), tag[0])
                has_changed = True
    return has_changed


def _is_torn(found: list[Piece], start: int, end: int) -> bool:
    """Do the pieces of a tag lie in elements of their own within the paragraph?"""
    place, homes = 0, set()
    for element, text in found:
        first, place = place, place + len(text)
        if element is not None and first < end and place > start:
            homes.add(id(element.getparent().getparent()))
    return len(homes) > 1
