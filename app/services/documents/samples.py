"""What the words of a picker say for one record: the value beside the name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from app.services.documents.content import Content, Tree
from app.services.documents.values import PICTURE, SAID
from app.services.documents.vocabulary import Words

if TYPE_CHECKING:
    from app.services.library import Library, Record

_NAMES = ("text", "full", "value", "title", "name")
"""By which the first filled one an item of a list is shown."""


def samples(
    library: Library, words: Iterable[Words], record: Record, language: str = ""
) -> dict[tuple[str, ...], str]:
    """The shown value of every word by its path; what is empty is left out."""
    found = list(words)
    content = Content(library, language, _wanted(found))
    content.prepare([record])
    told = content.of(record)
    shown = {word.path: text_at(told, word.path) for each in found for word in each.words}
    return {path: text for path, text in shown.items() if text}


def _wanted(words: Iterable[Words]) -> Tree:
    tree: Tree = {}
    for each in words:
        for word in each.words:
            branch = tree
            for step in word.path:
                branch = branch.setdefault(step, {})
    return tree


def text_at(told: Mapping[str, Any], path: tuple[str, ...]) -> str:
    """What a reader would see there; empty where nothing is."""
    value: Any = told
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_shown, value)))
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    for mark in (SAID, PICTURE):
        if mark in value:
            return str(value[mark][0 if mark == SAID else 2])
    return next((text for name in _NAMES if (text := _shown(value.get(name)))), "")
