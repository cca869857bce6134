"""What comes to the window by itself: files dropped on it, and cells that were copied in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core.override import override
from app.core.paths import SUFFIX
from app.core.texts import _
from app.ui.commands import Command
from app.ui.file_choice import LIST_SUFFIXES

if TYPE_CHECKING:
    from app.ui.desk import Desk

MakeFile = Callable[[Callable[[], None], str, str, str], None]
"""Asks for a place, makes a file there and goes on; as ``Tools.new_file``."""


class Incoming(QObject):
    """Takes what is dropped on a window: lists go to the wizard, a file of the program is opened."""

    def __init__(self, desk: Desk, window: QWidget, new_file: MakeFile, section: Callable[[], str]) -> None:
        super().__init__(window)
        self._desk, self._new_file, self._section = desk, new_file, section
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        desk.commands.register(
            Command(
                "file.paste",
                _("Import from the clipboard…"),
                "Ctrl+V",
                "clipboard-paste",
                self.paste,
                lambda: desk.library is not None and not desk.library.is_read_only,
                "File",
                2,
            )
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        paths = files_of(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.take(paths)
        return True

    def take(self, paths: Sequence[Path]) -> None:
        """Open a file of the program, or begin an import with what else was brought."""
        own = next((path for path in paths if path.suffix.lower() == SUFFIX), None)
        if own is not None:
            if self._desk.may_close():
                self._desk.open_file(own)
            return
        library = self._desk.library
        if library is None:
            title = _("First: the new file that will hold your list")
            self._new_file(lambda: self._import(paths), "", "", title)
        elif library.is_read_only:
            told = _("{path} is read-only; nothing was changed.")
            self._desk.messages.error(told.format(path=library.path))
        else:
            self._import(paths)

    def paste(self) -> None:
        """Bring in what was copied: cells of a spreadsheet, or files."""
        content = QApplication.clipboard().mimeData()
        paths = files_of(content)
        if paths:
            self.take(paths)
        elif not is_list(content.text()):
            self._desk.messages.info(
                _("There are no cells in the clipboard. Copy the rows with their headings and try again.")
            )
        else:
            self._import((), is_pasted=True)

    def _import(self, paths: Sequence[Path], *, is_pasted: bool = False) -> None:
        from app.ui.import_wizard import show_import  # rarely needed, and large

        show_import(self._desk, self._section(), paths, is_pasted=is_pasted)


def files_of(content: QMimeData) -> list[Path]:
    """Files on this computer that the program takes."""
    paths = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in (SUFFIX, *LIST_SUFFIXES)]


def is_list(text: str) -> bool:
    """Has a copied text more than one line, or more than one cell?"""
    return "\t" in text.strip() or "\n" in text.strip()
