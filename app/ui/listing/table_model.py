"""The list as Qt's model: ids in order, rows fetched by pages off the window's thread."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.blueprint.field import Field
from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.desk import Desk
from app.ui.listing.fetching import Page, first_page, read_rows
from app.ui.listing.filter import ListFilter
from app.ui.listing.headings import Headings
from app.ui.listing.known_pages import KnownPages
from app.ui.listing.row_cache import PAGE, RowCache

if TYPE_CHECKING:
    from app.services.lists import Count
    from app.services.rows import ListRow
    from app.services.summaries import Groups

MIME_UIDS = "application/x-cartoteca-uids"
"""Dragged records: their uids, one a line."""
FIRST_COUNT = 128
"""Rows asked for at once; the whole order follows in the background."""
PATIENCE_MS = 15
"""Waited for an answer that may come at once; until a later one comes, the list stays as it is."""
SHORT = 20_000
"""An order of so many is read within a few milliseconds."""
REST_MS = 200
"""When nothing else was asked for so long, nobody is typing or stepping through the list."""
FLAG_COLUMN = 0
T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class ListModel(QAbstractTableModel):
    """Column 0 is the flag, then the chosen fields. ``row_at`` is the quick way to what a row shows."""

    loaded = Signal()
    """The first rows of what was asked for are here."""
    completed = Signal()
    """The order of all is here."""
    counted = Signal(str)
    """How many there are, in words (``2,305`` or ``1000+``)."""
    swapping = Signal()
    swapped = Signal()
    """The order changes as a whole: before and after, so that the view can keep its place."""
    rows_came = Signal()
    gone = Signal()
    """Deleted records were taken out."""
    patience_ms = PATIENCE_MS

    def __init__(self, desk: Desk, name: str = "list") -> None:
        super().__init__(desk)
        self._desk, self._name = desk, name
        self.filter = ListFilter("")
        self.columns: tuple[str, ...] = ()
        self.fields: dict[str, Field] = {}
        self.ids: array[int] = array("q")
        """Of what is shown, in order; headings of groups are below zero."""
        self.headings: Headings | None = None
        """The groups of a grouped list."""
        self._folded: dict[tuple[str, str], set[int]] = {}
        self.is_complete = True
        """Are all ids here, and not only the first ones?"""
        self.is_loading = False
        self._wanted_columns: tuple[str, ...] = ()
        self._keeps_place = False
        self._cache = RowCache()
        self._known = KnownPages()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._read_again)
        self._epoch = 0
        self._is_preparing = False
        self._gone_timer = QTimer(self)
        self._gone_timer.setSingleShot(True)
        self._gone_timer.timeout.connect(self._take_out_gone)

    # -- what to show -------------------------------------------------------------------------------------

    def show(self, wanted: ListFilter, columns: Sequence[str], *, is_same_place: bool = False) -> None:
        """Ask for another list; ``is_same_place`` keeps what is selected and where the view stands.

        One that was shown before is here at once, and is read again when it has been painted.
        """
        keys = tuple(columns)
        self._epoch += 1
        self._again.stop()
        self.filter, self._wanted_columns = wanted, keys
        for late in ("first", "count", "ids"):
            self._desk.work.drop(f"{self._name}-{late}")
        known = None if is_same_place else self._known.get(wanted, keys)
        if self._desk.library is None:
            self._put_first(Page(array("q"), ()), keys, 0)
            self._count()
        elif known is not None:
            self._put_first(known, keys, FIRST_COUNT)
            self._again.start()
        else:
            self._read_first(self.patience_ms, is_same_place=is_same_place)

    def _read_again(self) -> None:
        """What was shown as it was known may have been changed by another program."""
        self._read_first(0, is_same_place=True)

    def _read_first(self, patience_ms: int, *, is_same_place: bool) -> None:
        if is_same_place and self.headings is not None and self.headings.ids is not None:
            self._read_all_groups()
            return
        self._keeps_place, self.is_loading = is_same_place, True
        wanted, keys, turn = self.filter, self._wanted_columns, self._known.turn

        def came(found: Page) -> None:
            self._known.put(wanted, keys, found, turn)
            if is_same_place:
                self._refreshed(found, keys)
            else:
                self._put_first(found, keys, FIRST_COUNT)
            self._count()

        self._desk.work.ask(
            f"{self._name}-first", self._first_of(wanted, keys), came, patience_ms=patience_ms, owner=self
        )

    def _read_all_groups(self) -> None:
        """Groups of a million records take seconds: what is shown stays until all of them are read again."""
        self.is_complete = False
        self._emit_all_changed()
        self._count()

    def _first_of(self, wanted: ListFilter, columns: tuple[str, ...]) -> Callable[[], Page]:
        library, folded = self._desk.library, frozenset(self._folded_of(wanted))
        assert library is not None
        return lambda: first_page(library, wanted, columns, folded, FIRST_COUNT, PAGE)

    def _folded_of(self, wanted: ListFilter) -> set[int]:
        return self._folded.setdefault((wanted.section, wanted.grouped_by), set())

    def learn(self, wanted: ListFilter, columns: tuple[str, ...], on_done: Callable[[], None]) -> bool:
        """Read the first page of a list that may be shown next; False if it is known."""
        if self._desk.library is None or self._known.get(wanted, columns) is not None:
            return False
        turn = self._known.turn

        def came(found: Page) -> None:
            self._known.put(wanted, columns, found, turn)
            on_done()

        job = self._first_of(wanted, columns)
        self._desk.work.ask(f"{self._name}-learn", job, came, patience_ms=0, lane="beside", owner=self)
        return True

    def forget(self) -> None:
        """Another file: nothing that was read of the former one counts."""
        self._known.forget()
        self._folded.clear()

    def show_rows(
        self, wanted: ListFilter, columns: Sequence[str], rows: Sequence[ListRow], count: str
    ) -> None:
        """Show rows that were read beforehand, while the file is still being opened."""
        self._epoch += 1
        self.filter = wanted
        self._put_first(Page(array("q", [row.id for row in rows]), ()), tuple(columns), 0)
        self._count()
        for start in range(0, len(rows), PAGE):
            self._cache.put(start // PAGE, rows[start : start + PAGE])
        self.counted.emit(count)

    def refresh(self, *, is_order_touched: bool = True) -> None:
        """The same list again, because records changed; their order only if that may be another now."""
        self._cache.make_stale()
        self._known.forget()
        if self.is_loading:  # what was asked for and has not come yet is asked for again
            self.show(self.filter, self._wanted_columns, is_same_place=self._keeps_place)
        elif is_order_touched:
            self.show(self.filter, self.columns, is_same_place=True)
        else:
            self._epoch += 1
            self._emit_all_changed()

    def _put_first(self, found: Page, columns: tuple[str, ...], limit: int) -> None:
        self.beginResetModel()
        self._cache.clear()
        self.ids, self.columns = found.ids, columns
        self.fields = self._desk.registry.section(self.filter.section).list_fields
        if found.rows:
            self._cache.put(0, found.rows)
        self._take_headings(found.groups)
        self.is_complete = self._is_whole(found, limit)
        self.is_loading = False
        self.endResetModel()
        self.loaded.emit()

    def _is_whole(self, found: Page, limit: int) -> bool:
        """A grouped list is read once more in any case: folded rows are not among the first ones."""
        return found.groups is None and (len(found.ids) < limit or not limit)

    def _take_headings(self, groups: Groups | None, ids: array[int] | None = None) -> None:
        self.headings = None if groups is None else Headings(groups, self._folded_of(self.filter), ids)

    def _refreshed(self, found: Page, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.is_loading = False
        ids, rows = found.ids, found.rows
        self.is_complete = self._is_whole(found, FIRST_COUNT)
        is_same = ids == (self.ids if self.is_complete else self.ids[: len(ids)])
        if not (is_same and self._cache.is_fresh(rows)):
            self._take_anew(ids, rows, is_same=is_same)
        if found.groups is None:
            self.headings = None
        self.loaded.emit()

    def _take_anew(self, ids: array[int], rows: Sequence[ListRow], *, is_same: bool) -> None:
        """The first page as it is now; where another order is still to come, what is shown is stale."""
        if self.is_complete and not is_same:
            self._swap(ids)
        elif not is_same:
            self._cache.make_stale()
        if rows and (is_same or self.is_complete):
            self._cache.put(0, rows)
        self._emit_all_changed()

    # -- the whole order ----------------------------------------------------------------------------------

    def _count(self) -> None:
        """Tell how many there are, and fetch the order of all when these were only the first."""
        if self.is_complete or self._desk.library is None:
            self._tell_count()
            return
        lists, query = self._desk.library.lists, self.filter.query()
        self._ask_late("count", lambda: lists.count(query), self._on_count)

    def _on_count(self, count: Count) -> None:
        """Only a long order waits until nobody types or steps on: reading it would hold the window up."""
        if self._desk.library is None:
            return
        self.counted.emit(count.text)
        lists, query = self._desk.library.lists, self.filter.query()
        is_short = count.is_exact and count.n <= SHORT
        late = 0 if is_short else REST_MS
        if query.grouped_by:
            summaries = self._desk.library.summaries
            self._ask_late("ids", lambda: summaries.all(query), lambda found: self._on_groups(*found), late)
        else:
            self._ask_late("ids", lambda: lists.ids(query), self._on_ids, late)

    def _ask_late(
        self, what: str, job: Callable[[], T], on_done: Callable[[T], None], after_ms: int = 0
    ) -> None:
        key = f"{self._name}-{what}"
        self._desk.work.ask(key, job, on_done, patience_ms=0, after_ms=after_ms, lane="slow", owner=self)

    def _on_ids(self, ids: array[int]) -> None:
        self.is_complete = True
        self._swap(ids)
        self.completed.emit()
        self._tell_count()

    def _on_groups(self, groups: Groups, ids: array[int]) -> None:
        before = self.headings
        self._take_headings(groups, ids)
        assert self.headings is not None
        if before is not None and not self.headings.says_what(before):
            self._cache.make_stale()
        self._on_ids(self.headings.rows())

    def _swap(self, ids: array[int]) -> None:
        """Put another order in place of the shown one, with as little disturbance as possible."""
        known = len(self.ids)
        if ids == self.ids:
            self._emit_all_changed()
        elif len(ids) > known and ids[:known] == self.ids:
            self.beginInsertRows(_ROOT, known, len(ids) - 1)
            self.ids = ids
            self.endInsertRows()
        else:
            self.swapping.emit()
            self.beginResetModel()
            self.ids = ids
            self._cache.clear()
            self.endResetModel()
            self.swapped.emit()

    def _tell_count(self) -> None:
        self.counted.emit(grouped(len(self.ids) if self.headings is None else self.headings.total))

    def _emit_all_changed(self) -> None:
        if self.ids:
            last = self.index(len(self.ids) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- rows ---------------------------------------------------------------------------------------------

    def row_at(self, position: int) -> ListRow | None:
        """What the row shows; None while it is on its way."""
        return self._cache.row(position)

    def prepare(self, first: int, last: int, patience_ms: int = PATIENCE_MS) -> None:
        """See to it that the rows from first to last are here, waiting a moment for them."""
        missing = self._cache.missing(first, last, len(self.ids))
        if missing:
            self._is_preparing = True
            self._fetch("rows", missing, patience_ms)
            self._is_preparing = False

    def fetch_ahead(self, first: int, last: int) -> None:
        """Fetch rows that will be looked at next; nobody waits for them."""
        missing = self._cache.missing(first, last, len(self.ids))
        if missing:
            self._fetch("ahead", missing, 0)

    def _fetch(self, purpose: str, pages: list[int], patience_ms: int) -> None:
        library = self._desk.library
        if library is None:
            return
        epoch, shown, columns, headings = self._epoch, self.filter, self.columns, self.headings
        wanted = [(number, self.ids[number * PAGE : (number + 1) * PAGE]) for number in pages]
        records = headings.records if headings is not None else ()

        def job() -> list[tuple[int, array[int], Sequence[ListRow]]]:
            return [(number, ids, read_rows(library, shown, ids, columns, records)) for number, ids in wanted]

        def came(found: list[tuple[int, array[int], Sequence[ListRow]]]) -> None:
            if epoch != self._epoch:
                return
            for number, ids, rows in found:
                if ids == self.ids[number * PAGE : number * PAGE + len(ids)]:
                    self._cache.put(number, rows)
                    if any(not row.uid and row.id > 0 for row in rows):
                        self._gone_timer.start()
            if not self._is_preparing:
                self.rows_came.emit()

        key = f"{self._name}-{purpose}"
        self._desk.work.ask(key, job, came, patience_ms=patience_ms, owner=self)

    def _take_out_gone(self) -> None:
        """Rows of deleted records go at once; the whole order may take a moment longer."""
        gone = sorted(self._cache.gone(), reverse=True)
        if not gone:
            return
        self.swapping.emit()
        self.beginResetModel()
        if self.headings is not None:
            self.headings.take_out({self.ids[position] for position in gone if position < len(self.ids)})
        for position in gone:
            if position < len(self.ids):
                del self.ids[position]
        self._cache.clear()
        self.endResetModel()
        self.swapped.emit()
        self.gone.emit()

    def uids_of(self, positions: Sequence[int]) -> list[str]:
        """Uids of some rows, fetched if need be; for a few hundred at most."""
        rows = [self._cache.row(position) for position in positions]
        library = self._desk.library
        if any(row is None for row in rows) and library is not None:
            ids = [self.ids[position] for position in positions if self.ids[position] > 0]
            return [row.uid for row in library.lists.rows(self.filter.section, ids, ()) if row.uid]
        return [row.uid for row in rows if row is not None and row.uid]

    def position_of(self, uid: str) -> int | None:
        """Where a record stands in the list, if it is known yet."""
        library = self._desk.library
        return library.lists.position(self.ids, uid) if library is not None else None

    # -- groups -------------------------------------------------------------------------------------------

    def is_heading(self, position: int) -> bool:
        """Does a group begin at this row?"""
        return 0 <= position < len(self.ids) and self.ids[position] < 0

    def headings_between(self, top: int, bottom: int) -> int:
        """How many headings stand in the rows from top to bottom."""
        return self.headings.between(top, bottom, self.ids) if self.headings is not None else 0

    def fold(self, position: int, is_folded: bool | None = None) -> None:
        """Fold the group of a heading or unfold it; without a wish the other way from now."""
        headings, group = self.headings, -1 - self.ids[position]
        if headings is None or is_folded == headings.is_folded(group):
            return
        is_folded = not headings.is_folded(group)
        headings.fold(group, is_folded)
        self._known.forget()
        self._epoch += 1  # rows on their way would come to the wrong places
        if headings.ids is None:  # so far these are the first rows only; it is heeded when all are here
            self._emit_all_changed()
            return
        first, count = position + 1, headings.counts[group]
        self._cache.clear()
        if is_folded and count:
            self.beginRemoveRows(_ROOT, first, position + count)
            del self.ids[first : first + count]
            self.endRemoveRows()
        elif count:
            self.beginInsertRows(_ROOT, first, position + count)
            self.ids[first:first] = headings.members(group)
            self.endInsertRows()
        self._emit_all_changed()

    def fold_all(self, is_folded: bool) -> None:
        """Fold every group, or none."""
        if self.headings is None:
            return
        self.headings.fold_all(is_folded)
        self._known.forget()
        self._epoch += 1
        if self.headings.ids is not None:
            self._swap(self.headings.rows())

    def reveal(self, uid: str) -> None:
        """Unfold the group of a record, so that it stands in the list."""
        library, headings = self._desk.library, self.headings
        record = library.lists.id_of(uid) if library is not None and headings is not None else None
        group = headings.group_of(record) if headings is not None and record is not None else None
        if group is not None and headings is not None and headings.is_folded(group):
            self.fold(self.ids.index(-1 - group), is_folded=False)

    def spoken_heading(self, position: int) -> str:
        """What a screen reader says of a heading."""
        row, headings, group = self._cache.row(position), self.headings, -1 - self.ids[position]
        if headings is None or row is None:
            return _("Loading…")
        n = headings.counts[group]
        records = ngettext("{n} record", "{n} records", n).format(n=grouped(n))
        state = _("folded") if headings.is_folded(group) else _("unfolded")
        return f"{row.title}, {records}, {state}"

    # -- Qt's questions -----------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _ACCESSIBLE) or not index.isValid():
            return None
        row = self._cache.row(index.row())
        if row is None:
            return _("Loading…") if role == _ACCESSIBLE else None
        if row.id < 0:
            return self.spoken_heading(index.row()) if role == _ACCESSIBLE else row.title
        if index.column() == FLAG_COLUMN:
            return row.flag or ""
        cell = row.cells[index.column() - 1]
        if role == _ACCESSIBLE and row.standing == "late" and self._is_when(index.column() - 1):
            return _("{when}, overdue").format(when=cell)
        return cell

    def _is_when(self, place: int) -> bool:
        return self.columns[place] == self._desk.registry.section(self.filter.section).when

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (_DISPLAY, _ACCESSIBLE):
            return None
        if section == FLAG_COLUMN:
            return _("Flag") if role == _ACCESSIBLE else ""
        return self.heading(self.columns[section - 1]) if section <= len(self.columns) else None

    def heading(self, key: str) -> str:
        """The heading of a column."""
        field = self.fields.get(key)
        return _(field.label) if field is not None else key

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if self.is_heading(index.row()):
            return found ^ Qt.ItemFlag.ItemIsDragEnabled
        return found | Qt.ItemFlag.ItemIsEditable

    @override
    def mimeTypes(self) -> list[str]:
        return [MIME_UIDS]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = QMimeData()
        positions = sorted({index.row() for index in indexes})
        dragged.setData(MIME_UIDS, "\n".join(self.uids_of(positions)).encode())
        return dragged
