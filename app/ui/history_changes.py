"""What was changed, old and new side by side, each with a way back: of one operation, or of one record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.texts import N_, _, capital
from app.ui.panel.moments import short_when
from app.ui.panel.small import LinkText, WrappedLabel
from app.ui.widgets.buttons import LinkButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named, on_surface

if TYPE_CHECKING:
    from app.services.changes import FieldChange, RecordChange
    from app.services.library import Operation
    from app.ui.desk import Desk

PAGE = 40
FIELDS_SHOWN = 12
ACTIONS = {"create": N_("made"), "edit": N_("changed"), "delete": N_("deleted")}


class ChangesPane(QScrollArea):
    """A list of changes that grows when it is asked to."""

    def __init__(self, desk: Desk, object_name: str, accessible_name: str) -> None:
        super().__init__()
        named(self, object_name, accessible_name)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("boxed", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = self._fresh()

    def _fresh(self) -> QVBoxLayout:
        content = on_surface(QWidget(), "surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        former = self.takeWidget()
        self.setWidget(content)
        if former is not None:  # not at once: the link that asked for this stands in it
            former.hide()
            former.deleteLater()
        return column

    def show_nothing(self, icon: str, title: str) -> None:
        """Say what would stand here."""
        self._column = self._fresh()
        self._column.addWidget(EmptyState(icon, title))

    def show_changes(
        self, heading: list[QWidget], blocks: list[QWidget], more: Callable[[], None] | None
    ) -> None:
        """A heading, then the changes; ``more`` reads further ones."""
        self._column = self._fresh()
        for widget in heading:
            self._column.addWidget(widget)
        self.add(blocks, more)

    def add(self, blocks: list[QWidget], more: Callable[[], None] | None) -> None:
        """Further changes below."""
        for block in blocks:
            if self._column.count():
                self._column.addWidget(_rule())
            self._column.addWidget(block)
        if more is not None:
            link = LinkButton(_("Show more"), "changes_more")
            link.clicked.connect(link.deleteLater)
            link.clicked.connect(lambda _on=False: more())
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            self._column.addStretch(1)


class OperationPane(ChangesPane):
    """What one operation changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "operation_changes", _("What was changed"))
        self._operation: Operation | None = None
        self.show_nothing("history", _("Choose a line to see what it changed"))

    def show_operation(self, operation: Operation) -> None:
        """Read its first changes."""
        self._operation = operation
        self._read(0)

    def _read(self, after: int) -> None:
        library, operation = self._desk.library, self._operation
        if library is not None and operation is not None:
            self._desk.work.ask(
                "history.changes",
                lambda: library.history.changes.of_operation(operation.uid, PAGE, after),
                partial(self._show, operation, after),
                owner=self,
            )

    def _show(self, operation: Operation, after: int, changes: list[RecordChange]) -> None:
        more = partial(self._read, changes[-1].position) if len(changes) == PAGE else None
        blocks: list[QWidget] = [ChangeBox(each, self._desk) for each in changes]
        if after:
            self.add(blocks, more)
            return
        words = operation.describe()
        when = short_when(operation.at, self._desk.context(), with_time=True)
        heading = [
            WrappedLabel(capital(words), "strong"),
            WrappedLabel(" · ".join(filter(None, (when, operation.by))), "secondary"),
        ]
        self.show_changes([*heading], blocks, more)


