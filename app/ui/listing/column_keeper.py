"""Columns of the table while it is used: fitted, moved, sized, sorted, chosen - and remembered at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from app.blueprint.section import Section
from app.core.settings import State
from app.ui import theme
from app.ui.listing.columns import (
    FLAG_WIDTH,
    NARROWEST,
    NO_COLUMN,
    TITLE,
    ColumnChoice,
    default_choice,
    load_choice,
    save_choice,
)
from app.ui.listing.fitting import LabelsOf, fitted_widths
from app.ui.listing.shown_rows import FLAG_COLUMN
from app.ui.listing.table_view import TableView

FLAG = "flag"
FIRST_ROWS = 64
"""Rows of a list of which is asked whether they show hours."""


class ColumnKeeper(QObject):
    """Stands between the header and what is remembered."""

    sort_changed = Signal(str, object)
    """Field key, is descending (None: the section's own way)."""
    columns_changed = Signal()
    grouping_changed = Signal(str)
    """Key of the field, or nothing."""

    def __init__(self, table: TableView, state: State, labels_of: LabelsOf | None = None) -> None:
        super().__init__(table)
        self._table, self._state, self._ask_labels = table, state, labels_of
        self._labels: dict[str, tuple[str, ...]] = {}
        self._timeless: frozenset[str] = frozenset()
        self._section: Section | None = None
        self._is_applying = False
        self.choice = ColumnChoice((TITLE,))
        header = table.list_header
        header.sortIndicatorChanged.connect(self._on_sort_changed)
        header.sectionMoved.connect(self._on_moved)
        header.sectionResized.connect(self._on_resized)
        table.resized.connect(self.fit)
        theme.signals().changed.connect(self.fit)

    def show_section(self, section: Section) -> None:
        """Another section with its own columns; ``apply`` follows when its rows are there."""
        self._section = section
        self.choice = load_choice(self._state, section)

    def apply(self) -> None:
        """Put order, widths and the mark of the sort onto the header."""
        section = self._section
        if section is None:
            return
        self._labels.clear()
        self._look_for_hours()
        self._is_applying = True
        header = self._table.list_header
        for place in range(header.count()):
            if header.visualIndex(place) != place:
                header.moveSection(header.visualIndex(place), place)
        fields = self._table.list_model.fields
        columns = self._table.list_model.columns
        header.numeric = frozenset(
            place for place, key in enumerate(columns, 1) if key in fields and fields[key].kind.is_numeric
        )
        self._show_sort(section)
        self._is_applying = False
        self.fit()

    def fit(self) -> None:
        """Share the room among the columns that the user has not sized."""
        section = self._section
        if section is None or self._table.list_model.columns != self.choice.keys:
            return
        self._is_applying = True
        room = self._table.viewport().width() - FLAG_WIDTH
        self._table.apply_widths(fitted_widths(section, self.choice, room, self._labels_of, self._timeless))
        self._is_applying = False

    def _look_for_hours(self) -> None:
        """In which columns of days the first rows show no hour; asked when rows come, not while scrolling."""
        model = self._table.list_model
        known = [key for key in model.columns if key in model.fields]
        days = [key for key in known if model.fields[key].kind.name == "date_or_time"]
        rows = [row for row in map(model.row_at, range(min(FIRST_ROWS, len(model.ids)))) if row is not None]
        if not days or not rows:
            self._timeless = frozenset()
            return
        places = {key: model.columns.index(key) for key in days}
        self._timeless = frozenset(
            key
            for key, place in places.items()
            if not any(":" in row.cells[place] for row in rows if row.cells)
        )

    def _labels_of(self, list_key: str) -> tuple[str, ...]:
        """Labels of a list, asked once per loading and not with every pixel of a moving edge."""
        if list_key not in self._labels:
            self._labels[list_key] = tuple(self._ask_labels(list_key)) if self._ask_labels else ()
        return self._labels[list_key]

    def toggle(self, key: str) -> None:
        """Show a column, or hide it."""
        self._choose(self.choice.toggled(key))

    def show_field(self, section: Section, key: str) -> None:
        """Show a field that has just been made, also in the list of a section that is not shown now."""
        if key not in section.list_fields or section.list_fields[key].kind.name in NO_COLUMN:
            return
        if self._section is not None and self._section.key == section.key:
            self._table.horizontalScrollBar().setValue(0)
            self._choose(self.choice.with_new(key))
        else:
            save_choice(self._state, section, load_choice(self._state, section).with_new(key))

    def group_by(self, key: str) -> None:
        """Group the list by a field; by the same once more, or by none: ungroup it."""
        self.choice = self.choice.with_groups(key)
        self._save()
        self.grouping_changed.emit(self.choice.grouped_by)

    def reset(self) -> None:
        """The columns that the section declares."""
        if self._section is not None:
            self._choose(replace(default_choice(self._section), grouped_by=self.choice.grouped_by))

    def sort_by(self, key: str, is_descending: bool | None) -> None:
        """Remember another order; the list is told by who asks for it."""
        self.choice = self.choice.with_sort(key, is_descending)
        self._save()

    def _choose(self, choice: ColumnChoice) -> None:
        self.choice = choice
        self._save()
        self.columns_changed.emit()

    def _show_sort(self, section: Section) -> None:
        key = self.choice.sort or section.sort
        is_down = section.is_descending if self.choice.is_descending is None else self.choice.is_descending
        columns = self._table.list_model.columns
        place = FLAG_COLUMN if key == FLAG else columns.index(key) + 1 if key in columns else -1
        order = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
        self._table.list_header.setSortIndicator(place, order)

    def _on_sort_changed(self, column: int, order: Qt.SortOrder) -> None:
        section = self._section
        if self._is_applying or section is None:
            return
        columns = self._table.list_model.columns
        key = FLAG if column == FLAG_COLUMN else columns[column - 1] if 0 < column <= len(columns) else ""
        if not key or not section.list_fields[key].sort_column:
            self._is_applying = True
            self._show_sort(section)
            self._is_applying = False
            return
        is_down = order == Qt.SortOrder.DescendingOrder
        self.choice = self.choice.with_sort(key, is_down)
        self._save()
        self.sort_changed.emit(key, is_down)

    def _on_moved(self) -> None:
        if self._is_applying:
            return
        header, columns = self._table.list_header, self._table.list_model.columns
        order = [columns[header.logicalIndex(place) - 1] for place in range(1, header.count())]
        self.choice = self.choice.with_order(order)
        self._save()
        self.columns_changed.emit()

    def _on_resized(self, column: int, _old: int, width: int) -> None:
        columns = self._table.list_model.columns
        if not self._is_applying and 0 < column <= len(columns) and width >= NARROWEST:
            self.choice = self.choice.with_width(columns[column - 1], width)
            self._save()
            self._table.viewport().update()

    def _save(self) -> None:
        if self._section is not None:
            save_choice(self._state, self._section, self.choice)
