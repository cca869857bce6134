"""Step 1: which file, which sheet or encoding and separator; and how it reads then."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.kinds import cell_text
from app.core.override import override
from app.core.paths import documents_folder
from app.core.texts import N_, _
from app.ui.file_choice import LIST_SUFFIXES, FileChoice
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.state import PREVIEW_ROWS, ImportState, Look
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named

ENCODINGS = (
    ("utf-8", "UTF-8"), ("cp1250", N_("Windows, Central Europe (1250)")),
    ("cp1251", N_("Windows, Cyrillic (1251)")),
    ("cp1252", N_("Windows, Western Europe (1252)")), ("iso8859-2", "ISO 8859-2"), ("koi8-r", "KOI8-R"),
    ("cp852", N_("DOS, Central Europe (852)")), ("cp866", N_("DOS, Cyrillic (866)")),
    ("mac-cyrillic", N_("Mac, Cyrillic")), ("utf-16", "UTF-16"),
)  # fmt: skip
DELIMITERS = ((",", N_("Comma")), (";", N_("Semicolon")), ("\t", N_("Tab")), ("|", N_("Bar")))
ENDINGS = " ".join(f"*{each}" for each in LIST_SUFFIXES)
WIDEST = 220


class FilePage(WizardPage):
    """Choose, drop or paste a list; what was detected can be corrected while looking at the first rows."""

    refused = Signal(str)
    """A sentence: there is nothing to read."""

    def __init__(self, files: FileChoice) -> None:
        super().__init__("import_file", _("File"))
        self.setAcceptDrops(True)
        self._files = files
        self._pasted: tempfile.TemporaryDirectory[str] | None = None
        choose = PrimaryButton(_("Choose a file…"), "import_choose", "folder-open")
        choose.setAutoDefault(True)  # Enter would press “Continue”, which is off yet
        choose.clicked.connect(self.choose)
        self._empty = EmptyState(
            "file-spreadsheet",
            _("Which list?"),
            _("Excel, OpenDocument, text or vCards. Drop it here, or paste cells copied in Excel."),
            choose,
            self._paste_button("import_paste"),
            object_name="import_empty",
        )
        self._bar = self._make_bar()
        self._table = self._make_table()
        self.column.addWidget(self._empty, 1)
        self.column.addWidget(self._bar)
        self.column.addWidget(self._table, 1)
        self._bar.hide()
        self._table.hide()

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        lines = QVBoxLayout(bar)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        head, row = QHBoxLayout(), QHBoxLayout()
        for line in (head, row):
            line.setSpacing(8)
            lines.addLayout(line)
        self._name = ElidedLabel("", "strong")
        other = QuietButton(_("Other file…"), "import_other", "folder-open")
        other.clicked.connect(self.choose)
        self._section = named(QComboBox(), "import_section", _("Section"))
        self._sheet = named(QComboBox(), "import_sheet", _("Sheet"))
        self._encoding = named(QComboBox(), "import_encoding", _("Encoding"))
        self._delimiter = named(QComboBox(), "import_delimiter", _("Separator"))
        self._section.activated.connect(self._choose_section)
        self._sheet.activated.connect(lambda: self._reread("sheet", self._sheet))
        self._encoding.activated.connect(lambda: self._reread("encoding", self._encoding))
        self._delimiter.activated.connect(lambda: self._reread("delimiter", self._delimiter))
        head.addWidget(self._name, 1)
        head.addWidget(other)
        head.addWidget(self._paste_button("import_paste_other"))
        for box in (self._section, self._sheet, self._encoding, self._delimiter):
            caption = label(box.accessibleName(), "muted")
            caption.setObjectName(f"{box.objectName()}_label")
            row.addWidget(caption)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # the choices come later
            row.addWidget(box)
        row.addStretch(1)
        return bar

    def _paste_button(self, name: str) -> QuietButton:
        button = QuietButton(_("From the clipboard"), name, "clipboard-paste")
        button.setAutoDefault(True)
        button.clicked.connect(self.paste)
        return button

    def _make_table(self) -> QTableWidget:
        table = named(QTableWidget(), "import_preview", _("First rows of the file"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setShowGrid(False)
        table.setProperty("padded", "true")
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        return table

    def choose(self) -> None:
        """Ask for a file."""
        kinds = _("Lists ({endings})").format(endings=ENDINGS)
        every = _("All files")
        paths = self._files.several(self, _("Choose a list"), f"{kinds};;{every} (*)", self._folder())
        if paths:
            self.changed.emit(self.state.with_file(*paths))

    def paste(self) -> None:
        """Read the cells of the clipboard as if they were a file."""
        text = QApplication.clipboard().text()
        if not text.strip():
            self.refused.emit(_("There is no text in the clipboard. Copy the cells in Excel and try again."))
            return
        if self._pasted is None:
            self._pasted = tempfile.TemporaryDirectory()  # what was copied may be private: gone with the page
            self.destroyed.connect(self._pasted.cleanup)
        name = _("Clipboard")  # its content tells what it is
        path = Path(self._pasted.name) / name
        path.write_bytes(text.encode("utf-8", "replace"))
        state = replace(self.state.with_file(path), encoding="utf-8")
        self.changed.emit(replace(state, delimiter="\t") if "\t" in text else state)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def _folder(self) -> Path:
        """Where the list before came from, else where the user keeps documents."""
        return self.state.path.parent if self.state.path is not None else documents_folder()

    def _reread(self, what: Literal["sheet", "encoding", "delimiter"], box: QComboBox) -> None:
        self.changed.emit(self.state.with_reading(what, str(box.currentData())))

    def _choose_section(self, _place: int) -> None:
        self.changed.emit(self.state.with_section(str(self._section.currentData())))

    def show_state(self, state: ImportState, look: Look | None) -> None:
        """Show what was read; no look means that there is no readable file yet."""
        self.state = state
        self._empty.setVisible(look is None)
        self._bar.setVisible(look is not None)
        self._table.setVisible(look is not None)
        if look is not None and state.path is not None:
            self._name.setText(table_name(state.paths))
            self._fill_choices(look)
            self._fill_table(look)
        self.ready.emit(look is not None)

    def _fill_choices(self, look: Look) -> None:
        table = look.plan.table
        self._offer(self._section, list(look.sections), look.plan.section.key)
        sheets = [(name, name) for name in table.sheets] if look.plan.has_columns else []
        self._offer(self._sheet, sheets, table.name)
        is_text = not table.sheets
        encoding = table.encoding.removesuffix("-sig")  # a mark at the beginning is no other encoding
        encodings = [(key, _(text)) for key, text in ENCODINGS] if is_text else []
        if is_text and encoding not in {key for key, _text in ENCODINGS}:
            encodings.insert(0, (encoding, encoding))
        self._offer(self._encoding, encodings, encoding)
        delimiters = [(key, _(text)) for key, text in DELIMITERS] if is_text else []
        if is_text and table.delimiter not in {key for key, _text in DELIMITERS}:
            delimiters.insert(0, (table.delimiter, table.delimiter or "—"))
        self._offer(self._delimiter, delimiters, table.delimiter)

    def _offer(self, box: QComboBox, choices: list[tuple[str, str]], current: str) -> None:
        box.clear()
        for key, text in choices:
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(current)))
        caption = self.findChild(QWidget, f"{box.objectName()}_label")
        for each in (box, caption):
            if each is not None:
                each.setVisible(len(choices) > 0)

    def _fill_table(self, look: Look) -> None:
        rows, headers = look.sample[:PREVIEW_ROWS], look.plan.table.headers
        self._table.setColumnCount(len(headers))
        self._table.setHorizontalHeaderLabels(headers)
        self._table.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells[: len(headers)]):
                text = " ".join(cell_text(cell).split())[:200]
                self._table.setItem(number, place, QTableWidgetItem(text))
        self._table.resizeColumnsToContents()
        for place in range(self._table.columnCount()):
            self._table.setColumnWidth(place, min(self._table.columnWidth(place) + 12, WIDEST))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.changed.emit(self.state.with_file(*paths))


def table_name(paths: Sequence[Path]) -> str:
    """What a list of one file or of several is called."""
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} + {len(paths) - 1}"
