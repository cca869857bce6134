"""Columns of an export: what a record says in cells, so that an import reads the same out of them.

A single value is one column. Rows are spread: one column for each kind of phone or e-mail that is used,
one for each part of an address, a job or a bank account; a second row of the same kind has its own columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.dates import Appointment, DateOrTime, PartialDate
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.blueprint.rows import ContactPoints, Groups, References, Rows
from app.blueprint.section import STAMPS, Section
from app.core.errors import UsageError
from app.core.texts import _
from app.services.exchange import points
from app.services.exchange.mapping import near
from app.services.exchange.targets import TYPE, Target, is_importable, singular, targets_of

if TYPE_CHECKING:
    from app.services.library import Library

Place = tuple[str, int]
"""Key of a column and its ordinal (2 for the second address)."""

Texts = dict[Place, Any]
"""JSON-native contents of a record's cells."""


@dataclass(frozen=True)
class Column:
    """A column: its place, heading and kind."""

    place: Place
    heading: str
    kind: Kind


class Spreader:
    """Spreads records of a section over columns; knows afterwards which columns are used."""

    def __init__(self, library: Library, section: Section, columns: Sequence[str] | None) -> None:
        self._section, self._context = section, library.context()
        self._targets = targets_of(section, None, self._context)
        self._order = {key: place for place, key in enumerate(self._targets)}
        self._paths = library.groups.paths(section.key)
        self._fields = (
            self._chosen(columns) if columns else [each for each in section.stored if is_importable(each)]
        )
        self._single = {target.key for key in columns or () if (target := self._target_only(key)) is not None}
        self._used: dict[Place, None] = {}
        self._by_row = self._targets_by_row()

    def _targets_by_row(self) -> dict[str, dict[str, list[Target]]]:
        """Targets of fields of rows by field and type."""
        found: dict[str, dict[str, list[Target]]] = {}
        for target in self._targets.values():
            if target.part == TYPE:
                continue  # the headings say it
            found.setdefault(target.field.key, {}).setdefault(target.type, []).append(target)
        return found

    def _chosen(self, columns: Sequence[str]) -> list[Field]:
        return [self._field(key.strip()) for key in columns]

    def _field(self, key: str) -> Field:
        known = {**self._section.by_key, **{each.key: each for each in STAMPS}}
        found = known.get(key) or (self._targets[key].field if key in self._targets else None)
        if found is None:
            names = ", ".join(near(key, [*known, *self._targets]))
            raise UsageError(
                _("There is no column “{name}”; near it are: {fields}.").format(name=key, fields=names)
            )
        return found

    def _target_only(self, key: str) -> Target | None:
        return self._targets.get(key.strip()) if key.strip() not in self._section.by_key else None

    @property
    def steps(self) -> list[str]:
        """Keys of asked fields that only lists know: the next step of a record."""
        return [each.key for each in self._fields if each.nearest]

    def spread(self, values: Values, context: Context) -> Texts:
        """The contents of a record by column."""
        texts: Texts = {}
        for field in self._fields:
            for place, value in self._of_field(field, values, context):
                if value not in (None, "") and (not self._single or self._is_asked(field, place[0])):
                    texts[place] = value
        self._used.update(dict.fromkeys(texts))
        return texts

    def _is_asked(self, field: Field, key: str) -> bool:
        return key in self._single or not any(
            self._targets[each].field.key == field.key for each in self._single
        )

    def _of_field(self, field: Field, values: Values, context: Context) -> Iterable[tuple[Place, Any]]:
        value, kind = values.get(field.key), field.kind
        if field.nearest:
            return [((field.key, 1), value)]  # in words already
        if isinstance(kind, ContactPoints):
            return self._points(singular(field), value or ())
        if isinstance(kind, Rows):
            return self._rows(field, kind, value or (), context)
        return [((field.key, 1), self._text(kind, value, context))]

    def _points(self, one: str, rows: Iterable[Values]) -> Iterable[tuple[Place, Any]]:
        by_key: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            key = f"{one}.{row.get('type', '')}"
            known = key if key in self._targets else one  # a type may have left its list since
            by_key.setdefault(known, []).append((row.get("value", ""), row.get("label", "")))
        return [((key, 1), points.joined(values)) for key, values in by_key.items()]

    def _text(self, kind: Kind, value: Any, context: Context) -> Any:
        if value is None:
            return None
        if isinstance(kind, Groups):
            return "; ".join(self._paths.get(uid, "") for uid in value)
        if isinstance(kind, References):
            return "; ".join(context.title_of(uid) for uid in value)
        if kind.is_numeric:
            return kind.cell(value, context)
        if isinstance(kind, (DateOrTime, PartialDate)):
            return value
        return kind.show(value, context)

    def _rows(
        self, field: Field, kind: Rows, rows: Iterable[Values], context: Context
    ) -> Iterable[tuple[Place, Any]]:
        counts: dict[str, int] = {}
        for row in rows:
            type_key = row.get("type", "")
            ordinal = counts[type_key] = counts.get(type_key, 0) + 1
            by_type = self._by_row[field.key]
            for target in by_type.get(type_key) or by_type[""]:
                if target.part in row:
                    yield (target.key, ordinal), self._text(target.kind, row[target.part], context)

    def columns(self) -> list[Column]:
        """Columns for all that was spread, in the order of the card; asked ones also when empty."""
        found: list[Column] = []
        for field in self._fields:
            used = [place for place in self._used if self._belongs(place, field)]
            types = list(dict.fromkeys(self._type_of(place) for place in used))
            used.sort(
                key=lambda place: (types.index(self._type_of(place)), place[1], self._order.get(place[0], 0))
            )
            if not used and self._single:
                used = [(key, 1) for key in self._single if self._targets[key].field.key == field.key]
            found += [self._column(place, field) for place in used or self._empty(field)]
        return _unique_headings(found)

    def _belongs(self, place: Place, field: Field) -> bool:
        if isinstance(field.kind, Rows):
            return place[0] in self._targets and self._targets[place[0]].field.key == field.key
        return place[0] == field.key

    def _type_of(self, place: Place) -> str:
        target = self._targets.get(place[0])
        return target.type if target else ""

    def _empty(self, field: Field) -> list[Place]:
        """Even an empty export has a column for the field."""
        if not isinstance(field.kind, Rows):
            return [(field.key, 1)]
        return [(singular(field), 1)] if singular(field) in self._targets else []

    def _column(self, place: Place, field: Field) -> Column:
        target = self._targets.get(place[0])
        if target is None or not isinstance(field.kind, Rows):
            return Column(place, _(field.label), field.kind)
        return Column(place, target.heading(_, place[1]), target.kind)


