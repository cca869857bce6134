"""Beneath a document with placeholders: a look at how it reads for somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.core.texts import _
from app.ui.editors.finder import RecordFinder
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.library import Library
    from app.ui.desk import Desk

Read = tuple[str, str, Mapping[str, str]]


class ReadingRow(QWidget):
    """``read`` tells the values to show in the place of placeholders, or None for the placeholders."""

    read = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._section = self._written_for = self._language = self._uid = ""
        self.switch = named(
            QCheckBox(_("Show how it reads for")), "reading_switch", _("Show how it reads for")
        )
        self.switch.setToolTip(plain_tooltip(_("What is in colour comes from the record of each recipient.")))
        self.switch.toggled.connect(lambda _on: self._ask())
        self.record = RecordFinder(desk, (), "reading_record", _("Show how it reads for"), can_create=False)
        self.record.picked.connect(self._on_picked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.switch)
        row.addWidget(self.record, 1)

    def show_for(self, section: str, written_for: str, language: str) -> None:
        """The document is for records of that section, was written for one of them, in that language."""
        if section != self._section or written_for == self._uid:
            self._take("", "")
        self._section, self._written_for, self._language = section, written_for, language
        self.record.look_in((section,))
        self._ask()

    def _on_picked(self, uid: str, title: str) -> None:
        self._take(uid, title)
        if self.switch.isChecked():
            self._ask()
        else:
            self.switch.setChecked(True)  # who chooses somebody wants to see his letter

    def _take(self, uid: str, title: str) -> None:
        self._uid = uid
        self.record.show_chosen(title)

    def _ask(self) -> None:
        is_on, library = self.switch.isChecked(), self._desk.library
        if not is_on or library is None:
            self.read.emit(None)
            return
        job = _job(library, self._section, self._uid, self._written_for, self._language)
        self._desk.work.ask(f"reading.{id(self)}", job, self._on_read, lane="beside", owner=self)

    def _on_read(self, found: Read | None) -> None:
        if not self.switch.isChecked():
            return
        if found is None:
            self.read.emit(None)
            return
        uid, title, values = found
        if uid != self._uid:
            self._take(uid, title)
        self.read.emit(values)


def _job(
    library: Library, section: str, uid: str, written_for: str, language: str
) -> Callable[[], Read | None]:
    from app.services.documents.as_read import somebody_else, values_for

    def job() -> Read | None:
        record = library.get(uid) if uid else somebody_else(library, section, written_for)
        if record is None:
            return None
        return record.uid, record.title, values_for(library, section, record.uid, language)

    return job
