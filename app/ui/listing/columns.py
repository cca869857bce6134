"""Columns of a section's list: which, in what order, how wide, sorted by what - remembered per section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.blueprint.section import Section
from app.core.settings import State

TITLE = "title"
Floor = Callable[[int], int]
"""How narrow a column of this width may become."""
FLAG_WIDTH = 30
NARROWEST = 48
WIDEST = 1200
FIRM_KINDS = (
    "phone", "date_or_time", "appointment", "stamp", "partial_date", "number", "decimal", "money",
)  # fmt: skip
"""Kinds of which a cut value says nothing: their columns do not shrink with the window."""
WEAK_KINDS = ("email",)
"""Known by their beginning, and often long: they give way first."""
SPOKEN_KIND = "next_step"
"""A date after a word: it gives way late and a little, else the date is what is cut."""
SPOKEN_WIDTH = 176
"""“Meeting, Wed 16 Dec 14:30” in the font of the list."""
SHORT_KIND = "choice"
SHORT_WIDTHS = (96, 76)
"""Values of a list are short words: their columns become so narrow at first, and at last."""


@dataclass(frozen=True)
class ColumnChoice:
    """The user's choice for one section; the title is always among the columns."""

    keys: tuple[str, ...]
    widths: dict[str, int] = field(default_factory=dict)
    sort: str = ""
    is_descending: bool | None = None
    grouped_by: str = ""

    def toggled(self, key: str) -> ColumnChoice:
        """With the column if it was missing, without it if it was there."""
        if key == TITLE:
            return self
        keys = tuple(each for each in self.keys if each != key) if key in self.keys else (*self.keys, key)
        return replace(self, keys=keys)

    def with_order(self, keys: Sequence[str]) -> ColumnChoice:
        """The same columns in another order."""
        return replace(self, keys=tuple(keys))

    def with_width(self, key: str, width: int) -> ColumnChoice:
        """With a column sized by the user."""
        return replace(self, widths={**self.widths, key: width})

    def with_sort(self, key: str, is_descending: bool | None) -> ColumnChoice:
        """Sorted by another column."""
        return replace(self, sort=key, is_descending=is_descending)

    def with_groups(self, key: str) -> ColumnChoice:
        """Grouped by a field; not grouped if it is so already."""
        return replace(self, grouped_by="" if key == self.grouped_by else key)


def default_choice(section: Section) -> ColumnChoice:
    """What the section declares."""
    keys = tuple(key for key in section.columns if key in section.list_fields)
    return ColumnChoice(keys if TITLE in keys else (TITLE, *keys))


def load_choice(state: State, section: Section) -> ColumnChoice:
    """What was remembered; anything that does not fit the section any more is left out."""
    found = state.get(_state_key(section.key))
    default = default_choice(section)
    if not isinstance(found, dict):
        return default
    listed = found.get("keys")
    texts = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    keys = tuple(dict.fromkeys(key for key in texts if key in section.list_fields))
    if TITLE not in keys:
        keys = default.keys
    sort, grouped_by = found.get("sort", ""), found.get("grouped_by", "")
    is_descending = found.get("is_descending")
    return ColumnChoice(
        keys,
        _widths(found.get("widths"), section),
        sort if sort in section.list_fields else "",
        is_descending if isinstance(is_descending, bool) else None,
        grouped_by if grouped_by in section.list_fields else "",
    )


def save_choice(state: State, section: Section, choice: ColumnChoice) -> None:
    """Remember it."""
    state.set(
        _state_key(section.key),
        {
            "keys": list(choice.keys),
            "widths": dict(choice.widths),
            "sort": choice.sort,
            "is_descending": choice.is_descending,
            "grouped_by": choice.grouped_by,
        },
    )


def fitted_widths(section: Section, choice: ColumnChoice, room: int) -> list[int]:
    """Widths in pixels for the chosen columns.

    Those the user sized stay; the others fill ``room``. Where it is too small, texts give way more than the
    title, and numbers and dates not at all; before anything is scrolled to, all of them give once more.
    """
    declared = {key: section.list_fields[key].width for key in choice.keys}
    for key in choice.keys:
        if section.list_fields[key].kind.name == SPOKEN_KIND:
            declared[key] = max(declared[key], SPOKEN_WIDTH)
    free = [key for key in choice.keys if key not in choice.widths]
    left = room - sum(choice.widths[key] for key in choice.keys if key in choice.widths)
    found = {key: declared[key] for key in free}
    missing = sum(found.values()) - left
    for floors in _giving_way(section, free):
        rooms = {key: max(found[key] - floor(found[key]), 0) for key, floor in floors.items()}
        give = min(max(missing, 0), sum(rooms.values()))
        missing -= give
        for key, part in _parts(rooms, give).items():
            found[key] -= part
    if missing < 0:
        _share(found, [key for key in free if not _is_firm(section, key)] or free, -missing)
    return [choice.widths.get(key) or max(found[key], NARROWEST) for key in choice.keys]


def _giving_way(section: Section, keys: list[str]) -> list[dict[str, Floor]]:
    """Which columns become narrower, one group after the other, and how narrow each of them."""
    short = [key for key in keys if section.list_fields[key].kind.name == SHORT_KIND]
    title = [key for key in keys if key == TITLE]
    loose = [key for key in keys if key not in (*short, *title) and not _is_firm(section, key)]
    spoken = [key for key in loose if section.list_fields[key].kind.name == SPOKEN_KIND]
    plain = [key for key in loose if key not in spoken]
    weak = [key for key in plain if section.list_fields[key].kind.name in WEAK_KINDS]
    other = [key for key in plain if key not in weak]
    return [
        {key: lambda _width: SHORT_WIDTHS[0] for key in short},
        {key: lambda width: int(width * 0.65) for key in weak},
        {key: lambda width: int(width * 0.75) for key in other}
        | {key: lambda width: int(width * 0.85) for key in title},
        {key: lambda width: int(width * 0.75) for key in plain}
        | {key: lambda width: int(width * 0.9) for key in spoken},
        {key: lambda _width: SHORT_WIDTHS[1] for key in short},
        {key: lambda width: int(width * 0.8) for key in title},
        {key: lambda width: int(width * 0.8) for key in (*plain, *title)},
    ]


def _parts(rooms: dict[str, int], whole: int) -> dict[str, int]:
    """The whole in parts, in proportion to the room that each has."""
    left = sum(rooms.values())
    parts = {}
    for key, room in rooms.items():
        parts[key] = whole * room // left if left else 0
        whole -= parts[key]
        left -= room
    return parts


def _share(found: dict[str, int], keys: list[str], extra: int) -> None:
    """Give columns more or less width in proportion to what they have."""
    whole = sum(found[key] for key in keys)
    for key in keys:
        part = extra * found[key] // whole
        whole -= found[key]
        extra -= part
        found[key] += part


def _is_firm(section: Section, key: str) -> bool:
    return section.list_fields[key].kind.name in FIRM_KINDS


def _state_key(section_key: str) -> str:
    return f"columns.{section_key}"


def _widths(found: Any, section: Section) -> dict[str, int]:
    if not isinstance(found, dict):
        return {}
    return {
        key: min(max(width, NARROWEST), WIDEST)
        for key, width in found.items()
        if key in section.list_fields and isinstance(width, int)
    }
