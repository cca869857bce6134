"""Dates: read as people write them, shown in their language, never moved by a zone."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blueprint.context import Context
from app.blueprint.dates import (
    Appointment,
    Birthday,
    DateOrTime,
    DayMonth,
    PartialDate,
    Stamp,
    age,
    day_in_words,
    read_date,
    show_when,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.12.2026", "2026-12-31"),
        ("1.2.2026", "2026-02-01"),
        ("1/2/2026", "2026-02-01"),
        ("2026-02-01", "2026-02-01"),
        ("2026-2-1 9:05", "2026-02-01T09:05"),
        ("2026-02-01T09:05:33.5", "2026-02-01T09:05"),
        ("01.02.2026 la 10:30", "2026-02-01T10:30"),
        ("01.02.2026 в 10:30", "2026-02-01T10:30"),
        ("01.02.2026 10:30:00", "2026-02-01T10:30"),
        ("01/02/2026 2:30:00 PM", "2026-02-01T14:30"),
        ("2026-02-01 12:05 a.m.", "2026-02-01T00:05"),
        ("2026/02/01", "2026-02-01"),
        ("2026.02.01", "2026-02-01"),
        ("9-May-2001", "2001-05-09"),
        ("9. Dezember 2001", "2001-12-09"),
        ("29.02.2024", "2024-02-29"),
        ("29.02", "--02-29"),
        ("14.03.", "--03-14"),
        ("--0312", "--03-12"),
        ("--03-12", "--03-12"),
        ("1604-03-12", "--03-12"),
        ("1604-02-29", "--02-29"),
        ("03.1985", "1985-03"),
        ("1985-03", "1985-03"),
        ("1985", "1985"),
        ("3 aprilie 1985", "1985-04-03"),
        ("3 aprilie", "--04-03"),
        ("3 апреля 1985", "1985-04-03"),
        ("3 апреля 1985 г.", "1985-04-03"),
        ("9 мая", "--05-09"),
        ("9 mai 2001", "2001-05-09"),
        ("9 May 2001", "2001-05-09"),
        ("March 9, 2001", "2001-03-09"),
        ("9 марта 2001", "2001-03-09"),
        ("30 noiembrie 2026", "2026-11-30"),
        ("5. Oct 1999", "1999-10-05"),
        (" 31.12.2026 ", "2026-12-31"),
        ("1985/03/05", "1985-03-05"),
        ("1985.03.05", "1985-03-05"),
        ("2026/11/24 10:30", "2026-11-24T10:30"),
        ("20260101", "2026-01-01"),
        ("5 mar. 68", "2068-03-05"),
        ("31 Dec 99", "1999-12-31"),
        ("Dec 31, 99", "1999-12-31"),
        ("03/15/1985", "1985-03-15"),
        ("3-15-85", "1985-03-15"),
        ("3/15", "--03-15"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, value: str) -> None:
    assert read_date(text, TODAY) == value


@pytest.mark.parametrize(
    "text",
    ["29.02.2023", "31.04.2026", "00.01.2026", "32.01.2026", "13/13/2026", "30.02", "--0230", "1604-02-30",
     "tomorrow", "1985/03.05", "20261301", "03.15.1985", "32 Dec 99",
     "31.12.2026 25:00", "0000-01-01", "99999", "13.1985", "3 mo 1985", "", "--", "12", "1.2.3.4", "٣"],
)  # fmt: skip
def test_an_impossible_date_gives_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“.*” is not a date that can be read"):
        read_date(text, TODAY)


@given(st.text(max_size=30))
def test_no_text_does_more_than_give_a_sentence(text: str) -> None:
    with suppress(ValueError):
        assert re.match(r"-|\d{4}", read_date(text, TODAY))


@pytest.mark.parametrize(
    ("text", "there", "elsewhere"),
    [
        ("5/3/1985", "1985-05-03", "1985-03-05"),
        ("05-03-1985", "1985-05-03", "1985-03-05"),
        ("5/3", "--05-03", "--03-05"),
        ("03/15/1985", "1985-03-15", "1985-03-15"),
        ("15/03/1985", "1985-03-15", "1985-03-15"),
        ("05.03.1985", "1985-03-05", "1985-03-05"),
        ("1985-03-05", "1985-03-05", "1985-03-05"),
    ],
)
def test_the_region_decides_what_comes_first(text: str, there: str, elsewhere: str, context: Context) -> None:
    american = replace(context, region="US")
    assert Birthday().parse(text, american) == there
    assert Birthday().parse(text, context) == elsewhere
    if not there.startswith("--"):
        assert DateOrTime().parse(text, american) == there
        assert DateOrTime().parse(text, context) == elsewhere


@pytest.mark.parametrize(
    ("text", "born"),
    [("31.12.26", "1926-12-31"), ("25.11.26", "2026-11-25"), ("26.11.26", "1926-11-26"),
     ("5 mar. 68", "1968-03-05")],
)  # fmt: skip
def test_nobody_was_born_after_today(text: str, born: str, context: Context) -> None:
    assert Birthday().parse(text, replace(context, today=date(2026, 11, 25))) == born


@pytest.mark.parametrize(
    ("text", "figures"),
    [("14 March", "14.03"), ("14 martie 1985", "14.03.1985"), ("5 мая", "05.05"), ("March 14", "14.03"),
     ("14 marinescu", None), ("14 ma", None), ("ana 14", None), ("14", None), ("", None)],
)  # fmt: skip
def test_a_day_in_words_is_looked_for_in_figures(text: str, figures: str | None) -> None:
    assert day_in_words(text) == figures


@pytest.mark.parametrize(
    ("text", "birthday", "due"),
    [
        ("05.03.68", "1968-03-05", "2068-03-05"),
        ("05.03.69", "1969-03-05", "2069-03-05"),
        ("05.03.85", "1985-03-05", "1985-03-05"),
        ("05.03.26", "2026-03-05", "2026-03-05"),
        ("05.03.27", "1927-03-05", "2027-03-05"),
    ],
)
def test_a_birthday_of_two_digits_is_never_in_the_future(
    text: str, birthday: str, due: str, context: Context
) -> None:
    assert Birthday().parse(text, context) == birthday
    assert DateOrTime().parse(text, context) == due


@pytest.mark.parametrize(
    ("value", "en", "ro", "ru"),
    [
        ("1985-04-03", "3 April 1985", "3 aprilie 1985", "3 апреля 1985"),
        ("--02-29", "29 February", "29 februarie", "29 февраля"),
        ("1985-04", "April 1985", "aprilie 1985", "апрель 1985"),
        ("1985", "1985", "1985", "1985"),
    ],
)
def test_a_partial_date_is_shown_in_words(value: str, en: str, ro: str, ru: str, context: Context) -> None:
    shown = [PartialDate().show(value, replace(context, language=code)) for code in ("en", "ro", "ru")]
    assert [text.replace(" г.", "") for text in shown] == [en, ro, ru]


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
@pytest.mark.parametrize(
    "value", ["1985-04-03", "--02-29", "--05-31", "2024-02-29", "2001-05-09", "1999-12-31"]
)
def test_what_is_shown_is_read_again(value: str, language: str, context: Context) -> None:
    there = replace(context, language=language)
    assert PartialDate().parse(PartialDate().show(value, there), there) == value


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_cell_and_back_gives_the_same_date(day: date) -> None:
    context, kind = Context(today=TODAY), PartialDate()
    assert kind.from_cell(kind.cell(day.isoformat(), context), context) == day.isoformat()
    assert kind.from_cell(datetime(day.year, day.month, day.day, 22), context) == day.isoformat()
    assert kind.parse(kind.show(day.isoformat(), context), context) == day.isoformat()


def test_a_birthday_in_the_future_warns(context: Context) -> None:
    assert Birthday().warning("2027-01-01", context)
    assert not Birthday().warning("2026-11-23", context)
    assert not Birthday().warning("--12-31", context)
    assert not Birthday().warning("2026-11", context)


def test_a_name_day_has_no_year(context: Context) -> None:
    assert DayMonth().parse("6 decembrie 2020", context) == "--12-06"
    assert DayMonth().parse("06.12", context) == "--12-06"


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("2000-02-29", date(2023, 2, 27), 22),
        ("2000-02-29", date(2023, 2, 28), 23),
        ("2000-02-29", date(2024, 2, 28), 23),
        ("2000-02-29", date(2024, 2, 29), 24),
        ("1985-11-23", date(2026, 11, 23), 41),
        ("1985-11-24", date(2026, 11, 23), 40),
        ("--11-24", date(2026, 11, 23), None),
        ("1985", date(2026, 11, 23), None),
        ("2027-01-01", date(2026, 11, 23), None),
        (None, date(2026, 11, 23), None),
    ],
)
def test_age_counts_full_years(born: str | None, day: date, years: int | None) -> None:
    assert age(born, day) == years


def test_a_due_date_needs_its_day(context: Context) -> None:
    for text in ("11.2026", "29.02", "2026"):
        with pytest.raises(ValueError, match="is not a date"):
            DateOrTime().parse(text, context)


def test_an_appointment_keeps_wall_time_and_zone(context: Context) -> None:
    kind = Appointment()
    value = kind.parse("25.10.2026 03:30", context)
    assert value == "2026-10-25T03:30[Europe/Bucharest]"
    assert kind.parse("2026-10-25T03:30[Europe/Chisinau]", context) == "2026-10-25T03:30[Europe/Chisinau]"
    assert kind.parse("25.10.2026", context) == "2026-10-25T00:00[Europe/Bucharest]"
    assert kind.cell(value, context) == datetime(2026, 10, 25, 3, 30)
    assert kind.from_cell(kind.cell(value, context), context) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2026-11-22", "yesterday"),
        ("2026-11-23T09:05", "today 09:05"),
        ("2026-11-24T10:00[Europe/Bucharest]", "tomorrow 10:00"),
        ("2026-12-01", "Tue 1 Dec"),
        ("2020-01-02", "2 Jan 2020"),
        (None, ""),
    ],
)
def test_near_days_have_names(value: str | None, shown: str, context: Context) -> None:
    assert show_when(value, context) == shown


def test_a_date_is_found_by_its_figures(context: Context) -> None:
    assert list(PartialDate().search("1985-04-03", context)) == ["03.04.1985"]
    assert list(PartialDate().search("--04-03", context)) == ["03.04"]


@pytest.mark.parametrize(
    "value", ["l2026-11-2", "2026-13-45", "--99-99", "2026-1x", "x", "2026-11-24T99:00[Nowhere]"]
)
def test_a_damaged_date_is_shown_as_it_stands(value: str, context: Context) -> None:
    for kind in (PartialDate(), Birthday(), DayMonth(), DateOrTime(), Appointment(), Stamp()):
        assert kind.show(value, context)
        assert kind.cell(value, context)
        list(kind.search(value, context))
        kind.warning(value, context)
    assert age(value, TODAY) is None
