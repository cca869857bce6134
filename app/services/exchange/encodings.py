"""Which encoding a text file is written in: mark, strict UTF-8, else the letters that make sense.

Code pages of one byte decode almost anything without an error (Иванов becomes "Čâŕíîâ"), so no exception
tells which one it was. Each candidate is scored by the letters that it yields: common ones count for it,
signs inside of words and letters in places where no language has them count against it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

SAMPLE_BYTES = 200_000
"""Bytes beyond ASCII lines that are enough to tell code pages apart."""

CANDIDATES = ("cp1252", "cp1250", "cp1251", "iso8859-2", "iso8859-16", "koi8-r", "cp866", "cp852")
"""Code pages tried, the likelier first: an earlier one wins a tie."""

_RARITY = {"cp1250": 0.02, "iso8859-2": 0.06, "iso8859-16": 0.15, "koi8-r": 0.1, "cp866": 0.2, "cp852": 0.3}
"""How much better the text must read for a code page that few programs write."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_COMMON = set("áéíóúäöüâîçëôßÁÉÍÓÖÜÄ") | set("ăşţșțŞŢȘȚÎÂĂšžčřěůłąęśżőŠŽČŁŚ") | set("èàñåøãêæÅØÇ")
_RARE = set("ĺŕĹŔľďňťźćńđűõûùòìïýý") | set("ďÐþÞðÿµ")
_RUSSIAN_COMMON = set("оеаинтсрвлкмдпуя")
_RUSSIAN_RARE = set("хжшюцщэфъ")

_LATIN_TRAPS = (
    (re.compile(r"[ĺŕ]"), 4),  # å and à of a Western text
    (re.compile(r"[^\W\d_][ºª¹²³¿¡¶¬«»©®±°§¤¦¨¯´¸][^\W\d_]"), 4),  # ş, ą, ł
    (re.compile(r"\b[ºª¹³¿][^\W\d_]|[^\W\d_][¹³¿ºª¶¼½¾]"), 4),
    (re.compile(r"[þÞ]"), 4),  # ţ
    (re.compile(r"ã(?![oe]\b|[oe]s|n\b|s?\b)"), 3),  # ă
    (re.compile(r"ă[oe]"), 4),  # ão, ãe
    (re.compile(r"ń[aeiouáéíóú]"), 4),  # ñ
    (re.compile(r"[őŐ]e"), 4),  # õe
    (re.compile(r"ř[rnlmgdstbkp]"), 3),  # ø
    (re.compile(r"ø[aeiou]"), 2),  # ř
    (re.compile(r"[bcdfghklmnprstv]č[bcdfghklmnprstv]"), 2),  # è
    (re.compile(r"è[aeiouáéíóúý]"), 3),  # č
    (re.compile(r"\bè[^\W\d_]"), 1),
    (re.compile(r"ě[^\W\d_]?ù|ì[^\W\d_]"), 2),  # ě
    (re.compile(r"æ\b|[^\W\d_]Æ"), 3),  # ć
    (re.compile(r"ð"), 2),  # đ
    (re.compile(r"õ(?!e)"), 2),  # ő
    (re.compile(r"ď[aeiou]"), 2),  # ï
    (re.compile(r"[a-zà-ÿ][ŔĹŇŮĚŘŢŞĂĽ]|[a-zà-ÿ][ÀÅÒÙÌØÞªÃ]"), 2),  # a capital inside a word
)  # fmt: skip
_SIGN_IN_WORD = re.compile(r"[^\W\d_][^\w\s'’.\-,;:/\"()&+?|@*–—”“„»«№…!#%_\x80-\x9f][^\W\d_]")
_BOX = re.compile(r"[\u2500-\u25ff\u2320\u2321\u2248\u2264\u2265]")
_CONTROL = re.compile(r"[\x80-\x9f]")
_MISPLACED = re.compile(r"\b[ъьы]|[бвгджзклмнпрстфхцчшщъь]й|([йъьюэщ])\1", re.IGNORECASE)
_MIXED_CASE = re.compile(r"[а-яё][А-ЯЁ]")
_FOREIGN_CYRILLIC = re.compile(r"[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐґЅѕјЄєІіЇї]")
_MIXED_SCRIPT = re.compile(r"[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]")


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


def best_code_page(sample: bytes) -> str:
    """The code page under which the bytes read most like names and addresses."""
    scores = {name: score for name in CANDIDATES if (score := _score(sample, name)) is not None}
    if not scores:
        return _by_charset_normalizer(sample)
    return max(scores, key=lambda name: (scores[name] - _RARITY.get(name, 0.0), -CANDIDATES.index(name)))


def _by_charset_normalizer(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return found.encoding if found is not None else "cp1252"


def _score(sample: bytes, encoding: str) -> float | None:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    letters = [char for char in text if not char.isascii()]
    if not letters:
        return 0.0
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    penalty = 5.0 * _count(_CONTROL, text) + 3.0 * _count(_SIGN_IN_WORD, text) + 3.0 * _count(_BOX, text)
    if cyrillic * 2 > len(letters):
        return (_russian(text, letters) - penalty) / len(letters)
    return (_latin(text, letters) - 3.0 * cyrillic - penalty) / len(letters)


def _russian(text: str, letters: list[str]) -> float:
    """Letters count alike in both cases: koi8-r and cp1251 make capitals of each other's small ones."""
    common = sum(char.lower() in _RUSSIAN_COMMON for char in letters)
    rare = sum(char.lower() in _RUSSIAN_RARE for char in letters)
    traps = (
        3 * _count(_MIXED_CASE, text) + 2 * _count(_FOREIGN_CYRILLIC, text) + 3 * _count(_MIXED_SCRIPT, text)
    )
    return 1.2 * common + 0.6 * (len(letters) - common - rare) - traps - 2 * _count(_MISPLACED, text)


def _latin(text: str, letters: list[str]) -> float:
    points = sum(_weight(char) for char in letters)
    return points - sum(weight * _count(trap, text) for trap, weight in _LATIN_TRAPS) - 3 * _runs(text)


def _weight(char: str) -> float:
    if char in _COMMON:
        return 1.0
    if char in _RARE:
        return 0.5
    return 0.3 if char.isalpha() or char in "€„”“’–—№…" else 0.0


_RUN = re.compile(r"[^\x00-\x7f]{4,}")


def _runs(text: str) -> int:
    """Letters beyond ASCII stand alone in Latin scripts; rows of them are another script misread."""
    return sum(len(found) for found in _RUN.findall(text))


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _found in pattern.finditer(text))


def preview(path: Path, encodings: Iterable[str] = CANDIDATES, length: int = 400) -> dict[str, str]:
    """The first part of a file under several encodings, for the user to choose from."""
    with path.open("rb") as stream:
        head = stream.read(length)
    return {name: head.decode(name, errors="replace") for name in encodings}
