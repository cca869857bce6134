"""Numbers of documents: each counter gives every number once and leaves none out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.folding import storable
from app.core.texts import _
from app.services.operations import Operation
from app.store import papers
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

ENTITY = "counter"
DEFAULT = "documents"
"""The counter of templates that name none."""
DEFAULT_PATTERN = "{n}/{yyyy}"
MOST_DIGITS = 12
_PART = re.compile(r"\{(\w*)(?::(\d{1,2}))?\}")
_PARTS = ("n", "yyyy", "yy", "mm", "dd")


@dataclass(frozen=True)
class CounterState:
    """A counter as it stands: ``last`` is the number given last, in ``year`` if it begins anew each year."""

    name: str
    pattern: str = DEFAULT_PATTERN
    last: int = 0
    year: int | None = None

    @property
    def uid(self) -> str:
        """The same for the same name, so that two programs never make two of them."""
        return hashlib.sha256(f"counter:{self.name}".encode()).hexdigest()[:32]

    @property
    def is_yearly(self) -> bool:
        """Does it begin anew with each year? It does where the year is part of the number."""
        return "{yyyy}" in self.pattern or "{yy}" in self.pattern

    def following(self, today: date) -> CounterState:
        """The counter after one number more."""
        is_new_year = self.is_yearly and self.year is not None and self.year != today.year
        return replace(self, last=1 if is_new_year else self.last + 1, year=today.year)

    def shown(self, today: date) -> str:
        """The last number as it is written."""
        parts = {"n": str(self.last), "yyyy": f"{today.year:04d}", "yy": f"{today.year % 100:02d}",
                 "mm": f"{today.month:02d}", "dd": f"{today.day:02d}"}  # fmt: skip
        return _PART.sub(lambda found: parts[found[1]].rjust(int(found[2] or 0), "0"), self.pattern)

    def change(self) -> Change:
        """What is written to keep this state."""
        values: dict[str, Any] = {
            "name": self.name, "pattern": self.pattern, "last": self.last, "year": self.year,
        }  # fmt: skip
        return Change(ENTITY, self.uid, values)


class Counters:
    """The counters of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self) -> list[CounterState]:
        """Every counter, by name."""
        with self._database.read() as connection:
            rows = papers.counters(connection)
        return [CounterState(row["name"], row["pattern"], row["last"], row["year"]) for row in rows]

    def named(self, name: str) -> CounterState:
        """The counter of that name, a new one if there is none yet."""
        wanted = name.strip() or DEFAULT
        return next((each for each in self.all() if each.name == wanted), CounterState(wanted))

    def change(self, name: str, pattern: str | None = None, last: int | None = None) -> Operation:
        """Another pattern, or another number to go on from; a counter that is not there is made."""
        found = self.named(storable(name))
        if pattern is not None:
            found = replace(found, pattern=checked_pattern(pattern))
        if last is not None:
            if not 0 <= last < 10**MOST_DIGITS:
                raise UserError(
                    _("A counter goes on from a number between 0 and {n}.").format(n="999 999 999 999")
                )
            today = self._library.context().today
            found = replace(found, last=last, year=today.year)
        return self._library.write("settings", [found.change()], title=found.name)

    def remove(self, name: str) -> Operation:
        """Forget a counter; the numbers that it gave stay where they are."""
        return self._library.write("settings", [Change(ENTITY, self.named(name).uid, None)], title=name)


def checked_pattern(pattern: str) -> str:
    """The pattern; UserError if its numbers would not differ, or a part of it is not known."""
    pattern = " ".join(storable(pattern).split())
    unknown = [found[0] for found in _PART.finditer(pattern) if found[1] not in _PARTS]
    if unknown:
        told = _("“{part}” is no part of a number; there are: {parts}.")
        raise UserError(told.format(part=unknown[0], parts=", ".join(f"{{{each}}}" for each in _PARTS)))
    if not re.search(r"\{n(?::\d+)?\}", pattern) or len(pattern) > 80:
        raise UserError(_("The pattern of a number needs {n} in it, like Nr. {n}/{yyyy}.").replace("{{", "{"))
    return pattern
