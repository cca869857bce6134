"""Kinds of dates: civil date, partial date, date with or without time, appointment with its zone.

Civil dates are ISO 8601 texts without zone; a birthday may lack its year (``--03-14``) or its day
(``1985-03``). An appointment keeps wall time and zone together, as RFC 9557 writes them:
``2026-11-23T10:00[Europe/Bucharest]``.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from app.blueprint.context import CellValue, Context
from app.blueprint.kinds import OF_DATES, PRESENCE, Kind, cell_text
from app.core.folding import fold
from app.core.texts import _, ngettext

_CLOCK = r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?"
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:[T ]{_CLOCK})?")
_ISO_PLAIN = re.compile(r"((?:1[5-9]|20)\d{2})(\d{2})(\d{2})")
_DMY = re.compile(
    rf"(\d{{1,2}})([./\- ])(\d{{1,2}})[./\- ](\d{{4}}|\d{{2}})(?:,?\s+(?:la |в |at )?{_CLOCK})?"
)
_DM = re.compile(r"(\d{1,2})([./])(\d{1,2})\.?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:\.?\s+|-)([^\W\d]+)\.?,?(?:[\s-]+(\d{4}|\d{2}))?")
_WORDS_US = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2}),?(?:\s+(\d{4}|\d{2}))?")
_MONTH_FIRST_SIGNS = "/-"
"""Between the parts of a date that may be written month first; with dots the day always comes first."""
MONTH_FIRST_REGIONS = frozenset(("US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW"))
"""Countries where 03/04/2026 is the fourth of March."""
_MONTHS = (
    ("jan", "ian", "янв"), ("feb", "feb", "фев"), ("mar", "mar", "мар"), ("apr", "apr", "апр"),
    ("may", "mai", "ма"), ("jun", "iun", "июн"), ("jul", "iul", "июл"), ("aug", "aug", "авг"),
    ("sep", "sep", "сен"), ("oct", "okt", "окт"), ("nov", "noi", "ноя"), ("dec", "dez", "дек"),
)  # fmt: skip
MONTHS = 12
_MONTH_NAMES = (
    "january ianuarie январь января", "february februarie февраль февраля", "march martie март марта",
    "april aprilie апрель апреля", "may mai май мая", "june iunie июнь июня", "july iulie июль июля",
    "august август августа", "september septembrie сентябрь сентября", "october octombrie октябрь октября",
    "november noiembrie ноябрь ноября", "december decembrie декабрь декабря",
)  # fmt: skip
"""What a month is called when somebody looks for a day; the beginning of a name will do."""


def _unreadable(text: str) -> ValueError:
    return ValueError(
        _("“{text}” is not a date that can be read; write it like 31.12.2026.").format(text=text.strip())
    )


def month_number(word: str) -> int | None:
    """The month that a word in English, Romanian or Russian begins to name."""
    folded = fold(word)
    for number, stems in enumerate(_MONTHS, 1):
        if any(folded.startswith(fold(stem)) for stem in stems) and len(folded) >= 3:
            return number
    return None


def read_date(text: str, today: date, latest: date | None = None, region: str = "") -> str:
    """An ISO date or partial date, with ``THH:MM`` when a time is given; ValueError with a sentence.

    A year of two digits lies near today, and never after ``latest`` if that is given. The region decides
    whether the day or the month comes first where both are possible.
    """
    text = text.strip()
    if not text.isascii():
        text = re.sub(r"\s*(?:г\.?|года)$", "", unicodedata.normalize("NFC", text))
    try:
        return _read(text, today, latest, region)
    except ValueError:
        raise _unreadable(text) from None


def _read(text: str, today: date, latest: date | None, region: str) -> str:
    if found := _ISO.fullmatch(text):
        return _full(int(found[1]), int(found[3]), int(found[4]), _hour(found[5], found[7]), found[6])
    if found := _ISO_PLAIN.fullmatch(text):
        return _full(int(found[1]), int(found[2]), int(found[3]), None, None)
    if found := _DMY.fullmatch(text):
        day, month = _day_and_month(found[1], found[2], found[3], region)
        year = _year(found[4], month, day, today, latest)
        return _full(year, month, day, _hour(found[5], found[7]), found[6])
    if found := re.fullmatch(r"--(\d{2})-?(\d{2})", text):
        return _day_month(int(found[2]), int(found[1]))
    if found := _MONTH_YEAR.fullmatch(text):
        return f"{int(found[2]):04d}-{date(int(found[2]), int(found[1]), 1).month:02d}"
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return f"{found[1]}-{date(int(found[1]), int(found[2]), 1).month:02d}"
    if found := _DM.fullmatch(text):
        return _day_month(*_day_and_month(found[1], found[2], found[3], region))
    if re.fullmatch(r"(1[5-9]|20)\d{2}", text):
        return text
    return _from_words(text, today, latest)


def _hour(hour: str | None, half: str | None) -> str | None:
    """The hour of a day of 24, from one of a half day (a, p) or of a whole one."""
    if hour is None or half is None:
        return hour
    if not 1 <= int(hour) <= 12:
        raise ValueError
    return str(int(hour) % 12 + (12 if half in "pP" else 0))


def _day_and_month(first: str, sign: str, second: str, region: str) -> tuple[int, int]:
    """Which of two numbers is the day: as the region writes, unless it can only be the other way."""
    one, two = int(first), int(second)
    if sign not in _MONTH_FIRST_SIGNS:
        return one, two
    is_month_first = two > MONTHS if region not in MONTH_FIRST_REGIONS else one <= MONTHS
    return (two, one) if is_month_first else (one, two)


def _from_words(text: str, today: date, latest: date | None) -> str:
    found = _WORDS.fullmatch(text)
    day, word, year = (found[1], found[2], found[3]) if found else ("", "", None)
    if not found and (found := _WORDS_US.fullmatch(text)):
        day, word, year = found[2], found[1], found[3]
    month = month_number(word) if found else None
    if month is None:
        raise ValueError
    if not year:
        return _day_month(int(day), month)
    return _full(_year(year, month, int(day), today, latest), month, int(day), None, None)


def _full(year: int, month: int, day: int, hour: str | None, minute: str | None) -> str:
    if year == 1604:  # the year that stands for "none" in vCards of one maker
        return _day_month(day, month)
    moment = datetime(year, month, day, int(hour or 0), int(minute or 0))
    return moment.strftime("%Y-%m-%dT%H:%M").rjust(16, "0") if hour else f"{year:04d}-{month:02d}-{day:02d}"


def _day_month(day: int, month: int) -> str:
    date(2000, month, day)
    return f"--{month:02d}-{day:02d}"


def _year(text: str, month: int, day: int, today: date, latest: date | None) -> int:
    """A year of two digits lies in the nearest century, but not after ``latest``."""
    year = int(text)
    if len(text) > 2:
        return year
    candidate = today.year // 100 * 100 + year
    if latest is not None:
        is_late = (candidate, month, day) > (latest.year, latest.month, latest.day)
        return candidate - 100 if is_late else candidate
    return candidate - 100 if candidate > today.year + 50 else candidate


def day_in_words(text: str) -> str | None:
    """A day named with its month (14 March, 14 martie 1985) in the figures by which it is searched."""
    found = _WORDS.fullmatch(text.strip()) or _WORDS_US.fullmatch(text.strip())
    if found is None:
        return None
    day, word = (found[1], found[2]) if found[1].isdigit() else (found[2], found[1])
    folded = fold(word)
    numbers = (n for n, names in enumerate(_MONTH_NAMES, 1) if _is_name(folded, names))
    month = next(numbers, None)
    year = f".{found[3]}" if found[3] and len(found[3]) == 4 else ""
    return f"{int(day):02d}.{month:02d}{year}" if month is not None else None


def _is_name(folded: str, names: str) -> bool:
    return len(folded) >= 3 and any(name.startswith(folded) for name in fold(names).split())


def date_format(value: date, pattern: str, language: str) -> str:
    """A date in words of the language; ``pattern`` as in Unicode TR 35 (``d MMMM y``)."""
    from babel.dates import format_datetime

    moment = datetime(
        value.year, value.month, value.day, getattr(value, "hour", 0), getattr(value, "minute", 0)
    )
    return format_datetime(moment, pattern, locale={"en": "en_GB"}.get(language, language), tzinfo=None)


_PARTIAL = re.compile(r"(\d{4}|-)(?:-(\d\d)(?:-(\d\d))?)?")


def _verify(value: Any, stored: re.Pattern[str]) -> None:
    """ValueError if a value does not have the stored shape, or names a day or an hour that is none."""
    found = stored.fullmatch(value) if isinstance(value, str) and value != "-" else None
    try:
        if found is None:
            raise ValueError
        parts = [2000 if part == "-" else int(part or 0) for part in found.groups()]
        year, month, day, hour, minute, second = [*parts, 0, 0, 0][:6]
        datetime(year, month or 1, day or 1, hour, minute, second)
    except ValueError:
        raise _unreadable(str(value)) from None


class PartialDate(Kind):
    """A date that may lack its year or its day (birthday, since)."""

    name = "partial_date"
    operators: tuple[str, ...] = ("coming", "coming_month", "before", "after", "between", *PRESENCE)
    is_verified = True

    def verify(self, value: Any) -> None:
        _verify(value, _PARTIAL)

    def parse(self, text: str, context: Context) -> Any:
        if not text.strip():
            return None
        return read_date(text, context.today, self._latest(context.today), context.region)[:10]

    def _latest(self, today: date) -> date:
        """No year of two digits lies in a year to come."""
        return date(today.year, 12, 31)

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        return super().from_cell(cell, context)

    def show(self, value: Any, context: Context) -> str:
        try:
            return self._in_words(value, context) if value else ""
        except ValueError:  # damaged, or of another program
            return str(value)

    def _in_words(self, value: str, context: Context) -> str:
        if value.startswith("--"):
            return date_format(date(2000, int(value[2:4]), int(value[5:7])), "d MMMM", context.language)
        parts = [int(part) for part in value[:10].split("-")]
        if len(parts) == 1:
            return str(value)
        if len(parts) == 2:
            return date_format(date(parts[0], parts[1], 1), "LLLL y", context.language)
        return date_format(date(*parts), "d MMMM y", context.language)

    def cell(self, value: Any, context: Context) -> CellValue:
        if not value or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return _numeric_forms(value)

    def sort_text(self, value: Any, context: Context) -> str | None:
        return value or None


class Birthday(PartialDate):
    """A birthday; one in the future warns."""

    name = "birthday"

    def _latest(self, today: date) -> date:
        return today

    def warning(self, value: Any, context: Context) -> str | None:
        if value and not value.startswith("--") and value[:10] > context.today.isoformat()[: len(value)]:
            return _("This birthday lies in the future.")
        return None


class DayMonth(PartialDate):
    """A day of every year (name day)."""

    name = "day_month"
    operators = ("coming", "coming_month", *PRESENCE)

    def parse(self, text: str, context: Context) -> Any:
        value = super().parse(text, context)
        return f"--{value[5:10]}" if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


class DateOrTime(Kind):
    """A date, or a date with a time of day."""

    name = "date_or_time"
    operators = OF_DATES
    is_verified = True
    stored = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?")

    def verify(self, value: Any) -> None:
        _verify(value, self.stored)

    def parse(self, text: str, context: Context) -> Any:
        if not text.strip():
            return None
        value = read_date(text, context.today, region=context.region)
        if not re.match(r"\d{4}-\d\d-\d\d", value):
            raise _unreadable(text)
        return value

    def show(self, value: Any, context: Context) -> str:
        return show_when(value, context)

    def cell(self, value: Any, context: Context) -> CellValue:
        if not value:
            return None
        try:
            moment = wall_time(value)
        except ValueError:
            return value
        return moment if "T" in value else moment.date()

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return _numeric_forms(value)

    def sort_text(self, value: Any, context: Context) -> str | None:
        return value or None


class Date(DateOrTime):
    """A day."""

    name = "date"

    def parse(self, text: str, context: Context) -> Any:
        value = super().parse(text, context)
        return value[:10] if value else None

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        return cell.date().isoformat() if isinstance(cell, datetime) else super().from_cell(cell, context)

    def show(self, value: Any, context: Context) -> str:
        return PartialDate().show(value, context)


class Appointment(DateOrTime):
    """A point of time: wall clock and zone, kept together."""

    name = "appointment"
    stored = re.compile(DateOrTime.stored.pattern + r"(?:\[[^\[\]]+\])?")

    def parse(self, text: str, context: Context) -> Any:
        plain, _bracket, zone = text.strip().partition("[")
        value = super().parse(plain, context)
        if value is None:
            return None
        value = value if "T" in value else f"{value}T00:00"
        return f"{value}[{zone.rstrip(']') or context.zone}]"

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        return self.parse(cell_text(cell), context) if cell is not None else None


def wall_time(value: str) -> datetime:
    """The wall-clock part of a stored date, date with time, or appointment."""
    return datetime.fromisoformat(value.partition("[")[0])


def show_when(value: str | None, context: Context) -> str:
    """A date near today in words (today, tomorrow), others with day, month and, if needed, year."""
    if not value:
        return ""
    try:
        moment = wall_time(value)
    except ValueError:  # damaged, or of another program
        return str(value)
    has_time = "T" in value
    clock = moment.strftime("%H:%M") if has_time else ""
    if context.is_lasting:
        return ", ".join(filter(None, [date_format(moment, "d MMMM y", context.language), clock]))
    distance = (moment.date() - context.today).days
    if -1 <= distance <= 1:
        day = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[distance]
    elif moment.year == context.today.year or abs(distance) < 180:
        day = date_format(moment, "EEE d MMM", context.language)
    else:
        day = date_format(moment, "d MMM y", context.language)
    return f"{day} {clock}".strip()


def _numeric_forms(value: str | None) -> Iterable[str]:
    if value and (found := re.fullmatch(r"--(\d\d)-(\d\d)", value)):
        return (f"{found[2]}.{found[1]}",)
    if not value or not re.match(r"\d{4}-\d\d-\d\d", value):
        return ()
    return (f"{value[8:10]}.{value[5:7]}.{value[:4]}",)


def age(birthday: str | None, today: date) -> int | None:
    """Full years since a birthday with a year; born on 29 February counts from 28 in common years."""
    if not birthday or not re.fullmatch(r"\d{4}-\d\d-\d\d", birthday):
        return None
    try:
        born = date.fromisoformat(birthday)
    except ValueError:
        return None
    day = min(born.day, monthrange(today.year, born.month)[1])
    years = today.year - born.year - ((today.month, today.day) < (born.month, day))
    return years if years >= 0 else None


def show_age(years: int | None) -> str:
    """An age in words."""
    return "" if years is None else ngettext("{n} year", "{n} years", years).format(n=years)


def tomorrow(today: date) -> str:
    """The ISO date of the next day."""
    return (today + timedelta(days=1)).isoformat()


class Age(Kind):
    """Full years, computed from a birthday."""

    name = "age"
    is_numeric = True
    operators = ()

    def show(self, value: Any, context: Context) -> str:
        return show_age(value)

    def cell(self, value: Any, context: Context) -> CellValue:
        return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


class Stamp(Kind):
    """When something was written: UTC, shown in the time of this computer."""

    name = "stamp"
    operators = OF_DATES[:-2]

    def show(self, value: Any, context: Context) -> str:
        from app.core.clock import from_stamp

        if not value:
            return ""
        try:
            local = from_stamp(value)
        except ValueError:
            return str(value)
        return show_when(local.strftime("%Y-%m-%dT%H:%M"), context)

    def cell(self, value: Any, context: Context) -> CellValue:
        from app.core.clock import from_stamp

        try:
            return from_stamp(value).replace(tzinfo=None) if value else None
        except ValueError:
            return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()
