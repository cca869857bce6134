"""Export: which records, which fields, which file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.paths import documents_folder
from app.core.texts import _, ngettext
from app.services.exchange.formats import FORMATS
from app.ui import theme
from app.ui.export_options import FormatChoice
from app.ui.file_choice import FILES, FileChoice
from app.ui.messages import Action
from app.ui.opening import OpenUrl, open_in_system, open_own_file
from app.ui.panel.document import file_name
from app.ui.records_choice import RecordsChoice
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library
    from app.services.rows import ListQuery
    from app.ui.desk import Desk

_FOLDER, _FORMAT = "export_folder", "export_format"
_ROLE = Qt.ItemDataRole.UserRole
FIELD_GAP = 4


class ExportDialog(QDialog):
    """Small: the selection, the list as it is filtered, or the whole section; all fields or some."""

    def __init__(
        self,
        desk: Desk,
        section: str,
        uids: Sequence[str] = (),
        view: ListQuery | None = None,
        parent: QWidget | None = None,
        *,
        files: FileChoice = FILES,
        open_url: OpenUrl = open_in_system,
    ) -> None:
        super().__init__(parent)
        self._desk, self._section = desk, desk.registry.section(section)
        self._files, self._open_url = files, open_url
        title = _("Export: {section}").format(section=desk.title_of(section))
        guided(named(self, "export_dialog", title), "backup")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "title"))
        column.addSpacing(4)
        self._what = RecordsChoice(desk, section, uids, view, "export")
        column.addWidget(self._what)
        column.addSpacing(8)
        column.addWidget(label(_("Fields"), "heading"))
        self._fields = self._make_fields()
        self._which = self._radios(column, "fields", [("all", _("All fields")), ("some", _("Only these:"))])
        self._which.idToggled.connect(lambda: self._fields.setEnabled(self._chosen(self._which) == "some"))
        self._fields.setEnabled(False)
        column.addWidget(self._fields, 1)
        column.addSpacing(4)
        self._format = FormatChoice(self._section, str(desk.state.get(_FORMAT) or ""))
        column.addWidget(self._format)
        column.addLayout(self._foot())

    def _radios(self, column: QVBoxLayout, name: str, choices: list[tuple[str, str]]) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, (key, text) in enumerate(choices):
            button = named(QRadioButton(text), f"export_{name}_{key}", text)
            button.setProperty("choice", key)
            button.setChecked(number == 0)
            group.addButton(button)
            column.addWidget(button)
        return group

    def _make_fields(self) -> QListWidget:
        made = named(QListWidget(), "export_fields", _("Fields"))
        made.setProperty("roomy", "true")
        made.setProperty("boxed", "true")
        made.setSpacing(FIELD_GAP // 2)
        for field in self._section.stored:
            if field.group not in ("files", "links") and field.kind.name != "image" and not field.is_hidden:
                item = QListWidgetItem(_(field.label))
                item.setData(_ROLE, field.key)
                item.setSizeHint(QSize(0, theme.metrics().tree_row))
                item.setCheckState(
                    Qt.CheckState.Checked if field.group != "marks" else Qt.CheckState.Unchecked
                )
                made.addItem(item)
        return made

    def _foot(self) -> QHBoxLayout:
        start = PrimaryButton(_("Export…"), "export_start", "file-down")
        start.clicked.connect(self.start)
        return dialog_foot(self, "export", start)

    def _chosen(self, group: QButtonGroup) -> str:
        button = group.checkedButton()
        return str(button.property("choice")) if button is not None else ""

    def columns(self) -> list[str] | None:
        """Keys of the chosen fields; None means all."""
        if self._chosen(self._which) != "some":
            return None
        items = (self._fields.item(row) for row in range(self._fields.count()))
        return [str(item.data(_ROLE)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def start(self) -> None:
        """Ask for the file, then write it off the window's thread."""
        columns = self.columns()
        if columns == []:
            self._desk.messages.warning(_("Choose at least one field."))
            return
        folder = Path(self._desk.state.get(_FOLDER) or documents_folder())
        chosen = self._format.format
        suggested = folder / f"{file_name(self._desk.title_of(self._section.key))}{chosen.suffix}"
        kinds = f"{_(chosen.label)} (*{chosen.suffix})"
        target = self._files.new(self, _("Export to"), kinds, suggested)
        library = self._desk.library
        if target is None or library is None:
            return
        if target.suffix.lower() not in FORMATS:
            target = target.with_name(f"{target.name}{chosen.suffix}")
        self._desk.state.set(_FOLDER, str(target.parent))
        self._desk.state.set(_FORMAT, chosen.suffix)
        options = self._format.options() if target.suffix.lower() == chosen.suffix else {}
        desk, uids, query = self._desk, self._what.uids(), self._what.query()

        def job(progress: Progress) -> int:
            return write_export(library, query, target, columns, progress, uids=uids(), options=options)

        opener = self._open_url
        self._desk.work.do(
            _("Exporting"), job, lambda n: _tell(desk, target, n, opener), can_cancel=True, owner=desk
        )
        self.accept()


def write_export(
    library: Library,
    query: ListQuery,
    target: Path,
    columns: Sequence[str] | None,
    progress: Progress,
    *,
    uids: Sequence[str] | None = None,
    options: dict[str, Any] | None = None,
) -> int:
    """Write chosen records, or those of a list; how many they were."""
    from app.services.exchange.exporting import export
    from app.ui.printing.pdf import write_pdf

    return export(library, query, target, columns, progress, uids=uids, draw=write_pdf, **(options or {}))


def _tell(desk: Desk, target: Path, n: int, open_url: OpenUrl) -> None:
    text = ngettext("{n} record exported to {name}.", "{n} records exported to {name}.", n)
    open_it = Action(_("Open"), lambda: open_own_file(target, open_url))
    desk.messages.info(text.format(n=n, name=target.name), open_it)
