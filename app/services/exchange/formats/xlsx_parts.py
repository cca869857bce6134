"""The parts of a workbook that are the same for every sheet: styles, relations, frame of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

PLAIN, HEADING, DATE, MOMENT, AMOUNT, QUOTED = range(6)
"""Places of the styles. ``QUOTED``: a text that stays one even when somebody edits the cell."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BEGIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES = f"""{_BEGIN}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>"""

_ROOT = f"""{_BEGIN}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""

_OF_BOOK = f"""{_BEGIN}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""

_STYLES = f"""{_BEGIN}<styleSheet xmlns="{_MAIN}">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><color rgb="FF0B5F5B"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE0F1F0"/><bgColor indexed="64"/></patternFill></fill>\
</fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style="thin"><color rgb="FF0B7A75"/></bottom><diagonal/></border>\
</borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" \
applyAlignment="1"><alignment vertical="center"/></xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

_FROZEN = (
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
)


def files(title: str, area: str, columns: int) -> Iterator[tuple[str, str]]:
    """Every part but the sheet: name and text. ``title`` is escaped already."""
    yield "[Content_Types].xml", _CONTENT_TYPES
    yield "_rels/.rels", _ROOT
    yield "xl/workbook.xml", _book(title, area if columns else "")
    yield "xl/_rels/workbook.xml.rels", _OF_BOOK
    yield "xl/styles.xml", _STYLES


def _book(title: str, area: str) -> str:
    """The sheet's name, its filter, and the headings that every printed page repeats."""
    quoted = "'" + title.replace("'", "''") + "'"
    fixed = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", area)
    names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f"{quoted}!{fixed}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}!$1:$1</definedName>'
        "</definedNames>"
        if area
        else ""
    )
    named = title.replace('"', "&quot;")
    return (
        f'{_BEGIN}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{named}" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>'
    )


def sheet_head(area: str, widths: Sequence[int]) -> str:
    """What stands before the rows."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    size = f'<dimension ref="{area}"/>' if area else ""
    return (
        f'{_BEGIN}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{size}{_FROZEN}'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{columns}</cols>" if columns else ""}<sheetData>'
    )


def sheet_foot(area: str) -> str:
    """What stands after them: the filter, and how it is printed."""
    chosen = f'<autoFilter ref="{area}"/>' if area else ""
    return f'</sheetData>{chosen}<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'


def letters(number: int) -> str:
    """The letters of a column, counted from 1."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def sheet_title(title: str) -> str:
    """A name that a sheet may have."""
    return re.sub(r"[\\/*?:\[\]\x00-\x1f]", " ", title).strip("'")[:31].strip() or "1"
