"""Found text is marked where it stands, in the letters in which it is written."""

from __future__ import annotations

import pytest

from app.ui.listing.marks import find_marks, search_words


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in find_marks(text, search_words(query))]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Ioana Șerban", "serb", ["Șerb"]),
        ("Ţurcanu Mihai", "mihai turc", ["Ţurc", "Mihai"]),
        ("Алёна Королёва", "королев", ["Королёв"]),
        ("Straße 5", "strasse", ["Straße"]),
        ("Ana Banana", "an", ["An"]),
        ("e\u0301cole", "eco", ["e\u0301co"]),
        ("+40 721 234 567", "0721234567", ["721 234 567"]),
        ("+40 721 234 567", "721234", ["721 234"]),
        ("ana.dumitrescu@nordic.example", "dumitr", ["dumitr"]),
        ("Cluj", "iasi", []),
        ("banana", "ana", ["anana"]),
    ],
)
def test_every_place_is_marked(text: str, query: str, found: list[str]) -> None:
    assert marked(text, query) == found
