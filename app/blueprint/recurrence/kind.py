"""Recurrence as a kind of value: kept as lines of iCalendar, shown in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.blueprint.context import CellValue, Context
from app.blueprint.kinds import PRESENCE, Kind
from app.blueprint.recurrence.repeats import read_repeats
from app.blueprint.recurrence.words import in_words
from app.core.folding import fold

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
    """When a record comes again: by the time in its section's field ``when``."""

    name = "recurrence"
    is_verified = True
    operators = PRESENCE

    def normal(self, value: Any) -> Any:
        value = super().normal(value)
        if value is None:
            return None
        try:
            return read_repeats(value).text()
        except ValueError:
            return value  # verify says what is wrong with it; what the journal gives back is kept

    def verify(self, value: Any) -> None:
        read_repeats(value if isinstance(value, str) else str(value))

    def parse(self, text: str, context: Context) -> Any:
        folded = fold(text)
        known = next((rule for rule, words in _WORDS.items() if folded in map(fold, words)), None)
        if not folded:
            return None
        return read_repeats(known or text.strip()).text()

    def show(self, value: Any, context: Context) -> str:
        if not value:
            return ""
        try:
            return in_words(read_repeats(value), context)
        except ValueError:  # damaged, or of another program
            return str(value)

    def cell(self, value: Any, context: Context) -> CellValue:
        """The rule itself, so that an import reads what an export wrote."""
        return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()
