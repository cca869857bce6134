"""A zip file of pieces that are packed already: what does not change is packed once for all documents."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO

LEVEL = 4
"""How hard parts are pressed that differ from document to document: speed counts there."""

_DEFLATED, _VERSION, _UTF8 = 8, 20, 0x800
_TIME, _DATE = 0, 0x21  # the first day that such a file can name: equal documents are equal files
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")


@dataclass(frozen=True, slots=True)
class Packed:
    """One part of a package as it stands in the file."""

    name: str
    crc: int
    size: int
    data: bytes


def packed(name: str, content: bytes, level: int = LEVEL) -> Packed:
    """A part, pressed."""
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Packed(name, zlib.crc32(content), len(content), press.compress(content) + press.flush())


def write_zip(stream: IO[bytes], parts: Iterable[Packed]) -> None:
    """Write the parts one after another; they may be made while they are written."""
    index: list[bytes] = []
    place = 0
    for each in parts:
        name = each.name.encode()
        common = (_VERSION, _UTF8, _DEFLATED, _TIME, _DATE, each.crc, len(each.data), each.size, len(name))
        stream.write(_LOCAL.pack(0x04034B50, *common, 0) + name)
        stream.write(each.data)
        index.append(_CENTRAL.pack(0x02014B50, _VERSION, *common, 0, 0, 0, 0, 0, place) + name)
        place += _LOCAL.size + len(name) + len(each.data)
    content = b"".join(index)
    stream.write(content)
    stream.write(_END.pack(0x06054B50, 0, 0, len(index), len(index), len(content), place, 0))


def whole_zip(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a file."""
    stream = io.BytesIO()
    write_zip(stream, (packed(name, content, zlib.Z_BEST_COMPRESSION) for name, content in parts.items()))
    return stream.getvalue()
