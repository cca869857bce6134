"""Documents of one template as one: each begins on a page of its own, with its headers and page numbers."""

from __future__ import annotations

import copy
import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml

from app.services.documents import sections
from app.services.documents.compiled import Compiled, Filled
from app.services.documents.numbering import Numbering
from app.services.documents.package import CONTENT_TYPES, Parts
from app.services.documents.problems import DocumentError
from app.services.documents.rawzip import packed, write_zip

R_ID, R_EMBED = qn("r:id"), qn("r:embed")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_MARGINS = ("header", "footer")
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_NAMES_BOOKMARK = re.compile(r"^(\s*(?:PAGEREF|REF|NOTEREF|HYPERLINK\s+\\l)\s+\"?)([^\s\"]+)", re.IGNORECASE)


@dataclass
class _Relation:
    """A relationship of the text of the document."""

    id: str
    kind: str
    target: str


@dataclass
class Joiner:
    """Takes one document after the other and writes them all as one."""

    compiled: Compiled
    count: int = 0
    _bodies: list[tuple[str, str]] = field(default_factory=list)
    _parts: Parts = field(default_factory=dict)
    _new: Parts = field(default_factory=dict)
    _added: list[_Relation] = field(default_factory=list)
    _overrides: dict[str, str] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)
    _notes: dict[str, Any] = field(default_factory=dict)
    _next_id: int = 1

    def __post_init__(self) -> None:
        base = self.compiled.base
        self._main = next(name for name in base if _is_main(base, name))
        self._folder = posixpath.dirname(self._main)
        self._rels_name = f"{self._folder}/_rels/{posixpath.basename(self._main)}.rels"
        root = parse_xml(base[self._rels_name]) if self._rels_name in base else ()
        self._relations = {each.get("Id"): each for each in root}
        self._numbering = Numbering(base.get(self._target("numbering")))
        hole = parse_xml(base[self._main])
        body = hole.body
        self._head, _hole, self._tail = _around(hole, body)

    def _target(self, kind: str) -> str:
        """The part that the text is related to in that way; a name that no part has if there is none."""
        for each in self._relations.values():
            if each.get("Type", "").endswith(f"/{kind}"):
                return posixpath.normpath(posixpath.join("/", self._folder, each.get("Target", ""))).lstrip(
                    "/"
                )
        return f"no {kind}"

    # -- one document -----------------------------------------------------------------------------------

    def add(self, filled: Filled) -> None:
        """The next document."""
        parts = self.compiled.whole(filled)
        root = parse_xml(parts[self._main])
        body = root.body
        if self.count:
            sections.begin_anew(body)
            self._numbering.begin_anew(body)
        self._relate(body, parts)
        self._take_notes(body, parts)
        self._number(body)
        if self.count == 0:
            self._parts = dict(parts)
        last = sections.last_of(body)
        self._bodies.append((_inner(body), "" if last is None else _outer(last)))
        self.count += 1

    def _relate(self, body: Any, parts: Parts) -> None:
        """Headers, footers and pictures that are not those of the first document get parts of their own."""
        filled = parse_xml(parts[self._rels_name]) if self._rels_name in parts else ()
        new: dict[str, str] = {}
        for each in filled:
            kind = each.get("Type", "").rpartition("/")[2]
            if each.get("TargetMode") != "External" and kind in (*_MARGINS, "image"):
                target = posixpath.normpath(posixpath.join("/", self._folder, each.get("Target"))).lstrip("/")
                new[each.get("Id")] = self._related(each.get("Id"), kind, target, parts)
        for element in body.iter():
            for attribute in (R_ID, R_EMBED):
                value = element.get(attribute) if isinstance(element.tag, str) else None
                if value in new:
                    element.set(attribute, new[value])

    def _related(self, relation: str, kind: str, target: str, parts: Parts) -> str:
        """The id under which the joined document has this part."""
        content = parts.get(target, b"")
        if kind == "image" and relation in self._relations:
            return relation
        if kind in _MARGINS:
            content = _pages_of_section(content)
            own = self._rels_of(target, parts)
            key = hashlib.sha256(content + own).hexdigest()
        else:
            own, key = b"", hashlib.sha256(content).hexdigest()
        if key in self._known:
            return self._known[key]
        stem, suffix = posixpath.splitext(posixpath.basename(target))
        name = f"{self._folder}/{'media/' if kind == 'image' else ''}{stem}_{self.count + 1}{suffix}"
        made = _Relation(f"rIdJ{len(self._added) + 1}", _TYPE.format(kind), f"/{name}")
        self._added.append(made)
        self._known[key] = made.id
        self._new_part(name, content, kind, own, parts)
        return made.id

    def _new_part(self, name: str, content: bytes, kind: str, own: bytes, parts: Parts) -> None:
        self._new[name] = content
        if kind in _MARGINS:
            self._overrides[name] = _KIND.format(kind)
            if own:
                folder, file = posixpath.split(name)
                self._new[f"{folder}/_rels/{file}.rels"] = self._own_pictures(own, parts)

    def _rels_of(self, name: str, parts: Parts) -> bytes:
        folder, file = posixpath.split(name)
        return parts.get(f"{folder}/_rels/{file}.rels", b"")

    def _own_pictures(self, rels: bytes, parts: Parts) -> bytes:
        """Relationships of a header; pictures that the data brought get names of their own."""
        root = parse_xml(rels)
        for each in root:
            target = each.get("Target", "").lstrip("/")
            if target in parts and target not in self.compiled.base:
                digest = hashlib.sha256(parts[target]).hexdigest()[:16]
                name = f"{self._folder}/media/{digest}{posixpath.splitext(target)[1]}"
                self._new[name] = parts[target]
                each.set("Target", f"/{name}")
        return serialize_part_xml(root)

    # -- notes, bookmarks, drawings ---------------------------------------------------------------------

    def _take_notes(self, body: Any, parts: Parts) -> None:
        for kind, word in _NOTES.items():
            name = self._target(kind)
            if name not in parts:
                continue
            root = parse_xml(parts[name])
            if name not in self._notes:
                self._notes[name] = root
                continue
            self._append_notes(self._notes[name], root, body, word)

    def _append_notes(self, kept: Any, root: Any, body: Any, word: str) -> None:
        """Notes of a later document go on counting where those before it ended."""
        first = max((int(each.get(qn("w:id"), "0")) for each in kept), default=0) + 1
        numbers: dict[str, str] = {}
        for note in list(root):
            if note.get(qn("w:type"), "normal") == "normal":
                old = note.get(qn("w:id"), "")
                numbers[old] = str(first + len(numbers))
                note.set(qn("w:id"), numbers[old])
                kept.append(note)
        names = [f"w:{word}Reference", *(["w:commentRangeStart", "w:commentRangeEnd"] * (word == "comment"))]
        for element in body.iter(*(qn(each) for each in names)):
            old = element.get(qn("w:id"), "")
            element.set(qn("w:id"), numbers.get(old, old))

    def _number(self, body: Any) -> None:
        """Numbers and names that may stand once in a document."""
        ids: dict[str, str] = {}
        renamed: dict[str, str] = {}
        for element in body.iter():
            if not isinstance(element.tag, str):
                continue
            if element.tag == qn("wp:docPr"):
                element.set("id", str(self._take_id()))
            elif element.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
                old = element.get(qn("w:id"), "")
                if old not in ids:
                    ids[old] = str(self._take_id())
                element.set(qn("w:id"), ids[old])
                name = element.get(qn("w:name"))
                if name and self.count:
                    renamed[name] = f"{name[:30]}_{self.count + 1}"
                    element.set(qn("w:name"), renamed[name])
        if self.count:
            _follow_bookmarks(body, renamed)
            _drop_ids(body)

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id

    # -- writing ----------------------------------------------------------------------------------------

    def write(self, target: Path) -> None:
        """All documents as one file."""
        pieces = [self._head]
        pieces += [sections.closed(inner, last) for inner, last in self._bodies[:-1]]
        pieces += self._bodies[-1]
        parts = {**self._parts, **self._new}
        parts[self._main] = "".join([*pieces, self._tail]).encode()
        parts |= {name: serialize_part_xml(root) for name, root in self._notes.items()}
        if self._numbering.has_changed:
            parts[self._target("numbering")] = self._numbering.content()
        parts[self._rels_name] = self._all_relations()
        parts[CONTENT_TYPES] = self._types(parts)
        try:
            with target.open("xb") as stream:
                write_zip(stream, (packed(name, content) for name, content in parts.items()))
        except OSError as error:
            raise DocumentError("unwritable", error.strerror or str(error)) from error

    def _all_relations(self) -> bytes:
        root = parse_xml(self._parts[self._rels_name])
        for each in self._added:
            element = copy.copy(root[0])
            element.attrib.clear()
            for name, value in (("Id", each.id), ("Type", each.kind), ("Target", each.target)):
                element.set(name, value)
            root.append(element)
        return serialize_part_xml(root)

    def _types(self, parts: Parts) -> bytes:
        types = parts[CONTENT_TYPES]
        lines = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self._overrides.items()
        )
        suffixes = {posixpath.splitext(name)[1][1:].lower() for name in self._new if "/media/" in name}
        from app.services.documents.pictures import with_types

        return with_types(types.replace(b"</Types>", f"{lines}</Types>".encode()), suffixes)


