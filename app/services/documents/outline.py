"""In the helper process: the paragraphs of a document as text, and placeholders put in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from app.services.child import Job
from app.services.documents.child import told
from app.services.documents.cleaning import clean_package
from app.services.documents.lint import place_of
from app.services.documents.package import Parts, new_file, read_package
from app.services.documents.rawzip import whole_zip
from app.services.documents.runs import pieces, put

MOST_LETTERS = 2_000_000
"""Of a document that is shown; a template of more pages than a book is none."""
_PARAGRAPH = qn("w:p")


def outline(job: Job) -> Iterator[dict[str, Any]]:
    """The paragraphs of ``template``: in which part, where it is for a reader, and the text."""
    parts = read_package(Path(job["template"]))
    removed = clean_package(parts)
    found, letters = [], 0
    for name, place in _readable(parts):
        for number, paragraph in enumerate(_paragraphs(parse_xml(parts[name]))):
            text = "".join(text for _element, text in pieces(paragraph))
            letters += len(text)
            if letters > MOST_LETTERS:
                break
            found.append([name, number, place, text])
    yield {"problem": None, "paragraphs": found, "removed": told(removed)}


def mark(job: Job) -> Iterator[dict[str, Any]]:
    """Put ``marks`` (part, paragraph, from, to, placeholder) into ``template``; the result is ``target``."""
    parts = read_package(Path(job["template"]))
    clean_package(parts)
    for name, _place in _readable(parts):
        wanted = sorted((each for each in job["marks"] if each[0] == name), key=lambda each: -each[2])
        if not wanted:
            continue
        root = parse_xml(parts[name])
        paragraphs = list(_paragraphs(root))
        for _name, number, start, end, text in wanted:
            put(paragraphs[number], start, end, text)
        parts[name] = serialize_part_xml(root)
    with new_file(Path(job["target"])) as stream:
        stream.write(whole_zip(parts))
    yield {"problem": None}


def _readable(parts: Parts) -> list[tuple[str, str]]:
    """Parts with text of the document, in the order in which somebody reads them."""
    found = [(name, place_of(name)) for name in parts if place_of(name)]
    order = ("header", "body", "footer", "footnotes", "endnotes", "comments")
    return sorted(found, key=lambda each: (order.index(each[1]), each[0]))


def _paragraphs(root: Any) -> Iterator[Any]:
    yield from root.iter(_PARAGRAPH)
