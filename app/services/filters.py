"""Saved filters: what a list leaves out, under a name, per section; changes are operations like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.blueprint.conditions import Condition, Conditions, describe, from_json
from app.core.errors import UserError
from app.core.folding import fold
from app.core.texts import _
from app.services.operations import Operation
from app.services.rows import ListQuery
from app.store import groups as group_store
from app.store import house
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.lists import Count

ENTITY = "saved_filter"

_UNREADABLE = Conditions((Condition("", ""),))
"""Stands for conditions of another program that cannot be read: they find nothing, never everything."""


@dataclass(frozen=True)
class SavedFilter:
    """A filter under a name; ``query`` is what the list shows with it."""

    uid: str
    name: str
    query: ListQuery


class Filters:
    """The saved filters of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def of(self, section: str) -> list[SavedFilter]:
        """The saved filters of a section in the user's order."""
        with self._database.read() as connection:
            return [_saved(row) for row in house.saved_filters(connection, section)]

    def named(self, name: str, section: str | None = None) -> SavedFilter:
        """The filter with that name; UserError that names those that are there, if there is none."""
        with self._database.read() as connection:
            found = [_saved(row) for row in house.saved_filters(connection, section)]
        same = [each for each in found if each.name == name] or [
            each for each in found if fold(each.name) == fold(name)
        ]
        if len(same) == 1:
            return same[0]
        if same:
            raise UserError(
                _("Several filters are called “{name}”; name their section too.").format(name=name)
            )
        names = ", ".join(each.name for each in found) or "–"
        told = _("There is no filter “{name}”; there are: {names}.")
        raise UserError(told.format(name=name, names=names))

    def counts(self, section: str) -> dict[str, Count]:
        """How many records each filter of the section finds now."""
        return {each.uid: self._library.lists.count(each.query) for each in self.of(section)}

    def words(self, section: str, conditions: Conditions) -> list[str]:
        """What each part of the conditions says."""
        names: dict[str, str] = {}

        def name_of(uid: str) -> str:
            if uid not in names:
                with self._database.read() as connection:
                    names.update(group_store.names(connection))
                names.setdefault(uid, self._library.history.name_of_import(uid))
            return names[uid]

        found, context = self._library.registry.section(section), self._library.context()
        return [describe(each, found, context, name_of) for each in conditions.parts]

    def add(self, name: str, query: ListQuery) -> str:
        """Keep what a list shows under a name, after the others; its uid."""
        uid, others = self._library.new_uid(), self.of(query.section)
        values = {"name": _checked(name), "position": len(others), **_values(query)}
        self._write([Change(ENTITY, uid, values)], name)
        return uid

    def rename(self, uid: str, name: str) -> Operation:
        """Give a filter another name."""
        self.find(uid)
        return self._write([Change(ENTITY, uid, {"name": _checked(name)})], name)

    def change(self, uid: str, query: ListQuery) -> Operation:
        """Keep what a list shows now under the name of this filter."""
        found = self.find(uid)
        return self._write([Change(ENTITY, uid, _values(query))], found.name)

    def remove(self, uid: str) -> Operation:
        """Delete a filter; its records stay."""
        return self._write([Change(ENTITY, uid, None)], self.find(uid).name)

    def move(self, uid: str, position: int) -> Operation:
        """Put a filter before the ``position``-th of the others."""
        found = self.find(uid)
        return self._write(self._moved(found, position), found.name)

    def _moved(self, found: SavedFilter, position: int) -> Iterator[Change]:
        """Read inside the transaction, like the order of groups."""
        others = [each.uid for each in self.of(found.query.section) if each.uid != found.uid]
        others.insert(max(0, position), found.uid)
        for place, each in enumerate(others):
            yield Change(ENTITY, each, {"position": place})

    def find(self, uid: str) -> SavedFilter:
        """The filter with that uid; UserError if it is gone."""
        with self._database.read() as connection:
            found = [row for row in house.saved_filters(connection) if row["uid"] == uid]
        if not found:
            raise UserError(_("This filter is no longer there."))
        return _saved(found[0])

    def _write(self, changes: Sequence[Change] | Iterator[Change], title: str) -> Operation:
        return self._library.write("filter", changes, title=title.strip())


def _checked(name: str) -> str:
    if not name.strip():
        raise UserError(_("A filter needs a name."))
    return name.strip()


def _values(query: ListQuery) -> dict[str, Any]:
    return {
        "section": query.section,
        "conditions": query.conditions.as_json() if query.conditions else None,
        "search": query.text.strip() or None,
        "group": query.group,
        "flag": query.flag,
        "tag": query.tag,
        "sort": query.sort or None,
        "is_descending": query.is_descending,
    }


def _saved(row: dict[str, Any]) -> SavedFilter:
    try:
        conditions = from_json(row["conditions"])
    except ValueError:
        conditions = _UNREADABLE
    query = ListQuery(
        row["section"],
        row["search"] or "",
        row["group_uid"],
        row["flag"],
        row["tag"],
        conditions,
        row["sort"] or "",
        row["is_descending"],
    )
    return SavedFilter(row["uid"], row["name"], query)
