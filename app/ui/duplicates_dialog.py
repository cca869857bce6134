"""Duplicates: pairs with score and reasons, side by side, to be merged, skipped, or told apart for good."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.blueprint.house import NOT_DUPLICATE
from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing.acts import undo
from app.ui.merge_dialog import open_merge
from app.ui.messages import Action
from app.ui.side_by_side import SideBySide
from app.ui.study_dialog import FOUND, NOTHING, StudyDialog, cells
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.duplicates import Pair, Scan
    from app.services.library import Library, Record, RecordsChanged
    from app.services.operations import Operation
    from app.ui.desk import Desk

SCORE_WIDTH, TITLE_WIDTH = 76, 220
FEW = 40
"""So many changed records are looked at again by themselves; after more everything is looked through anew."""


def show_duplicates(desk: Desk, section: str) -> DuplicatesDialog:
    """Open the view and begin to look in the section."""
    dialog = DuplicatesDialog(desk, section, dialog_owner())
    open_dialog(dialog, is_modal=False)
    return dialog


class DuplicatesDialog(StudyDialog):
    """Arrows go through the pairs; Enter merges, Delete says they are two, Space goes on to the next."""

    def __init__(self, desk: Desk, section: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, "duplicates", _("Duplicates"), parent)
        self.resize(1040, 640)
        self._scan: Scan | None = None
        self._pairs: list[Pair] = []
        self._apart_pairs: list[Pair] = []
        self._skipped: set[frozenset[str]] = set()
        self._build_head(section)
        self._build_table()
        self._beside = SideBySide(desk)
        self._build_acts()
        self._put_together()
        desk.records_changed.connect(self._on_records_changed)
        self.look()

    def _build_head(self, section: str) -> None:
        library = self._desk.library
        self._sections = named(QComboBox(), "duplicates_section", _("Section"))
        for key in library.duplicates.sections() if library is not None else ():
            self._sections.addItem(self._desk.title_of(key), key)
        self._sections.setCurrentIndex(max(0, self._sections.findData(section)))
        self._sections.activated.connect(lambda _place: self.look())
        self._all = QCheckBox(_("Less likely ones too"))
        named(self._all, "duplicates_all", self._all.text())
        self._all.toggled.connect(self._fill)

    def _build_table(self) -> None:
        self.table, self._model = self.make_table(_("Pairs"))
        self._model.setHorizontalHeaderLabels([_("Likely"), _("Record"), _("Other record"), _("Why")])
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate((SCORE_WIDTH, TITLE_WIDTH, TITLE_WIDTH)):
            self.table.setColumnWidth(place, width)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def _build_acts(self) -> None:
        self._merge = PrimaryButton(_("Merge…"), "duplicates_merge", "merge")
        self._apart = QuietButton(_("Not a duplicate"), "duplicates_apart", "split")
        self._skip = QuietButton(_("Skip"), "duplicates_skip")
        self._merge.clicked.connect(self.merge)
        self._apart.clicked.connect(self.keep_apart)
        self._skip.clicked.connect(self.skip)
        keys = {self._merge: _("Enter"), self._apart: _("Del"), self._skip: _("Space")}
        for button, key in keys.items():
            button.setToolTip(f"{button.text()} ({key})")

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._sections)
        head.addWidget(self._all)
        head.addStretch(1)
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
        self.lay_out(head, pairs, empty, (self._skip, self._apart, self._merge))

    # -- looking -------------------------------------------------------------------------------------------

    @property
    def section(self) -> str:
        """Key of the section that is looked through."""
        return str(self._sections.currentData() or "")

    @override
    def job(self, library: Library) -> Callable[[Progress], Scan] | None:
        section = self.section
        return (lambda progress: library.duplicates.scan(section, progress)) if section else None

    @override
    def doing(self) -> str:
        return _("Looking for duplicates")

    @override
    def forget(self) -> None:
        self._scan, self._pairs, self._apart_pairs = None, [], []
        self._skipped.clear()
        self._enable()

    @override
    def on_found(self, found: Scan) -> None:
        self._scan, self._pairs = found, list(found.pairs)
        from app.services.duplicates import LIKELY

        if found.pairs and found.pairs[0].score < LIKELY:
            self._all.setChecked(True)
        self._fill()

    def shown_pairs(self) -> list[Pair]:
        """Pairs in the table, in its order."""
        from app.services.duplicates import LIKELY

        least = 0 if self._all.isChecked() else LIKELY
        return [each for each in self._pairs if each.score >= least]

    def _fill(self, _is_on: bool = False) -> None:
        self._show_pairs()

    def _show_pairs(self, wanted: Pair | None = None) -> None:
        """Fill the table; the pair that is wanted becomes the current one, else that at the same place."""
        if self._scan is None:
            return
        pairs = self.shown_pairs()
        place = pairs.index(wanted) if wanted in pairs else max(0, self.table.currentIndex().row())
        self._model.removeRows(0, self._model.rowCount())
        for pair in pairs:
            self._model.appendRow(self._row(pair))
        self._stack.setCurrentIndex(FOUND if pairs else NOTHING)
        self._tell(len(pairs))
        self._enable()
        if pairs:
            self.table.setCurrentIndex(self._model.index(min(place, len(pairs) - 1), 0))
            self.table.setFocus()
        else:
            self._again.setFocus()

    def _row(self, pair: Pair) -> list[QStandardItem]:
        items = cells(f"{pair.score} %", *pair.titles, ", ".join(pair.reasons))
        score, one, other, why = (each.text() for each in items)
        items[0].setAccessibleText(f"{score}: {one}, {other}: {why}")
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
            open_merge(self._desk, (pair.one, pair.other), self._on_merged, self)

    def _on_merged(self, _survivor: str, other: str) -> None:
        self._leave_out(lambda each: other in (each.one, each.other))
        QTimer.singleShot(0, self, self.activateWindow)  # when the window of the merge has gone

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
        self._apart_pairs.append(pair)
        self._leave_out(lambda each: each == pair)

    def skip(self) -> None:
        """On to the next one; the pair comes again when it is looked again."""
        pair = self.pair
        if pair is not None:
            self._skipped.add(frozenset((pair.one, pair.other)))
            self._leave_out(lambda each: each == pair)

    # -- what is changed meanwhile -------------------------------------------------------------------------

    def _on_records_changed(self, changed: RecordsChanged) -> None:
        """Merged, undone, edited elsewhere: the pairs of those records are looked at again."""
        library, section, scan = self._desk.library, self.section, self._scan
        uids = set(changed.changed.get(section, ()))
        if NOT_DUPLICATE.key in changed.changed:
            uids.update(uid for each in self._apart_pairs for uid in (each.one, each.other))
        if scan is None or library is None or not uids:
            return
        if len(uids) > FEW:
            self.look()
            return
        pairs, duplicates = list(self._pairs), library.duplicates
        self._desk.work.ask(
            f"duplicates.renewed.{id(self)}", lambda: (scan, duplicates.renewed(section, pairs, uids)),
            self._on_renewed, lane="beside", owner=self,
        )  # fmt: skip

    def _on_renewed(self, answer: tuple[Scan, list[Pair]]) -> None:
        scan, pairs = answer
        if scan is not self._scan:
            return
        before, current = list(self._pairs), self.pair
        pairs = [each for each in pairs if frozenset((each.one, each.other)) not in self._skipped]
        if pairs != before:
            self._pairs = pairs
            came = next((each for each in self.shown_pairs() if each not in before), None)
            self._show_pairs(came or current)

    def _leave_out(self, is_gone: Callable[[Pair], bool]) -> None:
        self._pairs = [each for each in self._pairs if not is_gone(each)]
        self._fill()

    @override
    def act_on(self, index: QModelIndex) -> None:
        self.merge()

    @override
    def acts_by_key(self) -> dict[Qt.Key, Callable[[], object]]:
        return {Qt.Key.Key_Delete: self.keep_apart, Qt.Key.Key_Space: self.skip}
