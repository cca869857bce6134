"""How alike two names are: of people with gendered surnames and initials, of firms without legal form."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from app.core.folding import in_latin
from app.services.exchange.firms import firm_key, may_be_same


class Likeness(IntEnum):
    """From nothing in common to the same; ``UNKNOWN`` where a name is missing."""

    DIFFERENT = 0
    FAMILY = 1
    """A shared surname, or its other gender, with another given name: spouses, not one person."""
    UNKNOWN = 2
    PART = 3
    """The shorter name stands in the longer one, but says little: one word, initials."""
    SIMILAR = 4
    SAME = 5


SIMILAR_FROM = 82
"""Of a hundred: how alike two words must be to be one with a slip of the pen."""

LEAST_LETTERS = 4
"""Shorter words are compared letter by letter: Dan is not Dana, Ion is not Ian."""

_GENDERS = (("ij", "aja"), ("yj", "aja"), ("oj", "aja"), ("skij", "skaja"), ("ich", "na"), ("ici", "na"))
"""Endings of men and women where more than one letter differs (Cyrillic is spelt in Latin letters)."""

_WORDS = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=16_384)
def name_words(key: str) -> tuple[str, ...]:
    """The words of a name by its sort key: in Latin letters, in order of the alphabet; none of an e-mail."""
    if "@" in key:
        return ()
    return tuple(sorted(_WORDS.findall(in_latin(key.translate(_NO_SIGNS)))))


_NO_SIGNS = str.maketrans({"{": None, "'": None})
"""Marks of order in a sort key; what stands inside of a word (O'Brien)."""


@lru_cache(maxsize=16_384)
def firm_words(key: str) -> tuple[str, ...]:
    """The words of a firm's name without its legal form."""
    return name_words(firm_key(key.replace("{", ""))[0])


def compare_people(key: str, other: str) -> Likeness:
    """May both be one person? Names are given by their sort keys."""
    return compare_words(name_words(key), name_words(other))


def compare_words(words: tuple[str, ...], others: tuple[str, ...]) -> Likeness:
    """The same, of the words of two names."""
    if words == others:
        return Likeness.SAME if _has_letters(words) else Likeness.UNKNOWN
    few, many = (words, others) if len(words) <= len(others) else (others, words)
    if not _has_letters(few) or not _has_letters(many):
        return Likeness.UNKNOWN
    if _numbers(few) != _numbers(many):
        return Likeness.DIFFERENT
    return _judged(few, *_matched(few, many), is_shorter=len(few) < len(many))


def _judged(few: tuple[str, ...], full: int, slips: int, initials: int, is_family: bool, *, is_shorter: bool
            ) -> Likeness:  # fmt: skip
    matched = full + slips + initials
    if is_family:
        return Likeness.FAMILY
    if matched < len(few):
        return Likeness.FAMILY if full + slips else Likeness.DIFFERENT
    if initials or (not full and is_shorter) or full + slips == 1:
        return Likeness.PART if full + slips else Likeness.DIFFERENT
    return Likeness.SIMILAR


def _matched(few: tuple[str, ...], many: tuple[str, ...]) -> tuple[int, int, int, bool]:
    """How many words stand in both names: wholly, with a slip, as an initial; and whether genders differ."""
    left = list(many)
    rest = []
    for word in few:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    full, slips, initials, is_family = len(few) - len(rest), 0, 0, False
    for word in rest:
        found = next((each for each in left if are_genders(word, each)), None)
        if found is not None:
            is_family = True
        elif (found := next((each for each in left if _is_slip(word, each)), None)) is not None:
            slips += 1
        elif (found := next((each for each in left if _is_initial(word, each)), None)) is not None:
            initials += 1
        if found is not None:
            left.remove(found)
    return full, slips, initials, is_family


def are_genders(word: str, other: str) -> bool:
    """Are both one name for a man and a woman: Ivanov and Ivanova, Ioan and Ioana, Claudiu and Claudia?"""
    man, woman = (other, word) if word.endswith("a") else (word, other)
    if man == woman or not woman.endswith("a") or man.endswith("a"):
        return False
    if woman == man + "a" or (len(man) >= LEAST_LETTERS and woman[:-1] == man[:-1] and man[-1] in "uoeiy"):
        return True
    return any(
        man.endswith(his) and woman.endswith(her) and man[: -len(his)] == woman[: -len(her)]
        for his, her in _GENDERS
    )


def _is_slip(word: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if min(len(word), len(other)) < LEAST_LETTERS or word.isdigit() or other.isdigit():
        return False
    return fuzz.ratio(word, other, score_cutoff=SIMILAR_FROM) > 0


def _is_initial(word: str, other: str) -> bool:
    return min(len(word), len(other)) == 1 and word[0] == other[0]


def _has_letters(words: tuple[str, ...]) -> bool:
    return bool(words) and not (len(words) == 1 and words[0].isdigit())


def _numbers(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if _DIGIT.search(word)] if _DIGIT.search("".join(words)) else []


def compare_firms(key: str, other: str) -> Likeness:
    """May both be one firm? Delta SRL is not Delta SA, Agro 101 is not Agro 102."""
    from rapidfuzz import fuzz

    words, others = firm_words(key), firm_words(other)
    if not words or not others:
        return Likeness.UNKNOWN
    forms = (firm_key(each.replace("{", ""))[1] for each in (key, other))
    if _numbers(words) != _numbers(others) or not may_be_same(*forms):
        return Likeness.DIFFERENT
    if words == others:
        return Likeness.SAME
    if fuzz.ratio("".join(words), "".join(others), score_cutoff=90) or _has_slips_only(words, others):
        return Likeness.SIMILAR
    is_part = set(words) <= set(others) or set(others) <= set(words)
    return Likeness.PART if is_part else Likeness.DIFFERENT


def _has_slips_only(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return len(words) == len(others) and all(
        one == other or _is_slip(one, other) for one, other in zip(words, others, strict=True)
    )
