"""What was typed survives a crash, and a record that somebody else changed in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.core.errors import UserError
from app.ui.card import CardOpener
from app.ui.desk import Desk
from tests.ui.card_fakes import type_letters

Opened = Callable[..., Any]


def typed(card: Any, field: str, text: str) -> None:
    card.editors[field].input.selectAll()
    type_letters(card.editors[field].input, text)


def crash(desk: Desk, card: Any) -> None:
    """The card vanishes without a word, as when the program is killed; its draft was written before."""
    card.drafts.keep()
    desk.work.wait()
    CardOpener.of(desk)._cards.clear()
    card.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_draft_is_written_two_seconds_after_a_change(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    assert not card.drafts._timer.isActive()
    typed(card, "surname", "Pop")
    assert card.drafts._timer.isActive()
    assert card.drafts._timer.interval() == 2000
    card.drafts._timer.timeout.emit()
    desk.work.wait()
    draft = desk.library.drafts.all()[0]
    assert (draft.section, draft.values["surname"], draft.is_new) == ("contacts", "Pop", True)


def test_what_was_typed_into_a_new_card_is_offered_after_a_crash(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Țurcanu")
    type_letters(card.editors["phones"].rows[0].main.input, "0721")
    crash(desk, card)
    again = opened("contacts")
    assert "unsaved changes" in again.notice.text
    again.notice.choose("restore")
    assert again.editors["surname"].value() == "Țurcanu"
    assert again.editors["phones"].value() == [{"type": "mobile", "value": "0721"}]
    assert again.state.is_dirty
    uid = again.uid
    again.saver.save()
    desk.work.wait()
    assert desk.library.get(uid).title == "Țurcanu"
    assert not desk.library.drafts.all()


def test_a_sentence_after_an_offer_has_the_width_of_the_card(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    crash(desk, card)
    again = opened("contacts")
    assert "unsaved changes" in again.notice.text
    again.saver.save()
    QApplication.processEvents()
    assert "nothing to save" in again.notice.text
    assert again.notice._text.width() > again.notice.width() / 2


def test_a_draft_of_a_record_holds_only_what_was_changed(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save("contacts", {"surname": "Pop", "hobby": "chess"}).uid
    card = opened("contacts", uid)
    typed(card, "hobby", "șah")
    crash(desk, card)
    assert desk.library.drafts.get(uid).values == {"hobby": "șah"}
    desk.library.save("contacts", {"hobby": "go"}, uid)
    again = opened("contacts", uid)
    assert again.editors["surname"].value() == "Pop"


def test_a_discarded_draft_is_gone(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save("contacts", {"surname": "Pop"}).uid
    card = opened("contacts", uid)
    typed(card, "surname", "Rusu")
    crash(desk, card)
    again = opened("contacts", uid)
    again.notice.choose("discard")
    desk.work.wait()
    assert not desk.library.drafts.all()
    assert again.editors["surname"].value() == "Pop"


def test_the_draft_of_an_open_card_is_not_offered_in_another(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    card.drafts.keep()
    desk.work.wait()
    assert not opened("contacts").notice.text


def test_closing_without_saving_drops_the_draft(opened: Opened, desk: Desk) -> None:
    card = opened("contacts")
    typed(card, "surname", "Pop")
    card.drafts.keep()
    desk.messages.notifier.answers = ["discard"]
    card.close()
    desk.work.wait()
    assert not desk.library.drafts.all()


def dirty_clash(opened: Opened, desk: Desk, mine: dict[str, str], theirs: dict[str, str]) -> Any:
    """A card with typed values, and a record that has changed without the card hearing of it."""
    uid = desk.library.save("contacts", {"surname": "Pop", "hobby": "chess"}).uid
    card = opened("contacts", uid)
    for field, text in mine.items():
        typed(card, field, text)
    desk.library.save("contacts", theirs, uid)
    desk.work.wait()
    card.saver.save()
    desk.work.wait()
    return card


def test_a_conflict_keeps_what_was_typed_and_says_who_changed_what(opened: Opened, desk: Desk) -> None:
    card = dirty_clash(opened, desk, {"surname": "Popa"}, {"surname": "Popov", "hobby": "go"})
    assert "Ana" in card.notice.text
    assert "Surname" in card.notice.text
    assert "Popov" in card.notice.text
    assert card.editors["surname"].value() == "Popa"
    assert card.editors["hobby"].value() == "go", "what only they changed comes in"
    card.notice.choose("save")
    desk.work.wait()
    record = desk.library.get(card_uid(desk))
    assert (record.values["surname"], record.values["hobby"]) == ("Popa", "go")


def test_after_a_conflict_what_is_stored_can_be_taken(opened: Opened, desk: Desk) -> None:
    card = dirty_clash(opened, desk, {"surname": "Popa"}, {"surname": "Popov"})
    card.notice.choose("theirs")
    assert card.editors["surname"].value() == "Popov"
    assert not card.state.is_dirty


def test_changes_of_different_fields_go_together(opened: Opened, desk: Desk) -> None:
    card = dirty_clash(opened, desk, {"hobby": "go"}, {"surname": "Popov"})
    assert card.editors["surname"].value() == "Popov"
    card.notice.choose("save")
    desk.work.wait()
    record = desk.library.get(card_uid(desk))
    assert (record.values["surname"], record.values["hobby"]) == ("Popov", "go")


def test_a_record_deleted_in_between_is_written_anew(opened: Opened, desk: Desk) -> None:
    uid = desk.library.save("contacts", {"surname": "Pop", "hobby": "chess"}).uid
    card = opened("contacts", uid)
    typed(card, "hobby", "go")
    desk.library.delete([uid])
    desk.work.wait()
    assert "deleted" in card.notice.text
    card.saver.save()
    desk.work.wait()
    assert desk.library.get(uid).values["surname"] == "Pop"


def test_what_the_world_does_wrong_is_said_in_the_card(opened: Opened, desk: Desk, monkeypatch: Any) -> None:
    def full(*_args: Any) -> None:
        raise UserError("The disk is full; nothing was changed.")

    card = opened("contacts")
    typed(card, "surname", "Pop")
    monkeypatch.setattr(desk.library, "save", full)
    card.saver.save()
    desk.work.wait()
    assert "disk is full" in card.notice.text
    assert card.footer.save.isEnabled()
    assert card.editors["surname"].value() == "Pop"


def card_uid(desk: Desk) -> str:
    return desk.library.lists.find("pop", 1)[0].uid
