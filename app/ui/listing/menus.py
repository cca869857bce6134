"""Menus of the list: columns, import and export, and what a right click offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.core.texts import _
from app.ui.icons import icon
from app.ui.listing import acts, grouping
from app.ui.listing.columns import NO_COLUMN, TITLE
from app.ui.widgets.flags import flag_icon
from app.ui.widgets.menus import StayingMenu

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage

EXCHANGE = ("file.import", "file.export", "file.export_selected", "file.print")
"""Commands in the menu of the import and export button, as far as there are any."""
BESIDE = {
    "record.merge": "context_merge", "act.log": "context_log", "act.remind": "context_remind",
}  # fmt: skip
"""Other commands for what is selected, with the names of their lines."""
FLAGS = "flag"
NEW_FIELD = "field.new"
"""The command that asks for a new field."""


class ListMenus:
    """Fills menus at the moment they are opened."""

    def __init__(self, page: ListPage) -> None:
        self._page = page

    def fill_columns(self, menu: QMenu) -> None:
        """Every field that can be a column: first those that are shown, in their order, then the others.

        A new one stands at the top: on a small screen the menu has two columns, and nobody reads their end.
        """
        new = self._page.desk.commands.get(NEW_FIELD)
        if new is not None:
            _add(menu, new.label, new.run, new.icon, "column_new").setEnabled(new.can_run)
            menu.addSeparator()
        columns, fields = self._page.columns, self._page.section.list_fields
        shown = [key for key in columns.choice.keys if key not in (TITLE, FLAGS)]
        hidden = [
            key
            for key, field in fields.items()
            if key not in (TITLE, FLAGS, *shown) and field.kind.name not in NO_COLUMN
        ]
        for keys in (shown, hidden):
            for key in keys:
                act = partial(columns.toggle, key)
                action = _add(menu, _(fields[key].label), act, object_name=f"column_{key}")
                action.setCheckable(True)
                action.setChecked(keys is shown)
            menu.addSeparator()
        _add(menu, _("Columns as at first"), columns.reset, object_name="columns_reset")

    def fill_exchange(self, menu: QMenu) -> None:
        """Import and export, as far as they are there."""
        for command_id in EXCHANGE:
            command = self._page.desk.commands.get(command_id)
            if command is not None:
                action = _add(menu, command.label, command.run, command.icon, command_id)
                action.setEnabled(command.can_run)

    def show_header(self, at: QPoint) -> None:
        """A right click on the heading."""
        header = self._page.table.list_header
        key = self._page.column_key(header.logicalIndexAt(at))
        self._popup("header_menu", partial(self.fill_header, key), header.mapToGlobal(at))

    def fill_header(self, key: str, menu: QMenu) -> None:
        """What can be done with one column, then all columns."""
        grouping.fill_column(self._page, menu, key)
        filters = self._page.filters
        by_this = partial(filters.open_builder, key)
        _add(menu, _("Filter by this column…"), by_this, "list-filter", "filter_by_column").setEnabled(
            filters.can_ask(key)
        )
        menu.addSeparator()
        self.fill_columns(menu)

    def show_context(self, at: QPoint) -> None:
        """A right click on a row."""
        table = self._page.table
        if table.list_model.is_heading(table.rowAt(at.y())):
            fill = partial(grouping.fill_heading, self._page)
            self._popup("heading_menu", fill, table.viewport().mapToGlobal(at))
        elif self._page.desk.library is not None and self._page.table.selected_count():
            self._page.selection.tell()
            self._popup("list_menu", self.fill_context, self._page.table.viewport().mapToGlobal(at))

    def show_context_at(self, at: QPoint) -> None:
        """A right click in another view, at that place of the screen."""
        self._page.selection.tell()
        if self._page.selection.has_any:
            self._popup("list_menu", self.fill_context, at)

    def fill_context(self, menu: QMenu) -> None:
        """What can be done with the selected records."""
        page = self._page
        desk, library, section = page.desk, page.desk.library, page.selection.section
        can_write = library is not None and not library.is_read_only
        _add(menu, _("Open card") + "\t" + _("Enter"), page.selection.open, "pencil", "context_open")
        is_table = page.views.current is None
        field = page.in_place.field_at(page.table.currentIndex(), page.section) if is_table else None
        if field is not None:
            text = _("Edit “{field}”").format(field=_(field.label)).replace("&", "&&")
            _add(menu, text + "\t" + _("F2"), page.selection.edit_cell, "", "context_edit")
        _add(menu, _("Copy rows") + "\t" + _("Ctrl+C"), page.selection.copy, "copy", "context_copy")
        menu.addSeparator()
        self._fill_quick(menu)
        flags = _submenu(menu, _("Flag"), "flag", "context_flag")
        for key, name in self._flags():
            action = _add(flags, name, partial(acts.set_flag, desk, section, key))
            action.setIcon(flag_icon(key))
        _add(flags, _("No flag"), lambda: acts.set_flag(desk, section, None))
        self._fill_groups(menu)
        for command_id, name in BESIDE.items():
            command = desk.commands.get(command_id)
            if command is not None and command.can_run:
                _add(menu, command.label, command.run, command.icon, name)
        menu.addSeparator()
        gone = _add(
            menu,
            _("Delete") + "\t" + _("Del"),
            page.selection.delete,
            "trash-2",
            "context_delete",
        )
        for action in (flags.menuAction(), gone):
            action.setEnabled(can_write)

    def _fill_quick(self, menu: QMenu) -> None:
        """Narrow the list by the value of the cell."""
        page = self._page
        if page.views.current is not None:
            return
        entries = (
            (_("Only this value"), page.filters.only_value(), "context_only"),
            (_("Without this value"), page.filters.without_value(), "context_without"),
        )
        for text, condition, name in entries:
            if condition is not None:
                _add(menu, text, partial(page.filters.add, condition), "funnel", name)
        if any(condition is not None for _text, condition, _name in entries):
            menu.addSeparator()

    def _fill_groups(self, menu: QMenu) -> None:
        page = self._page
        desk, library, section = page.desk, page.desk.library, page.selection.section
        group = page.filter.group if section == page.filter.section else None
        if library is None or library.is_read_only:
            return
        into = _submenu(menu, _("Put into group"), "folder", "context_group")
        nodes = library.groups.tree(section)
        depth: dict[str | None, int] = {None: 0}
        for node in nodes:
            depth[node.uid] = depth.get(node.parent, 0) + 1
            name = "    " * (depth[node.uid] - 1) + node.title.replace("&", "&&")
            _add(into, name, partial(acts.put_into_group, desk, node.uid, desk.all_selected))
        into.setEnabled(bool(nodes))
        if group is not None:
            _add(
                menu, _("Take from this group"), lambda: acts.take_from_group(desk, group), "", "context_take"
            )

    def _flags(self) -> list[tuple[str, str]]:
        return list(self._page.desk.context().options_of(FLAGS))

    def _popup(self, name: str, fill: Callable[[QMenu], None], at: QPoint) -> None:
        menu = StayingMenu(self._page)
        menu.setObjectName(name)
        fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _add(
    menu: QMenu, text: str, run: Callable[[], object], icon_name: str = "", object_name: str = ""
) -> QAction:
    action = menu.addAction(text)
    action.setObjectName(object_name)
    action.triggered.connect(lambda _checked=False: run())
    if icon_name:
        action.setIcon(icon(icon_name))
    return action


def _submenu(menu: QMenu, text: str, icon_name: str, object_name: str) -> QMenu:
    made = menu.addMenu(text)
    made.setIcon(icon(icon_name))
    made.setObjectName(object_name)
    return made
