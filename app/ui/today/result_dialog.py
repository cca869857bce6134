"""What came of it, and what comes next: noted together, so that nobody is left without a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.services.results import finish
from app.ui.calls.log_form import LogForm, save_by_keys
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.services.day_page import DayLine
    from app.services.library import Operation
    from app.ui.desk import Desk
    from app.ui.editors import Editor


class ResultDialog(QDialog):
    """The result first, then the next step, which may be left out; saved as one step that can be undone."""

    def __init__(self, desk: Desk, line: DayLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._line = desk, line
        title = _("What came of it?") if line.uid else _("Log a call")
        guided(named(self, "result_dialog", title), "reminders")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(660)
        self.form = LogForm(desk, line)
        self.form.filled.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "title"))
        column.addWidget(ElidedLabel(" · ".join(filter(None, [line.title, line.note])), "muted"))
        column.addWidget(self.form)
        self.ok = PrimaryButton(_("Save"), "result_save")
        self.ok.clicked.connect(self.save)
        column.addSpacing(6)
        column.addLayout(dialog_foot(self, "result", self.ok))
        save_by_keys(self, self.save)
        self.form.focus_first()

    @override
    def reject(self) -> None:
        if self.form.may_leave():
            super().reject()

    def _fit(self) -> None:
        """As high as what is in it at this width."""
        column = self.layout()
        if column is not None:
            self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))

    @property
    def results(self) -> dict[str, Editor]:
        """Editors of what came of it."""
        return self.form.results

    @property
    def next(self) -> dict[str, Editor]:
        """Editors of what comes next; empty where nobody can be named."""
        return self.form.next

    def save(self) -> None:
        """Write both, if all that stands there means something."""
        found, library, line, desk = self.form.take(), self._desk.library, self._line, self._desk
        if found is None or library is None:
            return
        result, following = found

        def done(operation: Operation) -> None:
            undo = Action(_("Undo"), lambda: acts.undo(desk, operation.uid))
            desk.messages.info(_("Done: {title}").format(title=line.title), undo)

        desk.work.do(
            _("Marking as done"),
            lambda _progress: finish(library, line.section, line.uid, result, following),
            done,
            owner=desk,
        )
        self.accept()
