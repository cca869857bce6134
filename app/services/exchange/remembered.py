"""Which column went to which field and which country phone numbers are of, by the headings of the list.

It is remembered on this computer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.blueprint.section import Section
from app.core.folding import fold
from app.core.paths import state_folder
from app.core.settings import REGIONS, State

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch
    from app.services.exchange.targets import Target

FILE, LISTS, PHONES = "import.json", "mappings", "phones"
MOST_LISTS = 50
"""Lists whose mapping is kept; the one that was imported longest ago goes first."""


def remembered(section: Section, headers: Sequence[str], targets: Mapping[str, Target]) -> dict[str, str]:
    """The mapping that these headings had last time, as far as its targets are still there."""
    found = _known(_state()).get(_key(section, headers), {})
    names = set(headers)
    return {
        header: key
        for header, key in found.items()
        if header in names and isinstance(key, str) and (not key or key in targets)
    }


def remembered_phones(section: Section, headers: Sequence[str]) -> str:
    """The country of phone numbers that was chosen for these headings last time; empty if none was."""
    found = _countries(_state()).get(_key(section, headers), "")
    return found if found in {key for key, _label in REGIONS} else ""


def remember(section: Section, matches: Sequence[ColumnMatch], phones: str = "") -> None:
    """Keep where all columns of a list went, and the country that was chosen for its phone numbers."""
    state = _state()
    known = _known(state)
    key = _key(section, [each.header for each in matches])
    known.pop(key, None)
    rest = list(known.items())[-(MOST_LISTS - 1) :]
    mapping = {each.header: each.target.key if each.target else "" for each in matches}
    lists = dict([*rest, (key, mapping)])
    countries = {**_countries(state), key: phones}
    state.set(LISTS, lists)
    state.set(PHONES, {each: country for each, country in countries.items() if country and each in lists})


def _state() -> State:
    """A file of its own: the window keeps its memory open and would write over ours."""
    return State(state_folder() / FILE)


def _known(state: State) -> dict[str, dict[str, Any]]:
    found = state.get(LISTS)
    items = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in items if isinstance(value, dict)}


def _countries(state: State) -> dict[str, str]:
    found = state.get(PHONES)
    items = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in items if isinstance(value, str)}


def _key(section: Section, headers: Sequence[str]) -> str:
    """Equal for the same headings in any order and case."""
    text = "\n".join([section.key, *sorted(map(fold, headers))])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
