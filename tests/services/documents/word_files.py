"""Looks into Word files, and changes their parts as no honest program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml.ns import qn

from app.core.errors import UserError
from app.services.documents.asking import MEMORY_MB, SECONDS, frames, told_of
from app.services.documents.cleaning import ONE_CLEAR_PIXEL
from app.services.documents.compiled import Compiled, evaluated
from app.services.documents.letters import RenderReport
from app.services.documents.package import pack, read_package
from app.services.documents.placing import put_in_place
from app.services.documents.problems import DocumentError, removed_sentence
from app.services.documents.sandbox import TemplateEnvironment
from app.services.documents.values import plain_data, revived

TESTDATA = Path(__file__).parents[4] / "shared" / "testdata"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

Make = Callable[..., Path]


def texts(path: Path) -> list[str]:
    """Paragraphs of the body, tables last."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """The package with its parts changed by a function."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def replaced(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)


def all_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


NO_WORDS: dict[str, Any] = {"roots": {}, "types": {}, "root_names": {}}
"""A vocabulary in which every name is what it is in the data."""


def render_template(
    template: Path, context: dict[str, Any], out: Path, *, seconds: float = SECONDS
) -> RenderReport:
    """A document of any data, made by the helper process as those of a library are, and put in its place."""
    data, partial = plain_data(context), out.with_name(".part")
    job = {
        "task": "batch", "template": str(template.absolute()), "vocabulary": NO_WORDS, "contexts": [data],
        "surroundings": {}, "pictures": {}, "pattern": "", "joined": "", "targets": [str(partial)],
    }  # fmt: skip
    try:
        with told_of(template.name, out.name):
            found = list(frames(job, 1, memory_mb=MEMORY_MB, seconds=seconds))
            for frame in found:
                if frame["problem"]:
                    raise DocumentError.from_plain(frame["problem"])
            put_in_place(partial, out)
    finally:
        if partial.exists():
            partial.unlink()
    document, whole = found
    removed = tuple(removed_sentence(*each) for each in [*whole["removed"], *document["removed"]])
    return RenderReport(tuple(document["unknown"]), tuple(document["empty"]), removed)


def filled_here(template: Path, context: dict[str, Any], pattern: str = "") -> bytes:
    """The same without the helper process, only the sandbox stands in the way; or a filled pattern."""
    compiled, stream = Compiled(pack(read_package(template))), io.BytesIO()
    data = revived(context)
    if pattern:
        _tree, namer = compiled.compile(pattern, "name", TemplateEnvironment(autoescape=False))
        return evaluated(namer, data, "name", pattern).encode()
    compiled.write(compiled.fill(data), stream)
    return stream.getvalue()


NOTE_TYPES = {
    "footnote": ("footnotes", "footnotes"), "endnote": ("endnotes", "endnotes"),
    "comment": ("comments", "comments"),
}  # fmt: skip


def with_note(source: Path, target: Path, kind: str, text: str) -> Path:
    """The document with one footnote, endnote or comment."""
    name, _type = NOTE_TYPES[kind]
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    paragraph = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    author = ' w:author="A"' if kind == "comment" else ""

    def change(parts: dict[str, bytes]) -> None:
        part = f'<w:{name} xmlns:w="{ns}"><w:{kind} w:id="2"{author}>{paragraph}</w:{kind}></w:{name}>'
        parts[f"word/{name}.xml"] = part.encode()
        override = f'<Override PartName="/word/{name}.xml" ContentType="{base}.{name}+xml"/></Types>'
        replaced(parts, "[Content_Types].xml", "</Types>", override)
        relation = f'<Relationship Id="rIdNote" Type="{rel}/{name}" Target="{name}.xml"/></Relationships>'
        replaced(parts, "word/_rels/document.xml.rels", "</Relationships>", relation)

    return repacked(source, target, change)


def with_alt_text(path: Path, text: str) -> Path:
    """A document with a picture that is described by this text."""
    document: Any = Document()
    document.add_picture(io.BytesIO(ONE_CLEAR_PIXEL))
    for each in document.element.body.iter(qn("wp:docPr")):
        each.set("descr", text)
    document.save(str(path))
    return path


def refusal(template: Path, out: Path, context: dict[str, Any] | None = None) -> str | None:
    """The words with which the template is refused; None when a document was made that opens."""
    try:
        render_template(template, context or {}, out)
    except UserError as error:
        return str(error)
    Document(str(out))
    return None
