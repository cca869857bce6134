"""What a synchronisation would do: reads both sides and pairs records with cards. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.matching import Matcher
from app.services.exchange.referring import Referrer
from app.services.rows import ListQuery
from app.services.sync.accounts import Account
from app.services.sync.dav import Server
from app.services.sync.deciding import Decider
from app.services.sync.pairs import Heard, Known, Local, Pair, Plan, Remote, by_record
from app.services.sync.speech import Speech

if TYPE_CHECKING:
    from app.services.library import Library, Record

CHUNK = 500
"""Records read at a time."""


class Planner:
    """Plans one synchronisation of one account."""

    def __init__(
        self,
        library: Library,
        section: Section,
        account: Account,
        known: Sequence[Mapping[str, Any]],
        progress: Progress,
    ) -> None:
        self._library, self._section, self._account = library, section, account
        self._progress = progress
        self._speech = speech = Speech(library, section, account.carries_own)
        self._known = [Known.of(row, speech.named) for row in known]

    def plan(self, server: Server) -> Plan:
        """Read both sides, decide by the rule of the account."""
        scope = self._scope()
        self._progress.step(0, None, _("Reading the address book"))
        etags = server.etags()
        remote = self._read_cards(server, etags)
        pairs = list(self._pairs(scope, remote))
        decider = Decider(self._section, self._speech.context, self._account.rule)
        return Plan(self._account, tuple(map(decider.step, pairs)), len(self._known))

    # -- the two sides -------------------------------------------------------------------------------------

    def _scope(self) -> list[str]:
        """Uids of the records that take part."""
        key = self._section.key
        if not self._account.groups:
            return self._uids(ListQuery(key))
        there = self._library.groups.paths(key)
        gone = [uid for uid in self._account.groups if uid not in there]
        if gone:
            told = _("A group that “{name}” synchronises is no longer there; choose its groups again.")
            raise UserError(told.format(name=self._account.name))
        found = (uid for group in self._account.groups for uid in self._uids(ListQuery(key, group=group)))
        return list(dict.fromkeys(found))

    def _uids(self, query: ListQuery) -> list[str]:
        lists = self._library.lists
        return lists.uids_of(lists.ids(query))

    def _read_cards(self, server: Server, etags: dict[str, str]) -> dict[str, Remote]:
        """Every card by its place; only what is new or changed is asked for."""
        before = {each.href: each.etag for each in self._known}
        wanted = [href for href, etag in etags.items() if before.get(href) != etag]
        found = {href: Remote(href, etag) for href, etag in etags.items()}
        heard = set[str]()
        for number, each in enumerate(server.fetch(wanted), 1):
            self._progress.step(number, len(wanted), _("Reading the address book"))
            card = self._speech.heard(each)
            if card.is_group and each.href not in before:
                continue  # the server's own: who is in it is not ours to say
            found[each.href] = Remote(each.href, each.etag, card)
            heard.add(each.href)
        for href in set(wanted) - heard:
            del found[href]  # deleted while we were reading, or a group
        return found

    # -- who belongs to whom -------------------------------------------------------------------------------

    def _pairs(self, scope: Sequence[str], remote: dict[str, Remote]) -> Iterator[Pair]:
        known = self._moved(remote)
        taken = {each.href for each in known}
        new_cards = [each for href, each in remote.items() if href not in taken]
        matched = self._matched(new_cards, {each.record for each in known})
        local = self._read_records(scope, by_record(known), set(matched.values()))
        for each in known:
            yield Pair(each, local.pop(each.record, None), remote.get(each.href))
        for card in new_cards:
            uid = matched.get(card.href)
            yield Pair(None, local.pop(uid, None) if uid else None, card)
        for rest in local.values():
            yield Pair(None, rest, None)

    def _moved(self, remote: Mapping[str, Remote]) -> list[Known]:
        """What was known; where a server gave a card another place, the one with the same uid is meant."""
        places = {each.href for each in self._known}
        new = {
            each.heard.uid: href
            for href, each in remote.items()
            if href not in places and each.heard is not None and each.heard.uid
        }
        return [
            replace(each, href=new[each.card]) if each.href not in remote and each.card in new else each
            for each in self._known
        ]

    def _matched(self, cards: Sequence[Remote], taken: set[str]) -> dict[str, str]:
        """Records that are there already for cards that are new, by the place of the card."""
        readable = [each for each in cards if each.heard is not None and not each.heard.problem]
        if not readable:
            return {}
        referrer = Referrer(self._library, self._section, {})
        matcher = Matcher(self._library, self._section, self._speech.context, referrer.known_firm)
        found: dict[str, str] = {}
        used = set(taken)
        for start in range(0, len(readable), CHUNK):
            part = readable[start : start + CHUNK]
            rows = [self._speech.row_of(each.heard or Heard()) for each in part]
            matcher.prepare(rows, is_update=True)
            for card, row in zip(part, rows, strict=True):
                uid = matcher.find(row)
                if uid is not None and uid not in used:
                    found[card.href] = uid
                    used.add(uid)
            self._progress.check()
        return found

    def _read_records(
        self, scope: Sequence[str], known: dict[str, Known], matched: set[str]
    ) -> dict[str, Local]:
        """The records of the scope and those that belong to cards, by uid."""
        inside = set(scope)
        uids = list(dict.fromkeys((*known, *scope, *matched)))
        found: dict[str, Local] = {}
        for start in range(0, len(uids), CHUNK):
            self._progress.step(start, len(uids), _("Comparing contacts"))
            for uid, record in self._library.get_many(uids[start : start + CHUNK]).items():
                if record.section == self._section.key:
                    local = self._local(record, known.get(uid))
                    found[uid] = replace(local, is_in_scope=uid in inside)
        return found

    def _local(self, record: Record, known: Known | None) -> Local:
        """What a record says, asked only where it may be something else than before."""
        mark = self._speech.fingerprint(record)
        if known is not None and known.hash == mark:
            return Local(record, mark)
        try:
            return Local(record, mark, self._speech.said(record))
        except UserError as problem:
            return Local(record, mark, problem=str(problem))
