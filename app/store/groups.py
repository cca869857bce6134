"""The tree of groups and who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.models.house import Group
from app.models.parts import Member
from app.store.ids import uids_of

_group = Group.__table__
_member = Member.__table__


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


def names(connection: Connection, uids: Sequence[str]) -> dict[str, str]:
    """Names of groups by their uids."""
    rows = connection.execute(select(_group.c.uid, _group.c.name).where(_group.c.uid.in_(uids)))
    return {row[0]: row[1] for row in rows}


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
