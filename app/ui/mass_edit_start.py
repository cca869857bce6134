"""The way to the mass edit: of what is selected, or of the whole list as it is filtered."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.core.texts import _
from app.ui.commands import Command
from app.ui.dialog_owner import dialog_owner, open_dialog

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.listing.list_page import ListPage


def change_fields(desk: Desk, section: str, count: int, uids: Callable[[], Sequence[str]]) -> None:
    """Open the dialog for some records."""
    from app.ui.mass_edit_dialog import MassEditDialog  # with every editor there is

    open_dialog(MassEditDialog(desk, section, count, uids, dialog_owner()))


def change_shown(page: ListPage) -> None:
    """Change what is selected; if that is nothing or everything, all records that fit the filter."""
    desk, library, query = page.desk, page.desk.library, page.filter.query()
    if library is None or library.is_read_only:
        return
    page.selection.tell()
    if page.selection.has_any and not page.selection.is_everything:
        change_fields(desk, page.selection.section, desk.selected_count, desk.all_selected)
        return
    lists = library.lists

    def came(ids: array[int]) -> None:
        if len(ids):
            change_fields(desk, query.section, len(ids), lambda: lists.uids_of(ids))

    desk.work.ask("mass-edit-all", lambda: lists.ids(query), came, patience_ms=0, lane="beside", owner=page)


def command(page: ListPage) -> Command:
    """In the Record menu and the palette."""

    def can_run() -> bool:
        library = page.desk.library
        return library is not None and not library.is_read_only and bool(page.model.ids)

    return Command(
        "record.change_fields", _("Change fields…"), "", "list-checks", lambda: change_shown(page), can_run,
        "Record", 0,
    )  # fmt: skip