def _unique_headings(columns: Iterable[Column]) -> list[Column]:
    taken: dict[str, int] = {}
    found: list[Column] = []
    for each in columns:
        count = taken[each.heading] = taken.get(each.heading, 0) + 1
        found.append(each if count == 1 else Column(each.place, f"{each.heading} ({count})", each.kind))
    return found


def is_dated(kind: Kind) -> bool:
    """Are its values moments or days, whose cells are no texts?"""
    return isinstance(kind, (DateOrTime, PartialDate))


def cell_of(kind: Kind, text: Any, context: Context) -> Any:
    """The cell for JSON-native content: figures and dates as such, partial dates as people write them."""
    if not isinstance(text, str) or not is_dated(kind):
        return text
    if isinstance(kind, Appointment) and not text.endswith(f"[{context.zone}]"):
        return text  # another zone than here: the text says which
    plain = text.split("[")[0]
    if re.fullmatch(r"--\d\d-\d\d", plain):
        return f"{plain[5:7]}.{plain[2:4]}."
    if re.fullmatch(r"\d{4}-\d\d", plain):
        return f"{plain[5:7]}.{plain[:4]}"
    try:
        return datetime.fromisoformat(plain) if "T" in plain else date.fromisoformat(plain)
    except ValueError:
        return text
