"""What a record keeps of its recurrence: the rule, days left out and added, and where it counts from.

It is kept as lines of iCalendar in one text, so that any program can read it::

    RRULE:FREQ=WEEKLY;BYDAY=MO
    EXDATE:20261228
    RDATE:20261230
    DTSTART:20261102
    FROM:DONE

``EXDATE`` are days (nothing comes twice a day), ``RDATE`` days or wall times, ``DTSTART`` the day from which
the rule counts where the record has moved on since, ``FROM:DONE`` says that the next one is reckoned from
when this one is done. An occurrence that differs is a record of its own, its day is left out here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from app.blueprint.recurrence.rule import UNREADABLE, Rule, read_rule, refused

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?\d\d)?)?")
MOST_DAYS = 2_000
"""Days left out or added; more of them are no recurrence."""


@dataclass(frozen=True)
class Repeats:
    """A recurrence, understood. Days are ISO texts, added ones may have a time."""

    rule: Rule | None = None
    skipped: frozenset[str] = field(default_factory=frozenset)
    added: tuple[str, ...] = ()
    anchor: str = ""
    is_from_done: bool = False

    def text(self) -> str:
        """As it is kept."""
        lines = [f"RRULE:{self.rule.text()}"] if self.rule is not None else []
        if self.skipped:
            lines.append("EXDATE:" + ",".join(each.replace("-", "") for each in sorted(self.skipped)))
        if self.added:
            lines.append("RDATE:" + ",".join(map(_plain, sorted(set(self.added)))))
        if self.anchor:
            lines.append(f"DTSTART:{self.anchor.replace('-', '')}")
        if self.is_from_done:
            lines.append("FROM:DONE")
        return "\n".join(lines)


def read_repeats(text: str) -> Repeats:
    """A kept or typed text as a recurrence; ValueError with a sentence if it is none."""
    return _read(text)


@lru_cache(maxsize=4_000)
def _read(text: str) -> Repeats:
    rule: Rule | None = None
    skipped: list[str] = []
    added: list[str] = []
    anchor, is_from_done = "", False
    for line in filter(None, map(str.strip, text.split("\n"))):
        name, colon, value = line.partition(":")
        name = name.partition(";")[0].strip().upper() if colon else "RRULE"
        value = value.strip() if colon else line
        if name == "RRULE" and rule is None:
            rule = read_rule(value)
        elif name == "EXDATE":
            skipped += [_day(text, each)[:10] for each in value.split(",")]
        elif name == "RDATE":
            added += [_day(text, each) for each in value.split(",")]
        elif name == "DTSTART":
            anchor = _day(text, value)[:10]
        elif name == "FROM" and value.upper() == "DONE":
            is_from_done = True
        else:
            raise refused(text, UNREADABLE, line[:80])
    if len(skipped) > MOST_DAYS or len(added) > MOST_DAYS:
        raise refused(text, UNREADABLE, "EXDATE" if len(skipped) > MOST_DAYS else "RDATE")
    if rule is None and not added:
        raise refused(text, UNREADABLE, "RRULE")
    return Repeats(rule, frozenset(skipped), tuple(sorted(set(added))), anchor, is_from_done)


def _day(text: str, value: str) -> str:
    found = _DAY.fullmatch(value.strip().rstrip("Zz"))
    try:
        if found is None:
            raise ValueError
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        if found[4] is None:
            return date(year, month, day).isoformat()
        return datetime(year, month, day, int(found[4]), int(found[5])).isoformat(timespec="minutes")
    except ValueError:
        raise refused(text, UNREADABLE, value[:40]) from None


def _plain(day: str) -> str:
    return f"{day.replace('-', '').replace(':', '')}00" if "T" in day else day.replace("-", "")
