"""Editors of references and groups: found while typing, made on the spot, opened by a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.blueprint.readings import Mirror
from app.blueprint.registry import discover
from app.blueprint.rows import ANY_SECTION, Groups, Reference, References
from app.ui.desk import Desk
from app.ui.editors import editor_for
from app.ui.editors.finder import title_values
from tests.ui.card_fakes import EVIL, press, type_letters, until


def save(desk: Desk, section: str, **values: Any) -> str:
    assert desk.library is not None
    return desk.library.save(section, values).uid


def look_up(editor: Any, desk: Desk, text: str) -> list[tuple[str, str]]:
    type_letters(editor.finder, text)
    editor.finder.look_up()
    desk.work.wait()
    return editor.finder.suggested()


def test_a_record_is_found_and_picked(make: Callable[..., Any], desk: Desk) -> None:
    uid = save(desk, "organizations", name="Șantierul Țării SRL")
    editor = make(Reference("organizations"))
    offered = look_up(editor, desk, "santier")
    assert offered[0] == ("Șantierul Țării SRL", uid)
    editor.finder.pick(offered[0][1], offered[0][0])
    assert editor.value() == uid
    assert editor._chip.text() == "Șantierul Țării SRL"
    editor._open.click()
    assert desk.opened == [("organizations", uid, None)]
    editor._chip.closed.emit()
    assert editor.value() is None


def test_typing_finds_by_itself_after_a_moment(make: Callable[..., Any], desk: Desk) -> None:
    save(desk, "contacts", surname="Кузнецов", given_name="Андрей")
    editor = make(Reference("contacts"))
    editor.finder.setFocus()
    type_letters(editor.finder, "кузн")
    until(lambda: bool(editor.finder.suggested()), desk)
    assert editor.finder.suggested()[0][0] == "Андрей Кузнецов"


def test_a_new_record_is_made_on_the_spot(make: Callable[..., Any], desk: Desk) -> None:
    editor = make(Reference("contacts"))
    offered = look_up(editor, desk, "Ioana Șerban")
    key = next(key for text, key in offered if "Ioana Șerban" in text)
    editor.finder.pick(key, "Ioana Șerban")
    assert editor.is_pending
    desk.work.wait()
    assert desk.library is not None
    record = desk.library.get(editor.value())
    assert record is not None
    assert (record.title, record.values["surname"]) == ("Ioana Șerban", "Șerban")


def test_the_title_of_a_new_record_is_what_was_typed_in_every_section(desk: Desk) -> None:
    for section in discover().sections:
        for text in ("Ana Pop", "Pop", "Иванов Иван Иванович"):
            values = title_values(section, text, desk.context())
            assert section.title_of(values, desk.context()) == text


def test_links_may_point_to_any_section_and_open_there(make: Callable[..., Any], desk: Desk) -> None:
    task = save(desk, "tasks", name="Offer")
    person = save(desk, "contacts", surname="Offerman")
    editor = make(References(ANY_SECTION))
    keys = [key for _text, key in look_up(editor, desk, "offer")]
    assert set(keys) == {task, person}
    editor.add(keys)
    editor.chips()[keys.index(task)].click()
    desk.work.wait()
    assert desk.opened == [("tasks", task, None)]
    press(editor.finder, Qt.Key.Key_Backspace)
    editor.finder.clear()
    press(editor.finder, Qt.Key.Key_Backspace)
    assert len(editor.value()) == 1


def test_a_title_with_tags_of_html_is_shown_as_text(make: Callable[..., Any], desk: Desk) -> None:
    uid = save(desk, "organizations", name=EVIL)
    editor = make(Reference("organizations"))
    editor.set_value(uid)
    assert editor._chip.text() == EVIL
    assert "&lt;img" in editor._chip.toolTip()


def test_groups_are_ticked_in_the_tree_and_shown_by_their_path(make: Callable[..., Any], desk: Desk) -> None:
    assert desk.library is not None
    sales = desk.library.groups.add("contacts", "Sales")
    ion = desk.library.groups.add("contacts", "Ionescu", sales)
    editor = make(Groups())
    editor.show_record("contacts", None)
    desk.work.wait()
    popup = editor.open_tree()
    popup.tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Checked)
    assert editor.value() == [ion]
    assert editor.chips()[0].text() == "Sales / Ionescu"
    popup.line.setText("Новая")
    popup.line.returnPressed.emit()
    assert editor.is_pending
    desk.work.wait()
    assert len(editor.value()) == 2
    assert any(node.title == "Новая" for node in desk.library.groups.tree("contacts"))
    popup.close()


def test_a_mirror_lists_the_records_that_point_here_and_adds_one(
    make: Callable[..., Any], desk: Desk
) -> None:
    firm = save(desk, "organizations", name="Nordic")
    person = save(desk, "contacts", surname="Pop", organizations=[{"organization": firm}])
    editor = make(Mirror("contacts", "organizations"))
    editor.show_record("organizations", firm)
    desk.work.wait()
    button = editor.findChild(object, "card.field.record0")
    assert button.text().startswith("Pop")
    button.click()
    editor.button.click()
    assert desk.opened == [
        ("contacts", person, None),
        ("contacts", None, {"organizations": [{"organization": firm}]}),
    ]


def test_a_mirror_of_a_new_record_says_that_it_has_to_be_saved_first(make: Callable[..., Any]) -> None:
    editor = make(Mirror("tasks", "contact"))
    editor.show_record("contacts", None)
    assert editor.button.isHidden()
    assert not editor._later.isHidden()


@pytest.mark.parametrize(
    ("section", "field", "values"),
    [
        ("tasks", "parent", {"name": "Santier"}),
        ("contacts", "links", {"surname": "Santier"}),
        ("organizations", "links", {"name": "Santier"}),
    ],
)
def test_no_record_is_offered_to_itself(
    desk: Desk, qtbot: Any, section: str, field: str, values: dict[str, str]
) -> None:
    mine, other = (save(desk, section, **values) for _n in range(2))
    editor = editor_for(desk.registry.section(section).by_key[field], desk)
    qtbot.addWidget(editor)
    editor.show_record(section, mine)
    assert [key for _text, key in look_up(editor, desk, "santier") if key != "+"] == [other]
    editor.finder.clear()
    editor.finder.look_up()
    desk.work.wait()
    assert mine not in [key for _text, key in editor.finder.suggested()]


def test_no_record_is_offered_to_itself_in_a_row_of_a_list(desk: Desk, qtbot: Any) -> None:
    mine = save(desk, "organizations", name="Santier")
    editor = editor_for(desk.registry.section("contacts").by_key["organizations"], desk)
    qtbot.addWidget(editor)
    editor.show_record("organizations", mine)  # as a list of organizations in one of them would be told
    editor.add_row()
    for row in editor.rows:
        assert mine not in [key for _text, key in look_up(row.main, desk, "santier")]
