"""Puts the data into a Word template, one part after the other, and says where it went wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError

from app.services.documents.cleaning import Removed
from app.services.documents.fields import clean_fields, may_have_fields
from app.services.documents.problems import DocumentError
from app.services.documents.sandbox import TemplateEnvironment, forbidden_tag
from app.services.documents.survey import Survey

Data = dict[str, object]

LONGEST_NEAR = 80
LONGEST_PROPERTY = 255
PROPERTIES = ("author", "category", "comments", "keywords", "subject", "title")
NOTES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml": "footnotes",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml": "endnotes",
}
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

_PARAGRAPH = re.compile(r"<w:p([ >])")
_MARKED_PARAGRAPH = re.compile(r"\n<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")
# {{p x}}, {{r x}}, {{tr x}}, {{tc x}} take ready-made XML in docxtpl; data are text, so they mean {{ x }}.
_XML_PLACEHOLDER = re.compile(r"(\{(?:<[^>]*>)*\{(?:<[^>]*>)*)(?:r|p|tr|tc)(?=\s)")
_LITERAL_BRACES = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}


class Filling:
    """One template filled with one record's data."""

    def __init__(self, package: io.BytesIO, data: Data) -> None:
        self._data = data
        self._environment = TemplateEnvironment()
        self.survey = Survey(data)
        self.removed: Removed = []
        self._template: Any = DocxTemplate(package)
        try:
            self._template.render_init()
        # python-docx meets a damaged package with whatever the missing piece leads to; the file is to blame.
        except Exception as error:
            raise DocumentError("damaged", f"{type(error).__name__}: {error}") from error

    def fill(self) -> bytes:
        """The finished document."""
        self._fill_body()
        self._fill_headers("header", self._template.HEADER_URI)
        self._fill_headers("footer", self._template.FOOTER_URI)
        self._fill_notes()
        self._fill_properties()
        stream = io.BytesIO()
        self._template.docx.save(stream)
        return stream.getvalue()

    def _fill_body(self) -> None:
        xml = self._fill_xml(self._template.get_xml(), "body")
        tree = parse_xml(xml)
        # docxtpl evens out the columns of tables that were looped over; it needs their grid for that.
        if all(table.find(qn("w:tblGrid")) is not None for table in tree.iter(qn("w:tbl"))):
            tree = self._template.fix_tables(xml)
        self._template.fix_docpr_ids(tree)
        self._template.map_tree(tree)

    def _fill_headers(self, part_name: str, uri: str) -> None:
        for relation_id, part in list(self._template.get_headers_footers(uri)):
            xml = self._fill_xml(self._template.get_part_xml(part), part_name)
            self._template.map_headers_footers_xml(relation_id, xml.encode("utf-8"))

    def _fill_notes(self) -> None:
        # Not by docxtpl: it fills footnotes once per section, the second time with the data as the template.
        for part in self._template.docx.part.package.iter_parts():
            if part.content_type in NOTES:
                source = self._template.xml_to_string(parse_xml(part.blob))
                part._blob = self._fill_xml(source, NOTES[part.content_type]).encode("utf-8")

    def _fill_properties(self) -> None:
        relations: Iterable[Any] = self._template.docx.part.package.rels.values()
        if not any(relation.reltype == CORE_PROPERTIES for relation in relations):
            return
        properties = self._template.docx.core_properties
        environment = TemplateEnvironment(autoescape=False)
        for name in PROPERTIES:
            source = getattr(properties, name) or ""
            if "{" in source:
                filled = self._evaluate(environment, source, "properties")
                setattr(properties, name, filled[:LONGEST_PROPERTY])

    def _fill_xml(self, source: str, part: str) -> str:
        source = self._template.patch_xml(_XML_PLACEHOLDER.sub(r"\1 ", source))
        for literal, placeholder in _LITERAL_BRACES.items():
            source = source.replace(literal, placeholder)
        # One paragraph a line, so that the line number of a mistake leads to its text.
        filled = self._evaluate(self._environment, _PARAGRAPH.sub(r"\n<w:p\1", source), part)
        xml: str = self._template.resolve_listing(_MARKED_PARAGRAPH.sub(r"<w:p\1", filled))
        try:
            parse_xml(xml)
        except SyntaxError as error:  # lxml's XMLSyntaxError is one
            raise DocumentError("broken", str(error), part) from error
        return self._without_loading_fields(xml)

    def _without_loading_fields(self, xml: str) -> str:
        if not may_have_fields(xml):
            return xml
        cleaned, names = clean_fields(xml)
        self.removed += [("field", name) for name in names]
        return cleaned

    def _evaluate(self, environment: TemplateEnvironment, source: str, part: str) -> str:
        try:
            tree = environment.parse(source)
            self._refuse_forbidden_tags(tree, source, part)
            self.survey.visit(tree)
            return environment.from_string(tree).render(self._data)
        except (DocumentError, MemoryError):
            raise
        except TemplateSyntaxError as error:
            raise DocumentError("syntax", error.message or "", part, _near(source, error.lineno)) from error
        # An expression may divide by zero, add text to a number, recurse …: all are mistakes of the template.
        except Exception as error:
            kind = "forbidden" if isinstance(error, SecurityError) else "evaluation"
            near = _near(source, _line_of(error))
            raise DocumentError(kind, str(error) or type(error).__name__, part, near) from error

    @staticmethod
    def _refuse_forbidden_tags(tree: nodes.Template, source: str, part: str) -> None:
        found = forbidden_tag(tree)
        if found:
            name, line = found
            raise DocumentError("forbidden", f"{{% {name} %}}", part, _near(source, line))


def _line_of(error: Exception) -> int:
    """The line of the template at which the error came up; 0 when it never got there."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _near(source: str, line: int) -> str:
    lines = source.split("\n")
    text = _TAG.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
    return text if len(text) <= LONGEST_NEAR else text[: LONGEST_NEAR - 1] + "…"
