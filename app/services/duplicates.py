"""Duplicates: what looks like a record that is being typed, pairs of a whole section, and what is none."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.blueprint.context import Values
from app.blueprint.house import NOT_DUPLICATE
from app.blueprint.section import Section
from app.core.progress import Progress
from app.services.duplicate_scan import Pair, Scan, Scanner, in_order, pair_key, pair_of
from app.services.name_likeness import Likeness
from app.services.operations import Operation
from app.services.sketches import LIKELY, LISTED, Judge, Sketch, Verdict
from app.services.sketching import Sketcher
from app.store import duplicates as store
from app.store.change import Change
from app.store.engine import Database
from app.store.ids import ids_of

if TYPE_CHECKING:
    from app.services.library import Library

__all__ = ["LIKELY", "Alike", "Duplicates", "Pair", "Scan"]

MOST_FOUND = 24
"""Records with one phone that are looked at while somebody types."""


@dataclass(frozen=True)
class Alike:
    """A record that looks like the one being typed, with the reasons in words."""

    uid: str
    title: str
    score: int
    reasons: tuple[str, ...]


class Duplicates:
    """Looks for records that are there twice."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def sections(self) -> list[str]:
        """Sections whose records have signs of sameness."""
        return [each.key for each in self._library.registry.sections if each.exact_signs]

    def like(self, section: str, values: Values, uid: str | None = None, limit: int = 3) -> list[Alike]:
        """The few records that look like the one with these values; quick at any size."""
        found, judged = self._library.registry.section(section), self._judged(section, values, uid)
        judge = Judge(found)
        near = [(verdict, each) for verdict, _typed, each in judged if _is_worth_saying(found, verdict)]
        if any(verdict.score >= LIKELY for verdict, _each in near):  # its family need not be told
            near = [(verdict, each) for verdict, each in near if verdict.score >= LIKELY]
        near.sort(key=lambda pair: (-pair[0].score, pair[1].title, pair[1].uid))
        return [
            Alike(each.uid, each.title, verdict.score, tuple(map(judge.words, verdict.reasons)))
            for verdict, each in near[:limit]
        ]

    def _judged(
        self, section: str, values: Values, uid: str | None
    ) -> list[tuple[Verdict, Sketch, Sketch]]:
        """Everything that an index finds beside these values, with what is said of both."""
        found = self._library.registry.section(section)
        if not found.exact_signs:
            return []
        sketcher = Sketcher(found, self._library.context())
        typed = sketcher.of_values(uid or "", values)
        with self._database.read() as connection:
            ids = _candidates(self._database, connection, found, typed, values)
            known = sketcher.of_ids(connection, ids, with_points=True)
            mine = ids_of(connection, [uid]).values() if uid else ()
            strangers = store.dismissed(connection, uid) if uid else set()
        judge = Judge(found)
        return [
            (judge.verdict(typed, each), typed, each)
            for record_id, each in known.items()
            if record_id not in mine and pair_key(uid or "", each.uid) not in strangers
        ]

    def renewed(self, section: str, pairs: Sequence[Pair], changed: Collection[str]) -> list[Pair]:
        """The pairs of an earlier look, after a few records were changed, merged or came back."""
        kept = {pair_key(each.one, each.other): each for each in pairs}
        kept = {key: each for key, each in kept.items() if not set(key) & set(changed)}
        judge = Judge(self._library.registry.section(section))
        for uid, record in self._library.get_many(list(changed)).items():
            for verdict, typed, other in self._judged(section, record.values, uid):
                key = pair_key(uid, other.uid)
                if verdict.score >= LISTED and key not in kept:
                    both = (typed, other) if key[0] == uid else (other, typed)
                    kept[key] = pair_of(judge, *both, verdict)
        return in_order(kept.values())

    def scan(self, section: str, progress: Progress | None = None) -> Scan:
        """Every pair of the section that may be one record, found in the background."""
        found = self._library.registry.section(section)
        if not found.exact_signs:
            return Scan([])
        return Scanner(self._database, found, self._library.context(), progress or Progress()).run()

    def dismiss(self, one: str, other: str) -> Operation:
        """Remember that two records are two; they are never shown as a pair again."""
        first, second = pair_key(one, other)
        record = self._library.get(one)
        change = Change(NOT_DUPLICATE.key, _pair_uid(first, second), {"one": first, "other": second})
        return self._library.write("not_duplicate", [change], title=record.title if record else "")


def _pair_uid(one: str, other: str) -> str:
    """The same for the same pair: said twice it is kept once."""
    return hashlib.sha256(f"{one}:{other}".encode()).hexdigest()[:32]


def _is_worth_saying(section: Section, verdict: Verdict) -> bool:
    """An equal sign, or a name with something beside it; an equal name alone is not."""
    if not {each.key for each in section.exact_signs}.isdisjoint(verdict.reasons):
        return True
    beside = {each.key for each in section.compared}
    return verdict.score > _NAME_ALONE and not beside.isdisjoint(verdict.reasons)


_NAME_ALONE = 50


def _candidates(
    database: Database, connection: Connection, section: Section, typed: Sketch, values: Values
) -> list[int]:
    """Ids of everything that may look like what is typed, each found through an index."""
    points = {each.key: sorted(typed.signs[each.key]) for each in section.exact_signs if store.is_point(each)}
    ids = store.with_points(connection, section, points, MOST_FOUND)
    for each in section.exact_signs:
        if not store.is_point(each):
            for sign in typed.signs[each.key]:
                written = str(values[each.key])
                ids += store.with_code(database, connection, section, each, sign, written, MOST_FOUND)
    return list(dict.fromkeys([*ids, *_namesakes(connection, section, typed)]))


def _namesakes(connection: Connection, section: Section, typed: Sketch) -> list[int]:
    """Ids of records with a similar name in the same place, or the same name on the same day."""
    words = [word for word in typed.name.split() if len(word.replace("{", "")) > 1]
    if not words:
        return []
    judge, ids = Judge(section), list[int]()
    orders = {typed.name, " ".join(reversed(words)), " ".join([*words[1:], words[0]])}
    for each in section.compared:
        value = typed.texts.get(each.key)
        if value and each.has_key_column:
            spelt = list(store.spellings(connection, section, each, value))
            names = store.names_in_place(connection, section, each, spelt, words)
            near = [
                name for name in names if judge.names(typed, replace(typed, name=name)) >= Likeness.SIMILAR
            ]
            ids += store.of_name_in_place(connection, section, each, spelt, near) if near else []
        elif value:
            ids += store.of_name(connection, section, orders, each, value)
    return ids
