"""A template read and compiled once: what stays as it is is packed already, what changes is filled quickly.

docxtpl's own way makes every document anew from the file and compiles every part of it each time; of the work
for one document nine tenths are the same for all. Here only the filling is left, in parts that have
placeholders; the XML is the same as docxtpl's.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml
from jinja2 import Template, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError

from app.services.documents import sources
from app.services.documents.cleaning import Removed
from app.services.documents.meaning import Meaning
from app.services.documents.package import Parts
from app.services.documents.pictures import Pictures
from app.services.documents.problems import DocumentError
from app.services.documents.properties import Properties
from app.services.documents.rawzip import Packed, packed, write_zip
from app.services.documents.sandbox import TemplateEnvironment, forbidden_tag

NOTES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml": "footnotes",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml": "endnotes",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml": "comments",
}
BEST = 9
"""What is the same in every document is pressed once, as hard as it goes."""


@dataclass
class Source:
    """One part with placeholders: its name in the package, where it stands for a reader, and its text."""

    name: str
    place: str
    text: str
    head: str = ""
    tail: str = ""
    is_steady: bool = True
    tree: nodes.Template | None = None
    template: Template | None = None

    @property
    def is_body(self) -> bool:
        """Is it the text of the document?"""
        return self.place == "body"


@dataclass
class Filled:
    """One document: the parts that differ from the template's, and what was left out of it."""

    parts: dict[str, bytes]
    removed: Removed = field(default_factory=list)


class Compiled:
    """A template, ready to be filled again and again. ``meaning`` knows the fields by their labels."""

    def __init__(
        self, package: io.BytesIO, meaning: Meaning | None = None, is_tolerant: bool = False
    ) -> None:
        """``is_tolerant``: mistakes are kept in ``mistakes``, the part of each is left as it is."""
        self.environment = TemplateEnvironment()
        self._meaning = meaning
        self.mistakes: list[DocumentError] | None = [] if is_tolerant else None
        self._sources: list[Source] = []
        try:
            document: Any = Document(package)
            self.base = _saved(document)
            self._find(document)
        # python-docx meets a damaged package with whatever the missing piece leads to; the file is to blame.
        except Exception as error:
            raise DocumentError("damaged", f"{type(error).__name__}: {error}") from error
        self.properties = Properties(self.base, self.compile)
        for each in self._sources:
            self._prepare(each)
        changing = {*(each.name for each in self._sources), *self.properties.names}
        self._static = {
            name: packed(name, content, BEST) for name, content in self.base.items() if name not in changing
        }
        self.pictures = Pictures(self.base)

    @property
    def static_removed(self) -> Removed:
        """Loading fields that stand in the template, as it is."""
        names = [name for each in self._sources for name in sources.loading_fields(each.text)]
        return [("field", name) for name in names]

    # -- reading -----------------------------------------------------------------------------------------

    def _find(self, document: Any) -> None:
        """Every part that may have placeholders; one without them stays as it is."""
        part = document.part
        name = part.partname.lstrip("/")
        root = parse_xml(self.base[name])
        body = root.body
        text = sources.whole_text(body)
        if sources.has_tags(text) or _needs_finish(text):
            steady = sources.is_steady(body)
            hole = parse_xml(f'<w:body xmlns:w="{root.nsmap["w"]}"/>')
            root.replace(body, hole)
            head, _hole, tail = serialize_part_xml(root).decode("utf-8").partition("<w:body/>")
            self._sources.append(Source(name, "body", sources.readable(text), head, tail, steady))
        for relation in part.rels.values():
            place = {RT.HEADER: "header", RT.FOOTER: "footer"}.get(relation.reltype)
            if place and not relation.is_external:
                self._add(relation.target_part.partname.lstrip("/"), place)
        for each in part.package.iter_parts():
            if each.content_type in NOTES:
                self._add(each.partname.lstrip("/"), NOTES[each.content_type])

    def _add(self, name: str, place: str) -> None:
        text = sources.whole_text(parse_xml(self.base[name]))
        if name not in {each.name for each in self._sources} and (
            sources.has_tags(text) or _needs_finish(text)
        ):
            self._sources.append(Source(name, place, sources.readable(text)))

    def _prepare(self, source: Source) -> None:
        source.tree, source.template = self.compile(source.text, source.place)

    def compile(
        self, text: str, place: str, environment: TemplateEnvironment | None = None
    ) -> tuple[nodes.Template, Template]:
        """The syntax tree of a text and the template made of it; DocumentError names where it is wrong."""
        try:
            return compile_text(text, place, environment or self.environment, self._meaning)
        except DocumentError as problem:
            return self._mistake(problem, problem.__cause__)

    def _mistake(
        self, problem: DocumentError, cause: BaseException | None
    ) -> tuple[nodes.Template, Template]:
        if self.mistakes is None:
            raise problem from cause
        self.mistakes.append(problem)
        return nodes.Template([], lineno=1), self.environment.from_string("")

    def trees(self) -> Iterator[nodes.Template]:
        """The syntax of every part, to ask what it needs."""
        yield from (each.tree for each in self._sources if each.tree is not None)
        yield from self.properties.trees()

    # -- filling -----------------------------------------------------------------------------------------

    def fill(self, data: Mapping[str, object]) -> Filled:
        """The parts of one document."""
        found = Filled({})
        with self.pictures.of_document() as drawing:
            self.environment.draw = drawing.draw
            for each in self._sources:
                drawing.part = each.name
                xml = self._filled(each, data, found)
                found.parts[each.name] = f"{each.head}{xml}{each.tail}".encode()
            found.removed += drawing.refused
            found.parts |= drawing.parts()
        found.parts |= self.properties.filled(data)
        return found

    def _filled(self, source: Source, data: Mapping[str, object], found: Filled) -> str:
        assert source.template is not None
        text = evaluated(source.template, data, source.place, source.text)
        xml, names = sources.finished(text, source.place, is_body=source.is_body, is_steady=source.is_steady)
        found.removed += [("field", name) for name in names]
        return xml

    def write(self, filled: Filled, stream: Any) -> None:
        """One document as a file."""
        write_zip(stream, self._packed(filled))

    def _packed(self, filled: Filled) -> Iterator[Packed]:
        changed = dict(filled.parts)
        for name in self.base:
            if name in changed:
                yield packed(name, changed.pop(name))
            elif name in self._static:
                yield self._static[name]
            else:
                yield packed(name, self.base[name])
        for name, content in changed.items():
            yield packed(name, content)

    def whole(self, filled: Filled) -> Parts:
        """Every part of one document, to be joined with others."""
        return {**self.base, **filled.parts}


