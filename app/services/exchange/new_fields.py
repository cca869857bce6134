"""Columns without a target that become fields of the user's own, in the same operation as their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.own import KINDS, Definition
from app.blueprint.section import Section
from app.core.errors import UsageError
from app.core.texts import _
from app.services.exchange.headers import is_blank
from app.services.exchange.mapping import column_named
from app.services.exchange.shapes import guessed_kind
from app.services.exchange.tables import Table

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch
    from app.services.library import Library

NEW = "new"
"""In place of a field: make one of the column; after a colon the kind, else it is guessed."""

KINDS_OF_COLUMNS = tuple(key for key in KINDS if key not in ("reference", "image"))
"""Kinds that a column may become: those whose values stand in cells."""


@dataclass(frozen=True)
class NewFields:
    """Fields to be made: their definitions by heading, the section with them, the mapping to them."""

    definitions: Mapping[str, Definition]
    section: Section
    mapping: Mapping[str, str]

    def marked(self, matches: Sequence[ColumnMatch]) -> tuple[ColumnMatch, ...]:
        """The matches, each telling the kind of the field that is made for it."""
        kinds = {header: each.kind or "" for header, each in self.definitions.items()}
        return tuple(replace(each, new_kind=kinds.get(each.header, "")) for each in matches)


def is_new(target: str) -> bool:
    """Does the word ask for a field that is made for the column?"""
    return target.strip() == NEW or target.strip().startswith(f"{NEW}:")


def planned_fields(library: Library, section: Section, table: Table, mapping: Mapping[str, str]) -> NewFields:
    """What the mapping wants made. UsageError for an unknown kind or column, UserError for a taken name."""
    found: dict[str, Definition] = {}
    rest = {column: target for column, target in mapping.items() if not is_new(target)}
    for column, target in mapping.items():
        if is_new(target):
            header = column_named(table.headers, column)
            kind = _kind(target) or guessed_kind(_values(table, header), library.context())
            taken = [each.key for each in found.values()]
            found[header] = library.fields.planned(section.key, header, kind, taken)
            rest[header] = found[header].key
    if not found:
        return NewFields({}, section, rest)
    registry = library.registry.with_own((*library.registry.definitions, *found.values()))
    return NewFields(found, registry.section(section.key), rest)


def _kind(target: str) -> str:
    kind = target.partition(":")[2].strip()
    if kind and kind not in KINDS_OF_COLUMNS:
        raise UsageError(
            _("“{kind}” is no kind of field; the kinds are: {kinds}.").format(
                kind=kind, kinds=", ".join(KINDS_OF_COLUMNS)
            )
        )
    return kind


def _values(table: Table, header: str) -> list[Any]:
    place = list(table.headers).index(header)
    return [row[place] for row in table.sample() if place < len(row) and not is_blank(row[place])]
