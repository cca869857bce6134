"""Where occasions stand: lanes of bars in a week, columns of blocks that overlap. Knows nothing of pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.days import Occasion

DAY_MINUTES = 24 * 60
LEAST_MINUTES = 30
"""What lasts shorter takes as much room as this, so that it can be read."""


@dataclass(frozen=True)
class Bar:
    """An occasion from one day of a week to another, in a lane; it may begin before or end after the week."""

    occasion: Occasion
    from_day: int
    to_day: int
    lane: int
    begins_before: bool = False
    ends_after: bool = False


MOST_LANES = 64
"""More lanes no place has room for."""


def bars_of(occasions: Sequence[Occasion], first: date, length: int, lanes: int = MOST_LANES) -> list[Bar]:
    """The bars of so many days: longer ones above, then whole days, then by time, birthdays last; each in the
    first free lane. What finds none has the lane after the last one, and no place."""
    last = first + timedelta(days=length - 1)
    touching = [each for each in occasions if each.starts.date() <= last and each.last_day >= first]
    touching.sort(key=lambda each: (-each.days, each.layer == "birthday", not each.is_all_day, each.starts))
    taken = [0] * lanes
    """Of each lane the days that are taken, a bit for each."""
    found = []
    for each in touching:
        from_day = max((each.starts.date() - first).days, 0)
        to_day = min((each.last_day - first).days, length - 1)
        days = (1 << to_day + 1) - (1 << from_day)
        lane = next((n for n, bits in enumerate(taken) if not bits & days), lanes)
        if lane < lanes:
            taken[lane] |= days
        begins_before, ends_after = each.starts.date() < first, each.last_day > last
        found.append(Bar(each, from_day, to_day, lane, begins_before, ends_after))
    return found


def is_strip(occasion: Occasion) -> bool:
    """Does it stand above the hours: for whole days, or for a day and more?"""
    return occasion.is_all_day or occasion.ends - occasion.starts >= timedelta(days=1)


@dataclass(frozen=True)
class Block:
    """An occasion between two minutes of a day, in one of several columns beside each other."""

    occasion: Occasion
    from_minute: int
    to_minute: int
    column: int = 0
    columns: int = 1


def blocks_of(occasions: Sequence[Occasion], day: date) -> list[Block]:
    """The blocks of a day: those that overlap stand side by side, each as wide as the others."""
    placed = [(*_minutes(each, day), each) for each in occasions if not is_strip(each)]
    placed = [each for each in placed if each[0] < each[1]]
    placed.sort(key=lambda each: (each[0], -each[1]))
    found: list[Block] = []
    cluster: list[tuple[int, int, int, Occasion]] = []
    end = 0
    for begin, until, each in placed:
        if cluster and begin >= end:
            found += _closed(cluster)
            cluster = []
            end = 0
        column = _free_column(cluster, begin)
        cluster.append((begin, until, column, each))
        end = max(end, begin + max(until - begin, LEAST_MINUTES))
    return found + _closed(cluster)


def _minutes(occasion: Occasion, day: date) -> tuple[int, int]:
    """From and to within the day; nothing of it there gives an empty piece."""
    midnight = datetime.combine(day, clock_time())
    begin = round((occasion.starts - midnight).total_seconds() / 60)
    end = round((occasion.ends - midnight).total_seconds() / 60)
    if 0 <= begin < DAY_MINUTES and end - begin < LEAST_MINUTES:
        end = begin + LEAST_MINUTES
    return max(begin, 0), min(end, DAY_MINUTES)


def _free_column(cluster: Sequence[tuple[int, int, int, Occasion]], begin: int) -> int:
    taken = {column for start, end, column, _each in cluster if max(end, start + LEAST_MINUTES) > begin}
    return next(column for column in range(len(cluster) + 1) if column not in taken)


def _closed(cluster: Sequence[tuple[int, int, int, Occasion]]) -> list[Block]:
    columns = max((column for _begin, _end, column, _each in cluster), default=0) + 1
    return [Block(each, begin, end, column, columns) for begin, end, column, each in cluster]
