"""Why a record was found whose title does not say it: the field that has the words, in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.blueprint.kinds import RichText
from app.core.folding import words
from app.core.texts import _
from app.ui.listing.marks import find_marks
from app.ui.panel.lines import lines_of

if TYPE_CHECKING:
    from app.services.library import Library, Record
    from app.services.lists import Found

BEFORE = 24
"""Letters that are left before the words that were found, where they stand far from the beginning."""


def told_why(library: Library, found: Sequence[Found], text: str) -> list[Found]:
    """The same records; those that something else than what is shown of them found say what."""
    return [_told(library, each, words(text)) for each in found]


def _told(library: Library, found: Found, wanted: Sequence[str]) -> Found:
    shown = f"{found.title} {found.subtitle}"
    missing = tuple(word for word in wanted if not find_marks(shown, (word,)))
    record = library.get(found.uid) if missing else None
    if record is None:
        return found
    for label, said in _said(library, record):
        marks = find_marks(said, missing)
        if marks:
            words_there = _cut(said, marks[0][0])
            return replace(found, subtitle=_("{field}: {values}").format(field=label, values=words_there))
    return found


def _said(library: Library, record: Record) -> Iterator[tuple[str, str]]:
    """Label and text of every value."""
    context = library.context()
    for field in library.registry.section(record.section).fields:
        for line in lines_of(field, record.values, context, {}):
            is_rich = isinstance(field.kind, RichText)
            said = field.kind.show(record.values[field.key], context) if is_rich else line.text
            label = line.label or _(field.label)
            yield label, " ".join(f"{said} {line.detail}".split())


def _cut(said: str, start: int) -> str:
    """What was found with a little of what stands before it; the row cuts the end."""
    begin = start - BEFORE
    return f"…{said[begin:]}" if begin > BEFORE else said
