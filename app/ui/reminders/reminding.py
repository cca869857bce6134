"""Puts the reminders together: the clock tells, the popup shows, the tray counts and stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.core.paths import APP_NAME
from app.core.texts import _, ngettext
from app.ui.commands import Command
from app.ui.messages import Action
from app.ui.reminders.ticker import Ticker
from app.ui.tray.icon import SystemTray, Tray
from app.ui.tray.menu import TrayMenu

if TYPE_CHECKING:
    from app.services.alert_lines import AlertLine
    from app.services.day_page import DayPage
    from app.services.reminders import Tick
    from app.ui.desk import Desk
    from app.ui.reminders.acts import AlertActs
    from app.ui.reminders.popup import ReminderPopup

TRAY_AGAIN_MS, TRAY_TRIES = 10_000, 12
"""At the start of a session the tray may come later than the program."""
DAY_MS = 1_500
"""Today's list is read anew when nothing was written for so long."""
_EXPLAINED = "tray_explained"

MakeTray = Callable[["Reminding"], Tray | None]
"""The tray of this system, or None while there is none."""


class Host(Protocol):
    """Who has the main window; it is made anew with another language."""

    def come_forward(self) -> None:
        """Show the main window to the user."""
        ...

    def quit(self) -> None:
        """Close the main window for good, if the user lets it."""
        ...


def system_tray(reminding: Reminding) -> Tray | None:
    """Qt's tray icon, where the system has a tray."""
    if not SystemTray.is_available():
        return None
    return SystemTray(reminding.menu.menu, reminding.come_forward, reminding.show_waiting, reminding)


