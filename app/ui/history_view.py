"""What was done in the file, newest first, with what it changed and its undo; and the trash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.override import override
from app.core.texts import _, capital, ngettext
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.history_changes import OperationPane
from app.ui.history_filter import HistoryFilter
from app.ui.panel.moments import short_when
from app.ui.trash_view import TrashView
from app.ui.widgets.buttons import LinkButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import guided, named, on_surface

if TYPE_CHECKING:
    from app.services.library import Undone, UndoPreview
    from app.services.operations import Operation
    from app.ui.desk import Desk

PAGE = 60
LEAST_WIDTH = 900
"""What an operation did is read beside who did it, and what it changed beside the way back."""


def show_history(desk: Desk, *, is_trash: bool = False) -> HistoryDialog:
    """Open the history, or the trash beside it."""
    dialog = HistoryDialog(desk, dialog_owner())
    dialog.tabs.setCurrentIndex(1 if is_trash else 0)
    open_dialog(dialog)
    return dialog


class HistoryDialog(QDialog):
    """History and trash as two tabs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        guided(named(self, "history_dialog", _("History")), "backup")
        self.setWindowTitle(_("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 640)
        self.setMinimumSize(LEAST_WIDTH, 400)
        self.history, self.trash = HistoryView(desk), TrashView(desk)
        self.tabs = named(QTabWidget(), "history_tabs", _("History and trash"))
        self.tabs.setDocumentMode(True)
        self.toast_place = QWidget()
        self.tabs.addTab(self.history, _("History"))
        self.tabs.addTab(self.trash, _("Trash"))
        close = QuietButton(_("Close"), "history_close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        around = QVBoxLayout(self.toast_place)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.tabs)
        column.addWidget(self.toast_place, 1)
        column.addLayout(foot)


class HistoryView(QWidget):
    """Operations with what, when, who and Undo; undone ones are grey."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "history_view", _("What was done"))
        self._desk = desk
        self._shown: list[Operation] = []
        self._rows: list[OperationRow] = []
        self._chosen = ""
        self.filter = HistoryFilter(desk, "history", _("Search what was done"))
        self.filter.changed.connect(self.refresh)
        self.changes = OperationPane(desk)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("boxed", "true")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(8)
        column.addWidget(self.filter)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._scroll, 3)
        halves.addWidget(self.changes, 2)
        column.addLayout(halves, 1)
        desk.records_changed.connect(self._on_records_changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the newest operations that are wanted."""
        self._read(None)

    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def _read(self, before: int | None) -> None:
        library, only = self._desk.library, self.filter.only
        if library is not None:
            self._desk.work.ask(
                "history",
                lambda: library.history.operations(PAGE, before, only),
                self._show if before is None else self._show_more,
                lane="beside",
            )

    def _show(self, operations: list[Operation]) -> None:
        """The newest in place of what stands there."""
        self._shown, self._rows = [], []
        content = on_surface(QWidget(), "surface")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(2, 4, 2, 4)
        self._column.setSpacing(0)
        if not operations:
            self._column.addWidget(self._nothing())
        place = self._scroll.verticalScrollBar().value()
        self._show_more(operations)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().setValue(place)

    def _nothing(self) -> QWidget:
        if self.filter.is_narrowed:
            return EmptyState("search-x", _("Nothing found"))
        text = _("What you save, delete or import stands here.")
        return EmptyState("history", _("Nothing was done yet"), text)

    def _show_more(self, operations: list[Operation]) -> None:
        """Older ones below; what stands there already is left as it is."""
        for operation in operations:
            if self._shown:
                self._column.addWidget(_rule())
            row = OperationRow(operation, self._desk, self)
            row.set_chosen(operation.uid == self._chosen)
            self._column.addWidget(row)
            self._shown.append(operation)
            self._rows.append(row)
        if not self._shown:
            return
        if len(operations) == PAGE:
            more = LinkButton(_("Show older"), "history_older")
            more.clicked.connect(lambda: self._read_older(more))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            self._column.addStretch(1)

    def _read_older(self, link: QWidget) -> None:
        link.hide()
        link.deleteLater()
        self._read(self._shown[-1].id)

    def choose(self, operation: Operation) -> None:
        """Show what one operation changed."""
        self._chosen = operation.uid
        for row in self._rows:
            row.set_chosen(row.operation.uid == operation.uid)
        self.changes.show_operation(operation)

    def undo(self, operation: Operation) -> None:
        """Take one operation back; where something was edited since, say before what will stay."""
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Looking what an undo would change"),
                lambda progress: library.preview_undo(operation.uid, progress),
                self._on_previewed,
                can_cancel=True,
                owner=self,
            )

    def _on_previewed(self, preview: UndoPreview) -> None:
        library, operation = self._desk.library, preview.operation
        if library is None or (preview.kept and not self._is_wanted(preview)):
            return
        self._desk.work.do(
            _("Undoing"),
            lambda progress: library.undo(operation.uid, progress),
            self._on_undone,
            can_cancel=True,
        )

    def _is_wanted(self, preview: UndoPreview) -> bool:
        title = _("Undo: {what}").format(what=preview.operation.describe())
        text = "\n\n".join(preview.sentences())
        if not preview.reversed:
            self._desk.messages.info(text)
            return False
        return self._desk.messages.ask(title, text, _("Undo the rest"), _("Cancel"))

    def _on_undone(self, undone: Undone) -> None:
        self.refresh()
        say_undone(self._desk, undone)


def say_undone(desk: Desk, undone: Undone) -> None:
    """Tell what was undone, and what stayed because it was edited since."""
    text = sentence(undone.operation.describe())
    if undone.kept:
        n = len(undone.kept)
        names = ", ".join(f"“{title}”" for title in undone.kept[:3])
        kept = ngettext(
            "{n} record was edited since and stays as it is: {names}.",
            "{n} records were edited since and stay as they are: {names}.", n,
        ).format(n=n, names=names)  # fmt: skip
        desk.messages.warning(f"{text} {kept}")
    else:
        desk.messages.info(text)


def sentence(words: str) -> str:
    """Words as a sentence: capital letter and full stop."""
    return f"{capital(words)}."


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("rule", "true")
    return made


class OperationRow(QWidget):
    """One operation."""

    def __init__(self, operation: Operation, desk: Desk, view: HistoryView) -> None:
        super().__init__()
        self.setObjectName("operation_row")
        self.operation, self._view, self._is_chosen = operation, view, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(operation.describe())
        is_grey = operation.is_undone
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        self.setFixedHeight(theme.metrics().row)
        line.setSpacing(12)
        when = label(short_when(operation.at, desk.context(), with_time=True), "secondary")
        when.setFixedWidth(120)
        line.addWidget(when)
        words = operation.describe()
        what = ElidedLabel(capital(words), "muted" if is_grey else "text")
        what.setObjectName("operation_what")
        line.addWidget(what, 1)
        who = ElidedLabel(operation.by, "secondary")
        who.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        who.setFixedWidth(100)
        line.addWidget(who)
        end = QHBoxLayout()
        end.addStretch(1)
        if is_grey:
            end.addWidget(label(_("undone"), "secondary"))
        elif operation.can_undo and desk.library is not None and not desk.library.is_read_only:
            button = LinkButton(_("Undo"), "operation_undo")
            button.setAccessibleName(_("Undo: {what}").format(what=words))
            button.clicked.connect(partial(self._undo, view))
            end.addWidget(button)
        place = QWidget()
        place.setLayout(end)
        end.setContentsMargins(0, 0, 0, 0)
        place.setFixedWidth(90)
        line.addWidget(place)

    def _undo(self, view: HistoryView, _is_on: bool = False) -> None:
        view.undo(self.operation)

    def set_chosen(self, is_chosen: bool) -> None:
        """Mark the one whose changes are shown."""
        self._is_chosen = is_chosen
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._view.choose(self.operation)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._view.choose(self.operation)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_chosen:
            painter.fillRect(self.rect(), theme.colour("selection"))
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
