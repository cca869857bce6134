"""The room of the rows: the table stands in it, a view in its place, or what is said of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QStackedWidget, QWidget

from app.ui.listing.empty import empty_place
from app.ui.listing.far_bar import FarBar
from app.ui.listing.page_view import PageView
from app.ui.widgets.naming import on_surface

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage


class PageRoom(QStackedWidget):
    """Shows one of them at a time."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._empty = QWidget()
        self._table_place = self._rows()
        self.addWidget(self._table_place)
        self.addWidget(self._empty)

    def _rows(self) -> QWidget:
        """The table, the letters of a long list, and at the far edge the scroll bar."""
        page = self._page
        place = on_surface(QWidget(), "surface")
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(page.table, 1)
        line.addWidget(page.letters.strip)
        line.addWidget(FarBar(page.table))
        return place

    @property
    def is_empty(self) -> bool:
        """Is it said that there is nothing?"""
        return self.currentWidget() is self._empty

    def show_right_place(self) -> None:
        """Show what there is to show now."""
        page = self._page
        if page.views.current is not None:
            self.setCurrentWidget(page.views.current)
            return
        model = page.model
        held = self._has_focus()
        is_empty = not model.ids and not model.is_loading and page.desk.library is not None
        if is_empty:
            old, self._empty = self._empty, empty_place(page)
            self.removeWidget(old)
            old.deleteLater()
            self.addWidget(self._empty)
        self.setCurrentWidget(self._empty if is_empty else self._table_place)
        if held and not self._has_focus():  # else it would go to whatever stands first in the window
            button = self._empty.findChild(QAbstractButton)
            (button if is_empty and button is not None else page.table).setFocus()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def remove_view(self, view: PageView) -> None:
        """A view of a file that is closed."""
        self.setCurrentWidget(self._table_place)
        self.removeWidget(view)
