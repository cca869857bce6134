"""The middle of the window: the list of a section, or the Today page, made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.ui.desk import Desk
from app.ui.listing.list_page import ListPage

if TYPE_CHECKING:
    from app.ui.today.page import TodayPage


class Middle(QStackedWidget):
    """While Today is shown, nothing of the list counts as selected."""

    turned = Signal()
    """The other one is shown now."""

    def __init__(self, desk: Desk, page: ListPage) -> None:
        super().__init__()
        self._desk, self._page = desk, page
        self.today: TodayPage | None = None
        self.addWidget(page)
        self.setMinimumWidth(400)

    @property
    def is_today_shown(self) -> bool:
        """Is the Today page to be seen?"""
        return self.today is not None and self.currentWidget() is self.today

    def show_today(self) -> None:
        """The Today page, read anew."""
        if self.today is None:
            from app.ui.today.page import TodayPage

            self.today = TodayPage(self._desk)
            self.addWidget(self.today)
        self.setCurrentWidget(self.today)
        self._turn()
        self.today.refresh()
        self.today.focus_here()

    def show_list(self) -> None:
        """Back to the list."""
        if self.is_today_shown:
            self.setCurrentWidget(self._page)
            self._turn()

    def _turn(self) -> None:
        self._page.standing.is_quiet = self.is_today_shown
        self._page.selection.tell()
        self.turned.emit()
