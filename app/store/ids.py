"""Internal ids: each section has a range of its own in the one id space, so an index range is a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Connection, func, select

from app.models.base import RecordId

T = TypeVar("T")

SHIFT = 40
"""A section has room for 2**40 ids."""

CHUNK = 500
"""How many values one IN list takes."""


def first_id(number: int) -> int:
    """Lowest id of the section with that number."""
    return number << SHIFT


def last_id(number: int) -> int:
    """Highest id of the section with that number."""
    return (number + 1 << SHIFT) - 1


def number_of(record_id: int) -> int:
    """Number of the section an id belongs to."""
    return record_id >> SHIFT


def next_id(connection: Connection, number: int) -> int:
    """The first id of the section that is free at the end of its range."""
    column = RecordId.id
    low, high = first_id(number), last_id(number)
    newest = connection.scalar(select(func.max(column)).where(column.between(low, high)))
    return low + 1 if newest is None else newest + 1


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterable[Sequence[T]]:
    """The values in pieces that fit an IN list."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def ids_of(connection: Connection, uids: Iterable[str]) -> dict[str, int]:
    """Internal ids of the uids that exist."""
    found: dict[str, int] = {}
    for chunk in chunks(list(dict.fromkeys(uids))):
        rows = connection.execute(select(RecordId.uid, RecordId.id).where(RecordId.uid.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found


def uids_of(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Uids of the internal ids that exist."""
    found: dict[int, str] = {}
    for chunk in chunks(list(dict.fromkeys(ids))):
        rows = connection.execute(select(RecordId.id, RecordId.uid).where(RecordId.id.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found
