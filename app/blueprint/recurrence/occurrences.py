"""When a record that repeats comes: wall times, in order, from wherever one wants to look.

A rule is not walked from its beginning: whole turns are jumped over, so that the calendar of today costs the
same for a series of last week and for one of 1998.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from app.blueprint.recurrence.repeats import Repeats, read_repeats
from app.blueprint.recurrence.rule import Rule, engine

Slot = datetime
"""The wall time of an occurrence; of a whole day its midnight."""

LAST_YEAR = 2200
"""No calendar looks further."""


@dataclass(frozen=True)
class Next:
    """The next occurrence: when, how many before it were passed over, and the recurrence from there on."""

    at: Slot
    missed: int
    text: str


def slots(text: str, when: str, low: datetime | None = None, high: datetime | None = None) -> Iterator[Slot]:
    """Wall times at which a record comes that stands at ``when``: not before low, and before high.

    The record's own time is always among them, unless that day is left out; what the rule would have
    brought before it is over and done.
    """
    start = wall(when)
    repeats = read_repeats(text)
    low = start if low is None else max(low, start)
    last = None
    for slot in _merged(repeats, start, low):
        if high is not None and slot >= high:
            return
        if slot.year > LAST_YEAR:
            return
        if slot != last and f"{slot:%Y-%m-%d}" not in repeats.skipped:
            yield slot
        last = slot


def wall(when: str) -> datetime:
    """The wall time of a stored date, date with time or appointment."""
    return datetime.fromisoformat(when.partition("[")[0])


def following(text: str, when: str, done: datetime | None = None, day_done: bool = True) -> Next | None:
    """What comes after the occurrence at ``when`` that was done at ``done``; None if nothing does.

    What is done early is done for its own day: the next one is that after it. What is done late makes the
    first that still lies ahead, never one for each that was missed; how many those were is told. A recurrence
    that reckons from when it was done begins anew on that day.
    """
    repeats, start = read_repeats(text), wall(when)
    done = start if done is None else done
    if repeats.is_from_done and repeats.rule is not None:
        return _from_done(repeats, repeats.rule, start, done)
    reached = max(start, datetime.combine(done.date(), start.time()) if day_done else done)
    missed = 0
    for slot in slots(text, when, start):
        if slot <= start:
            continue
        if slot > reached:
            return Next(slot, missed, text)
        missed += 1
    return None


def _from_done(repeats: Repeats, rule: Rule, start: Slot, done: datetime) -> Next | None:
    if rule.count == 1:
        return None
    begin = datetime.combine(done.date(), start.time())
    counted = replace(rule, count=rule.count - 1) if rule.count else rule
    left = replace(repeats, rule=counted, anchor="")
    free = _explicit(replace(rule, count=0), begin, is_clamped=True)
    for slot in _walk(free, begin, begin):
        if slot > begin and f"{slot:%Y-%m-%d}" not in repeats.skipped:
            return Next(slot, 0, left.text())
    return None


def _merged(repeats: Repeats, start: Slot, low: Slot) -> Iterator[Slot]:
    anchor = start
    if repeats.anchor:
        anchor = datetime.combine(datetime.fromisoformat(repeats.anchor).date(), start.time())
    rows: list[Iterator[Slot]] = [iter((start,) if start >= low else ())]
    if repeats.rule is not None:
        rows.append(_walk(repeats.rule, anchor, low))
    added = (datetime.combine(wall(each), start.time()) if "T" not in each else wall(each)
             for each in repeats.added)  # fmt: skip
    rows.append(iter(sorted(each for each in added if each >= low)))
    return heapq.merge(*rows)


def _walk(rule: Rule, start: Slot, low: Slot) -> Iterator[Slot]:
    if rule.count:
        return (each for each in _counted(rule, start) if each >= low)
    jumped = _near(rule, start, low)
    made = engine(_explicit(rule, start), jumped)
    return (each for each in made if each >= low and each >= start)


@lru_cache(maxsize=500)
def _counted(rule: Rule, start: Slot) -> tuple[Slot, ...]:
    return tuple(engine(rule, start))


def _explicit(rule: Rule, start: Slot, is_clamped: bool = False) -> Rule:
    """What the rule takes from its beginning, said in the rule, so that it may begin elsewhere."""
    if rule.days or rule.month_days or rule.year_days:
        return rule
    if rule.freq == "WEEKLY":
        return replace(rule, days=((0, start.weekday()),))
    if rule.freq == "DAILY":
        return rule
    day = start.day
    days, places = ((day,), ()) if not (is_clamped and day > 28) else (tuple(range(28, day + 1)), (-1,))
    months = rule.months or ((start.month,) if rule.freq == "YEARLY" else ())
    return replace(rule, months=months, month_days=days, places=places)


def _near(rule: Rule, start: Slot, low: Slot) -> Slot:
    """A beginning of a turn of the rule, as near before ``low`` as can be."""
    if low <= start:
        return start
    if rule.freq in ("DAILY", "WEEKLY"):
        turn = rule.interval * (7 if rule.freq == "WEEKLY" else 1)
        turns = (low - start).days // turn - 1
        return start + timedelta(days=turn * turns) if turns > 0 else start
    if rule.freq == "MONTHLY":
        months = (low.year - start.year) * 12 + low.month - start.month
        turns = months // rule.interval
        months = start.year * 12 + start.month - 1 + turns * rule.interval
        return start.replace(year=months // 12, month=months % 12 + 1, day=1) if turns > 0 else start
    turns = (low.year - start.year) // rule.interval
    return start.replace(year=start.year + turns * rule.interval, month=1, day=1) if turns > 0 else start


def remaining(text: str, when: str, slot: Slot | None = None) -> Repeats:
    """The recurrence from an occurrence on, from the record's own if none is named, counting from there: what
    was to come so often comes so often less."""
    repeats, start = read_repeats(text), wall(when)
    slot = start if slot is None else slot
    rule, day = repeats.rule, slot.date().isoformat()
    anchor = start
    if repeats.anchor:
        anchor = datetime.combine(datetime.fromisoformat(repeats.anchor).date(), start.time())
    if rule is not None and rule.count:
        before = sum(1 for each in _counted(rule, anchor) if each < slot)
        rule = replace(rule, count=max(1, rule.count - before))
    if rule is not None and anchor != slot:
        rule = _explicit(rule, anchor)
    return replace(
        repeats,
        rule=rule,
        skipped=frozenset(each for each in repeats.skipped if each >= day),
        added=tuple(each for each in repeats.added if each[:10] > day),
        anchor="",
    )
