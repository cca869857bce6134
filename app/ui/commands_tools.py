"""The commands around the window: files, import and export, palette, settings, history, backup, about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import today
from app.core.paths import APP_NAME, SUFFIX, documents_folder
from app.core.texts import _, ngettext
from app.ui.commands import Command, Commands
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.listing.menus import NEW_FIELD
from app.ui.mail.commands import MailCommands
from app.ui.papers import Papers

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library, Record
    from app.services.rows import ListQuery
    from app.ui.desk import Desk
    from app.ui.printing.calendar_pages import DaySpan

DEMO_CONTACTS = 300
ViewQuery = Callable[[], "ListQuery | None"]
"""What the list shows now, for the export of what is seen."""


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
    papers = Papers(desk, view, files, lambda: tools.section, tools.new_file, days)
    shelves = (
        _files, _presets, _exchange, lambda _tools: papers.commands(), lambda _tools: mail.commands(), _tools,
        _cleaning, _help,
    )  # fmt: skip
    for command in (each for shelf in shelves for each in shelf(tools)):
        commands.register(command)
    return tools


class Tools:
    """What the commands do. Dialogs are loaded when they are first needed."""

    def __init__(self, desk: Desk, view: ViewQuery, files: FileChoice) -> None:
        self.desk, self._view, self._files = desk, view, files

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

    # -- files --------------------------------------------------------------------------------------------

    def new_file(
        self, on_done: Callable[[], None] | None = None, name: str = "", preset: str = "", title: str = ""
    ) -> None:
        """Ask where, and make an empty file, set up for a kind of work."""
        clients = _("Clients")
        suggested = documents_folder() / f"{name or clients}{SUFFIX}"
        path = self._files.new(dialog_owner(), title or _("New file"), _kinds(), suggested)
        if path is not None and self.desk.may_close():
            self.desk.new_file(_with_suffix(path), partial(self._begin, on_done, preset))

    def _begin(self, on_done: Callable[[], None] | None, preset: str) -> None:
        """Set the new file up, then go on with what was wanted."""
        library = self.desk.library
        then = on_done or (lambda: None)
        if library is None or not preset:
            then()
            return
        setting_up = _("Setting up the file")
        self.desk.work.do(setting_up, lambda _progress: _set_up(library, preset), lambda _done: then())

    def open_file(self) -> None:
        """Ask which, and open it."""
        kinds = f"{_kinds()};;" + _("All files") + " (*)"
        path = self._files.existing(dialog_owner(), _("Open a file"), kinds, documents_folder())
        if path is not None and self.desk.may_close():
            self.desk.open_file(path)

    def new_demo(self) -> None:
        """A new file with invented people."""
        self.new_file(self._fill_demo, _("Demo"))

    def _fill_demo(self) -> None:
        library = self.desk.library
        if library is not None:
            self.desk.work.do(
                _("Making demo data"), lambda progress: _demo(library, progress), can_cancel=True
            )

    def new_from_list(self, preset: str = "") -> None:
        """A new file, and the wizard that fills it."""
        title = _("First: the new file that will hold your list")
        self.new_file(self.import_list, preset=preset, title=title)

    # -- import and export --------------------------------------------------------------------------------

    def import_list(self) -> None:
        """The wizard, for the section that is shown."""
        from app.ui.import_wizard import show_import

        if self.is_open:
            show_import(self.desk, self.section)

    def export(self) -> None:
        """Export what is shown, or the whole section."""
        from app.ui.export_dialog import ExportDialog

        if self.is_open:
            open_dialog(ExportDialog(self.desk, self.section, (), self._view(), dialog_owner()))

    def export_selected(self) -> None:
        """Export the selected records."""
        from app.ui.export_dialog import ExportDialog

        if self.has_selection:
            chosen = self.desk.selected
            view = self._view()
            of_same = view if view is not None and view.section == self.desk.section else None
            open_dialog(ExportDialog(self.desk, self.desk.section, chosen, of_same, dialog_owner()))

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

    def back_up(self) -> None:
        """Ask where, and write a copy that is whole."""
        library = self.desk.library
        if library is None:
            return
        day = today(self.desk.clock).isoformat()
        suggested = documents_folder() / f"{library.path.stem} {day}{SUFFIX}"
        path = self._files.new(dialog_owner(), _("Back up to"), _kinds(), suggested)
        if path is not None:
            target = _with_suffix(path)
            self.desk.work.do(
                _("Backing up"),
                lambda _progress: library.care.backup(target),
                self._on_backed_up,
                owner=self.desk,
            )

    def backups(self) -> None:
        """The daily backups, to go back to one."""
        from app.ui.backups_dialog import show_backups

        if self.is_open:
            show_backups(self.desk)

    def _on_backed_up(self, path: Path) -> None:
        self.desk.messages.info(_("The backup was written: {path}").format(path=path))

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


def _files(tools: Tools) -> list[Command]:
    demo, bring = _("New file with demo data…"), _("New file from a list…")
    return [
        Command("file.new", _("New file…"), "Ctrl+Shift+N", "file-plus", tools.new_file, menu="File"),
        Command("file.open", _("Open a file…"), "Ctrl+O", "folder-open", tools.open_file, menu="File"),
        Command("file.demo", demo, "", "sparkles", tools.new_demo, menu="File", is_listed=False),
        Command(
            "file.new_from_list",
            bring,
            "",
            "file-spreadsheet",
            tools.new_from_list,
            menu="File",
            is_listed=False,
        ),
    ]


def _exchange(tools: Tools) -> list[Command]:
    can_write, is_open, has_selection = (
        lambda: tools.can_write,
        lambda: tools.is_open,
        lambda: tools.has_selection,
    )
    bring, export, selected = _("Import a list…"), _("Export…"), _("Export selected…")
    back = _("Go back to a backup…")
    return [
        Command("file.import", bring, "Ctrl+I", "import", tools.import_list, can_write, "File", 2),
        Command("file.export", export, "Ctrl+E", "file-down", tools.export, is_open, "File", 2),
        Command(
            "file.export_selected", selected, "", "file-down", tools.export_selected, has_selection, "File", 2
        ),
        Command("file.backup", _("Back up…"), "", "database-backup", tools.back_up, is_open, "File", 3),
        Command("file.backups", back, "", "archive-restore", tools.backups, is_open, "File", 3),
    ]


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


def _presets(tools: Tools) -> list[Command]:
    """A new file for each preset, empty or from a list."""
    from app.services.presets import PLAIN, PRESETS

    made = []
    for key, title in ((each.key, _(each.title)) for each in PRESETS.values() if each.key != PLAIN):
        for command, pattern, icon, run in (
            ("file.new", _("New file: {preset}…"), "file-plus", tools.new_file),
            (
                "file.new_from_list",
                _("New file from a list: {preset}…"),
                "file-spreadsheet",
                tools.new_from_list,
            ),
        ):
            text, does = pattern.format(preset=title), partial(run, preset=key)
            made.append(Command(f"{command}.{key}", text, "", icon, does, menu="File", is_listed=False))
    return made


def _set_up(library: Library, preset: str) -> object:
    from app.services.presets import apply

    return apply(library, preset)


def _demo(library: Library, progress: Progress) -> object:
    from app.services.demo import fill

    return fill(library, DEMO_CONTACTS, progress=progress)


def _kinds() -> str:
    return _("{program} files ({endings})").format(program=APP_NAME, endings=f"*{SUFFIX}")


def _with_suffix(path: Path) -> Path:
    return path if path.suffix.lower() == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")
