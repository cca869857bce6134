"""How a document with placeholders reads for somebody, while its template is being made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.services.documents.samples import samples
from app.services.documents.values import with_small_first
from app.services.documents.vocabulary import root_of, words_for
from app.services.rows import ListQuery

if TYPE_CHECKING:
    from app.services.library import Library, Record

MOST_LOOKED_AT = 50
"""Records among which one of the other sex is looked for."""
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*(?:\|\s*(upper|small_first)\s*)?\}\}")
_BY_SEX = re.compile(r'.*\|\s*by_sex\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)')
_FILTERS = {"upper": str.upper, "small_first": with_small_first}
_SEX = "sex"
"""In the values beside the placeholders: of whom they are."""


def has_sex(library: Library, section: str) -> bool:
    """Do records of that section have a sex?"""
    return _SEX in library.registry.section(section).by_key


def by_sex(library: Library, section: str, man: str, woman: str) -> str:
    """The placeholder for one of two words by the sex of a record of that section."""
    path = (root_of(section), _SEX)
    words = (word.text for one in words_for(library, section) for word in one.words if word.path == path)
    said = ", ".join(json.dumps(each, ensure_ascii=False) for each in (man, woman))
    return next(words, f"{{{{ {'.'.join(path)} }}}}").replace(" }}", f" | by_sex({said}) }}}}")


def values_for(library: Library, section: str, uid: str, language: str = "") -> dict[str, str]:
    """The value of every placeholder for one record by its text, ``{{ City }}``; what is empty, too."""
    record, words = library.get(uid), words_for(library, section)
    if record is None:
        return {}
    found = samples(library, words, record, language)
    made = {word.text: found.get(word.path, "") for one in words for word in one.words}
    return {**made, _SEX: str(record.values.get("sex") or "")}


def read_as(text: str, values: Mapping[str, str]) -> str:
    """A text with values in the place of placeholders; those that nobody knows stay as they are."""

    def value(found: re.Match[str]) -> str:
        if by_sex := _BY_SEX.fullmatch(found[1]):
            return str(json.loads(f'"{by_sex[2 if values.get(_SEX) == "female" else 1]}"'))
        said = values.get(f"{{{{ {found[1]} }}}}")
        if said is None:
            return found[0]
        return _FILTERS[found[2]](said) if found[2] else said

    return _PLACEHOLDER.sub(value, text)


def somebody_else(library: Library, section: str, uid: str) -> Record | None:
    """A record to try with what was written for another one; a person of the other sex, if there is one."""
    ids = library.lists.ids(ListQuery(section))[:MOST_LOOKED_AT]
    found = library.get_many([each for each in library.lists.uids_of(ids) if each != uid])
    written_for = library.get(uid)
    sex = written_for.values.get("sex") if written_for is not None else None
    others = (each for each in found.values() if each.values.get("sex") not in (None, "", sex))
    return next(others, next(iter(found.values()), None))
