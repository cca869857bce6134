"""Every pair of a section that may be one record.

A whole section is never compared each with each: records meet only where they share a sign (phone, e-mail,
code) or stand under similar names in one place or on one birthday. Where very many meet, each meets those
beside it in the order of names, and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import combinations
from typing import Any

from sqlalchemy import Connection

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.section import Section
from app.core.progress import Progress
from app.services.name_likeness import Likeness, compare_words, firm_words, name_words
from app.services.sketches import LISTED, Judge, Sketch, Verdict
from app.services.sketching import Sketcher
from app.store import duplicates as store
from app.store.engine import Database
from app.store.ids import chunks

MOST_PAIRS = 5_000
"""Pairs that are kept: the most likely ones."""

MOST_TOGETHER = 8
"""Records with one sign, or one name in one place, that are compared each with each."""

NEIGHBOURS = 3
"""In larger gatherings: how many that follow in the order of names."""

WINDOW = 4
"""Different names that follow and are looked at for slips of the pen."""

ALIKE_LETTERS = 75
"""Of a hundred: names less alike than this are not compared word by word."""

SCORED_TOGETHER = 2_000

Pairs = Iterator[tuple[int, int]]


@dataclass(frozen=True)
class Pair:
    """Two records that may be one: how likely, of a hundred, and why, in words."""

    one: str
    other: str
    titles: tuple[str, str]
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Scan:
    """The pairs of a section, the most likely first.

    ``is_cut``: there are more than are kept. ``crowded``: how many signs, or names in one place, so many
    records share that they were not compared each with each.
    """

    pairs: list[Pair]
    is_cut: bool = False
    crowded: int = 0


def pair_key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def pair_of(judge: Judge, one: Sketch, other: Sketch, verdict: Verdict) -> Pair:
    """Two records with what was judged of them, in words."""
    words = tuple(map(judge.words, verdict.reasons))
    return Pair(one.uid, other.uid, (one.title, other.title), verdict.score, words)


def in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """The most likely first."""
    return sorted(pairs, key=lambda pair: (-pair.score, pair.titles, pair.one, pair.other))


class Kept:
    """The most likely pairs so far, by internal ids."""

    def __init__(self, most: int) -> None:
        self._most, self._scores = most, dict[tuple[int, int], int]()
        self.floor = LISTED - 1
        """A pair must be likelier than this to be kept."""
        self.is_cut = False

    def offer(self, one: int, other: int, score: int) -> None:
        """Keep a pair if it is likely enough."""
        if score <= self.floor:
            self.is_cut |= score >= LISTED
            return
        pair = (one, other) if one < other else (other, one)
        self._scores[pair] = max(score, self._scores.get(pair, 0))
        if len(self._scores) >= 2 * self._most:
            best = nlargest(self._most, self._scores.items(), key=lambda item: item[1])
            self._scores, self.floor, self.is_cut = dict(best), best[-1][1], True

    def pairs(self) -> list[tuple[int, int]]:
        """The most likely ones."""
        if len(self._scores) > self._most:
            self.is_cut = True
        return nlargest(self._most, self._scores, key=self._scores.__getitem__)


class Scanner:
    """Goes once through a section. What it keeps in memory does not grow with the pairs there are."""

    def __init__(self, database: Database, section: Section, context: Context, progress: Progress) -> None:
        self._database, self._section, self._progress = database, section, progress
        self._judge, self._sketcher = Judge(section), Sketcher(section, context)
        self._words = firm_words if section.has_firms else name_words
        self._kept, self._crowded = Kept(MOST_PAIRS), 0
        self._done = self._total = 0
        self._waiting: list[tuple[int, int]] = []

    def run(self) -> Scan:
        """Signs first, then names; at the end everything is known of the pairs that are kept."""
        places = [each for each in self._section.compared if each.key != "title" and each.column_name]
        points = [each.key for each in self._section.exact_signs if store.is_point(each)]
        with self._database.read() as connection:
            keys = store.shared_points(connection) if points else []
            self._total = len(keys) + store.count(connection, self._section) * len(places)
            self._step(0)
            self._by_codes(connection)
            self._by_points(connection, keys, points)
            for place in places:
                self._by_names(connection, place)
            pairs = self._judged(connection)
        return Scan(pairs, self._kept.is_cut, self._crowded)

    def _step(self, done: int) -> None:
        self._done += done
        self._progress.step(min(self._done, self._total), self._total)

    # -- exact signs -----------------------------------------------------------------------------------

    def _by_codes(self, connection: Connection) -> None:
        for field in self._section.exact_signs:
            if not store.is_point(field):
                for ids in store.code_holders(connection, self._section, field):
                    known = self._sketcher.of_ids(connection, ids)
                    for same in _with_one_sign(field.key, known):
                        self._offer_group(field.key, same, known)
                    self._step(0)

    def _by_points(self, connection: Connection, keys: Sequence[str], fields: Sequence[str]) -> None:
        for chunk in chunks(keys):
            groups = store.holders(connection, self._section, fields, chunk)
            wanted = {place: ids for place, ids in groups.items() if self._may_count(*place)}
            known = self._sketcher.of_ids(connection, list({each for ids in wanted.values() for each in ids}))
            for (field, _key), ids in wanted.items():
                self._offer_group(field, ids, known)
            self._step(len(chunk))

    def _may_count(self, field: str, key: str) -> bool:
        """Can pairs that only this sign speaks for still be among the most likely?"""
        if not self._section.by_key[field].kind.is_sign(key):
            return False
        is_wanted = self._judge.best(field) > self._kept.floor
        self._kept.is_cut |= not is_wanted
        return is_wanted

    def _offer_group(self, field: str, ids: Sequence[int], known: Mapping[int, Sketch]) -> None:
        """Pairs of those who share a sign."""
        sign = {field: frozenset(["="])}
        members = [(each, replace(known[each], signs={**known[each].signs, **sign}))
                   for each in ids if each in known]  # fmt: skip
        if len(members) > MOST_TOGETHER:
            self._crowded += 1
            members.sort(key=lambda member: self._words(member[1].name))
            near = [pair for place in range(len(members)) for pair in _following(members, place, NEIGHBOURS)]
        else:
            near = list(combinations(members, 2))
        for (one, sketch), (other, other_sketch) in near:
            self._kept.offer(one, other, self._judge.verdict(sketch, other_sketch).score)

    # -- names -----------------------------------------------------------------------------------------

    def _by_names(self, connection: Connection, place: Field) -> None:
        """Similar names in one place; values of which there are few are read together."""
        together: list[str] = []
        size = 0
        for spelt in _by_spelling(place, store.places(connection, self._section, place)):
            n = sum(spelt.values())
            if n > store.PIECE and place.has_key_column:
                for value in spelt:
                    for piece in store.pieces_of(connection, self._section, place, value):
                        self._offer_names(connection, piece)
                        self._step(len(piece))
                continue
            if n > 1:
                together += spelt
                size += n
            if size >= store.PIECE:
                self._read_together(connection, place, together)
                together, size = [], 0
        self._read_together(connection, place, together)
        self._score_waiting(connection)

    def _read_together(self, connection: Connection, place: Field, values: Sequence[str]) -> None:
        if not values or self._judge.best("") <= self._kept.floor:
            return
        blocks: dict[str, list[tuple[int, str]]] = {}
        for value, record_id, name in store.names_in(connection, self._section, place, values):
            blocks.setdefault(value.replace("{", ""), []).append((record_id, name))
        for block in blocks.values():
            self._offer_names(connection, block)
        self._step(sum(map(len, blocks.values())))

    def _offer_names(self, connection: Connection, block: Sequence[tuple[int, str]]) -> None:
        by_words: dict[tuple[str, ...], list[int]] = {}
        for record_id, name in block:
            by_words.setdefault(self._words(name), []).append(record_id)
        by_words.pop((), None)
        for ids in by_words.values():
            if len(ids) > MOST_TOGETHER:
                self._crowded += 1
            elif len(ids) > 1:
                self._waiting += combinations(ids, 2)
        for words, others in self._similar(list(by_words)):
            if len(by_words[words]) * len(by_words[others]) <= MOST_TOGETHER:
                self._waiting += ((one, other) for one in by_words[words] for other in by_words[others])
        if len(self._waiting) >= SCORED_TOGETHER:
            self._score_waiting(connection)

    def _similar(self, names: list[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Names that differ by a slip or a word: neighbours in the order of their first, or last, word."""
        from rapidfuzz import fuzz

        for ordered in (sorted(names), sorted(names, key=lambda words: words[::-1])):
            joined = [" ".join(words) for words in ordered]
            for place, words in enumerate(ordered):
                for other in range(place + 1, min(place + 1 + WINDOW, len(ordered))):
                    if (
                        fuzz.ratio(joined[place], joined[other], score_cutoff=ALIKE_LETTERS)
                        and compare_words(words, ordered[other]) >= Likeness.SIMILAR
                    ):
                        yield words, ordered[other]

    def _score_waiting(self, connection: Connection) -> None:
        for batch in chunks(list(dict.fromkeys(self._waiting)), SCORED_TOGETHER):
            known = self._sketcher.of_ids(connection, list({each for pair in batch for each in pair}))
            for one, other in batch:
                if one in known and other in known:
                    sketch, other_sketch = known[one], known[other]
                    if self._judge.names(sketch, other_sketch) >= Likeness.SIMILAR:
                        self._kept.offer(one, other, self._judge.verdict(sketch, other_sketch).score)
            self._step(0)
        self._waiting = []

    # -- the result ------------------------------------------------------------------------------------

    def _judged(self, connection: Connection) -> list[Pair]:
        pairs, strangers = self._kept.pairs(), store.dismissed(connection)
        found: list[Pair] = []
        for batch in chunks(pairs):
            ids = list({each for pair in batch for each in pair})
            known = self._sketcher.of_ids(connection, ids, with_points=True)
            whole = [(known[one], known[other]) for one, other in batch if one in known and other in known]
            new = [(one, other) for one, other in whole if pair_key(one.uid, other.uid) not in strangers]
            judge = self._judge
            found += (pair_of(judge, one, other, judge.verdict(one, other)) for one, other in new)
        return in_order(pair for pair in found if pair.score >= LISTED)


def _with_one_sign(field: str, known: Mapping[int, Sketch]) -> Iterable[list[int]]:
    """Those that the database found together, by what their signs really are."""
    found: dict[str, list[int]] = {}
    for record_id, sketch in known.items():
        for sign in sketch.signs.get(field, ()):
            found.setdefault(sign, []).append(record_id)
    return (ids for sign, ids in found.items() if len(ids) > 1 and len(sign) >= store.SHORTEST_SIGN)


def _following(members: Sequence[Any], place: int, n: int) -> Iterator[tuple[Any, Any]]:
    return ((members[place], other) for other in members[place + 1 : place + 1 + n])


def _by_spelling(place: Field, values: Iterable[tuple[str, int]]) -> Iterable[dict[str, int]]:
    """Values that differ by marks only (Iași, Iasi) together, each with how often it stands."""
    if not place.has_key_column:
        return ({value: n} for value, n in values)
    found: dict[str, dict[str, int]] = {}
    for value, n in values:
        found.setdefault(value.replace("{", ""), {})[value] = n
    return found.values()
