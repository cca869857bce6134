"""Templates from strangers: they reach nothing, load nothing, and are stopped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.services.documents.making import Order
from app.services.documents.problems import DocumentError
from app.services.documents.templates import of_file
from app.services.documents.values import picture, said
from app.services.library import Library
from tests.services.documents.word_files import (
    Make,
    all_xml,
    filled_here,
    render_template,
    repacked,
    replaced,
    texts,
    with_alt_text,
    with_note,
)

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.system('touch MARKER') }}",
    "{{ lipsum.__globals__['os'].popen('touch MARKER').read() }}",
    "{{ joiner.__init__.__globals__.os.system('touch MARKER') }}",
    "{{ namespace.__init__.__globals__['os'].system('touch MARKER') }}",
    "{{ self.__init__.__globals__.__builtins__.open('MARKER', 'w') }}",
    "{{ self._TemplateReference__context }}",
    "{{ range.__class__.__base__.__subclasses__() }}",
    "{{ contact['__class__'] }}",
    "{{ contact|attr('__class__') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(contact) }}",
    "{{ ('{0.__class__.__base__}'|e).format(contact) }}",
    "{{ [('{0.__class__}').format]|map('call', contact)|list }}",
    "{{ (''|attr('format'))('{0.__class__}') }}",
    "{{ contact.get.__self__.__class__ }}",
    "{{ contact.update({'name': 'changed'}) }}",
    "{{ contact.phones.append('x') }}",
    "{{ [contact]|map(attribute='__class__')|list }}",
    "{{ contact.nothing.__class__ }}",
    "{{ ''.__class__.__base__.__subclasses__()[80].__init__ }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends '/etc/passwd' %}",
    "{% autoescape false %}{{ contact.name }}{% endautoescape %}",
    "{{ 9 ** (9 ** 9) }}",
    "{{ 'a' * 800000000 }}",
    "{{ request.application.__globals__ }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
]


@pytest.mark.parametrize("payload", ESCAPES)
def test_an_escape_from_the_sandbox_is_refused_or_empty(
    payload: str, make: Make, out: Path, tmp_path: Path
) -> None:
    # Without the child process, so that only the sandbox stands in the way.
    marker = tmp_path / "marker"
    template = make(f"[{payload.replace('MARKER', str(marker))}]")
    contact = {"name": "Ann", "phones": ["1"]}
    try:
        out.write_bytes(filled_here(template, {"contact": contact}))
        assert texts(out) == ["[]"]
    except DocumentError as error:
        assert error.kind in {"forbidden", "evaluation", "syntax"}  # noqa: PT017 - empty is as good as refused
    assert contact == {"name": "Ann", "phones": ["1"]}
    assert not marker.exists()


OF_OURS = [
    "{{ v._raw }}", "{{ v._kind }}", "{{ v.of('a', 'b', 'c') }}", "{{ v['of'] }}", "{{ v|attr('_raw') }}",
    "{{ v.__class__.of('a', 'b', 'c') }}", "{{ photo._digest }}", "{{ photo.__init__('a', 'b', 'c') }}",
    "{{ environment.draw }}", "{{ self.environment }}", "{{ loop.__init__ }}", "{{ v.__reduce__() }}",
]  # fmt: skip


@pytest.mark.parametrize("payload", OF_OURS)
def test_no_method_of_ours_can_be_called(payload: str, make: Make, out: Path) -> None:
    data = {"v": said("shown", "phone", "secret-raw"), "photo": picture("digest-of-it", "title", "word")}
    try:
        out.write_bytes(filled_here(make(f"[{payload}]"), data))
        assert texts(out) == ["[]"]
    except DocumentError as error:
        assert error.kind in {"forbidden", "evaluation", "syntax"}  # noqa: PT017 - empty is as good as refused


PARTS = ("header", "footer", "title", "alt text", "footnote", "endnote", "comment", "pattern")


@pytest.mark.parametrize("payload", ESCAPES)
@pytest.mark.parametrize("part", PARTS)
def test_escapes_in_other_parts_are_refused_or_empty(
    part: str, payload: str, make: Make, out: Path, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    text = payload.replace("MARKER", str(marker))
    if part in ("header", "footer", "title"):
        template = make("fine", **{part: f"[{text}]"})
    elif part == "alt text":
        template = with_alt_text(tmp_path / "alt.docx", f"[{text}]")
    elif part == "pattern":
        template = make("fine")
    else:
        template = with_note(make("fine"), tmp_path / "note.docx", part, f"[{text}]")
    contact = {"name": "Ann", "phones": ["1"]}
    pattern = f"[{text}]" if part == "pattern" else ""
    try:
        made = filled_here(template, {"contact": contact}, pattern)
        if part == "pattern":
            assert made == b"[]"
        else:
            out.write_bytes(made)
            assert f"[{'Ann' if 'autoescape' in payload else ''}]" in all_xml(out)
    except DocumentError as error:
        assert error.kind in {"forbidden", "evaluation", "syntax"}  # noqa: PT017 - empty is as good as refused
    assert contact == {"name": "Ann", "phones": ["1"]}
    assert not marker.exists()


@pytest.mark.slow
def test_a_template_without_end_ends_with_a_sentence_in_twenty_seconds(
    library: Library, make: Make, tmp_path: Path
) -> None:
    person = library.save("contacts", {"surname": "A"}).uid
    template = make(
        "{% for a in range(90000) %}{% for b in range(90000) %}{% set c = a %}{% endfor %}{% endfor %}"
    )
    start = time.monotonic()
    with pytest.raises(UserError, match=r"template\.docx took longer than 20 s"):
        library.documents.make(Order(of_file(template), (person,), target=tmp_path / "never.docx"))
    assert time.monotonic() - start < 30
    assert not (tmp_path / "never.docx").exists()


@pytest.mark.parametrize(
    "way", ["{{ v|safe }}", "{{ v|e }}", "{{ (v|e).unescape() }}", "{% set x %}{{ v }}{% endset %}{{ x }}"]
)
def test_no_template_lets_data_write_xml(way: str, make: Make, out: Path) -> None:
    value = '</w:t><w:instrText>DDEAUTO "cmd"</w:instrText><w:t>'
    render_template(make(way), {"v": value}, out)
    assert texts(out) == [value]


def test_a_template_without_end_is_stopped(make: Make, out: Path) -> None:
    template = make(
        "{% for a in range(90000) %}{% for b in range(90000) %}{% set c = a %}{% endfor %}{% endfor %}"
    )
    start = time.monotonic()
    with pytest.raises(UserError, match=r"template\.docx took longer than 1 s"):
        render_template(template, {}, out, seconds=1)
    assert time.monotonic() - start < 5


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no memory limit for the child")
def test_a_template_that_eats_memory_is_stopped(make: Make, out: Path) -> None:
    loop = "{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
    doubling = "{% set ns = namespace(x='aaaaaaaa') %}" + loop
    for bomb in ("{{ '%0900000000d' % 1 }}", doubling):
        with pytest.raises(UserError, match="too much memory"):
            render_template(make(bomb), {}, out)


REMOTE = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _external(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rIdX{number}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


def test_what_would_be_loaded_from_elsewhere_is_left_out_and_reported(
    make: Make, out: Path, tmp_path: Path
) -> None:
    targets = {"image": "http://evil.example/x.png", "oleObject": "file://evil.example/x.xlsx",
               "hyperlink": "file://evil.example/share/x.exe"}  # fmt: skip

    def change(parts: dict[str, bytes]) -> None:
        relations = [_external(i, kind, target) for i, (kind, target) in enumerate(targets.items())]
        relations.append(_external(9, "hyperlink", "https://good.example/"))
        replaced(
            parts,
            "word/_rels/document.xml.rels",
            "</Relationships>",
            "".join([*relations, "</Relationships>"]),
        )
        template = _external(1, "attachedTemplate", "http://evil.example/t.dotm")
        parts["word/_rels/settings.xml.rels"] = REMOTE.format(template).encode()
        settings = parts["word/settings.xml"]
        attached = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rIdX1"/></w:settings>'
        parts["word/settings.xml"] = settings.replace(b"</w:settings>", attached.encode())
        content = (
            f'<w:p xmlns:r="{OFFICE}" xmlns:a="urn:a" xmlns:o="urn:o"><w:r><w:t>{{{{ n }}}}</w:t></w:r>'
            '<w:r><w:drawing><a:blip r:link="rIdX0"/></w:drawing></w:r>'
            '<w:r><w:object><o:OLEObject r:id="rIdX1"/></w:object></w:r>'
            '<w:hyperlink r:id="rIdX2"/><w:hyperlink r:id="rIdX9"/></w:p><w:sectPr'
        )
        replaced(parts, "word/document.xml", "<w:sectPr", content)

    report = render_template(repacked(make("x"), tmp_path / "evil.docx", change), {"n": "Ann"}, out)
    xml = all_xml(out)
    assert texts(out) == ["x", "Ann"]
    assert [word for word in ("evil.example", "attachedTemplate", "OLEObject") if word in xml] == []
    assert "https://good.example/" in xml
    assert 'r:embed="rIdX0"' in xml
    assert sorted(report.removed) == [
        "Attached template: http://evil.example/t.dotm",
        "Content loaded from elsewhere: file://evil.example/x.xlsx",
        "Link to a file: file://evil.example/share/x.exe",
        "Picture loaded from elsewhere: http://evil.example/x.png",
    ]


def test_fields_that_start_or_load_something_are_made_inert(make: Make, out: Path, tmp_path: Path) -> None:
    def complex_field(*codes: str) -> str:
        runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
        begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
        return f"<w:p>{begin}{runs}{end}</w:p>"

    def change(parts: dict[str, bytes]) -> None:
        fields = complex_field(" DD", "EAUTO c:\\cmd.exe") + complex_field(
            "{{ 'INC' ~ 'LUDETEXT' }} //evil/x"
        )
        simple = '<w:p><w:fldSimple w:instr=" INCLUDEPICTURE http://evil/x.png "/></w:p>'
        replaced(
            parts, "word/document.xml", "<w:sectPr", f"{fields}{simple}{complex_field(' PAGE ')}<w:sectPr"
        )

    report = render_template(repacked(make("x"), tmp_path / "evil.docx", change), {}, out)
    xml = all_xml(out)
    assert [word for word in ("evil", "cmd.exe") if word in xml] == []
    assert " PAGE " in xml
    assert len(report.removed) == 3