def compile_text(
    text: str, place: str, environment: TemplateEnvironment, meaning: Meaning | None
) -> tuple[nodes.Template, Template]:
    """The syntax tree of a text and the template made of it; DocumentError names where it is wrong."""
    try:
        if meaning is not None:
            text = meaning.joined(text)
        tree = environment.parse(text)
        found = forbidden_tag(tree)
        if found:
            name, line = found
            raise DocumentError("forbidden", f"{{% {name} %}}", place, sources.near(text, line))
        if meaning is not None:
            meaning.read(tree, place, text)
        template = environment.from_string(tree)
        _forget_plain_text(tree)
        return tree, template
    except (MemoryError, DocumentError):
        raise
    except TemplateSyntaxError as error:
        detail = DocumentError("syntax", error.message or "", place, sources.near(text, error.lineno))
        raise detail from error
    # What the language cannot make sense of may come up as anything; all are mistakes of the template.
    except Exception as error:
        raise _evaluation(error, place, text) from error


def evaluated(template: Template, data: Mapping[str, object], place: str, text: str) -> str:
    """What a template gives; DocumentError with the place of a mistake."""
    try:
        return template.render(data)
    except (DocumentError, MemoryError):
        raise
    # An expression may divide by zero, add text to a number, recurse …: all are mistakes of the template.
    except Exception as error:
        raise _evaluation(error, place, text) from error


def _evaluation(error: Exception, place: str, text: str) -> DocumentError:
    kind = "forbidden" if isinstance(error, SecurityError) else "evaluation"
    return DocumentError(kind, str(error) or type(error).__name__, place, sources.near(text, _line_of(error)))


def _line_of(error: Exception) -> int:
    """The line of the template at which the error came up; 0 when it never got there."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _forget_plain_text(tree: nodes.Template) -> None:
    """What stands between the placeholders is in the compiled template; nobody asks the tree for it."""
    for output in tree.find_all(nodes.Output):
        output.nodes = [each for each in output.nodes if not isinstance(each, nodes.TemplateData)]


def _saved(document: Any) -> Parts:
    """The package as python-docx writes it: only what can be reached, each part once."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _needs_finish(text: str) -> bool:
    """Is there anything besides placeholders that a filled part is looked through for?"""
    return "instrText" in text or "fldSimple" in text
