"""What the settings pages of the file share: lines that are named, shown or hidden, dragged and moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.texts import _
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.grip import Grip
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library
    from app.ui.desk import Desk

Job = Callable[[], object]
LONG_NAME = 24
"""Letters of a name that the frame may cut; the rest is told by the tooltip."""


@dataclass(frozen=True)
class Entry:
    """One line, and what each of its controls does in the file."""

    key: str
    name: str
    is_shown: bool
    rename: Callable[[str], object]
    show: Callable[[bool], object]
    move: Callable[[int], object]
    placeholder: str = ""
    mark: QWidget | None = None
    """Before the name: an icon, a colour."""
    kind: QWidget | None = None
    """After the name: what it is."""
    ends: tuple[QWidget, ...] = ()
    """What else can be done with it."""


@dataclass(frozen=True)
class Words:
    """How a page calls its lines: in names of objects, to the user, and while something is written."""

    prefix: str
    name: str
    shown: str
    show: str
    """With {name} or {title}; for who hears the page."""
    job: str


class RowsPage(QWidget):
    """A page of lines. Everything is written at once, and the page is read anew after each change."""

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)

    def entries(self, library: Library) -> Sequence[Entry]:
        """The lines, in their order."""
        raise NotImplementedError

    def refill(self) -> None:
        """Read the lines anew; the keyboard stays on the control that it was on."""
        held = self._held()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        library = self._desk.library
        if library is None:
            return
        entries = self.entries(library)
        for place, entry in enumerate(entries):
            row = self._row(entry, place, len(entries))
            row.setEnabled(not library.is_read_only)
            self._rows.addWidget(row)
        if held:
            QTimer.singleShot(0, self, partial(self._take_hold, held))

    def do(self, job: Job) -> None:
        """Write a change."""
        self.do_long(self._words.job, lambda _progress: job(), can_cancel=False)

    def do_long(self, title: str, job: Callable[[Progress], object], *, can_cancel: bool = True) -> None:
        """Write what may take a while."""
        self._desk.work.do(
            title, job, self.on_done, can_cancel=can_cancel, on_error=self._on_refused, owner=self
        )

    def on_done(self, _operation: object) -> None:
        """Something was written."""
        self.refill()

    def _on_refused(self, problem: UserError) -> None:
        self._desk.messages.warning(str(problem))
        self.refill()

    # -- one line ------------------------------------------------------------------------------------------

    def _row(self, entry: Entry, place: int, count: int) -> QWidget:
        prefix = self._words.prefix
        row = named(QWidget(), f"{prefix}_{entry.key}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        grip = Grip(f"{prefix}_grip_{entry.key}", _("Drag {name} to another place").format(name=entry.name))
        grip.dropped.connect(partial(self._drop, entry))
        for widget in (grip, entry.mark):
            if widget is not None:
                line.addWidget(widget)
        line.addWidget(self._name(entry), 1)
        if entry.kind is not None:
            line.addWidget(entry.kind)
        line.addWidget(self._shown(entry))
        for step, icon_name, does in ((-1, "arrow-up", _("Move up")), (1, "arrow-down", _("Move down"))):
            button = IconButton(
                icon_name, does, f"{prefix}_{icon_name}_{entry.key}", kind="flat", is_small=True
            )
            button.setEnabled(0 <= place + step < count)
            button.clicked.connect(partial(self._move, entry, place + step))
            line.addWidget(button)
        for widget in entry.ends:
            line.addWidget(widget)
        return row

    def _name(self, entry: Entry) -> QLineEdit:
        name = named(QLineEdit(entry.name), f"{self._words.prefix}_name_{entry.key}", self._words.name)
        name.setPlaceholderText(entry.placeholder)
        name.setCursorPosition(0)  # of a long name the beginning is seen
        name.setToolTip(plain_tooltip(entry.name) if len(entry.name) > LONG_NAME else "")
        name.editingFinished.connect(lambda: self._rename(entry, name.text()))
        return name

    def _shown(self, entry: Entry) -> QCheckBox:
        words = self._words
        box = QCheckBox(words.shown)
        named(box, f"{words.prefix}_shown_{entry.key}", words.show.format(name=entry.name, title=entry.name))
        box.setChecked(entry.is_shown)
        box.toggled.connect(lambda is_on: self.do(lambda: entry.show(is_on)))
        return box

    def _rename(self, entry: Entry, text: str) -> None:
        if text.strip() != entry.name:
            self.do(lambda: entry.rename(text))

    def _move(self, entry: Entry, place: int, _is_on: bool = False) -> None:
        self.do(lambda: entry.move(place))

    def _drop(self, entry: Entry, height: int) -> None:
        """Let go there: below every row whose middle is higher."""
        rows = [item.widget() for n in range(self._rows.count()) if (item := self._rows.itemAt(n))]
        moved = f"{self._words.prefix}_{entry.key}"
        others = [row for row in rows if row is not None and row.objectName() != moved]
        self._move(entry, sum(row.mapToGlobal(row.rect().center()).y() < height for row in others))

    # -- the keyboard --------------------------------------------------------------------------------------

    def _held(self) -> str:
        """Name of the control of a line that has the keyboard."""
        focus = QApplication.focusWidget()
        row = focus.parentWidget() if focus is not None else None
        is_in_line = row is not None and row.parentWidget() is self and self._rows.indexOf(row) >= 0
        return focus.objectName() if focus is not None and is_in_line else ""

    def _take_hold(self, name: str) -> None:
        """The control of that name; at the end of the list, where it is off, the other one of the two."""
        other = {"up": "down", "down": "up"}
        for each in (name, *(name.replace(f"arrow-{a}", f"arrow-{b}") for a, b in other.items())):
            for found in self.findChildren(QWidget, each):
                if found.isVisible() and found.isEnabled():
                    found.setFocus()
                    return
