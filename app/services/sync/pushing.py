"""What changed here is sent to the server, card by card, each only onto the state that was seen.

After some cards the server is asked what it has made of them, and only then it is kept what was agreed on.
What is broken off before is sent again the next time, or found to be there already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.core.clock import stamp
from app.core.errors import UserError
from app.core.progress import Progress
from app.services.sync.dav import SIDE_BY_SIDE, CardRefused, Outdated, Put, Server, Stored
from app.services.sync.pairs import ADD, DELETE, Plan, Step
from app.services.sync.pulling import item_row
from app.services.sync.speech import Speech
from app.store import syncing

if TYPE_CHECKING:
    from app.services.library import Library, Record

TOGETHER = 50
"""Cards after which the server is asked what it has made of them."""


@dataclass(frozen=True)
class Card:
    """A card to be sent: what it is called, what it says, and what was made of it on the server."""

    step: Step
    record: Record
    uid: str
    version: str
    said: Values
    put: Put
    href: str = ""
    etag: str = ""


class Pusher:
    """Sends the steps of a plan that concern the server."""

    def __init__(
        self, library: Library, speech: Speech, plan: Plan, server: Server, progress: Progress
    ) -> None:
        self._library, self._speech, self._plan = library, speech, plan
        self._server, self._progress = server, progress
        self._sent: list[Card] = []
        self._gone: list[int] = []
        self._uids = {uid for each in plan.steps for uid in _uids_of(each)}
        self.done: list[Step] = []
        self.refused: list[tuple[str, str]] = []
        """What the server did not take, with the reason."""

    def push(self, steps: Sequence[Step]) -> None:
        """Send these; UserError where the server is lost on the way: what was sent until then counts."""
        try:
            for start in range(0, len(steps), SIDE_BY_SIDE):
                self._progress.step(start, len(steps), steps[start].title)
                self._some(steps[start : start + SIDE_BY_SIDE])
                if len(self._sent) >= TOGETHER or not all(each.etag for each in self._sent):
                    self._agree()
            self._agree()
        finally:
            self._forget()

    def _some(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.there == DELETE:
                self._delete(step)
        cards = [card for each in steps if each.there != DELETE and (card := self._card(each)) is not None]
        lost: UserError | None = None
        for card, answer in zip(cards, self._server.put([each.put for each in cards]), strict=True):
            if isinstance(answer, Stored):
                self._sent.append(replace(card, href=answer.href, etag=answer.etag))
                self.done.append(card.step)
            elif isinstance(answer, (CardRefused, Outdated)):
                self.refused.append((card.step.title, str(answer)))
            else:
                lost = answer
        if lost is not None:
            raise lost

    def _delete(self, step: Step) -> None:
        assert step.pair.remote is not None
        assert step.pair.known is not None
        try:
            self._server.delete(step.pair.remote.href, step.pair.remote.etag)
        except (CardRefused, Outdated) as problem:
            self.refused.append((step.title, str(problem)))
            return
        self._gone.append(step.pair.known.id)
        self.done.append(step)

    def _card(self, step: Step) -> Card | None:
        """The card of a record as it is now; None if it cannot be written, or the record is gone by now."""
        assert step.pair.local is not None
        record = self._library.get(step.pair.local.record.uid)
        if record is None:
            return None  # the next time it is deleted there
        known, remote = step.pair.known, step.pair.remote
        heard = remote.heard if remote is not None else None
        uid = (heard.uid if heard else "") or (known.card if known else "") or self._new_uid(record)
        version = heard.version if heard else known.version if known else ""
        try:
            text, said = self._speech.card(record, uid, version), self._speech.said(record)
        except UserError as problem:
            self.refused.append((record.title, str(problem)))
            return None
        is_new = step.there == ADD or remote is None
        put = Put(text) if is_new or remote is None else Put(text, remote.href, remote.etag)
        return Card(step, record, uid, version, said, put)

    def _new_uid(self, record: Record) -> str:
        """What it was called elsewhere, unless another card is called so: a copy goes under its own name."""
        uid = self._speech.uid_of(record)
        uid = record.uid if uid in self._uids else uid
        self._uids.add(uid)
        return uid

    def _agree(self) -> None:
        """Keep what the server has made of the cards. What somebody else has changed already is not his
        version: the next synchronisation takes it up."""
        if not self._sent:
            return
        found = {each.href: each for each in self._server.fetch([each.href for each in self._sent])}
        at, rows = stamp(self._library.clock()), list[dict[str, Any]]()
        for sent in self._sent:
            stored = found.get(sent.href)
            if stored is None:
                continue
            heard, etag = sent.said, sent.etag
            if not etag or stored.etag == etag:
                told = self._speech.heard(stored)
                heard, etag = (told.values if not told.problem else sent.said), stored.etag
            rows.append(item_row(
                sent.step.pair.known, sent.record.uid, sent.href, etag, heard, sent.said,
                self._speech.fingerprint(sent.record), at, card=sent.uid, version=sent.version,
            ))  # fmt: skip
        self._write(rows)
        self._sent.clear()

    def _write(self, rows: list[dict[str, Any]]) -> None:
        with self._library.sync.writing() as connection:
            syncing.put(connection, self._plan.account.uid, rows)

    def _forget(self) -> None:
        if self._gone:
            with self._library.sync.writing() as connection:
                syncing.drop(connection, self._gone)
            self._gone.clear()


def _uids_of(step: Step) -> Iterator[str]:
    """What the card of a step is called."""
    known, remote = step.pair.known, step.pair.remote
    if known is not None:
        yield known.card
    if remote is not None and remote.heard is not None:
        yield remote.heard.uid
