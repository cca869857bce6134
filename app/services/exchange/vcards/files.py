"""The cards of a file: lines unfolded, letters decoded, broken cards told apart from whole ones.

Our own reader, because the libraries lose data here: see docs/vcards.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.code_pages import SAMPLE_BYTES, best_code_page
from app.services.exchange.tables import told_unreadable
from app.services.exchange.vcards.content import Property
from app.services.exchange.vcards.lines import to_property

MAX_BYTES = 100 * 1024 * 1024
"""A larger file is refused: it is read as a whole."""

MOST_LINES = 20_000
"""Lines of one card; more are no card of a person."""

LONGEST_HEAD = 2_000
"""Bytes in which the colon of a line has to stand, where it is asked for each line that follows."""

_LINE = re.compile(rb"([^\r\n]*)(\r{0,8}\n|\r|\Z)")
_FOLDS = tuple(end + blank for end in (b"\r\r\n", b"\r\n", b"\n", b"\r") for blank in (b" ", b"\t"))
_END_OF_FOLDED = re.compile(rb"(?:\r{0,8}\n|\r(?!\r{0,8}\n))(?![ \t]+[^\s])|\Z")
"""The end of a line that the next one does not continue."""

_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(rb"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)
_ANY_BEGIN = re.compile(rb"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCARD")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}\s*")
_NEW_LINE = re.compile(
    rb"(?i)(?:[\w-]+\.)?(?:BEGIN|END|VERSION|N|FN|TEL|EMAIL|ADR|LABEL|ORG|TITLE|NOTE|URL|REV|UID|BDAY|PHOTO|X-[\w-]+)[;:]"
)
_FRAME = re.compile(rb"\s*(?:BEGIN|END)\s*:\s*VCARD\s*", re.IGNORECASE)
_BLANKS = (b" ", b"\t")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_GROUP = re.compile(rb"(?im)^(?:[\w-]+\.)?(?:X-ADDRESSBOOKSERVER-)?KIND(?:;[^:\r\n]*)?:[ \t]*GROUP[ \t]*\r?$")
_CHARSET = re.compile(rb"(?i);\s*CHARSET\s*=\s*\"?([\w.:-]+)")

Line = tuple[int, bytes]


@dataclass
class Card:
    """One card: its properties in their order, and what was left out of it, by line."""

    file: str
    line: int
    properties: list[Property] = field(default_factory=list)
    version: str = ""
    left_out: list[tuple[int, str]] = field(default_factory=list)
    refused: str = ""
    """Why nothing of it can be taken."""


@dataclass
class _Open:
    """A card that has begun: its lines, and the cards that have begun within it."""

    line: int
    lines: list[Line] = field(default_factory=list)
    inner: list[_Open] = field(default_factory=list)


class CardFile:
    """The cards of one file, read anew each time they are asked for."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """``data``: what would stand in the file, where it comes from elsewhere."""
        self.path = path
        self._data = _read(path) if data is None else _as_utf8(data)
        if not _ANY_BEGIN.search(self._data):
            is_blank = not self._data.strip()
            sentence = (
                _("“{file}” is empty: no row has anything in it.") if is_blank
                else _("“{file}” has no card: no line says BEGIN:VCARD.")
            )  # fmt: skip
            raise UserError(sentence.format(file=path.name))

    @property
    def count(self) -> int:
        """How many cards begin in the file."""
        return sum(1 for _found in _ANY_BEGIN.finditer(self._data))

    @property
    def may_have_groups(self) -> bool:
        """Does a line say that its card is a group? Cheaper than reading the cards."""
        return _GROUP.search(self._data) is not None

    def cards(self) -> Iterator[Card]:
        """Every card in its order; those that cannot be taken say why."""
        stack: list[_Open] = []
        stray = 0
        for number, line in _unfolded(_raw_lines(self._data)):
            if _BEGIN.fullmatch(line):
                opened = _Open(number)
                if stack:
                    stack[-1].inner.append(opened)
                stack.append(opened)
            elif not stack:
                stray = stray or (number if line.strip() else 0)
                if _END.fullmatch(line):
                    yield Card(self.path.name, stray, refused=_("the line BEGIN:VCARD is missing above it"))
                    stray = 0
            elif _END.fullmatch(line):
                closed = stack.pop()
                if not stack:
                    stray = 0
                    yield self._made(closed)
            else:
                stack[-1].lines.append((number, line))
        if stack:
            yield from self._unclosed(stack[0], set(map(id, stack)))

    def _unclosed(self, first: _Open, open_ids: set[int]) -> Iterator[Card]:
        """Without an END nobody knows where a card ends: at the next BEGIN, or at the end of the file."""
        waiting = [first]
        while waiting:
            each = waiting.pop()
            is_open = id(each) in open_ids
            if is_open:
                waiting += reversed(each.inner)
            card = self._made(each, has_inner=not is_open)
            if is_open:
                last = each.lines[-1][0] if each.lines else each.line
                card.left_out.append((last, _("the card has no END:VCARD; what is whole of it was taken")))
            yield card

    def _made(self, opened: _Open, has_inner: bool = True) -> Card:
        card = Card(self.path.name, opened.line)
        if len(opened.lines) > MOST_LINES:
            card.refused = _("it has more than {n} lines").format(n=MOST_LINES)
            return card
        version = next((line for _number, line in opened.lines if line[:7].upper() == b"VERSION"), b"")
        card.version = version.partition(b":")[2].strip().decode("ascii", "replace")
        is_old = not card.version.startswith(("3", "4"))
        for number, line in opened.lines:
            self._take(card, number, line, is_old)
        if not card.properties and not card.left_out:
            card.refused = _("the card is empty")
        for inner in opened.inner if has_inner else ():
            card.left_out.append((inner.line, _("a card within the card was left out")))
        return card

    def _take(self, card: Card, number: int, line: bytes, is_old: bool) -> None:
        if not line.strip() or line.lstrip()[:1] == b"#":
            return
        made = to_property(line, number, is_old, self.decode)
        if made is None:
            shown = self.decode(line, "").strip()[:60]
            told = _("“{text}” is no line of a card and was left out").format(text=shown)
            card.left_out.append((number, told))
        elif made.key != "VERSION":
            card.properties.append(made)

    def decode(self, data: bytes, charset: str) -> str:
        """Bytes as text: in the charset they name, if that can be, else UTF-8, else the file's code page."""
        if data.isascii() and not charset.upper().startswith(("ISO-2022", "UTF-7", "UTF-16")):
            return data.decode("ascii")
        for each in dict.fromkeys((charset, "utf-8", *self._code_pages)):
            try:
                return data.decode(each) if each else data.decode()
            except (LookupError, ValueError):
                continue
        return data.decode("utf-8", "replace")

    @cached_property
    def _code_pages(self) -> tuple[str, ...]:
        """Code pages that other lines of the file name, then the one under which it reads best."""
        named = dict.fromkeys(
            found[1].decode("ascii", "replace").lower() for found in _CHARSET.finditer(self._data)
        )
        return (*(each for each in named if _is_code_page(each)), best_code_page(self._sample()))

    def _sample(self) -> bytes:
        """Lines with letters beyond ASCII, quoted ones undone."""
        found, size = [], 0
        for line in self._data.splitlines():
            if b"=" in line and line.isascii():
                line = _QUOTED.sub(lambda each: bytes([int(each[1], 16)]), line)
            if not line.isascii():
                found.append(line.rpartition(b":")[2])
                size += len(line)
                if size > SAMPLE_BYTES:
                    break
        return b"\n".join(found)


