"""The commands of files: new, open, import and export, backups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import today
from app.core.paths import APP_NAME, SUFFIX, documents_folder
from app.core.texts import _
from app.ui.commands import Command
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FileChoice, with_suffix

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library
    from app.services.rows import ListQuery
    from app.ui.commands_tools import Tools

DEMO_CONTACTS = 300
ViewQuery = Callable[[], "ListQuery | None"]
"""What the list shows now, for the export of what is seen."""


class FileCommands:
    """What they do. Dialogs are loaded when they are first needed."""

    def __init__(self, tools: Tools, view: ViewQuery, files: FileChoice) -> None:
        self._tools, self._desk, self._view, self._files = tools, tools.desk, view, files

    def commands(self) -> list[Command]:
        """All of them."""
        return [*self._of_files(), *self._of_presets(), *self._of_exchange()]

    def new_file(
        self, on_done: Callable[[], None] | None = None, name: str = "", preset: str = "", title: str = ""
    ) -> None:
        """Ask where, and make an empty file, set up for a kind of work."""
        clients = _("Clients")
        suggested = documents_folder() / f"{name or clients}{SUFFIX}"
        path = self._files.new(dialog_owner(), title or _("New file"), _kinds(), suggested)
        if path is not None and self._desk.may_close():
            self._desk.new_file(with_suffix(path, SUFFIX), partial(self._begin, on_done, preset))

    def _begin(self, on_done: Callable[[], None] | None, preset: str) -> None:
        """Set the new file up, then go on with what was wanted."""
        library = self._desk.library
        then = on_done or (lambda: None)
        if library is None or not preset:
            then()
            return
        setting_up = _("Setting up the file")
        self._desk.work.do(setting_up, lambda _progress: _set_up(library, preset), lambda _done: then())

    def open_file(self) -> None:
        """Ask which, and open it."""
        kinds = f"{_kinds()};;" + _("All files") + " (*)"
        path = self._files.existing(dialog_owner(), _("Open a file"), kinds, documents_folder())
        if path is not None and self._desk.may_close():
            self._desk.open_file(path)

    def new_demo(self) -> None:
        """A new file with invented people."""
        self.new_file(self._fill_demo, _("Demo"))

    def _fill_demo(self) -> None:
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
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

        if self._tools.is_open:
            show_import(self._desk, self._tools.section)

    def export(self) -> None:
        """Export what is shown, or the whole section."""
        from app.ui.export_dialog import ExportDialog

        if self._tools.is_open:
            open_dialog(ExportDialog(self._desk, self._tools.section, (), self._view(), dialog_owner()))

    def export_selected(self) -> None:
        """Export the selected records."""
        from app.ui.export_dialog import ExportDialog

        if self._tools.has_selection:
            chosen = self._desk.selected
            view = self._view()
            of_same = view if view is not None and view.section == self._desk.section else None
            open_dialog(ExportDialog(self._desk, self._desk.section, chosen, of_same, dialog_owner()))

    # -- backups ------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Ask where, and write a copy that is whole."""
        library = self._desk.library
        if library is None:
            return
        day = today(self._desk.clock).isoformat()
        suggested = documents_folder() / f"{library.path.stem} {day}{SUFFIX}"
        path = self._files.new(dialog_owner(), _("Back up to"), _kinds(), suggested)
        if path is not None:
            target = with_suffix(path, SUFFIX)
            self._desk.work.do(
                _("Backing up"),
                lambda _progress: library.care.backup(target),
                self._on_backed_up,
                owner=self._desk,
            )

    def backups(self) -> None:
        """The daily backups, to go back to one."""
        from app.ui.backups_dialog import show_backups

        if self._tools.is_open:
            show_backups(self._desk)

    def _on_backed_up(self, path: Path) -> None:
        self._desk.messages.info(_("The backup was written: {path}").format(path=path))

    # -- as commands --------------------------------------------------------------------------------------

    def _of_files(self) -> list[Command]:
        demo, bring = _("New file with demo data…"), _("New file from a list…")
        return [
            Command("file.new", _("New file…"), "Ctrl+Shift+N", "file-plus", self.new_file, menu="File"),
            Command("file.open", _("Open a file…"), "Ctrl+O", "folder-open", self.open_file, menu="File"),
            Command("file.demo", demo, "", "sparkles", self.new_demo, menu="File", is_listed=False),
            Command(
                "file.new_from_list", bring, "", "file-spreadsheet", self.new_from_list, menu="File",
                is_listed=False,
            ),
        ]  # fmt: skip

    def _of_exchange(self) -> list[Command]:
        tools = self._tools
        can_write, is_open = lambda: tools.can_write, lambda: tools.is_open
        bring, export, selected = _("Import a list…"), _("Export…"), _("Export selected…")
        back = _("Go back to a backup…")
        return [
            Command("file.import", bring, "Ctrl+I", "import", self.import_list, can_write, "File", 2),
            Command("file.export", export, "Ctrl+E", "file-down", self.export, is_open, "File", 2),
            Command(
                "file.export_selected", selected, "", "file-down", self.export_selected,
                lambda: tools.has_selection, "File", 2,
            ),
            Command("file.backup", _("Back up…"), "", "database-backup", self.back_up, is_open, "File", 3),
            Command("file.backups", back, "", "archive-restore", self.backups, is_open, "File", 3),
        ]  # fmt: skip

    def _of_presets(self) -> list[Command]:
        """A new file for each preset, empty or from a list."""
        from app.services.presets import PLAIN, PRESETS

        from_list = _("New file from a list: {preset}…")
        made = []
        for key, title in ((each.key, _(each.title)) for each in PRESETS.values() if each.key != PLAIN):
            for command, pattern, icon, run in (
                ("file.new", _("New file: {preset}…"), "file-plus", self.new_file),
                ("file.new_from_list", from_list, "file-spreadsheet", self.new_from_list),
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
