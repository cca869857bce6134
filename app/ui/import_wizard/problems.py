"""Cells that cannot be read, as rows of a table: where each is, what stands there, why not. And a whole row.

Thousands of them cost no more than the ones in sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from app.blueprint.kinds import cell_text
from app.core.override import override
from app.core.texts import N_, _, grouped
from app.ui import theme
from app.ui.import_wizard.headed import HeadedModel, Index
from app.ui.widgets.labels import plain_tooltip

if TYPE_CHECKING:
    from app.services.exchange.corrections import RowsAgain
    from app.services.exchange.reading import Refusal

ROW, COLUMN, VALUE, WHY = range(4)
_HEADINGS = (N_("Row"), N_("Column"), N_("Value"), N_("Why"))
OPEN, FIXED, DROPPED, NOTED = "open", "fixed", "dropped", "noted"
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _PLAIN | Qt.ItemFlag.ItemIsEditable
"""Made once: a view asks for the flags of every row that is selected."""


@dataclass(frozen=True)
class Entry:
    """A cell of a row and what is wrong with it; no column: the row as a whole."""

    row: int
    column: str
    reason: str
    state: str = OPEN


class ProblemsModel(HeadedModel):
    """The cells; ``corrected`` tells row, heading and new text of one that was put right by hand."""

    corrected = Signal(int, str, str)

    def __init__(self, *, can_edit: bool) -> None:
        super().__init__([_(each) for each in _HEADINGS])
        self._can_edit = can_edit
        self.entries: list[Entry] = []
        self._rows: RowsAgain | None = None
        self._corrections: Mapping[tuple[int, str], str] = {}

    def show_all(
        self,
        refused: Sequence[Refusal],
        rows: RowsAgain | None = None,
        corrections: Mapping[tuple[int, str], str] | None = None,
        dropped: Sequence[Entry] = (),
    ) -> None:
        """Show what was refused, what was put right, and the rows that were left out."""
        self.beginResetModel()
        self._rows, self._corrections = rows, corrections or {}
        found = [Entry(each.row, each.column, each.reason) for each in refused]
        told = {(each.row, each.column) for each in refused}
        away = {each.row for each in dropped}
        fixed = [place for place in self._corrections if place not in told and place[0] not in away]
        found += [Entry(row, column, "", FIXED) for row, column in fixed]
        self.entries = sorted([*found, *dropped], key=lambda each: each.row)
        self.endResetModel()

    def show_row(
        self, number: int, problems: Sequence[Refusal], corrections: Mapping[tuple[int, str], str]
    ) -> None:
        """A row was read again: what is right now stays in its place and says so."""
        self._corrections = corrections
        left = {each.column: each.reason for each in problems}
        last = -1
        for place, entry in enumerate(self.entries):
            if entry.row == number and entry.state != NOTED:
                last = place
                reason = left.pop(entry.column, "")
                self._put(place, replace(entry, reason=reason, state=OPEN if reason else FIXED))
        if left:
            self.beginInsertRows(QModelIndex(), last + 1, last + len(left))
            self.entries[last + 1 : last + 1] = [Entry(number, column, left[column]) for column in left]
            self.endInsertRows()

    def merge(self, refused: Sequence[Refusal], corrections: Mapping[tuple[int, str], str]) -> None:
        """The whole list was checked again: rows keep their places."""
        self._corrections = corrections
        reasons = {(each.row, each.column): each.reason for each in refused}
        if reasons.keys() - {(each.row, each.column) for each in self.entries}:
            dropped = [each for each in self.entries if each.state in (DROPPED, NOTED)]
            self.show_all(refused, self._rows, corrections, dropped)
            return
        for place, entry in enumerate(self.entries):
            if entry.state not in (DROPPED, NOTED):
                reason = reasons.get((entry.row, entry.column), "")
                self.entries[place] = replace(entry, reason=reason, state=OPEN if reason else FIXED)
        self._tell_all()

    def set_dropped(self, numbers: frozenset[int]) -> None:
        """These rows are left out, all others are taken."""
        for place, entry in enumerate(self.entries):
            is_dropped = entry.row in numbers
            if entry.state != NOTED and is_dropped != (entry.state == DROPPED):
                state = DROPPED if is_dropped else OPEN if entry.reason else FIXED
                self.entries[place] = replace(entry, state=state)
        self._tell_all()

    @property
    def open_rows(self) -> set[int]:
        """Rows with something that is still wrong."""
        return {each.row for each in self.entries if each.state == OPEN}

    def text(self, entry: Entry) -> str:
        """What stands in the cell now."""
        place = (entry.row, entry.column)
        if place in self._corrections:
            return self._corrections[place]
        if self._rows is None or entry.column not in self._rows.headers:
            return ""
        cells = self._rows.cells.get(entry.row, ())
        at = self._rows.headers.index(entry.column)
        return cell_text(cells[at]) if at < len(cells) and cells[at] is not None else ""

    def next_open(self, after: int) -> int:
        """The next place with something to put right, round and round; -1 if there is none."""
        order = [*range(after + 1, len(self.entries)), *range(after + 1)]
        return next((place for place in order if self.entries[place].state == OPEN), -1)

    def _tell_all(self) -> None:
        if self.entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.entries) - 1, WHY))

    def _put(self, place: int, entry: Entry) -> None:
        self.entries[place] = entry
        self.dataChanged.emit(self.index(place, 0), self.index(place, WHY))

    @override
    def count(self) -> int:
        return len(self.entries)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        entry, column = self.entries[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._shown(entry, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(_ink(entry, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._shown(entry, column))
        return None

    def _shown(self, entry: Entry, column: int) -> str:
        if column == ROW:
            return grouped(entry.row)
        if column == COLUMN:
            return entry.column or "—"
        if column == VALUE:
            return self.text(entry)
        said = {FIXED: _("Can be read now"), DROPPED: _("This row is left out")}
        return said.get(entry.state, entry.reason)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self._can_edit or index.column() != VALUE or self._rows is None or not self._rows.can_edit:
            return _PLAIN
        entry = self.entries[index.row()]
        is_cell = entry.column in self._rows.headers and entry.state not in (DROPPED, NOTED)
        return _EDITABLE if is_cell else _PLAIN

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry, text = self.entries[index.row()], str(value).strip()
        if text != self.text(entry):
            self.corrected.emit(entry.row, entry.column, text)
        return True


def _ink(entry: Entry, column: int) -> str:
    if entry.state == DROPPED:
        return "disabled"
    if column == WHY:
        return {FIXED: "accent_text", NOTED: "text"}.get(entry.state, "warning_text")
    return "muted" if column in (ROW, COLUMN) else "text"


class RowModel(HeadedModel):
    """All cells of one row, each to be put right; ``corrected`` as above."""

    corrected = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self._texts: list[str] = []
        self._wrong: frozenset[str] = frozenset()
        self._is_editable = True

    def show_row(
        self, rows: RowsAgain, number: int, corrections: Mapping[tuple[int, str], str], wrong: frozenset[str]
    ) -> None:
        """Show another row."""
        cells = rows.cells.get(number, ())
        self.beginResetModel()
        self.number, self._wrong, self._is_editable = number, wrong, rows.can_edit
        self.headings = rows.headers if cells else ()
        self._texts = [
            corrections.get((number, name), "" if cell is None else cell_text(cell))
            for name, cell in zip_longest(self.headings, cells[: len(self.headings)])
        ]
        self.endResetModel()

    @override
    def count(self) -> int:
        return 1 if self.headings else 0

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._texts[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and self.headings[index.column()] in self._wrong:
            return theme.colour("warning_text")
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return _EDITABLE if self._is_editable else _PLAIN

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if text != self._texts[index.column()]:
            self.corrected.emit(self.number, self.headings[index.column()], text)
        return True
