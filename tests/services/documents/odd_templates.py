"""Templates as other programs and careless hands make them: each is written by a function of its name."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.services.documents.word_files import repacked, replaced

W_NS = nsdecls("w")
Write = Callable[[Path], object]
ODD: dict[str, Write] = {}
"""Every template by its name; what each of them says is the same as docxtpl's."""


def odd(write: Write) -> Write:
    """One more of them."""
    ODD[write.__name__] = write
    return write


def _body(path: Path, *pieces: str) -> None:
    """A document of ready-made XML."""
    document: Any = Document()
    for piece in pieces:
        document.element.body.insert_element_before(parse_xml(piece), "w:sectPr")
    document.save(str(path))


def _p(inner: str) -> str:
    return f"<w:p {W_NS}>{inner}</w:p>"


def _r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@odd
def every_letter_in_a_run_of_its_own(path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for place, letter in enumerate("Dear {{ name }}, {% if vip %}VIP{% endif %}!"):
        paragraph.add_run(letter).bold = place % 2 == 0
    document.save(str(path))


@odd
def marks_of_the_spelling_checker_within_a_tag(path: Path) -> None:
    marks = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="7" w:name="x"/>'
    _body(path, _p(f"{_r('{{ ')}{marks}{_r('name')}<w:bookmarkEnd w:id='7'/>{_r(' }}')}{_r(' end')}"))


@odd
def a_table_in_a_table_in_a_table(path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{{ name }}"
    for _depth in range(3):
        cell = cell.add_table(2, 2).cell(1, 1)
        cell.text = "{% for each in items %}[{{ each }}]{% endfor %}"
    document.save(str(path))


@odd
def rows_that_repeat_in_a_table_with_merged_cells(path: Path) -> None:
    document = Document()
    table = document.add_table(5, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "All of {{ name }}"
    table.cell(1, 0).text = "{%tr for each in items %}"
    table.cell(2, 0).text, table.cell(2, 1).text = "{{ loop.index }}", "{{ each }}"
    table.cell(3, 0).text = "{%tr endfor %}"
    table.cell(4, 0).merge(table.cell(4, 1)).text = "{{ items|length }}"
    document.save(str(path))


@odd
def columns_that_repeat(path: Path) -> None:
    document = Document()
    table = document.add_table(1, 3)
    for cell, text in zip(
        table.rows[0].cells, ("{%tc for x in items %}", "{{ x }}", "{%tc endfor %}"), strict=True
    ):
        cell.text = text
    document.save(str(path))


@odd
def a_text_box_with_its_spare(path: Path) -> None:
    box = f"<w:txbxContent>{_p(_r('In a box: {{ name }}'))}</w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    _body(path, _p(
        f"{_r('Outside {{ name }}')}<w:r><mc:AlternateContent {spaces}><mc:Choice Requires='wps'>"
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        f"</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ))  # fmt: skip


@odd
def headers_of_every_kind_in_every_section(path: Path) -> None:
    document = Document()
    document.settings.odd_and_even_pages_header_footer = True
    for number in range(3):
        section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = True
        for kind in ("header", "first_page_header", "even_page_header", "footer", "first_page_footer"):
            place = getattr(section, kind)
            place.is_linked_to_previous = False
            place.paragraphs[0].text = f"{kind} {number} {{{{ name }}}}"
        document.add_paragraph(f"Section {number} of {{{{ name }}}}")
    document.save(str(path))


@odd
def insertions_that_are_tracked(path: Path) -> None:
    author = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
    gone = f"<w:del {author}><w:r><w:delText>old </w:delText></w:r></w:del>"
    _body(
        path,
        _p(f"{gone}<w:ins {author}>{_r('{{ na')}</w:ins>{_r('me }}')}<w:ins {author}>{_r(' x')}</w:ins>"),
    )


@odd
def content_controls_around_everything(path: Path) -> None:
    def control(inner: str) -> str:
        tag = '<w:sdtPr><w:alias w:val="Client"/><w:id w:val="5"/></w:sdtPr>'
        return f"<w:sdt>{tag}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    block = control(_p(_r("Block {{ name }}")))
    inline = _p(f"{_r('Inline ')}{control(_r('{{ name }}'))}{_r(' after')}")
    cell = f"<w:tc><w:tcPr/>{_p(_r('{{ name }}'))}</w:tc>"
    row = f"<w:tr>{cell}{control(cell)}</w:tr>"
    grid = "<w:tblGrid><w:gridCol w:w='3000'/><w:gridCol w:w='3000'/></w:tblGrid>"
    table = f"<w:tbl {W_NS}><w:tblPr/>{grid}{row}{control(row)}</w:tbl>"
    _body(path, block.replace("<w:sdt>", f"<w:sdt {W_NS}>", 1), inline, table, _p(""))


@odd
def fields_of_word_with_placeholders_in_their_results(path: Path) -> None:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText xml:space='preserve'> PAGE </w:instrText></w:r>"
    complex_field = f"{part('begin')}{code}{part('separate')}{_r('{{ name }}')}{part('end')}"
    simple = f'<w:fldSimple w:instr=" MERGEFIELD x ">{_r("{{ name }} in a field")}</w:fldSimple>'
    _body(path, _p(complex_field), _p(simple), _p(_r("Page for {{ name }}")))


@odd
def a_link_whose_text_is_a_placeholder(path: Path) -> None:
    document: Any = Document()
    relation = document.part.relate_to(
        "https://example.org/", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )  # fmt: skip
    link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}">{_r("{{ name }}")}</w:hyperlink>'
    document.add_paragraph("See ")._p.append(parse_xml(link))
    document.save(str(path))


@odd
def smart_tags_and_custom_xml(path: Path) -> None:
    smart = f'<w:smartTag w:uri="urn:x" w:element="City">{_r("{{ name }}")}</w:smartTag>'
    custom = f'<w:customXml w:uri="urn:x" w:element="who">{_r("{{ na")}</w:customXml>{_r("me }}")}'
    _body(path, _p(smart), _p(custom))


@odd
def paragraphs_of_a_list_that_repeat(path: Path) -> None:
    document = Document()
    for text in ("{%p for each in items %}", "{{ loop.index }} {{ each }}", "{%p endfor %}"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("{%p if vip %}")
    document.add_paragraph("only for {{ name }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("for all")
    document.add_paragraph("{%p endif %}")
    document.save(str(path))


@odd
def blanks_that_do_not_break_within_tags(path: Path) -> None:
    _body(path, _p(_r("{{\u00a0name\u00a0}} and {{name}} and {{   name   }}")))


@odd
def typographic_quotes_within_tags(path: Path) -> None:
    _body(path, _p(_r("{{ name|default(\u201cnobody\u201d) }} {{ missing|default(\u2018nobody\u2019) }}")))


@odd
def a_tag_over_a_line_break_and_a_tab(path: Path) -> None:
    _body(
        path,
        _p("<w:r><w:t>{{</w:t><w:tab/><w:t>name</w:t></w:r><w:r><w:t> }}</w:t><w:br/><w:t>x</w:t></w:r>"),
    )


@odd
def runs_without_kept_blanks(path: Path) -> None:
    _body(path, _p("<w:r><w:t>a </w:t></w:r><w:r><w:t>{{ name }}</w:t></w:r><w:r><w:t> b</w:t></w:r>"))


@odd
def braces_that_are_meant_as_braces(path: Path) -> None:
    _body(path, _p(_r("{ {name} } {_{ name }_} {{ '{{' }} {{ name }} }")))


@odd
def formulas(path: Path) -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    _body(
        path,
        _p(f"<m:oMath {math}><m:r><m:t>x={{{{ items|length }}}}</m:t></m:r></m:oMath>{_r('{{ name }}')}"),
    )


@odd
def a_picture_with_words_for_the_blind(path: Path) -> None:
    from app.services.documents.cleaning import ONE_CLEAR_PIXEL

    picture = path.with_name("pixel.png")
    picture.write_bytes(ONE_CLEAR_PIXEL)
    document: Any = Document()
    document.add_paragraph("Photo of {{ name }}")
    document.add_picture(str(picture))
    for each in document.element.body.iter(qn("wp:docPr")):
        each.set("descr", "Portrait")
    document.save(str(path))


@odd
def twenty_thousand_paragraphs(path: Path) -> None:
    _body(path, *(_p(_r(f"{n} {{{{ name }}}}" if n % 1000 == 0 else f"{n} plain")) for n in range(20_000)))


@odd
def fifty_megabytes(path: Path) -> None:
    source = path.with_name("small.docx")
    document = Document()
    document.add_paragraph("Large for {{ name }}")
    document.save(str(source))
    noise = random.Random(1).randbytes(50 * 1024 * 1024)

    def change(parts: dict[str, bytes]) -> None:
        parts["word/media/noise.png"] = b"\x89PNG\r\n\x1a\n" + noise
        replaced(
            parts,
            "[Content_Types].xml",
            "<Default",
            '<Default Extension="png" ContentType="image/png"/><Default',
        )
        replaced(
            parts, "word/_rels/document.xml.rels", "</Relationships>",
            '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
            ' Target="media/noise.png"/></Relationships>',
        )  # fmt: skip

    repacked(source, path, change)


@odd
def a_document_in_utf_16(path: Path) -> None:
    source = path.with_name("utf8.docx")
    document = Document()
    document.add_paragraph("Ștefan și {{ name }}")
    document.save(str(source))

    def change(parts: dict[str, bytes]) -> None:
        text = parts["word/document.xml"].decode("utf-8").replace("UTF-8", "UTF-16")
        parts["word/document.xml"] = text.encode("utf-16")

    repacked(source, path, change)


@odd
def sections_with_columns_and_page_numbers(path: Path) -> None:
    document: Any = Document()
    for number in range(40):
        document.add_paragraph(f"{number} {{{{ name }}}}")
        if number % 10 == 9:
            section = document.add_section(WD_SECTION.CONTINUOUS)
            section._sectPr.append(parse_xml(f'<w:cols {W_NS} w:num="2"/>'))
            section._sectPr.append(parse_xml(f'<w:pgNumType {W_NS} w:start="{number}"/>'))
    document.save(str(path))


@odd
def right_to_left_and_ruby(path: Path) -> None:
    base = _r("{{ name }}")
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{_r('kana')}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
    _body(path, _p(f"<w:pPr><w:bidi/></w:pPr>{_r('שלום {{ name }} مرحبا')}"), _p(ruby))


@odd
def an_empty_document(path: Path) -> None:
    Document().save(str(path))


@odd
def only_a_table(path: Path) -> None:
    document = Document()
    table = document.add_table(30, 10)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"{number} {{{{ items[{number % 3}] }}}}"
    document.save(str(path))


@odd
def macros_filters_and_sums(path: Path) -> None:
    document = Document()
    document.add_paragraph(
        "{% set n = namespace(v=0) %}{% for x in items %}{% set n.v = n.v + loop.index %}{% endfor %}"
        "{{ n.v }}"
    )
    document.add_paragraph("{{ items|join('; ') }} {{ items|first }} {{ name|upper|replace('SMITH', 'x') }}")
    document.add_paragraph("{% for x in items if x != 'ș' %}{{ x }}{% else %}none{% endfor %}")
    document.save(str(path))


@odd
def comments_of_the_template_language(path: Path) -> None:
    document = Document()
    document.add_paragraph("a{# nobody reads this {{ name }} #}b {{ name }}")
    document.save(str(path))


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip file of these parts, whatever they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path
