"""The one operation in which everything that the server changed is written here, with what was agreed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.blueprint.rows import Groups, Rows
from app.core.clock import stamp
from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.putting import Name
from app.services.exchange.referring import Referrer
from app.services.exchange.rows_read import ReadRow
from app.services.sync.pairs import ADD, DELETE, Known, Pair, Plan, Step, to_json
from app.services.sync.speech import Speech
from app.store import syncing
from app.store.change import Change
from app.store.house import put_blob
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.operations import Operation

KIND = "sync"


class Puller:
    """Writes the steps of a plan that concern this side."""

    def __init__(self, library: Library, speech: Speech, plan: Plan) -> None:
        self._library, self._speech, self._plan = library, speech, plan
        self._section = speech.section
        self._referrer = Referrer(library, speech.section, {})
        paths = library.groups.paths(speech.section.key)
        self._scope = [paths[uid] for uid in plan.account.groups if uid in paths]
        self._groups = next(each for each in speech.section.stored if isinstance(each.kind, Groups)).key
        self._keep: Callable[[str, bytes], None] = lambda _digest, _data: None
        self.refused: list[tuple[str, str]] = []
        """What could not be written, with the reason."""
        self.done: dict[str, Step] = {}
        """The steps that were written, by the uid of their record."""

    def pull(self) -> Operation | None:
        """Write it; None if there was nothing to be written here."""
        steps = self._plan.steps
        if not any(each.here for each in steps):
            with self._library.sync.writing() as connection:
                self._agree(connection)
            return None
        title = self._plan.account.name

        def work(unit: Unit) -> None:
            self._keep = partial(put_blob, unit.connection)
            self._verify(unit.connection)
            unit.apply(self._changes())
            self._agree(unit.connection)

        return self._library.operate(KIND, self._section.key, title, work)

    def _verify(self, connection: Any) -> None:
        """UserError if somebody else synchronised since the plan was made: what is new would come twice."""
        known = [each.pair.known for each in self._plan.steps if each.pair.known is not None]
        records = {each.record for each in known}
        now = syncing.states(connection, self._plan.account.uid)
        if records != {record for record, _etag in now.values()}:
            told = _("Another program synchronised “{name}” in between; nothing was written. Try again.")
            raise UserError(told.format(name=self._plan.account.name))

    # -- records -------------------------------------------------------------------------------------------

    def _changes(self) -> Iterator[Change]:
        for step in self._plan.steps:
            if step.here == DELETE:
                local = step.pair.local
                assert local is not None
                yield Change(self._section.key, local.record.uid, None, version=local.record.version)
                self.done[local.record.uid] = step
            elif step.here:
                yield from self._written(step)

    def _written(self, step: Step) -> Iterator[Change]:
        """The changes of one record, with the groups and organizations that it needs."""
        local = step.pair.local
        old = local.record.values if local is not None else {}
        values = dict(step.values) if step.here == ADD else self._back(step, old)
        values |= self._speech.ids_with(old, self._heard_uid(step.pair))
        self._stay_inside(values, step)
        row = ReadRow(0, values)
        self._referrer.resolve(row)
        if row.problems:
            self.refused.append((step.title, "; ".join(each.reason for each in row.problems)))
            return
        yield from self._referrer.take_pending()
        for key, value in row.values.items():
            data = self._pictures(step).get(str(value)) if isinstance(value, str) else None
            if data is not None:
                self._keep(str(value), data)
                row.values[key] = str(value)
        uid = local.record.uid if local is not None else self._uid_of(step)
        yield Change(
            self._section.key, uid, row.values, version=local.record.version if local is not None else None
        )
        yield from self._referrer.take_following(row, uid)
        self.done[uid] = step

    def _back(self, step: Step, old: Values) -> Values:
        """The changed fields. Rows that stay are the record's own, with what a card cannot say of them."""
        said, found = said_of(step.pair), dict(step.values)
        for key, value in found.items():
            mine, told = old.get(key), said.get(key)
            is_rows = isinstance(self._section.by_key[key].kind, Rows)
            if is_rows and value and mine and told and len(mine) == len(told):
                found[key] = [mine[told.index(row)] if row in told else row for row in value]
        return found

    def _stay_inside(self, values: Values, step: Step) -> None:
        """What the address book has belongs to the groups that are synchronised, whatever its categories."""
        if not self._scope or (step.here != ADD and self._groups not in values):
            return
        names = [Name(each) for each in values.get(self._groups) or ()]
        if not any(map(self._is_inside, names)):
            mine = [each for each in said_of(step.pair).get(self._groups) or () if self._is_inside(each)]
            values[self._groups] = [*names, *(Name(each) for each in mine or self._scope[:1])]

    def _is_inside(self, path: str) -> bool:
        return any(path == each or path.startswith(f"{each} / ") for each in self._scope)

    def _uid_of(self, step: Step) -> str:
        """A new record gets a new uid; one that was deleted here and changed there comes back as itself."""
        return step.pair.known.record if step.pair.known is not None else self._library.new_uid()

    @staticmethod
    def _pictures(step: Step) -> Mapping[str, bytes]:
        heard = step.pair.remote.heard if step.pair.remote is not None else None
        return heard.pictures if heard is not None else {}

    @staticmethod
    def _heard_uid(pair: Pair) -> str:
        heard = pair.remote.heard if pair.remote is not None else None
        return heard.uid if heard is not None else ""

    # -- what was agreed on --------------------------------------------------------------------------------

    def _agree(self, connection: Any) -> None:
        """Keep what both sides have now, as far as it does not wait for the server."""
        rows, gone = list[dict[str, Any]](), list[int]()
        for uid, step in self.done.items():
            known = step.pair.known
            if step.here != DELETE:
                rows.append(self._row(uid, step, "", {**said_of(step.pair), **step.values}))
            elif known is not None:
                gone.append(known.id)
        for step in self._plan.steps:
            pair = step.pair
            if step.is_forgotten and pair.known is not None:
                gone.append(pair.known.id)
            elif not step.is_shown and pair.local is not None and _is_news(pair):
                rows.append(self._row(pair.local.record.uid, step, pair.local.hash, said_of(pair)))
        syncing.put(connection, self._plan.account.uid, rows)
        syncing.drop(connection, gone)

    def _row(self, uid: str, step: Step, mark: str, said: Values) -> dict[str, Any]:
        """What is kept of a pair. What is still to be sent is what it says otherwise than the card."""
        pair, known = step.pair, step.pair.known
        assert pair.remote is not None
        heard = pair.remote.heard
        values = heard.values if heard is not None else known.heard if known is not None else {}
        said = values if step.there else {key: each for key, each in said.items() if each is not None}
        return item_row(
            known, uid, pair.remote.href, pair.remote.etag, values, said, mark, stamp(self._library.clock()),
            card=heard.uid if heard is not None else "", version=heard.version if heard is not None else "",
        )  # fmt: skip


def said_of(pair: Pair) -> Values:
    """What the record of a pair says."""
    if pair.local is not None and pair.local.said is not None:
        return pair.local.said
    return pair.known.said if pair.known is not None else {}


def _is_news(pair: Pair) -> bool:
    """Is there anything to be kept of a pair in which nothing is to be done?"""
    known, remote = pair.known, pair.remote
    if known is None or remote is None or pair.local is None:
        return remote is not None
    return (known.href, known.etag, known.hash) != (remote.href, remote.etag, pair.local.hash)


def item_row(
    known: Known | None, uid: str, href: str, etag: str, heard: Values, said: Values, mark: str, at: str,
    *, card: str = "", version: str = "",
) -> dict[str, Any]:  # fmt: skip
    """An item as it is stored, in the place of a known one."""
    told, other = to_json(heard), to_json(said)
    return {
        "id": known.id if known is not None else None,
        "record": uid,
        "href": href,
        "etag": etag,
        "card": card or (known.card if known is not None else ""),
        "version": version or (known.version if known is not None else ""),
        "hash": mark,
        "heard": told,
        "said": None if other == told else other,
        "synced_at": at,
    }
