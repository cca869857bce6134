"""The text of a part as the template language reads it, and the part again when the data are in it."""

from __future__ import annotations

import functools
import re
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate

from app.services.documents.fields import clean_tree, may_have_fields
from app.services.documents.problems import DocumentError
from app.services.documents.runs import join_tags

LONGEST_NEAR = 80
FIRST_DRAWING_ID = 1001
"""Drawings of the body are numbered anew from here: those in loops would share their number."""

_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")
# {{p x}}, {{r x}}, {{tr x}}, {{tc x}} take ready-made XML in docxtpl; data are text, so they mean {{ x }}.
_XML_PLACEHOLDER = re.compile(r"(\{(?:<[^>]*>)*\{(?:<[^>]*>)*)(?:r|p|tr|tc)(?=(?:<[^>]*>)*\s)")
_LITERAL_BRACES = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
_BREAKS = re.compile("[\t\n\a\f]")
_LISTED = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_OPENING = re.compile(r"\{%-?\s*(?:if|for|set\s+\w+\s*%|filter|with|macro|call)\b")
_CLOSING = re.compile(r"\{%-?\s*end\w+")
_RESHAPING = re.compile(r"\{%-?\s*(?:tc|colspan|hm|vm|cellbg)\b|\{\{tc\b")


@functools.cache
def _tools() -> Any:
    """docxtpl's way to read and write parts; it needs no file for that."""
    return DocxTemplate(None)


def has_tags(xml: str) -> bool:
    """May anything in it be for the template language? Braces may stand apart, in two runs."""
    bare = _TAG.sub("", xml)
    return "{{" in bare or "{%" in bare or "{#" in bare or "{_" in bare or "{{" in xml or "{%" in xml


def readable(xml: str) -> str:
    """The XML with its tags whole and out of the way of each other, one paragraph a line."""
    source: str = _tools().patch_xml(_XML_PLACEHOLDER.sub(r"\1 ", xml))
    for literal, placeholder in _LITERAL_BRACES.items():
        source = source.replace(literal, placeholder)
    # One paragraph a line, so that the line number of a mistake leads to its text.
    return _PARAGRAPH.sub(r"\n<w:p\1", source)


def near(source: str, line: int) -> str:
    """The words of a line, to be found again in the document."""
    lines = source.split("\n")
    text = _TAG.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
    return text if len(text) <= LONGEST_NEAR else text[: LONGEST_NEAR - 1] + "…"


def finished(
    filled: str, part: str, *, is_body: bool = False, is_steady: bool = True
) -> tuple[str, list[str]]:
    """The XML of a filled part, and the loading fields that were made inert in it.

    ``is_steady``: its tables have as many columns as their rows, whatever the data.
    """
    xml = filled.replace("\n<w:p>", "<w:p>").replace("\n<w:p ", "<w:p ")
    if _BREAKS.search(xml):
        xml = _LISTED.sub(_with_breaks, xml)
    try:
        root = parse_xml(xml)
    except SyntaxError as error:  # lxml's XMLSyntaxError is one
        raise DocumentError("broken", str(error), part) from error
    names: list[str] = []
    if may_have_fields(xml):
        names = clean_tree(root)
    # docxtpl evens out the columns of tables that were looped over; it needs their grid for that.
    if not is_steady and _has_grids(root):
        root = _tools().fix_tables(text_of(root))
        xml = text_of(root)
    elif names:
        xml = text_of(root)
    if is_body and "docPr" in xml:
        numbers = iter(range(FIRST_DRAWING_ID, FIRST_DRAWING_ID + len(xml)))
        xml = _DRAWING_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", xml)
    return xml, names


def is_steady(root: Any) -> bool:
    """Do all rows of every table fill its columns, so that no data can make them differ?"""
    return all(_is_steady_table(table) for table in root.iter(qn("w:tbl")))


def _is_steady_table(table: Any) -> bool:
    grid = table.find(qn("w:tblGrid"))
    rows = table.findall(qn("w:tr"))
    if grid is None or not rows or next(table.iter(qn("w:tbl")), table) is not table:
        return False
    if len(list(table.iter(qn("w:tbl")))) > 1 or "{%tr" in _words(rows[0]).replace(" ", ""):
        return False
    columns = len(grid.findall(qn("w:gridCol")))
    if _RESHAPING.search(_words(table)):
        return False
    return all(_width(row) == columns and _is_balanced(row) for row in rows)


def _has_grids(root: Any) -> bool:
    """Are all tables as docxtpl expects them: with a grid, its columns with their widths?"""
    grids = [table.find(qn("w:tblGrid")) for table in root.iter(qn("w:tbl"))]
    spans = (each.get(qn("w:val"), "") for each in root.iter(qn("w:gridSpan")))
    return all(grid is not None and all(map(_has_width, grid)) for grid in grids) and all(
        each.isdecimal() for each in spans
    )


def _has_width(column: Any) -> bool:
    try:
        float(column.get(qn("w:w"), ""))
    except ValueError:
        return bool(column.tag != qn("w:gridCol"))
    return True


def _width(row: Any) -> int:
    """Columns that the cells of a row take; -1 for cells that are not directly in it."""
    cells = row.findall(qn("w:tc"))
    spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in cells]
    return sum(1 if span is None else int(span.get(qn("w:val"), "1")) for span in spans)


def _is_balanced(row: Any) -> bool:
    texts = [_words(cell) for cell in row.findall(qn("w:tc"))]
    if any("{%tr" in text.replace(" ", "") for text in texts):
        return True  # the whole row gives way to its tag
    return all(len(_OPENING.findall(text)) == len(_CLOSING.findall(text)) for text in texts)


def _words(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def _with_breaks(found: re.Match[str]) -> str:
    text = found[0]
    if not _BREAKS.search(text):
        return text
    broken: str = _tools().resolve_listing(text)
    return broken


def text_of(root: Any) -> str:
    """An element as text, without a declaration."""
    return _DECLARATION.sub("", serialize_part_xml(root).decode("utf-8"))


def whole_text(root: Any) -> str:
    """An element as text, its tags in one piece each where they would tear other elements apart."""
    text = text_of(root)
    return text_of(root) if has_tags(text) and join_tags(root, text) else text


def loading_fields(text: str) -> list[str]:
    """Names of fields in a readable text that load from elsewhere; none where it is no XML by itself."""
    if not may_have_fields(text):
        return []
    try:
        return clean_tree(parse_xml(text))
    except SyntaxError:
        return []
