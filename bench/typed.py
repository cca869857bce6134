"""What is typed into the search box in the measurements, letter by letter."""

from __future__ import annotations

TEXTS = ("popescu", "ion po", "0722", "+40 7", "anna.", "example", "иван", "zzqx", "a", "office1")
"""Names, two words, digits, part of an address, a word in every record, Cyrillic, nothing, one letter."""


def keystrokes() -> list[str]:
    """Every state of the search box while these are typed, each once."""
    found = [text[:end] for text in TEXTS for end in range(1, len(text) + 1) if text[:end].strip()]
    return list(dict.fromkeys(found))
