"""Columns of a section's list: which, in what order, how wide, sorted by what - remembered per section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.blueprint.section import Section
from app.core.settings import State

TITLE = "title"
FLAG_WIDTH = 30
NARROWEST = 48
WIDEST = 1200
NO_COLUMN = ("image",)
"""Kinds that say nothing in a cell of a list; the picture stands beside the title already."""


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

    def with_new(self, key: str) -> ColumnChoice:
        """With a column beside the title, where it is seen without scrolling and filled in."""
        if key in self.keys:
            return self
        place = self.keys.index(TITLE) + 1
        return replace(self, keys=(*self.keys[:place], key, *self.keys[place:]))

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
