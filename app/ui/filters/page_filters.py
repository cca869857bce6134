"""The conditions of the shown list: builder, chips, keeping them under a name, narrowing by a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.blueprint.conditions import NOTHING, Condition, offered, only, subjects, without
from app.core.errors import UserError
from app.core.texts import _
from app.ui.commands import Command
from app.ui.filters.acts import FilterActs
from app.ui.filters.saved_list import is_same
from app.ui.listing.shown_rows import FLAG_COLUMN

if TYPE_CHECKING:
    from app.services.filters import SavedFilter
    from app.ui.filters.dialog import FilterDialog, NameDialog
    from app.ui.listing.filter import ListFilter
    from app.ui.listing.list_page import ListPage
    from app.ui.listing.page_head import HeadChip

BELOW = 6
"""Pixels between the button and the builder."""


class PageFilters(QObject):
    """Stands between the list and the dialogs of its filter."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._acts = FilterActs(page.desk, self)
        self._name = ""
        """Of the saved filter that was shown last: what is changed of it is kept under the same name."""

    # -- the builder ---------------------------------------------------------------------------------------

    def can_ask(self, key: str) -> bool:
        """Can a condition ask this field of the shown section?"""
        page = self._page
        return page.desk.library is not None and bool(page.filter.section) and key in subjects(page.section)

    def offered(self) -> list[Command]:
        """Filter by each field of the section that is shown."""
        page = self._page
        if page.desk.library is None or not page.filter.section:
            return []
        return [
            Command(
                f"view.filter.{field.key}", _("Filter by “{field}”…").format(field=_(field.label)),
                icon="list-filter", run=partial(self.open_builder, field.key), menu="View",
            )
            for field in offered(page.section)
        ]  # fmt: skip

    def open_builder(self, key: str = "") -> FilterDialog | None:
        """Open the builder under its button, at a condition on a field if one is named."""
        page = self._page
        if page.desk.library is None or not page.filter.section:
            return None
        from app.ui.filters.dialog import FilterDialog  # opened rarely, and needs all the editors

        dialog = FilterDialog(page.desk, page.filter, page.window())
        dialog.applied.connect(page.narrowing.show)
        dialog.save_wanted.connect(self.ask_name)
        dialog.open()
        button = page.head.filter
        at = button.mapToGlobal(button.rect().bottomLeft())
        screen = button.screen().availableGeometry()
        dialog.move(
            max(screen.left(), min(at.x(), screen.right() - dialog.width())),
            min(at.y() + BELOW, max(screen.top(), screen.bottom() - dialog.height())),
        )
        if key:
            dialog.block.ask_about(key)
        else:
            dialog.block.focus_first()
        return dialog

    def change_saved(self, found: SavedFilter) -> None:
        """Show a saved filter and open it in the builder."""
        self._page.narrowing.show_saved(found)
        self._name = found.name
        self.open_builder()

    # -- chips ---------------------------------------------------------------------------------------------

    def chips(self) -> list[HeadChip]:
        """A chip for each condition; one for all of them if any of them is enough."""
        page, conditions = self._page, self._page.filter.conditions
        library = page.desk.library
        if library is None or not conditions:
            return []
        filters = library.filters
        if conditions.is_any and len(conditions.parts) > 1:
            [text] = filters.words(page.filter.section, type(conditions)((conditions,)))
            return [("chip_condition", text, self._cleared, self._build)]
        words = filters.words(page.filter.section, conditions)
        return [
            (f"chip_condition_{place}", text, partial(self._drop, place), self._build)
            for place, text in enumerate(words)
        ]

    def _build(self) -> None:
        self.open_builder()

    def _cleared(self) -> None:
        self._page.narrowing.show(replace(self._page.filter, conditions=NOTHING))

    def _drop(self, place: int) -> None:
        found = self._page.filter
        self._page.narrowing.show(replace(found, conditions=found.conditions.without(place)))

    # -- keeping -------------------------------------------------------------------------------------------

    def show_link(self) -> None:
        """Offer to keep the filter, unless it is kept already."""
        page = self._page
        library, wanted = page.desk.library, page.filter
        page.head.keep.setVisible(False)
        if library is None or library.is_read_only or not wanted.is_narrowed:
            return
        filters = library.filters
        page.desk.work.ask(
            "kept-filters", lambda: filters.of(wanted.section), self._link_shower(wanted), lane="beside",
            patience_ms=0, owner=self,
        )  # fmt: skip

    def _link_shower(self, wanted: ListFilter) -> Callable[[list[SavedFilter]], None]:
        def came(found: list[SavedFilter]) -> None:
            known = next((each for each in found if is_same(each.query, wanted)), None)
            self._name = known.name if known is not None else self._name
            self._page.head.keep.setVisible(known is None and self._page.filter is wanted)

        return came

    def ask_name(self, wanted: object = None) -> NameDialog:
        """Ask for a name and keep the filter that is shown."""
        from app.ui.filters.dialog import ask_name
        from app.ui.listing.filter import ListFilter

        query = wanted if isinstance(wanted, ListFilter) else self._page.filter
        dialog = ask_name(self._page.window(), self._name)
        dialog.named_as.connect(lambda name: self._keep(name, query))
        return dialog

    def ask_name_or_build(self) -> None:
        """Keep the filter that is shown; with nothing left out yet, build one first."""
        if self._page.filter.is_narrowed:
            self.ask_name()
        else:
            self._name = ""
            self.open_builder()

    def _keep(self, name: str, query: ListFilter) -> None:
        self._name = name
        self._acts.keep(name, query.query())
        self._page.head.keep.hide()

    # -- by a cell -----------------------------------------------------------------------------------------

    def add(self, condition: Condition) -> None:
        """Narrow the list by one condition more."""
        found = self._page.filter
        self._page.narrowing.show(replace(found, conditions=found.conditions.and_also(condition)))

    def only_value(self) -> Condition | None:
        """The condition that leaves the value of the current cell."""
        found = self._cell()
        return only(*found) if found is not None else None

    def without_value(self) -> Condition | None:
        """The condition that takes the value of the current cell out."""
        found = self._cell()
        return without(*found) if found is not None else None

    def _cell(self) -> tuple[Any, Any] | None:
        """Field and value of the current cell."""
        page, index = self._page, self._page.table.currentIndex()
        library, row = page.desk.library, page.model.row_at(index.row()) if index.isValid() else None
        if library is None or row is None or not row.uid:
            return None
        key = "flag" if index.column() == FLAG_COLUMN else page.model.columns[index.column() - 1]
        field = subjects(page.section).get(key)
        if field is None:
            return None
        try:
            record = library.get(row.uid)
        except UserError:
            return None
        if record is None:
            return None
        return field, record.title if key == "title" else record.values.get(key)
