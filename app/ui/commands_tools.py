"""The commands around the window: palette, settings, history, checks, about; and all others made known."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from app.core.paths import APP_NAME
from app.core.texts import _, ngettext
from app.ui.commands import Command, Commands
from app.ui.commands_files import FileCommands, ViewQuery
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.listing.menus import NEW_FIELD
from app.ui.mail.commands import MailCommands
from app.ui.papers import Papers

if TYPE_CHECKING:
    from app.services.library import Record
    from app.ui.desk import Desk
    from app.ui.printing.calendar_pages import DaySpan


def register_tools(
    desk: Desk,
    commands: Commands,
    view: ViewQuery = lambda: None,
    files: FileChoice = FILES,
    days: Callable[[], DaySpan | None] = lambda: None,
) -> Tools:
    """Make the commands known; ``view`` tells what the list shows, ``days`` which ones a calendar does."""
    tools = Tools(desk, view, files)
    mail = MailCommands(desk, view, files, lambda: tools.section)
    papers = Papers(desk, view, files, lambda: tools.section, tools.files.new_file, days)
    shelves = (
        tools.files.commands(), papers.commands(), mail.commands(),
        _tools(tools), _cleaning(tools), _help(tools),
    )  # fmt: skip
    for command in chain(*shelves):
        commands.register(command)
    return tools


class Tools:
    """What the commands do. Dialogs are loaded when they are first needed."""

    def __init__(self, desk: Desk, view: ViewQuery, files: FileChoice) -> None:
        self.desk, self._view = desk, view
        self.files = FileCommands(self, view, files)

    @property
    def is_open(self) -> bool:
        """Is a file open?"""
        return self.desk.library is not None

    @property
    def can_write(self) -> bool:
        """Is a file open that can be written?"""
        library = self.desk.library
        return library is not None and not library.is_read_only

    @property
    def has_selection(self) -> bool:
        """Is anything selected?"""
        return self.is_open and bool(self.desk.selected)

    @property
    def section(self) -> str:
        """The section that is shown, else the first; what is selected may be of another one."""
        view = self._view()
        section = view.section if view is not None else self.desk.section
        keys = [each.key for each in self.desk.registry.sections]
        return section if section in keys else keys[0]

    # -- tools --------------------------------------------------------------------------------------------

    def palette(self) -> None:
        """Go to anything."""
        from app.ui.palette import CommandPalette

        CommandPalette(self.desk, dialog_owner()).popup()

    def settings(self) -> None:
        """The settings."""
        from app.ui.settings_dialog import show_settings

        show_settings(self.desk)

    def new_field(self) -> None:
        """A field more for the section that is shown."""
        from app.ui.field_dialog import open_new_field

        owner = dialog_owner()
        if owner is not None:
            open_new_field(self.desk, self.section, owner)

    def history(self) -> None:
        """What was done."""
        from app.ui.history_view import show_history

        show_history(self.desk)

    def record_history(self) -> None:
        """Every change of the selected record."""
        library = self.desk.library
        if library is not None and self.desk.selected:
            uid = self.desk.selected[0]
            self.desk.work.ask(
                "record.history", lambda: library.get(uid), self._show_record_history, owner=self.desk
            )

    def _show_record_history(self, record: Record | None) -> None:
        from app.ui.history_changes import RecordHistoryDialog

        if record is not None:
            open_dialog(RecordHistoryDialog(self.desk, record.uid, record.title, dialog_owner()))

    def trash(self) -> None:
        """What was deleted."""
        from app.ui.history_view import show_history

        show_history(self.desk, is_trash=True)

    def check(self) -> None:
        """Look for damage."""
        library = self.desk.library
        if library is not None:
            self.desk.work.do(
                _("Checking the file"),
                lambda _progress: library.care.check(),
                self._on_checked,
                owner=self.desk,
            )

    def _on_checked(self, problems: list[str]) -> None:
        if not problems:
            self.desk.messages.info(_("The file was checked: everything is in order."))
            return
        n = len(problems)
        text = ngettext("The check found {n} problem:", "The check found {n} problems:", n).format(n=n)
        self.desk.messages.warning("\n".join([text, *problems[:8]]))

    def duplicates(self) -> None:
        """Records that are there twice."""
        from app.ui.duplicates_dialog import show_duplicates

        if self.is_open:
            show_duplicates(self.desk, self.section)

    def data_check(self) -> None:
        """Values that look wrong."""
        from app.ui.data_check_dialog import show_data_check

        if self.is_open:
            show_data_check(self.desk)

    def sync(self) -> None:
        """Contacts and an address book on a server."""
        from app.ui.sync.dialog import show_sync

        if self.is_open:
            show_sync(self.desk)

    @property
    def can_merge(self) -> bool:
        """Are two records selected?"""
        return self.can_write and len(self.desk.selected) == self.desk.selected_count == 2

    def merge(self) -> None:
        """Make one record of the two selected ones."""
        from app.ui.merge_dialog import open_merge

        if self.can_merge:
            open_merge(self.desk, (self.desk.selected[0], self.desk.selected[1]))

    def about(self) -> None:
        """Versions and licences."""
        from app.ui.about_dialog import show_about

        show_about(self.desk)

    def problem(self) -> None:
        """A report of a problem, to be looked at and saved."""
        from app.ui.problem_dialog import show_problem

        show_problem(self.desk)


def _tools(tools: Tools) -> list[Command]:
    def is_open() -> bool:
        return tools.is_open

    check = _("Check the file")
    return [
        Command("palette", _("Go to anything…"), "Ctrl+K", "search", tools.palette, None, "View", 3),
        Command("tools.history", _("History"), "Ctrl+H", "history", tools.history, is_open, "Tools"),
        Command(
            "record.history",
            _("History of the record"),
            "Ctrl+Shift+H",
            "history",
            tools.record_history,
            lambda: tools.has_selection,
            "Record",
            1,
        ),
        Command("tools.trash", _("Trash"), "", "trash-2", tools.trash, is_open, "Tools"),
        Command(
            "tools.sync", _("Synchronise address book…"), "", "refresh-cw", tools.sync, is_open, "Tools", 1
        ),
        Command("tools.check", check, "", "shield-check", tools.check, is_open, "Tools", 1),
        Command(NEW_FIELD, _("New field…"), "", "plus", tools.new_field, lambda: tools.can_write, "Tools", 2),
        Command("tools.settings", _("Settings…"), "Ctrl+,", "settings", tools.settings, None, "Tools", 2),
    ]


def _cleaning(tools: Tools) -> list[Command]:
    def is_open() -> bool:
        return tools.is_open

    duplicates, check = _("Duplicates…"), _("Data check…")
    return [
        Command("tools.data_check", check, "", "list-checks", tools.data_check, is_open, "Tools", 1),
        Command("tools.duplicates", duplicates, "", "copy", tools.duplicates, is_open, "Tools", 1),
        Command("record.merge", _("Merge…"), "", "merge", tools.merge, lambda: tools.can_merge, "Record", 1),
    ]


def _help(tools: Tools) -> list[Command]:
    about = _("About {program}").format(program=APP_NAME)
    return [
        Command("help.problem", _("Report a problem…"), "", "life-buoy", tools.problem, None, "Help", 1),
        Command("help.about", about, "", "info", tools.about, None, "Help", 1),
    ]
