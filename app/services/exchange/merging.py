"""What a row adds to a record that is there already: lists grow, empty cells leave things as they are unless
they are said to clear them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.blueprint.context import Context, Values
from app.blueprint.kept import KeptLines
from app.blueprint.kinds import Kind
from app.blueprint.rows import ContactPoints, Groups, Rows
from app.blueprint.section import Section
from app.services.exchange.targets import FULL_NAME, Target


def differences(
    section: Section,
    old: Values,
    new: Values,
    context: Context,
    *,
    is_filling: bool = False,
    emptied: Sequence[Target] = (),
) -> Values:
    """The fields that change when a row is laid over a record.

    ``is_filling``: what the record has stays, only what it lacks is added. ``emptied`` are targets of which
    the row says that there is nothing.
    """
    found: Values = {}
    for key, value in new.items():
        kind = section.by_key[key].kind
        merged = _filled(kind, old.get(key), value, context) if is_filling else None
        if not is_filling:
            merged = _merged(kind, old.get(key), value, context)
        if kind.normal(merged) != kind.normal(old.get(key)):
            found[key] = merged
    for target in emptied:
        _clear(target, old, new, found)
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
        place = _place(kind, rows, row, context)
        if place is None:
            rows.append(row)
        elif isinstance(kind, ContactPoints):
            rows[place] = {**row, **rows[place]}  # the number as it was typed first stays
        else:
            rows[place] = {**rows[place], **row}
    return rows


def _filled(kind: Kind, old: Any, new: Any, context: Context) -> Any:
    if isinstance(kind, Rows):
        return _filled_rows(kind, list(old or ()), new, context)
    if isinstance(kind, Groups):
        return list(dict.fromkeys([*(old or ()), *new]))
    return new if old in (None, "", []) else old


def _filled_rows(kind: Rows, old: list[Values], new: list[Values], context: Context) -> list[Values]:
    """Parts that a row of the record lacks, and rows of a type of which it has none."""
    rows = [dict(row) for row in old]
    for row in new:
        place = _place(kind, rows, row, context)
        if place is not None:
            rows[place] = {**row, **rows[place]}
        elif row.get("type") not in {each.get("type") for each in old} and (row.get("type") or not old):
            rows.append(row)
    return rows


def _place(kind: Rows, rows: list[Values], row: Values, context: Context) -> int | None:
    """Where the same row stands already, best with the same type."""
    same = [i for i, each in enumerate(rows) if _is_same(kind, each, row, context)]
    exact = (i for i in same if rows[i].get("type") == row.get("type"))
    return next(exact, same[0] if same else None)


def _is_same(kind: Rows, one: Values, other: Values, context: Context) -> bool:
    """Points by comparable key, jobs and accounts by organization and number, addresses by type."""
    types = {one.get("type"), other.get("type")}
    if isinstance(kind, ContactPoints):  # a number may be a phone and a fax, each with its row
        return (len(types) == 1 or None in types) and kind.key_of(one, context) == kind.key_of(other, context)
    if len(types) > 1:
        return False
    first, second = one.get(kind.main), other.get(kind.main)
    return first == second or first is None or second is None


def _clear(target: Target, old: Values, new: Values, found: Values) -> None:
    """Take away what an empty cell stands for: a value, or a part of the rows of its type."""
    key, kind = target.field.key, target.field.kind
    if target.section or target.key == FULL_NAME or old.get(key) in (None, []):
        return
    if not isinstance(kind, Rows):
        if key not in new:
            found[key] = None
        return
    said = [row for row in new.get(key, ()) if not target.type or row.get("type") == target.type]
    if any(target.part in row for row in said):
        return
    rows = [
        {part: each for part, each in row.items() if part != target.part}
        if not target.type or row.get("type") == target.type
        else row
        for row in found.get(key) or old[key]
    ]
    found[key] = [row for row in rows if kind.has_content(row)] or None