def _is_main(base: Parts, name: str) -> bool:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = base[CONTENT_TYPES]
    return (
        re.search(
            rb'<Override[^>]*PartName="/%s"[^>]*%s' % (re.escape(name.encode()), re.escape(kind)), types
        )
        is not None
    )


def _around(root: Any, body: Any) -> tuple[str, str, str]:
    hole = OxmlElement("w:body")
    root.replace(body, hole)
    text = serialize_part_xml(root).decode("utf-8")
    head, middle, tail = text.partition("<w:body/>")
    return f"{head}<w:body>", middle, f"</w:body>{tail}"


def _inner(body: Any) -> str:
    """What is in a body, as text; its names of kinds are declared by the document."""
    text = serialize_part_xml(body).decode("utf-8")
    start = text.index("<w:body")
    opening = text.index(">", start)
    return text[opening + 1 : text.rindex("</w:body>")] if text[opening - 1] != "/" else ""


def _outer(section: Any) -> str:
    text = serialize_part_xml(section).decode("utf-8")
    return re.sub(r'\sxmlns:\w+="[^"]*"', "", text[text.index("<w:sectPr") :])


def _pages_of_section(content: bytes) -> bytes:
    """ "Page 1 of 2" means the pages of one document, not of all that are joined."""
    return re.sub(rb"(<w:instrText[^>]*>\s*|w:instr=\"\s*)NUMPAGES\b", rb"\1SECTIONPAGES", content)


def _follow_bookmarks(body: Any, renamed: dict[str, str]) -> None:
    for element in body.iter(qn("w:instrText")):
        text = element.text or ""
        found = _NAMES_BOOKMARK.match(text)
        if found and found[2] in renamed:
            element.text = f"{found[1]}{renamed[found[2]]}{text[found.end() :]}"
    for element in body.iter(qn("w:hyperlink")):
        anchor = element.get(qn("w:anchor"))
        if anchor in renamed:
            element.set(qn("w:anchor"), renamed[anchor])


def _drop_ids(body: Any) -> None:
    """Marks of single paragraphs and controls, which Word gives anew."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if name.endswith(("}paraId", "}textId")):
                del element.attrib[name]
        if element.tag == qn("w:sdtPr"):
            for each in element.findall(qn("w:id")):
                element.remove(each)
