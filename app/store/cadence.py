"""Clients of a grade with whom nothing took place for long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from app.blueprint.section import Section
from app.store.tables import table_of


def due_clients(
    connection: Connection,
    section: Section,
    columns: tuple[str, str, str],
    grade: str,
    before: str,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Uid, title, last contact and when they came: of those of a grade, nothing since and nothing planned.

    Two steps into the index of grade and last contact: those never talked to, and those longest ago.
    """
    table = table_of(section)
    of_grade, last = table.c[columns[0]] == grade, table.c[columns[1]]
    free = table.c[columns[2]].is_(None) if columns[2] else last.is_not(None)
    wanted = select(table.c.uid, table.c.title, last, table.c.created_at)
    old = wanted.where(of_grade, last < before, free).order_by(last).limit(limit)
    never = wanted.where(and_(of_grade, last.is_(None), table.c.created_at < before), free).limit(limit)
    return [tuple(row) for query in (old, never) for row in connection.execute(query)]


def last_contacts(
    connection: Connection, section: Section, column: str, uids: Sequence[str]
) -> dict[str, str]:
    """When something last took place with some records, by uid; for a page of them."""
    table = table_of(section)
    query = select(table.c.uid, table.c[column]).where(table.c.uid.in_(uids), table.c[column].is_not(None))
    return {row[0]: row[1] for row in connection.execute(query)}
