"""The editor of rows: add, remove, order, details, warnings of single parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from app.blueprint.rows import Addresses, Jobs, phones
from app.ui.desk import Desk
from tests.ui.card_fakes import press, type_letters, until


def test_an_empty_line_waits_to_be_typed_in(make: Callable[..., Any]) -> None:
    editor = make(phones())
    assert editor.value() is None
    assert len(editor.rows) == 1
    assert editor.button.isHidden()
    type_letters(editor.rows[0].main.input, "0721 234 567")
    assert editor.value() == [{"type": "mobile", "value": "0721 234 567"}]
    assert not editor.button.isHidden()


def test_a_new_line_gets_the_next_kind(make: Callable[..., Any]) -> None:
    editor = make(phones())
    type_letters(editor.rows[0].main.input, "1")
    editor.add_row()
    type_letters(editor.rows[1].main.input, "2")
    assert editor.value() == [{"type": "mobile", "value": "1"}, {"type": "work", "value": "2"}]


def test_the_first_line_is_the_main_one_and_lines_can_be_moved(make: Callable[..., Any]) -> None:
    editor, told = make(phones()), []
    editor.set_value([{"value": "1"}, {"value": "2"}, {"value": "3"}])
    editor.changed.connect(lambda: told.append(True))
    press(editor.rows[2], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row["value"] for row in editor.value()] == ["1", "3", "2"]
    editor.rows[0].moved.emit(editor.rows[0], -1)
    assert [row["value"] for row in editor.value()] == ["1", "3", "2"]
    assert told


def test_the_last_line_becomes_empty_instead_of_going(make: Callable[..., Any]) -> None:
    editor = make(phones())
    editor.set_value([{"type": "fax", "value": "1"}])
    editor.rows[0].removed.emit(editor.rows[0])
    assert editor.value() is None
    assert len(editor.rows) == 1


def test_a_label_of_ones_own_comes_by_the_menu(make: Callable[..., Any]) -> None:
    editor = make(phones())
    editor.set_value([{"value": "1"}])
    row = editor.rows[0]
    assert row.editors["label"].isHidden() or not row.editors["label"].isVisible()
    menu = row.menu()
    next(action for action in menu.actions() if action.text() == "Add a label").trigger()
    type_letters(row.editors["label"].input, "дача")
    assert editor.value() == [{"value": "1", "label": "дача"}]


def test_each_part_warns_by_itself(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(phones())
    editor.set_value([{"value": "O721234567"}, {"value": "0721234567"}])
    until(lambda: bool(editor.rows[0].main.warning), desk)
    assert not editor.rows[1].main.warning


def test_parts_of_an_address_open_where_they_say_something(make: Callable[..., Any]) -> None:
    editor = make(Addresses())
    editor.set_value([{"text": "Str. Lungă 1"}, {"text": "x", "city": "Iași"}])
    assert [row.details.isHidden() for row in editor.rows] == [True, False]
    editor.rows[0].open_details()
    assert not editor.rows[0].details.isHidden()


def test_a_job_without_its_organization_is_kept(make: Callable[..., Any]) -> None:
    editor = make(Jobs())
    editor.rows[0].open_details()
    type_letters(editor.rows[0].editors["job_title"].input, "директор")
    type_letters(editor.rows[0].editors["since"].input, "01.2020")
    assert editor.value() == [{"job_title": "директор", "since": "2020-01"}]


def test_an_unreadable_part_is_a_problem_of_the_whole(make: Callable[..., Any]) -> None:
    editor = make(Jobs())
    editor.rows[0].open_details()
    type_letters(editor.rows[0].editors["since"].input, "long ago")
    assert "long ago" in (editor.problem() or "")
