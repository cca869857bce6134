"""Synchronised address books and what both sides had the last time.

The items are not journalled: they are what the program and a server agreed on, not what the user wrote. So an
undo changes records and not them, and what was undone is seen as a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from app.models.tables import METADATA
from app.store.ids import chunks

_account = METADATA.tables["sync_account"]
_item = METADATA.tables["sync_item"]


def accounts(connection: Connection) -> list[dict[str, Any]]:
    """Every account by name."""
    query = select(_account).order_by(_account.c.name, _account.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def items(connection: Connection, account: str) -> list[dict[str, Any]]:
    """What an account had the last time."""
    query = select(_item).where(_item.c.account == account).order_by(_item.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def states(connection: Connection, account: str) -> dict[str, tuple[str, str]]:
    """Record and state by place, to see whether somebody else synchronised in between."""
    columns = (_item.c.href, _item.c.record, _item.c.etag)
    rows = connection.execute(select(*columns).where(_item.c.account == account))
    return {row[0]: (row[1], row[2]) for row in rows}


def last_times(connection: Connection) -> dict[str, str]:
    """When each account was synchronised last."""
    query = select(_item.c.account, func.max(_item.c.synced_at)).group_by(_item.c.account)
    return {row[0]: row[1] for row in connection.execute(query)}


def put(connection: Connection, account: str, rows: Iterable[dict[str, Any]]) -> None:
    """Keep items; one with an ``id`` in the place of itself, others in the place of what had their place."""
    known, new = list[dict[str, Any]](), list[dict[str, Any]]()
    for row in rows:
        (known if row.get("id") else new).append({**row, "account": account})
    for chunk in chunks([row["href"] for row in new]):
        connection.execute(delete(_item).where(_item.c.account == account, _item.c.href.in_(chunk)))
    if new:
        connection.execute(insert(_item), [{key: row[key] for key in row if key != "id"} for row in new])
    if known:
        columns = [each.name for each in _item.c if each.name != "id"]
        query = update(_item).where(_item.c.id == bindparam("this"))
        query = query.values({name: bindparam(f"new_{name}") for name in columns})
        connection.execute(
            query, [{"this": row["id"], **{f"new_{name}": row[name] for name in columns}} for row in known]
        )


def drop(connection: Connection, ids: Sequence[int]) -> None:
    """Forget items."""
    for chunk in chunks(ids):
        connection.execute(delete(_item).where(_item.c.id.in_(chunk)))


def drop_account(connection: Connection, account: str) -> None:
    """Forget everything an account had."""
    connection.execute(delete(_item).where(_item.c.account == account))
