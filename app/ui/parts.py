"""Parts that come after the first painting: commands around the window, welcome page, cards that step on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.services.day_page import DayLine
    from app.services.rows import ListQuery
    from app.ui.desk import Desk
    from app.ui.listing.list_page import ListPage
    from app.ui.window import Window


class Parts(QObject):
    """Puts the parts of the window together that nobody needs to see its first picture."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        from app.ui.calls.commands import CallCommands
        from app.ui.commands_tools import register_tools
        from app.ui.daily_backup import DailyBackup
        from app.ui.first_steps import FirstSteps
        from app.ui.incoming import Incoming
        from app.ui.mail.hint import MailHint
        from app.ui.others import OthersHeard
        from app.ui.panel.commands import register_record_commands
        from app.ui.reminders.remind_me import RemindMe
        from app.ui.unsaved import UnsavedHint

        self._window, self._desk = window, window.desk
        days = window.page.views.printed_days
        tools = register_tools(self._desk, self._desk.commands, self._query, days=days)
        self._incoming = Incoming(self._desk, window, tools.files.new_file, lambda: tools.section)
        register_record_commands(self._desk, window)
        self._desk.commands.register(RemindMe(self._desk, window).command())
        CallCommands(self._desk, self._query, self._today_line).register()
        self._first_steps = FirstSteps(self._desk, window, tools.files.new_file)
        self._close_cards = closing_cards(self._desk)
        self._desk.before_close.append(self._close_cards)
        self._former = former = self._desk.card_opener

        def open_card(
            desk: Desk, section: str, uid: str | None, prefill: dict[str, object] | None, group: str
        ) -> None:
            let_cards_step(desk, window.page)
            former(desk, section, uid, prefill, group)

        self._desk.card_opener = open_card
        self._desk.library_changed.connect(self.greet)
        self._backup = DailyBackup(window, self._desk)
        self._mail = MailHint(window, self._desk)
        self._unsaved = UnsavedHint(self._desk, self)
        self._others = OthersHeard(self._desk, self)

    def release(self) -> None:
        """Leave the desk to the parts of another window."""
        self._desk.before_close.remove(self._close_cards)
        self._desk.card_opener = self._former

    def greet(self) -> None:
        """Show the welcome page where no file is open and none is being opened."""
        if self._desk.library is None and not self._desk.work.is_writing and not self._window.has_welcome:
            from app.ui.welcome import WelcomePage

            self._window.set_welcome(WelcomePage(self._desk))

    def _today_line(self) -> DayLine | None:
        """The line of the Today page that has the keyboard."""
        middle = self._window.middle
        return middle.today.current if middle.today is not None and middle.is_today_shown else None

    def _query(self) -> ListQuery | None:
        wanted = self._window.page.filter
        return wanted.query() if self._desk.library is not None and wanted.section else None


def let_cards_step(desk: Desk, page: ListPage) -> None:
    """Cards step to the neighbours in the list, tell it what they saved, and give the keyboard back to it."""
    from app.ui.card import CardOpener

    opener = CardOpener.of(desk)
    opener.neighbour, opener.on_closed = page.selection.neighbour, page.focus_table
    opener.on_saved = page.saved.look_for


def closing_cards(desk: Desk) -> Callable[[], bool]:
    """Asks the open cards to close; nothing is loaded for it when no card was ever open."""

    def close() -> bool:
        import sys

        if "app.ui.card" not in sys.modules:
            return True
        from app.ui.card import close_cards

        return close_cards(desk)

    return close
