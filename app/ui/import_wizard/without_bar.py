"""The buttons that let rows in without a value that cannot be read: this one, or all of its column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.texts import _, grouped, ngettext
from app.ui.import_wizard.problems import OPEN, WITHOUT, Entry, ProblemsModel
from app.ui.widgets.buttons import QuietButton

if TYPE_CHECKING:
    from app.ui.import_wizard.state import Correction

LONGEST_NAME = 32


class WithoutBar(QWidget):
    """``decided`` carries all cells without which their rows are taken."""

    decided = Signal(object)

    def __init__(self, problems: ProblemsModel) -> None:
        super().__init__()
        self._problems = problems
        self._without: frozenset[Correction] = frozenset()
        self._entry: Entry | None = None
        self._chosen: list[Entry] = []
        self.cell = QuietButton(_("Import without this value"), "import_without")
        self.cell.clicked.connect(self._decide_cells)
        self.column = QuietButton(_("Import without this value"), "import_without_column")
        self.column.hide()
        self.column.clicked.connect(self._decide_column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cell)
        row.addWidget(self.column)

    def show_entry(
        self, entry: Entry | None, chosen: Iterable[Entry], without: frozenset[Correction]
    ) -> None:
        """Offer what can be done with the current problem and all selected ones."""
        self._entry, self._without = entry, without
        self._chosen = [each for each in chosen if self._problems.is_cell(each)]
        is_back = entry is not None and entry.state == WITHOUT
        self.cell.setText(
            _("Import only with this value") if is_back else _("Import without this value")
        )
        self.cell.setAccessibleName(self.cell.text())
        can_be = entry is not None and entry.state in (OPEN, WITHOUT) and self._problems.is_cell(entry)
        self.cell.setEnabled(can_be and entry is not None and not self._problems.is_needed(entry))
        n = self._count_alike() if can_be and entry is not None else 0
        self.column.setVisible(n > 1)
        if entry is not None:
            self._name_column(entry.column, n, is_back)

    def _name_column(self, name: str, n: int, is_back: bool) -> None:
        short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"
        if is_back:
            text = ngettext(
                "Import {n} row only with its value in “{column}”",
                "Import all {n} rows only with their value in “{column}”", n,
            )  # fmt: skip
        else:
            text = ngettext(
                "Import {n} row without its value in “{column}”",
                "Import all {n} rows without their value in “{column}”", n,
            )  # fmt: skip
        self.column.setText(text.format(n=grouped(n), column=short).replace("&", "&&"))
        self.column.setAccessibleName(text.format(n=grouped(n), column=name))

    def _count_alike(self) -> int:
        """How many problems of the same column stand where the current one stands."""
        entry = self._entry
        if entry is None:
            return 0
        place = (entry.column, entry.state)
        return sum((each.column, each.state) == place for each in self._problems.entries)

    def _decide_cells(self) -> None:
        if self._entry is None:
            return
        places = {(each.row, each.column) for each in (self._entry, *self._chosen)}
        if self._entry.state != WITHOUT:
            self.decided.emit(self._without | places)
            return
        self.decided.emit(self._one_by_one({column for _row, column in places}) - places)

    def _decide_column(self) -> None:
        from app.services.exchange.options import EVERY_ROW  # loaded by now: there is a plan

        if self._entry is None:
            return
        name = self._entry.column
        others = frozenset(place for place in self._without if place[1] != name)
        self.decided.emit(others if self._entry.state == WITHOUT else others | {(EVERY_ROW, name)})

    def _one_by_one(self, columns: set[str]) -> frozenset[Correction]:
        """The same, with the cells in the place of whole columns."""
        from app.services.exchange.options import EVERY_ROW  # loaded by now: there is a plan

        whole = {(EVERY_ROW, column) for column in columns} & self._without
        cells = {
            (each.row, each.column)
            for each in self._problems.entries
            if (EVERY_ROW, each.column) in whole and each.state == WITHOUT
        }
        return (self._without - whole) | cells
