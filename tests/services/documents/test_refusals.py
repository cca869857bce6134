"""Templates of other kinds, files that are no templates, and mistakes in templates."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from app.core.errors import UserError
from tests.services.documents.word_files import (
    MAIN,
    TESTDATA,
    Make,
    refusal,
    render_template,
    repacked,
    replaced,
    texts,
)

HARD = {"title": "T & <t>", "name": "{{ n }}"}


OTHER_KINDS = {
    "letter.dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "letter.docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "letter.dotm": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_templates_and_macro_files_give_an_ordinary_document(
    name: str, make: Make, out: Path, tmp_path: Path
) -> None:
    def change(parts: dict[str, bytes]) -> None:
        replaced(parts, "[Content_Types].xml", MAIN, OTHER_KINDS[name])
        binary = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        replaced(parts, "[Content_Types].xml", "</Types>", f"{binary}</Types>")
        parts["word/vbaProject.bin"] = b"macros"
        relation = ('<Relationship Id="rIdMacro" Target="vbaProject.bin" '
                    'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>')  # fmt: skip
        replaced(parts, "word/_rels/document.xml.rels", "</Relationships>", f"{relation}</Relationships>")

    report = render_template(repacked(make("Dear {{ n }}"), tmp_path / name, change), {"n": "Ann"}, out)
    with zipfile.ZipFile(out) as archive:
        assert MAIN.encode() in archive.read("[Content_Types].xml")
        assert not [part for part in archive.namelist() if "vba" in part]
    assert texts(out) == ["Dear Ann"]
    assert report.removed == ("Macros and commands: vbaProject.bin",)


def zip_of(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NO_WORD_FILES = {
    "empty": (b"", "is empty"),
    "text": (b"Dear {{ n }}", "not a Word document"),
    "other zip": (zip_of(a=b"x"), "not a Word document"),
    "cut short": (zip_of(a=b"x" * 5000)[:60], "damaged"),
    "old doc": (OLE + "WordDocument".encode("utf-16-le"), "old Word format"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "workbook": (
        zip_of(**{"[Content_Types].xml": b'<Types ContentType="spreadsheetml.sheet.main+xml"/>'}),
        "not a Word document",
    ),
    "bomb": (zip_of(a=bytes(201 * 1024 * 1024)), "more than 200 MB"),
    "main part missing": (zip_of(**{"[Content_Types].xml": f"<Types>{MAIN}</Types>".encode()}), "damaged"),
}


@pytest.mark.parametrize("kind", NO_WORD_FILES)
def test_a_file_that_cannot_be_a_template_is_refused_by_one_sentence(
    kind: str, tmp_path: Path, out: Path
) -> None:
    content, words = NO_WORD_FILES[kind]
    template = tmp_path / "my letter.docx"
    template.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        render_template(template, {}, out)
    assert "my letter.docx" in str(caught.value)
    assert not out.exists()


def test_a_missing_template_and_a_folder_are_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.docx does not exist"):
        render_template(tmp_path / "nowhere.docx", {}, out)
    with pytest.raises(UserError, match="cannot be read"):
        render_template(tmp_path, {}, out)


def test_a_document_type_declaration_is_refused(make: Make, out: Path, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        body = re.sub(rb"^<\?xml.*?\?>", b"", parts["word/document.xml"])
        parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body

    with pytest.raises(UserError, match="damaged"):
        render_template(repacked(make("x"), tmp_path / "evil.docx", change), {}, out)


def test_templates_of_other_programs_are_filled_or_refused_by_a_sentence(out: Path) -> None:
    folder = TESTDATA / "docx-docxtpl" / "templates"
    if not folder.exists():
        pytest.skip("shared test data are not here")
    refusals = {path.name: refusal(path, out, HARD) for path in folder.glob("[acdhtvw]*_tpl.docx")}
    refused = {name: words for name, words in refusals.items() if words}
    assert sorted(refused) == ["custom_jinja_filters_tpl.docx", "template_error_tpl.docx"]
    assert "my_filterB" in refused["custom_jinja_filters_tpl.docx"]
    assert "I am the fifth paragraph" in refused["template_error_tpl.docx"]


def test_hostile_and_protected_files_are_refused_and_real_templates_of_word_are_taken(out: Path) -> None:
    folder = TESTDATA / "docx-poi" / "document"
    if not folder.exists():
        pytest.skip("shared test data are not here")
    refusals = {name: refusal(folder / name, out) for name in sorted(path.name for path in folder.iterdir())}
    taken = {name for name, words in refusals.items() if words is None}
    assert [name for name in refusals.keys() - taken if name not in str(refusals[name])] == []
    assert taken == {
        "45690.docm",
        "60316.dotx",
        "60316b.dotx",
        "ChronologicalResume.dotx",
        "SimpleMacro.docm",
    }


def test_a_mistake_is_told_with_its_part_and_its_text(make: Make, out: Path) -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({"footer": "Bye {{ x|no_such }}"}, "in a footer near “Bye {{ x|no_such }}”: No filter named"),
        ({"header": "Top {{ 1 / 0 }}"}, "in a header near “Top {{ 1 / 0 }}”: division by zero"),
        ({"title": "{{ oops"}, "in the document properties near “{{ oops”"),
    ]
    for parts, words in cases:
        with pytest.raises(UserError, match=re.escape(words)):
            render_template(make("fine", **parts), {}, out)
    for text, words in (
        ("Dear {% if x %}you", "in the document body"),
        ("go {{ n() }}", "near “go {{ n() }}”: 'n'"),
    ):
        with pytest.raises(UserError, match=re.escape(words)):
            render_template(make("fine", text), {}, out)


def test_tags_that_tear_a_paragraph_apart_are_a_mistake_of_the_template(make: Make, out: Path) -> None:
    template = make("a {% if v %} b")
    document = Document(str(template))
    document.add_table(1, 1).cell(0, 0).text = "c {% endif %} d"
    document.save(str(template))
    with pytest.raises(UserError, match="break the document in the document body"):
        render_template(template, {"v": ""}, out)
