"""What came of making documents: each with a way to open it, and those of which none could be made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.texts import _, grouped, ngettext
from app.ui.icons import icon
from app.ui.opening import OpenUrl, open_own_file, show_in_folder
from app.ui.study_dialog import cells
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.lined_table import LinedTable

if TYPE_CHECKING:
    from app.services.documents.making import Made
    from app.ui.desk import Desk

_PATH = Qt.ItemDataRole.UserRole


class MadeList(QWidget):
    """The last page of the window that makes documents."""

    def __init__(self, desk: Desk, open_url: OpenUrl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._open_url = desk, open_url
        self.banner = Banner("made_banner")
        self.table = LinedTable("made_table", _("Documents"))
        self.model = QStandardItemModel(self.table)
        self.table.setModel(self.model)
        self.table.setSelectionMode(LinedTable.SelectionMode.SingleSelection)
        self.table.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)
        self.table.doubleClicked.connect(self._on_double_click)
        self._open = QuietButton(_("Open"), "made_open", "external-link")
        self._open.clicked.connect(self.open)
        self._folder = QuietButton(_("Show in the folder"), "made_folder", "folder-open")
        self._folder.clicked.connect(self.show_folder)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._open)
        foot.addWidget(self._folder)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_made(self, made: Made, files: list[Path]) -> None:
        """Say how many there are, and list them."""
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_("Document"), _("For"), _("Number")])
        for title, problem in made.problems:
            row = cells(problem, title, "")
            row[0].setIcon(icon("circle-alert", "danger"))
            self.model.appendRow(row)
        for document in made.documents:
            name = document.path.name if document.path is not None else document.name
            row = cells(name, document.title, document.number)
            row[0].setIcon(icon("file-check", "accent"))
            row[0].setData(document.path, _PATH)
            self.model.appendRow(row)
        self.table.setColumnWidth(1, 170)
        self.table.setColumnWidth(2, 120)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.selectRow(0)
        self._open.setVisible(bool(files))
        self._folder.setVisible(bool(files))
        self._say(made)

    def _say(self, made: Made) -> None:
        n, failed = len(made.documents), len(made.problems)
        text = ngettext("{n} document was made.", "{n} documents were made.", n).format(n=grouped(n))
        if failed:
            more = ngettext("{n} could not be made.", "{n} could not be made.", failed)
            text += " " + more.format(n=grouped(failed))
        library, operation = self._desk.library, made.operation
        if library is None or operation is None:
            self.banner.say(text, "warning" if failed else "info")
            return
        work, uid = self._desk.work, operation.uid

        def undo() -> None:
            work.do(_("Undoing"), lambda _progress: library.undo(uid))

        self.banner.say(text, "warning" if failed else "info", _("Undo"), undo)

    @property
    def path(self) -> Path | None:
        """The file of the chosen line."""
        rows = self.table.selectionModel().selectedRows()
        found = rows[0].data(_PATH) if rows else None
        return found if isinstance(found, Path) else None

    def open(self) -> None:
        """Open the chosen document."""
        if self.path is not None:
            self._try(lambda path: open_own_file(path, self._open_url), self.path)

    def show_folder(self) -> None:
        """Open the folder that it lies in."""
        if self.path is not None:
            show_in_folder(self.path, self._open_url)

    def _try(self, act: object, path: Path) -> None:
        try:
            if callable(act):
                act(path)
        except UserError as problem:
            self._desk.messages.warning(str(problem))

    def _on_double_click(self, _index: QModelIndex) -> None:
        self.open()
