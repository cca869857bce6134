"""Names of the templates that come with the program; a copy in a file keeps its name in every language.

A copy is kept under the name that it had in the window's language then. Who opens the file in another
language sees the name in his own, as long as nobody has called the template otherwise.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.texts import LANGUAGES, N_, _, language, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = {
    "letter": N_("Letter"),
    "offer": N_("Offer"),
    "contract": N_("Contract"),
    "act": N_("Act of acceptance"),
    "envelope": N_("Envelope"),
    "labels": N_("Address labels"),
    "contact-sheet": N_("Contact sheet"),
}
"""Templates that come with the program, by the beginning of the names of their files."""

_NUMBERED = re.compile(r"(.*?)( \(\d+\))?", re.DOTALL)
"""A second copy has a number behind its name."""


def name_of(stem: str, code: str) -> str:
    """What the template of that language is called in the language of the program."""
    return f"{_(SHIPPED.get(stem, stem))} ({LANGUAGES.get(code, code)})"


def shown_name(name: str) -> str:
    """The name of a template as it is shown: that of a ready-made one in the language of the program."""
    found = _NUMBERED.fullmatch(name)
    ready = _known().get(found[1]) if found is not None else None
    return name_of(*ready) + (found[2] or "") if ready is not None and found is not None else name


def is_of_another_language(name: str) -> bool:
    """Is it a ready-made template that writes another language than the program speaks?"""
    found = _NUMBERED.fullmatch(name)
    _stem, code = _known().get(found[1] if found is not None else name, ("", language()))
    return code != language()


@lru_cache(maxsize=1)
def _known() -> Mapping[str, tuple[str, str]]:
    """Stem and language of each by its name in every language of the program."""
    names: dict[str, tuple[str, str]] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            names |= {name_of(stem, code): (stem, code) for stem in SHIPPED for code in LANGUAGES}
    return MappingProxyType(names)
