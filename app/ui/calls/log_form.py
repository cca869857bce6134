"""What came of it and what comes next, on one form: a digit for the result, a digit for the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.core.override import override
from app.core.texts import _
from app.services.results import result_fields
from app.ui.calls.commands import CALL
from app.ui.calls.key_row import MOST_KEYS, KeyRow
from app.ui.editors import Editor, editor_for
from app.ui.panel.new_event import event_section, logged, prefilled
from app.ui.widgets.labels import form_label, label

if TYPE_CHECKING:
    from app.services.day_page import DayLine
    from app.services.library import Record
    from app.ui.desk import Desk

SOON = ((1, "tomorrow"), (3, "three"), (7, "week"), (14, "fortnight"), (30, "month"))
"""Days ahead that one key plans."""
Log = tuple[Values, "tuple[str, Values] | None"]
"""Values of what took place; section and values of what comes next."""


class LogForm(QWidget):
    """``line`` is what took place: an open record, or one that is only now noted (without a uid).

    Where nobody can be named, there is no next step.
    """

    filled = Signal()
    """All that is offered stands here now; it may be higher than before."""

    def __init__(self, desk: Desk, line: DayLine, prefix: str = "result") -> None:
        super().__init__()
        self._desk, self._line = desk, line
        self._section = desk.registry.section(line.section)
        self.results: dict[str, Editor] = {}
        self.next: dict[str, Editor] = {}
        self.result_keys: KeyRow | None = None
        self.next_keys: KeyRow | None = None
        self._record: Values = {}
        self._was: list[object] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._result_form(prefix))
        self._add_next(column, prefix)
        self._was = self._standing()
        library = desk.library
        if library is not None and line.uid:
            desk.work.ask(f"{prefix}.record", lambda: library.get(line.uid), self._fill, owner=self)
        else:
            self._heed({self._section.type_field: CALL})

    def _standing(self) -> list[object]:
        return [(each.value(), each.problem()) for each in (*self.results.values(), *self.next.values())]

    def may_leave(self) -> bool:
        """True if nothing that stands here is lost; else the user decides."""
        return self._standing() == self._was or self._desk.messages.ask(
            _("Unsaved changes"),
            _("What you wrote about this call is not saved yet."),
            _("Discard"),
            _("Keep editing"),
            is_danger=True,
        )

    @override
    def event(self, event: QEvent) -> bool:
        """A sentence that comes below a line makes the form higher: whoever holds it has to follow."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.filled.emit)
        return super().event(event)

    # -- what took place ----------------------------------------------------------------------------------

    def _result_form(self, prefix: str) -> QGridLayout:
        grid = _grid()
        for row, field in enumerate(result_fields(self._section)):
            self.results[field.key] = editor = editor_for(field, self._desk, prefix)
            grid.addWidget(form_label(_(field.label)), row, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(field.kind, Choice) and field.kind.depends_on and self.result_keys is None:
                grid.addLayout(self._keyed(field, editor, prefix), row, 1)
            else:
                grid.addWidget(editor, row, 1)
        return grid

    def _keyed(self, field: Field, editor: Editor, prefix: str) -> QVBoxLayout:
        """The choices as keys; the editor below is for more of them than there are digits."""
        keys = self.result_keys = KeyRow(f"{prefix}_keys", _(field.label))
        keys.chosen.connect(lambda key: self._choose_result(editor, key))
        editor.changed.connect(lambda: keys.show_choice(editor.value()))
        room = QVBoxLayout()
        room.setSpacing(4)
        room.addWidget(keys)
        room.addWidget(editor)
        return room

    def _choose_result(self, editor: Editor, key: str | None) -> None:
        editor.set_value(key)
        if key is not None and self.next_keys is not None:
            self.next_keys.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, record: Record | None) -> None:
        """What was noted already stands there; results depend on the type of the event."""
        if record is None:
            return
        self._heed(record.values)
        for key, editor in self.results.items():
            editor.set_value(record.values.get(key))
        type_field = self._section.type_field
        if self.next and record.values.get(type_field) and type_field in self.next:
            self.next[type_field].set_value(record.values[type_field])
        if self.result_keys is not None:
            self.result_keys.show_choice(self._result_value())
        self._was = self._standing()

    def _heed(self, values: Values) -> None:
        self._record = values
        for editor in self.results.values():
            editor.heed(values)
        self._offer_results(values)

    def _offer_results(self, values: Values) -> None:
        library, keys = self._desk.library, self.result_keys
        field = self._result_field()
        if library is None or keys is None or field is None or not isinstance(field.kind, Choice):
            return
        kind = values.get(field.kind.depends_on)
        found = library.choices.options(field.kind.list)
        keys.offer(
            [(each.key, each.label) for each in found if not each.is_hidden and each.belongs_to == kind]
        )
        keys.setVisible(bool(keys.buttons))
        is_enough = 0 < len(keys.buttons) <= MOST_KEYS
        self.results[field.key].setVisible(not is_enough)
        QTimer.singleShot(0, self, self.filled.emit)

    def _result_field(self) -> Field | None:
        fields = result_fields(self._section)
        return next((each for each in fields if isinstance(each.kind, Choice) and each.kind.depends_on), None)

    def _result_value(self) -> str | None:
        field = self._result_field()
        return self.results[field.key].value() if field is not None else None

    @property
    def told(self) -> str:
        """The result in words; empty while there is none."""
        field, value = self._result_field(), self._result_value()
        return field.kind.show(value, self._desk.context()) if field is not None and value else ""

    # -- what comes next ----------------------------------------------------------------------------------

    def _about(self) -> tuple[str, str] | None:
        library, person = self._desk.library, self._line.person
        found = library.get_sections([person]) if library is not None and person else {}
        return (found[person], person) if person in found else None

    def _add_next(self, column: QVBoxLayout, prefix: str) -> None:
        """The next event with the same person; where there is none to name, there is nothing to plan."""
        about = self._about()
        found = self._following = event_section(self._desk.registry, about[0]) if about else None
        if found is None:
            return
        column.addSpacing(4)
        column.addWidget(label(_("Next step"), "strong"))
        keys = self.next_keys = KeyRow(f"{prefix}_next_keys", _("Next step"))
        keys.offer([(name, self._soon_text(days)) for days, name in SOON])
        keys.chosen.connect(self._choose_next)
        column.addWidget(keys)
        grid = _grid()
        names = [found.type_field, found.when, "subject"]
        for row, field in enumerate(found.by_key[key] for key in names if key in found.by_key):
            self.next[field.key] = editor = editor_for(field, self._desk, f"{prefix}_next")
            grid.addWidget(form_label(_(field.label)), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, row, 1)
        column.addLayout(grid)
        self.next[found.type_field].set_value(CALL)

    def _soon_text(self, days: int) -> str:
        return {
            1: _("tomorrow"), 3: _("in 3 days"), 7: _("in a week"), 14: _("in 2 weeks"), 30: _("in a month"),
        }[days]  # fmt: skip

    def _choose_next(self, name: str | None) -> None:
        found = self._following
        if found is None:
            return
        days = next((days for days, key in SOON if key == name), None)
        self.next[found.when].set_value(None if days is None else self._in_days(days))

    def _in_days(self, days: int) -> str:
        from app.ui.today.acts import next_working

        return next_working(self._desk.clock().replace(tzinfo=None), self._desk.context().zone, days)

    def plan(self, days: int) -> None:
        """The next step in so many days."""
        name = next(key for each, key in SOON if each == days)
        if self.next_keys is not None and self.next_keys.current != name:
            self.next_keys.choose(name)

    # -- taking it ----------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The keyboard goes to the keys of the result, or to the first line."""
        keys = self.result_keys
        first = keys if keys is not None and keys.buttons else next(iter(self.results.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def take(self) -> Log | None:
        """What stands here; None, with a word beside it, if something of it means nothing."""
        for editor in (*self.results.values(), *self.next.values()):
            editor.commit()
            if problem := editor.problem():
                editor.warn(problem)
                editor.setFocus()
                return None
        values = {key: editor.value() for key, editor in self.results.items()}
        return {**self._begun(), **values}, self._next_values()

    def _begun(self) -> Values:
        """What is only now noted took place just now, with whom it is about."""
        about = self._about()
        if self._line.uid or about is None:
            return {}
        context = self._desk.context()
        given = logged(self._section, CALL, self._desk.clock(), context)
        return {**prefilled(self._section, *about), **given}

    def _next_values(self) -> tuple[str, Values] | None:
        """Nothing is planned where no day is given."""
        found, about = self._following, self._about()
        if found is None or about is None or not self.next[found.when].value():
            return None
        given = {key: editor.value() for key, editor in self.next.items()}
        values = {key: value for key, value in given.items() if value is not None}
        defaults = {each.key: each.default for each in found.stored if each.default is not None}
        return found.key, {**defaults, **prefilled(found, *about), **values}


def save_by_keys(dialog: QWidget, save: Callable[[], object]) -> None:
    """The keys that save a card save here too: Return alone begins a line in the words of the outcome."""
    for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), dialog).activated.connect(save)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 120)
    grid.setColumnStretch(1, 1)
    return grid
