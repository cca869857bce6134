"""Sections of a document: where one ends and how the next one begins."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

_AFTER_NUMBERS = ("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter",
                  "docGrid", "printerSettings", "sectPrChange")  # fmt: skip
_NEW_PAGE = ("nextPage", "oddPage", "evenPage")


def begin_anew(body: Any) -> None:
    """Make the first section of a document begin on a new page, with page 1."""
    first = next(body.iter(qn("w:sectPr")), None)
    if first is None:
        return
    kind = first.find(qn("w:type"))
    if kind is not None and kind.get(qn("w:val")) not in _NEW_PAGE:
        kind.set(qn("w:val"), "nextPage")
    numbers = first.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        after = next(
            (each for each in first if each.tag in {qn(f"w:{name}") for name in _AFTER_NUMBERS}), None
        )
        if after is None:
            first.append(numbers)
        else:
            after.addprevious(numbers)
    if numbers.get(qn("w:start")) is None:
        numbers.set(qn("w:start"), "1")


def last_of(body: Any) -> Any:
    """The last section, taken out of the body; None if the document has none of its own."""
    last = body[-1] if len(body) else None
    if last is None or last.tag != qn("w:sectPr"):
        return None
    body.remove(last)
    return last


def closed(inner: str, section: str) -> str:
    """A document's text, closed by its section: in its last paragraph if that ends it, else in a new one."""
    section = section or '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
    place = inner.rfind("<w:p>"), inner.rfind("<w:p ")
    start = max(place)
    paragraph = inner[start:] if start >= 0 else ""
    is_last = paragraph.endswith("</w:p>") and paragraph.count("</w:p>") == 1 and "<w:sectPr" not in paragraph
    if not is_last:
        return f"{inner}<w:p><w:pPr>{section}</w:pPr></w:p>"
    opening = paragraph.index(">") + 1
    rest = paragraph[opening:]
    if rest.startswith("<w:pPr/>"):
        rest = f"<w:pPr>{section}</w:pPr>{rest[8:]}"
    elif rest.startswith("<w:pPr>"):
        end = rest.index("</w:pPr>")
        change = rest.find("<w:pPrChange", 0, end)
        at = end if change < 0 else change
        rest = f"{rest[:at]}{section}{rest[at:]}"
    else:
        rest = f"<w:pPr>{section}</w:pPr>{rest}"
    return f"{inner[:start]}{paragraph[:opening]}{rest}"
