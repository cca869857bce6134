"""The outbox of a library: what is put in, how far it is, pausing, what became of each letter."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.core import clock as time
from app.core.errors import UserError
from app.core.ids import new_uid
from app.core.progress import Progress
from app.core.texts import N_, _
from app.services.mail.addresses import address_key
from app.services.mail.letters import LetterTemplate, check_size
from app.services.mail.message import message_id
from app.services.mail.recipients import Preflight, Recipient
from app.store import outbox as store
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.account import Account

STATES = {
    store.QUEUED: N_("waits"),
    store.SENDING: N_("is being sent"),
    store.SENT: N_("sent"),
    store.FAILED: N_("not sent"),
    store.UNKNOWN: N_("unknown"),
}
MAILING_STATES = {
    store.RUNNING: N_("is being sent"), store.PAUSED: N_("paused"), store.DONE: N_("done"),
}  # fmt: skip


@dataclass(frozen=True)
class Mailing:
    """One letter to many on its way, with its numbers."""

    id: int
    uid: str
    account: str
    name: str
    state: str
    problem: str
    created_at: str
    created_by: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Letters in all."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Letters of which it is decided what became of them."""
        return self.total - self.counts.get(store.QUEUED, 0) - self.counts.get(store.SENDING, 0)


@dataclass(frozen=True)
class Sent:
    """The letter to one person in the outbox."""

    id: int
    uid: str
    title: str
    address: str
    subject: str
    state: str
    problem: str
    attempts: int
    next_at: str
    changed_at: str
    message_id: str


@dataclass(frozen=True)
class Content:
    """What one letter says."""

    html: str
    plain: str
    files: tuple[dict[str, Any], ...] = ()
    """Of this recipient alone: the document made for him."""


