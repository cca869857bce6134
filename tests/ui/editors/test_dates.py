"""The editor of dates reads what people type and says what it understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt

from app.blueprint.dates import Appointment, Birthday, DateOrTime, DayMonth, PartialDate
from app.ui.desk import Desk
from app.ui.editors.dates import figures
from app.ui.editors.spoken_dates import in_figures, nearest
from tests.ui.card_fakes import press, type_letters, until

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Birthday(), "14.03.1985", "1985-03-14"),
        (Birthday(), "14 martie", "--03-14"),
        (Birthday(), "3 мая", "--05-03"),
        (Birthday(), "3 мая 1990", "1990-05-03"),
        (Birthday(), "05.03.68", "1968-03-05"),
        (Birthday(), "5 mar 10", "2010-03-05"),
        (Birthday(), "tomorrow", "2026-11-24"),
        (PartialDate(), "03.1985", "1985-03"),
        (DayMonth(), "29.02", "--02-29"),
        (DateOrTime(), "27.11.2026", "2026-11-27"),
        (DateOrTime(), "27.11.2026 10:00", "2026-11-27T10:00"),
        (DateOrTime(), "tomorrow 10", "2026-11-24T10:00"),
        (DateOrTime(), "mâine la 10:30", "2026-11-24T10:30"),
        (DateOrTime(), "завтра в 9", "2026-11-24T09:00"),
        (DateOrTime(), "fri", "2026-11-27"),
        (DateOrTime(), "luni 14:00", "2026-11-30T14:00"),
        (DateOrTime(), "пт 16:45", "2026-11-27T16:45"),
        (DateOrTime(), "+3", "2026-11-26"),
        (DateOrTime(), "peste 2 săptămâni", "2026-12-07"),
        (DateOrTime(), "через 3 дня", "2026-11-26"),
        (DateOrTime(), "3 мая", "2027-05-03"),
        (DateOrTime(), "20 nov", "2026-11-20"),
        (DateOrTime(), "28 noiembrie 10:00", "2026-11-28T10:00"),
        (DateOrTime(), "05.12", "2026-12-05"),
        (Appointment(), "tomorrow 10", "2026-11-24T10:00[Europe/Bucharest]"),
        (Appointment(), "14:20", "2026-11-23T14:20[Europe/Bucharest]"),
        (DateOrTime(), "", None),
    ],
)
def test_typed_dates_are_understood(
    make: Callable[..., Any], kind: Any, text: str, value: str | None
) -> None:
    editor = make(kind)
    type_letters(editor.input, text)
    assert editor.problem() is None
    assert editor.value() == value
    assert bool(editor.understood.text()) == (value is not None)


def test_what_was_understood_stands_beside_it_in_words(make: Callable[..., Any]) -> None:
    editor = make(DateOrTime())
    type_letters(editor.input, "tomorrow 10")
    assert editor.understood.text() == "Tue, 24 Nov 2026, 10:00"


def test_text_that_is_no_date_is_a_problem_not_a_value(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(DateOrTime())
    type_letters(editor.input, "soonish")
    assert editor.value() is None
    assert "soonish" in (editor.problem() or "")
    until(lambda: "soonish" in editor.warning, desk)


def test_an_appointment_keeps_its_zone_when_its_time_is_typed_anew(make: Callable[..., Any]) -> None:
    editor = make(Appointment())
    editor.set_value("2026-11-24T10:00[Europe/Moscow]")
    assert "Europe/Moscow" in editor.understood.text()
    editor.input.selectAll()
    type_letters(editor.input, "25.11.2026 11:30")
    assert editor.value() == "2026-11-25T11:30[Europe/Moscow]"


def test_a_day_from_the_calendar_keeps_the_time(make: Callable[..., Any]) -> None:
    editor = make(DateOrTime())
    editor.set_value("2026-11-24T10:15")
    press(editor.input, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = editor.open_calendar()
    popup.month.activated.emit(QDate(2026, 12, 1))
    assert editor.value() == "2026-12-01T10:15"


def test_a_birthday_in_the_future_warns(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Birthday())
    type_letters(editor.input, "01.01.2030")
    until(lambda: bool(editor.warning), desk)
    assert editor.value() == "2030-01-01"


@pytest.mark.parametrize(
    "value", ["1985-03-14", "--02-29", "1985-03", "1985", "2026-11-24T10:00", "2026-11-24T10:00[UTC]"]
)
def test_figures_are_what_one_would_type(value: str) -> None:
    text = figures(value)
    assert "-" not in text
    assert text


def test_the_nearest_year_is_taken_for_a_day_without_one() -> None:
    assert nearest("--11-20", TODAY) == date(2026, 11, 20)
    assert nearest("--01-05", TODAY) == date(2027, 1, 5)
    assert nearest("--02-29", TODAY) == date(2028, 2, 29)


def test_what_is_not_spoken_stays_as_typed() -> None:
    for text in ("14.03.1985", "14 martie", "Martie", "x 99", "25:00"):
        assert in_figures(text, TODAY) == text or in_figures(text, TODAY).startswith("23.11.2026")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Birthday(), "5/3/1985", "1985-05-03"),
        (DateOrTime(), "12/5", "2026-12-05"),
        (DateOrTime(), "12/5 10:00", "2026-12-05T10:00"),
        (Appointment(), "12/5/2026 10:00", "2026-12-05T10:00[Europe/Bucharest]"),
    ],
)
def test_dates_are_read_as_the_region_writes_them(
    make: Callable[..., Any], desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: Any, text: str, value: str
) -> None:
    context = replace(desk.context(), region="US")
    monkeypatch.setattr(desk, "context", lambda: context)
    editor = make(kind)
    type_letters(editor.input, text)
    assert (editor.problem(), editor.value()) == (None, value)


def test_a_zone_that_is_not_the_users_own_is_told_whole(make: Callable[..., Any]) -> None:
    editor = make(Appointment())
    editor.set_value("2026-12-15T17:00[America/Argentina/Buenos_Aires]")
    words = editor.understood
    assert words.text() == "Tue, 15 Dec 2026, 17:00\n(America/Argentina/Buenos_Aires)"
    longest = max(map(words.fontMetrics().horizontalAdvance, words.text().splitlines()))
    assert words.width() >= longest or words.height() >= 3 * words.fontMetrics().height()
    editor.set_value("2026-12-15T17:00")
    assert words.text() == "Tue, 15 Dec 2026, 17:00"
