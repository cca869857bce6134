"""What is selected on the page, in the table or in the view in its place, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.ui.listing import acts
from app.ui.listing.columns import load_choice

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage


class PageSelection:
    """Asks the view that is shown; the desk is told by ``Standing``."""

    def __init__(self, page: ListPage) -> None:
        self._page = page

    def tell(self) -> None:
        """Tell the desk at once what is selected."""
        self._page.standing.tell()

    @property
    def has_any(self) -> bool:
        """Is a record selected here, and not only shown in the panel?"""
        page = self._page
        if page.standing.is_quiet:
            return False
        if page.views.current is None:
            return page.table.selected_count() > 0
        return bool(page.views.current.selected()[1])

    @property
    def section(self) -> str:
        """The section of what is selected: a calendar shows the birthdays of other sections too."""
        view = self._page.views.current
        return self._page.filter.section if view is None else view.selected()[0]

    @property
    def is_everything(self) -> bool:
        """Is every row that is shown selected? A view does not know how many there are."""
        if self._page.views.current is not None:
            return False
        rows, model = self._page.table.selected_count(), self._page.model
        return rows > 0 and rows == len(model.ids) - model.headings_between(0, len(model.ids) - 1)

    def neighbour(self, section: str, uid: str, step: int) -> str | None:
        """The record so many rows below one of this list (above for a negative step); None at its ends."""
        model = self._page.model
        row = model.position_of(uid) if section == self._page.filter.section else None
        if row is not None and model.is_heading(row + step):
            step += 1 if step > 0 else -1
        if row is None or not 0 <= row + step < len(model.ids) or model.is_heading(row + step):
            return None
        found = model.uids_of([row + step])
        return found[0] if found else None

    # -- what is done with it -----------------------------------------------------------------------------

    def open(self) -> None:
        """The card of the current record."""
        page = self._page
        row = page.table.currentIndex().row()
        if page.views.current is not None:
            section, uids = page.views.current.selected()
            if uids:
                page.desk.open_card(section, uids[0])
        elif row >= 0:
            self.open_row(row)

    def open_row(self, row: int) -> None:
        """The card of the record in a row of the table."""
        page = self._page
        uids = page.model.uids_of([row])
        if uids:
            page.desk.open_card(page.filter.section, uids[0])

    def edit_cell(self) -> None:
        """Edit the current cell in place; where it cannot be, in the card."""
        page = self._page
        if not page.in_place.edit(page.table.currentIndex(), page.section):
            self.open()

    def delete(self) -> None:
        """Delete what is selected in the list, not what only the panel shows."""
        view = self._page.views.current
        self.tell()
        if self.has_any and not (view is not None and view.delete()):
            acts.delete_selected(self._page.desk)

    def copy(self) -> None:
        """Copy the selected rows with the columns in their order."""
        page = self._page
        ids: Sequence[int] = page.table.selected_ids()
        if page.views.current is not None and page.desk.library is not None:
            ids = page.desk.library.lists.ids_of(page.views.current.selected()[1])
        choice, section = page.columns.choice, self.section
        if section != page.filter.section:
            choice = load_choice(page.desk.state, page.desk.registry.section(section))
        acts.copy_rows(page.desk, section, ids, choice.keys)
