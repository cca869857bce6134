"""Occurrences of what repeats, on the days of a calendar: reckoned from the records that carry the series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.blueprint.recurrence import slots
from app.blueprint.section import Section
from app.blueprint.views import Calendar
from app.services.rows import ListQuery
from app.store.days import repeating

if TYPE_CHECKING:
    from app.services.days import Occasion
    from app.services.library import Library


class Again:
    """What repeats in one section, on the days from first to last."""

    def __init__(
        self, library: Library, section: Section, calendar: Calendar, first: date, last: date
    ) -> None:
        self._library, self._section = library, section
        self._first, self._last = first, last
        self._when = section.by_key[calendar.when].column_name
        self._repeats = section.repeats if calendar.when == section.when else None
        self._texts: dict[str, str] = {}

    def rows(self, query: ListQuery, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Records that the query finds and that repeat, as ``on_days`` gives records."""
        field = self._repeats
        if field is None:
            return []
        before = (self._last + timedelta(days=1)).isoformat()
        names = [column for column in columns if column]

        def ask(reader: Any, connection: Any) -> list[tuple[Any, ...]]:
            wanted = [*names, field.column_name]
            return repeating(reader, connection, self._when, field.column_name, before, wanted)

        found = self._library.lists.asked(query, ask)
        self._texts = {row[1]: str(row[-1]) for row in found}
        return found

    def added(
        self,
        occasions: Sequence[Occasion],
        stored: Iterable[Occasion],
        totals: dict[date, int],
        per_day: int,
    ) -> list[Occasion]:
        """The occasions with the occurrences in their order; of each day the first ``per_day``."""
        again = [one for each in stored for one in self._of(each)]
        told = [
            replace(each, repeats=self._texts[each.uid]) if each.uid in self._texts else each
            for each in occasions
        ]
        if not again:
            return told
        for each in again:
            day = each.starts.date()
            totals[day] = totals.get(day, 0) + 1
        found: list[Occasion] = []
        counts: dict[date, int] = {}
        for each in sorted([*told, *again], key=lambda one: (one.starts, one.title)):
            day = each.starts.date()
            counts[day] = counts.get(day, 0) + 1
            if counts[day] <= per_day:
                found.append(each)
        return found

    def _of(self, each: Occasion) -> Iterator[Occasion]:
        lasts, text = each.ends - each.starts, self._texts.get(each.uid, "")
        low = datetime.combine(self._first, datetime.min.time()) - lasts
        high = datetime.combine(self._last + timedelta(days=1), datetime.min.time())
        try:
            for slot in slots(text, each.stored, low, high):
                if slot != each.starts:
                    yield replace(
                        each,
                        starts=slot,
                        ends=slot + lasts,
                        standing="over" if each.standing == "over" else "",
                        is_again=True,
                        repeats=text,
                    )
        except ValueError:  # damaged, or of another program
            return
