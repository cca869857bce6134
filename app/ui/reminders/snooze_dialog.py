"""Until when shall it wait? A time as one says it: “friday 10:00”, “in 3 days”, “31.12. 9:00”."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.blueprint.dates import DateOrTime, wall_time
from app.blueprint.field import Field
from app.blueprint.reminding import MORNING
from app.core.texts import N_, _
from app.ui.editors import editor_for
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.ui.desk import Desk


class SnoozeDialog(QDialog):
    """One line; ``then`` is called with the moment."""

    def __init__(
        self, desk: Desk, then: Callable[[datetime], None], parent: QWidget | None = None, title: str = ""
    ) -> None:
        super().__init__(parent)
        self._desk, self._then = desk, then
        title, does = title or _("Remind me again"), title or _("Snooze")
        guided(named(self, "snooze_dialog", title), "reminders")
        self.setWindowTitle(title)
        self.setMinimumWidth(360)
        self.editor = editor_for(Field("until", N_("When"), DateOrTime()), desk, "snooze")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "title"))
        column.addWidget(self.editor)
        self.ok = PrimaryButton(does, "snooze_save")
        self.ok.clicked.connect(self.save)
        column.addSpacing(4)
        column.addLayout(dialog_foot(self, "snooze", self.ok))
        self.finished.connect(self.deleteLater)
        self.editor.setFocus()

    def save(self) -> None:
        """Take the time, if it is one that lies ahead."""
        self.editor.commit()
        problem = self.editor.problem() or self._problem()
        if problem:
            self.editor.warn(problem)
            self.editor.setFocus()
            return
        self._then(self._moment())
        self.accept()

    def _problem(self) -> str:
        if not self.editor.value():
            return _("Write a day or a time, such as “friday 10:00”.")
        if self._moment() <= self._desk.clock():
            return _("That time has passed already.")
        return ""

    def _moment(self) -> datetime:
        """On the wall of this computer; of a day alone its morning."""
        value = str(self.editor.value())
        at = wall_time(value)
        if "T" not in value:
            at = datetime.combine(at.date(), MORNING)
        return at.replace(tzinfo=self._desk.clock().tzinfo)
