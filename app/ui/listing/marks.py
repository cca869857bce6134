"""Found text: where the words of a search stand in a text as it is written."""

from __future__ import annotations

from functools import lru_cache

from app.core.folding import fold_with_places, words

PART_LENGTH = 3
"""Shorter words are found at the beginning of words only, as the search itself does."""

Mark = tuple[int, int]
"""From, up to: positions in the text."""


def search_words(text: str) -> tuple[str, ...]:
    """The folded words of what was typed, longest first."""
    return tuple(sorted(set(words(text)), key=len, reverse=True))


@lru_cache(maxsize=4096)
def find_marks(text: str, wanted: tuple[str, ...]) -> tuple[Mark, ...]:
    """Every place where one of the words stands, joined where they touch, in order."""
    folded, places = fold_with_places(text)
    found = [place for word in wanted for place in _places(folded, word)]
    found_marks = [(places[start], places[end - 1] + 1) for start, end in found]
    if not found_marks:
        numbers = [word for word in wanted if word.isdigit() and len(word) >= PART_LENGTH]
        found_marks = [mark for word in numbers for mark in _digit_marks(text, word)]
    return _joined(found_marks)


def _places(folded: str, word: str) -> list[tuple[int, int]]:
    found = []
    start = folded.find(word) if word else -1
    while start >= 0:
        if len(word) >= PART_LENGTH or start == 0 or not folded[start - 1].isalnum():
            found.append((start, start + len(word)))
        start = folded.find(word, start + 1)
    return found


def _digit_marks(text: str, number: str) -> list[Mark]:
    """A phone number is found by its digits, whatever stands between them."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    figures = "".join(text[place] for place in places)
    number = number.lstrip("0")  # a number with its country has no zero there
    start = figures.find(number) if len(number) >= PART_LENGTH else -1
    return [(places[start], places[start + len(number) - 1] + 1)] if start >= 0 else []


def _joined(marks: list[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
