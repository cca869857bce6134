"""The one door for what the program says to the user; who shows it is handed in, so that tests can answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol

_log = logging.getLogger(__name__)

Level = Literal["info", "notice", "warning", "error"]
_LEVELS: dict[Level, int] = {
    "info": logging.INFO, "notice": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR,
}  # fmt: skip


class Action(NamedTuple):
    """The one thing to do about a message, such as Undo."""

    text: str
    run: Callable[[], None]


class Answer(NamedTuple):
    """One way to answer a question; ``is_main`` is the filled button, ``is_danger`` cannot be taken back."""

    key: str
    text: str
    is_main: bool = False
    is_danger: bool = False


class Notifier(Protocol):
    """Shows messages: the window for the user, a list in tests."""

    def show_message(self, level: Level, text: str, action: Action | None) -> None:
        """Show a sentence that goes by itself (info) or stays until it is closed."""
        ...

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        """Ask and wait; the key of the answer, or empty when the question was closed."""
        ...

    def report(self, error: BaseException) -> None:
        """Show a bug with everything that helps to find it."""
        ...


class Unheard:
    """Stands in until there is a window: what is said goes to the log, questions are closed."""

    def show_message(self, level: Level, text: str, action: Action | None) -> None:
        """Write it to the log."""
        _log.log(_LEVELS[level], "%s", text)

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        """Nobody answers."""
        _log.warning("%s: %s", title, text)
        return ""

    def report(self, error: BaseException) -> None:
        """Write it to the log."""
        _log.error("A bug", exc_info=error)


class Messages:
    """What every part of the window speaks through."""

    def __init__(self, notifier: Notifier) -> None:
        self.notifier = notifier

    def info(self, text: str, action: Action | None = None) -> None:
        """Something was done; goes by itself."""
        self.notifier.show_message("info", text, action)

    def notice(self, text: str, action: Action | None = None) -> None:
        """Something waits for the user; stays until it is answered or closed."""
        self.notifier.show_message("notice", text, action)

    def warning(self, text: str, action: Action | None = None) -> None:
        """Something was done, but look at it."""
        self.notifier.show_message("warning", text, action)

    def error(self, text: str, action: Action | None = None) -> None:
        """Something was not done: what happened, what was kept, what to do."""
        self.notifier.show_message("error", text, action)

    def ask(self, title: str, text: str, yes: str, no: str, *, is_danger: bool = False) -> bool:
        """A question with two answers; closing it means no."""
        answers = (Answer("yes", yes, not is_danger, is_danger), Answer("no", no))
        return self.notifier.choose(title, text, answers) == "yes"

    def choose(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        """A question with several answers: the key of the chosen one, empty when it was closed."""
        return self.notifier.choose(title, text, answers)

    def bug(self, error: BaseException) -> None:
        """Something that must not happen has happened."""
        self.notifier.report(error)
