"""When something comes again: rules that are offered and refused, short months, what follows, words."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pytest

from app.blueprint.context import Context
from app.blueprint.recurrence import (
    RuleRefused,
    following,
    monthly_on,
    read_repeats,
    read_rule,
    remaining,
    slots,
    yearly_on,
)
from app.blueprint.recurrence.occurrences import _walk
from app.blueprint.repeating import Recurrence
from app.core import texts


def days(rule: str, when: str, count: int = 6, low: datetime | None = None) -> list[str]:
    return [f"{each:%Y-%m-%d}" for each in islice(slots(f"RRULE:{rule}", when, low), count)]


# -- libical's own list --------------------------------------------------------------------------------------


def libical(shared: Path) -> list[tuple[str, datetime, list[datetime]]]:
    text = (shared / "ical-libical/src/test/icalrecur_test.txt").read_text(encoding="utf-8")
    found = []
    for block in re.split(r"\n\s*\n", text):
        lines = dict(re.findall(r"^(RRULE|DTSTART|INSTANCES):(.*)$", block, re.MULTILINE))
        if "RRULE" in lines:
            wanted = [moment(each) for each in lines["INSTANCES"].split(",") if each.strip()[:1].isdigit()]
            found.append((lines["RRULE"], moment(lines["DTSTART"]), wanted))
    return found


def moment(text: str) -> datetime:
    text = text.strip().rstrip("Z")
    return datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")


def test_rules_that_are_offered_come_when_libical_says_and_the_others_are_refused_by_name(
    shared: Path,
) -> None:
    kept, refused = 0, []
    for text, start, wanted in libical(shared):
        try:
            rule = read_rule(text)
        except RuleRefused as problem:
            refused.append((text, str(problem)))
            continue
        assert list(islice(_walk(rule, start, start), 500)) == wanted, text
        for place in range(1, len(wanted), 5):  # begun anywhere, it is the same rule
            assert list(islice(_walk(rule, start, wanted[place]), 500)) == wanted[place:], text
        kept += 1
    assert (kept, len(refused)) == (81, 65)
    for text, sentence in refused:
        is_fine = re.search("HOURLY|MINUTELY|SECONDLY|BYHOUR|BYMINUTE|BYSECOND", text)
        part = re.search("BYWEEKNO|BYSETPOS|BYMONTHDAY", text)
        assert ("more often than once a day" if is_fine else part[0]) in sentence, (text, sentence)
        assert text.strip(";")[:20] in sentence


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=HOURLY", "more often than once a day"),
        ("FREQ=DAILY;BYHOUR=9,17", "more often than once a day"),
        ("FREQ=DAILY;INTERVAL=0", "it never comes"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "it never comes"),
        ("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", "it never comes"),
        ("FREQ=WEEKLY;BYDAY=1MO", "“BYDAY” is not understood"),
        ("FREQ=WEEKLY;COUNT=0", "“COUNT” cannot be read"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "“COUNT” cannot be read"),
        ("FREQ=FORTNIGHTLY", "“FREQ=FORTNIGHTLY” cannot be read"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "“BYMONTHDAY=32” cannot be read"),
        ("FREQ=MONTHLY;SKIP=FORWARD;RSCALE=GREGORIAN;BYMONTHDAY=31", "“SKIP=FORWARD” is not understood"),
        ("every now and then", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(rule: str, told: str) -> None:
    with pytest.raises(RuleRefused, match=re.escape(told)):
        read_rule(rule)


# -- short months --------------------------------------------------------------------------------------------


def test_the_31st_is_left_out_or_the_last_day_as_the_user_chose() -> None:
    left_out, clamped = monthly_on(31, False).text(), monthly_on(31, True).text()
    assert days(left_out, "2027-01-31", 4) == ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]
    assert days(clamped, "2027-01-31", 4) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    assert days(clamped, "2028-01-31", 2) == ["2028-01-31", "2028-02-29"]
    assert days(monthly_on(30, True).text(), "2027-01-30", 3) == ["2027-01-30", "2027-02-28", "2027-03-30"]


def test_29_february_is_left_out_or_the_28th_as_the_user_chose() -> None:
    assert days(yearly_on(2, 29, False).text(), "2024-02-29", 3) == ["2024-02-29", "2028-02-29", "2032-02-29"]
    assert days(yearly_on(2, 29, True).text(), "2024-02-29", 3) == ["2024-02-29", "2025-02-28", "2026-02-28"]


def test_a_rule_that_skips_backwards_in_another_program_is_the_same_here() -> None:
    found = read_rule("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;BYMONTHDAY=31")
    assert found == monthly_on(31, True)


def test_the_last_friday_and_the_last_working_day() -> None:
    assert days("FREQ=MONTHLY;BYDAY=-1FR", "2027-01-29", 3) == ["2027-01-29", "2027-02-26", "2027-03-26"]
    found = days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2027-01-29", 3)
    assert found == ["2027-01-29", "2027-02-26", "2027-03-31"]


# -- exceptions, moved records, what follows -----------------------------------------------------------------


def test_days_are_left_out_and_added() -> None:
    text = "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4\nEXDATE:20261207\nRDATE:20261209,20261210T150000"
    found = [f"{each:%d %H:%M}" for each in slots(text, "2026-11-30T10:00[Europe/Bucharest]")]
    assert found == ["30 10:00", "09 10:00", "10 15:00", "14 10:00", "21 10:00"]


def test_a_record_that_moved_on_keeps_counting_from_its_first_day() -> None:
    text = "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5\nDTSTART:20261102"
    assert [f"{each:%m-%d}" for each in slots(text, "2026-11-30")] == ["11-30", "12-14", "12-28"]
    assert remaining(text, "2026-11-30").text() == "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3"


@pytest.mark.parametrize(
    ("when", "done", "follows", "missed"),
    [
        ("2026-11-30", "2026-11-27", "2026-12-07", 0),  # early: the one after its own day
        ("2026-11-30", "2026-11-30", "2026-12-07", 0),
        ("2026-11-30", "2026-12-03", "2026-12-07", 0),  # late
        ("2026-11-30", "2026-12-16", "2026-12-21", 2),  # very late: the first that lies ahead
    ],
)
def test_what_is_done_early_or_late_has_one_that_follows(
    when: str, done: str, follows: str, missed: int
) -> None:
    found = following("FREQ=WEEKLY;BYDAY=MO", when, datetime.fromisoformat(done))
    assert found is not None
    assert (f"{found.at:%Y-%m-%d}", found.missed) == (follows, missed)


def test_from_when_it_is_done_the_rule_begins_anew() -> None:
    text = "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3\nFROM:DONE"
    found = following(text, "2026-11-30T10:00", datetime(2026, 12, 3, 18, 0))
    assert found is not None
    assert found.at == datetime(2026, 12, 17, 10, 0)
    assert "COUNT=2" in found.text
    clamped = following("RRULE:FREQ=MONTHLY\nFROM:DONE", "2027-01-10", datetime(2027, 1, 31))
    assert clamped is not None
    assert f"{clamped.at:%Y-%m-%d}" == "2027-02-28"


def test_a_series_ends() -> None:
    assert following("FREQ=DAILY;COUNT=1", "2026-11-30") is None
    assert following("FREQ=DAILY;UNTIL=20261201", "2026-12-01T10:00") is None
    assert following("FREQ=DAILY;UNTIL=20261201", "2026-11-30T10:00") is not None


def test_a_series_of_long_ago_costs_no_more_than_one_of_today() -> None:
    found = islice(slots("FREQ=DAILY", "1950-01-01T08:00", datetime(2026, 11, 23)), 3)
    assert [f"{each:%Y-%m-%d}" for each in found] == ["2026-11-23", "2026-11-24", "2026-11-25"]
    found = islice(slots("FREQ=WEEKLY;INTERVAL=3;BYDAY=FR", "1951-01-05", datetime(2026, 11, 23)), 2)
    first, second = found
    assert (first.date() - date(1951, 1, 5)).days % 21 == 0
    assert (second - first).days == 21


# -- the kind ------------------------------------------------------------------------------------------------


def test_a_recurrence_is_kept_in_one_form_and_read_from_words() -> None:
    kind, context = Recurrence(), Context()
    assert kind.normal("rrule:freq=weekly;byday=WE,MO;interval=1") == "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"
    for text in ("weekly", "săptămânal", "еженедельно"):
        assert kind.parse(text, context) == "RRULE:FREQ=WEEKLY"
    assert kind.parse("", context) is None
    assert read_repeats(kind.normal("FREQ=DAILY\nEXDATE:20261225")).skipped == {"2026-12-25"}
    with pytest.raises(RuleRefused):
        kind.verify("FREQ=SECONDLY")
    assert kind.show("RRULE:broken", context) == "RRULE:broken"


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"), ("en", "Every 10 days", "FREQ=DAILY;INTERVAL=10"),
        ("ro", "la fiecare 3 zile", "FREQ=DAILY;INTERVAL=3"), ("ru", "каждые 3 дня", "FREQ=DAILY;INTERVAL=3"),
    ],
)  # fmt: skip
def test_what_comes_every_so_many_days_or_weeks_is_read_as_it_is_told(
    language: str, text: str, rule: str
) -> None:
    texts.use_language(language)
    assert Recurrence().parse(text, Context(language=language)) == f"RRULE:{rule}"


@pytest.mark.parametrize("text", ["1", "every now and then", "every 2 moons"])
def test_who_types_what_is_no_recurrence_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=f"“{text}” cannot be read; write it like “every week”"):
        Recurrence().parse(text, Context())


WORDS = {
    "FREQ=DAILY": ("every day", "în fiecare zi", "каждый день"),
    "FREQ=DAILY;INTERVAL=3": ("every 3 days", "la fiecare 3 zile", "каждые 3 дня"),
    "FREQ=DAILY;INTERVAL=21": ("every 21 days", "la fiecare 21 de zile", "каждый 21-й день"),
    "FREQ=WEEKLY;BYDAY=MO,WE": (
        "every week on Monday and Wednesday",
        "în fiecare săptămână, lunea și miercurea",
        "каждую неделю по понедельникам и средам",
    ),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": (
        "every working day",
        "în fiecare zi lucrătoare",
        "по рабочим дням",
    ),
    "FREQ=MONTHLY;BYMONTHDAY=1,15": (
        "every month on day 1 and 15",
        "în fiecare lună, pe data de 1 și 15",
        "каждый месяц 1-го и 15-го числа",
    ),
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1": (
        "every month on day 31, in shorter months on the last day",
        "în fiecare lună, pe data de 31, în lunile mai scurte în ultima zi",
        "каждый месяц 31-го числа, в коротких месяцах в последний день",
    ),
    "FREQ=MONTHLY;BYDAY=-1FR": (
        "every month on the last Friday",
        "în fiecare lună, în ultima vineri",
        "каждый месяц в последнюю пятницу",
    ),
    "FREQ=MONTHLY;BYDAY=2WE": (
        "every month on the second Wednesday",
        "în fiecare lună, în a doua miercuri",
        "каждый месяц во вторую среду",
    ),
    "FREQ=MONTHLY;BYDAY=1SU": (
        "every month on the first Sunday",
        "în fiecare lună, în prima duminică",
        "каждый месяц в первое воскресенье",
    ),
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": (
        "every month on the last working day",
        "în fiecare lună, în ultima zi lucrătoare",
        "каждый месяц в последний рабочий день",
    ),
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14;COUNT=5": (
        "every year on 14 March, 5 times",
        "în fiecare an, pe 14 martie, de 5 ori",
        "каждый год 14 марта, 5 раз",
    ),
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;UNTIL=20401231": (
        "every year on 29 February (28 February in common years), until 31 December 2040",
        "în fiecare an, pe 29 februarie (28 februarie în anii obișnuiți), până la 31 decembrie 2040",
        "каждый год 29 февраля (в обычные годы 28 февраля), до 31 декабря 2040",
    ),
}


@pytest.mark.parametrize("rule", WORDS)
def test_a_rule_is_told_in_the_grammar_of_each_language(rule: str) -> None:
    for language, wanted in zip(("en", "ro", "ru"), WORDS[rule], strict=True):
        texts.use_language(language)
        assert Recurrence().show(f"RRULE:{rule}", Context(language=language)) == wanted