def packed(html: str, plain: str, files: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The content of a letter as the outbox keeps it."""
    whole = {"html": html, "plain": plain, "files": [dict(each) for each in files]}
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode(), 6)


def unpacked(body: bytes) -> Content:
    """The content that the outbox keeps."""
    found = json.loads(zlib.decompress(body))
    return Content(found["html"], found["plain"], tuple(found["files"]))


class Outbox:
    """The letters of a library that are on their way."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    # -- putting in ----------------------------------------------------------------------------------------

    def put(
        self, looked: Preflight, account: Account, progress: Progress | None = None, *,
        is_running: bool = True,
    ) -> str:  # fmt: skip
        """Put the letters of those who get one into the outbox, as they were looked at; the mailing's uid.

        With a document for each, the documents are made first; whoever gets none is left out.
        """
        going = looked.going
        if not going:
            raise UserError(_("Nobody is left who would get the letter."))
        if self._library.is_read_only:
            raise UserError(_("{path} is read-only; nothing was sent.").format(path=self._library.path))
        if looked.mistakes:
            raise UserError(looked.mistakes[0].in_words())
        check_size((*looked.letter.files, *looked.letter.pictures))
        documents = self._documents(looked.letter, going, progress or Progress())
        uid, at = new_uid(), time.stamp(self._library.clock())
        letter = looked.letter
        mailing = {
            "uid": uid, "account": account.uid, "name": letter.name, "digest": letter.digest,
            "state": store.RUNNING if is_running else store.PAUSED, "created_at": at,
            "created_by": self._library.identity.user,
            "content": json.dumps(
                {"files": list(letter.files), "pictures": list(letter.pictures)}, ensure_ascii=False
            ),
        }  # fmt: skip
        rows = [
            self._row(place, each, account, documents.get(each.uid, ()))
            for place, each in enumerate(going)
            if not letter.document or each.uid in documents
        ]
        if not rows:
            raise UserError(_("No document could be made for anybody; nothing was sent."))
        with self._database.write() as connection:
            store.add(connection, mailing, rows)
        return uid

    def _row(
        self, place: int, person: Recipient, account: Account, files: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        assert person.letter is not None
        return {
            "position": place, "record_uid": person.uid, "title": person.title, "address": person.address,
            "address_key": address_key(person.address), "subject": person.letter.subject,
            "message_id": message_id(new_uid(), account.address),
            "body": packed(person.letter.html, person.letter.plain, files), "state": store.QUEUED,
            "attempts": 0, "next_at": "", "is_noted": False,
        }  # fmt: skip

    def _documents(
        self, letter: LetterTemplate, going: Sequence[Recipient], progress: Progress
    ) -> dict[str, list[dict[str, Any]]]:
        """The document of each recipient, by uid, kept in the library."""
        if not letter.document:
            return {}
        from app.services.mail.enclosing import enclose

        with TemporaryDirectory(prefix="cartoteca-") as home:
            made = enclose(self._library, letter, [each.uid for each in going], Path(home), progress)
            files: dict[str, list[dict[str, Any]]] = {}
            for each in made.documents:
                if each.path is not None:
                    kept = self._library.files.keep_bytes(each.path.name, each.path.read_bytes())
                    files[each.uids[0]] = [kept]
        return files

    # -- looking -------------------------------------------------------------------------------------------

    def all(self) -> list[Mailing]:
        """Every mailing, the newest first."""
        with self._database.read() as connection:
            return [_mailing(row) for row in store.mailings(connection)]

    def find(self, uid: str) -> Mailing:
        """The mailing with that uid; UserError if it is gone."""
        with self._database.read() as connection:
            rows = store.mailings(connection, uid)
        if not rows:
            raise UserError(_("This letter is no longer in the outbox."))
        return _mailing(rows[0])

    def letters(
        self, uid: str, state: str | None = None, low: int = 0, limit: int | None = None
    ) -> list[Sent]:
        """The letters of a mailing, in order; those in one state if that is named."""
        mailing = self.find(uid)
        with self._database.read() as connection:
            return [_sent(row) for row in store.letters(connection, mailing.id, state, low, limit)]

    def content(self, letter_id: int) -> Content:
        """What one letter says."""
        with self._database.read() as connection:
            row = store.letter(connection, letter_id)
        if row is None:
            raise UserError(_("This letter is no longer in the outbox."))
        return unpacked(row["body"])

    # -- deciding ------------------------------------------------------------------------------------------

    def pause(self, uid: str = "") -> None:
        """Send no further letter of a mailing, or of any; the one that is going out just now still does."""
        ids = None if not uid else [self.find(uid).id]
        with self._database.write() as connection:
            if ids is None:
                ids = [row["id"] for row in store.mailings(connection) if row["state"] == store.RUNNING]
            store.set_state(connection, store.PAUSED, ids=ids)

    def resume(self, uid: str = "") -> None:
        """Go on exactly where a mailing stopped, or all of them."""
        ids = None if not uid else [self.find(uid).id]
        with self._database.write() as connection:
            store.set_state(connection, store.RUNNING, ids=ids)

    def send_again(self, uid: str, ids: Sequence[int]) -> int:
        """Put letters that failed, or of which nobody knows, back into the queue; how many that are."""
        with self._database.write() as connection:
            done = store.requeue(connection, ids, time.stamp(self._library.clock()))
        self.find(uid)
        return done

    def decide(self, ids: Sequence[int], *, arrived: bool) -> int:
        """What the user found out of letters of which nobody knew whether they arrived."""
        with self._database.write() as connection:
            state = store.SENT if arrived else store.FAILED
            return store.resolve(connection, ids, state, time.stamp(self._library.clock()))

    def stop(self, uid: str) -> int:
        """Never send what waits of a mailing; how many letters that are."""
        mailing = self.find(uid)
        with self._database.write() as connection:
            told = _("stopped by the user")
            return store.stop(connection, mailing.id, told, time.stamp(self._library.clock()))

    def forget(self, uid: str) -> None:
        """Take a mailing that is done out of the list; the events in the cards stay."""
        mailing = self.find(uid)
        if mailing.state != store.DONE:
            raise UserError(
                _("Letters of “{name}” still wait; send or stop them first.").format(name=mailing.name)
            )
        with self._database.write() as connection:
            store.forget(connection, mailing.id)


def _mailing(row: Mapping[str, Any]) -> Mailing:
    counts = {state: int(row[f"n_{state}"] or 0) for state in STATES}
    return Mailing(
        row["id"], row["uid"], row["account"], row["name"], row["state"], row["problem"] or "",
        row["created_at"], row["created_by"], counts,
    )  # fmt: skip


def _sent(row: Mapping[str, Any]) -> Sent:
    return Sent(
        row["id"], row["record_uid"], row["title"], row["address"], row["subject"], row["state"],
        row["problem"] or "", row["attempts"], row["next_at"], row["changed_at"] or "", row["message_id"],
    )  # fmt: skip
