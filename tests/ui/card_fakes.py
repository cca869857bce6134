"""A desk over a real file for tests of editors and cards: fixed clock, a notifier that answers, typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.blueprint.registry import Registry, discover
from app.core.settings import Settings, State
from app.services.library import Identity
from app.ui.desk import Desk
from app.ui.messages import Action, Answer, Messages
from tests.prepared import new_library

NOW = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)
EVIL = '<img src="file:///x"><b>Ana</b>'


def clock() -> datetime:
    """Always the same moment."""
    return NOW


@dataclass
class AnsweringNotifier:
    """Remembers what was said, and answers questions with what it was told to."""

    said: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def show_message(self, level: str, text: str, action: Action | None) -> None:
        self.said.append((level, text))

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        self.asked.append(text)
        return self.answers.pop(0) if self.answers else ""

    def report(self, error: BaseException) -> None:
        raise error


@dataclass
class FakeFiles:
    """Chooses the files it was told to."""

    source: Path | None = None
    target: Path | None = None

    def existing(
        self, parent: QWidget | None, title: str, kinds: str, start: Path | None = None
    ) -> Path | None:
        return self.source

    def several(
        self, parent: QWidget | None, title: str, kinds: str, start: Path | None = None
    ) -> list[Path]:
        return [] if self.source is None else [self.source]

    def new(self, parent: QWidget | None, title: str, kinds: str, suggested: Path) -> Path | None:
        return self.target


def make_desk(
    folder: Path, registry: Registry | None = None, *, language: str = "en", card_opener: Any = None
) -> Desk:
    """A desk with a new file on it; close it with ``close_desk``."""
    folder.mkdir(parents=True, exist_ok=True)
    registry = registry or discover()
    desk = Desk(
        registry,
        Settings(folder / "settings.toml"),
        State(folder / "state.json"),
        Messages(AnsweringNotifier()),
        clock=clock,
        card_opener=card_opener,
    )
    identity = Identity(user="Ana", language=language)
    path = folder / "clients.cartoteca"
    desk.use(new_library(path, identity=identity, registry=registry, clock=clock))
    return desk


def close_desk(desk: Desk) -> None:
    """Let go of the file and end the threads."""
    library = desk.library
    desk.work.wait()
    desk.work.shutdown()
    if library is not None:
        library.close()
    desk.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_letters(widget: QWidget, text: str) -> None:
    """Type a text of any letters, key by key."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


def until(condition: Callable[[], bool], desk: Desk, tries: int = 200) -> None:
    """Let the desk work until something is so."""
    for _try in range(tries):
        desk.work.wait()
        QApplication.processEvents()
        if condition():
            return
        QTest.qWait(5)
    raise AssertionError("it did not come to be")
