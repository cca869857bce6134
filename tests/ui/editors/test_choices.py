"""Editors of choices, flags and tags: found while typing, new values join open lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.blueprint.kinds import Choice, Choices, YesNo
from app.blueprint.rows import References, Tags
from app.core import texts
from app.ui.desk import Desk
from tests.ui.card_fakes import press, type_letters


def labels(editor: Any) -> list[str]:
    return [editor.input.itemText(number) for number in range(editor.input.count())]


def test_a_label_is_found_without_its_marks_and_case(make: Callable[..., Any]) -> None:
    editor = make(Choice("organization_status"))
    type_letters(editor.line, "PROSP")
    suggestions = editor._suggestions
    assert suggestions.completionCount() == 1
    editor.line.clear()
    type_letters(editor.line, "prospect")
    press(editor.line, Qt.Key.Key_Return)
    assert editor.value() == "prospect"


def test_enter_adds_a_new_value_to_an_open_list(make: Callable[..., Any], desk: Desk) -> None:
    editor, told = make(Choice("source")), []
    editor.changed.connect(lambda: told.append(editor.value()))
    type_letters(editor.line, "Târg de cărți")
    assert "Târg de cărți" in editor.warning
    press(editor.line, Qt.Key.Key_Return)
    assert editor.is_pending
    desk.work.wait()
    assert not editor.is_pending
    assert desk.library is not None
    assert desk.library.choices.label_of("source", editor.value()) == "Târg de cărți"
    assert told[-1] == editor.value()
    assert "Târg de cărți" in labels(editor)


def test_a_closed_list_takes_no_new_value(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Choice("task_state"))
    editor.set_value("open")
    editor.line.clear()
    type_letters(editor.line, "someday")
    assert editor.problem() is not None
    editor.commit()
    desk.work.wait()
    assert editor.value() == "open"
    assert "someday" in editor.warning


def test_emptying_the_field_takes_the_value_away(make: Callable[..., Any]) -> None:
    editor = make(Choice("grade"))
    editor.set_value("a")
    editor.line.clear()
    editor.commit()
    assert editor.value() is None


def test_only_values_that_belong_to_the_other_field_are_offered(make: Callable[..., Any]) -> None:
    editor = make(Choice("event_result", depends_on="type"))
    editor.set_value("call.reached")
    editor.heed({"type": "meeting"})
    assert set(labels(editor)) == {"", "held", "moved", "reached"}
    editor.set_value(None)
    assert set(labels(editor)) == {"", "held", "moved"}


def test_a_new_result_belongs_to_the_type_it_was_added_for(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Choice("event_result", depends_on="type"))
    editor.heed({"type": "meeting"})
    type_letters(editor.line, "signed")
    editor.commit()
    desk.work.wait()
    assert desk.library is not None
    added = [each for each in desk.library.choices.options("event_result") if each.label == "signed"]
    assert added[0].belongs_to == "meeting"


def test_the_wheel_over_a_choice_changes_nothing(make: Callable[..., Any], qtbot: Any) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    editor = make(Choice("grade"))
    editor.set_value("a")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.input, event)
    assert editor.value() == "a"


def test_several_choices_are_chips_and_backspace_takes_the_last(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Choices("language"))
    editor.set_value(["ro"])
    type_letters(editor.line, "russian")
    press(editor.line, Qt.Key.Key_Return)
    assert editor.value() == ["ro", "ru"]
    assert [chip.text() for chip in editor.chips()] == ["Romanian", "Russian"]
    press(editor.line, Qt.Key.Key_Backspace)
    assert editor.value() == ["ro"]
    type_letters(editor.line, "Găgăuză,")
    desk.work.wait()
    assert len(editor.value()) == 2


def test_tags_end_with_a_comma_and_come_once(make: Callable[..., Any]) -> None:
    editor = make(Tags())
    type_letters(editor.line, "ключевой клиент,Cluj,")
    assert editor.value() == ["ключевой клиент", "Cluj"]
    type_letters(editor.line, "Cluj")
    editor.commit()
    assert editor.value() == ["ключевой клиент", "Cluj"]
    editor.chips()[0].closed.emit()
    assert editor.value() == ["Cluj"]


def test_a_flag_is_chosen_by_a_click_and_taken_back_by_none(make: Callable[..., Any]) -> None:
    editor = make(Choice("flag"))
    assert len(editor.buttons) == 7
    editor.buttons[3].click()
    assert editor.value() == editor.buttons[3].key
    editor.buttons[0].click()
    assert editor.value() is None


def test_yes_and_no_have_a_third_state(make: Callable[..., Any]) -> None:
    editor = make(YesNo())
    assert editor.value() is None
    editor.input.setCurrentIndex(2)
    assert editor.value() is False


def test_the_whole_hint_stands_in_an_empty_field(make: Callable[..., Any]) -> None:
    texts.use_language("ro")
    try:
        for kind in (Tags(), References("contacts")):
            line = make(kind).findChild(QLineEdit, "card.field.input")
            assert line.placeholderText()
            assert line.fontMetrics().horizontalAdvance(line.placeholderText()) <= line.width() - 22
    finally:
        texts.use_language("en")