class RecordHistoryDialog(QDialog):
    """Every change of one record, the newest first."""

    def __init__(self, desk: Desk, uid: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = _("History of {title}").format(title=title)
        guided(named(self, "record_history", name), "backup")
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 560)
        self._desk, self._uid, self._limit = desk, uid, PAGE
        self.pane = ChangesPane(desk, "record_changes", name)
        close = QuietButton(_("Close"), "record_history_close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.pane, 1)
        column.addLayout(foot)
        desk.records_changed.connect(self._on_records_changed)
        self.refresh()

    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read the changes anew."""
        library, uid, limit = self._desk.library, self._uid, self._limit
        if library is not None:
            self._desk.work.ask(
                f"history.record.{uid}",
                lambda: library.history.changes.of_record(uid, limit),
                self._show,
                owner=self,
            )

    def _more(self) -> None:
        self._limit += 5 * PAGE
        self.refresh()

    def _show(self, changes: list[RecordChange]) -> None:
        place = self.pane.verticalScrollBar().value()
        more = self._more if len(changes) == self._limit else None
        self.pane.show_changes([], [ChangeBox(each, self._desk, is_of_record=True) for each in changes], more)
        self.pane.verticalScrollBar().setValue(place)


class ChangeBox(QWidget):
    """One record in one operation: its fields before and after, and what can be brought back."""

    def __init__(self, change: RecordChange, desk: Desk, *, is_of_record: bool = False) -> None:
        super().__init__()
        self.setObjectName("change_box")
        self.change, self._desk = change, desk
        library = desk.library
        self._can_write = library is not None and not library.is_read_only
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head(is_of_record))
        for each in change.fields[:FIELDS_SHOWN]:
            column.addLayout(self._field(each))
        if len(change.fields) > FIELDS_SHOWN:
            column.addWidget(label("…", "muted"))

    def _head(self, is_of_record: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        if is_of_record:
            line.addWidget(WrappedLabel(self._when()), 1)
        else:
            line.addWidget(self._title(), 0)
            line.addWidget(label(_(ACTIONS[self.change.action]), "secondary"))
            line.addStretch(1)
        if self._can_write and self._can_restore:
            text = _("Restore") if self.change.action == "delete" else _("Restore the state before")
            line.addWidget(self._link(text, "change_restore_record", self._restore_record, self.change.title))
        return line

    def _when(self) -> str:
        operation = self.change.operation
        when = short_when(operation.at, self._desk.context(), with_time=True)
        words = operation.describe()
        return " · ".join(filter(None, (when, operation.by, capital(words))))

    def _title(self) -> QWidget:
        change = self.change
        if change.is_there and change.entity in {each.key for each in self._desk.registry.sections}:
            go = partial(self._desk.navigate.emit, change.entity, change.uid)
            link = LinkText(change.title, go, tone="text")
            link.setObjectName("change_go")
            return link
        return WrappedLabel(change.title)

    @property
    def _can_restore(self) -> bool:
        """A deletion while the record is gone; an edit always."""
        is_gone = self.change.action == "delete" and not self.change.is_there
        return is_gone or self.change.action == "edit"

    def _field(self, field: FieldChange) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        name = label(field.label, "secondary")
        name.setFixedWidth(120)
        name.setWordWrap(True)
        name.setContentsMargins(0, 1, 0, 0)  # on the line of the larger letters beside it
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        is_edit = self.change.action == "edit"
        words = f"{field.before or '—'} → {field.after or '—'}" if is_edit else field.before
        value = WrappedLabel(words)
        value.setObjectName("change_values")
        line.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
        if is_edit and self._can_write and self.change.is_there:
            what, run = f"{field.label}: {field.before or '—'}", partial(self._restore, field)
            link = self._link(_("Restore"), f"change_restore_{field.key}", run, what)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _link(self, text: str, name: str, run: Callable[[], None], what: str) -> LinkButton:
        made = LinkButton(text, name)
        made.setProperty("tight", "true")
        made.setAccessibleName(f"{text}: {what}")
        made.clicked.connect(lambda _on=False: run())
        return made

    def _restore(self, field: FieldChange) -> None:
        """The value that the field had before."""
        library, change = self._desk.library, self.change
        if library is not None:
            restore = library.history.changes.restore_fields
            self._do(lambda: restore(change.operation.uid, change.uid, [field.key]))

    def _restore_record(self) -> None:
        """The record as it was before."""
        library, change = self._desk.library, self.change
        if library is None:
            return
        if change.action == "delete":
            self._do(lambda: library.history.restore([change.uid]))
        else:
            self._do(lambda: library.history.changes.restore_record(change.operation.uid, change.uid))

    def _do(self, job: Callable[[], Operation]) -> None:
        self._desk.work.do(
            _("Restoring"), lambda _progress: job(), partial(_say_restored, self._desk), owner=self._desk
        )


def _say_restored(desk: Desk, operation: Operation) -> None:
    if operation.count:
        words = operation.describe()
        desk.messages.info(f"{capital(words)}.")
    else:
        desk.messages.info(_("It is so already."))


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("rule", "true")
    return made
