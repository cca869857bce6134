"""Editors of one line: typing, warnings that never block, numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QAccessible

from app.blueprint.kinds import Code, Email, LongText, Number, Phone, Text, Url
from app.blueprint.repeating import Recurrence
from app.ui.desk import Desk
from tests.ui.card_fakes import EVIL, type_letters, until


@pytest.mark.parametrize("text", ["Ștefan Țurcanu", "Ёлкин Андрей", "O'Brien & Söhne", EVIL])
def test_letters_of_every_language_are_typed(make: Callable[..., Any], text: str) -> None:
    editor = make(Text())
    type_letters(editor.input, text)
    assert editor.value() == text


def test_typing_tells_that_it_changed(make: Callable[..., Any]) -> None:
    editor, told = make(Text()), []
    editor.changed.connect(lambda: told.append(editor.value()))
    type_letters(editor.input, "да")
    assert told == ["д", "да"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Phone(), "O721234567"),
        (Phone(), "+999 12345 67890 12345"),
        (Email(), "ana@"),
        (Url(), "no address"),
        (Code("fiscal"), "14399841"),
        (Code("iban"), "RO48AAAA1B31007593840000"),
        (Number(0, 100), "140"),
    ],
)
def test_what_looks_wrong_warns_and_is_kept(
    make: Callable[..., Any], desk: Desk, kind: Any, text: str
) -> None:
    editor = make(kind)
    type_letters(editor.input, text)
    until(lambda: bool(editor.warning), desk)
    assert str(editor.value()) == text
    assert editor.problem() is None


def test_the_check_waits_for_the_end_of_typing(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Email())
    type_letters(editor.input, "ana@")
    assert editor.warning == ""
    until(lambda: bool(editor.warning), desk)
    type_letters(editor.input, "nordic.ro")
    assert editor.warning == ""
    until(lambda: not editor._check.isActive(), desk)
    desk.work.wait()
    assert editor.warning == ""


def test_a_number_that_is_none_is_a_problem_and_keeps_the_old_value(
    make: Callable[..., Any], desk: Desk
) -> None:
    editor = make(Number(0, 100, " %"))
    editor.set_value(40)
    editor.input.selectAll()
    type_letters(editor.input, "many")
    assert editor.value() == 40
    assert "many" in (editor.problem() or "")
    until(lambda: "many" in editor.warning, desk)


def test_long_text_grows_with_its_lines(make: Callable[..., Any]) -> None:
    editor = make(LongText())
    before = editor.input.height()
    editor.set_value("\n".join("abcdef"))
    assert editor.input.height() > before
    type_letters(editor.input, "ж")
    assert editor.value().startswith("ж")


@pytest.mark.parametrize("kind", [Phone(), LongText()])
def test_a_warning_is_read_aloud_with_its_field(make: Callable[..., Any], desk: Desk, kind: Any) -> None:
    editor = make(kind)
    if isinstance(kind, Phone):
        type_letters(editor.input, "O721234567")
        until(lambda: bool(editor.warning), desk)
    else:
        editor.warn("Two scripts in one word.")
    spoken = QAccessible.queryAccessibleInterface(editor.focusProxy())
    assert spoken.text(QAccessible.Text.Description) == editor.warning
    editor.warn("")
    assert spoken.text(QAccessible.Text.Description) == ""


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("RRULE:FREQ=WEEKLY", "every week"),
        ("RRULE:FREQ=MONTHLY;INTERVAL=2", "every 2 months"),
        ("RRULE:FREQ=WEEKLY\nDTSTART:20261102", "every week"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
    ],
)
def test_what_repeats_is_written_in_words_and_kept_as_it_is(
    make: Callable[..., Any], rule: str, shown: str
) -> None:
    editor = make(Recurrence())
    editor.set_value(rule)
    assert editor.input.text() == shown
    assert editor.value() == rule
    editor.input.selectAll()
    type_letters(editor.input, "every year")
    assert editor.value() == "RRULE:FREQ=YEARLY"
