"""How a typed text is read: its words, the ways to take them, and names that begin with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from sqlalchemy import and_, func, or_

from app.blueprint.dates import day_in_words
from app.core.folding import digits, fold, looks_like_phone, sort_key, without_quotes, words

INDEXED = 3
"""Letters from which the index finds a part of a word; a shorter word is the beginning of a name."""

MOST_WORDS, WORD_LENGTH = 50, 1_000
"""So much of a text is looked for; who pastes a whole page finds what fits its beginning."""

LAST = "\U0010ffff"
"""After every text that begins as the one before it."""
_AFTER = {"a": ("a", "a{", "a{{"), "i": ("i", "i{"), "s": ("s", "s{"), "t": ("t", "t{"), "и": ("и", "и{")}
"""What a folded letter may be in a sort key (see ``core.folding.sort_key``)."""


def alternatives(text: str) -> Iterator[list[str]]:
    """Ways to read a query, the first that finds anything counts.

    What looks like a phone number is one number first, then separate words; a number beside a name is read
    as typed first, then by its digits alone; a day named with its month is looked for as such a word, then
    in figures. No words at all mean all; quotes alone are in no index and find nothing.
    """
    typed = words(text)
    distinct = dict.fromkeys(word[:WORD_LENGTH] for word in typed if sort_key(word))
    first = list(distinct)[:MOST_WORDS]
    if typed and not first:
        return
    yield first
    plain = [word for word in fold(text).split() if word != first[0]][:MOST_WORDS] if first else []
    if plain and looks_like_phone(fold(text)):
        yield list(dict.fromkeys(word.strip("+-()./") or word for word in fold(text).split()))[:MOST_WORDS]
        return
    numbers = [digits(word) if looks_like_phone(word) else word for word in first]
    if numbers != first:
        yield numbers
    day = day_in_words(text)
    if day is not None:
        yield [day]


def is_indexed(terms: Sequence[str]) -> bool:
    """Can the index help with any of the words?"""
    return any(len(term) >= INDEXED for term in terms)


def begins(sort_key: Any, terms: Sequence[str]) -> Any:
    """Condition: the sort key begins with one of the words, whatever marks its letters carry."""
    plain = func.replace(sort_key, "{", "")
    heads = [_head(term) for term in terms]
    return or_(*(and_(plain >= head, plain < head + LAST) for head in heads))


def has_word(sort_key: Any, terms: Sequence[str]) -> Any:
    """Condition: another word of the sort key begins with one of the words."""
    plain = func.replace(sort_key, "{", "")
    return or_(*(plain.contains(f" {_head(term)}", autoescape=True) for term in terms))


def _head(term: str) -> str:
    """The word as a sort key has it: quotes do not count there."""
    return without_quotes(term) or term


def ranges(terms: Sequence[str]) -> list[tuple[str, str]]:
    """Ranges of sort keys in which every name lies that begins with one of the words; in order, apart."""
    keys: set[str] = set()
    for term in terms:
        head = _head(term)[:INDEXED]
        variants = [_AFTER.get(letter, (letter,)) for letter in head[:-1]]
        keys.update("".join(parts) + head[-1] for parts in product(*variants))
    found: list[tuple[str, str]] = []
    for key in sorted(keys):
        if not found or not key.startswith(found[-1][0]):
            found.append((key, key + LAST))
    return found
