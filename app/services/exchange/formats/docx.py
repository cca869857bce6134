"""A table in a Word document, written row by row into a document that python-docx sets up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from app.core.texts import _
from app.services.exchange.formats.sheet import Cell, Heading, Sheet, cell_text, refusal

_PLACE = "TABLE-OF-RECORDS"
"""Stands in the document where the table comes to stand."""

_BODY = "word/document.xml"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"(\n|\t)")
_SIZE = 17
"""Of the letters, in half points."""


def write(path: Path, sheet: Sheet, _options: Mapping[str, Any]) -> None:
    """Landscape, the headings on every page; UserError for a sign that no document can hold."""
    frame = _frame(sheet.title)
    with ZipFile(frame) as source, ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for each in source.infolist():
            if each.filename != _BODY:
                archive.writestr(each.filename, source.read(each))
        before, after = _around(source.read(_BODY).decode("utf-8"))
        with archive.open(_BODY, "w", force_zip64=True) as part:
            part.write(before.encode())
            for piece in _table(sheet):
                part.write(piece.encode())
            part.write(after.encode())


def _frame(title: str) -> BytesIO:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.5)
    document.add_heading(_FORBIDDEN.sub(" ", title), 1)
    document.add_paragraph(_PLACE)
    document.core_properties.title = _FORBIDDEN.sub(" ", title)[:255]
    made = BytesIO()
    document.save(made)
    return made


def _around(body: str) -> tuple[str, str]:
    place = body.index(f">{_PLACE}<")
    start = max(body.rindex("<w:p>", 0, place), body.rfind("<w:p ", 0, place))
    end = body.index("</w:p>", place) + len("</w:p>")
    return body[:start], f"<w:p/>{body[end:]}"  # Word wants a paragraph after a table


def _table(sheet: Sheet) -> Iterator[str]:
    sides = ("top", "bottom", "insideH")
    line = 'w:val="single" w:sz="4" w:space="0" w:color="BFC5CE"'
    lines = "".join(f"<w:{side} {line}/>" for side in sides)
    columns = "".join(f'<w:gridCol w:w="{each.width * 100}"/>' for each in sheet.columns)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )
    headings = "".join(_cell("", each, each.text, is_heading=True) for each in sheet.columns)
    if headings:
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{headings}</w:tr>"
    for record, cells in sheet.rows():
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_row(record, sheet.columns, cells)}</w:tr>"
    yield "</w:tbl>"


def _row(record: str, columns: Sequence[Heading], cells: Sequence[Cell]) -> str:
    return "".join(
        _cell(record, column, cell_text(cell)) for column, cell in zip(columns, cells, strict=True)
    )


def _cell(record: str, column: Heading, text: str, is_heading: bool = False) -> str:
    if found := _FORBIDDEN.search(text):
        reason = _(
            "the sign U+{code:04X} cannot stand in a Word document. Take it out, or export to .xlsx or .csv."
        )
        raise refusal(record, column, reason.format(code=ord(found[0])))
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="E0F1F0"/>' if is_heading else ""
    bold = "<w:b/>" if is_heading else ""
    pieces = "".join(_piece(each) for each in _BREAKS.split(text) if each)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{column.width * 100}" w:type="dxa"/>{fill}</w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="{_SIZE}"/></w:rPr>{pieces}</w:r></w:p></w:tc>'
    )


def _piece(text: str) -> str:
    if text == "\n":
        return "<w:br/>"
    if text == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{escape(text, {chr(13): "&#13;"})}</w:t>'
