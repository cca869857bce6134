"""One program at a time sends the letters of an account, whatever becomes of the one before it.

On one computer a lock of the system tells: it goes with its process, also one that is killed. Between
computers the file itself tells: whoever sends writes until when, and renews that as long as it lives.
"""

from __future__ import annotations

import hashlib
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from app.core.clock import stamp
from app.core.errors import UserError
from app.core.ids import new_uid
from app.core.paths import state_folder
from app.core.texts import _
from app.store import outbox
from app.store.engine import Database

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.services.mail.account import Account

LASTS = timedelta(seconds=90)


class Lease:
    """The right to send the letters of one account of one library."""

    def __init__(self, database: Database, library: Path, account: Account, clock: Clock) -> None:
        self._database, self._account, self._clock = database, account, clock
        self._home = f"{socket.gethostname()}:{hashlib.sha256(os.fsencode(state_folder())).hexdigest()[:12]}"
        self.owner = new_uid()
        named = hashlib.sha256(
            f"{library.absolute()}\n{account.uid}".encode("utf-8", "surrogateescape")
        ).hexdigest()[:24]
        self._lock = FileLock(state_folder() / f"sending-{named}.lock", timeout=0)

    def take(self) -> str | None:
        """Begin to send; when the next letter may go, as the last sender left it. UserError if one sends."""
        told = _("The letters of “{name}” are already being sent by another window or computer.")
        refusal = UserError(told.format(name=self._account.name))
        try:
            self._lock.acquire()
        except Timeout:
            raise refusal from None
        except OSError as problem:
            shown = _("{path} cannot be locked: {problem}.")
            raise UserError(shown.format(path=self._lock.lock_file, problem=problem.strerror)) from problem
        now = self._clock()
        with self._database.write() as connection:
            found = outbox.lease(connection, self._account.uid)
            is_other = found["owner"] and found["place"] != self._home and (found["until"] or "") > stamp(now)
            if not is_other:
                outbox.take_lease(connection, self._account.uid, self.owner, self._home, stamp(now + LASTS))
        if is_other:
            self._lock.release()
            raise refusal
        next_at: str | None = found["next_at"]
        return next_at

    def renew(self, next_at: datetime | None = None) -> bool:
        """Still sending; False if another computer took over."""
        with self._database.write() as connection:
            until = stamp(self._clock() + LASTS)
            shown = stamp(next_at) if next_at is not None else None
            return outbox.renew_lease(connection, self._account.uid, self.owner, until, shown)

    def give(self) -> None:
        """Sending has ended."""
        with self._database.write() as connection:
            outbox.give_lease(connection, self._account.uid, self.owner)
        self._lock.release()
