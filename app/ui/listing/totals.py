"""The row below the list: sums of the number columns, of the whole list or of what is selected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.blueprint.field import Field
from app.core.override import override
from app.core.texts import N_, _, grouped, ngettext
from app.services.figures import Sums, can_sum, shown_sum
from app.ui import theme
from app.ui.desk import Desk
from app.ui.listing.columns import TITLE
from app.ui.listing.table_view import TableView
from app.ui.widgets.buttons import FlatButton
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.library import RecordsChanged

SIGNS = {"sum": "Σ", "average": "Ø", "least": "min", "most": "max", "count": "n"}
NAMES = {
    "sum": N_("Sum"),
    "average": N_("Average"),
    "least": N_("Smallest"),
    "most": N_("Largest"),
    "count": N_("Number of values"),
}
ASK_AFTER_MS = 120
"""While somebody types or steps through the list nothing is added up."""
_PAD = 8


class TotalsRow(QWidget):
    """There only while a number is among the columns. A click on a sum offers the other figures."""

    def __init__(self, desk: Desk, table: TableView) -> None:
        super().__init__()
        named(self, "list_totals")
        self._desk, self._table = desk, table
        self._cells: dict[str, _Cell] = {}
        self._whole: dict[str, Sums] = {}
        self._part: dict[str, Sums] = {}
        self._said = ""
        self._is_wanted = True
        self.setFixedHeight(theme.metrics().control)
        self.hide()
        header = table.list_header
        for moved in (header.sectionResized, table.resized, table.horizontalScrollBar().valueChanged):
            moved.connect(self._place)
        table.list_model.loaded.connect(self._on_loaded)
        desk.records_changed.connect(self._on_records_changed)
        desk.selection_changed.connect(self._on_selection_changed)
        theme.signals().changed.connect(self._dress)

    def set_wanted(self, is_wanted: bool) -> None:
        """Sums stand below columns: where no table is shown, they are not wanted."""
        self._is_wanted = is_wanted
        self.setVisible(bool(self._cells) and is_wanted)

    def figures(self) -> dict[str, str]:
        """What stands in the row, by field."""
        return {key: cell.text() for key, cell in self._cells.items()}

    # -- which columns ------------------------------------------------------------------------------------

    def _on_loaded(self) -> None:
        model = self._table.list_model
        wanted = [key for key in model.columns if key in model.fields and can_sum(model.fields[key])]
        if self._desk.library is None:
            wanted = []
        for key in set(self._cells) - set(wanted):
            cell = self._cells.pop(key)
            cell.hide()
            cell.deleteLater()
        for key in wanted:
            if key not in self._cells:
                self._cells[key] = cell = _Cell(key, self)
                cell.clicked.connect(partial(self._offer, key))
                cell.show()
        self.setVisible(bool(wanted) and self._is_wanted)
        self._place()
        self._ask()

    def _place(self) -> None:
        """Every sum below its column, in the order of the columns for Tab."""
        if not self._cells:
            return
        table, keys = self._table, self._table.list_model.columns
        before: QWidget | None = None
        for column, key in enumerate(keys, 1):
            cell = self._cells.get(key)
            if cell is not None:
                left, width = table.columnViewportPosition(column), table.columnWidth(column)
                cell.setGeometry(left, 1, width, self.height() - 1)
                if before is not None:
                    QWidget.setTabOrder(before, cell)
                before = cell
        self.update()

    def _dress(self) -> None:
        self.setFixedHeight(theme.metrics().control)
        self._place()

    # -- figures ------------------------------------------------------------------------------------------

    def _on_records_changed(self, _changed: RecordsChanged) -> None:
        self._ask()

    def _ask(self) -> None:
        """Add up the whole list, off the window's thread."""
        library, query = self._desk.library, self._table.list_model.filter.query()
        keys = list(self._cells)
        if library is None or not keys:
            return

        def came(found: dict[str, Sums]) -> None:
            self._whole = found
            self._show()

        summaries = library.summaries
        self._desk.work.ask(
            "list-totals", lambda: summaries.sums(query, keys), came,
            patience_ms=0, after_ms=ASK_AFTER_MS, lane="slow", owner=self,
        )  # fmt: skip
        self._on_selection_changed()

    def _on_selection_changed(self, *_what: object) -> None:
        """Add up what is selected, where that is more than one record."""
        library, count = self._desk.library, self._table.selected_count()
        keys, section = list(self._cells), self._table.list_model.filter.section
        self._desk.work.drop("list-totals-selected")
        self._part = {}
        self._show()
        if library is None or not keys or count < 2:
            return
        ids, summaries = self._table.selected_ids(), library.summaries

        def came(found: dict[str, Sums]) -> None:
            self._part = found
            self._show()

        self._desk.work.ask(
            "list-totals-selected", lambda: summaries.sums_of(section, ids, keys), came,
            patience_ms=0, after_ms=ASK_AFTER_MS, lane="slow", owner=self,
        )  # fmt: skip

    def _show(self) -> None:
        n = self._table.selected_count() if self._part else 0
        said = ngettext("{n} record selected", "{n} records selected", n).format(n=grouped(n))
        self._said = said if n else ""
        context, fields = self._desk.context(), self._table.list_model.fields
        for key, cell in self._cells.items():
            sums, field = self._sums(key), fields.get(key)
            if field is not None:
                what = self._what(field)
                text = shown_sum(field, sums, what, context) if sums is not None else ""
                cell.setText(f"{SIGNS[what]} {text}" if text else "")
                spoken = f"{_(field.label)}: {_(NAMES[what])} {text}"
                cell.setAccessibleName(", ".join(filter(None, (spoken, self._said))))
                cell.setToolTip(f"{_(NAMES[what])}: {text}" if text else "")
        self.update()

    def _sums(self, key: str) -> Sums | None:
        return self._part.get(key) or self._whole.get(key)

    # -- which figure -------------------------------------------------------------------------------------

    def _what(self, field: Field) -> str:
        """What the user wants to see of the field; a sum of per cents says nothing."""
        kept = self._desk.state.get(self._state_key(), {})
        what = kept.get(field.key) if isinstance(kept, dict) else None
        if what in SIGNS:
            return str(what)
        return "average" if "%" in getattr(field.kind, "suffix", "") else "sum"

    def _state_key(self) -> str:
        return f"totals.{self._table.list_model.filter.section}"

    def _offer(self, key: str) -> None:
        cell = self._cells[key]
        menu = QMenu(cell)
        menu.setObjectName("totals_menu")
        self.fill_menu(key, menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(cell.mapToGlobal(QRect(cell.rect()).topLeft()))

    def fill_menu(self, key: str, menu: QMenu) -> None:
        """Every figure with its value; the chosen one stays in the row."""
        field, sums = self._table.list_model.fields[key], self._sums(key) or Sums()
        for what, name in NAMES.items():
            value = shown_sum(field, sums, what, self._desk.context())
            action = menu.addAction(f"{_(name)}\t{value}")
            action.setObjectName(f"totals_{what}")
            action.setCheckable(True)
            action.setChecked(what == self._what(field))
            action.triggered.connect(partial(self._choose, key, what))

    def _choose(self, key: str, what: str, _is_on: bool = False) -> None:
        kept = self._desk.state.get(self._state_key(), {})
        others = kept if isinstance(kept, dict) else {}
        self._desk.state.set(self._state_key(), {**others, key: what})
        self._show()

    # -- painting -----------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
        if self._said and TITLE in self._table.list_model.columns:
            _write(painter, self.room_of_words(), self._said, Qt.AlignmentFlag.AlignLeft)
        painter.end()

    def room_of_words(self) -> QRect:
        """Below the title, and on below columns without a sum."""
        column = self._table.list_model.columns.index(TITLE) + 1
        left = self._table.columnViewportPosition(column)
        ends = [cell.x() for cell in self._cells.values() if cell.x() > left]
        return QRect(left + _PAD, 1, min([*ends, self.width()]) - left - 2 * _PAD, self.height() - 1)


class _Cell(FlatButton):
    """One sum, at the right of its column."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__("", f"total_{key}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), theme.colour("pressed"))
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        _write(painter, self.rect().adjusted(4, 0, -_PAD, 0), self.text(), Qt.AlignmentFlag.AlignRight)
        painter.end()


def _write(painter: QPainter, room: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    painter.setFont(theme.ui_font(theme.metrics().font))
    painter.setPen(theme.colour("muted"))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
