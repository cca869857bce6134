"""Tips of the Today page: how to work through it and, when the first thing is done, how to write a letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.texts import _
from app.ui.tips import is_new
from app.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from app.services.day_page import DayLine, DayPage
    from app.ui.desk import Desk


class DayTips(QObject):
    """Each is said once, in the banner above the lines, which stays until it is closed."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.banner = Banner("today_tip")

    def look(self, former: DayPage | None, page: DayPage) -> None:
        """Say what helps now: the page was shown as ``former`` before."""
        gone = _gone(former, page)
        if gone and is_new(self._desk.state, "letter"):
            text = _(
                "Next, a letter? Choose a template, and it is filled in. Later you find this behind the "
                "button Document beside every client."
            )
            person = next((each.person for each in gone if each.person), "")
            self._say(text, _("Write a letter"), partial(self._write, person))
        elif _due(page) and is_new(self._desk.state, "today"):
            text = _(
                "Call straight from a line here. Tick it off when it is done: what came of it and the next "
                "step are noted together."
            )
            self._say(text)

    def _say(self, text: str, action: str = "", does: Callable[[], None] | None = None) -> None:
        self.banner.say(text, "info", action, does)

    def _write(self, person: str) -> None:
        library = self._desk.library
        if library is None or not person:
            self._desk.commands.run("tools.documents")
            return
        self._desk.work.ask(
            "today.letter", lambda: library.get_sections([person]), partial(self._open, person), owner=self
        )

    def _open(self, person: str, sections: dict[str, str]) -> None:
        from app.ui.templates.make_dialog import open_making

        if person in sections:
            open_making(self._desk, section=sections[person], uids=[person])


def _due(page: DayPage) -> list[DayLine]:
    return [*page.overdue.lines, *page.today.lines]


def _gone(former: DayPage | None, page: DayPage) -> list[DayLine]:
    """What stood there on the same day and stands there no longer."""
    if former is None or former.day != page.day:
        return []
    left = {each.uid for each in _due(page)}
    count = former.overdue.count + former.today.count
    if count <= page.overdue.count + page.today.count:
        return []
    return [each for each in _due(former) if each.uid not in left]
