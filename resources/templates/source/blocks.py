"""Pieces that the ready-made templates are put together from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

ACCENT = RGBColor(0x0F, 0x76, 0x6E)
GREY = RGBColor(0x59, 0x5F, 0x69)
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


class Sheet:
    """A template being written: paragraphs one after another, in one look."""

    def __init__(self, width: float = 210, height: float = 297, margin: float = 22) -> None:
        self.document: Any = Document()
        for each in list(self.document.element.body):
            if each.tag == qn("w:p"):
                each.getparent().remove(each)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(margin)
        section.top_margin = section.bottom_margin = Mm(margin)
        section.header_distance = section.footer_distance = Mm(min(12, margin / 2))
        self.inner = width - 2 * margin
        self._style("Normal", 11)
        normal = self.document.styles["Normal"].paragraph_format
        normal.space_after, normal.space_before, normal.line_spacing = Pt(6), Pt(0), 1.1

    def _style(self, name: str, size: float, bold: bool = False, color: Any = None) -> Any:
        style = self.document.styles[name]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), bold
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), "Calibri")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        if color is not None:
            style.font.color.rgb = color
        return style

    def line(
        self, text: str, size: float = 11, *, bold: bool = False, align: Any = LEFT, after: float = 6,
        before: float = 0, color: Any = None, keep: bool = False, place: Any = None,
    ) -> Any:  # fmt: skip
        """A paragraph; tabs and new lines in it count."""
        paragraph = (place or self.document).add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), bold or None
        if color is not None:
            run.font.color.rgb = color
        form = paragraph.paragraph_format
        form.alignment, form.space_after, form.space_before = align, Pt(after), Pt(before)
        form.keep_with_next = keep or None
        return paragraph

    def lines(self, texts: Iterable[str], **look: Any) -> None:
        """Paragraphs in one look."""
        for each in texts:
            self.line(each, **look)

    def when(self, condition: str, text: str, **look: Any) -> None:
        """A paragraph that is there under a condition only."""
        self.line(f"{{%p if {condition} %}}", **look)
        self.line(text, **look)
        self.line("{%p endif %}", **look)

    def heading(self, text: str, size: float = 18) -> None:
        """The name of the document."""
        self.line(text, size, bold=True, color=ACCENT, after=4, before=14, keep=True)

    def clause(self, text: str) -> None:
        """The heading of a clause."""
        self.line(text, 11.5, bold=True, before=8, after=3, keep=True)

    def header_line(self, text: str, align: Any = LEFT) -> None:
        """What stands at the top of every page."""
        paragraph = self.document.sections[0].header.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(9), GREY
        paragraph.alignment = align

    def footer_line(self, text: str, page: str, of: str) -> None:
        """What stands at the foot of every page, with its number at the right."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        for stop in list(paragraph.style.paragraph_format.tab_stops):
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.inner), WD_TAB_ALIGNMENT.RIGHT)
        self._small(paragraph, f"{text}\t{page} ")
        self._field(paragraph, "PAGE")
        self._small(paragraph, f" {of} ")
        self._field(paragraph, "NUMPAGES")

    @staticmethod
    def _small(paragraph: Any, text: str) -> Any:
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(9), GREY
        return run

    def _field(self, paragraph: Any, code: str) -> None:
        for kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar", {qn("w:fldCharType"): kind})
            self._small(paragraph, "")._r.append(mark)
            if kind == "begin":
                words = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
                words.text = f" {code} "
                self._small(paragraph, "")._r.append(words)
            elif kind == "separate":
                self._small(paragraph, "1")

    def table(
        self, rows: list[list[str]], widths: list[float], *, head: bool = True, lined: bool = True,
        size: float = 10, align: dict[int, Any] | None = None, height: float = 0,
    ) -> Any:  # fmt: skip
        """A table with these texts; the first row is its head and comes again on every page."""
        table = self.document.add_table(len(rows), len(widths))
        table.autofit = False
        if lined:
            _lines(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            if height:
                row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
            _whole(row, head and number == 0)
            for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Mm(widths[place])
                self._cell(cell, text, size, head and number == 0, (align or {}).get(place, LEFT))
        return table

    @staticmethod
    def _cell(cell: Any, text: str, size: float, is_head: bool, align: Any) -> None:
        paragraph = cell.paragraphs[0]
        form = paragraph.paragraph_format
        form.space_after, form.space_before, form.alignment = Pt(2), Pt(2), align
        for number, piece in enumerate(text.split("\n")):
            if number:
                paragraph = cell.add_paragraph()
                form = paragraph.paragraph_format
                form.space_after, form.space_before, form.alignment = Pt(0), Pt(0), align
            run = paragraph.add_run(piece)
            run.font.size, run.bold = Pt(size), is_head or None
        if is_head:
            fill = OxmlElement("w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): "E0F1F0"})
            cell._tc.get_or_add_tcPr().append(fill)

    def save(self, path: Any, title: str) -> None:
        """Write the template."""
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
        self.document.save(str(path))


def _whole(row: Any, is_head: bool) -> None:
    """A row is never parted between pages."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _lines(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(
            OxmlElement(f"w:{side}", {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): "B9C0C7"})
        )
    table._tbl.tblPr.append(borders)
