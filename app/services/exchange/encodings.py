"""Which encoding a text file is written in: mark, strict UTF-8, else the code page that makes sense."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from app.services.exchange.code_pages import SAMPLE_BYTES, best_code_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

def detect_encoding(path: Path) -> str:
    """The encoding of a text file, as a name that Python knows."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if is_utf16(head):
        return _utf16_order(head)
    sample, is_utf8, is_nearly = _survey(path)
    if is_utf8 or is_nearly:
        return "utf-8"
    return best_code_page(sample)


_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x7f]")


def is_utf16(head: bytes) -> bool:
    """Without a mark: the zeros are in one half of each pair, and it has few other signs than them."""
    high, low = sorted((head[0::2], head[1::2]), key=lambda half: -half.count(0))
    if high.count(0) <= low.count(0) * 8:
        return False
    return high.count(0) > len(head) // 5 or len(set(high)) * 3 <= len(set(low))


def has_only_stray_zeros(head: bytes) -> bool:
    """A text in which a machine left a few zeros; what is no text has other signs that cannot be seen."""
    return head.count(0) < len(head) // 5 and not _CONTROLS.search(head)


def _utf16_order(head: bytes) -> str:
    """Without a mark: the zero bytes of Latin letters and of line ends tell the order."""
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _survey(path: Path) -> tuple[bytes, bool, bool]:
    """The lines beyond ASCII, whether all is UTF-8, and whether all but a few damaged lines are."""
    collected: list[bytes] = []
    size = good = bad = 0
    with path.open("rb") as stream:
        for line in stream:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
            if size < SAMPLE_BYTES:
                collected.append(line)
                size += len(line)
    return b"".join(collected), bad == 0, bad * 50 < good
