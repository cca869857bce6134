"""Reminders over a desk with a file: a tray that says what it was told, and a window to come forward."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.reminders.reminding import Reminding
from app.ui.tray.icon import Tray

ZONE = "[Europe/Bucharest]"


class SeenTray:
    """A tray of which one can see what stands on it."""

    def __init__(self) -> None:
        self.count, self.tip = -1, ""
        self.messages: list[tuple[str, str]] = []

    def show_count(self, count: int, tip: str) -> None:
        self.count, self.tip = count, tip

    def notify(self, title: str, text: str) -> None:
        self.messages.append((title, text))

    def close(self) -> None:
        self.count = -1


class SeenHost:
    """Stands where the application has the window."""

    def __init__(self) -> None:
        self.came = self.ended = 0

    def come_forward(self) -> None:
        self.came += 1

    def quit(self) -> None:
        self.ended += 1


@pytest.fixture
def tray() -> SeenTray:
    return SeenTray()


@pytest.fixture
def host() -> SeenHost:
    return SeenHost()


@pytest.fixture
def make_reminding(
    qtbot: QtBot, desk: Desk, tray: SeenTray, host: SeenHost
) -> Iterator[Callable[..., Reminding]]:
    made: list[Reminding] = []

    def make(has_tray: bool = True) -> Reminding:
        def make_tray(_reminding: Reminding) -> Tray | None:
            return tray if has_tray else None

        reminding = Reminding(desk, host, make_tray)
        desk.work.wait()
        made.append(reminding)
        return reminding

    yield make
    for each in made:
        each.close()


@pytest.fixture
def reminding(make_reminding: Callable[..., Reminding]) -> Reminding:
    return make_reminding()


def call_with(library: Library, surname: str, at: str, **values: object) -> str:
    """A planned call with somebody of that name who has a phone; its uid."""
    given = {"surname": surname, "phones": [{"type": "mobile", "value": "+40721000111"}]}
    who = library.save("contacts", given).uid
    event = {"type": "call", "subject": "Prices", "starts_at": f"{at}{ZONE}", "contacts": [who], **values}
    return library.save("events", event).uid
