"""Sends what is in the outbox: one letter after the other, at the pace of the server, never one twice.

Before the content of a letter goes out, the file says that it does (*sending*); afterwards what came of it.
Whatever ends the program in between leaves a letter of which nobody knows: it is told as *unknown*, and only
the user sends it again. Everything before the content can be tried again without harm.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.core.clock import from_stamp, stamp
from app.core.errors import UserError
from app.core.texts import _
from app.services.mail.addresses import address_key
from app.services.mail.lease import Lease
from app.services.mail.marks import OPTED_OUT
from app.services.mail.message import Part, Sheet, message_of, needs_smtputf8
from app.services.mail.noting import note_sent, settle_refused
from app.services.mail.outbox import unpacked
from app.services.mail.transport import REFUSED, STOP, TRY_LATER, UNSURE, Connection, SendError
from app.store import outbox as store
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.account import Account

TICK_S = 0.2
NOTE_EVERY = 25
LOOK_AGAIN = timedelta(seconds=1)


@dataclass(frozen=True)
class Rules:
    """When is tried again, in seconds: a letter that was put off, and a server that does not answer."""

    letter_again: float = 120
    longest: float = 4 * 3600
    tries: int = 8
    connection_again: float = 5
    connection_longest: float = 300
    connection_tries: int = 12
    refusals: int = 20
    """So many letters refused one after the other, not because of their addresses, stop the mailing."""
    patience: float = 60


class Sender:
    """Sends the letters of a library until nothing is left, it is paused, or ``stop`` is called."""

    def __init__(
        self, library: Library, database: Database, rules: Rules | None = None,
        on_letter: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._library, self._database = library, database
        self._rules, self._on_letter = rules or Rules(), on_letter
        self._stop = threading.Event()

    def stop(self) -> None:
        """End after the letter that is going out; may be called from any thread."""
        self._stop.set()

    def run(self, *, waits: bool = True) -> None:
        """Send. ``waits``: also for letters that are to be tried again later. UserError if another program
        sends already; what stops one account is told at its mailings and does not stop the others."""
        problems = asyncio.run(self._all(waits))
        note_sent(self._library, self._database)
        if problems:
            raise problems[0]

    async def _all(self, waits: bool) -> list[UserError]:
        """A line for each account; one whose letters are put in or go on meanwhile joins them."""
        lines: dict[str, asyncio.Task[None]] = {}
        over: set[str] = set()
        problems: list[UserError] = []
        while True:
            for uid in [] if self._stop.is_set() else self._running():
                if uid not in lines and uid not in over:
                    lines[uid] = asyncio.create_task(self._account(uid, waits))
            if not lines:
                return problems
            await asyncio.wait(lines.values(), timeout=1, return_when=asyncio.FIRST_COMPLETED)
            for uid in [uid for uid, line in lines.items() if line.done()]:
                problem = lines.pop(uid).exception()
                if problem is not None and not isinstance(problem, UserError):
                    raise problem
                if problem is not None:
                    problems.append(problem)
                if problem is not None or not waits:
                    over.add(uid)

    def _running(self) -> list[str]:
        with self._database.read() as connection:
            return store.running_accounts(connection)

    async def _account(self, uid: str, waits: bool) -> None:
        try:
            account = self._library.mail.accounts.find(uid)
        except UserError as problem:
            self._pause(uid, str(problem))
            raise
        lease = Lease(self._database, self._library.path, account, self._library.clock)
        next_at = lease.take()
        try:
            line = _Line(
                self._library, self._database, account, lease, self._rules, self._stop, self._on_letter,
                next_at,
            )  # fmt: skip
            await line.run(waits)
        finally:
            lease.give()

    def _pause(self, account: str, problem: str) -> None:
        with self._database.write() as connection:
            store.set_state(connection, store.PAUSED, problem, account=account)


class _Line:
    """The letters of one account, one after the other."""

    def __init__(
        self, library: Library, database: Database, account: Account, lease: Lease, rules: Rules,
        stop: threading.Event, on_letter: Callable[[], None], next_at: str | None,
    ) -> None:  # fmt: skip
        self._library, self._database, self._account = library, database, account
        self._lease, self._rules, self._stop, self._on_letter = lease, rules, stop, on_letter
        mail = library.mail
        self._connection = Connection(account, lambda: mail.secret_of(account), rules.patience)
        self._next_at = from_stamp(next_at) if next_at else self._now
        self._lost = self._refused_in_a_row = self._since_noted = 0
        self._parts: dict[int, list[Part]] = {}

    @property
    def _now(self) -> datetime:
        return self._library.clock()

    @property
    def _interval(self) -> timedelta:
        return timedelta(minutes=1) / self._account.pace if self._account.pace else timedelta()

    async def run(self, waits: bool) -> None:
        """Until nothing is left to send."""
        self._recover()
        try:
            while not self._stop.is_set():
                row, when = self._next()
                if row is not None:
                    await self._turn(row)
                elif when is None or not waits:
                    break
                else:
                    await self._until(min(from_stamp(when), self._now + LOOK_AGAIN))
        finally:
            await self._connection.close()
            note_sent(self._library, self._database)
            with self._database.write() as connection:
                store.finish(connection, self._account.uid)
            self._on_letter()

    def _recover(self) -> None:
        """What a program that ended in the middle left behind."""
        told = _("The program ended while the letter went out; nobody knows whether it arrived.")
        with self._database.write() as connection:
            store.lose(connection, self._account.uid, told, stamp(self._now))
        note_sent(self._library, self._database)

    def _next(self) -> tuple[dict[str, Any] | None, str | None]:
        with self._database.read() as connection:
            row = store.next_letter(connection, self._account.uid, stamp(self._now))
            when = None if row is not None else store.next_time(connection, self._account.uid)
        return row, when

    async def _until(self, moment: datetime) -> None:
        """Wait in small steps, so that a stop is heard; keep the right to send meanwhile."""
        renewed = self._now
        while not self._stop.is_set() and (left := (moment - self._now).total_seconds()) > 0:
            await asyncio.sleep(min(left, TICK_S))
            if self._now - renewed > timedelta(seconds=20):
                self._lease.renew()
                renewed = self._now

    async def _turn(self, row: Mapping[str, Any]) -> None:
        """One letter when its time has come."""
        await self._until(self._next_at)
        if self._stop.is_set():
            return
        self._next_at = max(self._next_at, self._now - self._interval) + self._interval
        if not self._lease.renew(self._next_at):
            raise UserError(_("Another computer sends these letters now."))
        try:
            await self._send(row)
        except SendError as problem:
            await self._trouble(row, problem)
        except UserError as problem:  # the password is not known, the keyring stays closed
            self._halt(str(problem))
        self._on_letter()

    async def _send(self, row: Mapping[str, Any]) -> None:
        marks = self._library.mail.marks.of([row["address"]])
        mark = marks.get(address_key(row["address"]))
        if mark is not None and mark.state == OPTED_OUT:
            self._settle(row, store.FAILED, _("wants no letters"))
            return
        await self._connection.open()
        try:
            sheet = self._sheet(row)
            message = message_of(sheet)
        except UserError as problem:
            self._settle(row, store.FAILED, str(problem))
            return
        answer = await self._connection.send(sheet, message, needs_smtputf8(sheet), lambda: self._claim(row))
        if answer:
            self._lost = self._refused_in_a_row = 0
            self._settle(row, store.SENT, None)
            self._since_noted += 1
            if self._since_noted >= NOTE_EVERY or (self._account.pace and self._account.pace <= NOTE_EVERY):
                note_sent(self._library, self._database)
                self._since_noted = 0

    def _claim(self, row: Mapping[str, Any]) -> bool:
        """Say in the file that the content goes out now; no if it was paused or another has it."""
        with self._database.write() as connection:
            return store.claim(connection, row["id"], self._lease.owner, stamp(self._now))

    def _sheet(self, row: Mapping[str, Any]) -> Sheet:
        content = unpacked(row["body"])
        files = self._library.files
        own = [Part(each["name"], each["media_type"], files.read(each["digest"])) for each in content.files]
        return Sheet(
            self._account, row["title"], row["address"], row["message_id"], row["subject"], content.html,
            content.plain, [*self._common(row["mailing_id"]), *own],
        )  # fmt: skip

    def _common(self, mailing_id: int) -> list[Part]:
        """Files and pictures that everybody gets, read once."""
        if mailing_id not in self._parts:
            with self._database.read() as connection:
                found = json.loads(store.mailing(connection, mailing_id)["content"])
            read = self._library.files.read
            self._parts = {
                mailing_id: [
                    *(
                        Part(each["name"], each["media_type"], read(each["digest"]))
                        for each in found["files"]
                    ),
                    *(
                        Part(each["name"], each["media_type"], read(each["digest"]), each["uid"])
                        for each in found["pictures"]
                    ),
                ]
            }
        return self._parts[mailing_id]

    def _settle(self, row: Mapping[str, Any], state: str, problem: str | None) -> None:
        with self._database.write() as connection:
            store.settle(connection, row["id"], state, problem, stamp(self._now))

    # -- trouble -------------------------------------------------------------------------------------------

    async def _trouble(self, row: Mapping[str, Any], problem: SendError) -> None:
        if problem.kind == UNSURE:
            self._settle(row, store.UNKNOWN, problem.text)
            await self._wait_for_server(problem)
        elif problem.kind == STOP:
            self._halt(problem.text)
        elif problem.is_connection:
            await self._wait_for_server(problem)
        elif problem.kind == TRY_LATER:
            self._lost = 0
            self._later(row, problem)
        elif problem.kind == REFUSED:
            self._lost = 0
            self._refuse(row, problem)

    def _later(self, row: Mapping[str, Any], problem: SendError) -> None:
        tries = row["attempts"] + 1
        if tries >= self._rules.tries:
            told = _("put off {n} times: {answer}").format(n=tries, answer=problem.text)
            self._settle(row, store.FAILED, told)
            return
        wait = min(self._rules.letter_again * 2 ** (tries - 1), self._rules.longest)
        again = stamp(self._now + timedelta(seconds=wait))
        with self._database.write() as connection:
            store.put_back(connection, row["id"], again, problem.text, stamp(self._now))

    def _refuse(self, row: Mapping[str, Any], problem: SendError) -> None:
        settle_refused(self._library, row, problem.text, stamp(self._now), is_marked=problem.is_address)
        self._refused_in_a_row = 0 if problem.is_address else self._refused_in_a_row + 1
        if self._refused_in_a_row >= self._rules.refusals:
            told = _(
                "{n} letters were refused one after the other ({answer}); look into that before going on."
            )
            self._halt(told.format(n=self._refused_in_a_row, answer=problem.text))
            self._refused_in_a_row = 0

    async def _wait_for_server(self, problem: SendError) -> None:
        """A lost connection is opened anew at once; if that fails, later and later."""
        self._lost += 1
        if self._lost >= self._rules.connection_tries:
            self._halt(problem.text)
            return
        if self._lost == 1:
            return
        with self._database.write() as connection:
            store.note_problem(connection, self._account.uid, problem.text)
        self._on_letter()
        wait = min(self._rules.connection_again * 2 ** (self._lost - 2), self._rules.connection_longest)
        await self._until(self._now + timedelta(seconds=wait))

    def _halt(self, told: str) -> None:
        """Send nothing more of this account until the user has looked into it."""
        with self._database.write() as connection:
            store.set_state(connection, store.PAUSED, told, account=self._account.uid)
