"""Groups of a grouped list: where their headings stand among the rows, and which of them are folded.

A heading is a row like the others, but its id is below zero: -1 is the first group, -2 the second.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.summaries import Groups


class Headings:
    """The groups, the ids of their records one group after the other, and the rows that come of both.

    Until all ids are here (``ids`` is None) only the first rows are known, and nothing is computed.
    """

    def __init__(self, groups: Groups, folded: set[int], ids: array[int] | None = None) -> None:
        self.counts, self.records = groups.counts, groups.records
        self.ids = ids
        self.total = sum(self.counts)
        self._folded = folded
        self._places: array[int] | None = None
        self._starts = array("q", accumulate(self.counts, initial=0))

    def says_what(self, other: Headings) -> bool:
        """Do the headings of another reading stand for the same groups?"""
        return self.records == other.records

    def is_folded(self, group: int) -> bool:
        """Are the rows of the group left out?"""
        return self.records[group] in self._folded

    def fold(self, group: int, is_folded: bool) -> None:
        """Leave out the rows of the group, or show them."""
        (self._folded.add if is_folded else self._folded.discard)(self.records[group])
        self._places = None

    def fold_all(self, is_folded: bool) -> None:
        """Leave out the rows of every group, or show all."""
        self._folded.clear()
        if is_folded:
            self._folded.update(self.records)
        self._places = None

    def rows(self) -> array[int]:
        """Headings and ids as they are shown."""
        assert self.ids is not None
        found = array("q")
        for group in range(len(self.counts)):
            found.append(-1 - group)
            if not self.is_folded(group):
                found.extend(self.members(group))
        return found

    def members(self, group: int) -> array[int]:
        """Ids of the records of a group."""
        assert self.ids is not None
        return self.ids[self._starts[group] : self._starts[group + 1]]

    def group_of(self, record: int) -> int | None:
        """The group that a record is in."""
        if self.ids is None:
            return None
        try:
            return bisect_right(self._starts, self.ids.index(record)) - 1
        except ValueError:
            return None

    def between(self, top: int, bottom: int, shown: array[int]) -> int:
        """How many headings stand in the rows from top to bottom."""
        places = self._where(shown)
        return bisect_right(places, bottom) - bisect_left(places, top)

    def _where(self, shown: array[int]) -> array[int]:
        if self.ids is None:
            return array("q", (place for place, each in enumerate(shown) if each < 0))
        if self._places is None:
            sizes = (
                1 if record in self._folded else count + 1
                for count, record in zip(self.counts, self.records, strict=True)
            )
            self._places = array("q", list(accumulate(sizes, initial=0))[:-1])
        return self._places

    def take_out(self, gone: set[int]) -> None:
        """Some records are deleted; a group without records stays until the list is read again."""
        if self.ids is None:
            return
        for group in range(len(self.counts)):
            members = self.members(group)
            self.counts[group] -= sum(each in gone for each in members)
        self.ids = array("q", (each for each in self.ids if each not in gone))
        self.total = len(self.ids)
        self._starts = array("q", accumulate(self.counts, initial=0))
        self._places = None
