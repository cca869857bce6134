"""Cells that cannot be read, as rows of a table: where each is, what stands there, why not. And a whole row.

Thousands of them cost no more than the ones in sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    from app.services.exchange.refusal import Refusal

ROW, COLUMN, VALUE, WHY = range(4)
_HEADINGS = (N_("Row"), N_("Column"), N_("Value"), N_("Why"))
OPEN, FIXED, DROPPED, NOTED, WITHOUT = "open", "fixed", "dropped", "noted", "without"
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
        self._dropped: AbstractSet[int] = frozenset()
        self._without: AbstractSet[tuple[int, str]] = frozenset()
        self._needed: set[tuple[int, str]] = set()
        """Cells that may be lacking, had their rows a name without them."""

    def show_all(
        self,
        refused: Sequence[Refusal],
        rows: RowsAgain | None = None,
        corrections: Mapping[tuple[int, str], str] | None = None,
        dropped: Sequence[Entry] = (),
        untaken: Sequence[Refusal] = (),
    ) -> None:
        """Show what was refused or is left out, what was put right, and the rows that were left out."""
        self.beginResetModel()
        self._rows, self._corrections = rows, corrections or {}
        self._dropped = {each.row for each in dropped if each.state == DROPPED}
        self._need(refused)
        found = [Entry(each.row, each.column, each.reason) for each in refused]
        found += [Entry(each.row, each.column, each.reason, WITHOUT) for each in untaken]
        told = {(each.row, each.column) for each in (*refused, *untaken)}
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
        self._needed = {place for place in self._needed if place[0] != number}
        left = {each.column: each.reason for each in problems}
        last = -1
        for place, entry in enumerate(self.entries):
            if entry.row == number and entry.state != NOTED:
                last = place
                reason = left.pop(entry.column, "")
                self._put(place, self._settled(replace(entry, reason=reason)))
        if left:
            self.beginInsertRows(QModelIndex(), last + 1, last + len(left))
            new = [self._settled(Entry(number, column, left[column])) for column in left]
            self.entries[last + 1 : last + 1] = new
            self.endInsertRows()

    def merge(
        self,
        refused: Sequence[Refusal],
        corrections: Mapping[tuple[int, str], str],
        untaken: Sequence[Refusal] = (),
    ) -> None:
        """The whole list was checked again: rows keep their places."""
        self._corrections = corrections
        self._need(refused)
        reasons = {(each.row, each.column): each.reason for each in (*refused, *untaken)}
        if reasons.keys() - {(each.row, each.column) for each in self.entries}:
            dropped = [each for each in self.entries if each.state in (DROPPED, NOTED)]
            self.show_all(refused, self._rows, corrections, dropped, untaken)
            return
        for place, entry in enumerate(self.entries):
            reason = reasons.get((entry.row, entry.column), "")
            is_skipped = entry.state == WITHOUT and not reason  # its row is there already
            if entry.state not in (DROPPED, NOTED) and not is_skipped:
                self.entries[place] = self._settled(replace(entry, reason=reason))
        self._tell_all()

    def decide(self, dropped: AbstractSet[int], without: AbstractSet[tuple[int, str]]) -> None:
        """These rows are left out, all others are taken, some without cells that cannot be read."""
        self._dropped, self._without = dropped, without
        self.entries = [self._settled(each) for each in self.entries]
        self._tell_all()

    def _settled(self, entry: Entry) -> Entry:
        """The entry with what becomes of it by what was decided."""
        if entry.state == NOTED:
            return entry
        place = (entry.row, entry.column)
        if entry.row in self._dropped:
            state = DROPPED
        elif not entry.reason:
            state = FIXED
        else:
            state = WITHOUT if self._may_lack(place) and place not in self._needed else OPEN
        return entry if state == entry.state else replace(entry, state=state)

    def _may_lack(self, place: tuple[int, str]) -> bool:
        from app.services.exchange.corrections import is_without  # loaded by now: there is a plan

        return is_without(*place, self._without)

    def _need(self, refused: Sequence[Refusal]) -> None:
        places = ((each.row, each.column) for each in refused)
        self._needed = {place for place in places if self._may_lack(place)}

    def is_needed(self, entry: Entry) -> bool:
        """Would its row have no name without it?"""
        return (entry.row, entry.column) in self._needed

    def is_cell(self, entry: Entry) -> bool:
        """Does it stand for a cell of the list, and not for a row or a card?"""
        return self._rows is not None and self._rows.can_edit and entry.column in self._rows.headers

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
        said = {
            FIXED: _("Can be read now"), DROPPED: _("This row is left out"),
            WITHOUT: _("Imported without this value"),
        }  # fmt: skip
        return said.get(entry.state, entry.reason)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self._can_edit or index.column() != VALUE:
            return _PLAIN
        entry = self.entries[index.row()]
        return _EDITABLE if self.is_cell(entry) and entry.state not in (DROPPED, NOTED) else _PLAIN

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
        return {FIXED: "accent_text", WITHOUT: "accent_text", NOTED: "text"}.get(entry.state, "warning_text")
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
