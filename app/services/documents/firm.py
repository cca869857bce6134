"""My firm: which organization of the file is the user's own, whose requisites stand in documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.ids import built_in_uid
from app.core.texts import _
from app.services.operations import Operation
from app.store import house
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

SETTING = "my_firm"
SECTION = "organizations"
"""Of whose records one is the user's own firm."""


class Firm:
    """The user's own organization in a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    @property
    def uid(self) -> str:
        """The uid of the organization; empty if none was chosen or it is gone."""
        with self._database.read() as connection:
            _uid, text = house.settings(connection).get(SETTING, ("", ""))
        try:
            found = json.loads(text)["organization"] if text else ""
        except (ValueError, KeyError, TypeError):
            return ""
        return found if isinstance(found, str) and self._library.get_sections([found]) else ""

    def choose(self, uid: str) -> Operation:
        """Make an organization the user's own; an empty uid means none."""
        record = self._library.get(uid) if uid else None
        if uid and (record is None or record.section != SECTION):
            raise UserError(_("There is no organization {uid}.").format(uid=uid))
        title = record.title if record else ""
        return self._library.write("settings", self._changes(uid), title=title)

    def _changes(self, uid: str) -> Iterator[Change]:
        with self._database.read() as connection:
            known, _text = house.settings(connection).get(SETTING, (built_in_uid(SETTING, ""), ""))
        text = json.dumps({"organization": uid}, sort_keys=True)
        yield Change("file_setting", known, {"key": SETTING, "value": text})
