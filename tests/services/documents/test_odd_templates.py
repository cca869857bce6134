"""Templates of many makers: each is filled as docxtpl fills it, or refused by one sentence with its name."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate

from app.services.documents.making import Order
from app.services.documents.templates import of_file
from app.services.library import Library
from tests.services.documents.odd_templates import ODD, archive
from tests.services.documents.test_beside_docxtpl import words
from tests.services.documents.word_files import Make, refusal, render_template, repacked, texts

NAME = "Smith & Sons <b> \"q\" 'x' ș ё"
CONTEXT = {"name": NAME, "vip": True, "items": ["a & b", "ș", "<c>"]}
REPEATED = 6


@pytest.mark.parametrize("name", ODD)
def test_a_template_says_what_it_says_with_docxtpl(name: str, tmp_path: Path, out: Path) -> None:
    template = tmp_path / "template.docx"
    ODD[name](template)
    render_template(template, CONTEXT, out)
    theirs = DocxTemplate(str(template))
    theirs.render(CONTEXT, autoescape=True)
    theirs.save(str(tmp_path / "theirs.docx"))
    assert words(out) == words(tmp_path / "theirs.docx")
    Document(str(out))


def test_a_table_without_widths_is_filled(tmp_path: Path, out: Path) -> None:
    """docxtpl itself gives up here; LibreOffice and Word open such tables."""
    cell = "<w:tc><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p></w:tc>"
    document = Document()
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>"
    table = f"<w:tbl {nsdecls('w')}><w:tblPr/>{grid}<w:tr>{cell}{cell}</w:tr></w:tbl>"
    document.element.body.insert_element_before(parse_xml(table), "w:sectPr")
    document.save(str(tmp_path / "t.docx"))
    render_template(tmp_path / "t.docx", CONTEXT, out)
    assert words(out)["word/document.xml"] == [NAME, NAME]


def office(*words_of_it: str, home: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here")
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", *words_of_it], check=True, capture_output=True, timeout=100
    )


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>Dear {{ name }}<text:note text:note-class="footnote"><text:note-body>
<text:p>Foot {{ name }}</text:p></text:note-body></text:note><text:note
 text:note-class="endnote"
><text:note-body><text:p>End {{ name }}</text:p></text:note-body></text:note></text:p>
<text:p><draw:frame svg:width="5cm" svg:height="2cm" text:anchor-type="paragraph"><draw:text-box
>
<text:p>Box {{ name }}</text:p></draw:text-box></draw:frame>Beside</text:p>
<table:table><table:table-column
 table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>
{{ items[0] }}</text:p></table:table-cell><table:table-cell><text:p>{% if vip %}yes{% endif %}</text:p>
</table:table-cell></table:table-row></table:table><text:list><text:list-item><text:p>{{ items[2] }}</text:p>
</text:list-item></text:list></office:text></office:body></office:document>"""
SOURCES = {
    "written.fodt": FLAT,
    "page.html": "<html><h1>{{ name }}</h1><table><tr><td>{{ items[0] }}</td></tr></table></html>",
    "rich.rtf": r"{\rtf1\ansi {\b \{\{ na}me \}\} and \{% if vip %\}yes\{% endif %\}\par}",
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_libreoffice_makes_of_other_formats_is_filled(name: str, tmp_path: Path, out: Path) -> None:
    source = tmp_path / name
    source.write_text(SOURCES[name], encoding="utf-8")
    kinds = ["--infilter=HTML (StarWriter)"] if name.endswith("html") else []
    office(
        *kinds, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(source), home=tmp_path
    )
    template = source.with_suffix(".docx")
    render_template(template, CONTEXT, out)
    theirs = DocxTemplate(str(template))
    theirs.render(CONTEXT, autoescape=True)
    theirs.save(str(tmp_path / "theirs.docx"))
    found = words(out)
    # docxtpl leaves endnotes as they are.
    assert {part: text for part, text in found.items() if "endnotes" not in part} == {
        part: text for part, text in words(tmp_path / "theirs.docx").items() if "endnotes" not in part
    }
    assert not any("{{" in text for part in found.values() for text in part)


def test_old_word_files_and_templates_of_every_ending_are_filled_for_a_record(
    library: Library, make: Make, tmp_path: Path
) -> None:
    person = library.save("contacts", {"surname": "Țuca & <b>"}).uid
    source = make("Dear {{ contact.surname }}", header="{{ contact.surname }}")
    office("--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(source), home=tmp_path)
    shutil.copyfile(tmp_path / "template.doc", tmp_path / "old.dot")
    for ending in (".dotx", ".docm", ".dotm"):
        shutil.copyfile(source, tmp_path / f"new{ending}")
    for path in (tmp_path / "template.doc", tmp_path / "old.dot", *sorted(tmp_path.glob("new.*"))):
        target = tmp_path / "result.docx"
        library.documents.make(Order(of_file(path), (person,), target=target))
        assert texts(target) == ["Dear Țuca & <b>"]


def _cut(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["word/document.xml"][:-200]


def _no_body(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


def _header(parts: dict[str, bytes]) -> None:
    parts["word/header1.xml"] = b"<w:hdr>"


def _no_types(parts: dict[str, bytes]) -> None:
    del parts["[Content_Types].xml"]


def _strange_types(parts: dict[str, bytes]) -> None:
    parts["[Content_Types].xml"] = b"\x00\xff" * 40


def _entities(parts: dict[str, bytes]) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:document", lol + b"<w:document", 1)


def _bad_relations(parts: dict[str, bytes]) -> None:
    parts["word/_rels/document.xml.rels"] = b"not xml at all"


@pytest.mark.parametrize(
    "damage", [_cut, _no_body, _header, _no_types, _strange_types, _entities, _bad_relations]
)
def test_a_damaged_template_is_refused_by_one_sentence_with_its_name(
    damage: Callable[[dict[str, bytes]], None], make: Make, tmp_path: Path, out: Path
) -> None:
    path = repacked(make("{{ name }}", header="{{ name }}"), tmp_path / "spoilt.docx", damage)
    said = refusal(path, out, CONTEXT)
    assert said is not None
    assert said.startswith(("The template spoilt.docx", "spoilt.docx"))
    assert "helper process ended" not in said
    assert not out.exists()


def test_names_that_lead_out_of_the_package_lead_nowhere(make: Make, tmp_path: Path, out: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["../../escaped.xml"] = b"<x/>"
        parts["/abs.xml"] = b"<x/>"
        parts["word/..\\..\\up.xml"] = b"<x/>"

    render_template(repacked(make("{{ name }}"), tmp_path / "t.docx", change), CONTEXT, out)
    assert texts(out) == [NAME]
    assert not list(tmp_path.parent.glob("escaped.xml"))


def test_a_bomb_of_zeros_and_one_of_parts_are_refused(make: Make, tmp_path: Path, out: Path) -> None:
    zeros = repacked(make("x"), tmp_path / "s.docx", lambda _parts: None)
    bomb = archive(
        tmp_path / "bomb.docx", {"[Content_Types].xml": b"", "word/document.xml": bytes(210 << 20)}
    )
    many = archive(tmp_path / "many.docx", {f"word/{n}.xml": b"<x/>" for n in range(6000)})
    assert refusal(zeros, out) is None
    for path in (bomb, many):
        said = refusal(path, out)
        assert said is not None
        assert "too big" in said


def test_tables_nested_deeper_than_any_page_end_in_a_document_or_a_sentence(
    tmp_path: Path, out: Path
) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for _depth in range(60):
        cell = cell.add_table(1, 1).cell(0, 0)
    cell.text = "{{ name }}"
    document.save(str(tmp_path / "deep.docx"))
    said = refusal(tmp_path / "deep.docx", out, CONTEXT)
    assert said is None or "deep.docx" in said
