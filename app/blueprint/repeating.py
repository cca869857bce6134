"""Fields that a section has whose records come again, and the kinds of their values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.blueprint.context import CellValue, Context
from app.blueprint.dates import DateOrTime
from app.blueprint.field import Field
from app.blueprint.kinds import PRESENCE, Kind
from app.core.folding import fold
from app.core.texts import N_, _

_WORDS = {
    "FREQ=DAILY": ("daily", "every day", "zilnic", "in fiecare zi", "ежедневно", "каждый день"),
    "FREQ=WEEKLY": ("weekly", "every week", "saptamanal", "in fiecare saptamana", "еженедельно",
                    "каждую неделю"),
    "FREQ=MONTHLY": ("monthly", "every month", "lunar", "in fiecare luna", "ежемесячно", "каждый месяц"),
    "FREQ=YEARLY": ("yearly", "every year", "annually", "anual", "in fiecare an", "ежегодно", "каждый год"),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": ("every working day", "in fiecare zi lucratoare",
                                         "по рабочим дням", "каждый рабочий день"),
}  # fmt: skip
"""What is typed most, in any language; everything else is a rule of iCalendar or made by its editor."""


class Recurrence(Kind):
    """When a record comes again, by the time in its section's field ``when``: lines of iCalendar.

    What understands them is loaded with the first value: the fields are there before the window is painted.
    """

    name = "recurrence"
    is_verified = True
    operators = PRESENCE

    def normal(self, value: Any) -> Any:
        value = super().normal(value)
        if value is None:
            return None
        from app.blueprint.recurrence import read_repeats

        try:
            return read_repeats(value).text()
        except ValueError:
            return value  # verify says what is wrong with it; what the journal gives back is kept

    def verify(self, value: Any) -> None:
        from app.blueprint.recurrence import read_repeats

        read_repeats(value if isinstance(value, str) else str(value))

    def parse(self, text: str, context: Context) -> Any:
        from app.blueprint.recurrence import read_repeats

        folded = fold(text)
        if not folded:
            return None
        known = next((rule for rule, words in _WORDS.items() if folded in map(fold, words)), None)
        known = known or _counted(folded, context)
        if known is None and "=" not in text and ":" not in text:
            told = _("“{text}” cannot be read; write it like “every week”, “every 2 months” or “every year”.")
            raise ValueError(told.format(text=text.strip()[:80]))
        return read_repeats(known or text.strip()).text()

    def show(self, value: Any, context: Context) -> str:
        if not value:
            return ""
        from app.blueprint.recurrence import in_words, read_repeats

        try:
            return in_words(read_repeats(value), context)
        except ValueError:  # damaged, or of another program
            return str(value)

    def cell(self, value: Any, context: Context) -> CellValue:
        """The rule itself, so that an import reads what an export wrote."""
        return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


def _counted(folded: str, context: Context) -> str | None:
    """The rule that the program itself would tell in these words, such as “every 2 weeks”."""
    from app.blueprint.recurrence import Repeats, in_words
    from app.blueprint.recurrence.rule import FREQUENCIES, Rule

    number = re.search(r"[1-9]\d{1,2}|[2-9]", folded)
    rules = (Rule(freq, int(number[0])) for freq in FREQUENCIES) if number else ()
    return next((rule.text() for rule in rules if fold(in_words(Repeats(rule), context)) == folded), None)


class SeriesKey(Kind):
    """What the records of one series have in common: the uid of its first. Not a reference: that may go."""

    name = "series"
    operators = ()
    is_told = False

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


REPEATING = (
    Field(
        "repeats", N_("Repeats"), Recurrence(), width=180, is_searched=False,
        names=("recurrence", "repeat", "recurenta", "se repeta", "repetare", "повтор", "повторение"),
        hint=N_("such as: every week"), carried_as="RRULE",
    ),
    Field("series", N_("Series"), SeriesKey(), is_searched=False, is_hidden=True),
    Field(
        "instance", N_("In place of"), DateOrTime(), is_searched=False, is_hidden=True,
        carried_as="RECURRENCE-ID",
    ),
)  # fmt: skip
"""When a record comes again; the series it belongs to, and the day of the series that it stands for."""
