"""What is asked before documents are made: which template, for whom, as what, where to, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.paths import documents_folder
from app.core.texts import _
from app.ui.file_choice import FileChoice
from app.ui.panel.small import WrappedLabel
from app.ui.records_choice import RecordsChoice
from app.ui.templates.list_model import same
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from app.services.documents.checks import Looked
    from app.services.documents.templates import Template
    from app.services.rows import ListQuery
    from app.ui.desk import Desk

FOLDER, AS_PDF = "document_folder", "document_pdf"
LAST = "document_template"
"""The template that was used last, by section."""
WORD, PDF = "docx", "pdf"


@dataclass(frozen=True)
class Wanted:
    """What stands in the form."""

    is_joined: bool
    as_pdf: bool
    is_attached: bool
    is_noted: bool
    is_printed: bool
    folder: Path | None
    pattern: str


class MakeOptions(QWidget):
    """The left half of the window that makes documents."""

    changed = Signal()
    """Something was changed that a look at the documents depends on."""
    template_wanted = Signal()
    """Another file is to be chosen as the template."""
    library_wanted = Signal()

    def __init__(
        self, desk: Desk, section: str, uids: Sequence[str], view: ListQuery | None, files: FileChoice
    ) -> None:
        super().__init__()
        self._desk, self._section, self._files = desk, section, files
        self._templates: list[Template] = []
        self.template = named(QComboBox(), "make_template", _("Template"))
        self.template.setMaxVisibleItems(20)
        self.template.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.template.activated.connect(self._on_template)
        self.what = RecordsChoice(desk, section, uids, view, "make")
        self.what.changed.connect(self.changed)
        self.kind = Segments("make_kind", _("Kind of file"))
        self.kind.offer([(WORD, "Word"), (PDF, "PDF")], PDF if desk.state.get(AS_PDF) else WORD)
        self.joined = self._check("joined", _("All in one file"))
        self.attached = self._check("attached", _("Attach to the records"))
        self.noted = self._check("noted", _("Note in the history of each record"), is_on=True)
        self.printed = self._check("printed", _("Print"))
        self.saved = self._check("saved", _("Save in the folder"), is_on=True)
        self.folder = named(QLineEdit(), "make_folder", _("Folder"))
        self.folder.setText(str(desk.state.get(FOLDER) or documents_folder()))
        self.folder.setCursorPosition(0)
        self.pattern = named(QLineEdit(), "make_pattern", _("Names of files"))
        self.pattern.editingFinished.connect(self._on_pattern)
        self._last_pattern = ""
        self.joined.toggled.connect(self._enable)
        self.attached.toggled.connect(self._enable)
        self.saved.toggled.connect(self._enable)
        self._lay_out()
        self._enable()

    def _check(self, key: str, text: str, *, is_on: bool = False) -> QCheckBox:
        made = named(QCheckBox(text), f"make_{key}", text)
        made.setChecked(is_on)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Template"), "heading"))
        manage = IconButton("settings", _("Templates…"), "make_library")
        manage.clicked.connect(self.library_wanted)
        column.addLayout(_line(self.template, manage))
        column.addSpacing(4)
        column.addWidget(label(_("For"), "heading"))
        column.addWidget(self.what)
        column.addSpacing(4)
        column.addWidget(label(_("As"), "heading"))
        column.addLayout(_line(self.kind, self.joined))
        column.addSpacing(4)
        column.addWidget(label(_("Where to"), "heading"))
        column.addWidget(self.saved)
        browse = IconButton("folder-open", _("Choose a folder"), "make_browse")
        browse.clicked.connect(self.choose_folder)
        self._browse = browse
        column.addLayout(_line(self.folder, browse))
        for each in (self.attached, self.printed, self.noted):
            column.addWidget(each)
        column.addSpacing(4)
        column.addWidget(label(_("Names of files"), "heading"))
        column.addWidget(self.pattern)
        told = _("May have fields in it, such as {example}.").format(example=self._example())
        column.addWidget(WrappedLabel(told, "muted"))
        column.addStretch(1)

    def _example(self) -> str:
        from app.services.documents.vocabulary import spoken

        one = self._desk.registry.section(self._section).one
        return f"{{{{ {spoken(_(one))}.{spoken(_('Full name'))} }}}}"

    # -- the template --------------------------------------------------------------------------------------

    def offer(self, templates: Sequence[Template], wanted: Template | None) -> None:
        """Templates to choose from: those of the file first, then the ready-made ones, then any file."""
        former = wanted or self.chosen
        last = (self._desk.state.get(LAST) or {}).get(self._section, "")
        self._templates = list(templates)
        if former is not None and not any(same(each, former) for each in templates):
            self._templates.insert(0, former)
        self.template.clear()
        for n, each in enumerate(self._templates):
            text = f"{each.folder} / {each.name}" if each.folder else each.name
            if n and each.is_shipped and not self._templates[n - 1].is_shipped:
                self.template.insertSeparator(self.template.count())
            self.template.addItem(text, each)
        self.template.insertSeparator(self.template.count())
        self.template.addItem(_("Other file…"), None)
        keys = [key_of(each) for each in self._templates]
        key = key_of(former) if former is not None else last
        self._choose(keys.index(key) if key in keys else 0)

    @property
    def chosen(self) -> Template | None:
        """The template that is chosen."""
        found: Template | None = self.template.currentData()
        return found

    def _choose(self, n: int) -> None:
        rows = range(self.template.count())
        found = [row for row in rows if self.template.itemData(row) is not None]
        if found:
            self.template.setCurrentIndex(found[min(n, len(found) - 1)])
        self._last = self.template.currentIndex()
        self._on_chosen()

    def _on_template(self, row: int) -> None:
        if self.template.itemData(row) is None:
            self.template.setCurrentIndex(self._last)
            self.template_wanted.emit()
        elif row != self._last:
            self._last = row
            self._on_chosen()

    def _on_chosen(self) -> None:
        template = self.chosen
        if template is not None:
            known = dict(self._desk.state.get(LAST) or {})
            self._desk.state.set(LAST, {**known, self._section: key_of(template)})
            self.changed.emit()

    # -- the rest ------------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask where the documents go."""
        found = self._files.folder(self, _("Folder for the documents"), Path(self.folder.text()))
        if found is not None:
            self.folder.setText(str(found))

    @property
    def is_pdf(self) -> bool:
        """Shall the documents be PDF?"""
        return self.kind.current == PDF

    def wanted(self) -> Wanted:
        """What stands here; kept for the next time."""
        folder = self.folder.text().strip()
        as_pdf = self.is_pdf
        self._desk.state.set(AS_PDF, as_pdf)
        if folder:
            self._desk.state.set(FOLDER, folder)
        return Wanted(
            self.joined.isChecked() and self.joined.isEnabled(), as_pdf,
            self.attached.isChecked() and self.attached.isEnabled(), self.noted.isChecked(),
            self.printed.isChecked(), Path(folder) if folder and self.saved.isChecked() else None,
            self.pattern.text().strip(),
        )  # fmt: skip

    def show_count(self, n: int, looked: Looked | None) -> None:
        """So many documents there are: one is not joined with others; how they are called by themselves."""
        from app.services.documents.patterns import default_pattern, in_words

        own = self.chosen.pattern if self.chosen is not None else ""
        self.pattern.setPlaceholderText(own or in_words(default_pattern(looked)))
        self._count = n
        self._enable()

    def _enable(self) -> None:
        can_write = self._desk.library is not None and not self._desk.library.is_read_only
        self.joined.setEnabled(getattr(self, "_count", 2) > 1)
        self.attached.setEnabled(can_write and not (self.joined.isChecked() and self.joined.isEnabled()))
        self.noted.setEnabled(can_write)
        self.folder.setEnabled(self.saved.isChecked())
        self._browse.setEnabled(self.saved.isChecked())

    def _on_pattern(self) -> None:
        if self.pattern.text() != self._last_pattern:
            self._last_pattern = self.pattern.text()
            self.changed.emit()


def key_of(template: Template) -> str:
    """By which a template is known from one time to the next."""
    return template.uid or str(template.path)


def _line(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for n, each in enumerate(widgets):
        row.addWidget(each, 0 if isinstance(each, (Segments, IconButton)) or n else 1)
    return row
