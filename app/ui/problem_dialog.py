"""Report a problem: what goes into the report is shown first; it is saved where the user wants, not sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.core.paths import downloads_folder
from app.core.texts import _
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice, with_suffix
from app.ui.opening import OpenUrl, open_in_system, show_in_folder
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import label, plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.problem_report import ReportFile
    from app.ui.desk import Desk

_SIZE = QSize(820, 620)
_WORDS_HEIGHT = 84


def show_problem(desk: Desk) -> ProblemDialog:
    """Open it."""
    dialog = ProblemDialog(desk, dialog_owner())
    open_dialog(dialog)
    return dialog


class ProblemDialog(QDialog):
    """The user's words, the files that go with them, and what is in each."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        files: FileChoice = FILES,
        open_url: OpenUrl = open_in_system,
    ) -> None:
        super().__init__(parent)
        named(self, "problem_dialog", _("Report a problem"))
        self.setWindowTitle(_("Report a problem"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self._desk, self._files, self._open_url = desk, files, open_url
        self._found: list[ReportFile] = []
        self.words = named(QPlainTextEdit(), "problem_words", _("What did you do, and what happened?"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(_WORDS_HEIGHT)
        self.words.setPlaceholderText(_("I clicked … I expected … Instead …"))
        self.list = named(QListWidget(), "problem_files", _("What goes in"))
        self.list.setProperty("roomy", "true")
        self.list.currentRowChanged.connect(self._show_file)
        self.list.itemChanged.connect(lambda _item: self._refresh())
        self.view = named(QPlainTextEdit(), "problem_view", _("What is in the file"))
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.banner = Banner("problem_banner")
        self.save = PrimaryButton(_("Save the report…"), "problem_save", "save")
        self.save.clicked.connect(self.ask_and_save)
        self._lay_out()
        self._gather()

    def _lay_out(self) -> None:
        told = _(
            "The report is a file that you send yourself, if you want to. Nothing of your records goes in; "
            "in the log, names, addresses, numbers and quoted values are masked. "
            "Look at it before you save it."
        )
        halves = named(QSplitter(Qt.Orientation.Horizontal), "problem_halves")
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.view)
        halves.setSizes([250, 530])
        close = QuietButton(_("Close"), "problem_close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addWidget(label(_("Report a problem"), "title"))
        column.addWidget(WrappedLabel(told, "muted"))
        column.addWidget(label(_("What did you do, and what happened?"), "heading"))
        column.addWidget(self.words)
        column.addWidget(label(_("What goes in"), "heading"))
        column.addWidget(halves, 1)
        column.addWidget(self.banner)
        column.addLayout(foot)

    # -- what goes in -------------------------------------------------------------------------------------

    def _gather(self) -> None:
        from app.services.problem_report import Surroundings, gather

        self.save.setEnabled(False)
        self.view.setPlainText(_("Being put together…"))
        settings, library = self._desk.settings, self._desk.library
        around = Surroundings(qVersion(), screen_facts())
        self._desk.work.study(
            lambda _progress: gather(settings, around, library),
            self._show,
            on_step=lambda _done, _total: None,
            on_end=lambda: None,
            owner=self,
        )

    def _show(self, found: list[ReportFile]) -> None:
        self._found = found
        self.list.clear()
        for each in found:
            item = QListWidgetItem(each.name)
            item.setToolTip(plain_tooltip(each.about))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._refresh()

    def _show_file(self, row: int) -> None:
        each = self._found[row] if 0 <= row < len(self._found) else None
        self.view.setPlainText(each.text if each is not None else "")
        self.view.setAccessibleDescription(each.about if each is not None else "")

    @property
    def chosen(self) -> list[ReportFile]:
        """The files that are ticked."""
        ticked = (
            self.list.item(row).checkState() == Qt.CheckState.Checked for row in range(self.list.count())
        )
        return [each for each, is_ticked in zip(self._found, ticked, strict=True) if is_ticked]

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self._found) and bool(self.chosen))

    # -- saving -------------------------------------------------------------------------------------------

    def ask_and_save(self) -> None:
        """Ask where, write the report there, and show it in its folder."""
        from app.services.problem_report import save, suggested_name

        suggested = downloads_folder() / suggested_name(self._desk.clock)
        kinds = _("Archives") + " (*.zip)"
        path = self._files.new(self, _("Save the report"), kinds, suggested)
        if path is None:
            return
        target = with_suffix(path, ".zip")
        chosen, words = self.chosen, self.words.toPlainText()
        self._desk.work.do(
            _("Saving the report"),
            lambda _progress: save(chosen, words, target),
            self._on_saved,
            on_error=lambda problem: self.banner.say(str(problem), "danger"),
            owner=self,
        )

    def _on_saved(self, path: Path) -> None:
        text = _("Saved as “{name}”. Send it to the developers yourself, for example by mail.")
        self.banner.say(
            text.format(name=path.name), "info", _("Show in the folder"), lambda: self._reveal(path)
        )
        self._reveal(path)

    def _reveal(self, path: Path) -> None:
        show_in_folder(path, self._open_url)


def screen_facts() -> list[tuple[str, str]]:
    """How the program is shown: platform, theme, screens with their scale; not what screens are called."""
    found = [
        (_("Platform"), QGuiApplication.platformName()),
        (_("Style"), QApplication.style().objectName()),
        (_("Theme"), theme.current().name),
        (_("Font"), f"{QApplication.font().family()}, {QApplication.font().pixelSize()} px"),
    ]
    for number, screen in enumerate(QGuiApplication.screens(), 1):
        size, ratio = screen.size(), screen.devicePixelRatio()
        room, dpi, rate = screen.availableSize(), screen.logicalDotsPerInch(), screen.refreshRate()
        told = f"{size.width()} × {size.height()} ({room.width()} × {room.height()}), {ratio:.0%}"
        found.append((_("Screen {n}").format(n=number), f"{told}, {dpi:.0f} dpi, {rate:.0f} Hz"))
    return found
