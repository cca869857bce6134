"""The clock of reminders in the window's process: asks by the wall clock what is due, off its thread."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.clock import from_stamp, stamp
from app.core.errors import UserError
from app.core.texts import _

if TYPE_CHECKING:
    from app.services.alert_lines import AlertLine
    from app.services.library import Library
    from app.services.reminders import ReminderClock, Tick
    from app.ui.desk import Desk

TICK_MS = 20_000
"""A computer that slept or whose clock was set is noticed within this time; such a tick reads nothing."""
LONGEST_PAUSE = timedelta(hours=1)
"""A clock that was set back makes no pause longer."""
_PAUSE = "reminders_paused"

Told = tuple["Tick", "list[AlertLine]"]


class Ticker(QObject):
    """Follows the open file. What falls due comes by ``told``: a Tick, and its new alerts in words.

    The timer never waits for a far moment alone: however long the computer slept and wherever its clock was
    set, each tick compares the wall clock with what is known to be due. The file is read when that can have
    come, when something was written, and once a minute for what other programs wrote.
    """

    told = Signal(object, object)
    pause_changed = Signal()

    def __init__(self, desk: Desk, tick_ms: int = TICK_MS) -> None:
        super().__init__(desk)
        self._desk, self._tick_ms = desk, tick_ms
        self._clock: ReminderClock | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)
        desk.library_changed.connect(self._on_library_changed)
        desk.records_changed.connect(self._on_records_changed)
        self._on_library_changed()

    # -- pausing ------------------------------------------------------------------------------------------

    @property
    def paused_until(self) -> datetime | None:
        """Until when nothing is shown; None if nothing was paused, or the time has passed."""
        found = self._desk.state.get(_PAUSE)
        until = from_stamp(found) if isinstance(found, str) and found else None
        if until is None or not timedelta() < until - self._desk.clock() <= LONGEST_PAUSE:
            return None
        return until.astimezone(self._desk.clock().tzinfo)

    def pause(self, minutes: int) -> None:
        """Show nothing for so long; what falls due meanwhile comes afterwards. 0 ends the pause."""
        until = self._desk.clock() + timedelta(minutes=minutes)
        self._desk.state.set(_PAUSE, stamp(until) if minutes else "")
        self.pause_changed.emit()
        self.look()

    # -- ticking ------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Something was snoozed, dismissed or written, or the computer woke up: read again now."""
        if self._clock is not None:
            self._clock.look()
            self.tick()

    def repeat(self) -> None:
        """Tell all that waits again, also what was shown before."""
        if self._clock is not None:
            self._clock.forget()
            self.tick()

    def tick(self) -> None:
        """Ask whether anything is due; answered from memory unless it can be."""
        self._timer.start(self._wait_ms())
        clock = self._clock
        if clock is None or self.paused_until is not None or not clock.is_due(self._desk.clock()):
            return
        library = clock.library

        def job() -> Told | UserError | None:
            try:
                found = clock.looked()
                return None if found is None else told(library, found)
            except UserError as problem:  # such as a server that does not answer: the next tick tries again
                return problem

        def done(found: Told | UserError | None) -> None:
            if found is None:
                self._raise(clock)
            elif isinstance(found, UserError):
                _log_failure(found)
            else:
                self._tell(clock, found)

        self._desk.work.ask("reminders", job, done, patience_ms=0, lane="beside", owner=self)

    def _raise(self, clock: ReminderClock) -> None:
        """What fell due is written before it is shown: in its turn with everything that writes."""
        if self._clock is clock:
            self._desk.work.do(
                _("Reminding"),
                lambda _progress: told(clock.library, clock.tick()),
                lambda found: self._tell(clock, found),
                on_error=_log_failure,
                owner=self,
            )

    def _tell(self, clock: ReminderClock, found: Told) -> None:
        if self._clock is clock:  # else another file was opened meanwhile
            self._timer.start(self._wait_ms())
            self.told.emit(*found)

    def _wait_ms(self) -> int:
        """To the next tick: sooner if something falls due before it, or the pause ends."""
        now = self._desk.clock()
        known = (self._clock.next_at(now) if self._clock is not None else None, self.paused_until)
        ahead = [(each - now).total_seconds() * 1000 for each in known if each is not None and each > now]
        return max(50, min(self._tick_ms, *(round(each) + 20 for each in ahead))) if ahead else self._tick_ms

    # -- the file -----------------------------------------------------------------------------------------

    def _on_library_changed(self) -> None:
        self._desk.work.drop("reminders")
        if self._clock is not None:
            self._clock.close()
        self._clock = None
        library = self._desk.library
        if library is None:
            self._timer.stop()
            return
        from app.services.reminders import ReminderClock

        self._clock = ReminderClock(library)
        self.tick()

    def _on_records_changed(self, _changed: object) -> None:
        self.tick()

    def close(self) -> None:
        """Tick no more."""
        self._timer.stop()
        if self._clock is not None:
            self._clock.close()
            self._clock = None


def _log_failure(problem: UserError) -> None:
    """A message every few seconds would help nobody: what is written next says the same."""
    import logging

    logging.getLogger(__name__).warning("Reminders could not be read: %s", problem)


def told(library: Library, found: Tick) -> Told:
    """A tick with its new alerts in words."""
    from app.services.alert_lines import alert_lines

    return found, alert_lines(library, found.new)
