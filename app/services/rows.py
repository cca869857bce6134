"""What a list asks for and what it shows: query, row, texts of the cells. Imports no SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from app.blueprint.conditions import NOTHING, Conditions
from app.blueprint.context import Context
from app.blueprint.section import Section, Standing


@dataclass(frozen=True)
class ListQuery:
    """Which records, in which order. ``group`` means its subgroups too; no ``sort`` is the section's.

    ``grouped_by`` is a field whose values part the list; who does not show groups leaves it alone.
    """

    section: str
    text: str = ""
    group: str | None = None
    flag: str | None = None
    tag: str | None = None
    conditions: Conditions = NOTHING
    sort: str = ""
    is_descending: bool | None = None
    grouped_by: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list; ``cells`` are parallel to the asked columns; a deleted record has no uid.

    ``standing`` says whether its time has passed while it is open, or it is open no longer.
    """

    id: int
    uid: str
    title: str
    flag: str | None
    cells: tuple[str, ...]
    standing: Standing = ""


class Shown(Protocol):
    """What a list needs of a field: its stored columns, and the text of their values."""

    @property
    def list_columns(self) -> Sequence[str]: ...

    def list_text(self, columns: tuple[Any, ...], context: Context) -> str: ...


F = TypeVar("F", bound=Shown)


def list_row(
    record_id: int, row: Any, fields: Sequence[Shown], context: Context, section: Section
) -> ListRow:
    """The row from its stored columns: id, uid, title, flag, those of the fields, then of the standing."""
    if row is None:
        return ListRow(record_id, "", "", None, ("",) * len(fields))
    cells = tuple(
        "" if values[0] is None else field.list_text(values, context)
        for field, values in stored_values(row, fields)
    )
    standing: Standing = ""
    if section.standing_columns:
        place = 4 + sum(len(field.list_columns) for field in fields)
        standing = section.standing_of(row[place:], context.today)
    return ListRow(row[0], row[1], row[2], row[3], cells, standing)


def stored_values(row: Any, fields: Sequence[F]) -> Iterator[tuple[F, tuple[Any, ...]]]:
    """Each field with its stored values: the columns follow id, uid, title and flag."""
    place = 4
    for field in fields:
        width = len(field.list_columns)
        yield field, tuple(row[place : place + width])
        place += width
