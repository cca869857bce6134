"""Table, calendar, board: which of them shows the section, remembered for each; one of them is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.blueprint.section import Section
from app.blueprint.views import BOARD, CALENDAR, TABLE
from app.core.texts import N_, _
from app.ui.commands import Command
from app.ui.listing.page_view import PageView

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage
    from app.ui.printing.calendar_pages import DaySpan

_STATE = "views"
NAMES = {TABLE: N_("Table"), CALENDAR: N_("Calendar"), BOARD: N_("Board")}
ICONS = {TABLE: "table", CALENDAR: "calendar-days", BOARD: "columns-3"}


class PageViews(QObject):
    """Stands between the list and its other views; these are made when they are first wanted."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._made: dict[str, PageView] = {}
        self._kind = TABLE
        self._is_stale: set[str] = set()
        page.head.views.chosen.connect(self.choose)
        page.desk.library_changed.connect(self._on_library_changed)

    @property
    def current(self) -> PageView | None:
        """The view that is shown in place of the table, if one is."""
        return None if self._page.desk.library is None else self._made.get(self._kind)

    def show_section(self, section: Section) -> None:
        """Show a section in the way in which it was left."""
        kinds = section.view_kinds
        kept = self._page.desk.state.get(_STATE, {}).get(section.key, TABLE)
        self._kind = kept if kept in kinds else TABLE
        entries = [(kind, _(NAMES[kind])) for kind in kinds]
        self._page.head.show_views(entries if len(entries) > 1 else [], self._kind)
        if self._page.desk.library is not None:
            self._make()

    def choose(self, kind: str) -> None:
        """Show the section in another way; the record on which the user stands stays the current one."""
        page = self._page
        section = page.section
        if kind == self._kind or kind not in section.view_kinds:
            return
        here = self._selected_here()
        desk = page.desk
        desk.state.set(_STATE, {**desk.state.get(_STATE, {}), section.key: kind})
        self.show_section(section)
        page.show_views()
        if here and self.current is None:
            page.standing.want(here)
        elif here and self.current is not None:
            self.current.stand_on(here)
        page.selection.tell()
        page.focus_table()

    def show(self) -> None:
        """The filter of the page is another now."""
        if self.current is not None:
            self.current.show_list(self._page.filter)

    def refresh(self) -> None:
        """Records changed."""
        if self.current is not None:
            self.current.refresh()

    def printed_days(self) -> DaySpan | None:
        """The days that are printed: those that a calendar shows, if one does."""
        return self.current.printed_days() if self.current is not None else None

    def commands(self) -> list[Command]:
        """Going to each of the views."""
        return [
            Command(
                f"view.{kind}", _(text), "", ICONS[kind], partial(self.choose, kind),
                partial(self._can, kind), "View", 3, is_checked=partial(self._is_on, kind),
            )
            for kind, text in NAMES.items()
        ]  # fmt: skip

    def _is_on(self, kind: str) -> bool:
        return self._kind == kind

    def _can(self, kind: str) -> bool:
        page = self._page
        is_open = page.desk.library is not None and bool(page.filter.section)
        return is_open and kind in page.section.view_kinds

    def _selected_here(self) -> str:
        section, uids = self._page.desk.section, self._page.desk.selected
        return uids[0] if uids and section == self._page.filter.section else ""

    def _make(self) -> None:
        """Qt widgets of a view are loaded when somebody first looks at it."""
        if self._kind == TABLE or self._kind in self._made:
            return
        made: PageView
        if self._kind == CALENDAR:
            from app.ui.calendar.view import CalendarView

            made = CalendarView(self._page)
        else:
            from app.ui.board.view import BoardView

            made = BoardView(self._page)
        made.selection_changed.connect(self._page.selection.tell)
        made.left.connect(self._page.step_back)
        self._made[self._kind] = made
        self._page.room.addWidget(made)

    def _on_library_changed(self) -> None:
        """What was shown of the former file is gone."""
        for view in self._made.values():
            self._page.room.remove_view(view)
            view.hide()
            view.deleteLater()
        self._made = {}
