"""A recurrence in words, in the grammar of each language; translations choose case and gender by context."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.blueprint.context import Context
from app.blueprint.recurrence.repeats import Repeats
from app.blueprint.recurrence.rule import Rule
from app.core.texts import NC_, NN_, _, ngettext

_WORKING = tuple((0, day) for day in range(5))
_EVERY = {
    "DAILY": (NC_("repeats", "every day"), NN_("every {n} day", "every {n} days")),
    "WEEKLY": (NC_("repeats", "every week"), NN_("every {n} week", "every {n} weeks")),
    "MONTHLY": (NC_("repeats", "every month"), NN_("every {n} month", "every {n} months")),
    "YEARLY": (NC_("repeats", "every year"), NN_("every {n} year", "every {n} years")),
}
_ON_DAYS = (
    NC_("every week on", "Monday"), NC_("every week on", "Tuesday"), NC_("every week on", "Wednesday"),
    NC_("every week on", "Thursday"), NC_("every week on", "Friday"), NC_("every week on", "Saturday"),
    NC_("every week on", "Sunday"),
)  # fmt: skip
_THE_DAY = (
    NC_("on the first", "Monday"), NC_("on the first", "Tuesday"), NC_("on the first", "Wednesday"),
    NC_("on the first", "Thursday"), NC_("on the first", "Friday"), NC_("on the first", "Saturday"),
    NC_("on the first", "Sunday"),
)  # fmt: skip
_GENDER = "mmfmffn"
"""Of the days from Monday on, in the language that has three."""
_PLACES = {
    "m": {
        1: NC_("masculine", "on the first"), 2: NC_("masculine", "on the second"),
        3: NC_("masculine", "on the third"), 4: NC_("masculine", "on the fourth"),
        5: NC_("masculine", "on the fifth"), -1: NC_("masculine", "on the last"),
        -2: NC_("masculine", "on the second to last"),
    },
    "f": {
        1: NC_("feminine", "on the first"), 2: NC_("feminine", "on the second"),
        3: NC_("feminine", "on the third"), 4: NC_("feminine", "on the fourth"),
        5: NC_("feminine", "on the fifth"), -1: NC_("feminine", "on the last"),
        -2: NC_("feminine", "on the second to last"),
    },
    "n": {
        1: NC_("neuter", "on the first"), 2: NC_("neuter", "on the second"),
        3: NC_("neuter", "on the third"), 4: NC_("neuter", "on the fourth"),
        5: NC_("neuter", "on the fifth"), -1: NC_("neuter", "on the last"),
        -2: NC_("neuter", "on the second to last"),
    },
}  # fmt: skip


def in_words(repeats: Repeats, context: Context) -> str:
    """``every month on the last Friday, until 31 December 2027``; a rule without words is told as it is."""
    parts = [_rule_in_words(repeats.rule, context)] if repeats.rule is not None else []
    if repeats.added:
        n = len(repeats.added)
        parts.append(ngettext("{n} day added", "{n} days added", n).format(n=n))
    if repeats.skipped:
        n = len(repeats.skipped)
        parts.append(ngettext("{n} day left out", "{n} days left out", n).format(n=n))
    if repeats.is_from_done:
        parts.append(_("counted from when it is done"))
    return ", ".join(parts)


def _rule_in_words(rule: Rule, context: Context) -> str:
    words = _on(rule, _every(rule), context)
    if words is None:
        return rule.text()
    if rule.count:
        words += ", " + ngettext("{n} time", "{n} times", rule.count).format(n=rule.count)
    if rule.until:
        words += ", " + _("until {date}").format(date=_date(rule.until[:10], "d MMMM y", context))
    return words


def _every(rule: Rule) -> str:
    if rule.freq == "WEEKLY" and rule.interval == 1 and rule.days == _WORKING:
        return _("every working day")
    once, many = _EVERY[rule.freq]
    return _(once) if rule.interval == 1 else ngettext(*many, rule.interval).format(n=rule.interval)


def _on(rule: Rule, every: str, context: Context) -> str | None:
    """How often and on which days; None where there are no words for it."""
    if rule.freq == "DAILY":
        return None if rule.days or rule.month_days or rule.months else every
    if rule.freq == "WEEKLY":
        return None if rule.months else _on_week_days(rule, every, context)
    if rule.year_days:
        return None
    is_clamped = len(rule.month_days) > 1 and rule.places == (-1,) and rule.month_days[0] == 28
    if rule.freq == "YEARLY" and len(rule.months) == 1 and rule.month_days and not rule.days:
        return _on_day_of_year(rule, every, context, is_clamped)
    if rule.freq == "YEARLY" and not rule.months:
        is_plain = not (rule.days or rule.month_days or rule.places)
        return every if is_plain else None
    of_days = _on_month_days(rule, every, context, is_clamped)
    words = of_days if rule.month_days else _on_places(rule, every, context)
    if words is None or not rule.months:
        return words
    months = (_date(f"2024-{month:02d}-01", "LLLL", context) for month in rule.months)
    return f"{words} ({_listed(months, context)})"


def _on_week_days(rule: Rule, every: str, context: Context) -> str:
    if not rule.days or (rule.interval == 1 and rule.days == _WORKING):
        return every
    days = _listed((_(_ON_DAYS[day]) for _place, day in rule.days), context)
    return _("{every} on {days}").format(every=every, days=days)


def _on_day_of_year(rule: Rule, every: str, context: Context, is_clamped: bool) -> str | None:
    if (rule.places and not is_clamped) or any(day < 1 for day in rule.month_days):
        return None
    days = rule.month_days[-1:] if is_clamped else rule.month_days
    month = rule.months[0]
    known = (f"2024-{month:02d}-{day:02d}" for day in days if _is_day(month, day))
    dates = _listed((_date(each, "d MMMM", context) for each in known), context)
    if is_clamped:
        told = _("{every} on {date} (28 February in common years)")
        return told.format(every=every, date=dates)
    return _("{every} on {date}").format(every=every, date=dates)


def _is_day(month: int, day: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


def _on_month_days(rule: Rule, every: str, context: Context, is_clamped: bool) -> str | None:
    if rule.days or (rule.places and not is_clamped):
        return None
    if is_clamped:
        told = _("{every} on day {n}, in shorter months on the last day")
        return told.format(every=every, n=rule.month_days[-1])
    if rule.month_days == (-1,):
        return _("{every} on the last day").format(every=every)
    if any(day < 1 for day in rule.month_days):
        return None
    numbers = (_(NC_("day of a month", "{n}")).format(n=day) for day in rule.month_days)
    return _("{every} on day {days}").format(every=every, days=_listed(numbers, context))


def _on_places(rule: Rule, every: str, context: Context) -> str | None:
    if not rule.days:
        return None if rule.places else every
    if rule.days == _WORKING and rule.places in ((1,), (-1,)):
        first, last = _("{every} on the first working day"), _("{every} on the last working day")
        return (first if rule.places == (1,) else last).format(every=every)
    places = [(place or (rule.places[0] if len(rule.places) == 1 else 0), day) for place, day in rule.days]
    if rule.places and (len(rule.days) > 1 or rule.days[0][0]):
        return None
    told = []
    for place, day in places:
        name = _PLACES[_GENDER[day]].get(place)
        if name is None:
            return None
        told.append(f"{_(name)} {_(_THE_DAY[day])}")
    return _("{every} {place}").format(every=every, place=_listed(told, context))


def _date(day: str, pattern: str, context: Context) -> str:
    from app.blueprint.dates import date_format

    return date_format(date.fromisoformat(day), pattern, context.language)


def _listed(texts: Iterable[str], context: Context) -> str:
    from babel.lists import format_list

    return format_list(list(texts), locale=context.language)
