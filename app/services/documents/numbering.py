"""Numbered lists: in joined documents each begins with its first number again."""

from __future__ import annotations

from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml


class Numbering:
    """The lists of a document."""

    def __init__(self, content: bytes | None) -> None:
        self._root: Any = parse_xml(content) if content else None
        self.has_changed = False
        self._starts: dict[str, dict[str, str]] = {}
        self._abstract: dict[str, str] = {}
        if self._root is not None:
            self._read()

    def _read(self) -> None:
        starts: dict[str, dict[str, str]] = {}
        for each in self._root.findall(qn("w:abstractNum")):
            levels = {}
            for level in each.findall(qn("w:lvl")):
                form = level.find(qn("w:numFmt"))
                start = level.find(qn("w:start"))
                if form is not None and form.get(qn("w:val")) not in ("bullet", "none"):
                    first = "1" if start is None else start.get(qn("w:val"), "1")
                    levels[level.get(qn("w:ilvl"), "0")] = first
            starts[each.get(qn("w:abstractNumId"), "")] = levels
        for each in self._root.findall(qn("w:num")):
            abstract = each.find(qn("w:abstractNumId"))
            if abstract is not None:
                number = each.get(qn("w:numId"), "")
                self._abstract[number] = abstract.get(qn("w:val"), "")
                self._starts[number] = starts.get(self._abstract[number], {})

    def begin_anew(self, body: Any) -> None:
        """Give the numbered lists of a body numbers of their own."""
        new: dict[str, str] = {}
        for each in body.iter(qn("w:numId")):
            old = each.get(qn("w:val"), "")
            if self._starts.get(old):
                if old not in new:
                    new[old] = self._copy(old)
                each.set(qn("w:val"), new[old])

    def _copy(self, old: str) -> str:
        number = str(max(int(each.get(qn("w:numId"), "0")) for each in self._root.findall(qn("w:num"))) + 1)
        made = OxmlElement("w:num", {qn("w:numId"): number})
        made.append(OxmlElement("w:abstractNumId", {qn("w:val"): self._abstract[old]}))
        for level, start in self._starts[old].items():
            override = OxmlElement("w:lvlOverride", {qn("w:ilvl"): level})
            override.append(OxmlElement("w:startOverride", {qn("w:val"): start}))
            made.append(override)
        last = self._root.findall(qn("w:num"))[-1]
        last.addnext(made)
        self.has_changed = True
        return number

    def content(self) -> bytes:
        """The part as it is now."""
        made: bytes = serialize_part_xml(self._root)
        return made
