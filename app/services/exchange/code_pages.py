"""Which code page of one byte a text was written in: the one under which it reads most like some language.

Code pages decode almost anything without an error (Иванов becomes "Čâŕíîâ"), so no exception tells which one
it was. What does is how likely its pairs of letters are in a language that was written in that code page. The
pairs are counted in the names of countries, languages, currencies, months and days that Unicode's CLDR has
for each language, which come with Babel.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise

SAMPLE_BYTES = 30_000
"""Bytes of lines beyond ASCII that are enough to tell code pages apart; more of them take seconds."""

LANGUAGES = {
    "cp1252": ("de", "fr", "es", "it", "pt", "sv", "da", "nb", "fi", "nl", "is"),
    "cp1250": ("ro", "hu", "pl", "cs", "sk", "sl", "hr"),
    "cp1251": ("ru", "uk", "bg", "be", "sr"),
    "iso8859-2": ("ro", "hu", "pl", "cs", "sk", "sl", "hr"),
    "iso8859-16": ("ro",),
    "koi8-r": ("ru",),
    "koi8-u": ("uk",),
    "cp866": ("ru", "uk", "bg", "be"),
    "cp1125": ("uk",),
    "iso8859-5": ("ru", "uk", "bg", "be", "sr"),
    "mac-cyrillic": ("ru", "uk", "bg", "be", "sr"),
    "cp852": ("ro", "hu", "pl", "cs", "sk", "sl", "hr"),
    "cp850": ("de", "fr", "es", "it", "pt", "sv", "da", "nb", "fi", "nl", "is"),
    "cp1254": ("tr",),
    "cp857": ("tr",),
    "cp1253": ("el",),
    "iso8859-7": ("el",),
    "cp737": ("el",),
    "cp1257": ("lt", "lv", "et"),
    "cp775": ("lt", "lv", "et"),
    "cp1255": ("he",),
    "cp1256": ("ar", "fa"),
}
"""Languages by the code pages in which they were written, the likelier code page first."""

_RARITY = {"cp1252": 0.0, "cp1250": 0.0, "cp1251": 0.0, "iso8859-2": 0.05, "iso8859-7": 1.05, "cp866": 0.2,
           "koi8-r": 0.2}  # fmt: skip
_RARE = 1.0
"""How much better a letter must read, on the average, for a code page that few programs write."""

_TELLING = 20
"""Letters from which on a few that read better are enough."""

_QUIET = frozenset("«»„“”‘’–—…№€•©®°§\xa0")
_AT_MARK, _AT_SIGN, _IN_WORD, _IN_OTHER_CASE, _IN_OTHER_SCRIPT = 9, 16, 12, 10, 10
"""What a sign, one in a word, and a letter out of place cost; an unlikely pair of letters costs about ten."""

_WORD = re.compile(r"[^\W\d_]+")
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s'’.\-,;:/\"()&+?|@*–—…!#%\x00-\x7f](?=[^\W\d_])")
_LATIN = re.compile(r"[a-zA-Z]")
_FIRST_OF_OTHERS = "\u0370"
"""The first letter of the scripts that are not Latin."""

_FEWEST = 500
"""Added to the pairs counted in a language, so that one not met there is unlikely and not impossible."""

_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
"""Code pages older than 1999 have Romanian letters with cedillas alone."""

_STRANGE = -11.0
"""A script of its own reads better than this, a letter on the average, in a language that is known here."""

_ROWS_OF_THEM = re.compile(rb"[\x80-\xff]{3,}")


def best_code_page(sample: bytes) -> str:
    """The code page under which the bytes read most like one of its languages.

    Texts in other scripts (Japanese, Chinese) are left to the library that knows their encodings.
    """
    scores = {name: found for name in LANGUAGES if (found := _score(sample, name)) is not None}
    best = max(scores, key=lambda name: scores[name], default="cp1252")
    is_strange = scores.get(best, _STRANGE) <= _STRANGE and _is_in_rows(sample)
    return (_by_charset_normalizer(sample) if is_strange else "") or best


def _is_in_rows(sample: bytes) -> bool:
    """Do the bytes beyond ASCII stand beside each other, unlike letters with accents?"""
    count = sum(byte > 127 for byte in sample)
    return sum(map(len, _ROWS_OF_THEM.findall(sample))) * 2 > count


def _by_charset_normalizer(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return found.encoding if found is not None else ""


def _score(sample: bytes, encoding: str) -> float | None:
    """How likely the text is, as a logarithm for each of its letters; None if it cannot be decoded."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    signs = Counter(each for each in text if not each.isascii())
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not signs:
        return 0.0
    pairs = Counter(pair for word in words for pair in _pairs(word))
    cost = sum(map(_cost, words)) + _IN_WORD * len(_SIGN_IN_WORD.findall(text))
    cost += sum(
        count * (_AT_MARK if sign in _QUIET else _AT_SIGN)
        for sign, count in signs.items()
        if not sign.isalpha()
    )
    best = max(_likelihood(pairs, language) for language in LANGUAGES[encoding])
    count = signs.total()
    return (best - cost) / count - _RARITY.get(encoding, _RARE) * min(1.0, _TELLING / count)


def _cost(word: str) -> int:
    """Of a word with capitals among its small letters or with letters of two scripts."""
    cost = 0
    if not (word.islower() or word.isupper() or word[1:].islower()):
        cost += _IN_OTHER_CASE * sum(a.islower() and b.isupper() for a, b in pairwise(word))
    if max(word) >= _FIRST_OF_OTHERS and _LATIN.search(word):
        cost += _IN_OTHER_SCRIPT * sum(each >= _FIRST_OF_OTHERS for each in word)
    return cost


def _likelihood(pairs: Counter[str], language: str) -> float:
    known, least = _model(language)
    return sum(count * known.get(pair, least) for pair, count in pairs.items())


def _pairs(word: str) -> Iterator[str]:
    """Letters beyond ASCII with their neighbours; a blank stands for the end of the word."""
    return (pair for pair in map("".join, pairwise(f" {word.lower()} ")) if not pair.isascii())


@cache
def _model(language: str) -> tuple[dict[str, float], float]:
    """Logarithms of how often pairs of letters come in a language, and that of one that does not come."""
    words = (word for text in _texts(language) for word in _WORD.findall(text))
    pairs = Counter(pair for word in words for pair in _pairs(word))
    total = pairs.total() + _FEWEST
    return {pair: math.log((count + 0.5) / total) for pair, count in pairs.items()}, math.log(0.02 / total)


def _texts(language: str) -> Iterator[str]:
    from babel import Locale

    locale = Locale(language)
    dates = chain(*(forms.values() for forms in (*locale.months.values(), *locale.days.values())))
    for names in (locale.territories, locale.languages, locale.currencies, *dates):
        for name in names.values():
            yield name
            if language == "ro":
                yield name.translate(_CEDILLAS)
