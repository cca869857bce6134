"""Mail accounts, letter templates and marked addresses in their tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from app.models.tables import METADATA
from app.store.ids import chunks

_account = METADATA.tables["mail_account"]
_template = METADATA.tables["letter_template"]
_mark = METADATA.tables["mail_mark"]


def accounts(connection: Connection) -> list[dict[str, Any]]:
    """Every mail account by name."""
    query = select(_account).order_by(_account.c.name, _account.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def template_ids(connection: Connection) -> list[int]:
    """Internal ids of every letter template."""
    return list(connection.scalars(select(_template.c.id).order_by(_template.c.name, _template.c.id)))


def marks(connection: Connection, keys: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Addresses that are marked, or those of them with these keys."""
    query = select(_mark).order_by(_mark.c.key, _mark.c.id)
    if keys is None:
        return [dict(row) for row in connection.execute(query).mappings()]
    found: list[dict[str, Any]] = []
    for chunk in chunks(list(keys)):
        rows = connection.execute(query.where(_mark.c.key.in_(chunk))).mappings()
        found += [dict(row) for row in rows]
    return found
