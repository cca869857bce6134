"""About the program: versions of everything it runs on, to be copied, and the licences of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.paths import APP_NAME
from app.core.texts import _
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.icons import application_icon
from app.ui.panel.small import ByWidth, WrappedLabel
from app.ui.study_dialog import cells
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.licences import Part
    from app.ui.desk import Desk

_SIZE = QSize(880, 560)
_MARK = 56


def show_about(desk: Desk) -> AboutDialog:
    """Open it."""
    dialog = AboutDialog(desk, dialog_owner())
    open_dialog(dialog)
    return dialog


class AboutDialog(QDialog):
    """Two pages: versions and licences. The licences are read beside the window."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("About {program}").format(program=APP_NAME)
        named(self, "about_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self._desk = desk
        self._facts = _versions()
        self._parts: list[Part] = []
        self.tabs = named(QTabWidget(), "about_tabs", title)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._versions_page(), _("Versions"))
        self.tabs.addTab(self._licences_page(), _("Licences"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self.tabs, 1)
        column.addLayout(self._foot())
        self._read()

    def text(self) -> str:
        """The versions as they are copied."""
        from app.services.versions import as_text

        return as_text(self._facts)

    def copy(self) -> None:
        """Put the versions onto the clipboard."""
        QApplication.clipboard().setText(self.text())
        self._copied.setText(_("Copied."))

    # -- putting it together ------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        mark = label("")
        mark.setPixmap(application_icon().pixmap(QSize(_MARK, _MARK), self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(APP_NAME, "title"))
        words.addWidget(WrappedLabel(_("Clients, firms, tasks and notes in one file on your own computer.")))
        free = _("Free software under the MIT licence. Nothing is sent anywhere unless you say so.")
        words.addWidget(WrappedLabel(free, "muted"))
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _versions_page(self) -> QWidget:
        page = ByWidth()
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(self._facts):
            grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(named(WrappedLabel(value), f"about_value_{line}", f"{name}: {value}"), line, 1)
        copy = QuietButton(_("Copy"), "about_copy", "copy")
        copy.clicked.connect(self.copy)
        self._copied = label("", "secondary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(copy)
        row.addWidget(self._copied, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 8)
        column.setSpacing(16)
        column.addLayout(grid)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _licences_page(self) -> QWidget:
        self.table = LinedTable("about_parts", _("Parts of the program"))
        self.model = QStandardItemModel(self.table)
        self.table.setModel(self.model)
        self.table.setSelectionMode(LinedTable.SelectionMode.SingleSelection)
        self.table.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_licence())
        self.licence = named(QPlainTextEdit(), "about_licence", _("Text of the licence"))
        self.licence.setReadOnly(True)
        self.licence.setTabChangesFocus(True)
        halves = named(QSplitter(Qt.Orientation.Horizontal), "about_halves")
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.licence)
        halves.setSizes([330, 550])
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 12, 20, 0)
        column.addWidget(halves)
        return page

    def _foot(self) -> QHBoxLayout:
        close = QuietButton(_("Close"), "about_close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot

    # -- licences -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        def job() -> list[Part]:
            from app.services.licences import parts

            return parts()

        self._desk.work.ask("licences", job, self._show_parts, patience_ms=0, lane="beside", owner=self)

    def _show_parts(self, parts: list[Part]) -> None:
        self._parts = parts
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_("Part"), _("Licence")])
        for part in parts:
            self.model.appendRow(cells(f"{part.name} {part.version}".strip(), part.licence))
        self.table.setColumnWidth(0, 190)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.selectRow(0)

    def _show_licence(self) -> None:
        row = self.table.currentIndex().row()
        self.licence.setPlainText(self._parts[row].text if 0 <= row < len(self._parts) else "")


def _versions() -> list[tuple[str, str]]:
    from app.services.versions import versions

    return versions(qVersion())
