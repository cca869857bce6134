"""A whole name in one cell: which words are surname, given name, patronymic, prefix, suffix.

Heuristics, never exact: Russian order is surname, name, patronymic; a list may have "Surname, Given" or
SURNAME in capitals; else the last word is the surname. No word is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.core.folding import fold

PREFIXES = {
    "dr", "prof", "ing", "av", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "hr", "fr", "dl", "dna",
    "d-na", "d-l",
    "domnul", "doamna", "dnul", "г-н", "г-жа", "господин", "госпожа", "sir", "dipl-ing", "mag", "doc",
    "conf", "lect",
    "jur", "notar", "pr", "preot", "arh", "ec", "m", "mme", "mlle", "sr", "sra", "д-р", "проф", "доктор",
    "dres", "drd",
    "engr", "rev", "hon", "mgr", "judr", "mudr", "pan", "pani",
}  # fmt: skip
_LONG_FORMS = {"m", "pr", "fr", "doc", "sr", "pan", "jur", "conf", "ing", "mag", "ec", "av"}
"""Prefixes that need their full stop, else they are names or initials."""

SUFFIXES = {"jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "mba", "esq", "fils", "мл", "ст"}
_PARTICLES = {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la",
              "le", "ter", "ten",
              "zu", "zum", "zur", "af", "av", "el", "al", "bin", "ben", "ibn", "st", "st.", "mac",
              "o'"}  # fmt: skip

_PATRONYMIC = re.compile(
    r"(?i).+(?:ович|евич|йич|овна|евна|ична|инична|ыч|ovici|ovich|evich|ovna|evna|ichna)"
)
_WORD_PATRONYMIC = {"оглы", "кызы", "оглу", "гызы"}
_SHORT_PATRONYMIC = {"ильич", "кузьмич", "лукич", "фомич", "никитич", "саввич", "ильинична"}
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}-?(?:[^\W\d_]\.)?|[^\W\d_]")
_RUSSIAN_SURNAME = re.compile(
    r"(?i).{2,}(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ской|енко|чук|щук|юк|ук|ян|дзе|швили|ых|их)"
)


_GIVEN_NAMES = {
    "марина", "ирина", "полина", "екатерина", "кристина", "галина", "нина", "алина", "ангелина", "карина",
    "регина", "арина", "дина", "василина", "эвелина", "константин", "валентин", "мартин", "яков", "севастьян",
    "лукьян", "касьян", "емельян",
}  # fmt: skip
"""Given names that end like surnames."""

_ROMANIAN_SURNAME = re.compile(r"(?i).{2,}(?:escu|eanu|[aă]nu|[aă]ru)")


def split_full_name(text: str, is_surname_first: bool = False) -> dict[str, str]:
    """Parts of a name by field key; ``is_surname_first`` says that the whole list is written so."""
    words = text.replace("\u00a0", " ").split()
    parts: dict[str, str] = {}
    words = _take_prefixes(words, parts)
    before, comma, after = " ".join(words).partition(",")
    if comma and fold(after).replace(".", "").strip() in SUFFIXES:
        parts["suffix"], words, comma = after.strip(), before.split(), ""
    if comma and before.strip() and after.strip():
        parts["surname"] = before.strip()
        _put_given(parts, after.split())
        return parts
    words = " ".join(words).strip(" ,").split()
    if len(words) > 2 and fold(words[-1]).replace(".", "") in SUFFIXES:
        parts["suffix"] = words.pop()
    _put_names(parts, words, is_surname_first)
    return parts


def begins_with_surnames(names: Iterable[str]) -> bool:
    """Do more names of a list begin with what is surely a surname than end with it?"""
    first = last = 0
    for words in (name.split() for name in names if "," not in name):
        if len(words) > 1:
            first += _is_sure_surname(words[0]) and not _is_sure_surname(words[-1])
            last += _is_sure_surname(words[-1]) and not _is_sure_surname(words[0])
    return first > 2 * last


def _is_sure_surname(word: str) -> bool:
    if word.casefold() in _GIVEN_NAMES:
        return False
    return bool(_RUSSIAN_SURNAME.fullmatch(word) or _ROMANIAN_SURNAME.fullmatch(word))


def _take_prefixes(words: list[str], parts: dict[str, str]) -> list[str]:
    count = 0
    while count < len(words) - 1 and _is_prefix(words[count]):
        count += 1
    if count:
        parts["prefix"] = " ".join(words[:count])
    return words[count:]


def _is_prefix(word: str) -> bool:
    plain = fold(word).replace(".", "")
    return (
        plain in PREFIXES
        and (word.endswith(".") or plain not in _LONG_FORMS)
        and (len(plain) > 1 or word.endswith("."))
    )


def is_prefix_text(text: str) -> bool:
    """Only words like Dr., Mrs, г-н."""
    return all(fold(word).replace(".", "") in PREFIXES for word in text.split())


def is_patronymic(word: str) -> bool:
    """Does the word say whose child somebody is (Ivanovich, Petrovna)?"""
    plain = word.casefold()
    return plain in _WORD_PATRONYMIC or plain in _SHORT_PATRONYMIC or bool(_PATRONYMIC.fullmatch(plain))


def _put_given(parts: dict[str, str], words: list[str]) -> None:
    if len(words) > 1 and (is_patronymic(words[-1]) or _INITIALS.fullmatch(words[-1])):
        at = -2 if len(words) > 2 and words[-1].casefold() in _WORD_PATRONYMIC else -1
        parts["patronymic"] = " ".join(words[at:])
        words = words[:at]
    parts["given_name"] = " ".join(words)


def _put_names(parts: dict[str, str], words: list[str], is_surname_first: bool) -> None:
    if len(words) == 1:
        parts["surname"] = words[0]
    elif len(words) > 1:
        at = _surname_place(words, is_surname_first)
        parts["surname"] = " ".join(words[at])
        rest = [word for i, word in enumerate(words) if not at.start <= i < at.stop]
        if len(rest) == 1 and (found := re.fullmatch(r"([^\W\d_]\.)([^\W\d_]\.)", rest[0])):
            rest = [found[1], found[2]]
        _put_given(parts, rest)


def _surname_place(words: list[str], is_surname_first: bool) -> slice:
    """Which words are the surname."""
    last = len(words) - 1
    if len(words) > 2 and is_patronymic(words[-1]):
        return slice(0, last - 1) if words[-1].casefold() not in _WORD_PATRONYMIC else slice(0, 1)
    if len(words) > 2 and is_patronymic(words[1]):
        return slice(2, len(words))
    if all(_INITIALS.fullmatch(word) for word in words[1:]):
        return slice(0, 1)
    if _is_capitals(words[0]) and not any(map(_is_capitals, words[1:])):
        return slice(0, 1)
    if _is_capitals(words[last]) and not any(map(_is_capitals, words[:last])):
        return slice(last, len(words))
    if is_surname_first or (
        len(words) == 2 and _is_sure_surname(words[0]) and not _is_sure_surname(words[1])
    ):
        return slice(0, _after_particles(words))
    start = last
    while start > 1 and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    return slice(start, len(words))


def _after_particles(words: list[str]) -> int:
    """Where the surname ends at the beginning of a name: "van der Berg Jan"."""
    end = 1
    while end < len(words) - 1 and fold(words[end - 1]) in _PARTICLES:
        end += 1
    return end


def _is_capitals(word: str) -> bool:
    return len(word) > 2 and word.isupper() and "." not in word
