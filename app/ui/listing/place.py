"""Keeps the place of the list when its order changes: current record, selection, what is at the top."""

from __future__ import annotations

from array import array

from app.ui.listing.table_view import TableView

MOST_SELECTED = 2000
"""A larger selection is not carried over to a changed order."""


class Place:
    """Remembered by ids before a change, found again after it."""

    def __init__(self, view: TableView) -> None:
        self._view = view
        ids = view.list_model.ids
        self._current = self._id(ids, view.currentIndex().row())
        self._current_row = view.currentIndex().row()
        count = view.selected_count()
        self._selected = list(view.selected_ids()) if count <= MOST_SELECTED else []
        height = view.row_painter.height
        offset = view.verticalScrollBar().value()
        self._top = self._id(ids, offset // height)
        self._within = offset % height
        self._was_at_top = offset == 0
        self._left = view.horizontalScrollBar().value()

    def restore(self) -> None:
        """Stand where the view stood, as far as the records are still there."""
        view, ids = self._view, self._view.list_model.ids
        rows = _rows_of(
            ids, {*self._selected, *(each for each in (self._current, self._top) if each is not None)}
        )
        row = rows.get(self._current) if self._current is not None else None
        if row is None and self._current_row >= 0 and ids:
            row = min(self._current_row, len(ids) - 1)  # its neighbour, when the record is gone
        if row is not None:
            view.make_current(view.cell_of(row))
        kept = [rows[each] for each in self._selected if each in rows]
        if len(kept) > 1:
            view.select_rows(kept)
        top = rows.get(self._top) if self._top is not None else None
        view.horizontalScrollBar().setValue(self._left)
        if not self._was_at_top and top is not None:
            view.verticalScrollBar().setValue(top * view.row_painter.height + self._within)
        elif self._was_at_top:
            view.verticalScrollBar().setValue(0)

    @staticmethod
    def _id(ids: array[int], row: int) -> int | None:
        return ids[row] if 0 <= row < len(ids) and ids[row] > 0 else None


def _rows_of(ids: array[int], wanted: set[int]) -> dict[int, int]:
    """Where some ids stand; a few are looked up one by one, many in one pass."""
    if len(wanted) <= 8:
        found = {}
        for each in wanted:
            try:
                found[each] = ids.index(each)
            except ValueError:
                continue
        return found
    return {each: row for row, each in enumerate(ids) if each in wanted}
