"""What a look at a template finds before it is used, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from app.core.paths import resource
from app.core.texts import use_language
from app.services.documents.checks import look_at
from app.services.library import Library
from tests.services.documents.word_files import Make, repacked, replaced

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def found(template: Path, library: Library | None = None, section: str = "contacts") -> list[tuple[str, ...]]:
    looked = look_at(library, template, section)
    return [(each.level, each.kind, each.place, each.name) for each in looked.findings]


def test_a_sound_template_has_no_findings_and_tells_its_fields(library: Library, make: Make) -> None:
    looked = look_at(
        library, make("Dear {{ contact.surname }} {{ number }}", footer="{{ user.name }}"), "contacts"
    )
    assert looked.findings == ()
    assert looked.is_numbered
    assert {("contact", "surname"), ("number",), ("user", "name")} <= set(looked.wanted)


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("{{ contact.surnam }}", "unknown", "contact.surnam"), ("{{ nobody }}", "unknown", "nobody"),
        ("{{ contact.phones.value }}", "unknown", "contact.phones.value"),
        ("{{ contact.surname", "unclosed", ""), ("contact.surname }}", "unopened", ""),
        ("{contact.surname}", "braces", "{contact.surname}"),
        ("{% if contact.surname %}x", "block_open", "{% if contact.surname %}"),
        ("x{% endif %}", "block_end", "{% endif %}"), ("{% else %}", "block_end", "{% else %}"),
        ("{% if a %}{% for b in c %}{% endif %}{% endfor %}", "block_crossed", "{% endif %}"),
        ("{%p if contact.surname %} gone{%p endif %}", "swallows", "{%p if contact.surname %}"),
        ("{%tr for x in contact.phones %}{%tr endfor %}", "no_row", "{%tr for x in contact.phones %}"),
        ("{{ contact.surname|nofilter }}", "syntax", "No filter named 'nofilter'."),
        ("{% include 'x' %}", "forbidden", "{% include %}"),
    ],
)  # fmt: skip
def test_each_mistake_is_named(text: str, kind: str, detail: str, library: Library, make: Make) -> None:
    findings = look_at(library, make("fine", text), "contacts").findings
    assert [(each.kind, each.name) for each in findings if each.kind == kind][:1] == [(kind, detail)]
    assert all(each.place == "in the document body" for each in findings)
    assert text[:20] in next(each.near for each in findings if each.kind == kind)


def test_a_near_name_is_suggested_in_the_users_words(library: Library, make: Make) -> None:
    by_key, by_label = look_at(
        library, make("{{ contact.surnme }}", "{{ Contact.Prenumee }}", "{{ contct.surname }}"), "contacts"
    ).findings[:2]
    assert (by_key.suggestion, by_label.suggestion) == ("contact.surname", "contact.Given name")
    assert "Did you mean “contact.surname”?" in by_key.in_words()


def test_every_part_is_looked_through(library: Library, make: Make, tmp_path: Path) -> None:
    template = make("fine", header="{{ bad_h }}", footer="{{ bad_f }}", title="{{ bad_t }}")
    document = Document(str(template))
    cell = document.add_table(2, 2).cell(1, 1)
    cell.text = "{{ bad_cell }}"
    box = (
        f'<w:p {W}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{ bad_box }}{{ open</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r></w:p>"
    )
    document.element.body.insert(0, parse_xml(box))
    document.save(str(template))
    places = {(name, place) for _level, _kind, place, name in found(template, library)}
    assert ("bad_h", "in a header") in places
    assert ("bad_f", "in a footer") in places
    assert ("bad_t", "in the document properties") in places
    inside = [each for each in look_at(library, template, "contacts").findings if each.kind == "unclosed"]
    assert inside[0].place == "in the document body, in a text box"


@pytest.mark.parametrize("kind", ["footnotes", "endnotes", "comments"])
def test_notes_and_comments_are_looked_through(
    kind: str, library: Library, make: Make, tmp_path: Path
) -> None:
    template = repacked(
        make("x"), tmp_path / "noted.docx", lambda parts: add_notes(parts, kind, "{{ bad_note }}")
    )
    place = {"footnotes": "in the footnotes", "endnotes": "in the endnotes", "comments": "in the comments"}[
        kind
    ]
    assert [(name, where) for _level, _kind, where, name in found(template, library)] == [("bad_note", place)]


def add_notes(parts: dict[str, bytes], kind: str, text: str) -> None:
    note = kind.removesuffix("s")
    parts[f"word/{kind}.xml"] = (
        f'<w:{kind} {W}><w:{note} w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{note}></w:{kind}>'
    ).encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rIdN" Type="{office}/{kind}" Target="{kind}.xml"/></Relationships>'
    replaced(parts, "word/_rels/document.xml.rels", "</Relationships>", relation)
    kind_of = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    override = f'<Override PartName="/word/{kind}.xml" ContentType="{kind_of}"/></Types>'
    replaced(parts, "[Content_Types].xml", "</Types>", override)


def test_a_placeholder_in_pieces_is_filled_and_told_of(library: Library, make: Make) -> None:
    template = make("x")
    document = Document(str(template))
    paragraph = document.add_paragraph("Dear ")
    for piece in ("{{ con", "tact.sur", "name }}"):
        paragraph.add_run(piece)
    other = document.add_paragraph()
    other.add_run("{{ contact.")
    other.add_run("surname }}").bold = True
    document.add_paragraph("{{ contact.")
    document.add_paragraph("surname }}")
    document.save(str(template))
    kinds = [(level, kind) for level, kind, _place, _name in found(template, library)]
    assert kinds[:3] == [("note", "split"), ("note", "split_look"), ("error", "torn")]


def test_a_place_in_a_table_is_told_by_row_and_column(library: Library, make: Make) -> None:
    template = make("x")
    document = Document(str(template))
    document.add_table(2, 3).cell(1, 2).text = "{{ open"
    document.save(str(template))
    [finding] = look_at(library, template, "contacts").findings
    assert finding.place == "in the document body, row 2, column 3 of a table"


@pytest.mark.parametrize("path", sorted(resource("templates").glob("*.docx")), ids=lambda path: path.stem)
def test_ready_made_templates_have_no_findings(path: Path, library: Library) -> None:
    for section in ("contacts", "organizations"):
        looked = look_at(library, path, section)
        assert [each.in_words() for each in looked.findings] == []
        assert looked.is_for_many == path.stem.startswith(("labels", "contact-sheet"))


def test_findings_are_in_the_users_language(library: Library, make: Make) -> None:
    use_language("ro")
    [finding] = look_at(library, make("{{ contact.nimic }}"), "contacts").findings
    assert finding.in_words().startswith("în corpul documentului: Nu există câmpul „contact.nimic”.")
