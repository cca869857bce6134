"""What can be done with a reminder: call, write, note the result, snooze, mark as seen, open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.core.texts import _
from app.services.alert_lines import AlertLine
from app.ui.calls.commands import log_call
from app.ui.dialog_owner import open_dialog
from app.ui.opening import OpenUrl, open_in_system
from app.ui.reminders.snooze_dialog import SnoozeDialog
from app.ui.today.acts import DayActs

if TYPE_CHECKING:
    from app.services.library import Library
    from app.ui.desk import Desk

TEN = timedelta(minutes=10)


class AlertActs:
    """Does what the popup wants; ``come_forward`` brings the main window to the user."""

    def __init__(
        self,
        desk: Desk,
        popup: QWidget,
        done: Callable[[Sequence[int]], None],
        come_forward: Callable[[], None],
        open_url: OpenUrl = open_in_system,
    ) -> None:
        """``done`` is told the ids of what waits no longer, when that is written."""
        self._desk, self._popup, self._done, self._come_forward = desk, popup, done, come_forward
        self.day = DayActs(desk, popup, open_url)

    def do(self, act: str, line: AlertLine) -> None:
        """Do it."""
        if act == "open":
            self._come_forward()
            self.day.do("open", line.line)
        elif act == "seen":
            self.dismiss([line.alert.id])
        elif act == "snooze":
            self.snooze([line.alert.id], TEN)
        elif act == "later":
            self.ask_later(line)
        elif act == "log":
            log_call(self._desk, line.line.uid)
        else:
            self.day.do(act, line.line)

    def do_all(self, act: str, lines: Sequence[AlertLine]) -> None:
        """Seen or snoozed, all of them."""
        ids = [each.alert.id for each in lines]
        if act == "seen":
            self.dismiss(ids)
        else:
            self.snooze(ids, TEN)

    def dismiss(self, ids: Sequence[int]) -> None:
        """They were seen and never come again."""
        self._write(ids, lambda library: library.reminders.dismiss(ids))

    def snooze(self, ids: Sequence[int], until: datetime | timedelta) -> None:
        """They come again then, also after the program was closed."""
        self._write(ids, lambda library: library.reminders.snooze(ids, until))

    def _write(self, ids: Sequence[int], job: Callable[[Library], None]) -> None:
        library = self._desk.library
        if library is None:
            return
        if library.is_read_only:  # nothing can be remembered there
            self._done(ids)
            return
        self._desk.work.do(_("Reminding"), lambda _progress: job(library), lambda _none: self._done(ids))

    # -- snoozing -----------------------------------------------------------------------------------------

    def ask_later(self, line: AlertLine) -> None:
        """Until when? By the button that was pressed."""
        menu = self.later_menu(line)
        focused = QApplication.focusWidget()
        anchor = focused if focused is not None and self._popup.isAncestorOf(focused) else None
        place = anchor.mapToGlobal(QPoint(0, anchor.height())) if anchor is not None else QCursor.pos()
        menu.popup(place)

    def later_menu(self, line: AlertLine) -> QMenu:
        """Ten minutes, an hour, tomorrow, a time of one's own; and never again."""
        ids = [line.alert.id]
        menu = QMenu(self._popup)
        menu.setObjectName("snooze_menu")
        library = self._desk.library
        if library is None:
            return menu
        tomorrow = library.reminders.tomorrow()
        when = f"{tomorrow:%H:%M}"
        choices: tuple[tuple[str, str, datetime | timedelta], ...] = (
            ("ten", _("10 minutes"), TEN),
            ("hour", _("1 hour"), timedelta(hours=1)),
            ("tomorrow", _("Tomorrow at {time}").format(time=when), tomorrow),
        )
        for key, text, until in choices:
            action = menu.addAction(text, partial(self.snooze, ids, until))
            action.setObjectName(f"snooze_{key}")
        other = menu.addAction(_("Another time…"), lambda: self.ask_when(ids))
        other.setObjectName("snooze_other")
        if line.line.person and not line.can_finish:
            log = menu.addAction(_("Log a call…"), partial(self.do, "log", line))
            log.setObjectName("snooze_log")
        if line.can_finish:  # others are marked as seen by a button
            menu.addSeparator()
            never = menu.addAction(_("Do not remind again"), lambda: self.dismiss(ids))
            never.setObjectName("snooze_never")
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def ask_when(self, ids: Sequence[int]) -> None:
        """A time of one's own."""
        open_dialog(SnoozeDialog(self._desk, lambda until: self.snooze(ids, until), self._popup))
