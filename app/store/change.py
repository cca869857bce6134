"""What shall become of stored things, and what became of them: the words of a unit of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.house import FIELD
from app.blueprint.section import Entity
from app.core.errors import UserError
from app.core.texts import _
from app.store.records import STAMP_COLUMNS

BATCH = 2_000
"""Changes that are written together."""

CREATE, EDIT, DELETE = "create", "edit", "delete"

FILLED = "_filled"
"""In what was before a change: keys of the fields that the program filled in with it."""


@dataclass(frozen=True)
class Change:
    """What shall become of one stored thing: ``values`` None deletes it; an unknown uid creates it; else the
    given fields change (a value of None empties a field). ``stamps`` restores who wrote it when; with a
    ``version`` the thing must still be there in that version; ``aside`` gives back what columns hold
    that fields of another kind have left behind."""

    entity: str
    uid: str
    values: Values | None
    stamps: dict[str, str] | None = None
    version: int | None = None
    aside: Values | None = None


@dataclass
class Touched:
    """What a unit did, by entity."""

    uids: dict[str, set[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    title: str = ""

    @property
    def count(self) -> int:
        """Changes of everything."""
        return self.counts.total()

    def count_of(self, entity: str | None) -> int:
        """Changes of one entity, of everything if that one was not touched: what a user would count."""
        return self.counts.get(entity or "", 0) or self.count

    def add(self, entity: str, uid: str) -> None:
        """Remember one changed thing."""
        self.uids.setdefault(entity, set()).add(uid)


def batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Pieces in which no uid stands twice; deletions stand apart from the rest, so that the order holds,
    and so do definitions of fields, which what comes after them may use."""
    batch: list[Change] = []
    seen: set[str] = set()
    for change in changes:
        is_turn = bool(batch) and _sort_of(batch[-1]) != _sort_of(change)
        if len(batch) >= BATCH or change.uid in seen or is_turn:
            yield batch
            batch, seen = [], set()
        batch.append(change)
        seen.add(change.uid)
    if batch:
        yield batch


def _sort_of(change: Change) -> tuple[bool, bool]:
    return change.values is None, change.entity == FIELD.key


def normal_values(
    entity: Entity, values: Values, keep_empty: bool = False, is_verified: bool = True
) -> Values:
    """Only known stored fields, each in its normal form; empty ones dropped unless they empty a field.

    UserError if a value is none of its kind; what the journal gives back was stored before and is taken
    as it is.
    """
    found: Values = {}
    fields = entity.writable
    for key, value in values.items():
        each = fields.get(key)
        if each is None:
            raise KeyError(f"{entity.key} has no stored field {key!r}")
        kind = each.kind
        try:
            normal = kind.normal(value)
        except (ValueError, TypeError):
            if is_verified:
                raise
            continue  # the field is of another kind by now than it was when the journal kept the value
        if is_verified and normal is not None and kind.is_verified:
            _verify(each, normal)
        if normal is not None or keep_empty:
            found[key] = normal
    return found


def _verify(field: Field, value: Any) -> None:
    try:
        field.kind.verify(value)
    except ValueError as error:
        raise UserError(f"{_(field.label)}: {error}") from error


def restored(before: Values) -> tuple[Values, dict[str, str]]:
    """The values and the stamps of a journalled state."""
    values = {key: value for key, value in before.items() if not key.startswith("_")}
    stamps = {key: before[f"_{key}"] for key in STAMP_COLUMNS if f"_{key}" in before}
    return values, stamps


ASIDE = "_aside."
"""Begins the name of a column, in a journalled state, that a field left behind when its kind was changed."""


def set_aside(before: Values) -> Values:
    """What a journalled state keeps of such columns."""
    return {key.removeprefix(ASIDE): value for key, value in before.items() if key.startswith(ASIDE)}
