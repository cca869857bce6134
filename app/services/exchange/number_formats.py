"""What a workbook knows of its cells beyond their values, which is all that the reader gives.

Figures shown with leading zeros ("000000", "0#########": phones, postcodes, codes) or as percent have their
format in the styles. A formula that was never calculated has no value at all and would read as an empty cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from app.services.exchange.headers import Range
from app.services.exchange.ods_notes import CONTENT, PERCENT, found_in

CHUNK_BYTES = 1 << 20

_BUILT_IN = {"9": PERCENT, "10": PERCENT}
_PERCENT = re.compile(r"[0#?,.]*0[0#?.]*\s*%(?:;.*)?")
_ZEROS = re.compile(r"(0[0#]+)(?:;.*)?")
_CELL = re.compile(r"([A-Z]+)(\d+)")


_EMPTY_FORMULA = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula without a value; one whose result is an empty text (``t="str"``) was calculated."""

Place = tuple[int, int]
"""Row and column, both from 1."""


class Uncalculated(str):
    """A formula that no program has calculated yet."""

    __slots__ = ()


@dataclass(frozen=True)
class Notes:
    """Digits to be shown (or ``PERCENT``) and formulas without a value, by the places of their cells.

    ``merged`` are cells that the reader does not know to be merged.
    """

    formats: dict[Place, int] = field(default_factory=dict)
    formulas: dict[Place, Uncalculated] = field(default_factory=dict)
    merged: Sequence[Range] = ()


def notes_of(path: Path, sheet: str) -> Notes:
    """What is to be known of the cells of a sheet; nothing for other kinds of files."""
    if not zipfile.is_zipfile(path):
        return Notes()
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower(): name for name in archive.namelist()}
            if CONTENT in names:
                found = found_in(archive, sheet)
                return Notes(found.formats, merged=found.merged)
            part = _part_of(archive, names, sheet) if "xl/workbook.xml" in names else None
            if part is None:
                return Notes()
            widths: dict[str, int] = {}
            if "xl/styles.xml" in names:
                with archive.open(names["xl/styles.xml"]) as stream:
                    widths = _styles(stream)
            with archive.open(part) as stream:
                formulas = _formulas(stream)
            if not widths:
                return Notes({}, formulas)
            with archive.open(part) as stream:
                return Notes(_cells(stream, widths), formulas)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError, NotImplementedError):
        return Notes()  # without formats the figures stay figures


def padding_of(code: str) -> int:
    """Digits that a format code asks for: ``000000`` 6, ``0#########`` 10, ``PERCENT`` for one, others 0."""
    plain = code.replace("\\", "").strip()
    if _PERCENT.fullmatch(plain):
        return PERCENT
    found = _ZEROS.fullmatch(plain)
    return len(found[1]) if found else 0


def shown(cell: Any, width: int) -> Any:
    """A figure as the text that the sheet shows; other cells as they are."""
    if not isinstance(cell, (int, float)) or isinstance(cell, bool) or not width:
        return cell
    if width == PERCENT:
        return f"{cell * 100:.10g}%"
    return str(int(cell)).zfill(width) if float(cell).is_integer() and 0 <= cell < 1e15 else cell


def _formulas(stream: IO[bytes]) -> dict[Place, Uncalculated]:
    found: dict[Place, Uncalculated] = {}
    rest = b""
    while chunk := stream.read(CHUNK_BYTES):
        text = rest + chunk
        if b"<f" in text:
            for each in _EMPTY_FORMULA.finditer(text):
                formula = unescape((each[3] or b"").decode("utf-8", "replace"))
                found[int(each[2]), _column(each[1].decode())] = Uncalculated(f"={formula}")
        cut = text.rfind(b"<c ")
        rest = text[cut:] if cut >= 0 and len(text) - cut < CHUNK_BYTES else b""
    return found


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _styles(stream: IO[bytes]) -> dict[str, int]:
    """Digits by the number of a cell style, for styles that pad with zeros or show percent."""
    root = ElementTree.parse(stream).getroot()
    codes = _BUILT_IN | {
        each.get("numFmtId") or "": padding_of(each.get("formatCode") or "")
        for each in root.iter()
        if _local(each.tag) == "numFmt"
    }
    formats = next((each for each in root if _local(each.tag) == "cellXfs"), ())
    return {
        str(i): width for i, each in enumerate(formats) if (width := codes.get(each.get("numFmtId") or "", 0))
    }


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


def _cells(stream: IO[bytes], widths: dict[str, int]) -> dict[Place, int]:
    found: dict[Place, int] = {}
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
