"""Looks through a template for what would go wrong: tags that are not closed, cut apart, or out of place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from app.services.documents.package import Parts
from app.services.documents.problems import LONGEST_DETAIL

LONGEST_NEAR = 80
MOST_FINDINGS = 200
_PLACES = {
    "document": "body", "header": "header", "footer": "footer", "footnotes": "footnotes",
    "endnotes": "endnotes", "comments": "comments",
}  # fmt: skip
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPEN = re.compile(r"\{\{|\{%|\{#")
_SINGLE = re.compile(r"(?<![{%#\w])\{\s*([^\W\d][\w ]*(?:\.\w[\w ]*)+)\s*\}(?!\})")
_BLOCK = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*(\w+)(.*?)-?%\}", re.DOTALL)
_PLACED = re.compile(r"\{[%{]\s?(p|tr|tc)\s")
_BLOCKS = {"if", "for", "filter", "with", "macro", "call", "raw", "block"}
_MIDDLE = {"else": ("if", "for"), "elif": ("if",)}
_SAME_LOOK = ("lang", "noProof", "rsid")


@dataclass(frozen=True)
class Finding:
    """One thing: what kind, in which part and where in it, the text around it, what it is about."""

    kind: str
    place: str = "body"
    near: str = ""
    detail: str = ""
    inside: str = ""
    suggestion: str = ""

    def to_plain(self) -> dict[str, str]:
        """As plain data of bounded length."""
        return {name: str(text)[:LONGEST_DETAIL] for name, text in asdict(self).items()}


def place_of(name: str) -> str:
    """What a part is for a reader; empty for one that has no text of the document."""
    stem = re.sub(r"\d+$", "", posixpath.splitext(posixpath.basename(name))[0])
    return _PLACES.get(stem, "") if name.startswith("word/") and name.endswith(".xml") else ""


def findings(parts: Parts) -> list[Finding]:
    """What is wrong with the tags of a template, part by part, in the order of the text."""
    found: list[Finding] = []
    for name in sorted(parts, key=lambda each: (place_of(each) != "body", each)):
        place = place_of(name)
        if place:
            found += _Part(place, parse_xml(parts[name])).findings()
        elif name.startswith("word/") and name.endswith(".xml") and _has_tags_unread(parts[name]):
            found.append(Finding("unread", "body", "", posixpath.basename(name)))
    return found[:MOST_FINDINGS]


def _has_tags_unread(content: bytes) -> bool:
    """Are there placeholders in a part that is not filled (a chart, a glossary)?"""
    return re.search(rb"\{\{[^{}]{1,200}\}\}|\{%[^{}]{1,200}%\}", content) is not None


@dataclass
class _Part:
    place: str
    root: Any
    _found: list[Finding] = field(default_factory=list)
    _open: list[tuple[str, str, str, str]] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """Every paragraph in turn; at the end what was never closed."""
        paragraphs = list(self.root.iter(qn("w:p")))
        waiting: tuple[Any, str] | None = None
        for paragraph in paragraphs:
            runs = list(_runs(paragraph))
            text = "".join(piece for _run, piece in runs)
            if waiting is not None and _OPEN.search(_TAG.sub("", text)) is None and "}" in text:
                self._add("torn", waiting[0], waiting[1])
                waiting = None
                continue
            if waiting is not None:
                self._add("unclosed", waiting[0], waiting[1])
            waiting = self._paragraph(paragraph, runs, text)
        if waiting is not None:
            self._add("unclosed", waiting[0], waiting[1])
        for _word, tag, near, inside in self._open:
            self._found.append(Finding("block_open", self.place, near, tag, inside))
        return self._found

    def _paragraph(self, paragraph: Any, runs: list[tuple[Any, str]], text: str) -> tuple[Any, str] | None:
        """What is to be said of one paragraph; the paragraph if a tag begins in it and does not end."""
        for tag in _TAG.finditer(text):
            self._tag(paragraph, runs, text, tag)
        rest = _TAG.sub(lambda found: " " * len(found[0]), text)
        for found in _SINGLE.finditer(rest):
            self._add("braces", paragraph, text, found[0], f"{{{{ {found[1].strip()} }}}}")
        if _OPEN.search(rest):
            return paragraph, text
        if re.search(r"\}\}|%\}", rest):
            self._add("unopened", paragraph, text)
        return None

    def _tag(self, paragraph: Any, runs: list[tuple[Any, str]], text: str, tag: re.Match[str]) -> None:
        touched = list(_touched(runs, tag.start(), tag.end()))
        if len(touched) > 1:
            kind = "split" if len({_look(run) for run in touched}) == 1 else "split_look"
            self._add(kind, paragraph, text, tag[0])
        placed = _PLACED.match(tag[0])
        if placed:
            self._placed(paragraph, text, tag[0], placed[1])
        block = _BLOCK.fullmatch(tag[0])
        if block:
            self._block(paragraph, text, tag[0], block[1])

    def _placed(self, paragraph: Any, text: str, tag: str, what: str) -> None:
        """A tag that takes its paragraph, row or cell with it."""
        if what == "p":
            if _TAG.sub("", text).strip() and tag.startswith("{%"):
                self._add("swallows", paragraph, text, tag)
            return
        container = _ancestor(paragraph, "w:tr" if what == "tr" else "w:tc")
        if container is None:
            self._add("no_row", paragraph, text, tag)
        elif tag.startswith("{%") and _TAG.sub("", "".join(_texts(container))).strip():
            self._add("swallows", paragraph, text, tag)

    def _block(self, paragraph: Any, text: str, tag: str, word: str) -> None:
        if word in _BLOCKS:
            self._open.append((word, tag, _near(text), _inside(paragraph)))
        elif word.startswith("end"):
            if not self._open:
                self._add("block_end", paragraph, text, tag)
            elif self._open[-1][0] == word[3:] or (word == "endset" and self._open[-1][0] == "set"):
                self._open.pop()
            elif word[3:] in _BLOCKS:
                opened = self._open.pop()
                self._add("block_crossed", paragraph, text, tag, opened[1])
            else:
                self._add("tag", paragraph, text, tag)
        elif word in _MIDDLE and (not self._open or self._open[-1][0] not in _MIDDLE[word]):
            self._add("block_end", paragraph, text, tag)

    def _add(self, kind: str, paragraph: Any, text: str, detail: str = "", suggestion: str = "") -> None:
        self._found.append(Finding(kind, self.place, _near(text), detail, _inside(paragraph), suggestion))


def _runs(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The texts of a paragraph with their runs; those of text boxes in it are not its own."""
    for text in paragraph.iter(qn("w:t")):
        if _ancestor(text, "w:p") is paragraph:
            yield _ancestor(text, "w:r"), text.text or ""


