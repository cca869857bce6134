"""Addresses that get no letters: their owners opted out, or their servers refused for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import clock as time
from app.core.errors import UserError
from app.core.ids import built_in_uid
from app.core.texts import N_, _
from app.services.mail.addresses import address_key, addresses_in
from app.services.operations import Operation
from app.store import mail
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

ENTITY = "mail_mark"
OPTED_OUT, REFUSED = "opted_out", "refused"
WORDS = {OPTED_OUT: N_("wants no letters"), REFUSED: N_("address was refused earlier")}


@dataclass(frozen=True)
class Mark:
    """An address with what is known of it."""

    address: str
    key: str
    state: str
    reason: str = ""
    marked_at: str = ""


class Marks:
    """The marked addresses of a library. One address has one mark; opted out is the stronger one."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self, state: str = "") -> list[Mark]:
        """Every marked address, or those with that mark."""
        with self._database.read() as connection:
            rows = mail.marks(connection)
        return [_mark(row) for row in rows if not state or row["state"] == state]

    def of(self, addresses: Iterable[str]) -> dict[str, Mark]:
        """Marks of these addresses, by their keys."""
        keys = {address_key(each) for each in addresses}
        with self._database.read() as connection:
            return {row["key"]: _mark(row) for row in mail.marks(connection, keys)}

    def opt_out(self, text: str, reason: str = "") -> Operation:
        """The owners of these addresses want no letters any more."""
        addresses = [each for each in addresses_in(text) if "@" in each.strip("@")]
        if not addresses:
            raise UserError(_("Type the e-mail address that wants no letters."))
        title = addresses[0] if len(addresses) == 1 else ""
        return self._library.write("mail", self.changes(addresses, OPTED_OUT, reason), title=title)

    def clear(self, addresses: Sequence[str]) -> Operation:
        """Letters may go to these addresses again."""
        known = self.of(addresses)
        if not known:
            raise UserError(_("None of these addresses is marked."))
        changes = [Change(ENTITY, uid_of(key), None) for key in known]
        title = addresses[0] if len(addresses) == 1 else ""
        return self._library.write("mail", changes, title=title)

    def changes(self, addresses: Iterable[str], state: str, reason: str = "") -> Iterator[Change]:
        """What is written to mark addresses; who opted out stays so."""
        addresses = list(addresses)
        known = self.of(addresses)
        at = time.stamp(self._library.clock())
        for address in dict.fromkeys(addresses):
            key = address_key(address)
            if key in known and (known[key].state == OPTED_OUT or known[key].state == state):
                continue
            values = {"address": address, "key": key, "state": state, "reason": reason[:300] or None,
                      "marked_at": at}  # fmt: skip
            yield Change(ENTITY, uid_of(key), values)


def uid_of(key: str) -> str:
    """An address is marked once in every file: its uid follows from it."""
    return built_in_uid(ENTITY, key)


def _mark(row: dict[str, str]) -> Mark:
    return Mark(row["address"], row["key"], row["state"], row["reason"] or "", row["marked_at"] or "")
