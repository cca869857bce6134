"""Editing a cell in the table: a line for texts, numbers and dates, a menu for choices and flags.

As in a spreadsheet: Enter takes what is typed and goes a row down, Tab goes on in the next cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu

from app.blueprint.context import Context
from app.blueprint.dates import DateOrTime, PartialDate
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Choices, Code, Email, Kind, Number, Phone, Text, Url
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.override import override
from app.core.texts import _
from app.ui.desk import Desk
from app.ui.listing.shown_rows import FLAG_COLUMN
from app.ui.listing.table_view import TableView
from app.ui.widgets.flags import flag_icon
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named, styled

if TYPE_CHECKING:
    from app.services.library import Library

FLAG = "flag"
Step = Literal["", "down", "up", "next", "back"]
"""Where the user goes when a cell is taken."""
_LINES = (Text, Number, Phone, Email, Url, Code, PartialDate, DateOrTime)


def can_edit(field: Field | None) -> bool:
    """Is it one simple value that the user wrote, not one made from others?"""
    if field is None or not field.is_stored or field.kind.is_multiline or field.kind.is_rows:
        return False
    kind = field.kind
    return isinstance(kind, _LINES) or (isinstance(kind, Choice) and not isinstance(kind, Choices))


class InPlace(QObject):
    """Opens the right small editor over a cell and saves what comes out of it."""

    saved = Signal(str, str)
    """Section key and uid of a record that was written."""

    def __init__(self, desk: Desk, table: TableView) -> None:
        super().__init__(table)
        self._desk, self._table = desk, table
        self._section: Section | None = None

    def field_at(self, index: QModelIndex, section: Section) -> Field | None:
        """The field of a cell that can be edited here."""
        library, model = self._desk.library, self._table.list_model
        if library is None or library.is_read_only or not index.isValid():
            return None
        key = FLAG if index.column() == FLAG_COLUMN else model.columns[index.column() - 1]
        field, row = section.by_key.get(key), model.row_at(index.row())
        return field if can_edit(field) and row is not None and row.uid else None

    def edit(self, index: QModelIndex, section: Section) -> bool:
        """Edit the cell; False if it cannot be edited here (then its card is the place)."""
        library, row = self._desk.library, self._table.list_model.row_at(index.row())
        known = self.field_at(index, section)
        if library is None or known is None or row is None:
            return False
        self._section, uid = section, row.uid
        self._table.scrollTo(index)
        place = self._table.visualRect(index)

        def read(record: Any) -> None:
            if record is not None:
                self._open(known, section.key, uid, record.values.get(known.key), place)

        self._desk.work.ask("in-place", lambda: library.get(uid), read, owner=self)
        return True

    def _open(self, field: Field, section: str, uid: str, value: Any, place: QRect) -> None:
        if isinstance(field.kind, Choice):
            self._open_menu(field, section, uid, value, place)
        else:
            typed = _typed(field.kind, value, self._desk.context())
            line = _Line(self._table, typed, _(field.label), place)
            line.done.connect(lambda text, step: self._take(line, field, section, uid, value, text, step))

    def _take(
        self, line: _Line, field: Field, section: str, uid: str, old: Any, text: str, step: Step
    ) -> None:
        value = old
        if text != line.typed_before:
            try:
                value = field.kind.parse(text, self._desk.context())
            except ValueError as problem:
                line.refuse(str(problem))
                return
        line.close_down()
        if value != old:
            self._save(section, uid, {field.key: value})
        if step == "down" or step == "up":
            self._go(1 if step == "down" else -1)
        elif step:
            self._go_on(1 if step == "next" else -1)

    def _go(self, by: int) -> None:
        """To the cell below or above, over headings of groups."""
        table, model = self._table, self._table.list_model
        row = table.currentIndex().row() + by
        while 0 <= row < len(model.ids) and model.is_heading(row):
            row += by
        if 0 <= row < len(model.ids):
            table.go_to(row)

    def _go_on(self, by: int) -> None:
        """Edit the next cell of the row that can be, as the columns stand; at the end stay where it is."""
        table, header = self._table, self._table.list_header
        row, place = table.currentIndex().row(), header.visualIndex(table.currentIndex().column()) + by
        while 0 <= place < header.count():
            index = table.list_model.index(row, header.logicalIndex(place))
            if self._section is not None and self.field_at(index, self._section) is not None:
                table.make_current(index)
                self.edit(index, self._section)
                return
            place += by

    def _open_menu(self, field: Field, section: str, uid: str, value: Any, place: QRect) -> None:
        menu = QMenu(self._table)
        menu.setObjectName(f"in_place_{field.key}")
        kind = field.kind
        assert isinstance(kind, Choice)
        for key, name in [
            ("", _("No flag") if kind.list == FLAG else "—"),
            *self._desk.context().options_of(kind.list),
        ]:
            action = menu.addAction(name.replace("&", "&&"))
            if kind.list == FLAG and key:
                action.setIcon(flag_icon(key))
            action.setCheckable(True)
            action.setChecked(key == (value or ""))
            wanted = {field.key: key or None}
            action.triggered.connect(lambda _checked=False, wanted=wanted: self._save(section, uid, wanted))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(place.bottomLeft()))

    def _save(self, section: str, uid: str, values: dict[str, Any]) -> None:
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Saving"),
                lambda _progress: library.save(
                    section, {**values, **_misfits(library, section, uid, values)}, uid
                ),
                lambda _saved: self.saved.emit(section, uid),
                on_error=self._fail,
            )

    def _fail(self, problem: UserError) -> None:
        self._desk.messages.error(str(problem))


class _Line(QLineEdit):
    """A line over a cell: Enter, Tab or leaving takes it, Esc does not."""

    done = Signal(str, str)
    """What is typed, and the Step that follows."""

    def __init__(self, table: TableView, text: str, label: str, place: QRect) -> None:
        super().__init__(text, table.viewport())
        self._table = table
        self.typed_before = text
        self._is_over = False
        named(self, "in_place_line", label)
        self.setGeometry(place.adjusted(0, 1, 0, -2))
        self.setMinimumWidth(120)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        table.verticalScrollBar().valueChanged.connect(self.close_down)

    def refuse(self, sentence: str) -> None:
        """What is typed means nothing: say so and stay."""
        styled(self, "state", "danger")
        self.setToolTip(plain_tooltip(sentence))
        self.setAccessibleDescription(sentence)

    def close_down(self) -> None:
        """Go away without taking anything."""
        if not self._is_over:
            self._is_over = True
            had_focus = self.hasFocus()
            self.hide()
            self.deleteLater()
            if had_focus:
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_up = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.done.emit(self.text(), "up" if is_up else "down")
        elif event.key() == Qt.Key.Key_Escape:
            self.close_down()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self._is_over:
            self.done.emit(self.text(), "")
        return super().event(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if self._is_over:  # Qt's own way out of what is hidden
            return super().focusNextPrevChild(next)
        self.done.emit(self.text(), "next" if next else "back")
        return True


def _misfits(library: Library, section: str, uid: str, values: dict[str, Any]) -> dict[str, None]:
    """Choices that do not belong to what another field becomes; the card takes them out just so."""
    record, found = library.get(uid), dict[str, None]()
    if record is None:
        return found
    for field in library.registry.section(section).stored:
        kind = field.kind
        if not isinstance(kind, Choice) or values.get(kind.depends_on) is None:
            continue
        fitting = (None, values[kind.depends_on])
        for option in library.choices.options(kind.list):
            if option.key == record.values.get(field.key) and option.belongs_to not in fitting:
                found[field.key] = None
    return found


def _typed(kind: Kind, value: Any, context: Context) -> str:
    """The value as one would type it."""
    if isinstance(kind, Number):
        from app.ui.editors.number import figures_of

        return figures_of(kind, value, context)
    if isinstance(kind, (PartialDate, DateOrTime)):
        from app.ui.editors.dates import figures

        return figures(value)
    return "" if value is None else str(value)
