"""“Remind me…”: a reminder for whatever is selected, at a time or before one of its dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.blueprint.reminding import MORNING
from app.core.texts import _, ngettext
from app.ui.commands import Command
from app.ui.dialog_owner import open_dialog
from app.ui.icons import icon
from app.ui.listing import acts
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.library import Library, Operation
    from app.ui.desk import Desk

BEFORE = ("P0D@09:00", "-P1D@09:00", "-P7D@09:00")
"""What is offered before a date of the record."""


class RemindMe:
    """The command and its menu; ``window`` is where the menu comes up."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk, self._window = desk, window

    def command(self) -> Command:
        """In the menu Record and in the palette."""
        return Command(
            "act.remind", _("Remind me…"), "Ctrl+R", "alarm-clock", self.ask, self._can_run, "Record", 1
        )

    def _can_run(self) -> bool:
        library = self._desk.library
        return library is not None and not library.is_read_only and self._desk.selected_count > 0

    def ask(self) -> None:
        """Of what is selected: when?"""
        library, selected = self._desk.library, self._desk.selected
        if library is None or not selected:
            return
        first = selected[0] if self._desk.selected_count == 1 else ""

        def job() -> list[tuple[str, str]]:
            return library.reminders.about(first) if first else []

        self._desk.work.ask("remind", job, self._show, owner=self._window)

    def _show(self, dates: list[tuple[str, str]]) -> None:
        menu = self.menu(self._desk.all_selected, dates)
        size = menu.sizeHint()
        middle = self._window.mapToGlobal(self._window.rect().center())
        menu.popup(middle - QPoint(size.width() // 2, size.height() // 2))

    def menu(self, uids: Callable[[], list[str]], dates: list[tuple[str, str]]) -> QMenu:
        """Times from now on, one of one's own, and times before the dates of the record."""
        menu = QMenu(self._window)
        menu.setObjectName("remind_menu")
        now = self._desk.clock().replace(tzinfo=None)
        for key, text, at in _times(now):
            action = menu.addAction(text, partial(self._remind, uids, f"{at:%Y-%m-%dT%H:%M}"))
            action.setObjectName(f"remind_{key}")
        other = menu.addAction(icon("calendar-clock"), _("Another time…"), partial(self._ask_when, uids))
        other.setObjectName("remind_other")
        for about, label in dates:
            self._add_before(menu, uids, about, label)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_before(self, menu: QMenu, uids: Callable[[], list[str]], about: str, label: str) -> None:
        from app.blueprint.reminding import lead_in_words, read_lead

        menu.addSection(label.replace("&", "&&"))
        for lead in BEFORE:
            text = lead_in_words(read_lead(lead), self._desk.context())
            action = menu.addAction(text, partial(self._remind, uids, lead, about))
            action.setObjectName(f"remind_{about or 'own'}_{lead}")

    def _ask_when(self, uids: Callable[[], list[str]]) -> None:
        from app.ui.reminders.snooze_dialog import SnoozeDialog

        dialog = SnoozeDialog(
            self._desk, lambda at: self._remind(uids, f"{at:%Y-%m-%dT%H:%M}"), self._window, _("Remind me")
        )
        open_dialog(dialog)

    def _remind(self, uids: Callable[[], list[str]], lead: str, about: str = "") -> None:
        library = self._desk.library
        if library is None:
            return

        def job(_progress: object) -> Operation | None:
            return library.reminders.add_all(uids(), lead, about)

        self._desk.work.do(_("Keeping the reminder"), job, partial(self._tell, library, lead))

    def _tell(self, library: Library, lead: str, operation: Operation | None) -> None:
        from app.blueprint.reminding import lead_in_words, read_lead

        if operation is None:
            self._desk.messages.info(_("That reminder is there already."))
            return
        when = lead_in_words(read_lead(lead), library.context())
        n = operation.count
        told = (
            _("Reminds {when}.")
            if n == 1
            else ngettext("{n} record reminds {when}.", "{n} records remind {when}.", n)
        )
        undo = Action(_("Undo"), lambda: acts.undo(self._desk, operation.uid))
        self._desk.messages.info(told.format(when=when, n=n), undo)


def _times(now: datetime) -> tuple[tuple[str, str, datetime], ...]:
    """What is offered from now on: mornings at the hour of reminders without one."""

    def morning(days: int) -> datetime:
        return datetime.combine(now.date() + timedelta(days=days), MORNING)

    return (
        ("hour", _("in an hour"), now + timedelta(hours=1)),
        ("tomorrow", _("Tomorrow at {time}").format(time=f"{MORNING:%H:%M}"), morning(1)),
        ("week", _("in a week"), morning(7)),
        ("weeks", _("in 3 weeks"), morning(21)),
        ("month", _("in a month"), morning(30)),
    )
