"""What changed here is sent to the server, card by card, each only onto the state that was seen.

After some cards the server is asked what it has made of them, and only then it is kept what was agreed on.
What is broken off before is sent again the next time, or found to be there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.core.clock import stamp
from app.core.errors import UserError
from app.core.progress import Progress
from app.services.sync.dav import CardRefused, Outdated, Server
from app.services.sync.pairs import ADD, DELETE, Plan, Step
from app.services.sync.pulling import item_row
from app.services.sync.speech import Speech
from app.store import syncing

if TYPE_CHECKING:
    from app.services.library import Library, Record

TOGETHER = 50
"""Cards after which the server is asked what it has made of them."""


@dataclass(frozen=True)
class Sent:
    """A card that was sent: where it is, in which state, and what it says."""

    step: Step
    record: Record
    href: str
    etag: str
    card: str
    said: Values


class Pusher:
    """Sends the steps of a plan that concern the server."""

    def __init__(
        self, library: Library, speech: Speech, plan: Plan, server: Server, progress: Progress
    ) -> None:
        self._library, self._speech, self._plan = library, speech, plan
        self._server, self._progress = server, progress
        self._sent: list[Sent] = []
        self._gone: list[int] = []
        self.done: list[Step] = []
        self.refused: list[tuple[str, str]] = []
        """What the server did not take, with the reason."""

    def push(self, steps: Sequence[Step]) -> None:
        """Send these; UserError where the server is lost on the way: what was sent until then counts."""
        try:
            for number, step in enumerate(steps):
                self._progress.step(number, len(steps), step.title)
                self._step(step)
                if len(self._sent) >= TOGETHER or (self._sent and not self._sent[-1].etag):
                    self._agree()
            self._agree()
        finally:
            self._forget()

    def _step(self, step: Step) -> None:
        try:
            if step.there == DELETE:
                self._delete(step)
            else:
                self._send(step)
        except (CardRefused, Outdated) as problem:
            self.refused.append((step.title, str(problem)))

    def _delete(self, step: Step) -> None:
        assert step.pair.remote is not None
        assert step.pair.known is not None
        self._server.delete(step.pair.remote.href, step.pair.remote.etag)
        self._gone.append(step.pair.known.id)
        self.done.append(step)

    def _send(self, step: Step) -> None:
        assert step.pair.local is not None
        record = self._library.get(step.pair.local.record.uid)
        if record is None:
            return  # deleted since; the next time it is deleted there
        known, remote = step.pair.known, step.pair.remote
        heard = remote.heard if remote is not None else None
        uid = (heard.uid if heard else "") or (known.card if known else "") or self._speech.uid_of(record)
        version = heard.version if heard else known.version if known else ""
        try:
            text, said = self._speech.card(record, uid, version), self._speech.said(record)
        except UserError as problem:
            self.refused.append((record.title, str(problem)))
            return
        if step.there == ADD or remote is None:
            href, etag = self._server.create(uid, text)
        else:
            href, etag = remote.href, self._server.change(remote.href, remote.etag, text)
        self._sent.append(Sent(step, record, href, etag, uid, said))
        self.done.append(step)

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
                self._speech.fingerprint(sent.record), at, card=sent.card,
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
