"""A drag in a calendar: an occasion that is moved or stretched, or room that is taken for a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from app.ui.calendar.shown import QUARTER, Slot

if TYPE_CHECKING:
    from app.services.days import Occasion


@dataclass
class Drag:
    """From where it was pressed; ``slot`` is where it would come to lie if the button were let go now."""

    pressed: QPointF
    grabbed: Slot
    """The moment at which it was pressed."""
    occasion: Occasion | None = None
    before: Slot | None = None
    is_stretching: bool = False
    is_begun: bool = False
    slot: Slot | None = None

    @classmethod
    def of_room(cls, pressed: QPointF, grabbed: Slot) -> Drag:
        """Room for a new record, from where it was pressed."""
        return cls(pressed, grabbed, before=grabbed, is_stretching=True)

    def to(self, moment: Slot) -> None:
        """The mouse is at that moment now."""
        assert self.before is not None
        self.is_begun = True
        if self.occasion is None:
            self.slot = _between(self.grabbed, moment)
        elif self.is_stretching:
            least = self.before.starts + timedelta(minutes=QUARTER)
            end = moment.starts + timedelta(minutes=QUARTER)
            self.slot = self.before if moment.is_all_day else replace(self.before, ends=max(end, least))
        else:
            self.slot = self._shifted(moment)

    def _shifted(self, moment: Slot) -> Slot:
        """As far as the mouse went; from the whole days into the hours and back it becomes the other."""
        assert self.before is not None
        before, grabbed = self.before, self.grabbed
        if moment.is_all_day == grabbed.is_all_day:
            return before.shifted(moment.starts - grabbed.starts)
        if moment.is_all_day:
            start = _midnight(moment.starts)
            return Slot(start, start, is_all_day=True)
        return Slot(moment.starts, moment.starts + timedelta(hours=1))

    @property
    def ghost(self) -> Occasion | None:
        """The occasion as it would be."""
        if self.occasion is None or self.slot is None:
            return None
        return replace(
            self.occasion, starts=self.slot.starts, ends=self.slot.ends, is_all_day=self.slot.is_all_day
        )


def _between(one: Slot, other: Slot) -> Slot:
    """From the earlier to the end of the later."""
    low, high = sorted((one, other), key=lambda each: each.starts)
    return Slot(low.starts, max(high.ends, low.ends), one.is_all_day)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0)
