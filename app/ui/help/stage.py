"""A stage for the pictures of the guide: the real program at a fixed time, and numbers on the pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import keyring
from keyring.backend import KeyringBackend
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTabBar,
    QWidget,
)

from app.core.errors import UserError
from app.core.override import override
from app.core.settings import Settings, State
from app.core.texts import _
from app.services.identity import Identity
from app.services.library import Library
from app.ui import theme
from app.ui.desk import Desk
from app.ui.messages import Action, Answer, Level, Messages
from app.ui.window import Window

ZONE = "Europe/Bucharest"
NOW = datetime(2026, 11, 23, 9, 40, tzinfo=ZoneInfo(ZONE))
"""A Monday morning, in every picture."""
USER = "Ana Marin"
DEMO_CONTACTS = 60
ENDING = "webp"
WHOLE = 100
"""Quality at which a WebP is kept without loss."""
WAIT_S = 30
MARK = 22
"""Width of a numbered mark, in pixels."""

W = TypeVar("W", bound=QWidget)


class _Ring(KeyringBackend):
    """A keyring as Windows has one, so that the pictures show what most users see; it keeps nothing."""

    priority = 10

    def __init__(self) -> None:
        """Nothing to set up."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing is kept."""

    @override
    def delete_password(self, service: str, username: str) -> None:
        """There is nothing."""


class _Quiet:
    """Says nothing in the pictures, and gives up what is asked about."""

    def show_message(self, level: Level, text: str, action: Action | None) -> None:
        """A toast would stand before what is shown."""

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        return "drop"

    def report(self, error: BaseException) -> None:
        raise error


class Stage:
    """The program in the language in use; what is photographed lies in ``folder``, its words in ``words``."""

    def __init__(self, app: QApplication, folder: Path, home: Path, language: str) -> None:
        from app.blueprint.registry import discover

        self._app, self._folder, self._home = app, folder, home
        self.words: dict[str, list[str]] = {}
        """What can be read on each picture, by its name."""
        settings = Settings(home / "settings.toml")
        settings.set("language", language)
        settings.set("user_name", USER)
        settings.set("start_backup", False)  # its time would stand in the status bar
        keyring.set_keyring(_Ring())
        self._language = language
        self.desk = Desk(
            discover(), settings, State(home / "state.json"), Messages(_Quiet()), clock=lambda: NOW
        )
        self.window = Window(self.desk)
        self.window.show()

    # -- going on with the program ---------------------------------------------------------------------------

    def until(self, is_done: Callable[[], object]) -> None:
        """Let the program go on until something is so."""
        end = time.monotonic() + WAIT_S
        while not is_done():
            self._app.processEvents()
            if time.monotonic() > end:
                raise UserError(_("The window did not answer in time."))

    def settle(self) -> None:
        """Let answers arrive and be painted: one answer may ask the next question."""
        for _turn in range(4):
            self.desk.work.wait()
            self._app.processEvents()
            self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def fill(self) -> Library:
        """A file with invented people on the desk."""
        from app.services.demo import fill

        region = "MD" if self._language == "ru" else "RO"
        library = Library.create(
            self._home / f"{_('Clients')}.cartoteca",
            identity=Identity(USER, region, self._language, ZONE),
            clock=lambda: NOW,
        )
        fill(library, DEMO_CONTACTS)
        self.desk.use(library)
        self.settle()
        return library

    def top(self, kind: type[W]) -> W:
        """The window of that kind that was opened; it is waited for."""

        def found() -> list[W]:
            windows = QApplication.topLevelWidgets()
            return [each for each in windows if isinstance(each, kind) and each.isVisible()]

        self.until(found)
        return found()[-1]

    @contextmanager
    def opened(self, command: str, kind: type[W], size: tuple[int, int] | None = None) -> Iterator[W]:
        """The window that a command opens, closed afterwards."""
        self.desk.commands.run(command)
        made = self.top(kind)
        if size is not None:
            made.resize(*size)
        self.settle()
        yield made
        made.close()
        self.settle()

    def end(self) -> None:
        """Take everything down."""
        self.desk.use(None)
        self.settle()
        self.window.is_leaving = True
        self.window.close()
        self.desk.shutdown()
        self.window.deleteLater()
        self.desk.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # -- pictures --------------------------------------------------------------------------------------------

    def shoot(self, name: str, widget: QWidget, marks: Mapping[int, QWidget] | None = None) -> None:
        """Keep a picture; ``marks``: which number stands at which control."""
        self.settle()
        picture = widget.grab().toImage()
        paint_marks(picture, [(number, _place(each, widget)) for number, each in (marks or {}).items()])
        path = self._folder / f"{name}.{ENDING}"
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = QImageWriter(str(path), ENDING.encode())
        writer.setQuality(WHOLE)
        if not writer.write(picture.convertToFormat(QImage.Format.Format_RGB32)):
            raise UserError(f"{path.name}: {writer.errorString()}")
        self.words[name] = words_on(widget)


def part(widget: QWidget, name: str) -> Any:
    """The part of a window that has the name, whatever it is; LookupError where there is none."""
    found = widget.findChild(QWidget, name)
    if found is None:
        raise LookupError(name)
    return found


def part_of(widget: QWidget, kind: type[W]) -> W:
    """The part of a window of that kind; LookupError where there is none."""
    found = widget.findChild(kind)
    if found is None:
        raise LookupError(kind.__name__)
    return found


def _place(control: QWidget, inside: QWidget) -> QRect:
    return QRect(control.mapTo(inside, QPoint(0, 0)), control.size())


def paint_marks(picture: QImage, marks: list[tuple[int, QRect]]) -> None:
    """Numbers in circles, at the upper left corners of what they point at."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = theme.ui_font(13)
    font.setBold(True)
    painter.setFont(font)
    for number, place in marks:
        circle = QRect(place.topLeft() - QPoint(MARK // 2, MARK // 2), QSize(MARK, MARK))
        circle.moveLeft(max(1, min(circle.left(), picture.width() - MARK - 2)))
        circle.moveTop(max(1, min(circle.top(), picture.height() - MARK - 2)))
        painter.setPen(theme.colour("surface"))
        painter.setBrush(theme.colour("warning"))
        painter.drawEllipse(circle)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()


def words_on(widget: QWidget) -> list[str]:
    """What can be read on controls and labels of a widget, in the order of their making."""
    found = (
        words for each in (widget, *widget.findChildren(QWidget)) if _is_seen(each) for words in _words(each)
    )
    return [word for word in found if word.strip()]


def _is_seen(widget: QWidget) -> bool:
    """Is more than its edge in sight? What lies below in a place that scrolls is not on the picture."""
    seen = widget.visibleRegion().boundingRect()
    return widget.isVisible() and seen.height() * 2 > widget.height()


def _words(widget: QWidget) -> list[str]:
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        return [widget.text()]
    if isinstance(widget, QListWidget):
        return [widget.item(row).text() for row in range(widget.count())]
    if isinstance(widget, QTabBar):
        return [widget.tabText(place) for place in range(widget.count())]
    return []
