"""Grouping the list by a column: entries of menus, and the commands of the View menu and the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.core.texts import _
from app.services.figures import can_group
from app.ui.commands import Command
from app.ui.widgets.menus import closing

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage


def can_group_by(page: ListPage, key: str) -> bool:
    """Can the list that is shown be grouped by this field?"""
    field = page.section.list_fields.get(key) if page.filter.section else None
    return page.desk.library is not None and field is not None and can_group(field)


def fill_column(page: ListPage, menu: QMenu, key: str) -> None:
    """Entries of a column's own menu."""
    by_this = closing(menu.addAction(_("Group by this column")))
    by_this.setObjectName("group_by_column")
    by_this.setCheckable(True)
    by_this.setChecked(bool(key) and page.filter.grouped_by == key)
    by_this.setEnabled(can_group_by(page, key))
    by_this.triggered.connect(lambda _checked=False: page.columns.group_by(key))
    if page.filter.grouped_by:
        _fill_folding(page, menu)


def fill_heading(page: ListPage, menu: QMenu) -> None:
    """What a right click on the heading of a group offers."""
    _fill_folding(page, menu)
    menu.addAction(_ungroup_text(page), lambda: page.columns.group_by("")).setObjectName("group_by_none")


def _fill_folding(page: ListPage, menu: QMenu) -> None:
    for text, is_folded, name in _folding():
        menu.addAction(text, partial(page.model.fold_all, is_folded)).setObjectName(name)


def _folding() -> tuple[tuple[str, bool, str], ...]:
    return (
        (_("Fold all groups"), True, "fold_groups"),
        (_("Unfold all groups"), False, "unfold_groups"),
    )


def _ungroup_text(page: ListPage) -> str:
    return _("Do not group by “{field}”").format(field=page.model.heading(page.filter.grouped_by))


def commands(page: ListPage) -> list[Command]:
    """Group by the column of the current cell, fold and unfold all groups."""

    def key() -> str:
        return page.column_key(page.table.currentIndex().column())

    def text() -> str:
        if page.filter.grouped_by:
            return _ungroup_text(page)
        known = page.section.list_fields.get(key()) if page.filter.section else None
        return _("Group by “{field}”").format(field=_(known.label) if known is not None else "…")

    def run() -> None:
        page.columns.group_by("" if page.filter.grouped_by else key())

    def is_grouped() -> bool:
        return bool(page.filter.grouped_by)

    group = Command(
        "view.group", text, "", "rows-3", run, lambda: is_grouped() or can_group_by(page, key()), "View", 3
    )
    folding = [
        Command(f"view.{name}", said, "", "", partial(page.model.fold_all, is_folded), is_grouped, "View", 3)
        for said, is_folded, name in _folding()
    ]
    return [group, *folding]


def offered(page: ListPage) -> list[Command]:
    """Group by each column that the list shows or could show."""
    fields = page.section.list_fields if page.filter.section else {}
    return [
        Command(
            f"view.group.{key}",
            _("Group by “{field}”").format(field=_(field.label)),
            icon="rows-3",
            run=partial(page.columns.group_by, key),
            menu="View",
        )
        for key, field in fields.items()
        if key != page.filter.grouped_by and can_group_by(page, key)
    ]
