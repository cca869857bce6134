"""Where the user stands in the list: the current record through changes, what is told of the selection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.ui.desk import Desk
from app.ui.listing.place import Place
from app.ui.listing.table_view import TableView

TELL_DELAY_MS = 40
"""The detail panel follows the selection when it rests for a moment."""
TYPED_DELAY_MS = 150
"""While somebody types, the first hit is another with each letter: the panel waits for the word."""
MOST_TOLD = 200
"""Uids of a larger selection are told only up to here; the rest is counted."""


class Standing(QObject):
    """Keeps the current record; goes to one that is wanted as soon as it is in the list."""

    def __init__(self, desk: Desk, table: TableView) -> None:
        super().__init__(table)
        self._desk, self._table = desk, table
        self._current_id: int | None = None
        self._wanted: str | None = None
        self._beside: str | None = None
        self._place: Place | None = None
        self.is_quiet = False
        """Is something else than the records of a section to be seen? Then none is selected."""
        self.elsewhere: Callable[[], tuple[str, list[str]]] | None = None
        """Another view that shows the records in place of the table: what is selected there counts."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tell)
        selection = table.selectionModel()
        selection.selectionChanged.connect(self._on_changed)
        selection.currentRowChanged.connect(self._on_changed)
        model = table.list_model
        model.swapping.connect(self._on_swapping)
        model.swapped.connect(self._on_swapped)
        model.gone.connect(self._on_changed)
        model.completed.connect(self._on_completed)

    def forget(self) -> None:
        """Another section or file: nobody stands anywhere."""
        self._current_id = self._wanted = None
        self._place = None
        self.leave_beside()

    def stand_beside(self, uid: str) -> None:
        """Tell of a record that the list leaves out, until another is selected or the list is another."""
        self._beside = uid
        self._table.selectionModel().clear()
        self._timer.start(TELL_DELAY_MS)

    def leave_beside(self) -> None:
        """What is selected in the list counts again."""
        self._beside = None

    @property
    def is_beside(self) -> bool:
        """Is it told of a record that is not in the list?"""
        return self._beside is not None

    def want(self, uid: str) -> None:
        """Go to a record, now or when it has come into the list."""
        self._wanted = uid
        self._try_wanted()

    def settle(self) -> None:
        """The list was shown anew: stand on the wanted record, on the one from before, or on the first."""
        ids = self._table.list_model.ids
        if self._wanted is not None and self._try_wanted():
            return
        # A table that comes under the focus makes its first row current by itself, and selects nothing.
        if not self._table.selected_count() and ids and not self.is_beside:
            first = ids[:128]
            top = next((row for row, each in enumerate(first) if each > 0), 0)  # not on a heading
            if self._current_id is not None and self._current_id in first:
                top = first.index(self._current_id)
            self._table.go_to(top)
        self._timer.start(TYPED_DELAY_MS if self._table.list_model.filter.text else TELL_DELAY_MS)

    def tell(self) -> None:
        """Tell the desk what is selected."""
        table, model = self._table, self._table.list_model
        if self.is_quiet:
            self._desk.select(table.list_model.filter.section, ())
            return
        if self.elsewhere is not None:
            self._desk.select(*self.elsewhere())
            return
        count = table.selected_count()
        if self._beside is not None and not count:
            self._desk.select(model.filter.section, [self._beside])
            return
        self.leave_beside()
        uids = model.uids_of(table.selected_rows(MOST_TOLD)) if count else []
        if count <= len(uids):
            self._desk.select(model.filter.section, uids)
            return
        library, section = self._desk.library, model.filter.section
        wanted = table.selected_ids()

        def all_selected() -> list[str]:
            return library.lists.uids_of(wanted) if library is not None else []

        self._desk.select(section, uids, count, all_selected)

    def _try_wanted(self) -> bool:
        model = self._table.list_model
        if self._wanted is not None and not model.is_loading:
            model.reveal(self._wanted)
        row = model.position_of(self._wanted) if self._wanted is not None and not model.is_loading else None
        if row is not None:
            self._wanted = None
            self._table.go_to(row, is_centred=True)
            self._timer.start(TELL_DELAY_MS)
            return True
        if model.is_complete and not model.is_loading:
            self._wanted = None  # it is not in this list
        return False

    def _on_changed(self) -> None:
        row, ids = self._table.currentIndex().row(), self._table.list_model.ids
        if self._place is None and 0 <= row < len(ids) and ids[row] > 0:
            self._current_id = ids[row]
        self._timer.start(TELL_DELAY_MS)

    def _on_completed(self) -> None:
        if self._wanted is not None:
            self._try_wanted()

    def _on_swapping(self) -> None:
        self._place = Place(self._table)

    def _on_swapped(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            place.restore()
        self._on_changed()
