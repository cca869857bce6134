"""Rows whose record is there already, as rows of a table, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt

from app.core.override import override
from app.core.texts import N_, _, grouped
from app.ui import theme
from app.ui.import_wizard.headed import HeadedModel, Index
from app.ui.import_wizard.state import Known

_HEADINGS = (N_("Row"), N_("In the list"), N_("There already"), N_("What happens"))
WAYS = (
    ("skip", N_("Leave it out")), ("fill", N_("Fill only what is empty")), ("update", N_("Update it")),
    ("add", N_("Add it all the same")),
)  # fmt: skip


class KnownModel(HeadedModel):
    """The rows with their decisions; without one a row stays out."""

    def __init__(self) -> None:
        super().__init__([_(each) for each in _HEADINGS])
        self.rows: Sequence[Known] = ()
        self._decisions: Mapping[int, str] = {}

    def show_all(self, rows: Sequence[Known], decisions: Mapping[int, str]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows, self._decisions = rows, decisions
        self.endResetModel()

    def decided(self, places: Iterable[int], way: str) -> dict[int, str]:
        """The decisions with another one for the rows at these places; shown at once."""
        new = {**self._decisions, **{self.rows[place].row: way for place in places}}
        self._decisions = {row: each for row, each in new.items() if each != "skip"}
        if self.rows:
            self.dataChanged.emit(self.index(0, 3), self.index(len(self.rows) - 1, 3))
        return dict(self._decisions)

    @override
    def count(self) -> int:
        return len(self.rows)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        row = self.rows[index.row()]
        way = self._decisions.get(row.row, "skip")
        if role == Qt.ItemDataRole.DisplayRole:
            return (grouped(row.row), row.said, row.title, _(dict(WAYS)[way]))[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() in (0, 3):
            return theme.colour("muted" if way == "skip" or index.column() == 0 else "accent_text")
        return None
