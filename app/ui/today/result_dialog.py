"""What came of it, and what comes next: noted together, so that nobody is left without a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.core.texts import _
from app.services.results import finish, result_fields
from app.ui.editors import Editor, editor_for
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.panel.new_event import event_section, prefilled
from app.ui.widgets.buttons import LinkButton, PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import ElidedLabel, form_label, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.day_page import DayLine
    from app.services.library import Operation, Record
    from app.ui.desk import Desk

SOON = ((1, "tomorrow"), (7, "week"), (30, "month"))


class ResultDialog(QDialog):
    """The result first, then the next step, which may be left out; saved as one step that can be undone."""

    def __init__(self, desk: Desk, line: DayLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._line = desk, line
        self._section = desk.registry.section(line.section)
        self.results: dict[str, Editor] = {}
        self.next: dict[str, Editor] = {}
        title = _("What came of it?")
        named(self, "result_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "title"))
        column.addWidget(ElidedLabel(" · ".join(filter(None, [line.title, line.note])), "muted"))
        column.addLayout(self._form(result_fields(self._section), self.results, "result"))
        self._add_next(column)
        self.ok = PrimaryButton(_("Save"), "result_save")
        self.ok.clicked.connect(self.save)
        column.addSpacing(6)
        column.addLayout(dialog_foot(self, "result", self.ok))
        library = desk.library
        if library is not None:
            desk.work.ask("result", lambda: library.get(line.uid), self._fill, owner=self)
        first = next(iter(self.results.values()), None)
        if first is not None:
            first.setFocus()

    def _form(self, fields: list[Field], into: dict[str, Editor], prefix: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 120)
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(fields):
            into[field.key] = editor = editor_for(field, self._desk, prefix)
            grid.addWidget(form_label(_(field.label)), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, row, 1)
        return grid

    def _add_next(self, column: QVBoxLayout) -> None:
        """The next event with the same person; where there is none to name, there is nothing to plan."""
        about = self._about()
        self._following = event_section(self._desk.registry, about[0]) if about else None
        if self._following is None:
            return
        found = self._following
        keys = [found.type_field, found.when, "subject"]
        fields = [found.by_key[key] for key in keys if key in found.by_key]
        head = QHBoxLayout()
        head.addWidget(label(_("Next step"), "strong"))
        head.addSpacing(8)
        for days, name in SOON:
            button = LinkButton(self._soon_text(days), f"result_{name}")
            button.clicked.connect(lambda _checked=False, days=days: self._set_next(days))
            head.addWidget(button)
        head.addStretch(1)
        column.addSpacing(8)
        column.addLayout(head)
        column.addLayout(self._form(fields, self.next, "next"))
        self.next[found.type_field].set_value("call")

    def _soon_text(self, days: int) -> str:
        return {1: _("tomorrow"), 7: _("in a week"), 30: _("in a month")}[days]

    def _about(self) -> tuple[str, str] | None:
        library, person = self._desk.library, self._line.person
        found = library.get_sections([person]) if library is not None and person else {}
        return (found[person], person) if person in found else None

    def _set_next(self, days: int) -> None:
        from app.ui.today.acts import next_working

        now, zone = self._desk.clock().replace(tzinfo=None), self._desk.context().zone
        assert self._following is not None
        self.next[self._following.when].set_value(next_working(now, zone, days))
        self.next[self._following.when].setFocus()

    def _fill(self, record: Record | None) -> None:
        """What was noted already stands there; results depend on the type of the event."""
        if record is None:
            return
        for key, editor in self.results.items():
            editor.heed(record.values)
            editor.set_value(record.values.get(key))
        if self._following is not None and self._following.type_field in record.values:
            self.next[self._following.type_field].set_value(record.values[self._following.type_field])

    # -- saving -------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write both, if all that stands there means something."""
        for editor in (*self.results.values(), *self.next.values()):
            editor.commit()
            if problem := editor.problem():
                editor.warn(problem)
                editor.setFocus()
                return
        library, line, desk = self._desk.library, self._line, self._desk
        if library is None:
            return
        result = {key: editor.value() for key, editor in self.results.items()}
        following = self._next_values()

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

    def _next_values(self) -> tuple[str, Values] | None:
        """Nothing is planned where no day is given."""
        found, about = self._following, self._about()
        if found is None or about is None or not self.next[found.when].value():
            return None
        given = {key: editor.value() for key, editor in self.next.items()}
        values = {key: value for key, value in given.items() if value is not None}
        defaults = {each.key: each.default for each in found.stored if each.default is not None}
        return found.key, {**defaults, **prefilled(found, *about), **values}
