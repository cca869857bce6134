"""The commands of the main window; other parts register their own beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.core.texts import _
from app.ui import mass_edit_start
from app.ui.commands import Command
from app.ui.help.way import guide_command
from app.ui.listing import acts, grouping

if TYPE_CHECKING:
    from app.ui.window import Window


def register(window: Window) -> None:
    """Make every command of the window known."""
    for command in (
        *_undoing(window), *_rows(window), *_window(window), *_list(window),
        *grouping.commands(window.page), *window.page.views.commands(), *_record(window),
        mass_edit_start.command(window.page), *_file(window), guide_command(),
    ):  # fmt: skip
        window.desk.commands.register(command)
    window.desk.commands.offers = [window.page.filters.offered, partial(grouping.offered, window.page)]
    register_sections(window)


def register_sections(window: Window) -> None:
    """Going to a section; made anew when sections are renamed, hidden or moved."""
    commands = window.desk.commands
    for command in commands.all():
        if command.id.startswith("go.section."):
            commands.remove(command.id)
    for number, key in enumerate(window.sidebar.keys, 1):
        commands.register(
            Command(
                f"go.section.{key}",
                _("Go to {section}").format(section=window.desk.title_of(key)),
                f"Alt+{number}" if number < 10 else "",
                window.desk.icon_of(key),
                partial(window.show_section, key),
                menu="View",
                group=1,
            )
        )


def _file(window: Window) -> list[Command]:
    return [
        Command(
            "file.close",
            _("Close file"),
            "Ctrl+W",
            "",
            window.close_file,
            lambda: _is_open(window),
            "File",
            8,
        ),
        Command("app.quit", _("Quit"), "Ctrl+Q", "log-out", window.quit, None, "File", 9),
    ]


def _undoing(window: Window) -> list[Command]:
    desk = window.desk
    return [
        Command(
            "edit.undo",
            lambda: _named(_("Undo: {what}"), _("Undo"), window.undo_names.undo),
            "Ctrl+Z",
            "undo-2",
            lambda: acts.undo(desk),
            lambda: bool(window.undo_names.undo),
            "Edit",
        ),
        Command(
            "edit.redo",
            lambda: _named(_("Redo: {what}"), _("Redo"), window.undo_names.redo),
            "Ctrl+Y",
            "redo-2",
            lambda: acts.redo(desk),
            lambda: bool(window.undo_names.redo),
            "Edit",
        ),
    ]


def _rows(window: Window) -> list[Command]:
    """What is done with rows of the list as rows."""
    page = window.page
    return [
        Command(
            "edit.copy",
            _("Copy rows"),
            "Ctrl+C",
            "copy",
            page.selection.copy,
            lambda: _has_selection(window),
            "Edit",
            1,
            is_local=True,
        ),
        Command(
            "edit.select_all",
            _("Select all"),
            "Ctrl+A",
            "",
            page.table.selectAll,
            lambda: _is_open(window),
            "Edit",
            1,
            is_local=True,
        ),
        Command(
            "edit.find",
            _("Search"),
            "Ctrl+F",
            "search",
            window.search_list,
            lambda: _is_open(window),
            "Edit",
            2,
        ),
    ]


def _window(window: Window) -> list[Command]:
    """What is seen around the list, and the way from section to section."""
    return [
        Command(
            "go.today",
            _("Go to {section}").format(section=_("Today")),
            "Alt+0",
            "sun",
            window.show_today,
            lambda: _is_open(window),
            "View",
            1,
        ),
        Command(
            "view.panel",
            _("Detail panel"),
            "Ctrl+D",
            "panel-right",
            window.toggle_panel,
            None,
            "View",
            0,
            is_checked=lambda: window.panel_place.is_shown,
        ),
        Command(
            "view.next_section",
            _("Next section"),
            "Ctrl+Tab",
            "",
            lambda: window.step_section(1),
            None,
            "View",
            2,
        ),
        Command(
            "view.previous_section",
            _("Previous section"),
            "Ctrl+Shift+Tab",
            "",
            lambda: window.step_section(-1),
            None,
            "View",
            2,
        ),
        Command(
            "view.full_screen",
            _("Full screen"),
            "F11",
            "",
            window.toggle_full_screen,
            None,
            "View",
            4,
            is_checked=window.isFullScreen,
        ),
    ]


def _list(window: Window) -> list[Command]:
    """Which records the list shows."""
    page = window.page
    return [
        Command(
            "view.filter",
            _("Filter…"),
            "Ctrl+Shift+F",
            "list-filter",
            page.filters.open_builder,
            lambda: _is_open(window),
            "View",
            3,
        ),
        Command(
            "view.all",
            _("Show all records"),
            "",
            "",
            page.narrowing.show_all,
            lambda: page.filter.is_narrowed,
            "View",
            3,
        ),
        Command(
            "view.reload",
            _("Read again"),
            "F5",
            "refresh-cw",
            page.model.refresh,
            lambda: _is_open(window),
            "View",
            3,
        ),
    ]


def _record(window: Window) -> list[Command]:
    page, groups = window.page, window.sidebar.groups
    return [
        Command(
            "record.new",
            window.new_text,
            "Ctrl+N",
            "plus",
            page.new_record,
            lambda: _can_write(window),
            "Record",
        ),
        Command(
            "record.open",
            _("Open card"),
            "Enter",
            "pencil",
            page.selection.open,
            lambda: _has_selection(window),
            "Record",
            is_local=True,
        ),
        Command(
            "record.delete",
            _("Delete"),
            "Del",
            "trash-2",
            page.selection.delete,
            lambda: _has_selection(window) and _can_write(window),
            "Record",
            is_local=True,
        ),
        Command(
            "group.new",
            _("New group"),
            "",
            "folder-plus",
            groups.add_group,
            lambda: _can_write(window),
            "Record",
            2,
        ),
        Command(
            "group.new_inside",
            _("New subgroup"),
            "",
            "",
            groups.add_subgroup,
            lambda: _can_write(window) and bool(groups.group()),
            "Record",
            2,
        ),
    ]


def _named(pattern: str, plain: str, what: str) -> str:
    return pattern.format(what=what) if what else plain


def _is_open(window: Window) -> bool:
    return window.desk.library is not None


def _can_write(window: Window) -> bool:
    library = window.desk.library
    return library is not None and not library.is_read_only


def _has_selection(window: Window) -> bool:
    return window.desk.library is not None and window.page.selection.has_any
