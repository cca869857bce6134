"""The menu of the tray: today's list, reminders that wait, a pause, something new, open, quit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.core.paths import APP_NAME
from app.core.texts import _, ngettext
from app.ui.dialog_owner import open_dialog
from app.ui.icons import icon

if TYPE_CHECKING:
    from datetime import datetime

    from app.blueprint.registry import Registry
    from app.blueprint.section import Section
    from app.services.day_page import DayLine, DayPage
    from app.ui.desk import Desk

MOST = 12
"""Lines of today's list; the Today page has all."""
LONGEST = 60
"""Letters of a line."""
PAUSE_MINUTES = 60


class TrayActs(Protocol):
    """What the menu sets going."""

    @property
    def waiting(self) -> int:
        """How many reminders wait."""
        ...

    @property
    def day(self) -> DayPage | None:
        """What stands on the Today page, as it was read last."""
        ...

    @property
    def paused_until(self) -> datetime | None:
        """Until when nothing is shown."""
        ...

    def come_forward(self) -> None:
        """Show the window."""
        ...

    def show_waiting(self) -> None:
        """Show every reminder that waits."""
        ...

    def pause(self, minutes: int) -> None:
        """Show none for so long; 0: go on."""
        ...

    def quit(self) -> None:
        """End the program."""
        ...


class TrayMenu(QObject):
    """Filled anew whenever it is opened."""

    def __init__(self, desk: Desk, acts: TrayActs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._acts = desk, acts
        self.menu = QMenu()
        self.menu.setObjectName("tray_menu")
        self.menu.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """What can be done now."""
        menu = self.menu
        menu.clear()
        self._add(_("Open {program}").format(program=APP_NAME), "tray_open", self._acts.come_forward)
        if self._desk.library is not None:
            menu.addSeparator()
            self._add_day()
            menu.addSeparator()
            self._add_reminders()
            self._add_new()
        menu.addSeparator()
        self._add(_("Quit"), "tray_quit", self._acts.quit, "log-out")

    def _add(self, text: str, name: str, run: Callable[[], object], icon_name: str = "") -> None:
        action = self.menu.addAction(text.replace("&", "&&"), run)
        action.setObjectName(name)
        if icon_name:
            action.setIcon(icon(icon_name))

    def _add_day(self) -> None:
        day = self._acts.day
        lines = [*day.overdue.lines, *day.today.lines] if day is not None else []
        summary = day.summary() if day is not None else ""
        self._add(
            _("Today: {what}").format(what=summary or _("nothing is due")), "tray_today", self._today, "sun"
        )
        for number, line in enumerate(lines[:MOST]):
            self._add(_told(line), f"tray_line_{number}", partial(self._go, line), line.icon)

    def _add_reminders(self) -> None:
        n, until = self._acts.waiting, self._acts.paused_until
        if n:
            text = ngettext("Show {n} reminder", "Show {n} reminders", n).format(n=n)
            self._add(text, "tray_reminders", self._acts.show_waiting, "bell")
        if until is not None:
            text = _("Remind again (paused until {time})").format(time=f"{until:%H:%M}")
            self._add(text, "tray_resume", lambda: self._acts.pause(0), "bell-ring")
        else:
            self._add(_("Pause for an hour"), "tray_pause", self._pause, "bell-off")

    def _pause(self) -> None:
        self._acts.pause(PAUSE_MINUTES)

    def _add_new(self) -> None:
        library = self._desk.library
        if library is None or library.is_read_only:
            return
        if quick_section(self._desk.registry) is not None:
            self._add(_("Quick task…"), "tray_quick", self._quick, "zap")
        new = self.menu.addMenu(icon("plus"), _("New"))
        new.setObjectName("tray_new")
        for view in library.sections.views():
            if not view.is_hidden:
                text = _(self._desk.registry.section(view.key).new)
                action = new.addAction(icon(view.icon), text, partial(self._new, view.key))
                action.setObjectName(f"tray_new_{view.key}")

    def _quick(self) -> None:
        from app.ui.tray.quick_add import QuickAddDialog

        section = quick_section(self._desk.registry)
        if section is not None:
            open_dialog(QuickAddDialog(self._desk, section), is_modal=False)

    def _new(self, section: str) -> None:
        self._acts.come_forward()
        self._desk.open_card(section)

    def _today(self) -> None:
        self._acts.come_forward()
        self._desk.commands.run("go.today")

    def _go(self, line: DayLine) -> None:
        self._acts.come_forward()
        self._desk.navigate.emit(line.section, line.uid)


def _told(line: DayLine) -> str:
    text = "  ".join(filter(None, [line.at, line.title]))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def quick_section(registry: Registry) -> Section | None:
    """The section of what has to be done by a time: it has a state, a time and a title, and no types."""
    found = (each for each in registry.sections if each.when and each.open_when and not each.type_field)
    return next(found, None)
