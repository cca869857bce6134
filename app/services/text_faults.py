"""What looks wrong in a text, and the text as it was meant where that is certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.core.texts import N_


@dataclass(frozen=True)
class Fault:
    """Something that may be wrong with a text.

    ``find`` tells whether it is there, ``fix`` gives the text as it was meant, or None where that is not
    certain. What ``is_wish`` is right either way and only mended when it is wished for.
    """

    key: str
    label: str
    find: Callable[[str], bool]
    fix: Callable[[str], str | None]
    is_of_names: bool = False
    is_of_lines: bool = False
    is_wish: bool = False


# -- capital letters -------------------------------------------------------------------------------------

_PARTICLES = {"de", "la", "le", "von", "van", "der", "den", "zu", "da", "di", "du", "del", "della", "dos",
              "das", "el", "al", "bin", "ibn", "y", "фон", "де", "да", "ван", "дер", "ибн"}  # fmt: skip
_NUMERALS = re.compile(r"(?:II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XV|XVI)")
LEAST_CAPITALS = 3
"""Letters from which capitals alone look like a list in capitals; AB may be initials."""


def is_in_capitals(text: str) -> bool:
    """A name written in capital letters alone."""
    letters = sum(letter.isalpha() for letter in text)
    return letters >= LEAST_CAPITALS and text.isupper() and not _NUMERALS.fullmatch(text)


def title_case(text: str) -> str:
    """POPESCU-IONESCU as Popescu-Ionescu, VON DER MÜHLE as von der Mühle, O'BRIEN, MCDONALD."""
    words = text.split(" ")
    last = len(words) - 1
    return " ".join(
        word.lower() if word.lower() in _PARTICLES and place < last else "-".join(map(_name, word.split("-")))
        for place, word in enumerate(words)
    )


def _name(word: str) -> str:
    if _NUMERALS.fullmatch(word):
        return word
    parts = re.split(r"(['’])", word)
    if len(parts) == 3 and len(parts[0]) == 1:
        return parts[0].upper() + parts[1] + _capital(parts[2])
    if word.lower().startswith("mc") and len(word) > len("mcxx"):
        return "Mc" + _capital(word[2:])
    return _capital(word)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:].lower()


# -- blanks ----------------------------------------------------------------------------------------------

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ODD_BLANK = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]|  ")


def has_odd_blanks(text: str) -> bool:
    """Blanks in a row, blanks that do not break, and signs that nobody sees."""
    return bool(_ODD_BLANK.search(text) or _INVISIBLE.search(text))


def with_plain_blanks(text: str) -> str:
    """One ordinary blank between words."""
    return " ".join(_INVISIBLE.sub("", text).split())


# -- letters of another code page ------------------------------------------------------------------------

_CODE_PAGES = {"cp1252": 1, "cp1251": 2, "cp1250": 1}
"""In which text was wrongly read, and how many letters must come to light to be sure of it."""

_LOST = re.compile(
    "\ufffd|(?:[РС][\u0080-\u00bf‚ѓ„…†‡€‰љ‹њќћџђ‘’“”•–—™јѕіїєґѐ-џ]){2,}"
    "|[ÃÅÄ][\u0080-\u00bfŸ™Ÿž˜š›œ]|È[\u0080-\u009f˜™š›]"
)
_READABLE = re.compile("[\u00a0-\u024f\u0218-\u021b\u0400-\u04ff–—‘’“”„«»…€№™]")


def is_garbled(text: str) -> bool:
    """Letters that were read in a wrong code page: Ð˜Ð²Ð°Ð½, Č�tefan."""
    return not text.isascii() and (decoded(text) is not None or bool(_LOST.search(text)))


def decoded(text: str) -> str | None:
    """The text read rightly, where every letter of it comes to light; None otherwise."""
    if text.isascii():
        return None
    for page, least in _CODE_PAGES.items():
        try:
            found = b"".join(_byte(letter, page) for letter in text).decode("utf-8")
        except UnicodeError:
            continue
        came = [letter for letter in found if not letter.isascii()]
        is_sure = len(came) >= least or is_mixed(text)
        if is_sure and all(map(_READABLE.match, came)):
            return decoded(found) or found
    return None


def _byte(letter: str, page: str) -> bytes:
    """Signs that the code page leaves open stand for themselves."""
    return bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode(page)


# -- letters of two alphabets ----------------------------------------------------------------------------

_MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-zÀ-ɏ][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-zÀ-ɏ])[^\W\d_]*")
_CYRILLIC, _LATIN = "АВЕКМНОРСТУХЅІЈаеорсухѕіј", "ABEKMHOPCTYXSIJaeopcyxsij"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)


def is_mixed(text: str) -> bool:
    """A word with Latin and Cyrillic letters, which look alike and are never found."""
    return not text.isascii() and bool(_MIXED.search(text))


def unmixed(text: str) -> str | None:
    """Every such word in one alphabet; None where it could be either."""
    fixed = _MIXED.sub(lambda found: _one_alphabet(found[0]), text)
    return None if is_mixed(fixed) else fixed


def _one_alphabet(word: str) -> str:
    ways = [way for way in (word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)) if not is_mixed(way)]
    return ways[0] if len(ways) == 1 else word


# -- cedillas --------------------------------------------------------------------------------------------

_COMMAS = str.maketrans("şţŞŢ", "șțȘȚ")
_TURKISH = re.compile("[ğıİöüçĞÖÜÇ]")


def has_cedillas(text: str) -> bool:
    """Romanian s and t as old code pages had them; in Turkish they are right."""
    return not text.isascii() and text.translate(_COMMAS) != text and not _TURKISH.search(text)


FAULTS = (
    Fault("garbled", N_("Garbled letters"), is_garbled, decoded),
    Fault("mixed", N_("Two alphabets in one word"), is_mixed, unmixed),
    Fault("capitals", N_("Names in capitals"), is_in_capitals, title_case, is_of_names=True),
    Fault("blanks", N_("Odd blanks"), has_odd_blanks, with_plain_blanks, is_of_lines=True),
    Fault("cedillas", N_("s and t with cedilla"), has_cedillas, lambda text: text.translate(_COMMAS),
          is_wish=True),
)  # fmt: skip
"""Everything that is looked for in texts, in the order in which it is mended."""
