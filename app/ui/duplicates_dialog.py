"""Duplicates: pairs with score and reasons, side by side, to be merged, skipped, or told apart for good."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing.acts import undo
from app.ui.merge_dialog import open_merge
from app.ui.messages import Action
from app.ui.side_by_side import SideBySide
from app.ui.widgets.buttons import PrimaryButton, QuietButton, is_enter
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.naming import named
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.duplicates import Pair, Scan
    from app.services.library import Record
    from app.services.operations import Operation
    from app.ui.desk import Desk

SCORE_WIDTH, TITLE_WIDTH = 76, 220


def show_duplicates(desk: Desk, section: str) -> DuplicatesDialog:
    """Open the view and begin to look in the section."""
    dialog = DuplicatesDialog(desk, section, dialog_owner())
    open_dialog(dialog, is_modal=False)
    return dialog


class DuplicatesDialog(QDialog):
    """Arrows go through the pairs; Enter merges, Delete says they are two, Space goes on to the next."""

    def __init__(self, desk: Desk, section: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "duplicates_dialog", _("Duplicates"))
        self.setWindowTitle(_("Duplicates"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 640)
        self._desk = desk
        self._progress: Progress | None = None
        self._looks = 0
        self._scan: Scan | None = None
        self._pairs: list[Pair] = []
        self._build(section)
        self._lay_out()
        desk.library_changed.connect(self.close)
        self.look()

    def _build(self, section: str) -> None:
        library = self._desk.library
        self._sections = named(QComboBox(), "duplicates_section", _("Section"))
        for key in library.duplicates.sections() if library is not None else ():
            self._sections.addItem(self._desk.title_of(key), key)
        self._sections.setCurrentIndex(max(0, self._sections.findData(section)))
        self._sections.activated.connect(lambda _place: self.look())
        self._all = QCheckBox(_("Less likely ones too"))
        named(self._all, "duplicates_all", self._all.text())
        self._all.toggled.connect(self._fill)
        self._again = QuietButton(_("Look again"), "duplicates_again", "refresh-cw")
        self._again.clicked.connect(self.look)
        self._strip = ProgressStrip("duplicates_progress")
        self._strip.cancelled.connect(self._cancel)
        self.table = LinedTable("duplicates_table", _("Pairs"))
        self._model = QStandardItemModel(self.table)
        self._model.setHorizontalHeaderLabels([_("Likely"), _("Record"), _("Other record"), _("Why")])
        self.table.setModel(self._model)
        self.table.setSelectionMode(LinedTable.SelectionMode.SingleSelection)
        self.table.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate((SCORE_WIDTH, TITLE_WIDTH, TITLE_WIDTH)):
            self.table.setColumnWidth(place, width)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.doubleClicked.connect(lambda _index: self.merge())
        self.table.installEventFilter(self)
        self._beside = SideBySide(self._desk)
        self._note = label("", "secondary")
        self._note.setWordWrap(True)
        named(self._note, "duplicates_note")
        self._merge = PrimaryButton(_("Merge…"), "duplicates_merge", "merge")
        self._apart = QuietButton(_("Not a duplicate"), "duplicates_apart", "split")
        self._skip = QuietButton(_("Skip"), "duplicates_skip")
        self._merge.clicked.connect(self.merge)
        self._apart.clicked.connect(self.keep_apart)
        self._skip.clicked.connect(self.skip)
        keys = {self._merge: _("Enter"), self._apart: _("Del"), self._skip: _("Space")}
        for button, key in keys.items():
            button.setToolTip(f"{button.text()} ({key})")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._sections)
        head.addWidget(self._all)
        head.addStretch(1)
        head.addWidget(self._again)
        would = _(
            "Records with the same phone, e-mail or code would stand here, and similar names with the same"
            " city or birthday."
        )
        empty = EmptyState("circle-check", _("No duplicates found"), would, object_name="duplicates_empty")
        pairs = QWidget()
        inside = QVBoxLayout(pairs)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.table, 3)
        inside.addWidget(self._beside, 2)
        self._stack = QStackedWidget()
        for each in (pairs, empty, QWidget()):
            self._stack.addWidget(each)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        for button in (self._skip, self._apart, self._merge):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    # -- looking -------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Go through the section anew."""
        library, section = self._desk.library, self.section
        if library is None or not section:
            return
        self._cancel()
        self._strip.start(_("Looking for duplicates"))
        self._note.setText("")
        self._stack.setCurrentIndex(2)
        self._scan, self._pairs = None, []
        self._enable()
        self._looks += 1
        self._progress = self._desk.work.study(
            lambda progress: library.duplicates.scan(section, progress), self._on_found,
            self._strip.advance, partial(self._on_end, self._looks), owner=self,
        )  # fmt: skip

    @property
    def section(self) -> str:
        """Key of the section that is looked through."""
        return str(self._sections.currentData() or "")

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _on_end(self, look: int) -> None:
        if look == self._looks:  # an older one was cancelled by this one
            self._strip.finish()
            self._note.setText(_("Cancelled."))

    def _on_found(self, scan: Scan) -> None:
        """A cancelled look tells nothing, so this is the newest one."""
        self._scan, self._pairs = scan, list(scan.pairs)
        from app.services.duplicates import LIKELY

        if scan.pairs and scan.pairs[0].score < LIKELY:
            self._all.setChecked(True)
        self._fill()

    def shown_pairs(self) -> list[Pair]:
        """Pairs in the table, in its order."""
        from app.services.duplicates import LIKELY

        least = 0 if self._all.isChecked() else LIKELY
        return [each for each in self._pairs if each.score >= least]

    def _fill(self, _is_on: bool = False) -> None:
        if self._scan is None:
            return
        pairs = self.shown_pairs()
        place = max(0, self.table.currentIndex().row())
        self._model.removeRows(0, self._model.rowCount())
        for pair in pairs:
            self._model.appendRow(self._row(pair))
        self._stack.setCurrentIndex(0 if pairs else 1)
        self._tell(len(pairs))
        self._enable()
        if pairs:
            self.table.setCurrentIndex(self._model.index(min(place, len(pairs) - 1), 0))
            self.table.setFocus()

    def _row(self, pair: Pair) -> list[QStandardItem]:
        texts = (f"{pair.score} %", *pair.titles, ", ".join(pair.reasons))
        items = [QStandardItem(text) for text in texts]
        items[0].setAccessibleText(f"{texts[0]}: {texts[1]}, {texts[2]}: {texts[3]}")
        return items

    def _tell(self, n: int) -> None:
        lines = [ngettext("{n} pair", "{n} pairs", n).format(n=grouped(n))] if n else []
        scan = self._scan
        if scan is not None and scan.is_cut:
            lines.append(_("There are more: these are the most likely ones."))
        if scan is not None and scan.crowded:
            lines.append(_("Where very many share a phone or a name, only neighbours by name are compared."))
        self._note.setText(" ".join(lines))

    # -- one pair ------------------------------------------------------------------------------------------

    @property
    def pair(self) -> Pair | None:
        """The pair that is selected."""
        pairs, place = self.shown_pairs(), self.table.currentIndex().row()
        return pairs[place] if 0 <= place < len(pairs) else None

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        library, pair = self._desk.library, self.pair
        self._enable()
        if library is None or pair is None:
            return
        self._desk.work.ask(
            f"duplicates.{id(self)}", lambda: library.get_many([pair.one, pair.other]),
            partial(self._show_beside, pair), lane="beside", owner=self,
        )  # fmt: skip

    def _enable(self) -> None:
        library = self._desk.library
        is_on = self.pair is not None and library is not None
        can_write = is_on and library is not None and not library.is_read_only
        self._merge.setEnabled(can_write)
        self._apart.setEnabled(can_write)
        self._skip.setEnabled(is_on)

    def _show_beside(self, pair: Pair, records: dict[str, Record]) -> None:
        if pair != self.pair:
            return
        if len(records) < 2:
            self._leave_out(lambda each: each == pair)  # one of them was deleted or merged meanwhile
            return
        self._beside.show_records((records[pair.one], records[pair.other]))

    # -- what is done with a pair --------------------------------------------------------------------------

    def merge(self) -> None:
        """Side by side, to become one."""
        pair = self.pair
        if pair is not None and self._merge.isEnabled():
            open_merge(self._desk, (pair.one, pair.other), self._on_merged)

    def _on_merged(self, _survivor: str, other: str) -> None:
        self._leave_out(lambda each: other in (each.one, each.other))

    def keep_apart(self) -> None:
        """They are two: remembered in the file."""
        library, pair = self._desk.library, self.pair
        if library is None or pair is None or not self._apart.isEnabled():
            return

        def done(operation: Operation) -> None:
            text = _("“{one}” and “{other}” are no duplicates; they are not shown again.")
            said = text.format(one=pair.titles[0], other=pair.titles[1])
            desk = self._desk
            desk.messages.info(said, Action(_("Undo"), lambda: undo(desk, operation.uid)))

        self._desk.work.do(
            _("Not a duplicate"), lambda _progress: library.duplicates.dismiss(pair.one, pair.other), done,
            owner=self,
        )  # fmt: skip
        self._leave_out(lambda each: each == pair)

    def skip(self) -> None:
        """On to the next one; the pair comes again when it is looked again."""
        pair = self.pair
        if pair is not None:
            self._leave_out(lambda each: each == pair)

    def _leave_out(self, is_gone: Callable[[Pair], bool]) -> None:
        self._pairs = [each for each in self._pairs if not is_gone(each)]
        self._fill()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.table:
            acts = {Qt.Key.Key_Delete: self.keep_apart, Qt.Key.Key_Space: self.skip}
            act = self.merge if is_enter(event) else acts.get(Qt.Key(event.key()))
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    @override
    def done(self, result: int) -> None:
        self._cancel()
        super().done(result)
