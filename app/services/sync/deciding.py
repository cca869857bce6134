"""What becomes of a record and its card: changes are taken over field by field, from the side that changed.

Only a field that both sides changed to different things is a conflict; lists (phones, addresses) are put
together row by row and never are one. This page reads and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.blueprint.context import Context, Values
from app.blueprint.rows import Groups
from app.blueprint.section import Section
from app.services.exchange.matching import with_names
from app.services.exchange.merging import differences
from app.services.sync.accounts import NEWER, OURS, THEIRS
from app.services.sync.pairs import ADD, CHANGE, DELETE, Difference, Heard, Pair, Remote, Step


@dataclass(frozen=True)
class Merged:
    """Both sides put together; ``open`` are the fields that nobody has decided."""

    values: Values
    open: tuple[Difference, ...]


class Decider:
    """Decides pairs of one section by a rule, and by what the user said of single ones."""

    def __init__(self, section: Section, context: Context, rule: str) -> None:
        self._section, self._context, self._rule = section, context, rule
        self._groups = next(each.key for each in section.stored if isinstance(each.kind, Groups))

    def step(self, pair: Pair, choice: str = "") -> Step:
        """What is to be done; ``choice`` is the side for which the user decided, if any."""
        problem = _heard(pair.remote).problem or (pair.local.problem if pair.local is not None else "")
        if problem:
            return Step(pair, self._title(pair), problem=problem)
        if pair.known is None:
            return self._first(pair, choice)
        is_here = pair.local is not None and pair.local.is_in_scope
        if is_here and pair.remote is not None:
            return Step(pair, self._title(pair)) if pair.is_quiet else self._both(pair, choice)
        if pair.remote is not None:
            return self._gone_here(pair, choice)
        if is_here:
            return self._gone_there(pair, choice)
        return Step(pair, self._title(pair), is_forgotten=True)

    def _first(self, pair: Pair, choice: str) -> Step:
        if pair.local is not None and pair.remote is not None:
            return self._both(pair, choice)
        if pair.local is not None:
            keys = tuple(pair.local.said or ())
            return Step(pair, self._title(pair), there=ADD, fields_there=keys)
        heard = _heard(pair.remote)
        return Step(pair, heard.title, here=ADD, fields_here=tuple(heard.values), values=dict(heard.values))

    def _both(self, pair: Pair, choice: str) -> Step:
        """Both are there: nothing, one or both of them changed."""
        assert pair.local is not None
        assert pair.remote is not None
        before_there = pair.known.heard if pair.known else {}
        before_here = pair.known.said if pair.known else {}
        ours = before_here if pair.local.said is None else pair.local.said
        theirs = before_there if pair.remote.heard is None else pair.remote.heard.values
        merged = self._merged(before_here, before_there, ours, theirs, choice or self._winner(pair))
        if merged.open:
            return Step(pair, self._title(pair), is_conflict=True, differences=merged.open)
        here = {key: merged.values.get(key) for key in _differing(ours, merged.values)}
        if not pair.local.is_in_scope:  # it joins the groups that are synchronised
            here.setdefault(self._groups, merged.values.get(self._groups))
        # What the server has never kept is no reason to send the card again.
        there = tuple(
            key for key in _differing(theirs, merged.values)
            if merged.values.get(key) != before_here.get(key) or theirs.get(key) != before_there.get(key)
        )  # fmt: skip
        return Step(
            pair, self._title(pair), CHANGE if here else "", CHANGE if there else "", tuple(here), there, here
        )

    def _gone_here(self, pair: Pair, choice: str) -> Step:
        """The record was deleted, or has left the groups that are synchronised."""
        assert pair.remote is not None
        if pair.remote.heard is None or not self._is_heard_anew(pair):
            return Step(pair, self._title(pair), there=DELETE)
        winner = choice or self._of_deletion(THEIRS)
        if winner == OURS:
            return Step(pair, self._title(pair), there=DELETE)
        if winner == THEIRS and pair.local is None:
            values = dict(pair.remote.heard.values)
            return Step(pair, self._title(pair), here=ADD, fields_here=tuple(values), values=values)
        if winner == THEIRS:
            return self._both(pair, THEIRS)
        return Step(pair, self._title(pair), is_conflict=True)

    def _gone_there(self, pair: Pair, choice: str) -> Step:
        assert pair.local is not None
        assert pair.known is not None
        if pair.local.said is None or pair.local.said == pair.known.said:
            return Step(pair, self._title(pair), here=DELETE)
        winner = choice or self._of_deletion(OURS)
        if winner == THEIRS:
            return Step(pair, self._title(pair), here=DELETE)
        if winner == OURS:
            return Step(pair, self._title(pair), there=ADD, fields_there=tuple(pair.local.said))
        return Step(pair, self._title(pair), is_conflict=True)

    def _of_deletion(self, keeping: str) -> str:
        """By the rule; when a change is newer than a deletion nobody knows, so what was changed is kept."""
        return keeping if self._rule == NEWER else self._rule if self._rule in (OURS, THEIRS) else ""

    def _title(self, pair: Pair) -> str:
        """What the user calls it, by whatever is known of it."""
        if pair.local is not None:
            return pair.local.record.title
        heard = _heard(pair.remote)
        if heard.title or pair.known is None:
            return heard.title or (pair.remote.href.rpartition("/")[2] if pair.remote else "")
        names = with_names(self._context)
        return self._section.title_of({**pair.known.heard, **pair.known.said}, names)

    @staticmethod
    def _is_heard_anew(pair: Pair) -> bool:
        return pair.known is None or _heard(pair.remote).values != pair.known.heard

    def _winner(self, pair: Pair) -> str:
        """Whose change counts by the rule; "" where the user is to be asked."""
        if self._rule != NEWER:
            return self._rule if self._rule in (OURS, THEIRS) else ""
        assert pair.local is not None
        ours = "".join(filter(str.isdigit, str(pair.local.record.values.get("updated_at", ""))))[:14]
        theirs = _heard(pair.remote).revised[:14]
        if len(theirs) < len("20260101"):
            return ""
        return OURS if ours[: len(theirs)] >= theirs else THEIRS

    # -- field by field ------------------------------------------------------------------------------------

    def _merged(
        self, before_here: Values, before_there: Values, ours: Values, theirs: Values, winner: str
    ) -> Merged:
        found: Values = {}
        open_ones = list[Difference]()
        for key in dict.fromkeys((*ours, *theirs)):
            one, other = ours.get(key), theirs.get(key)
            was_here, was_there = before_here.get(key), before_there.get(key)
            if one == other or other == was_there:
                value = one
            elif self._section.by_key[key].kind.is_rows and one is not None:
                value = self._rows(key, was_here, was_there, one, other)
            elif one == was_here:
                value = other
            elif winner:
                value = one if winner == OURS else other
            else:
                open_ones.append(Difference(key, one, other))
                continue
            if value is not None:
                found[key] = value
        return Merged(found, tuple(open_ones))

    def _rows(self, key: str, was_here: Any, was_there: Any, ours: list[Any], theirs: Any) -> Any:
        """Rows that one side took away go, rows that one side added come; where nothing is known of before,
        everything stays."""
        theirs = list(theirs or ())
        if was_here is None and was_there is None:
            merged = differences(self._section, {key: ours}, {key: theirs}, self._context)
            return merged.get(key, ours)
        here, there = list(was_here or ()), list(was_there or ())
        # The server may have spelled a row otherwise; then the one in its place is meant.
        as_here = dict(enumerate(here)) if len(here) == len(there) else {}
        gone = [as_here.get(place, row) for place, row in enumerate(there) if row not in theirs]
        new = [row for row in theirs if row not in there and row not in ours]
        found = [row for row in ours if row not in gone] + new
        return self._section.by_key[key].kind.normal(found)


def _differing(one: Values, other: Values) -> tuple[str, ...]:
    keys = dict.fromkeys((*one, *other))
    return tuple(key for key in keys if one.get(key) != other.get(key))


def _heard(remote: Remote | None) -> Heard:
    found = remote.heard if remote is not None else None
    return found or Heard()
