"""The commands that bring records on paper and whole files into archives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.clock import today
from app.core.paths import documents_folder
from app.core.texts import _
from app.ui import archives
from app.ui.commands import Command
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FileChoice, with_suffix

if TYPE_CHECKING:
    from app.services.rows import ListQuery
    from app.ui.desk import Desk
    from app.ui.printing.calendar_pages import DaySpan

NewFile = Callable[[Callable[[], None], str], None]
"""Asks where, makes a file of the suggested name and goes on with what is wanted."""


class Papers:
    """What the commands do; dialogs are loaded when they are first needed."""

    def __init__(
        self,
        desk: Desk,
        view: Callable[[], ListQuery | None],
        files: FileChoice,
        section: Callable[[], str],
        new_file: NewFile,
        days: Callable[[], DaySpan | None] = lambda: None,
    ) -> None:
        self._desk, self._view, self._files = desk, view, files
        self._section, self._new_file, self._days = section, new_file, days

    def commands(self) -> list[Command]:
        """All of them."""
        return [
            Command("file.print", _("Print…"), "Ctrl+P", "printer", self.print, self._is_open, "File", 2),
            Command(
                "file.export_all", _("Export everything…"), "", "archive", self.export_all, self._is_open,
                "File", 3,
            ),
            Command(
                "file.new_from_archive", _("New file from an archive…"), "", "archive-restore",
                self.new_from_archive, menu="File", is_listed=False,
            ),
            Command(
                "tools.documents", _("Make documents…"), "", "file-text", self.make_documents, self._is_open,
                "Tools",
            ),
            Command(
                "tools.templates", _("Templates…"), "", "files", self.templates, self._is_open, "Tools"
            ),
            Command(
                "tools.fields", _("Fields for templates…"), "", "clipboard-list", self.fields, self._is_open,
                "Tools", is_listed=False,
            ),
        ]  # fmt: skip

    def _is_open(self) -> bool:
        return self._desk.library is not None

    def print(self) -> None:
        """Print the selection, what is shown, or the whole section."""
        from app.ui.listing.columns import load_choice
        from app.ui.printing.dialog import PrintDialog

        desk, section = self._desk, self._section()
        columns = load_choice(desk.state, desk.registry.section(section)).keys
        is_of_it = desk.section == section  # a birthday among events is selected, but not of these
        chosen = desk.selected if desk.selected_count > 1 and is_of_it else ()
        open_dialog(
            PrintDialog(
                desk, section, chosen, self._view(), columns, dialog_owner(), files=self._files,
                days=self._days(),
            )
        )  # fmt: skip

    def make_documents(self) -> None:
        """Word documents of the selection, of what is shown, or of the whole section."""
        from app.ui.templates.make_dialog import open_making

        open_making(self._desk, section=self._section(), view=self._view(), files=self._files)

    def templates(self) -> None:
        """The library of Word templates."""
        from app.ui.templates.library_dialog import show_templates

        show_templates(self._desk, self._files)

    def fields(self) -> None:
        """The fields that a template may name."""
        from app.ui.templates.picker import show_picker

        show_picker(self._desk, self._section(), dialog_owner())

    def export_all(self) -> None:
        """Ask where, and write everything of the file as an open archive."""
        library = self._desk.library
        if library is None:
            return
        day = today(self._desk.clock).isoformat()
        suggested = documents_folder() / f"{library.path.stem} {day}.zip"
        target = self._files.new(dialog_owner(), _("Export everything…"), _kinds(), suggested)
        if target is not None:
            zipped = with_suffix(target, ".zip")
            archives.export_all(self._desk, library, zipped)

    def new_from_archive(self) -> None:
        """Ask which archive and where, and make a file with everything of it."""
        source = self._files.existing(
            dialog_owner(), _("New file from an archive…"), _kinds(), documents_folder()
        )
        if source is not None:
            self._new_file(lambda: archives.restore_into(self._desk, source), source.stem)


def _kinds() -> str:
    return _("Archive") + " (*.zip)"
