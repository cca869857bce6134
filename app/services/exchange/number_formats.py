"""Figures that a workbook shows with leading zeros ("000000", "0#########"): phones, postcodes, codes.

The reader gives the figure without them; the format stands in the styles of an .xlsx file.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_ZEROS = re.compile(r"(0[0#]+)(?:;.*)?")
_CELL = re.compile(r"([A-Z]+)(\d+)")


def zero_padding(path: Path, sheet: str) -> dict[tuple[int, int], int]:
    """Digits to be shown, by row and column (both from 1); empty for other formats and other files."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower(): name for name in archive.namelist()}
            if "xl/styles.xml" not in names or "xl/workbook.xml" not in names:
                return {}
            with archive.open(names["xl/styles.xml"]) as stream:
                widths = _styles(stream)
            part = _part_of(archive, names, sheet) if widths else None
            if part is None:
                return {}
            with archive.open(part) as stream:
                return _cells(stream, widths)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError):
        return {}  # without formats the figures stay figures


def padding_of(code: str) -> int:
    """Digits that a format code asks for: ``000000`` 6, ``0#########`` 10, others 0."""
    found = _ZEROS.fullmatch(code.replace("\\", "").strip())
    return len(found[1]) if found else 0


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _styles(stream: IO[bytes]) -> dict[str, int]:
    """Digits by the number of a cell style, for styles that pad with zeros."""
    root = ElementTree.parse(stream).getroot()
    codes = {
        each.get("numFmtId"): padding_of(each.get("formatCode") or "")
        for each in root.iter()
        if _local(each.tag) == "numFmt"
    }
    formats = next((each for each in root if _local(each.tag) == "cellXfs"), ())
    return {str(i): width for i, each in enumerate(formats) if (width := codes.get(each.get("numFmtId"), 0))}


def _part_of(archive: zipfile.ZipFile, names: dict[str, str], sheet: str) -> str | None:
    with archive.open(names["xl/workbook.xml"]) as stream:
        sheets = [each for each in ElementTree.parse(stream).getroot().iter() if _local(each.tag) == "sheet"]
    wanted = next((each for each in sheets if each.get("name") == sheet), None)
    if wanted is None:
        return None
    relation = next((value for key, value in wanted.attrib.items() if _local(key) == "id"), "")
    with archive.open(names["xl/_rels/workbook.xml.rels"]) as stream:
        relations = {each.get("Id"): each.get("Target") or "" for each in ElementTree.parse(stream).getroot()}
    target = relations.get(relation, "")
    return names.get((target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower())


def _cells(stream: IO[bytes], widths: dict[str, int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for _event, element in ElementTree.iterparse(stream, events=("end",)):
        name = _local(element.tag)
        if name == "c" and (width := widths.get(element.get("s") or "")):
            place = _CELL.fullmatch(element.get("r") or "")
            if place:
                found[int(place[2]), _column(place[1])] = width
        elif name == "row":
            element.clear()
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
