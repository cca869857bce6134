"""Asking for a file: one object that is handed in, so that logic never opens a dialog by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.paths import documents_folder

LIST_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".tsv", ".vcf", ".ics")
"""Endings of what an import reads."""


class FileChoice(Protocol):
    """Lets the user choose; None when the user does not want to."""

    def existing(
        self, parent: QWidget | None, title: str, kinds: str, start: Path | None = None
    ) -> Path | None:
        """A file to read; ``kinds`` as in ``Excel (*.xlsx);;All files (*)``."""
        ...

    def several(
        self, parent: QWidget | None, title: str, kinds: str, start: Path | None = None
    ) -> list[Path]:
        """Files to read, in their order; none when the user does not want to."""
        ...

    def new(self, parent: QWidget | None, title: str, kinds: str, suggested: Path) -> Path | None:
        """A place for a file to write; replacing one that exists was confirmed."""
        ...

    def folder(self, parent: QWidget | None, title: str, start: Path) -> Path | None:
        """A folder to write files into."""
        ...


class SystemFileChoice:
    """The system's own dialogs."""

    def __init__(self) -> None:
        self._last: Path | None = None

    def existing(
        self, parent: QWidget | None, title: str, kinds: str, start: Path | None = None
    ) -> Path | None:
        """A file to read; without ``start`` from where one was chosen the last time."""
        name, _kind = QFileDialog.getOpenFileName(parent, title, self._start(start), kinds)
        return self._chosen(Path(name)) if name else None

    def several(
        self, parent: QWidget | None, title: str, kinds: str, start: Path | None = None
    ) -> list[Path]:
        """Files to read, as ``existing``."""
        names, _kind = QFileDialog.getOpenFileNames(parent, title, self._start(start), kinds)
        return [self._chosen(Path(name)) for name in names]

    def _start(self, wanted: Path | None) -> str:
        return str(wanted or self._last or documents_folder())

    def _chosen(self, path: Path) -> Path:
        self._last = path.parent
        return path

    def new(self, parent: QWidget | None, title: str, kinds: str, suggested: Path) -> Path | None:
        """A place for a file to write."""
        name, _kind = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
        return Path(name) if name else None

    def folder(self, parent: QWidget | None, title: str, start: Path) -> Path | None:
        """A folder to write files into."""
        name = QFileDialog.getExistingDirectory(parent, title, str(start))
        return Path(name) if name else None


FILES: FileChoice = SystemFileChoice()
"""What the program uses; parts that ask for files take another one as an argument."""


def with_suffix(path: Path, suffix: str) -> Path:
    """What was typed as a name, with the ending of its kind unless that stands there already."""
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")
