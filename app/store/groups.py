"""The tree of groups and who is in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, func, select

from app.models.house import Group
from app.models.parts import Member
from app.store.ids import uids_of

_group = Group.__table__
_member = Member.__table__

SMALL_GROUP = 5_000
"""Up to so many members a group's ids are collected; a bigger one is found by asking each record."""


@dataclass(frozen=True)
class GroupRow:
    """A group as stored, with the number of its own members."""

    id: int
    uid: str
    name: str
    parent_id: int | None
    position: int
    own_count: int


def of_section(connection: Connection, section: str) -> list[GroupRow]:
    """Every group of a section, in the order of positions and names."""
    counts = {
        row[0]: row[1]
        for row in connection.execute(select(_member.c.group_id, func.count()).group_by(_member.c.group_id))
    }
    query = select(_group).where(_group.c.section == section).order_by(_group.c.position, _group.c.id)
    return [
        GroupRow(
            row["id"], row["uid"], row["name"], row["parent_id"], row["position"], counts.get(row["id"], 0)
        )
        for row in connection.execute(query).mappings()
    ]


def subtree(connection: Connection, group_id: int) -> tuple[int, ...]:
    """A group and everything below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for record_id, parent_id in connection.execute(select(_group.c.id, _group.c.parent_id)):
        children[parent_id].append(record_id)
    found, waiting = [], [group_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.append(current)
            waiting += children[current]
    return tuple(found)


def members(connection: Connection, group_ids: tuple[int, ...]) -> list[str]:
    """Uids of the records in any of the groups."""
    ids = connection.scalars(
        select(_member.c.record_id).where(_member.c.group_id.in_(group_ids)).distinct()
    ).all()
    return list(uids_of(connection, ids).values())


def distinct_members(connection: Connection, group_ids: tuple[int, ...]) -> int:
    """How many records are in any of the groups."""
    query = select(func.count(func.distinct(_member.c.record_id))).where(_member.c.group_id.in_(group_ids))
    return int(connection.scalar(query) or 0)


def members_of(
    connection: Connection, record: ColumnElement[int], group_ids: tuple[int, ...], small: int = SMALL_GROUP
) -> ColumnElement[bool]:
    """Condition: the record is in one of the groups."""
    wanted = _member.c.group_id.in_(group_ids)
    limited = select(_member.c.record_id).where(wanted).limit(small).subquery()
    size = int(connection.scalar(select(func.count()).select_from(limited)) or 0)
    if size < small:
        return record.in_(select(_member.c.record_id).where(wanted))
    return exists().where(_member.c.record_id == record, wanted)


def names(connection: Connection) -> dict[str, str]:
    """Names of all groups by uid."""
    rows = connection.execute(select(_group.c.uid, _group.c.name))
    return {row[0]: row[1] for row in rows}
