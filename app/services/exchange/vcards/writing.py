"""Lines of a card as the bytes of a file: vCard 3.0, 4.0, or 2.1 for old programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.vcards.content import (
    Bundle,
    Property,
    formatted_parameter,
    separator,
    split,
    unescape,
)
from app.services.exchange.vcards.versions import in_version

VERSIONS = ("3.0", "4.0", "2.1")
"""Versions that can be written; the first if none is named."""

WIDTH = 75
"""Bytes of a line, without its end."""

_ORDER = {"N": 0, "FN": 1, "ORG": 2, "TITLE": 3}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ITEM = re.compile(r"item\d*", re.IGNORECASE)
_PLAIN_QP = re.compile(rb"[\x21-\x3c\x3e-\x5b\x5d-\x7e ]")


def card(bundles: Iterable[Bundle], version: str, title: str) -> bytes:
    """One whole card; UserError if something in it cannot stand in one, naming the record."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    numbered = [each for bundle in _numbered(bundles) for each in in_version(bundle, version)]
    if version != "4.0" and not any(each.key == "N" for each in numbered):
        numbered.append(Property("N", ";;;;"))  # must be there, also for a firm
    for each in sorted(numbered, key=lambda one: _ORDER.get(one.key, 9)):
        found = _FORBIDDEN.search(each.value)
        if found is not None:
            told = _("“{record}”: {property} has a sign that no vCard can carry (U+{code:04X}); remove it.")
            raise UserError(told.format(record=title, property=each.name, code=ord(found[0])))
        lines += _old_line(each) if version == "2.1" else _folded(_line(each))
    lines.append("END:VCARD")
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")


def _numbered(bundles: Iterable[Bundle]) -> Iterator[Bundle]:
    """Groups get new numbers, so that no two bundles share one."""
    number = 0
    for bundle in bundles:
        if any(_ITEM.fullmatch(each.group) for each in bundle):
            number += 1
            name = f"item{number}"
            yield tuple(replace(each, group=name) if _ITEM.fullmatch(each.group) else each for each in bundle)
        else:
            yield bundle


def _line(each: Property) -> str:
    group = f"{each.group}." if each.group else ""
    params = "".join(f";{formatted_parameter(key, values)}" for key, values in each.params)
    return f"{group}{each.name}{params}:{each.value}"


def _folded(line: str) -> list[str]:
    """A long line over several, none of its letters cut."""
    if len(line) <= WIDTH and len(line.encode()) <= WIDTH:
        return [line]
    found, start, size, width = list[str](), 0, 0, WIDTH
    for place, char in enumerate(line):
        length = 1 if char < "\x80" else len(char.encode())
        if size + length > width:
            found.append(line[start:place])
            start, size, width = place, 0, WIDTH - 1
        size += length
    found.append(line[start:])
    return [part if number == 0 else f" {part}" for number, part in enumerate(found)]


def _old_line(each: Property) -> list[str]:
    """A line of 2.1: bare types; letters beyond ASCII and line breaks in quoted-printable."""
    head = f"{each.group}.{each.name}" if each.group else each.name
    head += "".join(_old_parameter(key, values) for key, values in each.params if key != "ENCODING")
    if "b" in each.param("ENCODING"):
        value = each.value
        parts = [value[i : i + WIDTH - 1] for i in range(0, len(value), WIDTH - 1)]
        return [f"{head};ENCODING=BASE64:", *(f" {part}" for part in parts), ""]
    sign = separator(each.key)
    texts = [unescape(part) for part in split(each.value, sign)] if sign else [each.text]
    if all(map(_is_plain, texts)):
        return [f"{head}:{sign.join(_parted(text, sign) for text in texts)}"]
    quoted = sign.join(_parted(_quoted(text), sign) for text in texts)
    return _soft_broken(f"{head};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:", quoted)


def _parted(text: str, sign: str) -> str:
    """A part of a value; the sign that parts it is marked where it is only text."""
    return text.replace(sign, f"\\{sign}") if sign else text


def _old_parameter(key: str, values: tuple[str, ...]) -> str:
    if key == "TYPE" and all(re.fullmatch(r"[\w-]+", value) and value.isascii() for value in values):
        return "".join(f";{value.upper()}" for value in values)
    return f";{formatted_parameter(key, values)}"


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "\\" not in text and text == text.strip()


def _quoted(text: str) -> str:
    """Quoted-printable. A backslash is quoted too: one that is not would be an escape."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    found = "".join(
        chr(byte) if _PLAIN_QP.match(bytes((byte,))) else f"={byte:02X}" for byte in text.encode()
    )
    return re.sub(r"^ | $", "=20", found)


def _soft_broken(head: str, text: str) -> list[str]:
    lines, line = list[str](), head
    for piece in re.findall(r"=[0-9A-F]{2}|\\[;,]|.", text):
        if len(line) + len(piece) > WIDTH - 1 and line != head:
            lines.append(f"{line}=")
            line = ""
        line += piece
    return [*lines, line]
