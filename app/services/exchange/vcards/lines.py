"""One line of a card of any version as a property in the form of vCard 3.0."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from app.services.exchange.vcards.content import (
    Parameters,
    Property,
    escape,
    head_and_value,
    parameters,
    separator,
)

Decode = Callable[[bytes, str], str]
"""Bytes and the name of their charset ("" if none is named) as text."""

_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT", "Q"}
_VALUES = {"URL", "URI", "INLINE", "CONTENT-ID", "CID"}
_LITERAL = re.compile(r"\\(.)|([;,])")
_DATA = re.compile(
    r"data:([\w.+-]+/[\w.+-]+)?(?:;(?!base64)[^,;]*)*(;base64)?,(.*)", re.DOTALL | re.IGNORECASE
)
_NAME = re.compile(r"[\w./+-]+")


def to_property(line: bytes, number: int, is_old: bool, decode: Decode) -> Property | None:
    """The property of a line; None if it is none."""
    cut = line.find(b":")
    charset = _charset(line[:cut]) if b"CHARSET" in line[:cut].upper() else ""
    if b"QUOTED-PRINTABLE" in line[:cut].upper():
        text = line.decode("latin-1")  # its letters are in the quotes; those beside them are bytes as well
    else:
        text = decode(line, charset)
    parts = head_and_value(text)
    if parts is None:
        return None
    group, name, params = parameters(parts[0])
    if not _NAME.fullmatch(name):
        return None
    encoding, kept = _sorted_out(params)
    value = parts[1]
    if encoding in ("QUOTED-PRINTABLE", "Q"):
        value = _unquoted(value, separator(name.upper()), lambda data: decode(data, charset))
    elif encoding in ("B", "BASE64"):
        value = re.sub(r"\s", "", value)
        kept = (*kept, ("ENCODING", ("b",)))
    elif is_old:
        if name.upper() == "CATEGORIES":
            value = re.sub(r"(?<!\\);", ",", value)
        value = _of_old(value, separator(name.upper()))
    if value[:5].lower() == "data:":
        value, kept = _inline(value, kept)
    return Property(name, value, kept, group, number)


def _charset(head: bytes) -> str:
    found = re.search(rb"(?i)CHARSET\s*=\s*\"?([\w.:-]+)", head)
    return found[1].decode("ascii", "replace") if found else ""


def _sorted_out(params: list[tuple[str, list[str]]]) -> tuple[str, Parameters]:
    """The encoding, and the parameters without it; bare words of 2.1 are types."""
    encoding, kept = "", list[tuple[str, tuple[str, ...]]]()
    types: list[str] = []
    for key, values in params:
        if key in ("ENCODING", "") and values and values[0].upper() in _ENCODINGS:
            encoding = values[0].upper()
        elif key == "" and values and values[0].upper() in _VALUES:
            kept.append(("VALUE", (values[0].lower(),)))
        elif key in ("", "TYPE"):
            types += [each for value in values for each in value.split(",") if each.strip()]
        elif key not in ("CHARSET", "ENCODING"):
            kept.append((key, tuple(values)))
    if types:
        kept.insert(0, ("TYPE", tuple(dict.fromkeys(each.strip() for each in types))))
    return encoding, tuple(kept)


def _unquoted(value: str, sign: str, decode: Callable[[bytes], str]) -> str:
    """Quoted-printable undone. Only signs that are not quoted are escapes or part the value."""
    found, place = list[str](), 0
    for each in _LITERAL.finditer(value):
        if each[2] and sign and each[2] != sign:
            continue
        found.append(_unquoted_piece(value[place : each.start()], decode))
        found.append(each[2] if each[2] else _escape_of(each[1]))
        place = each.end()
    found.append(_unquoted_piece(value[place:], decode))
    return "".join(found)


def _unquoted_piece(text: str, decode: Callable[[bytes], str]) -> str:
    data = binascii.a2b_qp(text.encode("latin-1"))
    return escape(decode(data)) if data else ""


def _escape_of(char: str) -> str:
    return f"\\{char}" if char in "nN,;\\" else char if char == ":" else f"\\\\{escape(char)}"


def _of_old(value: str, sign: str) -> str:
    """A value of 2.1: signs that part nothing are no escapes, a backslash before other signs is one."""
    if "\\" in value:
        value = re.sub(r"\\(.)|\\$", lambda found: _escape_of(found[1] or ""), value, flags=re.DOTALL)
    other = {";": ",", ",": ";"}.get(sign)  # where nothing is known of the parts, all stays as it is
    return re.sub(rf"(?<!\\){other}", rf"\\{other}", value) if other and other in value else value


def _inline(value: str, params: Parameters) -> tuple[str, Parameters]:
    """Bytes that stand in a data address (4.0)."""
    found = _DATA.fullmatch(value.replace("\\,", ",").replace("\\;", ";"))
    if found is None:
        return value, params
    data = found[3] if found[2] else binascii.b2a_base64(unquote_to_bytes(found[3]), newline=False).decode()
    kept = [each for each in params if each[0] not in ("MEDIATYPE", "VALUE", "TYPE")]
    kind = [("TYPE", ((found[1] or "").rpartition("/")[2].upper(),))] if found[1] else []
    return re.sub(r"\s", "", data), (*kind, *kept, ("ENCODING", ("b",)))
