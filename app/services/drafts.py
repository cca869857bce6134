"""Drafts: what was typed into a card and not saved yet. No operation, no history; they survive a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.blueprint.context import Values
from app.core import clock as time
from app.store import house
from app.store.engine import Database
from app.store.file_errors import DamagedError, stored_json

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class CardDraftValue:
    """A kept draft; ``saved_at`` is a UTC stamp."""

    section: str
    uid: str
    values: Values
    is_new: bool
    saved_at: str


class Drafts:
    """The drafts of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def save(self, section: str, uid: str, values: Values, is_new: bool) -> None:
        """Keep what was typed, in place of an older draft of the same card."""
        if self._database.is_read_only:
            return
        draft = {
            "section": section, "uid": uid, "values": json.dumps(values), "is_new": is_new,
            "saved_at": time.stamp(self._library.clock()),
        }  # fmt: skip
        with self._database.write() as connection:
            house.put_draft(connection, draft)

    def get(self, uid: str) -> CardDraftValue | None:
        """The draft of a card."""
        return next((each for each in self.all() if each.uid == uid), None)

    def all(self) -> list[CardDraftValue]:
        """Every draft, newest first."""
        with self._database.read() as connection:
            rows = house.drafts(connection)
        found = []
        for row in rows:
            with suppress(DamagedError):  # what cannot be read is no reason to refuse the rest
                values = stored_json(row["values"], dict)
                found.append(
                    CardDraftValue(row["section"], row["uid"], values, bool(row["is_new"]), row["saved_at"])
                )
        return found

    def drop(self, uid: str) -> None:
        """Forget a draft."""
        with self._database.read() as connection:
            is_there = house.has_draft(connection, uid)
        if is_there:
            with self._database.write() as connection:
                house.drop_draft(connection, uid)
