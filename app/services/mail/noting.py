"""What stays of letters in the library: an event in the card of each recipient, a mark on bad addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.core.clock import from_stamp
from app.core.ids import built_in_uid
from app.core.texts import _
from app.services.documents.noting import EVENTS, belonging
from app.services.mail.marks import REFUSED
from app.services.mail.outbox import unpacked
from app.store import outbox
from app.store.change import Change
from app.store.engine import Database
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library

KIND = "letters"
TYPE = "email"
AT_ONCE = 100


def note_sent(library: Library, database: Database) -> int:
    """Make events of the letters that were sent and have none yet; how many those were.

    Events and the note that they are made are one transaction, and the uid of an event follows from its
    letter: however often this breaks off, a letter is one event.
    """
    done = 0
    while True:
        with database.read() as connection:
            rows = outbox.unnoted(connection, AT_ONCE)
        if not rows:
            return done
        for name, found in groupby(rows, key=lambda row: str(row["mailing_name"])):
            _note(library, name, list(found))
        done += len(rows)


def _note(library: Library, name: str, rows: list[dict[str, Any]]) -> None:
    def work(unit: Unit) -> None:
        unit.apply(_events(library, rows))
        outbox.noted(unit.connection, [row["id"] for row in rows])

    library.operate(KIND, EVENTS, name, work)


def _events(library: Library, rows: list[dict[str, Any]]) -> Iterator[Change]:
    events = next((each for each in library.registry.sections if each.key == EVENTS), None)
    known = library.get_sections([row["record_uid"] for row in rows])
    for row in rows:
        if events is not None and row["record_uid"] in known:
            values = _values(library, row) | belonging(library, events, [row["record_uid"]])
            yield Change(EVENTS, built_in_uid("letter", row["message_id"]), values)


def _values(library: Library, row: Mapping[str, Any]) -> dict[str, Any]:
    zone = library.context().zone
    at = from_stamp(row["changed_at"]).astimezone(_zone(zone))
    files = list(unpacked(row["body"]).files)
    return {
        "type": TYPE, "state": "done", "subject": row["subject"],
        "starts_at": f"{at:%Y-%m-%dT%H:%M}[{zone}]",
        "result_text": _("To: {address}").format(address=row["address"]),
        **({"attachments": files} if files else {}),
    }  # fmt: skip


def _zone(name: str) -> Any:
    from app.blueprint.reminding import zone_of

    return zone_of(name)


def settle_refused(
    library: Library, row: Mapping[str, Any], answer: str, at: str, *, is_marked: bool
) -> None:
    """A letter was refused for good; where the address is to blame, it is marked in the same transaction."""

    def work(unit: Unit) -> None:
        outbox.settle(unit.connection, row["id"], outbox.FAILED, answer, at)
        if is_marked:
            unit.apply(library.mail.marks.changes([row["address"]], REFUSED, answer))

    library.operate("mail", None, str(row["address"]), work)
