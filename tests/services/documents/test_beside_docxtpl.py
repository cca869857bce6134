"""What comes out is what docxtpl makes of the same template and data, quicker and without what is unsafe."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate, RichText, RichTextParagraph
from lxml import etree

from app.services.documents.compiled import Compiled
from app.services.documents.package import pack, read_package
from tests.services.documents.word_files import TESTDATA, Make, refusal, render_template

FOLDER = TESTDATA / "docx-docxtpl" / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HARD = "Smith & Sons <b> \"q\" 'x' ș ё"

RICH, PARAGRAPH = "rich", "paragraph"
"""Names that a template takes as ready-made runs or paragraphs; docxtpl gets the texts as such."""

CONTEXTS: dict[str, dict[str, Any]] = {
    "cellbg_tpl": {"alerts": [{"date": "1.1.", "bg": "FF0000", "type": "A & B", "desc": "red"}] * 3},
    "comments_tpl": {},
    "doc_properties_tpl": {"test": HARD},
    "dynamic_table_tpl": {
        "col_labels": ["a", "b", "c"],
        "tbl_contents": [{"label": n, "cols": [HARD, "2", "3"]} for n in "xy"],
    },
    "embedded_dummy": {}, "embedded_dummy2": {}, "embedded_embedded_docx_tpl": {"name": HARD},
    "footnotes_tpl": {"a_jinja_variable": HARD},
    "get_undeclared_variables": {
        "name": HARD, "age": 30, "email": "a@b", "is_student": True, "has_degree": True, "degree_field": "x",
        "skills": ["a", "b"], "projects": [{"name": "p", "year": 2020, "description": HARD}],
        "company_name": HARD, "page_number": 1, "generation_date": "today", "author": HARD,
    },
    "header_footer_entities_tpl": {"title": HARD}, "header_footer_image_tpl": {"mycompany": HARD},
    "header_footer_inline_image_tpl": {"images": [HARD, "b"], "inline_image": "i"},
    "header_footer_tpl": {"title": HARD, "company_name": HARD, "date": "d", "mysubdoc": "sub"},
    "horizontal_merge_tpl": {},
    "inline_image_tpl": {"myimage": HARD, "myimageratio": "r", "frameworks": [{"image": "i", "desc": HARD}]},
    "merge_docx_master_tpl": {"mysubdoc": "sub"}, "merge_paragraph_tpl": {"living_in_town": True},
    "module_execute_tpl": {
        "json_dict_var": {"a": 1}, "json_string_var": HARD, "json_int_var": 3, "json_float_var": 1.5,
        "json_true_var": True, "json_false_var": False, "json_none_var": None,
    },
    "multi_rendering_tpl": {"title": HARD, "body": f"two\nlines\tand {HARD}"},
    "nested_for_tpl": {
        "dishes": [{"name": HARD, "ingredients": ["a", "b"]}],
        "authors": [{"name": HARD, "books": [{"title": "t"}, {"title": HARD}]}],
    },
    "preserve_spaces_tpl": {"tag_1": "a  b", "tag_2": HARD}, "replace_picture_tpl": {},
    "richtext_and_if_tpl": {"foobar": HARD},
    "richtext_eastAsia_tpl": {"example": HARD, "Chinese": "汉字", "simsun": "x"},
    "richtext_paragraph_tpl": {"example": HARD}, "richtext_tpl": {"example": HARD},
    "subdoc_tpl": {"mysubdoc": HARD}, "vertical_merge_nested_tpl": {},
    "word2016_tpl": {
        "test_space": "   a  ", "test_tabs": "a\t\tb", "test_space_r": "  r ", "test_tabs_r": "\tr",
    },
}  # fmt: skip
REFUSED = {"custom_jinja_filters_tpl": "my_filterB", "template_error_tpl": "endif"}
AS_RICH = {
    "richtext_tpl": RICH, "richtext_and_if_tpl": RICH, "richtext_eastAsia_tpl": RICH,
    "richtext_paragraph_tpl": PARAGRAPH, "subdoc_tpl": PARAGRAPH, "merge_docx_master_tpl": PARAGRAPH,
}  # fmt: skip


def theirs(path: Path, context: dict[str, Any], out: Path) -> Path:
    template = DocxTemplate(str(path))
    template.render(_for_docxtpl(path.stem, context), autoescape=True)
    template.save(str(out))
    return out


def _for_docxtpl(stem: str, context: dict[str, Any]) -> dict[str, Any]:
    found = {key: _as(AS_RICH.get(stem, ""), value) for key, value in context.items()}
    for key in ("mysubdoc",) if stem == "header_footer_tpl" else ():
        found[key] = _as(PARAGRAPH, context[key])
    for key in [key for key in context if key.endswith("_r")]:
        found[key] = _as(RICH, context[key])
    if stem == "cellbg_tpl":
        found["alerts"] = [{**each, "desc": RichText(each["desc"])} for each in context["alerts"]]
    return found


def _as(kind: str, value: Any) -> Any:
    if kind == RICH:
        return RichText(value)
    if kind == PARAGRAPH:
        made = RichTextParagraph()
        made.add(RichText(value))
        return made
    return value


def words(path: Path) -> dict[str, list[str]]:
    """Texts of the paragraphs that have any, by part."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            is_text = any(kind in name for kind in ("document", "header", "footer", "notes"))
            if is_text and name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                texts = ("".join(_pieces(each)) for each in root.iter(f"{W}p"))
                found[name] = [text for text in texts if text.strip()]
    return found


