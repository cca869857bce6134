"""Data check in the window: sorts of faults beside the values that have them; what is certain is mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QListWidget, QListWidgetItem, QStyle, QWidget

from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing.acts import undo
from app.ui.messages import Action
from app.ui.study_dialog import FOUND, NOTHING, StudyDialog, cells
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.data_check import Finding, Report
    from app.services.library import Library
    from app.services.operations import Operation
    from app.ui.desk import Desk

SORT = Qt.ItemDataRole.UserRole
SORTS_WIDTH = 250
BOX_GAP = 2
WIDTHS = 160, 110, 150
"""Of record, field and value; the sentence has the rest."""


def show_data_check(desk: Desk) -> DataCheckDialog:
    """Open it and begin to look."""
    dialog = DataCheckDialog(desk, dialog_owner())
    open_dialog(dialog, is_modal=False)
    return dialog


class DataCheckDialog(StudyDialog):
    """Warns and blocks nothing. The table shows what a mending comes to; a double click opens the record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "data_check", _("Data check"), parent)
        self.resize(1120, 620)
        self._report: Report | None = None
        self.sorts = named(QListWidget(), "data_check_sorts", _("What looks wrong"))
        self.sorts.setProperty("boxed", "true")
        self.sorts.setFixedWidth(SORTS_WIDTH)
        self.sorts.currentRowChanged.connect(lambda _row: self._show_sort())
        self.sorts.itemChanged.connect(lambda _item: self._enable())
        self.table, self._model = self.make_table(_("Values that look wrong"))
        self._fix = PrimaryButton("", "data_check_fix", "check-check")
        self._fix.clicked.connect(self.fix)
        self._put_together()
        self.look()

    def _put_together(self) -> None:
        findings = QWidget()
        inside = QHBoxLayout(findings)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.sorts)
        inside.addWidget(self.table, 1)
        well = _("Codes, phones, e-mails and names were looked through.")
        empty = EmptyState("circle-check", _("Nothing looks wrong"), well, object_name="data_check_empty")
        self.lay_out(None, findings, empty, (self._fix,))

    # -- looking -------------------------------------------------------------------------------------------

    @override
    def job(self, library: Library) -> Callable[[Progress], Report]:
        return library.data_check.look

    @override
    def doing(self) -> str:
        return _("Looking through the values")

    @override
    def forget(self) -> None:
        self._report = None
        self._enable()

    @override
    def on_found(self, found: Report) -> None:
        from app.services.data_check import label_of, sorts
        from app.services.text_faults import FAULTS

        self._report = found
        wishes = {each.key for each in FAULTS if each.is_wish}
        no_box = self._no_box()
        self.sorts.blockSignals(True)
        self.sorts.clear()
        for sort in sorts():
            if found.counts[sort]:
                item = QListWidgetItem(f"{label_of(sort)}  {grouped(found.counts[sort])}")
                item.setData(SORT, sort)
                item.setSizeHint(QSize(0, theme.metrics().tree_row))
                if not found.fixable[sort]:
                    item.setIcon(no_box)
                else:
                    is_on = sort not in wishes
                    item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
                self.sorts.addItem(item)
        self.sorts.blockSignals(False)
        self._stack.setCurrentIndex(FOUND if self.sorts.count() else NOTHING)
        self._note.setText("")
        self.sorts.setCurrentRow(0)
        self.sorts.setFocus()
        self._show_sort()
        self._enable()

    def _no_box(self) -> QIcon:
        """As wide as a box to tick: all names begin on one line."""
        width = self.sorts.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) + BOX_GAP
        self.sorts.setIconSize(QSize(width, 1))
        blank = QPixmap(width, 1)
        blank.fill(Qt.GlobalColor.transparent)
        return QIcon(blank)

    @property
    def sort(self) -> str:
        """The sort of faults that is shown."""
        items = self.sorts.selectedItems()
        return str(items[0].data(SORT)) if items else ""

    @property
    def _shown(self) -> list[Finding]:
        return self._report.shown.get(self.sort, []) if self._report is not None else []

    def _show_sort(self) -> None:
        found, report = self._shown, self._report
        is_fixed = any(each.fixed is not None for each in found)
        last = _("Would become") if is_fixed else _("What is wrong")
        self._model.clear()
        self._model.setHorizontalHeaderLabels([_("Record"), _("Field"), _("Now"), last])
        for each in found:
            field = self._desk.registry.section(each.section).by_key[each.field]
            text = each.fixed if each.fixed is not None else each.sentence or _("to be looked at")
            self._model.appendRow(cells(each.title, _(field.label), each.text, text))
        head = self.table.horizontalHeader()
        for place, width in enumerate(WIDTHS):
            self.table.setColumnWidth(place, width)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        if report is not None and report.counts[self.sort] > len(found):
            shown = ngettext("The first {n} is shown.", "The first {n} are shown.", len(found))
            self._note.setText(shown.format(n=grouped(len(found))))
        elif report is not None:
            self._note.setText("")

    def wanted(self) -> list[str]:
        """Sorts that are ticked."""
        items = (self.sorts.item(row) for row in range(self.sorts.count()))
        return [str(each.data(SORT)) for each in items if each.checkState() == Qt.CheckState.Checked]

    def _enable(self) -> None:
        library, report = self._desk.library, self._report
        n = sum(report.fixable[sort] for sort in self.wanted()) if report is not None else 0
        self._fix.setText(ngettext("Mend {n} value", "Mend {n} values", n).format(n=grouped(n)))
        self._fix.setAccessibleName(self._fix.text())
        self._fix.setEnabled(bool(n) and library is not None and not library.is_read_only)

    # -- what is done --------------------------------------------------------------------------------------

    def fix(self) -> None:
        """Mend what is ticked, as one step that can be undone."""
        library, wanted = self._desk.library, self.wanted()
        if library is None or not wanted:
            return
        self._fix.setEnabled(False)
        self._desk.work.do(
            _("Mending values"), lambda progress: library.data_check.fix(wanted, progress), self._on_fixed,
            can_cancel=True, owner=self,
        )  # fmt: skip

    def _on_fixed(self, operation: Operation) -> None:
        desk, n = self._desk, operation.count
        text = ngettext("Changed {n} record.", "Changed {n} records.", n).format(n=grouped(n))
        desk.messages.info(text, Action(_("Undo"), lambda: undo(desk, operation.uid)) if n else None)
        self.look()

    @override
    def act_on(self, index: QModelIndex) -> None:
        """Open the card at the field."""
        found = self._shown
        if 0 <= index.row() < len(found):
            each = found[index.row()]
            group = self._desk.registry.section(each.section).by_key[each.field].group
            self._desk.open_card(each.section, each.uid, None, group)
