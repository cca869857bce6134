"""Groups: a tree per section; a record may be in several. Every change is an operation like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.texts import _
from app.services.operations import Operation
from app.store import groups as store
from app.store.change import Change
from app.store.engine import Database
from app.store.rings import rings

if TYPE_CHECKING:
    from app.services.library import Library

LARGE = 20_000
"""Members from which a count is the sum of its parts, with a record twice if it is in two of them."""


@dataclass(frozen=True)
class GroupNode:
    """A group in the tree; ``count`` includes subgroups."""

    uid: str
    title: str
    parent: str | None
    position: int
    count: int


class Groups:
    """The groups of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def tree(self, section: str) -> list[GroupNode]:
        """Every group of the section, parents before their children."""
        with self._database.read() as connection:
            rows = store.of_section(connection, section)
            by_id = {row.id: row for row in rows}
            below: dict[int, list[int]] = {row.id: [] for row in rows}
            for row in rows:
                place: int | None = row.id
                while place is not None and place in below and row.id not in below[place]:
                    below[place].append(row.id)
                    place = by_id[place].parent_id
            # What damage has hung below itself is shown at the top, so that it is not lost.
            circles = {each for ring in rings({row.id: row.parent_id for row in rows}) for each in ring}
            nodes = {}
            for row in rows:
                inner = below[row.id]
                total = sum(by_id[each].own_count for each in inner)
                if len(inner) > 1 and 0 < total < LARGE:
                    total = store.distinct_members(connection, tuple(inner))
                is_below = row.parent_id in by_id and row.id not in circles
                parent = by_id[row.parent_id].uid if is_below and row.parent_id is not None else None
                nodes[row.uid] = GroupNode(row.uid, row.name, parent, row.position, total)
        return _parents_first(nodes)

    def paths(self, section: str) -> dict[str, str]:
        """What each group is called with those above it: "Sales / Ionescu"; parents before their children.

        Nothing is counted.
        """
        with self._database.read() as connection:
            rows = {row.id: row for row in store.of_section(connection, section)}
        order = {group: place for place, group in enumerate(rows)}
        found: list[tuple[list[int], str, str]] = []
        for row in rows.values():
            above, place = [row.id], row.parent_id
            while place in rows and len(above) <= len(rows):
                above.insert(0, place)
                place = rows[place].parent_id
            name = " / ".join(rows[each].name for each in above)
            found.append(([order[each] for each in above], row.uid, name))
        return {uid: name for _places, uid, name in sorted(found)}

    def add(self, section: str, title: str, parent: str | None = None) -> str:
        """A new group at the end of its parent; its uid."""
        uid = self._library.new_uid()
        position = sum(1 for node in self.tree(section) if node.parent == parent)
        values = {"section": section, "name": self._checked(title), "parent": parent, "position": position}
        self._write([Change("group", uid, values)], title.strip())
        return uid

    def rename(self, uid: str, title: str) -> Operation:
        """Give a group another name."""
        return self._write([Change("group", uid, {"name": self._checked(title)})], title.strip())

    def move(self, uid: str, parent: str | None, position: int | None = None) -> Operation:
        """Hang a group under another (None: top), before the ``position``-th of its new neighbours."""
        node, section = self._find(uid)
        # Planned inside the transaction, so that two programs never hang two groups below each other.
        return self._write(self._moved(uid, section, parent, position), node.title)

    def _moved(self, uid: str, section: str, parent: str | None, position: int | None) -> Iterator[Change]:
        tree = self.tree(section)
        place = parent
        parents = {each.uid: each.parent for each in tree}
        while place is not None:
            if place == uid:
                raise UserError(_("A group cannot be moved into itself."))
            place = parents.get(place)
        neighbours = [each.uid for each in tree if each.parent == parent and each.uid != uid]
        neighbours.insert(len(neighbours) if position is None else position, uid)
        for number, each in enumerate(neighbours):
            yield Change("group", each, {"position": number} | ({"parent": parent} if each == uid else {}))

    def remove(self, uid: str) -> Operation:
        """Delete a group; its subgroups move up to its parent, its records stay."""
        node, section = self._find(uid)
        children = [each for each in self.tree(section) if each.parent == uid]
        changes = [Change("group", each.uid, {"parent": node.parent}) for each in children]
        return self._write([*changes, Change("group", uid, None)], node.title)

    def put(self, group: str, uids: Sequence[str], out_of: str | None = None) -> Operation:
        """Put records into a group; with ``out_of`` they leave that one in the same operation."""
        node, _section = self._find(group)
        return self._regroup(node, uids, into=(group,), out_of=(out_of,))

    def take(self, group: str, uids: Sequence[str]) -> Operation:
        """Take records out of a group."""
        node, _section = self._find(group)
        return self._regroup(node, uids, out_of=(group,))

    def _regroup(
        self, node: GroupNode, uids: Sequence[str], *, into: tuple[str, ...] = (),
        out_of: tuple[str | None, ...] = (),
    ) -> Operation:  # fmt: skip
        def changes() -> Iterator[Change]:
            """Read inside the transaction: what another program put into groups meanwhile stays there."""
            for record in self._library.get_many(uids).values():
                now = record.values.get("groups") or ()
                wanted = sorted({*(each for each in now if each not in out_of), *into})
                if wanted != sorted(now):
                    yield Change(record.section, record.uid, {"groups": wanted})

        return self._write(changes(), node.title)

    def _write(self, changes: Iterable[Change], title: str) -> Operation:
        return self._library.write("group", changes, title=title)

    def _find(self, uid: str) -> tuple[GroupNode, str]:
        for section in self._library.registry.sections:
            for node in self.tree(section.key):
                if node.uid == uid:
                    return node, section.key
        raise UserError(_("This group is no longer there."))

    def _checked(self, title: str) -> str:
        if not title.strip():
            raise UserError(_("A group needs a name."))
        return title.strip()


def _parents_first(nodes: dict[str, GroupNode]) -> list[GroupNode]:
    ordered: list[GroupNode] = []

    def add(parent: str | None) -> None:
        for node in nodes.values():
            if node.parent == parent:
                ordered.append(node)
                add(node.uid)

    add(None)
    return ordered
