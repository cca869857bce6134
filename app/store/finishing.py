"""What the program fills in when a record is finished, and takes back when it is opened again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.blueprint.context import Context, Values
from app.blueprint.section import Entity, Finish, Section
from app.store.journal import filled_in


def finished(entity: Entity, old: Values, new: Values, context: Context) -> Values:
    """What is to be filled in when these new values finish a record that had the old ones."""
    rule = entity.finish if isinstance(entity, Section) else None
    if rule is None or not _becomes(rule, old, new):
        return {}
    wanted = dict(rule.sets)
    if old.get(rule.at) is None:
        wanted[rule.at] = entity.by_key[rule.at].kind.parse(context.now, context)
    return {key: value for key, value in wanted.items() if not _is_given(key, old, new)}


def reopened(connection: Connection, entity: Entity, uid: str, old: Values, new: Values) -> Values:
    """What gets back its earlier value when these new values open a finished record again."""
    rule = entity.finish if isinstance(entity, Section) else None
    if rule is None or not _becomes(rule, {**old, **new}, old):
        return {}
    keys = [key for key in (rule.at, *dict(rule.sets)) if not _is_given(key, old, new)]
    return filled_in(connection, uid, keys)


def _becomes(rule: Finish, old: Values, new: Values) -> bool:
    return new.get(rule.field) == rule.value != old.get(rule.field)


def _is_given(key: str, old: Values, new: Values) -> Any:
    return key in new and new[key] != old.get(key)
