"""What was done in the file, newest first, each thing with its undo; and the trash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.texts import _, ngettext
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing.marks import search_words
from app.ui.palette_results import Result
from app.ui.panel.moments import short_when
from app.ui.result_rows import RESULT_ROLE, ResultDelegate
from app.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named, on_surface
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.history import Trashed
    from app.services.library import Undone
    from app.services.operations import Operation
    from app.ui.desk import Desk

PAGE = 60
SEARCH_DELAY_MS = 150
_UID_ROLE = RESULT_ROLE + 1


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
        named(self, "history_dialog", _("History"))
        self.setWindowTitle(_("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 560)
        self.history, self.trash = HistoryView(desk), TrashView(desk)
        self.tabs = named(QTabWidget(), "history_tabs", _("History and trash"))
        self.tabs.setDocumentMode(True)
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
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)


class HistoryView(QWidget):
    """Operations with what, when, who and Undo; undone ones are grey."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "history_view", _("What was done"))
        self._desk = desk
        self._shown: list[Operation] = []
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("boxed", "true")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.addWidget(self._scroll)
        desk.records_changed.connect(self._on_records_changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the newest operations."""
        self._shown = []
        self._read(None)

    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def _read(self, before: int | None) -> None:
        library = self._desk.library
        if library is not None:
            self._desk.work.ask("history", lambda: library.history.operations(PAGE, before), self._show_more)

    def _show_more(self, operations: list[Operation]) -> None:
        self._shown += operations
        content = on_surface(QWidget(), "surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 4, 10, 4)
        column.setSpacing(0)
        for operation in self._shown:
            if column.count():
                column.addWidget(_rule())
            column.addWidget(OperationRow(operation, self._desk, self))
        if not self._shown:
            column.addWidget(
                EmptyState(
                    "history", _("Nothing was done yet"), _("What you save, delete or import stands here.")
                )
            )
        if len(operations) == PAGE:
            more = LinkButton(_("Show older"), "history_older")
            more.clicked.connect(lambda: self._read(self._shown[-1].id))
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        place = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().setValue(place)

    def undo(self, operation: Operation) -> None:
        """Take one operation back, whatever was done since."""
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Undoing"),
                lambda progress: library.undo(operation.uid, progress),
                self._on_undone,
                can_cancel=True,
            )

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
    return f"{words[:1].upper()}{words[1:]}."


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("rule", "true")
    return made


class OperationRow(QWidget):
    """One operation."""

    def __init__(self, operation: Operation, desk: Desk, view: HistoryView) -> None:
        super().__init__()
        self.setObjectName("operation_row")
        self.operation = operation
        is_grey = operation.is_undone
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.setFixedHeight(theme.metrics().row)
        line.setSpacing(12)
        when = label(short_when(operation.at, desk.context(), with_time=True), "secondary")
        when.setFixedWidth(120)
        line.addWidget(when)
        words = operation.describe()
        what = ElidedLabel(words[:1].upper() + words[1:], "muted" if is_grey else "text")
        what.setObjectName("operation_what")
        line.addWidget(what, 1)
        who = ElidedLabel(operation.by, "secondary")
        who.setFixedWidth(120)
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


class TrashView(QWidget):
    """Deleted records: search, choose, restore."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "trash_view", _("Deleted records"))
        self._desk = desk
        self._search = SearchBox(_("Search the trash"), "trash_search")
        self._list = named(QListWidget(), "trash_list", _("Deleted records"))
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setProperty("boxed", "true")
        self._delegate = ResultDelegate(self._list)
        self._list.setItemDelegate(self._delegate)
        self._restore = PrimaryButton(_("Restore"), "trash_restore", "archive-restore")
        self._restore.clicked.connect(self.restore)
        self._note = label("", "secondary")
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY_MS)
        self._delay.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _text: self._delay.start())
        self._list.itemSelectionChanged.connect(self._on_selected)
        self._list.itemDoubleClicked.connect(lambda _item: self.restore())
        self._lay_out()
        desk.records_changed.connect(self._on_records_changed)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._search, 1)
        head.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addWidget(self._note)

    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read what was deleted and fits the search."""
        library, text = self._desk.library, self._search.text()
        if library is not None:
            self._desk.work.ask("trash", lambda: library.history.trash(text=text), self._show)

    def _show(self, found: list[Trashed]) -> None:
        self._list.clear()
        self._delegate.words = search_words(self._search.text())
        context = self._desk.context()
        for each in found:
            section = self._desk.registry.section(each.section)
            when = short_when(each.at, context, with_time=True)
            deleted = _("deleted {when} by {who}") if each.by else _("deleted {when}")
            hint = deleted.format(when=when, who=each.by)
            title = self._desk.title_of(each.section)
            item = QListWidgetItem()
            item.setData(RESULT_ROLE, Result("", each.title, section.icon, self.restore, title, hint))
            item.setData(_UID_ROLE, each.uid)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.title}, {title}, {hint}")
            self._list.addItem(item)
        n = len(found)
        self._note.setText(
            ngettext("{n} deleted record", "{n} deleted records", n).format(n=n)
            if n
            else _("The trash is empty.")
        )
        self._on_selected()

    def _on_selected(self) -> None:
        library = self._desk.library
        self._restore.setEnabled(
            bool(self._list.selectedItems()) and library is not None and not library.is_read_only
        )

    def restore(self) -> None:
        """Bring the chosen records back."""
        library = self._desk.library
        uids = [str(item.data(_UID_ROLE)) for item in self._list.selectedItems()]
        if library is not None and uids:
            job = partial(library.history.restore, uids)
            self._desk.work.do(_("Restoring"), lambda _progress: job(), self._on_restored)

    def _on_restored(self, operation: Operation) -> None:
        self.refresh()
        n = operation.count
        self._desk.messages.info(ngettext("{n} record restored.", "{n} records restored.", n).format(n=n))
