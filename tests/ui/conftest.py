"""What window tests share: a desk over a real file, a notifier that answers, typing, a leak guard."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.settings import Settings, State
from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.messages import Action, Answer, Level, Messages
from app.ui.window import Window
from tests.ui.programs import Programs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _garbage() -> Iterator[None]:
    """Garbage is collected between the tests, in the window's thread: where a file is read, widgets
    in circles would be taken apart there, and Qt does not survive that."""
    gc.disable()
    yield
    gc.enable()
    gc.collect(0)


Shown = TypeVar("Shown", bound=QWidget)


def shown(kind: type[Shown]) -> list[Shown]:
    """The windows of this kind that a user sees; a closed one may live on until it is collected."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


class Heard:
    """Keeps what was said; answers questions with ``answer`` (empty: closed)."""

    def __init__(self) -> None:
        self.messages: list[tuple[Level, str]] = []
        self.actions: list[Action | None] = []
        self.questions: list[str] = []
        self.bugs: list[BaseException] = []
        self.answer = ""

    def show_message(self, level: Level, text: str, action: Action | None) -> None:
        self.messages.append((level, text))
        self.actions.append(action)

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        self.questions.append(text)
        return self.answer

    def report(self, error: BaseException) -> None:
        self.bugs.append(error)

    @property
    def last(self) -> str:
        return self.messages[-1][1] if self.messages else ""


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """After each test no window is open and no thread of ours runs."""
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = [widget.objectName() or repr(widget) for widget in app.topLevelWidgets() if widget.isVisible()]
        assert left == [], f"windows left open: {left}"
    ours = ("read-quick", "read-slow", "read-long", "write")
    threads = [each.name for each in threading.enumerate() if each.name in ours]
    assert threads == [], f"threads left running: {threads}"


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def opened_cards() -> list[tuple[str, str | None, object]]:
    """Cards that were asked for: section, uid, prefill."""
    return []


@pytest.fixture
def desk(
    qtbot: QtBot,
    library: Library,
    heard: Heard,
    clock: Callable[[], object],
    tmp_path: Path,
    opened_cards: list[tuple[str, str | None, object]],
) -> Iterator[Desk]:
    """A desk with an empty file."""
    made = Desk(
        library.registry,
        Settings(tmp_path / "settings.toml"),
        State(tmp_path / "state.json"),
        Messages(heard),
        clock=clock,  # type: ignore[arg-type]
        card_opener=lambda _desk, section, uid, prefill, _group: opened_cards.append((section, uid, prefill)),
    )
    made.use(library)
    made.work.wait()
    yield made
    made.shutdown()
    made.deleteLater()
    assert heard.bugs == []


@contextmanager
def whole_window(qtbot: QtBot, desk: Desk, width: int = 1400, height: int = 800) -> Iterator[Window]:
    """The whole window over the desk's file, with all that comes after its first painting."""
    made = Window(desk)
    qtbot.addWidget(made)
    made.resize(width, height)
    with qtbot.waitSignal(made.painted):
        made.show()
    made.take_over()
    desk.work.wait()
    qtbot.waitUntil(lambda: desk.commands.get("palette") is not None)
    yield made
    desk.work.wait()
    made.close()


@contextmanager
def bare_window(qtbot: QtBot, desk: Desk, width: int = 1400, height: int = 900) -> Iterator[Window]:
    """The window with a mere text for its panel, without what comes after the first painting."""
    made = Window(desk, lambda _desk, parent: QLabel("panel", parent))
    qtbot.addWidget(made)
    made.resize(width, height)
    with qtbot.waitSignal(made.painted, timeout=10_000):
        made.show()
    desk.library_changed.emit()
    desk.work.wait()
    yield made
    made.close()


def add_contacts(library: Library, names: Sequence[str]) -> list[str]:
    """Contacts with these surnames, in one operation; their uids."""
    uids = [library.new_uid() for _name in names]
    changes = [Change("contacts", uid, {"surname": name}) for uid, name in zip(uids, names, strict=True)]
    library.write("import", changes, section="contacts")
    return uids


def type_text(widget: QWidget, text: str) -> None:
    """Type letters of any script: pytest-qt's keyClicks ends the process at the first that is not ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press and release a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


@pytest.fixture
def pdf_maker(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands where LibreOffice would be; the names of the files that it was given."""
    from app.services.documents import office

    given: list[str] = []

    class Maker:
        name = "Maker"

        def convert(
            self, files: Sequence[Path], ending: str, folder: Path, _progress: object = None
        ) -> list[Path]:
            given.extend(each.name for each in files)
            made = [folder / f"{each.stem}.{ending}" for each in files]
            for each in made:
                each.write_bytes(b"%PDF-1.4 made")
            return made

    monkeypatch.setattr(office, "find_office", Maker)
    return given


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    made = Programs(tmp_path / "home")
    yield made
    for each in made.started:
        each.kill()
        each.communicate()
