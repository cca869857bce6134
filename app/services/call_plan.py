"""Planning first calls: people of a list, so many a day, on working days, at times one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.blueprint.conditions import Condition, Conditions
from app.blueprint.context import Values
from app.blueprint.rows import References
from app.blueprint.section import Section
from app.core.progress import Progress
from app.services.day_people import next_step_of
from app.services.holidays import holidays_between
from app.services.rows import ListQuery
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.library import Library, Operation

CALL = "call"
MORNING, EVENING = time(9, 0), time(18, 0)
APART = timedelta(minutes=30)
MOST_A_DAY, MOST_DAYS = 50, 60
_FURTHEST = 400
"""Days that are looked through for working days."""


@dataclass(frozen=True)
class CallPlan:
    """Who is called when: a uid and a moment on the user's wall for each."""

    calls: tuple[tuple[str, datetime], ...] = ()

    @property
    def days(self) -> list[date]:
        """The days on which there are calls."""
        return sorted({at.date() for _uid, at in self.calls})

    def on(self, day: date) -> int:
        """How many calls there are on a day."""
        return sum(at.date() == day for _uid, at in self.calls)


def to_call(
    library: Library, section: str, *among: Condition, only: Collection[str] | None = None
) -> list[str]:
    """People and firms with a phone and without a next step, in the order of their list; of some ``only``."""
    found = library.registry.section(section)
    step = next_step_of(found)
    if CALL not in found.actions:
        return []
    asked = [*among, Condition("phones", "not_empty")]
    asked += [Condition(step.key, "empty")] if step is not None else []
    lists = library.lists
    people = lists.uids_of(lists.ids(ListQuery(section, conditions=Conditions(tuple(asked)))))
    wanted = None if only is None else set(only)
    return [each for each in people if wanted is None or each in wanted]


def plan(library: Library, uids: Sequence[str], per_day: int, days: int) -> CallPlan:
    """The first of them, spread over the next working days; what is left of today counts as one."""
    context = library.context()
    now = library.clock().replace(tzinfo=None)
    waiting = iter(uids)
    calls: list[tuple[str, datetime]] = []
    for day in working_days(context.region, now, days):
        times = _times(day, now, per_day)
        calls += [(uid, at) for at, uid in zip(times, waiting, strict=False)]
    return CallPlan(tuple(calls))


def working_days(region: str, now: datetime, count: int) -> list[date]:
    """The next days that are neither weekend nor holiday; today if there is time for a call left."""
    first = now.date() if next(_times(now.date(), now, 1), None) else now.date() + timedelta(days=1)
    free = holidays_between(region, "en", first, first + timedelta(days=_FURTHEST))
    days = (first + timedelta(days=n) for n in range(_FURTHEST))
    return [day for day in days if day.weekday() < 5 and day not in free][:count]


def write(
    library: Library, section: str, found: CallPlan, subject: str, progress: Progress | None = None
) -> Operation:
    """Write the calls as planned events, as one operation."""
    events = events_of(library)
    key = (events.prefill or {})[section]
    is_many = isinstance(events.by_key[key].kind, References)
    zone = library.context().zone

    def changes() -> Iterator[Change]:
        for uid, at in found.calls:
            values: Values = {
                str(events.type_field): CALL, str(events.when): f"{at:%Y-%m-%dT%H:%M}[{zone}]",
                key: [uid] if is_many else uid, "subject": subject,
            }  # fmt: skip
            yield Change(events.key, library.new_uid(), values)

    return library.write("create", changes(), section=events.key, progress=progress, total=len(found.calls))


def events_of(library: Library) -> Section:
    """The section in which calls are kept."""
    return next(each for each in library.registry.sections if each.type_field and each.open_when)


def _times(day: date, now: datetime, count: int) -> Iterator[datetime]:
    """So many times of a day from the morning on, half an hour apart, closer where the day has no room."""
    begin, end = datetime.combine(day, MORNING), datetime.combine(day, EVENING)
    if day == now.date() and now > begin:
        begin = now.replace(second=0, microsecond=0) + timedelta(minutes=30 - now.minute % 30)
    apart = min(APART, max((end - begin) / max(count, 1), timedelta(minutes=1)))
    at = begin
    for _number in range(count):
        if at >= end:
            return
        yield at.replace(second=0, microsecond=0)
        at += apart
