"""Step 4: what the import would come to; what cannot be read is put right or left out here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.core.texts import _, grouped
from app.ui.import_wizard.finding_table import FindingTable
from app.ui.import_wizard.first_table import FirstTable
from app.ui.import_wizard.known import WAYS, KnownModel
from app.ui.import_wizard.problems import (
    DROPPED,
    NOTED,
    VALUE,
    WITHOUT,
    Entry,
    ProblemsModel,
    RowModel,
)
from app.ui.import_wizard.run_page import RunPage
from app.ui.import_wizard.state import ASK, Checked, ImportState
from app.ui.import_wizard.without_bar import WithoutBar
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportReport
    from app.services.exchange.refusal import Refusal

PROBLEMS, KNOWN = range(2)
_ROW_HEIGHT = 88
_WIDEST = 220


class CheckPage(RunPage):
    """Counts, and two lists: cells that cannot be read, and rows whose record is there already."""

    row_touched = Signal(int)
    """A row is to be read again, for its cells are other ones."""
    known_looked_at = Signal(object)
    """A Known is the current one: it is to be compared with its record."""

    def __init__(self) -> None:
        super().__init__("import_check", _("Check"), is_done=False)
        self._checked: Checked | None = None
        self._left_out: Sequence[str] = ()
        self.problems, self.row, self.known = ProblemsModel(can_edit=True), RowModel(), KnownModel()
        self.problems.corrected.connect(self._on_corrected)
        self.row.corrected.connect(self._on_corrected)
        self.tabs = named(QTabBar(), "import_findings", _("What to look at"))
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._problems_panel())
        self._stack.addWidget(self._known_panel())
        for _place in range(self._stack.count()):
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.findings = QWidget()
        column = QVBoxLayout(self.findings)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.column.addWidget(self.findings, 1)
        self.first = FirstTable()
        self.column.addWidget(self.first, 1)
        self.column.addStretch(0)
        self.findings.hide()
        self.first.hide()

    # -- the lists ----------------------------------------------------------------------------------------

    def _problems_panel(self) -> QWidget:
        panel, column = _panel()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(ElidedLabel(_("Press Enter to correct a value; rows that stay wrong are not imported."),
                                  "secondary"), 1)  # fmt: skip
        self.drop = QuietButton(_("Leave the row out"), "import_drop", "minus")
        self.drop.clicked.connect(self.toggle_dropped)
        self.drop_all = QuietButton(_("Leave all of them out"), "import_drop_all")
        self.drop_all.clicked.connect(self._drop_all)
        bar.addWidget(self.drop)
        bar.addWidget(self.drop_all)
        column.addLayout(bar)
        self.without = WithoutBar(self.problems)
        self.without.decided.connect(lambda places: self.change(without=frozenset(places)))
        column.addWidget(self.without)
        self.table = FindingTable("import_refusals", _("Rows that cannot be imported"), (70, 170, 230))
        self.table.setModel(self.problems)
        self.table.on_delete, self.table.on_entered = self.toggle_dropped, self._on_entered
        self.table.selectionModel().currentChanged.connect(self._show_row)
        self.table.selectionModel().selectionChanged.connect(self._offer_without)
        column.addWidget(self.table, 1)
        self._row_label = label("", "heading")
        column.addWidget(self._row_label)
        self.row_table = FindingTable("import_row", _("The whole row"), ())
        self.row_table.cell = -1
        self.row_table.setModel(self.row)
        self.row_table.horizontalHeader().setSectionResizeMode(
            self.row_table.horizontalHeader().ResizeMode.Interactive
        )
        self.row_table.setSelectionBehavior(self.row_table.SelectionBehavior.SelectItems)
        self.row_table.setFixedHeight(_ROW_HEIGHT)
        column.addWidget(self.row_table)
        return panel

    def _known_panel(self) -> QWidget:
        panel, column = _panel()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(ElidedLabel(_("Choose rows and say what happens to them."), "secondary"), 1)
        bar.addWidget(label(_("Selected rows"), "muted"))
        self.way = named(QComboBox(), "import_way", _("What happens to the selected rows"))
        for key, text in WAYS:
            self.way.addItem(_(text), key)
        self.way.setCurrentIndex(-1)
        self.way.setPlaceholderText(_("Choose…"))
        self.way.activated.connect(self._decide)
        bar.addWidget(self.way)
        column.addLayout(bar)
        self.known_table = FindingTable("import_known", _("Rows that are there already"), (70, 330, 220))
        self.known_table.setModel(self.known)
        self.known_table.cell = 0
        self.known_table.selectionModel().currentChanged.connect(self._look_at_known)
        column.addWidget(self.known_table, 1)
        self.differing = WrappedLabel("", "secondary")
        self.differing.setObjectName("import_differing")
        column.addWidget(self.differing)
        return panel

    # -- showing ------------------------------------------------------------------------------------------

    def show_checked(
        self, state: ImportState, checked: Checked, others: str, left_out: Sequence[str] = ()
    ) -> None:
        """Show what the whole check has found; ``left_out`` are columns whose values go nowhere."""
        self._left_out = left_out
        self.state, self._checked = state, checked
        self.show_report(checked.report, others, self._left_out)
        self.first.show_records(checked.first)
        dropped = [Entry(number, "", "", DROPPED) for number in sorted(state.dropped)]
        dropped += [Entry(each.row, each.column, each.reason, NOTED) for each in checked.report.notes]
        self.problems.decide(state.dropped, state.without)
        self.problems.show_all(
            checked.report.refused, checked.rows, state.corrections, dropped, checked.report.untaken
        )
        self.known.show_all(checked.known, state.decisions)
        self._show_tabs()
        is_asking = state.on_duplicate == ASK and self.known.rowCount() > 0
        self.tabs.setCurrentIndex(KNOWN if is_asking or not self.problems.rowCount() else PROBLEMS)
        for table in (self.table, self.known_table):
            if table.model().rowCount():
                table.setCurrentIndex(table.model().index(0, min(VALUE, table.model().columnCount() - 1)))

    def show_state(self, state: ImportState) -> None:
        """Other decisions on the rows."""
        self.state = state
        self.problems.decide(state.dropped, state.without)
        self._show_tabs()
        self._show_row()

    def show_again(self, report: ImportReport, others: str) -> None:
        """The whole list was checked again, in the background; what is being edited stays where it is."""
        self.counts.show_report(report, others, is_done=False, left_out=self._left_out)
        self.problems.merge(report.refused, self.state.corrections, report.untaken)
        self._show_tabs()
        self._offer_without()

    def show_problems(self, number: int, problems: list[Refusal]) -> None:
        """One row was read again."""
        self.problems.show_row(number, problems, self.state.corrections)
        self._show_tabs()
        self._show_row()

    def _look_at_known(self, *_indexes: object) -> None:
        place = self.known_table.currentIndex().row()
        self.differing.setText("")
        if 0 <= place < len(self.known.rows) and self.known.rows[place].uid:
            self.known_looked_at.emit(self.known.rows[place])

    def show_differing(self, row: int, found: list[str]) -> None:
        """What the current row would change, if it is still that one."""
        place = self.known_table.currentIndex().row()
        if 0 <= place < len(self.known.rows) and self.known.rows[place].row == row:
            said = _("Row {n} would change: {what}") if found else _("Row {n} says nothing new.")
            self.differing.setText(said.format(n=grouped(row), what="; ".join(found)))

    def _show_tabs(self) -> None:
        counts = (len(self.problems.entries), len(self.known.rows))
        left = len(self.problems.open_rows)
        titles = (
            _("To correct ({n})").format(n=grouped(left)),
            _("There already ({n})").format(n=grouped(counts[KNOWN])),
        )
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)
            self.tabs.setTabVisible(place, counts[place] > 0)
        self.findings.setVisible(any(counts))
        self.first.setVisible(not any(counts) and self.first.has_records)
        self.drop_all.setEnabled(left > 0)

    def _show_row(self, *_indexes: object) -> None:
        """The whole row of the current problem."""
        entry = self._entry()
        self._offer_without()
        self.drop.setEnabled(entry is not None)
        if entry is None or self._checked is None:
            return
        is_dropped = entry.row in self.state.dropped
        self.drop.setText(_("Take the row back") if is_dropped else _("Leave the row out"))
        wrong = frozenset(
            each.column
            for each in self.problems.entries
            if each.row == entry.row and each.reason and each.state != WITHOUT
        )
        self._row_label.setText(_("Row {n} as it stands in the list").format(n=grouped(entry.row)))
        self.row.show_row(self._checked.rows, entry.row, self.state.corrections, wrong)
        self.row_table.resizeColumnsToContents()
        for place in range(self.row.columnCount()):
            self.row_table.setColumnWidth(place, min(self.row_table.columnWidth(place) + 12, _WIDEST))

    def _offer_without(self, *_changes: object) -> None:
        entries = self.problems.entries
        chosen = [entries[place] for place in self.table.places() if place < len(entries)]
        self.without.show_entry(self._entry(), chosen, self.state.without)

    def _entry(self) -> Entry | None:
        place = self.table.currentIndex().row()
        return self.problems.entries[place] if 0 <= place < len(self.problems.entries) else None

    # -- deciding -----------------------------------------------------------------------------------------

    def _on_corrected(self, number: int, header: str, text: str) -> None:
        corrections = {**self.state.corrections, (number, header): text}
        self.change(corrections=corrections)
        self.row_touched.emit(number)

    def _on_entered(self) -> None:
        """A cell was put right: on to the next one that is not."""
        place = self.problems.next_open(self.table.currentIndex().row())
        if place >= 0:
            self.table.setCurrentIndex(self.problems.index(place, VALUE))

    def toggle_dropped(self) -> None:
        """Leave the selected rows out, or take them back."""
        current = self._entry()
        if current is None:
            return
        numbers = {self.problems.entries[place].row for place in self.table.places()} or {current.row}
        is_out = current.row in self.state.dropped
        dropped = self.state.dropped - numbers if is_out else self.state.dropped | numbers
        self.change(dropped=frozenset(dropped))
        for number in numbers if is_out else ():
            self.row_touched.emit(number)

    def _drop_all(self) -> None:
        dropped = self.state.dropped | self.problems.open_rows
        self.change(dropped=frozenset(dropped))

    def _decide(self, _index: int) -> None:
        decisions = self.known.decided(self.known_table.places(), str(self.way.currentData()))
        self.way.setCurrentIndex(-1)
        self.change(decisions=decisions)


def _panel() -> tuple[QWidget, QVBoxLayout]:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return panel, column
