"""Sketches made: of what stands in a card, and of stored records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.section import Section
from app.core.folding import fold, sort_key
from app.services.sketches import Sketch
from app.store import duplicates as store


class Sketcher:
    """Makes what is compared of records and of values."""

    def __init__(self, section: Section, context: Context) -> None:
        self.section, self._context = section, context
        self._beside = [each for each in section.compared if each.key != "title" and each.column_name]
        self._codes = [each for each in section.exact_signs if not store.is_point(each)]
        self._points = [each.key for each in section.exact_signs if store.is_point(each)]

    def of_values(self, uid: str, values: Values) -> Sketch:
        """Of what stands in a card."""
        section, context = self.section, self._context
        order = (section.sort_of or section.title_of)(values, context)
        exact = ((each.key, each.kind.signs(values.get(each.key), context)) for each in section.exact_signs)
        signs = {key: frozenset(found) for key, found in exact}
        texts = {each.key: _text(each, _value(each, values, context)) for each in self._beside}
        return Sketch(uid, section.title_of(values, context), sort_key(order), signs, texts)

    def of_ids(
        self, connection: Connection, ids: Sequence[int], *, with_points: bool = False
    ) -> dict[int, Sketch]:
        """Of stored records, by internal id; their phones and e-mails only where they are asked for."""
        found = store.rows(connection, self.section, ids, [*self._codes, *self._beside])
        signs: dict[int, dict[str, set[str]]] = {}
        if with_points:
            for record_id, field, key in store.points(connection, ids, self._points):
                if self.section.by_key[field].kind.is_sign(key):
                    signs.setdefault(record_id, {}).setdefault(field, set()).add(key)
        return {record_id: self._sketch(row, signs.get(record_id, {})) for record_id, row in found.items()}

    def _sketch(self, row: Any, signs: Mapping[str, set[str]]) -> Sketch:
        values = list(row[4:])
        own = {
            each.key: frozenset(each.kind.signs(value, self._context))
            for each, value in zip(self._codes, values, strict=False)
        }
        own |= {key: frozenset(found) for key, found in signs.items()}
        beside = zip(self._beside, values[len(self._codes) :], strict=True)
        texts = {each.key: _text(each, value) for each, value in beside if value}
        return Sketch(row[1], row[2], row[3], own, texts)


def _value(field: Field, values: Values, context: Context) -> Any:
    return field.derived(values, context) if field.derived else values.get(field.key)


def _text(field: Field, value: Any) -> str:
    return (fold(value) if field.has_key_column else str(value)) if value else ""
