"""Synchronising a library with its address books: plan, let the user decide, run. Nothing is written before.

First everything from the server is written here, as one operation; then what changed here is sent. Broken off
anywhere, it is simply run again. What reads and writes cards is loaded when it is first needed, beside the
window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.core.texts import _, ngettext
from app.services.sync.accounts import Account, Accounts
from app.services.sync.dav import Login, Server
from app.services.sync.pairs import ADD, CHANGE, DELETE, Plan, Step, to_json
from app.store import syncing
from app.store.engine import Database

CHUNK = 500
"""Records read at a time."""

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.services.library import Library
    from app.services.sync.speech import Speech


@dataclass
class SyncReport:
    """What a synchronisation came to: how many were added, changed and deleted on the two sides; what is
    still open, and what was refused, with the reason. ``operation`` takes back what was written here."""

    here: dict[str, int] = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)
    conflicts: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    operation: str | None = None
    broken_off: str = ""
    """Why not everything could be sent; what is missing follows the next time."""

    @property
    def is_whole(self) -> bool:
        """Is nothing left over?"""
        return not (self.conflicts or self.problems or self.broken_off)


class Sync:
    """The synchronisation of a library. Plans and runs wait for the network: beside the window only."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self.accounts = Accounts(library, database)

    @property
    def section(self) -> Section:
        """Whose records cards become: the people."""
        return next(each for each in self._library.registry.sections if each.carried_by == "VCARD")

    def plan(self, account: Account, login: Login, progress: Progress | None = None) -> Plan:
        """Read both sides and say what would be done."""
        from app.services.sync.planning import Planner

        progress = progress or Progress()
        with self._database.read() as connection:
            known = syncing.items(connection, account.uid)
        planner = Planner(self._library, self.section, account, known, progress)
        with Server(login, progress) as server:
            return planner.plan(server)

    def decide(self, plan: Plan, decisions: Mapping[str, str]) -> Plan:
        """The same plan with what the user decided (the winning side by key of the step)."""
        from app.services.sync.deciding import Decider

        decider = Decider(self.section, self._library.context(), plan.account.rule)
        chosen = {**plan.decisions, **decisions}
        steps = tuple(
            decider.step(each.pair, chosen[each.key]) if each.key in chosen else each for each in plan.steps
        )
        return replace(plan, steps=steps, decisions=chosen)

    def run(
        self, plan: Plan, login: Login, progress: Progress | None = None, *, deletes_many: bool = False
    ) -> SyncReport:
        """Do it. UserError if it would delete much and nobody agreed to that; conflicts that were not decided
        are left as they are. A server that is lost on the way is told in the report."""
        progress = progress or Progress()
        if self._library.is_read_only:
            raise UserError(_("{path} is read-only; nothing was changed.").format(path=self._library.path))
        if not deletes_many and plan.many_deletions():
            raise UserError(" ".join(told_of_deletions(plan)))
        report = SyncReport(conflicts=len(plan.conflicts))
        report.problems += [(each.title, each.problem) for each in plan.problems]
        refused = self._pull(plan, report)
        steps = [each for each in plan.steps if each.there and each.key not in refused]
        if steps:
            self._push(plan, login, progress, steps, report)
        return report

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """For what was agreed on with a server; it is no operation of the user's."""
        with self._database.write() as connection:
            yield connection

    # -- inside --------------------------------------------------------------------------------------------

    def _pull(self, plan: Plan, report: SyncReport) -> set[str]:
        """Write what came from the server; the keys of what was refused here."""
        from app.services.sync.pulling import Puller

        puller = Puller(self._library, self._speech(plan), plan)
        operation = puller.pull()
        report.operation = operation.uid if operation is not None and operation.count else None
        report.problems += puller.refused
        done = [*puller.done.values()]
        report.here = {act: sum(each.here == act for each in done) for act in (ADD, CHANGE, DELETE)}
        written = [uid for uid, each in puller.done.items() if each.here != DELETE and not each.there]
        self._remember(plan, written)
        return {each.key for each in plan.steps if each.here} - {each.key for each in done}

    def _remember(self, plan: Plan, uids: Sequence[str]) -> None:
        """Keep what the records that were just written say: the next time nobody has to ask."""
        if not uids:
            return
        speech = self._speech(plan)
        with self._database.read() as connection:
            kept = {row["record"]: row for row in syncing.items(connection, plan.account.uid)}
        rows = list[dict[str, Any]]()
        for start in range(0, len(uids), CHUNK):
            for uid, record in self._library.get_many(uids[start : start + CHUNK]).items():
                with suppress(UserError):  # the next plan tells that it cannot be written as a card
                    said = to_json(speech.said(record))
                    told = None if said == kept[uid]["heard"] else said
                    rows.append(kept[uid] | {"hash": speech.fingerprint(record), "said": told})
        with self.writing() as connection:
            syncing.put(connection, plan.account.uid, rows)

    def _push(
        self, plan: Plan, login: Login, progress: Progress, steps: list[Step], report: SyncReport
    ) -> None:
        from app.services.sync.pushing import Pusher

        with Server(login, progress) as server:
            pusher = Pusher(self._library, self._speech(plan), plan, server, progress)
            try:
                pusher.push(steps)
            except Cancelled:
                report.broken_off = _("It was cancelled; what is missing follows the next time.")
            except UserError as problem:
                report.broken_off = str(problem)
        report.problems += pusher.refused
        done = pusher.done
        report.there = {act: sum(each.there == act for each in done) for act in (ADD, CHANGE, DELETE)}

    def _speech(self, plan: Plan) -> Speech:
        from app.services.sync.speech import Speech

        return Speech(self._library, self.section, plan.account.carries_own)


def told_of_deletions(plan: Plan) -> list[str]:
    """What is asked before much is deleted."""
    found, many = list[str](), plan.many_deletions()
    if number := many.get("here"):
        found.append(ngettext(
            "{n} contact would be deleted here, because it is gone from the server.",
            "{n} contacts would be deleted here, because they are gone from the server.", number,
        ).format(n=number))  # fmt: skip
    if number := many.get("there"):
        found.append(ngettext(
            "{n} contact would be deleted on the server, because it is gone here.",
            "{n} contacts would be deleted on the server, because they are gone here.", number,
        ).format(n=number))  # fmt: skip
    if found:
        found.append(_("If that is what you want, say so and synchronise again; nothing was written."))
    return found