class Reminding(QObject):
    """One for the whole run of the program; it follows the desk from file to file and window to window."""

    changed = Signal()
    """The number of those that wait, or today's list, is another one."""

    def __init__(self, desk: Desk, host: Host, make_tray: MakeTray = system_tray) -> None:
        super().__init__(desk)
        self._desk, self._host, self._make_tray = desk, host, make_tray
        self.waiting = 0
        self.day: DayPage | None = None
        self.ticker = Ticker(desk)
        self._made: tuple[ReminderPopup, AlertActs] | None = None
        self.menu = TrayMenu(desk, self, self)
        self.tray: Tray | None = None
        self._tries = TRAY_TRIES
        self._look_for_tray()
        self._day_soon = QTimer(self)
        self._day_soon.setSingleShot(True)
        self._day_soon.setInterval(DAY_MS)
        self._day_soon.timeout.connect(self._read_day)
        self.ticker.told.connect(self._on_told)
        self.ticker.pause_changed.connect(self._show_count)
        desk.library_changed.connect(self._on_library_changed)
        desk.records_changed.connect(lambda _changed: self._day_soon.start())
        desk.keeps_running = self.keeps_running
        desk.setting_changed.connect(self._on_setting)
        self.register()
        self._day_soon.start()

    def register(self) -> None:
        """Make the command known, again after the window was made anew."""
        self._desk.commands.register(
            Command(
                "reminders.show", _("Show what reminds"), "Ctrl+Shift+R", "bell", self.show_waiting,
                lambda: self._desk.library is not None, "Tools", 0,
            )
        )  # fmt: skip

    @property
    def popup(self) -> ReminderPopup:
        """Made with the first reminder: a start has none to show yet."""
        return self._parts[0]

    @property
    def acts(self) -> AlertActs:
        """What the popup sets going."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[ReminderPopup, AlertActs]:
        if self._made is None:
            self._made = self._make_popup()
        return self._made

    def _make_popup(self) -> tuple[ReminderPopup, AlertActs]:
        from app.ui.reminders.acts import AlertActs
        from app.ui.reminders.popup import ReminderPopup

        popup = ReminderPopup(self._desk)
        acts = AlertActs(self._desk, popup, self._on_settled, self.come_forward)
        popup.wanted.connect(acts.do)
        popup.all_wanted.connect(lambda act: acts.do_all(act, popup.lines))
        return popup, acts

    # -- what is told -------------------------------------------------------------------------------------

    def _on_told(self, tick: Tick, lines: Sequence[AlertLine]) -> None:
        self.waiting = tick.waiting
        if self._made is not None:
            self.popup.remove(tick.gone)
        if lines:
            how = self._desk.settings.get("remind_by")
            if how != "system" or self.tray is None:
                self.popup.add(lines)
            if how != "window" and self.tray is not None:
                self.tray.notify(*_as_message(lines, self._desk))
            if self._desk.settings.get("reminder_sound"):
                QApplication.beep()
        self._day_soon.start()
        self._show_count()

    def _on_settled(self, ids: Sequence[int]) -> None:
        self.popup.remove(ids)
        self.ticker.look()

    def show_waiting(self) -> None:
        """Everything that waits, also what was closed away."""
        if self.waiting or self.popup.lines:
            self.popup.clear()
            self.ticker.repeat()
        else:
            self._desk.messages.info(_("No reminder is waiting."))

    # -- the tray -----------------------------------------------------------------------------------------

    def _look_for_tray(self) -> None:
        self.tray = self._make_tray(self) if self._desk.settings.get("tray") else None
        self._tries -= 1
        if self.tray is not None:
            self._show_count()
        elif self._tries > 0:
            QTimer.singleShot(TRAY_AGAIN_MS, self, self._look_again)
        self._set_quitting()

    def _look_again(self) -> None:
        if self.tray is None:
            self._look_for_tray()

    def _set_quitting(self) -> None:
        """With an icon in the tray the program ends when it is told to, not with its last window."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setQuitOnLastWindowClosed(self.tray is None)

    def _show_count(self) -> None:
        if self.tray is not None:
            n, until = self.waiting, self.paused_until
            told = ngettext("{n} reminder", "{n} reminders", n).format(n=n) if n else _("no reminders")
            if until is not None:
                told = _("paused until {time}").format(time=f"{until:%H:%M}")
            self.tray.show_count(n, f"{APP_NAME} · {told}")
        self.changed.emit()

    def keeps_running(self) -> bool:
        """Shall the program stay in the tray when its window is closed? Says so the first time."""
        if self.tray is None or not self._desk.settings.get("close_to_tray"):
            return False
        if not self._desk.state.get(_EXPLAINED):
            self._desk.state.set(_EXPLAINED, True)
            self.tray.notify(
                _("{program} goes on reminding").format(program=APP_NAME),
                _("It stays here in the tray. Its menu has Quit; the settings say whether it stays."),
            )
        return True

    def _on_setting(self, key: str) -> None:
        if key == "tray":
            if self.tray is not None:
                self.tray.close()
            self._tries = 1
            self._look_for_tray()

    # -- today's list -------------------------------------------------------------------------------------

    def _read_day(self) -> None:
        library = self._desk.library
        if library is None or self.tray is None:
            return

        settings = self._desk.settings
        ahead, behind = settings.get("birthdays_ahead"), settings.get("birthdays_behind")

        def job() -> DayPage:
            from app.services.day_page import read_day

            return read_day(library, ahead, behind)

        self._desk.work.ask("tray.day", job, self._keep_day, patience_ms=0, lane="beside", owner=self)

    def _keep_day(self, day: DayPage) -> None:
        self.day = day
        self.changed.emit()

    def _on_library_changed(self) -> None:
        self.waiting, self.day = 0, None
        if self._made is not None:
            self.popup.clear()
        self._show_count()
        self._day_soon.start()

    # -- what the tray and the popup want -----------------------------------------------------------------

    @property
    def paused_until(self) -> datetime | None:
        """Until when nothing is shown."""
        return self.ticker.paused_until

    def pause(self, minutes: int) -> None:
        """Show none for so long; 0: go on."""
        if minutes and self._made is not None:
            self.popup.hide()
        self.ticker.pause(minutes)
        until = self.paused_until
        if until is not None:
            text = _("Nothing reminds until {time}.").format(time=f"{until:%H:%M}")
            self._desk.messages.info(text, Action(_("Remind again"), lambda: self.pause(0)))

    def come_forward(self) -> None:
        """Show the main window."""
        self._host.come_forward()

    def quit(self) -> None:
        """End the program."""
        self._host.quit()

    def renew(self) -> None:
        """Everything in another language; what is shown is shown on, and what was closed stays closed."""
        is_shown = self._made is not None and self._made[0].isVisible()
        self.register()
        self.menu.fill()
        self._show_count()
        self._drop_popup()
        if is_shown:
            self.ticker.repeat()

    def _drop_popup(self) -> None:
        if self._made is not None:
            self._made[0].hide()
            self._made[0].deleteLater()
            self._made = None

    def close(self) -> None:
        """Nothing reminds any more."""
        self.ticker.close()
        self._drop_popup()
        if self.tray is not None:
            self.tray.close()
            self.tray = None


def _as_message(lines: Sequence[AlertLine], desk: Desk) -> tuple[str, str]:
    """Title and text of the system's message; of several their titles."""
    from app.services.alert_lines import told_when

    if len(lines) == 1:
        line = lines[0]
        when = told_when(line.alert, desk.clock(), desk.context())
        return line.title, " · ".join(filter(None, [when, line.place, line.text]))
    n = len(lines)
    title = ngettext("{n} reminder", "{n} reminders", n).format(n=n)
    return title, "\n".join(line.title for line in lines[:4])
