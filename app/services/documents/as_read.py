"""How a document with placeholders reads for somebody, while its template is being made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.services.documents.samples import samples
from app.services.documents.vocabulary import words_for
from app.services.rows import ListQuery

if TYPE_CHECKING:
    from app.services.library import Library, Record

MOST_LOOKED_AT = 50
"""Records among which one of the other sex is looked for."""
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*(?:\|\s*(upper|lower)\s*)?\}\}")


def values_for(library: Library, section: str, uid: str, language: str = "") -> dict[str, str]:
    """The value of every placeholder for one record by its text, ``{{ City }}``; what is empty, too."""
    record, words = library.get(uid), words_for(library, section)
    if record is None:
        return {}
    found = samples(library, words, record, language)
    return {word.text: found.get(word.path, "") for one in words for word in one.words}


def read_as(text: str, values: Mapping[str, str]) -> str:
    """A text with values in the place of placeholders; those that nobody knows stay as they are."""

    def value(found: re.Match[str]) -> str:
        said = values.get(f"{{{{ {found[1]} }}}}")
        if said is None:
            return found[0]
        return getattr(said, found[2])() if found[2] else said

    return _PLACEHOLDER.sub(value, text)


def somebody_else(library: Library, section: str, uid: str) -> Record | None:
    """A record to try with what was written for another one; a person of the other sex, if there is one."""
    ids = library.lists.ids(ListQuery(section))[:MOST_LOOKED_AT]
    found = library.get_many([each for each in library.lists.uids_of(ids) if each != uid])
    written_for = library.get(uid)
    sex = written_for.values.get("sex") if written_for is not None else None
    others = (each for each in found.values() if each.values.get("sex") not in (None, "", sex))
    return next(others, next(iter(found.values()), None))
