"""Takes out of a Word file what would run or load something from elsewhere when the document is opened."""

from __future__ import annotations

import base64
import posixpath
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml

from app.services.documents.package import CONTENT_TYPES, Parts
from app.services.documents.problems import DocumentError

Removed = list[tuple[str, str]]
"""What was taken out: (kind of `problems.REMOVED`, name or address)."""

R_NS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LINK_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
INERT_ADDRESS = "about:blank"
PLACEHOLDER_PICTURE = "word/media/left-out.png"
ONE_CLEAR_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)
_RUNNING = {
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "keyMapCustomizations": "macros",
    "attachedToolbars": "macros",
    "extensibility": "macros",
    "userCustomization": "macros",
    "control": "control",
    "activeXControlBinary": "control",
}
"""Relationships, by the last word of their type, that lead to code."""


@dataclass
class _Verdicts:
    """Relationship ids of one part, by what happens to the elements that name them."""

    dropped: set[str]
    pictures: set[str]


def clean_package(parts: Parts) -> Removed:
    """Cut the package off from code and from the outside; tells what was cut. Harmless hyperlinks stay."""
    removed: Removed = []
    for name in [name for name in parts if name.endswith(".rels")]:
        verdicts = _clean_relationships(parts, name, removed)
        if verdicts.dropped or verdicts.pictures:
            _clean_references(parts, _source_of(name), verdicts)
        if verdicts.pictures:
            _add_placeholder_picture(parts)
    return removed


def _clean_relationships(parts: Parts, name: str, removed: Removed) -> _Verdicts:
    verdicts = _Verdicts(set(), set())
    root = _parse(parts, name)
    before = len(removed)
    for relation in list(root):
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        target = str(relation.get("Target", ""))
        if kind in _RUNNING:
            removed.append((_RUNNING[kind], target))
            root.remove(relation)
            verdicts.dropped.add(relation.get("Id", ""))
        elif str(relation.get("TargetMode", "")).lower() == "external":
            _cut_off(root, relation, kind, target, verdicts, removed)
        elif _part_name(name, target) not in parts:
            _mend(root, relation, kind, verdicts)
    if len(removed) > before or verdicts.dropped or verdicts.pictures:
        parts[name] = serialize_part_xml(root)
    return verdicts


def _cut_off(root: Any, relation: Any, kind: str, target: str, verdicts: _Verdicts, removed: Removed) -> None:
    if kind == "hyperlink":
        if not _is_harmless_link(target):
            relation.set("Target", INERT_ADDRESS)
            removed.append(("link", target))
    elif kind == "image":
        relation.set("Target", f"/{PLACEHOLDER_PICTURE}")
        del relation.attrib["TargetMode"]
        verdicts.pictures.add(relation.get("Id", ""))
        removed.append(("image", target))
    else:
        root.remove(relation)
        verdicts.dropped.add(relation.get("Id", ""))
        removed.append(("template" if kind == "attachedTemplate" else "source", target))


def _mend(root: Any, relation: Any, kind: str, verdicts: _Verdicts) -> None:
    """Word opens files that name parts they do not have (pictures called NULL); python-docx would not."""
    if kind == "image":
        relation.set("Target", f"/{PLACEHOLDER_PICTURE}")
        verdicts.pictures.add(relation.get("Id", ""))
    else:
        root.remove(relation)
        verdicts.dropped.add(relation.get("Id", ""))


def _is_harmless_link(target: str) -> bool:
    """A web, mail or phone address or a bookmark; not a file, a network share or a program's own scheme."""
    try:
        return target.startswith("#") or urlsplit(target.strip()).scheme.lower() in LINK_SCHEMES
    except ValueError:
        return False


def _source_of(rels_name: str) -> str:
    folder, file = posixpath.split(rels_name)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _part_name(rels_name: str, target: str) -> str:
    """The part that an internal target names: from the root, or beside the part it belongs to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(_source_of(rels_name)), target)).lstrip(
        "/"
    )


def _clean_references(parts: Parts, name: str, verdicts: _Verdicts) -> None:
    if name not in parts or not name.endswith(".xml"):
        return
    root = _parse(parts, name)
    for element in list(root.iter()):
        for attribute, value in list(element.attrib.items()):
            if not attribute.startswith(R_NS):
                continue
            if value in verdicts.dropped:
                _take_out(element)
            elif value in verdicts.pictures:
                _embed(element, attribute, value)
    parts[name] = serialize_part_xml(root)


def _take_out(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _embed(element: Any, attribute: str, relation_id: str) -> None:
    """A linked picture (DrawingML r:link, VML r:href) becomes an embedded one: the placeholder."""
    own = {f"{R_NS}link": f"{R_NS}embed", f"{R_NS}href": f"{R_NS}id"}.get(attribute)
    if own is None:
        return
    del element.attrib[attribute]
    if element.get(own) is None:
        element.set(own, relation_id)


def _add_placeholder_picture(parts: Parts) -> None:
    parts[PLACEHOLDER_PICTURE] = ONE_CLEAR_PIXEL
    types = parts[CONTENT_TYPES]
    if not re.search(rb'Extension="png"', types, re.I):
        default = rb'\1<Default Extension="png" ContentType="image/png"/>'
        parts[CONTENT_TYPES] = re.sub(rb"(<Types\b[^>]*>)", default, types, count=1)


def _parse(parts: Parts, name: str) -> Any:
    try:
        return parse_xml(parts[name])
    except SyntaxError as error:  # lxml's XMLSyntaxError is one
        raise DocumentError("damaged", f"{name}: {error}") from error
