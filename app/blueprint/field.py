"""Field: a named value of a section, declared once; list, card, search, import, export, letters follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.blueprint.context import Context, Values
from app.blueprint.kinds import Kind
from app.blueprint.readings import Mirror
from app.blueprint.rows import Reference


@dataclass(frozen=True)
class Nearest:
    """Where the value of a "next step" comes from: the first open record of ``section`` that points here.

    ``via`` are the pointing fields, ``when`` the field that orders, ``only`` the (field, value) that makes
    it count, ``keep`` the fields kept beside ``when``.
    """

    section: str
    via: tuple[str, ...]
    when: str
    only: tuple[str, str]
    keep: tuple[str, ...]
    is_last: bool = False
    """Is it the last one instead, that which was?"""


@dataclass(frozen=True)
class Field:
    """A named value of a section.

    Stored fields have a column in the section's table, or rows in the table of their kind. Derived fields
    have a column too, but are written by the program from the other values (``derived``), for lists.
    Computed fields have none and are made when shown (``computed`` from the columns in ``shown_from``).
    """

    key: str
    label: str
    kind: Kind
    group: str = "main"
    column: str = ""
    sort: str = ""
    derived: Callable[[Values, Context], Any] | None = None
    computed: Callable[[Values, Context], Any] | None = None
    shown_from: tuple[str, ...] = ()
    nearest: Nearest | None = None
    is_required: bool = False
    default: Any = None
    is_searched: bool = True
    is_shared: bool = False
    is_own: bool = False
    is_hidden: bool = False
    is_name: bool = False
    """Is it a person's name, which looks wrong in capitals alone?"""
    width: int = 130
    hint: str = ""
    names: tuple[str, ...] = ()
    carried_as: str = ""
    """The property of a vCard or of an iCalendar entry that carries the value; ``N.2`` is its second part."""

    @cached_property
    def is_stored(self) -> bool:
        """Does the user's own value stand behind it (and in the journal, in a dump, on the card)?"""
        return not (self.derived or self.computed or self.nearest or isinstance(self.kind, Mirror))

    @cached_property
    def column_name(self) -> str:
        """Column in the section's table; empty for lists, computed fields and mirrors."""
        if self.kind.is_rows or self.computed or isinstance(self.kind, Mirror) or self.nearest:
            return ""
        if self.column:
            return self.column
        return f"{self.key}_id" if isinstance(self.kind, Reference) else self.key

    @cached_property
    def list_columns(self) -> tuple[str, ...]:
        """Columns from which a list shows the field; empty if it cannot be a column of the table."""
        if self.shown_from:
            return self.shown_from
        if not self.column_name or isinstance(self.kind, Reference):
            return ()
        return (self.column_name,)

    @cached_property
    def sort_column(self) -> str:
        """Column by which a list is sorted on this field."""
        if self.sort or not self.list_columns:
            return self.sort
        is_keyed = self.kind.has_sort_key and bool(self.column_name)
        return f"{self.column_name}_key" if is_keyed else self.list_columns[0]

    @property
    def has_key_column(self) -> bool:
        """Does a column of its own, made from the value, keep the order?"""
        return bool(self.column_name and self.sort_column) and self.sort_column != self.column_name

    def list_text(self, columns: tuple[Any, ...], context: Context) -> str:
        """What a list shows, from the values of ``list_columns``."""
        if self.computed:
            return self.kind.show(
                self.computed(dict(zip(self.shown_from, columns, strict=True)), context), context
            )
        if self.nearest:
            return self.kind.show(columns, context)
        value = columns[0]
        if self.kind.name == "choices" and isinstance(value, str):
            import json

            value = json.loads(value)
        return self.kind.show(value, context)
