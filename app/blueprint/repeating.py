"""Fields that a section has whose records come again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.blueprint.context import Context
from app.blueprint.dates import DateOrTime
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.blueprint.recurrence import Recurrence
from app.core.texts import N_


class SeriesKey(Kind):
    """What the records of one series have in common: the uid of its first. Not a reference: that may go."""

    name = "series"
    operators = ()

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


REPEATING = (
    Field(
        "repeats", N_("Repeats"), Recurrence(), width=180, is_searched=False,
        names=("recurrence", "repeat", "recurenta", "se repeta", "repetare", "повтор", "повторение"),
        carried_as="RRULE",
    ),
    Field("series", N_("Series"), SeriesKey(), is_searched=False, is_hidden=True),
    Field(
        "instance", N_("In place of"), DateOrTime(), is_searched=False, is_hidden=True,
        carried_as="RECURRENCE-ID",
    ),
)  # fmt: skip
"""When a record comes again; the series it belongs to, and the day of the series that it stands for."""