def _texts(element: Any) -> Iterator[str]:
    for each in element.iter(qn("w:t")):
        yield each.text or ""


def _touched(runs: list[tuple[Any, str]], start: int, end: int) -> Iterator[Any]:
    place, last = 0, None
    for run, text in runs:
        if place < end and place + len(text) > start and run is not last:
            last = run
            yield run
        place += len(text)


def _look(run: Any) -> str:
    """How the text of a run looks, without what nobody sees."""
    properties = None if run is None else run.find(qn("w:rPr"))
    if properties is None:
        return ""
    shown = (each for each in properties if not each.tag.endswith(_SAME_LOOK))
    return "|".join(sorted(f"{each.tag}{sorted(each.attrib.items())}" for each in shown))


def _ancestor(element: Any, name: str) -> Any:
    return next(element.iterancestors(qn(name)), None)


def _inside(paragraph: Any) -> str:
    """What the paragraph stands in: a text box, or row and column of a table."""
    if _ancestor(paragraph, "w:txbxContent") is not None:
        return "box"
    cell, row = _ancestor(paragraph, "w:tc"), _ancestor(paragraph, "w:tr")
    if cell is None or row is None:
        return ""
    rows = row.getparent().findall(qn("w:tr"))
    cells = row.findall(qn("w:tc"))
    return f"{rows.index(row) + 1 if row in rows else 1},{cells.index(cell) + 1 if cell in cells else 1}"


def _near(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NEAR else text[: LONGEST_NEAR - 1] + "…"
