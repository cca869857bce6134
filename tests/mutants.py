"""Whole lists spoilt in many ways, each always in the same: cut, flipped, renamed, blown up, lied about."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
CSV = "Nume;Telefon;Oraș\n" + "".join(f"Pop{n};0721 {n:06};Iași\n" for n in range(200))
CARDS = "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Ana Pop{n}\nTEL:0721{n:06}\nEND:VCARD\n" for n in range(100))

Made = tuple[str, bytes]
"""Name of a file and its content."""


def mutants(others: list[Path]) -> Iterator[Made]:
    """Every spoilt file: of our own lists, of the other files, and those that were never a list."""
    book = _workbook()
    sources = [("own.xlsx", book), ("own.csv", CSV.encode()), ("own.vcf", CARDS.encode())]
    sources += [(path.name, path.read_bytes()) for path in others]
    dice = random.Random(7)
    for name, content in sources:
        yield from _spoilt(name, content, dice)
    yield from _false_workbooks(book)
    yield from _bombs(book)
    yield from _false_cards()


def _workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["Nume", "Telefon", "Data nașterii"])
    for n in range(200):
        book.active.append([f"Pop{n}", f"0721 {n:06}", "14.03.1985"])
    book.save(stream)
    return stream.getvalue()


def _spoilt(name: str, content: bytes, dice: random.Random) -> Iterator[Made]:
    """What happens to a file on its way."""
    size = len(content)
    first, last = size // 3, size // 2
    yield f"cut {name}", content[: size * 4 // 5]
    yield f"half {name}", content[:last]
    yield f"without middle {name}", content[:first] + content[last:]
    yield f"middle twice {name}", content[:last] + content[first:]
    yield f"zeros {name}", content[:first] + bytes(last - first) + content[last:]
    for share in (5_000, 500, 50):
        flipped = bytearray(content)
        for _turn in range(max(3, size // share)):
            flipped[dice.randrange(size)] ^= 1 << dice.randrange(8)
        yield f"flipped {share} {name}", bytes(flipped)
    for ending in (".csv", ".xlsx", ".xls", ".vcf", ".ods"):
        yield f"renamed {name}{ending}", content


def _rewritten(book: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
    return stream.getvalue()


def _with_sheet(book: bytes, old: bytes, new: bytes) -> bytes:
    return _rewritten(book, lambda name, part: part.replace(old, new) if name == SHEET else part)


def _false_workbooks(book: bytes) -> Iterator[Made]:
    """Parts that are missing, and parts that lie."""
    for part in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
                 "xl/styles.xml", "[Content_Types].xml"):  # fmt: skip
        yield (
            f"without {Path(part).name}.xlsx",
            _rewritten(book, lambda name, data, part=part: None if name == part else data),
        )
    end = b"</sheetData>"
    merges = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (n, n + 1_000_000) for n in range(1, 3_000))
    for name, old, new in (
        ("huge dimension", b'ref="A1:C201"', b'ref="A1:XFD1048576"'),
        ("far cell", b'r="C201"', b'r="XFD1048576"'),
        ("cell beyond", b'r="C201"', b'r="ZZZZZZ99999999999"'),
        ("false place", b'r="A5"', b'r="5A"'),
        ("false text", b"<v>3</v>", b"<v>99999999</v>"),
        ("false style", b'<c r="A5"', b'<c s="4000000" r="A5"'),
        ("no number", b't="s"><v>4</v>', b't="n"><v>NaN</v>'),
        ("no day", b't="s"><v>5</v>', b't="d"><v>9999-99-99T99</v>'),
        ("merged without end", end, end + b"<mergeCells>" + merges + b"</mergeCells>"),
        ("merged falsely", end, end + b'<mergeCells><mergeCell ref="C9:A1"/></mergeCells>'),
    ):
        yield f"{name}.xlsx", _with_sheet(book, old, new)
    yield "no places.xlsx", _rewritten(book, lambda _name, part: re.sub(rb' r="[A-Z]+\d+"', b"", part))
    entity = b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    told = _rewritten(book, lambda _name, part: part.replace(b"?>", entity, 1).replace(b"Pop7<", b"&a;<"))
    yield "entity.xlsx", told
    for name, place, value in (
        ("false size", 24, struct.pack("<I", 10)), ("false method", 10, struct.pack("<H", 99)),
        ("encrypted", 8, struct.pack("<H", 1)),
    ):  # fmt: skip
        yield f"{name}.xlsx", _with_directory(book, place, value)


def _with_directory(book: bytes, place: int, value: bytes) -> bytes:
    """The zip with other words in its directory."""
    changed, at = bytearray(book), 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        changed[at + place : at + place + len(value)] = value
        at += 4
    return bytes(changed)


def _bombs(book: bytes) -> Iterator[Made]:
    """Small files that would be large."""
    end, text = b"</sheetData>", b'<row><c t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
    for size in (150_000_000, 400_000_000):
        yield f"bomb {size}.xlsx", _with_sheet(book, end, text % (b"a" * size))
    yield "rows.xlsx", _with_sheet(book, end, b"<row><c><v>1</v></c></row>" * 3_000_000 + end)
    yield "quotes.csv", b'"' * 3_000_000
    yield "zeros.csv", bytes(3_000_000)
    yield "wide.csv", (b"Nume;" + b";" * 16_000 + b"\n") * 100


def _false_cards() -> Iterator[Made]:
    """Cards that would keep a reader busy."""
    yield "never ended.vcf", b"BEGIN:VCARD\n" * 100_000
    yield "parts.vcf", b"BEGIN:VCARD\nN:" + b";" * 2_000_000 + b"\nEND:VCARD\n"
    yield "params.vcf", b"BEGIN:VCARD\nFN" + b";TYPE=x" * 300_000 + b":a\nEND:VCARD\n"
    yield "breaks.vcf", b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 500_000 + b"\nEND:VCARD\n"
    yield "picture.vcf", b"BEGIN:VCARD\nFN:a\nPHOTO;ENCODING=b:" + b"QUJD" * 5_000_000 + b"\nEND:VCARD\n"
    yield "groups.vcf", b"BEGIN:VCARD\nFN:a\nCATEGORIES:" + b"a," * 500_000 + b"\nEND:VCARD\n"
