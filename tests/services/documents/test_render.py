"""Filling Word templates: what comes out, whole or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document

from app.core import atomic
from app.core.errors import UserError
from app.core.paths import resource
from app.services import children
from app.services.documents.letters import RenderReport, make_document
from app.services.library import Library
from tests.services.documents.word_files import (
    TESTDATA,
    Make,
    all_xml,
    render_template,
    texts,
)

HARD_VALUES = [
    "Smith & Sons",
    "<b>bold</b>",
    "a \"b\" 'c' «d»",
    "{{ evil }} {% if x %} {# no #}",
    "]]>&amp;",
    "ș ț ё й",
]


@pytest.mark.own_python
def test_placeholders_in_body_header_footer_and_title_are_filled(make: Make, out: Path) -> None:
    template = make("Dear {{ n }}", header="To {{ n }}", footer="Re {{ n }}", title="For {{ n }}")
    report = render_template(template, {"n": "Ann & Co"}, out)
    document = Document(str(out))
    section = document.sections[0]
    assert report == RenderReport()
    assert texts(out) == ["Dear Ann & Co"]
    assert section.header.paragraphs[0].text == "To Ann & Co"
    assert section.footer.paragraphs[0].text == "Re Ann & Co"
    assert document.core_properties.title == "For Ann & Co"


@pytest.mark.own_python
def test_values_come_out_letter_for_letter_and_are_never_evaluated(make: Make, out: Path) -> None:
    render_template(
        make(*(f"{{{{ v[{i}] }}}}" for i in range(len(HARD_VALUES))), header="{{ v[3] }}"),
        {"v": HARD_VALUES},
        out,
    )
    assert texts(out) == HARD_VALUES
    assert Document(str(out)).sections[0].header.paragraphs[0].text == HARD_VALUES[3]


def test_line_breaks_become_line_breaks_and_forbidden_characters_vanish(make: Make, out: Path) -> None:
    value = "one\r\ntwo\rthree\x0bfour\u2028five\x00\x07\x0c\x1b\ufffe!\ttab"
    render_template(make("{{ v }}"), {"v": value}, out)
    assert texts(out) == ["one\ntwo\nthree\nfour\nfive!\ttab"]
    assert all_xml(out).count("<w:br/>") == 4


def test_a_placeholder_split_over_runs_is_filled(make: Make, out: Path) -> None:
    template = make()
    document = Document(str(template))
    paragraph = document.add_paragraph()
    for piece in ("Dear {", "{ con", "tact.na", "me }", "}!"):
        paragraph.add_run(piece)
    document.save(str(template))
    render_template(template, {"contact": {"name": "Ann"}}, out)
    assert texts(out) == ["Dear Ann!"]


def test_names_that_nobody_knows_are_empty_and_reported_apart_from_empty_ones(make: Make, out: Path) -> None:
    template = make(
        "[{{ contact.organization.name }}{{ nobody }}{{ contact.nick }}]",
        "[{{ contact.phone }}{{ organization.name }}]",
        "{% if contact.email %}{{ contact.email }}{% endif %}",
        "{{ contact.fax or '' }}{{ contact.fax|default('') }}",
        "{% for p in contact.phones %}{{ p.value }}{{ p.colour }}{% endfor %}",
        header="{{ header_only }}",
    )
    contact = {"organization": None, "phone": "", "email": "", "fax": "", "phones": [{"value": "1"}]}
    report = render_template(template, {"contact": contact, "organization": {}}, out)
    assert texts(out) == ["[]", "[]", "", "", "1"]
    assert report.unknown == ("contact.nick", "contact.phones.colour", "header_only", "nobody")
    assert report.empty == ("contact.organization.name", "contact.phone", "organization.name")


def test_lists_show_their_values_and_fields_win_over_methods_of_the_same_name(make: Make, out: Path) -> None:
    phones = [{"value": "1", "type": "work"}, {"value": "2"}]
    render_template(make("{{ c.phones }}|{{ c.items }}|{{ c.values }}|{{ c.none }}|{{ c }}"),
                    {"c": {"phones": phones, "items": "mine", "none": None, "name": "Ann"}}, out)  # fmt: skip
    assert texts(out) == ["1, 2|mine|||Ann"]


def test_tags_for_ready_made_xml_take_plain_text_too(make: Make, out: Path) -> None:
    render_template(make("{{r v }} {{p v }}", "after"), {"v": "<w:p/>"}, out)
    assert texts(out) == ["<w:p/> <w:p/>", "after"]


def test_footnotes_are_filled_once(out: Path) -> None:
    template = TESTDATA / "docx-docxtpl" / "templates" / "footnotes_tpl.docx"
    if not template.exists():
        pytest.skip("shared test data are not here")
    render_template(template, {"a_jinja_variable": "{{ twice }}"}, out)
    assert "{{ twice }}" in zipfile.ZipFile(out).read("word/footnotes.xml").decode()


def test_data_with_anything_but_plain_values_are_a_bug_of_the_caller(make: Make, out: Path) -> None:
    class Name(str):
        __slots__ = ()

    template = make("{{ v }}")
    for value in (object(), print, {1: "x"}, Name("x"), b"x", (1,), {"deep": {1, 2}}):
        with pytest.raises(TypeError):
            render_template(template, {"v": value}, out)
    assert not out.exists()


CONTACT = {
    "prefix": "Dr.",
    "given_name": "Ana",
    "surname": "Țurcanu",
    "patronymic": "Ильинична",
    "full_name": "Dr. Ana Țurcanu",
    "job_title": "director",
    "email": "ana@example.md",
    "address": "str. Mare 1\nap. 2",
    "city": "Chișinău",
    "postcode": "MD-2001",
    "country": "Moldova",
    "phones": [
        {"value": "+373 22 1", "type": "Work", "label": ""},
        {"value": "+373 69 2", "type": "", "label": "own"},
    ],
}
ORGANIZATION = {"name": "Rază & Fiii", "legal_name": "Rază & Fiii SRL", "fiscal_code": "1003600012345"}


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_a_sample_letter_is_filled_completely(language: str, out: Path) -> None:
    template = resource("templates", f"letter-{language}.docx")
    context = {"contact": CONTACT, "record": CONTACT, "organization": ORGANIZATION,
               "today": "5 martie 2027", "user": {"name": "Maria Popescu"}}  # fmt: skip
    report = render_template(template, context, out)
    lines = texts(out)
    letter = "\n".join(lines)
    assert report == RenderReport()
    assert lines[:4] == ["Dr. Ana Țurcanu", "director", "Rază & Fiii SRL", "str. Mare 1\nap. 2"]
    assert lines[4:7] == ["MD-2001 Chișinău", "Moldova", "5 martie 2027"]
    assert lines[-4:] == ["Work", "+373 22 1", "own", "+373 69 2"]
    assert "ana@example.md" in letter
    assert "1003600012345" in letter
    assert "{" not in letter
    assert "Maria Popescu" in Document(str(out)).sections[0].header.paragraphs[0].text
    assert "Dr. Ana Țurcanu" in Document(str(out)).sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_a_sample_letter_leaves_out_what_the_record_does_not_have(language: str, out: Path) -> None:
    contact = dict.fromkeys(CONTACT, "") | {
        "given_name": "Ion",
        "surname": "Rusu",
        "full_name": "Ion Rusu",
        "phones": [],
    }
    context = {"contact": contact, "organization": {}, "today": "1.1.2027", "user": {"name": "M"}}
    report = render_template(resource("templates", f"letter-{language}.docx"), context, out)
    assert report == RenderReport()
    assert texts(out)[:2] == ["Ion Rusu", "1.1.2027"]
    assert Document(str(out)).tables == []
    assert any("Ion Rusu" in line for line in texts(out)[2:])


@pytest.mark.own_python  # the start alone takes longer than the time allowed below
def test_an_existing_document_is_replaced_only_by_a_whole_one(make: Make, out: Path) -> None:
    out.write_bytes(b"the old letter")
    for template in (make("{{ x|no }}"), make("{% if %}"), make("{{ ''.__class__ }}")):
        with pytest.raises(UserError):
            render_template(template, {}, out)
        assert out.read_bytes() == b"the old letter"
    with pytest.raises(UserError):
        render_template(make("fine"), {}, out, seconds=0.01)
    assert out.read_bytes() == b"the old letter"
    render_template(make("fine"), {}, out)
    assert texts(out) == ["fine"]


def test_a_file_held_for_a_moment_is_tried_again(
    make: Make, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [PermissionError(13, "held by antivirus")] * 3
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if failures:
            raise failures.pop()
        return replace(self, target)

    monkeypatch.setattr(atomic, "PAUSES_S", (0.001,) * 5)
    monkeypatch.setattr(Path, "replace", stubborn)
    render_template(make("fine"), {}, out)
    assert texts(out) == ["fine"]


def test_a_file_held_for_good_is_told_and_kept(
    make: Make, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "held by Word")

    out.write_bytes(b"open in Word")
    monkeypatch.setattr(atomic, "PAUSES_S", (0.001,) * 2)
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UserError, match=r"letter\.docx cannot be replaced"):
        render_template(make("fine"), {}, out)
    assert out.read_bytes() == b"open in Word"


def test_a_place_that_cannot_be_written_is_told(make: Make, out: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        render_template(make("fine"), {}, out.parent / "no such folder" / "x.docx")
    with pytest.raises(UserError, match="cannot be"):
        render_template(make("fine"), {}, out.parent)


def test_a_template_is_never_overwritten_by_its_document(library: Library, make: Make, out: Path) -> None:
    template = make("{{ n }}")
    before = template.read_bytes()
    uid = library.save("contacts", {"surname": "Rusu"}).uid
    with pytest.raises(UserError, match="is what this is made from; choose another name"):
        make_document(library, template, uid, template)
    assert template.read_bytes() == before


def test_a_letter_takes_the_place_of_an_older_one_only_when_it_is_whole(
    library: Library, make: Make, out: Path
) -> None:
    uid = library.save("contacts", {"surname": "Rusu"}).uid
    out.write_bytes(b"the old letter")
    for template in (make("{{ x|no }}"), make("{% if %}"), make("{{ ''.__class__ }}")):
        with pytest.raises(UserError):
            make_document(library, template, uid, out)
        assert out.read_bytes() == b"the old letter"
    make_document(library, make("{{ contact.surname }}"), uid, out)
    assert texts(out) == ["Rusu"]


def test_a_letter_that_is_open_in_word_is_told_and_kept(
    library: Library, make: Make, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "held by Word")

    uid = library.save("contacts", {"surname": "Rusu"}).uid
    out.write_bytes(b"open in Word")
    monkeypatch.setattr(atomic, "PAUSES_S", (0.001,) * 2)
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UserError, match=r"letter\.docx cannot be replaced"):
        make_document(library, make("fine"), uid, out)
    assert out.read_bytes() == b"open in Word"


def test_the_template_is_read_only_material(make: Make, out: Path) -> None:
    template = make("{{ n }}")
    before = template.read_bytes()
    render_template(template, {"n": "x"}, out)
    assert template.read_bytes() == before


def test_a_frozen_program_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert children.command("documents")[1:] == ["--child", "documents"]
