"""What of a calendar is remembered: its span, the date by which each section is shown, what else is shown."""

from __future__ import annotations

from app.blueprint.section import Section
from app.blueprint.views import Calendar
from app.core.settings import State
from app.ui.calendar.spans import MODES, Mode

_STATE, _MODE = "calendar", "mode"


class CalendarChoice:
    """Kept as soon as something is chosen."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._kept = dict(state.get(_STATE, {}))

    @property
    def mode(self) -> Mode:
        """Day, week, month or agenda."""
        kept = self._kept.get(_MODE)
        return kept if kept in MODES else "month"

    def choose_mode(self, mode: Mode) -> None:
        """Another span."""
        self._keep(_MODE, mode)

    def calendar_of(self, section: Section) -> Calendar:
        """The date field by which a section is shown."""
        calendars = section.calendars
        kept = self._kept.get(section.key, "")
        return next((each for each in calendars if each.when == kept), calendars[0])

    def choose_calendar(self, section: str, when: str) -> None:
        """Show the section by another date."""
        self._keep(section, when)

    def is_on(self, layer: str) -> bool:
        """Are birthdays or holidays shown?"""
        return bool(self._kept.get(layer, True))

    def switch(self, layer: str) -> None:
        """Show them, or not any more."""
        self._keep(layer, not self.is_on(layer))

    def _keep(self, key: str, value: object) -> None:
        self._kept[key] = value
        self._state.set(_STATE, dict(self._kept))
