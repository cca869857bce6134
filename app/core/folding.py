"""Folded text: what search and sorting compare, equal on every engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_FOLD_MAP = str.maketrans(
    {"ё": "е", "Ё": "е", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae",
     "œ": "oe", "Œ": "oe", "ı": "i", "ь": "ь", "\u00a0": " ", "\u202f": " ", "\u00ad": None, "\u200b": None,
     "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None, "\u202a": None, "\u202b": None,
     "\u202c": None, "\u202d": None, "\u202e": None, "\u2066": None, "\u2067": None, "\u2068": None,
     "\u2069": None, "\u200e": None, "\u200f": None, "\u061c": None, "’": "'", "‘": "'", "ʼ": "'",
     "\x00": None}
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)))
)  # fmt: skip


OFTEN = 60
"""Characters up to which a text is likely to come again."""


def fold(text: str) -> str:
    """Text without case, marks and invisible characters; white space is one blank.

    NFKD, combining marks stripped, casefold, ё as е, ş and ș as s. The same function is applied to
    stored text and to what is typed, so both always meet.
    """
    if text.isascii():
        return " ".join(text.lower().replace("\x00", "").split())
    return _folded(text) if len(text) <= OFTEN else _folded.__wrapped__(text)


@lru_cache(maxsize=16_384)  # towns, positions and given names come again and again
def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", _mapped(text))
    if "\u0306" in text:
        text = text.replace("и\u0306", "й").replace("И\u0306", "Й")  # a letter of its own
    if _FURTHER.search(text) is None:
        text = _MARKS.sub("", text)
        if text.isascii():
            return " ".join(text.lower().split())
        text = text.casefold()
    else:
        text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return " ".join(_mapped(text).split())


_FURTHER = re.compile("[^\x00-\u0482]")
"""Beyond Latin, Greek and Cyrillic letters, in whose alphabets these are all the marks:"""
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_IN_MAP = re.compile(
    f"[{''.join(re.escape(chr(code)) for code in _FOLD_MAP if code < 0xD800 or code > 0xDFFF)}\ud800-\udfff]"
)


def _mapped(text: str) -> str:
    """Most texts have none of these letters, and looking for one is quicker than replacing."""
    return text if _IN_MAP.search(text) is None else text.translate(_FOLD_MAP)


_LATIN = dict(
    zip("абвгдезийклмнопрстуфхъыьэіў", "abvgdezijklmnoprstufh_y_eiu", strict=True),
    ж="zh", ц="ts", ч="ch", ш="sh", щ="sch", ю="yu", я="ya", є="ie", ї="yi", ґ="g",
)  # fmt: skip


_LATIN_MAP = str.maketrans({letter: spelt.replace("_", "") for letter, spelt in _LATIN.items()})


_BETWEEN = "\x01"
"""Stands between texts that are folded together: folding leaves it where it is."""


def fold_all(texts: Sequence[str]) -> list[str]:
    """Every text folded, in one go where that is possible."""
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) != len(texts) - 1:
        return [fold(text) for text in texts]
    return [text.strip() for text in fold(joined).split(_BETWEEN)]


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The text folded letter by letter, blanks as many as there are, and where each letter is in the text."""
    if text.isascii() and text.isprintable():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        piece = " " if letter.isspace() else fold(letter)
        letters.append(piece)
        places.extend([place] * len(piece))
    return "".join(letters), places


def latin(text: str) -> str:
    """Folded text with Cyrillic letters spelt in Latin ones, for keys; other alphabets stay."""
    return in_latin(fold(text))


def in_latin(folded: str) -> str:
    """The same of a text that is folded already."""
    return folded.translate(_LATIN_MAP)


def storable(text: str) -> str:
    """The text without what no engine keeps: NUL and halves of surrogate pairs."""
    text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text


SORT_LENGTH = 200
"""Characters of a text that count for its place; an index takes no longer ones."""

_QUOTE_SIGNS = '«»„”“"'

# Romanian letters that come after their base letter (ă after a, ș after s); the cedilla forms are equal
# to the comma forms. "{" follows "z" in code order and comes before every Cyrillic letter.
_SORT_MAP = str.maketrans(
    {
        "ă": "a{",
        "â": "a{{",
        "î": "i{",
        "ș": "s{",
        "ş": "s{",
        "ț": "t{",
        "ţ": "t{",
        **dict.fromkeys(_QUOTE_SIGNS, " "),
    }
)


def sort_key(text: str) -> str:
    """A key whose code-point order is the order a reader expects in Romanian, Russian and English.

    Ă, â, î, ș, ț follow their base letters, ё stands beside е, case and other marks do not count,
    and neither do leading quotes.
    """
    if text.isascii():
        return " ".join(text.lower().replace("\x00", "").replace('"', " ").split())[:SORT_LENGTH]
    return _sort_key(text) if len(text) <= OFTEN else _sort_key.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _sort_key(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower().translate(_SORT_MAP)
    return fold(text)[:SORT_LENGTH]


def compare_key(text: str) -> str:
    """What filters compare: a sort key of any length without its marks of order, so that s finds ș.

    Of a stored sort key that is not cut off it is the same with every brace taken out.
    """
    if text.isascii():
        return " ".join(text.lower().replace("\x00", "").replace('"', " ").split()).replace("{", "")
    return fold(unicodedata.normalize("NFC", text).lower().translate(_QUOTES)).replace("{", "")


_QUOTES = str.maketrans(dict.fromkeys(_QUOTE_SIGNS, " "))


def without_quotes(text: str) -> str:
    """The text without the quotes that a sort key leaves out."""
    return text.translate(_QUOTES).strip()


_NO_DIGITS = re.compile("[^0-9]+")


def digits(text: str) -> str:
    """Only the decimal digits, in ASCII."""
    if text.isascii():
        return _NO_DIGITS.sub("", text)
    return "".join(
        str(unicodedata.digit(c)) for c in text if c.isdigit() and unicodedata.decimal(c, None) is not None
    )


def words(query: str) -> list[str]:
    """The words of a typed query, folded; a query that looks like a phone number is one word of digits."""
    folded = fold(query)
    if looks_like_phone(folded):
        number = digits(folded.replace("(0)", ""))
        return [number[2:] if number.startswith("00") and len(number) > 4 else number]
    return folded.split()


def looks_like_phone(text: str) -> bool:
    """Only digits and the marks people write between them, with at least three digits."""
    return len(digits(text)) >= 3 and all(c.isdigit() or c in " +()./\u2212" or is_dash(c) for c in text)


def is_dash(letter: str) -> bool:
    """A hyphen or a dash of any length."""
    return unicodedata.category(letter) == "Pd"


@lru_cache(maxsize=256)
def plain_text(html: str) -> str:
    """The words of a rich text, without its marks."""
    if "<" not in html and "&" not in html:
        return html
    from app.core.html_text import TextOf  # most texts are plain; the parser is not needed to start

    parser = TextOf()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
