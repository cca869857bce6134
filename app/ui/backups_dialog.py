"""Go back to a daily backup: when each was made, and how much was done since; one is opened as a copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from app.blueprint.dates import Stamp
from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.messages import Action
from app.ui.study_dialog import FOUND, NOTHING, StudyDialog, cells
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.care import DailyCopy
    from app.services.library import Library
    from app.ui.desk import Desk

WIDTHS = 210, 170
"""Of the moment and of what was done since; the name of the file has the rest."""


def show_backups(desk: Desk) -> BackupsDialog:
    """Open it and look what there is."""
    dialog = BackupsDialog(desk, dialog_owner())
    open_dialog(dialog)
    return dialog


class BackupsDialog(StudyDialog):
    """Nothing is replaced: the backup is copied beside the file, and the copy is opened."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "backups", _("Go back to a backup"), parent)
        guided(self, "backup")
        self.resize(720, 440)
        self._found: list[DailyCopy] = []
        self.table, self._model = self.make_table(_("Daily backups"))
        self._open = PrimaryButton(_("Open a copy"), "backups_open", "archive-restore")
        self._open.clicked.connect(lambda: self.act_on(self.table.currentIndex()))
        self.lay_out(self._head(), self.table, self._empty(), (self._open,))
        self.look()

    def _head(self) -> QHBoxLayout:
        text = _("The open file stays as it is: the backup is copied beside it, and the copy is opened.")
        told = named(label(text, "secondary"), "backups_told")
        told.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(told)
        return line

    def _empty(self) -> EmptyState:
        text = _("The first one is made some minutes after the file was opened, if the settings say so.")
        return EmptyState("database-backup", _("There is no backup yet"), text, object_name="backups_empty")

    @override
    def job(self, library: Library) -> Callable[[Progress], list[DailyCopy]]:
        return lambda _progress: library.care.daily_copies()

    @override
    def doing(self) -> str:
        return _("Looking for backups")

    @override
    def forget(self) -> None:
        self._found = []
        self._open.setEnabled(False)

    @override
    def on_found(self, found: list[DailyCopy]) -> None:
        self._found, context = found, self._desk.context()
        self._model.clear()
        self._model.setHorizontalHeaderLabels([_("Made"), _("Done since"), _("File")])
        for each in found:
            self._model.appendRow(cells(Stamp().show(each.at, context), _later(each.later), each.path.name))
        head = self.table.horizontalHeader()
        for place, width in enumerate(WIDTHS):
            self.table.setColumnWidth(place, width)
        head.setSectionResizeMode(len(WIDTHS), QHeaderView.ResizeMode.Stretch)
        self._stack.setCurrentIndex(FOUND if found else NOTHING)
        self._note.setText("")
        self._open.setEnabled(bool(found))
        if found:
            self.table.selectRow(0)
            self.table.setFocus()

    @override
    def act_on(self, index: QModelIndex) -> None:
        """Copy the backup of this line and open the copy."""
        library, desk = self._desk.library, self._desk
        if library is None or not 0 <= index.row() < len(self._found) or not desk.may_close():
            return
        chosen, left = self._found[index.row()], library.path
        when = Stamp().show(chosen.at, desk.context())
        self._open.setEnabled(False)
        desk.work.do(
            _("Bringing the backup back"), lambda _progress: library.care.bring_back(chosen.path),
            partial(_open, desk, when, left), on_error=self._on_failed, owner=desk,
        )  # fmt: skip

    def _on_failed(self, problem: Exception) -> None:
        self._open.setEnabled(True)
        self._note.setText(str(problem))


def _open(desk: Desk, when: str, left: Path, path: Path) -> None:
    told = _("This is the copy “{name}” of the backup {when}. “{left}” is as you left it.")
    text = told.format(name=path.name, when=when, left=left.name)
    back = Action(_("Back to it"), lambda: desk.open_file(left) if desk.may_close() else None)
    desk.open_file(path, lambda: desk.messages.info(text, back))


def _later(steps: int | None) -> str:
    if steps is None:
        return ""
    if steps == 0:
        return _("nothing")
    return ngettext("{n} step", "{n} steps", steps).format(n=grouped(steps))
