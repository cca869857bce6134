"""What every way of showing a section's records can do, beside the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.listing.filter import ListFilter

if TYPE_CHECKING:
    from app.ui.printing.calendar_pages import DaySpan


class PageView(QWidget):
    """Shows the records that the list's filter leaves, in a way of its own."""

    selection_changed = Signal()
    """The user stands on another record, or on none."""
    left = Signal()
    """Esc was pressed."""

    def show_list(self, wanted: ListFilter) -> None:
        """Show what this filter leaves."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Records changed: read again what is shown."""
        raise NotImplementedError

    def selected(self) -> tuple[str, list[str]]:
        """Section and uids of the selected records, the current one first."""
        raise NotImplementedError

    def go_to(self, uid: str) -> None:
        """Show a record and stand on it."""
        raise NotImplementedError

    def stand_on(self, uid: str) -> None:
        """Stand on a record if it is among what is shown; the place is not left for it."""
        raise NotImplementedError

    def delete(self) -> bool:
        """Delete what is selected in a way of its own; False leaves it to the list."""
        return False

    def printed_days(self) -> DaySpan | None:
        """The days that it shows, if it shows days."""
        return None

    def focus_here(self) -> None:
        """Take the keyboard."""
        self.setFocus()
