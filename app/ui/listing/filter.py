"""What a list shows: section, search, group, conditions, order; a value that parts of the window share."""

from __future__ import annotations

from dataclasses import replace

from app.blueprint.conditions import NOTHING
from app.services.rows import ListQuery


class ListFilter(ListQuery):
    """The question a list asks of the services, and what the window wants to know of it."""

    def query(self) -> ListQuery:
        """The question itself."""
        return self

    @property
    def is_narrowed(self) -> bool:
        """Does it leave records out?"""
        return bool(self.text.strip() or self.group or self.flag or self.tag or self.conditions)

    def widened(self) -> ListFilter:
        """All records of the section, in the same order."""
        return replace(self, text="", group=None, flag=None, tag=None, conditions=NOTHING)