def _is_code_page(name: str) -> bool:
    import codecs

    try:
        return codecs.lookup(name).name not in ("utf-8", "ascii")
    except LookupError:
        return False


def _read(path: Path) -> bytes:
    with told_unreadable(path):
        if path.stat().st_size > MAX_BYTES:
            told = _("“{file}” is larger than {size} MB; split it and import the parts.")
            raise UserError(told.format(file=path.name, size=MAX_BYTES >> 20))
        data = path.read_bytes()
    return _as_utf8(data)


def _as_utf8(data: bytes) -> bytes:
    """UTF-16 is undone, with its mark or without; a mark of UTF-8 goes."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:]
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return data.decode("utf-32", "replace").encode()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    for encoding in ("utf-16-le", "utf-16-be"):
        if data[:22].lower().startswith("begin:vcard".encode(encoding)):
            return data.decode(encoding, "replace").encode()
    return data


def is_card_file(path: Path) -> bool:
    """Is it a file of cards, by its name or by its first line?"""
    if path.suffix.lower() in (".vcf", ".vcard"):
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
    except OSError:
        return False
    return _as_utf8(head).lstrip()[:11].lower() == b"begin:vcard"


def _raw_lines(data: bytes) -> Iterator[Line]:
    """Lines however they end: LF, CR LF, CR, and CR CR LF of one maker. Plainly folded ones are whole."""
    number, place, length = 0, 0, len(data)
    while place < length:
        found = _LINE.match(data, place)
        assert found is not None
        line, end = found[1], found.end()
        if b":" in line[:LONGEST_HEAD] and data[end : end + 1] in _BLANKS:
            whole = _END_OF_FOLDED.search(data, place)
            assert whole is not None
            run = data[place : whole.start()]
            if line[:1] not in _BLANKS and _is_plainly_folded(run):
                yield number + 1, _joined(run)
                number += (run.count(b"\n") or run.count(b"\r")) + 1
                place = whole.end()
                continue
        number, place = number + 1, end
        yield number, line


def _joined(run: bytes) -> bytes:
    """A folded line without its folds; the plainest way, for there are pictures of millions of them."""
    for fold in _FOLDS:
        run = run.replace(fold, b"")
    return run


def _is_plainly_folded(run: bytes) -> bool:
    """Is there no other continuation in it, and no card that begins or ends?"""
    upper = run.upper()
    return b"QUOTED-PRINTABLE" not in upper and b"VCARD" not in upper


def _unfolded(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines put together again: folded ones, soft breaks of quoted-printable, base64 without its blanks."""
    start, pieces = 0, list[bytes]()
    is_waiting = False  # for what follows a soft break, over blank lines
    is_indented = False
    for number, line in lines:
        if pieces and _is_soft(pieces):
            if not line.strip():
                is_waiting = True
                continue
            if not (is_waiting and _NEW_LINE.match(line)):
                pieces[-1] = pieces[-1].rstrip()[:-1]
                pieces.append(line)
                is_waiting = False
                continue
        elif pieces and line[:1] in _BLANKS and line.strip() and not _begins(pieces, line, is_indented):
            pieces.append(line[1:])
            continue
        elif pieces and _continues_base64(pieces, line):
            pieces.append(line)
            continue
        elif pieces and pieces[-1].endswith(b"\\") and line and b":" not in line:
            pieces[-1] += b"n"  # a backslash before the end of the line: one maker breaks addresses so
            pieces.append(line)
            continue
        if pieces:
            yield start, b"".join(pieces)
        is_indented = line[:1] in _BLANKS
        start, pieces, is_waiting = number, [line.lstrip(b" \t") if is_indented else line], False
    if pieces:
        yield start, b"".join(pieces)


def _begins(pieces: list[bytes], line: bytes, is_indented: bool) -> bool:
    """Is an indented line one of its own, in a card that is indented as a whole?"""
    if _FRAME.fullmatch(line) or _FRAME.fullmatch(pieces[0]):
        return True
    return is_indented and _NEW_LINE.match(line.lstrip()) is not None


def _is_soft(pieces: list[bytes]) -> bool:
    """Does the line go on behind a soft break of quoted-printable?"""
    return pieces[-1].rstrip().endswith(b"=") and b"QUOTED-PRINTABLE" in _head(pieces)


def _continues_base64(pieces: list[bytes], line: bytes) -> bool:
    if not line or b":" in line or not _BASE64.fullmatch(line):
        return False
    head = _head(pieces)
    return b"BASE64" in head or b"ENCODING=B" in head


def _head(pieces: list[bytes]) -> bytes:
    return pieces[0][:LONGEST_HEAD].partition(b":")[0].upper()
