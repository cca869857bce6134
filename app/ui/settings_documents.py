"""Settings, page “Documents”: the user's own firm, and the counters that number documents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.blueprint.rows import Reference
from app.core.errors import UserError
from app.core.texts import _
from app.services.documents.firm import SECTION
from app.ui.editors.reference import ReferenceEditor
from app.ui.panel.small import WrappedLabel
from app.ui.settings_cases import CasesForm
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.labels import form_label, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.documents.counters import CounterState
    from app.services.library import Library
    from app.ui.desk import Desk


class DocumentsPage(QWidget):
    """Kept in the file, so that everybody who opens it writes in the name of the same firm."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.firm = ReferenceEditor(Reference(SECTION), _("My firm"), desk, "documents_firm")
        self.firm.changed.connect(self._choose)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._counters = QWidget()
        self._counters.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._new = QuietButton(_("New counter"), "counter_new", "plus")
        self._new.clicked.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("My firm"), "heading"))
        told = _("The organization whose name, address, codes and accounts documents take for yours.")
        column.addWidget(WrappedLabel(told, "muted"))
        column.addWidget(self.firm)
        column.addSpacing(12)
        column.addWidget(label(_("Numbers of documents"), "heading"))
        told = _(
            "A counter gives each number once and leaves none out. In its pattern {n} is the number, {yyyy} "
            "or {yy} the year, {mm} the month, {dd} the day; {n:4} has at least four digits. With the year "
            "in it, it begins anew each year."
        )
        column.addWidget(WrappedLabel(told, "muted"))
        column.addWidget(self._counters)
        column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        column.addWidget(label(_("Declined names"), "heading"))
        told = _("Russian names and posts follow rules. What you write here goes before them in documents.")
        column.addWidget(WrappedLabel(told, "muted"))
        self.cases = CasesForm(desk)
        column.addWidget(self.cases)
        column.addStretch(1)
        self.refill()

    def refill(self) -> None:
        """Read the firm and the counters anew."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                "settings.documents", lambda: (library.documents.firm.uid, library.documents.counters.all()),
                lambda found: self._show(*found), owner=self,
            )  # fmt: skip

    def _show(self, firm: str, counters: list[CounterState]) -> None:
        library = self._desk.library
        if library is None:
            return
        self.firm.set_value(firm or None)
        self.firm.setEnabled(not library.is_read_only)
        self._new.setEnabled(not library.is_read_only)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heads = (_("Name"), _("Pattern"), _("Last number"), _("Next")) if counters else ()
        for column, text in enumerate(heads):
            self._grid.addWidget(label(text, "secondary"), 0, column)
        for row, counter in enumerate(counters, 1):
            self._add_row(library, row, counter)
        for column, stretch in enumerate((2, 3, 1, 2, 0)):
            self._grid.setColumnStretch(column, stretch)

    def _add_row(self, library: Library, row: int, counter: CounterState) -> None:
        today = library.context().today
        pattern = named(QLineEdit(counter.pattern), f"counter_pattern_{row}",
                        _("Pattern of {name}").format(name=counter.name))  # fmt: skip
        last = named(QLineEdit(str(counter.last)), f"counter_last_{row}",
                     _("Last number of {name}").format(name=counter.name))  # fmt: skip
        pattern.editingFinished.connect(lambda: self._change(counter, pattern=pattern.text()))
        last.editingFinished.connect(lambda: self._change(counter, last=last.text()))
        does = _("Delete the counter {name}").format(name=counter.name)
        remove = IconButton("trash-2", does, f"counter_remove_{row}", kind="flat", is_small=True)
        remove.clicked.connect(partial(self._remove, counter))
        for each in (pattern, last, remove):
            each.setEnabled(not library.is_read_only)
        following = form_label(counter.following(today).shown(today))
        for column, widget in enumerate((form_label(counter.name), pattern, last, following, remove)):
            self._grid.addWidget(widget, row, column)

    # -- writing -------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        library, uid = self._desk.library, self.firm.value() or ""
        if library is not None:
            self._do(lambda: library.documents.firm.choose(uid))

    def add(self) -> None:
        """A counter that is not there yet; the first one is that of templates which name none."""
        from app.services.documents.counters import DEFAULT

        library = self._desk.library
        if library is None:
            return

        def job() -> object:
            counters = library.documents.counters
            known = {each.name for each in counters.all()}
            names = [DEFAULT, *(f"{DEFAULT} {n}" for n in range(2, len(known) + 3))]
            return counters.change(next(each for each in names if each not in known), last=0)

        self._do(job)

    def _change(self, counter: CounterState, pattern: str | None = None, last: str | None = None) -> None:
        library = self._desk.library
        if library is None or pattern == counter.pattern or last == str(counter.last):
            return
        if last is not None and not (last.strip().isdecimal() and len(last.strip()) < 19):
            self._refuse(_("The last number is a whole number, such as {example}.").format(example="125"))
            return
        number = int(last) if last is not None else None
        self._do(lambda: library.documents.counters.change(counter.name, pattern, number))

    def _remove(self, counter: CounterState, _is_on: bool = False) -> None:
        library = self._desk.library
        if library is not None:
            self._do(lambda: library.documents.counters.remove(counter.name))

    def _do(self, job: Any) -> None:
        self._desk.work.do(
            _("Changing the settings of documents"), lambda _progress: job(), lambda _done: self.refill(),
            on_error=self._refuse, owner=self,
        )  # fmt: skip

    def _refuse(self, problem: UserError | str) -> None:
        self._desk.messages.warning(str(problem))
        self.refill()
