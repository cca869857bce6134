"""The rows of a list as Qt's model: ids in order, headings between them, and what a view asks of a row."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.blueprint.field import Field
from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui.desk import Desk
from app.ui.listing.filter import ListFilter
from app.ui.listing.headings import Headings
from app.ui.listing.row_cache import RowCache

if TYPE_CHECKING:
    from app.services.rows import ListRow

MIME_UIDS = "application/x-cartoteca-uids"
"""Dragged records: their uids, one a line."""
FLAG_COLUMN = 0
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class ShownRows(QAbstractTableModel):
    """Column 0 is the flag, then the chosen fields. ``row_at`` is the quick way to what a row shows."""

    swapping = Signal()
    swapped = Signal()
    """The order changes as a whole: before and after, so that the view can keep its place."""
    folding = Signal()
    """Groups were folded or unfolded; the rows follow."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.filter = ListFilter("")
        self.columns: tuple[str, ...] = ()
        self.fields: dict[str, Field] = {}
        self.ids: array[int] = array("q")
        """Of what is shown, in order; headings of groups are below zero."""
        self.headings: Headings | None = None
        """The groups of a grouped list."""
        self.cache = RowCache()

    def row_at(self, position: int) -> ListRow | None:
        """What the row shows; None while it is on its way."""
        return self.cache.row(position)

    def uids_of(self, positions: Sequence[int]) -> list[str]:
        """Uids of some rows, fetched if need be; for a few hundred at most."""
        rows = [self.cache.row(position) for position in positions]
        library = self.desk.library
        if any(row is None for row in rows) and library is not None:
            ids = [self.ids[position] for position in positions if self.ids[position] > 0]
            return [row.uid for row in library.lists.rows(self.filter.section, ids, ()) if row.uid]
        return [row.uid for row in rows if row is not None and row.uid]

    def position_of(self, uid: str) -> int | None:
        """Where a record stands in the list, if it is known yet."""
        library = self.desk.library
        return library.lists.position(self.ids, uid) if library is not None else None

    # -- changes of the order -----------------------------------------------------------------------------

    def swap(self, ids: array[int]) -> None:
        """Put another order in place of the shown one, with as little disturbance as possible."""
        known = len(self.ids)
        if ids == self.ids:
            self.tell_all_changed()
        elif len(ids) > known and ids[:known] == self.ids:
            self.beginInsertRows(_ROOT, known, len(ids) - 1)
            self.ids = ids
            self.endInsertRows()
        else:
            self.swapping.emit()
            self.beginResetModel()
            self.ids = ids
            self.cache.clear()
            self.endResetModel()
            self.swapped.emit()

    def tell_all_changed(self) -> None:
        """Every row is to be painted anew."""
        if self.ids:
            last = self.index(len(self.ids) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

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
        self.folding.emit()
        if headings.ids is None:  # so far these are the first rows only; it is heeded when all are here
            self.tell_all_changed()
            return
        first, count = position + 1, headings.counts[group]
        self.cache.clear()
        if is_folded and count:
            self.beginRemoveRows(_ROOT, first, position + count)
            del self.ids[first : first + count]
            self.endRemoveRows()
        elif count:
            self.beginInsertRows(_ROOT, first, position + count)
            self.ids[first:first] = headings.members(group)
            self.endInsertRows()
        self.tell_all_changed()

    def fold_all(self, is_folded: bool) -> None:
        """Fold every group, or none."""
        if self.headings is None:
            return
        self.headings.fold_all(is_folded)
        self.folding.emit()
        if self.headings.ids is not None:
            self.swap(self.headings.rows())

    def reveal(self, uid: str) -> None:
        """Unfold the group of a record, so that it stands in the list."""
        library, headings = self.desk.library, self.headings
        record = library.lists.id_of(uid) if library is not None and headings is not None else None
        group = headings.group_of(record) if headings is not None and record is not None else None
        if group is not None and headings is not None and headings.is_folded(group):
            self.fold(self.ids.index(-1 - group), is_folded=False)

    def spoken_heading(self, position: int) -> str:
        """What a screen reader says of a heading."""
        row, headings, group = self.cache.row(position), self.headings, -1 - self.ids[position]
        if headings is None or row is None:
            return _("Loading…")
        n = headings.counts[group]
        records = ngettext("{n} record", "{n} records", n).format(n=grouped(n))
        state = _("folded") if headings.is_folded(group) else _("unfolded")
        said = _("{field}: {value}").format(field=self.heading(self.filter.grouped_by), value=row.title)
        return f"{said}, {records}, {state}"

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
        row = self.cache.row(index.row())
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
        return self.columns[place] == self.desk.registry.section(self.filter.section).when

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
