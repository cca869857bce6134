"""While a new record is typed the card says what it looks like, opens that, and stands in nobody's way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from app.ui.card import CardOpener
from app.ui.card.alike import DELAY_MS
from app.ui.desk import Desk
from tests.ui.card_fakes import type_letters

Opened = Callable[..., Any]


@pytest.fixture
def ana(desk: Desk) -> str:
    assert desk.library is not None
    values = {
        "surname": "Popescu", "given_name": "Ana", "phones": [{"value": "0721 234 567"}],
        "addresses": [{"city": "Iași"}],
    }  # fmt: skip
    return desk.library.save("contacts", values).uid


def waited(desk: Desk, qtbot: Any) -> None:
    qtbot.wait(DELAY_MS + 50)
    desk.work.wait()


def test_a_phone_that_is_there_already_is_said_and_one_click_opens_whose_it_is(
    desk: Desk, opened: Opened, qtbot: Any, ana: str
) -> None:
    card = opened("contacts")
    card.editors["phones"].set_value([{"value": "+40721234567"}])
    card._on_changed("phones")
    assert card.alike_notice.text == ""
    waited(desk, qtbot)
    assert card.alike_notice.text == "Looks like Ana Popescu — same phone"
    card.alike_notice.findChild(QPushButton, "card.alike.open_0").click()
    desk.work.wait()
    assert CardOpener.of(desk).is_open(ana)
    assert card.alike_notice.text  # the line stays while it is true
    card.editors["phones"].set_value([{"value": "0733 111 222"}])
    card._on_changed("phones")
    waited(desk, qtbot)
    assert card.alike_notice.text == ""


def test_a_phone_in_a_field_of_the_user_s_is_said_with_the_name_of_the_field(
    desk: Desk, opened: Opened, qtbot: Any, ana: str
) -> None:
    assert desk.library is not None
    own = desk.library.fields.add("contacts", "Reserve phone", "phone")
    desk.library.save("contacts", {own: "0744 555 666"}, ana)
    card = opened("contacts")
    card.editors[own].set_value("+40744555666")
    card._on_changed(own)
    waited(desk, qtbot)
    assert card.alike_notice.text == "Looks like Ana Popescu — same: Reserve phone"


def test_a_similar_name_needs_the_same_city(desk: Desk, opened: Opened, qtbot: Any, ana: str) -> None:
    card = opened("contacts")
    type_letters(card.editors["surname"].input, "Popescu")
    type_letters(card.editors["given_name"].input, "Ana")
    waited(desk, qtbot)
    assert card.alike_notice.text == ""
    card.editors["addresses"].set_value([{"city": "Iasi"}])
    card._on_changed("addresses")
    waited(desk, qtbot)
    assert card.alike_notice.text == "Looks like Ana Popescu — same name, same city"


def test_it_never_keeps_a_record_from_being_saved_and_speaks_up_when_it_was_too_quick(
    desk: Desk, opened: Opened, qtbot: Any, ana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(desk.messages, "info", lambda text, _action=None: said.append(text))
    card = opened("contacts")
    card.editors["phones"].set_value([{"value": "0721234567"}])
    card._on_changed("phones")
    uid = card.uid
    card.saver.save()
    desk.work.wait()
    assert desk.library.get(uid) is not None
    assert said == ["Looks like Ana Popescu — same phone"]


def test_a_record_that_is_there_already_is_edited_in_peace(
    desk: Desk, opened: Opened, qtbot: Any, ana: str
) -> None:
    other = desk.library.save("contacts", {"surname": "Rusu"}).uid
    card = opened("contacts", other)
    card.editors["phones"].set_value([{"value": "0721234567"}])
    card._on_changed("phones")
    waited(desk, qtbot)
    assert card.alike_notice.text == ""


def test_the_next_new_record_begins_without_it(desk: Desk, opened: Opened, qtbot: Any, ana: str) -> None:
    card = opened("contacts")
    card.editors["phones"].set_value([{"value": "0721234567"}])
    card._on_changed("phones")
    waited(desk, qtbot)
    assert card.alike_notice.text
    card.saver.save(then_new=True)
    desk.work.wait()
    assert card.alike_notice.text == ""


def test_the_line_moves_no_field_however_many_records_it_names(
    desk: Desk, opened: Opened, qtbot: Any, ana: str
) -> None:
    for name in ("Ana", "Ana-Maria", "Anuța"):
        desk.library.save(
            "contacts", {"surname": "Popescu", "given_name": name, "phones": [{"value": "0721 234 567"}]}
        )
    card = opened("contacts")
    typed = card.editors["surname"].input
    typed.setFocus()
    qtbot.wait(20)
    place = typed.mapTo(card, typed.rect().topLeft())
    card.editors["phones"].set_value([{"value": "0721234567"}])
    card._on_changed("phones")
    waited(desk, qtbot)
    qtbot.wait(20)
    assert card.alike_notice.isVisible()
    assert card.alike_notice.text.count("\n") == 2
    assert typed.mapTo(card, typed.rect().topLeft()) == place
    links = card.alike_notice.findChildren(QPushButton)
    assert [each.accessibleName() for each in links] == [
        f"Open {line.removeprefix('Looks like ').partition(' — ')[0]}"
        for line in card.alike_notice.text.splitlines()
    ]
    assert all(card.alike_notice.rect().contains(each.geometry()) for each in links)