def _pieces(paragraph: Any) -> list[str]:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    return [each.text or "" if each.tag == f"{W}t" else signs[each.tag]
            for each in paragraph.iter(f"{W}t", *signs) if each.getparent().tag == f"{W}r"]  # fmt: skip


@pytest.mark.parametrize("stem", CONTEXTS)
def test_the_text_of_every_template_is_docxtpls(stem: str, tmp_path: Path, out: Path) -> None:
    template = FOLDER / f"{stem}.docx"
    if not template.exists():
        pytest.skip("shared test data are not here")
    context = CONTEXTS[stem]
    render_template(template, context, out)
    assert words(out) == words(theirs(template, context, tmp_path / "theirs.docx"))


def test_every_template_of_the_folder_is_taken_or_refused_by_name(out: Path) -> None:
    if not FOLDER.exists():
        pytest.skip("shared test data are not here")
    stems = {path.stem for path in FOLDER.glob("*.docx")}
    assert stems == CONTEXTS.keys() | REFUSED.keys()
    for stem, said in REFUSED.items():
        told = refusal(FOLDER / f"{stem}.docx", out)
        assert told is not None
        assert stem in told
        assert said in told


def canonical(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        names = [
            name for name in archive.namelist()
            if name == "word/document.xml" or name.startswith(("word/header", "word/footer"))
        ]  # fmt: skip
        return {
            name: etree.tostring(etree.fromstring(archive.read(name)), method="c14n", exclusive=True)
            for name in names
        }


def plain_template(path: Path) -> Path:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ firm }} – {{ today }}"
    document.sections[0].footer.paragraphs[0].text = "{{ user.name }}"
    for number in range(20):
        document.add_paragraph(
            f"{number} Dear {{{{ contact.name }}}}, {{% if vip %}}VIP{{% else %}}you{{% endif %}}"
        )
    table = document.add_table(4, 2)
    for row, cells in enumerate(
        (
            ("Kind", "Number"),
            ("{%tr for p in phones %}", ""),
            ("{{ p.type }}", "{{ p.value }}"),
            ("{%tr endfor %}", ""),
        )
    ):
        table.rows[row].cells[0].text, table.rows[row].cells[1].text = cells
    document.save(str(path))
    return path


@pytest.mark.parametrize("count", [0, 1, 7])
def test_the_xml_of_a_plain_template_is_docxtpls_to_the_letter(count: int, tmp_path: Path, out: Path) -> None:
    template = plain_template(tmp_path / "plain.docx")
    compiled = Compiled(pack(read_package(template)))
    for number in range(3):
        context = {
            "firm": HARD, "today": "23 noiembrie", "user": {"name": HARD}, "vip": number % 2,
            "contact": {"name": f"{HARD} {number}\nsecond line\tand tab"},
            "phones": [{"type": "w", "value": str(each)} for each in range(count)],
        }  # fmt: skip
        stream = io.BytesIO()
        compiled.write(compiled.fill(context), stream)
        out.write_bytes(stream.getvalue())
        assert canonical(out) == canonical(theirs(template, context, tmp_path / f"theirs{number}.docx"))
        assert zipfile.ZipFile(out).testzip() is None
        assert Document(str(out)).tables[0].rows[0].cells[0].text == "Kind"


def test_columns_that_come_from_the_data_even_out_like_docxtpls(tmp_path: Path, out: Path) -> None:
    template = FOLDER / "dynamic_table_tpl.docx"
    if not template.exists():
        pytest.skip("shared test data are not here")
    for count in (1, 3, 6):
        labels = [f"c{each}" for each in range(count)]
        context = {"col_labels": labels, "tbl_contents": [{"label": "x", "cols": labels}]}
        render_template(template, context, out)
        assert canonical(out) == canonical(theirs(template, context, tmp_path / f"{count}.docx"))


def test_a_template_written_in_libreoffice_is_filled(make: Make, tmp_path: Path, out: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    source = make("Dear {{ n }}, {% if v %}yes{% endif %}", header="To {{ n }}", footer="Re {{ n }}")
    for ending in ("odt", "docx"):
        command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        folder = tmp_path / ending
        subprocess.run(
            [*command, "--convert-to", ending, "--outdir", str(folder), str(source)], check=True,
            capture_output=True, timeout=100,
        )  # fmt: skip
        source = folder / f"template.{ending}"
    render_template(source, {"n": HARD, "v": True}, out)
    document = Document(str(out))
    assert document.paragraphs[0].text == f"Dear {HARD}, yes"
    assert document.sections[0].header.paragraphs[0].text == f"To {HARD}"
    assert document.sections[0].footer.paragraphs[0].text == f"Re {HARD}"


def naughty() -> list[str]:
    path = TESTDATA / "text-blns"
    if not path.exists():
        pytest.skip("shared test data are not here")
    text = next(path.glob("**/blns.txt")).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def test_every_naughty_string_arrives_as_it_was_typed(make: Make, out: Path) -> None:
    strings = naughty()
    report = render_template(
        make("{%p for each in all %}", "[{{ each }}]", "{%p endfor %}"), {"all": strings}, out
    )
    found = [each.text for each in Document(str(out)).paragraphs]
    assert report.unknown == ()
    assert len(found) == len(strings) > 400
    for text, string in zip(found, strings, strict=True):
        # What no XML may hold (a bell, half a character) is left out; a line break of any kind is one.
        string = string.translate({0x0B: "\n", 0x2028: "\n", 0x2029: "\n"})
        kept = "".join(c for c in string if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
        assert text == f"[{kept}]"
