"""Placeholders in the properties of a document: title, subject, keywords, the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.parser import parse_xml
from jinja2 import Template, nodes

from app.services.documents.package import Parts
from app.services.documents.problems import DocumentError
from app.services.documents.sandbox import TemplateEnvironment

LONGEST_PROPERTY = 255
PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")

Compile = Callable[[str, str, TemplateEnvironment], tuple[nodes.Template, Template]]


@dataclass
class _Property:
    element: Any
    text: str
    tree: nodes.Template
    template: Template


class Properties:
    """The properties of one template that have placeholders."""

    def __init__(self, parts: Parts, compile_text: Compile) -> None:
        # Not escaped: the values are set as texts, and whoever writes the XML escapes them.
        environment = TemplateEnvironment(autoescape=False)
        self._roots: dict[str, tuple[Any, list[_Property]]] = {}
        for name in PARTS:
            if b"{" in parts.get(name, b""):
                root = _parsed(name, parts[name])
                found = [
                    _Property(each, each.text,
                              *compile_text(each.text, "properties", environment))
                    for each in root.iter() if isinstance(each.tag, str) and "{" in (each.text or "")
                ]  # fmt: skip
                if found:
                    self._roots[name] = (root, found)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts that change."""
        return tuple(self._roots)

    def trees(self) -> Iterator[nodes.Template]:
        """The syntax of every property."""
        for _root, found in self._roots.values():
            yield from (each.tree for each in found)

    def filled(self, data: Mapping[str, object]) -> dict[str, bytes]:
        """The parts with the data in them."""
        from docx.opc.oxml import serialize_part_xml

        from app.services.documents.compiled import evaluated

        made = {}
        for name, (root, found) in self._roots.items():
            for each in found:
                text = evaluated(each.template, data, "properties", each.text)
                each.element.text = text[:LONGEST_PROPERTY]
            made[name] = serialize_part_xml(root)
        return made


def _parsed(name: str, content: bytes) -> Any:
    try:
        return parse_xml(content)
    except SyntaxError as error:  # lxml's XMLSyntaxError is one
        raise DocumentError("damaged", f"{name}: {error}") from error
