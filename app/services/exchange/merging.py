"""What a row adds to a record that is there already: empty cells leave things as they are, lists grow."""

from __future__ import annotations

from typing import Any

from app.blueprint.context import Context, Values
from app.blueprint.kept import KeptLines
from app.blueprint.kinds import Kind
from app.blueprint.rows import ContactPoints, Rows
from app.blueprint.section import Section


def differences(section: Section, old: Values, new: Values, context: Context) -> Values:
    """The fields that change when a row is laid over a record."""
    found: Values = {}
    for key, value in new.items():
        kind = section.by_key[key].kind
        merged = _merged(kind, old.get(key), value, context)
        if kind.normal(merged) != kind.normal(old.get(key)):
            found[key] = merged
    return found


def _merged(kind: Kind, old: Any, new: Any, context: Context) -> Any:
    if isinstance(kind, KeptLines):
        return new  # the card as it is now; what it said before is gone from it
    if isinstance(kind, Rows):
        return _merged_rows(kind, list(old or ()), new, context)
    if kind.is_rows:
        return list(dict.fromkeys([*(old or ()), *new]))
    return new


def _merged_rows(kind: Rows, old: list[Values], new: list[Values], context: Context) -> list[Values]:
    rows = [dict(row) for row in old]
    for row in new:
        same = [i for i, each in enumerate(rows) if _is_same(kind, each, row, context)]
        place = next((i for i in same if rows[i].get("type") == row.get("type")), same[0] if same else None)
        if place is None:
            rows.append(row)
        elif isinstance(kind, ContactPoints):
            rows[place] = {**row, **rows[place]}  # the number as it was typed first stays
        else:
            rows[place] = {**rows[place], **row}
    return rows


def _is_same(kind: Rows, one: Values, other: Values, context: Context) -> bool:
    """Points by comparable key, jobs and accounts by organization and number, addresses by type."""
    types = {one.get("type"), other.get("type")}
    if isinstance(kind, ContactPoints):  # a number may be a phone and a fax, each with its row
        return (len(types) == 1 or None in types) and kind.key_of(one, context) == kind.key_of(other, context)
    if len(types) > 1:
        return False
    first, second = one.get(kind.main), other.get(kind.main)
    return first == second or first is None or second is None
