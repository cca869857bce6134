"""The words of a synchronisation: a record and its card, and what is to become of them on both sides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.services.sync.accounts import Account

if TYPE_CHECKING:
    from app.services.library import Record

ADD, CHANGE, DELETE = "add", "change", "delete"

MANY, MANY_PART = 5, 10
"""Deletions are asked for from so many on, if they are at least the tenth part of what is synchronised."""


@dataclass(frozen=True)
class Heard:
    """What a card says: values with the names of groups and organizations, and what it says of itself."""

    values: Values = field(default_factory=dict)
    title: str = ""
    uid: str = ""
    revised: str = ""
    """Its own stamp (REV) in digits, as far as they go; empty if it has none."""
    version: str = "3.0"
    pictures: dict[str, bytes] = field(default_factory=dict)
    problem: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class Known:
    """What both sides had the last time. What they said is only read where one of them has changed."""

    id: int
    record: str
    href: str
    etag: str
    card: str
    version: str
    hash: str
    heard_text: str
    said_text: str | None
    named: Callable[[Values], Values] = field(compare=False)
    """Marks what are names of groups and organizations."""

    @classmethod
    def of(cls, row: Mapping[str, Any], named: Callable[[Values], Values]) -> Known:
        """An item as it is stored."""
        return cls(
            row["id"], row["record"], row["href"], row["etag"], row["card"], row["version"], row["hash"],
            row["heard"], row["said"], named,
        )  # fmt: skip

    @cached_property
    def heard(self) -> Values:
        """What the card said."""
        return self.named(from_json(self.heard_text))

    @cached_property
    def said(self) -> Values:
        """What the record said."""
        return self.heard if self.said_text is None else self.named(from_json(self.said_text))


@dataclass(frozen=True)
class Local:
    """A record: what it says, or None where it says what it said the last time."""

    record: Record
    hash: str
    said: Values | None = None
    is_in_scope: bool = True
    problem: str = ""
    """Why it cannot be written as a card."""


@dataclass(frozen=True)
class Remote:
    """A card on the server: what it says, or None where it is what it was the last time."""

    href: str
    etag: str
    heard: Heard | None = None


@dataclass(frozen=True)
class Pair:
    """A record and its card; without a ``known`` they meet for the first time."""

    known: Known | None = None
    local: Local | None = None
    remote: Remote | None = None

    @property
    def is_quiet(self) -> bool:
        """Do both say what they said the last time?"""
        is_here = self.local is not None and self.local.said is None
        return is_here and self.remote is not None and self.remote.heard is None

    @property
    def key(self) -> str:
        """By what the user's decision is kept."""
        if self.known is not None:
            return self.known.record
        return self.local.record.uid if self.local is not None else self.remote.href if self.remote else ""


@dataclass(frozen=True)
class Difference:
    """A field that both sides changed, with what each side has."""

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Step:
    """What is to become of a pair. ``here`` and ``there`` are what is done on the two sides, with the fields.

    ``values`` are the fields that change here (None empties one). A conflict does nothing until it is
    decided; ``differences`` are its fields, none where one side deleted what the other changed.
    """

    pair: Pair
    title: str
    here: str = ""
    there: str = ""
    fields_here: tuple[str, ...] = ()
    fields_there: tuple[str, ...] = ()
    values: Values = field(default_factory=dict)
    is_conflict: bool = False
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    is_forgotten: bool = False
    """Both sides have nothing of it any more."""

    @property
    def key(self) -> str:
        """By what the user's decision is kept."""
        return self.pair.key

    @property
    def is_shown(self) -> bool:
        """Is there anything that a user would notice?"""
        return bool(self.here or self.there or self.is_conflict or self.problem)


@dataclass(frozen=True)
class Plan:
    """What a synchronisation will do; nothing was written yet."""

    account: Account
    steps: tuple[Step, ...]
    known: int
    """How many pairs were synchronised before."""
    decisions: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Step]:
        """The steps that a user would notice."""
        return [each for each in self.steps if each.is_shown]

    @property
    def conflicts(self) -> list[Step]:
        """What waits for a decision."""
        return [each for each in self.steps if each.is_conflict]

    @property
    def problems(self) -> list[Step]:
        """What cannot be synchronised, and why."""
        return [each for each in self.steps if each.problem]

    def count(self, side: str, act: str) -> int:
        """How many are added, changed or deleted ``here`` or ``there``."""
        return sum(getattr(each, side) == act for each in self.steps)

    @property
    def is_empty(self) -> bool:
        """Is there nothing to write on either side?"""
        return not any(each.here or each.there for each in self.steps)

    def many_deletions(self) -> dict[str, int]:
        """Sides on which so much is to be deleted that it is asked for first, with how many."""
        found = {side: self.count(side, DELETE) for side in ("here", "there")}
        return {side: number for side, number in found.items() if is_many(number, self.known)}


def is_many(deleted: int, known: int) -> bool:
    """Is it so much that it may be a mistake: all of several, or many and a tenth of all?"""
    return (deleted > 1 and deleted >= known) or (deleted >= MANY and deleted * MANY_PART >= known)


def by_record(known: Iterable[Known]) -> dict[str, Known]:
    """What was known, by record."""
    return {each.record: each for each in known}


def to_json(values: Values) -> str:
    """Values as they are kept."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)


def from_json(text: str | None) -> Values:
    """Kept values."""
    found: Any = json.loads(text or "{}")
    return dict(found)
