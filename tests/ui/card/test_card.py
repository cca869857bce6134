"""The card: creates, edits, warns, asks before something is lost; never blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.blueprint.field import Field
from app.blueprint.kinds import Text
from app.blueprint.registry import discover
from app.blueprint.section import CardGroup
from app.ui.card import CardOpener, close_cards
from app.ui.card.changes import card_fields
from app.ui.card.form import GroupBox, focusable
from app.ui.desk import Desk
from app.ui.editors import Editor, editor_for
from tests.ui.card_fakes import EVIL, press, type_letters

SECTIONS = [section.key for section in discover().sections]
Opened = Callable[..., Any]


def typed(card: Any, field: str, text: str) -> None:
    editor = card.editors[field]
    editor.input.selectAll()
    type_letters(editor.input, text)


def choose(editor: Any, text: str) -> None:
    editor.line.selectAll()
    type_letters(editor.line, text)
    editor.commit()


def is_open(desk: Desk, card: Any) -> bool:
    return card in CardOpener.of(desk).cards


def stored(desk: Desk, uid: str) -> Any:
    assert desk.library is not None
    return desk.library.get(uid)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_stored_field_of_every_section_is_on_its_card(opened: Opened, section: str) -> None:
    card = opened(section)
    missing = {field.key for field in card.section.stored if not field.is_hidden} - card.editors.keys()
    assert not missing
    assert list(card.form.boxes) == [group.key for group, _fields in card_fields(card.section)]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_is_reached_by_tab(opened: Opened, section: str) -> None:
    card = opened(section)
    reached = list(focusable(card.form.widget()))
    for key, editor in card.editors.items():
        is_shown_only = not card.section.by_key[key].is_stored
        assert (
            is_shown_only or key == card.section.image or any(editor.isAncestorOf(each) for each in reached)
        ), key


def test_tab_goes_down_the_card_also_after_a_line_was_added(opened: Opened, qtbot: Any) -> None:
    card = opened("contacts")
    type_letters(card.editors["phones"].rows[0].main.input, "1")
    row = card.editors["phones"].add_row()
    qtbot.wait(20)
    order = list(focusable(card.form.widget()))
    inputs = [order.index(each) for each in (card.editors["phones"].rows[0].main.input, row.main.input)]
    mail = order.index(card.editors["emails"].rows[0].main.input)
    assert inputs[0] < inputs[1] < mail
    following = row.main.input.nextInFocusChain()
    while following not in order:
        following = following.nextInFocusChain()
    assert order.index(following) == inputs[1] + 1


def test_a_new_record_is_saved_with_what_was_typed(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Țurcanu")
    typed(card, "given_name", "Ёлка")
    type_letters(card.editors["phones"].rows[0].main.input, "0721 234 567")
    assert card.header.title.text() == "Ёлка Țurcanu"
    uid = card.uid
    card.saver.save()
    desk.work.wait()
    record = stored(desk, uid)
    assert record.title == "Ёлка Țurcanu"
    assert record.values["phones"] == [{"type": "mobile", "value": "0721 234 567"}]
    assert not is_open(desk, card)


def test_only_what_differs_is_written(opened: Opened, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.library is not None
    uid = desk.library.save("contacts", {"surname": "Pop", "hobby": "chess", "tags": ["a"]}).uid
    card, written = opened("contacts", uid), []
    save = desk.library.save
    monkeypatch.setattr(desk.library, "save", lambda *args: (written.append(args[1]), save(*args))[1])
    typed(card, "hobby", "șah")
    card.saver.save()
    desk.work.wait()
    assert written == [{"hobby": "șah"}]


def test_saving_an_untouched_record_only_closes_the_card(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save("tasks", {"name": "Offer", "state": "open"}).uid
    card = opened("tasks", uid)
    card.saver.save()
    desk.work.wait()
    assert not is_open(desk, card)
    assert stored(desk, uid).version == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_a_record_with_nothing_in_it_is_not_saved(opened: Opened, desk: Desk, section: str) -> None:
    card = opened(section)
    card.saver.save()
    desk.work.wait()
    assert is_open(desk, card)
    assert "nothing to save" in card.notice.text
    assert desk.library.lists.counts()[section] == 0


def test_an_empty_required_field_is_pointed_out_once_and_then_accepted(opened: Opened, desk: Desk) -> None:
    card = opened("tasks")
    typed(card, "percent", "10")
    card.saver.save()
    assert is_open(desk, card)
    assert card.editors["name"].warning
    card.notice.choose("save")
    desk.work.wait()
    assert not is_open(desk, card)


def test_warnings_block_nothing(opened: Opened, desk: Desk) -> None:
    card = opened("organizations")
    typed(card, "name", "Nordic")
    typed(card, "fiscal_code", "14399841")
    uid = card.uid
    card.saver.save()
    desk.work.wait()
    assert stored(desk, uid).values["fiscal_code"] == "14399841"


def test_text_that_means_no_date_keeps_the_card_open(opened: Opened, desk: Desk) -> None:
    card = opened("tasks")
    typed(card, "name", "Offer")
    typed(card, "due", "soonish")
    card.saver.save()
    desk.work.wait()
    assert is_open(desk, card)
    assert "soonish" in card.editors["due"].warning
    typed(card, "due", "tomorrow")
    uid = card.uid
    card.saver.save()
    desk.work.wait()
    assert stored(desk, uid).values["due"] == "2026-11-24"


def test_save_waits_for_a_new_value_of_a_list(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    type_letters(card.editors["source"].line, "Târg")
    uid = card.uid
    press(card, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    card.saver.save()
    desk.work.wait()
    assert desk.library.choices.label_of("source", stored(desk, uid).values["source"]) == "Târg"


def test_save_and_new_goes_on_with_an_empty_card(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    first = card.uid
    card.saver.save(then_new=True)
    desk.work.wait()
    assert stored(desk, first).title == "Pop"
    assert card.uid != first
    assert card.editors["surname"].value() is None
    assert not card.state.is_dirty


def test_values_given_stand_in_the_card(opened: Opened, desk: Desk) -> None:
    person = desk.library.save("contacts", {"surname": "Pop"}).uid
    card = opened("events", None, {"contacts": person})
    assert card.editors["contacts"].value() == [person]
    assert card.editors["type"].value() == "call"
    assert card.editors["starts_at"].value().startswith("2026-11-23T")
    assert not card.state.is_dirty


def test_a_result_follows_the_type_and_a_computed_age_the_birthday(opened: Opened) -> None:
    card = opened("events")
    card.editors["type"]._choose("meeting")
    offered = [card.editors["result"].input.itemText(n) for n in range(card.editors["result"].input.count())]
    assert "held" in offered
    assert "no answer" not in offered
    person = opened("contacts")
    typed(person, "birthday", "14.03.1985")
    assert person.editors["age"].text() == "41 years"


def test_escape_closes_an_untouched_card_and_asks_for_a_touched_one(opened: Opened, desk: Desk) -> None:
    notifier = desk.messages.notifier
    card = opened("contacts")
    card.reject()
    assert not is_open(desk, card)
    card = opened("contacts")
    typed(card, "surname", "Pop")
    notifier.answers = ["stay"]
    press(card, Qt.Key.Key_Escape)
    assert is_open(desk, card)
    assert len(notifier.asked) == 1
    notifier.answers = ["save"]
    uid = card.uid
    card.close()
    desk.work.wait()
    assert stored(desk, uid).title == "Pop"
    card = opened("contacts", uid)
    typed(card, "surname", "Rusu")
    notifier.answers = ["discard"]
    assert close_cards(desk)
    desk.work.wait()
    assert stored(desk, uid).title == "Pop"


def test_plain_enter_saves_nothing(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    press(card.editors["surname"].input, Qt.Key.Key_Return)
    desk.work.wait()
    assert is_open(desk, card)
    assert desk.library.lists.counts()["contacts"] == 0


def test_the_same_record_has_one_card(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save("contacts", {"surname": "Pop"}).uid
    other = desk.library.save("contacts", {"surname": "Rusu"}).uid
    assert opened("contacts", uid) is opened("contacts", uid)
    opened("contacts", other)
    assert len(CardOpener.of(desk).cards) == 2


def test_the_next_record_of_the_list_comes_into_the_same_card(opened: Opened, desk: Desk) -> None:
    uids = [desk.library.save("contacts", {"surname": name}).uid for name in ("A", "B")]

    def neighbour(_section: str, uid: str, by: int) -> str | None:
        place = uids.index(uid) + by
        return uids[place] if 0 <= place < len(uids) else None

    CardOpener.of(desk).neighbour = neighbour
    card = opened("contacts", uids[0])
    card.header.stepped.emit(1)
    desk.work.wait()
    assert card.uid == uids[1]
    assert card.editors["surname"].value() == "B"
    assert card.header._steps[0].isEnabled()
    assert not card.header._steps[1].isEnabled()


def test_stepping_on_from_a_touched_card_can_save_it_first(opened: Opened, desk: Desk) -> None:
    uids = [desk.library.save("contacts", {"surname": name}).uid for name in ("A", "B")]
    CardOpener.of(desk).neighbour = lambda _section, uid, by: uids[1] if uid == uids[0] and by > 0 else None
    card = opened("contacts", uids[0])
    typed(card, "surname", "Я")
    desk.messages.notifier.answers = ["save"]
    card.header.stepped.emit(1)
    desk.work.wait()
    assert stored(desk, uids[0]).title == "Я"
    assert card.uid == uids[1]
    assert card.editors["surname"].value() == "B"


def test_a_folded_group_shows_its_fields_when_asked(desk: Desk, qtbot: Any) -> None:
    box = GroupBox(CardGroup("more", "More", is_folded=True), is_first=False)
    qtbot.addWidget(box)
    field = Field("hobby", "Hobby", Text())
    box.add(field, editor_for(field, desk), is_alone=False)
    box.show()
    editor = box.findChild(Editor, "card.hobby")
    assert not editor.isVisible()
    box.findChild(QPushButton, "card.group.more.unfold").click()
    assert editor.isVisible()


def test_a_record_that_is_gone_is_told(opened: Opened, desk: Desk) -> None:
    card = opened("contacts", "f" * 32)
    assert not is_open(desk, card)
    assert desk.messages.notifier.said[-1][0] == "error"


def test_the_card_follows_a_change_made_elsewhere_while_nothing_is_typed(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save("contacts", {"surname": "Pop"}).uid
    card = opened("contacts", uid)
    desk.library.save("contacts", {"surname": "Rusu"}, uid)
    desk.work.wait()
    assert card.editors["surname"].value() == "Rusu"


def test_a_name_that_looks_like_html_is_shown_as_text(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save(
        "contacts", {"surname": EVIL, "organizations": [{"job_title": EVIL}], "tags": [EVIL]}
    ).uid
    desk.library.save("tasks", {"name": EVIL, "contact": uid})
    card = opened("contacts", uid)
    assert card.header.title.text() == EVIL
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in card.findChildren(QLabel))


def test_another_file_on_the_desk_closes_the_cards_and_keeps_what_was_typed(
    opened: Opened, desk: Desk
) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    library = desk.library
    kept: list[Any] = []
    save = library.drafts.save
    library.drafts.save = lambda *args: (kept.append(args[2]), save(*args))[1]
    desk.close_file()
    desk.work.wait()
    assert not is_open(desk, card)
    assert kept[0]["surname"] == "Pop"


def test_a_closed_card_leaves_nothing_behind(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    card.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(card)


def test_the_size_of_the_card_is_remembered(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    card.resize(800, 700)
    card.leave()
    assert opened("tasks").width() == 800


def test_a_group_is_scrolled_to_and_gets_the_cursor(opened: Opened) -> None:
    card = opened("contacts")
    card.form.show_group("details")
    assert card.form.verticalScrollBar().value() > 0
    card.form.show_group("main")
    assert card.form.verticalScrollBar().value() == 0


def test_a_card_that_is_asked_for_a_group_begins_in_its_first_field(desk: Desk, qtbot: Any) -> None:
    uid = desk.library.save("contacts", {"surname": "Albu"}).uid
    desk.open_card("contacts", uid, group="details")
    card = CardOpener.of(desk).cards[0]
    qtbot.waitUntil(lambda: card.form.verticalScrollBar().value() > 0)
    assert card.form.boxes["details"].isAncestorOf(card.focusWidget())


def test_a_group_that_a_card_does_not_have_is_no_harm(desk: Desk) -> None:
    uid = desk.library.save("contacts", {"surname": "Albu"}).uid
    desk.open_card("contacts", uid, group="nowhere")
    desk.work.wait()
    assert CardOpener.of(desk).cards[0].form.verticalScrollBar().value() == 0


def test_another_type_takes_the_result_out_and_back_again(opened: Opened, desk: Desk) -> None:
    assert desk.library is not None
    values = {"type": "call", "subject": "x", "state": "done", "result": "call.reached"}
    uid = desk.library.save("events", values).uid
    card = opened("events", uid)
    kind, result = card.editors["type"], card.editors["result"]
    assert (result.value(), card.state.is_dirty) == ("call.reached", False)
    choose(kind, "Meeting")
    assert (result.value(), result.line.text()) == (None, "")
    assert "“reached”" in result.warning
    assert [each.key for each in result.options()] == ["meeting.held", "meeting.moved"]
    choose(kind, "Call")
    assert (result.value(), result.line.text(), result.warning) == ("call.reached", "reached", "")
    assert not card.state.is_dirty
    choose(kind, "Meeting")
    card.saver.save()
    desk.work.wait()
    found = stored(desk, uid).values
    assert (found["type"], found.get("result")) == ("meeting", None)


def test_a_typed_result_is_one_of_the_type(opened: Opened, desk: Desk) -> None:
    card = opened("events", None, {"type": "meeting", "subject": "x"})
    result = card.editors["result"]
    choose(result, "held")
    assert result.value() == "meeting.held"
    choose(result, "reached")
    desk.work.wait()
    assert result.value() not in (None, "call.reached")
    added = next(each for each in result.options() if each.key == result.value())
    assert (added.label, added.belongs_to) == ("reached", "meeting")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_card_shows_the_fields_in_the_order_of_their_declaration(opened: Opened, section: str) -> None:
    card = opened(section)
    declared = [field.key for field in card.section.fields if field.is_stored and not field.is_hidden]
    shown = [key for key in card.editors if key in declared]
    drawn_at_the_head = [card.section.image] if card.section.image else []
    assert [key for key in shown if key not in drawn_at_the_head] == [
        key for key in declared if key not in drawn_at_the_head
    ]
